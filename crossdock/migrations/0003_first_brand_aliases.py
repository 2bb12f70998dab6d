from django.db import migrations

from crossdock.parts.keys import brand_key

BRAND = "Hyundai/Kia"
ALIASES = ["Hyundai/Kia/Mobis", "Mobis"]


def add_aliases(apps, schema_editor):
    alias_model = apps.get_model("crossdock", "BrandAlias")
    for alias in ALIASES:
        alias_model.objects.get_or_create(
            alias_key=brand_key(alias),
            defaults={"alias": alias, "brand": BRAND, "brand_key": brand_key(BRAND)},
        )


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0002_current_offers")]

    operations = [migrations.RunPython(add_aliases, migrations.RunPython.noop)]

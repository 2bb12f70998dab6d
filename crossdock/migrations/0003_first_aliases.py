from django.db import migrations

from crossdock.brands.first_aliases import missing


def add_aliases(apps, schema_editor):
    """Switch the aliases on that come with the product; what people have decided stays."""
    alias_model = apps.get_model("crossdock", "BrandAlias")
    told_apart = apps.get_model("crossdock", "BrandDecision").objects.filter(
        answer="NO", undone_at=None
    )
    new = missing(
        alias_model.objects.values_list("alias_key", "brand_key"),
        told_apart.values_list("key_1", "key_2"),
    )
    rows = [(each.alias, each.brand, *each.keys) for each in new]
    alias_model.objects.bulk_create(
        alias_model(alias=alias, brand=brand, alias_key=alias_key, brand_key=brand_key)
        for alias, brand, alias_key, brand_key in rows
    )


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0002_current_offers")]

    operations = [migrations.RunPython(add_aliases, migrations.RunPython.noop)]

"""When a row came to be is told by the database, not by the clock of the host that made it."""

from django.db import migrations, models
from django.db.models.functions import Now

MODELS = (
    "basket",
    "brandalias",
    "brandcomparison",
    "branddecision",
    "crossdocktask",
    "filledfile",
    "negotiationsheet",
    "notice",
    "offersrefresh",
    "order",
    "pricelist",
    "pricelistimport",
    "purchasingrule",
    "rememberedlayout",
    "ruleset",
    "supplier",
    "suppliergroup",
    "taskcomment",
)


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0003_first_aliases")]

    operations = [
        migrations.AlterField(
            model,
            "created_at",
            models.DateTimeField("created", db_default=Now(), db_index=True, editable=False),
        )
        for model in MODELS
    ]

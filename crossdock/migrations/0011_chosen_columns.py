from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0009_suppliers_side")]

    operations = [
        migrations.AddField(
            model_name="crossdocktask",
            name="columns",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="those that somebody has chosen, as spreadsheets.mapping has them",
                verbose_name="columns",
            ),
        ),
    ]

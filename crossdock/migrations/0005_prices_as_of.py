from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0004_new_keys")]

    operations = [
        migrations.AddField(
            model_name="crossdocktask",
            name="prices_as_of",
            field=models.DateTimeField(editable=False, null=True, verbose_name="prices as of"),
        ),
    ]

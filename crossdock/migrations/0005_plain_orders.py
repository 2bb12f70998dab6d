from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0004_database_times")]

    operations = [
        migrations.AddField("order", "plain", models.JSONField(default=list, editable=False)),
    ]

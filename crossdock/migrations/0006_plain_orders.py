from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0005_files_by_rows")]

    operations = [
        migrations.AddField("order", "plain", models.JSONField(default=list, editable=False)),
    ]

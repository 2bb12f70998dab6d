import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("crossdock", "0006_sums_and_runs_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preferences",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
            ],
            options={
                "verbose_name": "preferences",
                "verbose_name_plural": "preferences",
            },
        ),
        migrations.AlterModelOptions(
            name="offersrefresh",
            options={
                "ordering": ("-created_at",),
                "verbose_name": "making the offers ready for fast look-up",
                "verbose_name_plural": "makings of the offers ready for fast look-up",
            },
        ),
        migrations.AlterField(
            model_name="crossdocktask",
            name="wants_original_query",
            field=models.BooleanField(
                default=False,
                help_text="Slower, and the result is the same: a check of the offers made ready for fast look-up.",
                verbose_name="from the price lists themselves",
            ),
        ),
    ]

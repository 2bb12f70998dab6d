"""The offers' index begins with the article: a line whose brand nobody has can be explained."""

from django.db import migrations, models

LOOSE_ARTICLE = models.Func(
    models.Func(
        models.F("article_key"), models.Value("O"), models.Value("0"), function="translate"
    ),
    models.Value("0"),
    function="ltrim",
)


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0018_brands")]

    operations = [
        migrations.RemoveIndex("offer", "offer_part"),
        migrations.AddIndex(
            "offer",
            models.Index(LOOSE_ARTICLE, "brand_key", "article_key", name="offer_by_article"),
        ),
    ]

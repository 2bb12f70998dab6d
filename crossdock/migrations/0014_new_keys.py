"""New keys for the offers and aliases that have those of before: their rules have changed."""

from django.db import connection, migrations
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from crossdock.parts.keys import article_key, brand_key

ROWS_AT_ONCE = 20_000

READ = "SELECT id, brand, article, brand_key, article_key FROM crossdock_offer"
CHANGED = "CREATE TEMPORARY TABLE new_key (id bigint, brand_key text, article_key text)"
COPY = "COPY new_key FROM STDIN"
UPDATE = """
    UPDATE crossdock_offer AS offer
    SET brand_key = new_key.brand_key, article_key = new_key.article_key
    FROM new_key WHERE offer.id = new_key.id
"""
MARK = """
    INSERT INTO crossdock_offerchange (supplier_id)
    SELECT DISTINCT supplier_id FROM crossdock_pricelist
"""


def renew_offers(apps, schema_editor):
    """Give each offer its new keys, a few thousand in memory at a time.

    The view has the keys of before: until its next refresh all suppliers count as changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        with connection.connection.cursor("offers") as offers:
            offers.execute(READ)
            while rows := offers.fetchmany(ROWS_AT_ONCE):
                with cursor.copy(COPY) as copy:
                    for pk, brand, article, *before in rows:
                        keys = [brand_key(brand), article_key(article)]
                        if keys != before:
                            copy.write_row((pk, *keys))
        cursor.execute("ANALYZE new_key")
        cursor.execute(UPDATE)
        if cursor.rowcount:
            cursor.execute(MARK)
        cursor.execute("DROP TABLE new_key")


def renew_aliases(apps, schema_editor):
    """Give each alias its new keys; of those that have become the same, the newest stays."""
    aliases = apps.get_model("crossdock", "BrandAlias").objects
    new_keys = {}
    for alias in aliases.order_by("-updated_at", "-pk"):
        keys = brand_key(alias.alias), brand_key(alias.brand)
        if keys[0] in new_keys or keys[0] == keys[1] or not all(keys):
            alias.delete()
        else:
            new_keys[keys[0]] = alias.pk, keys[1]
    # One's new key may be another's old one, and no key begins with a space.
    aliases.update(alias_key=Concat(Value(" "), Cast("pk", CharField())))
    for key, (pk, key_of_brand) in new_keys.items():
        aliases.filter(pk=pk).update(alias_key=key, brand_key=key_of_brand)


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0013_notices")]

    operations = [
        migrations.RunPython(renew_offers, migrations.RunPython.noop),
        migrations.RunPython(renew_aliases, migrations.RunPython.noop),
    ]

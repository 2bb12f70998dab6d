"""The offers that have come since the view was refreshed, which look-ups read beside it.

Whoever stores offers stores them here too, by a trigger, in the same transaction; a refresh takes
away those that it has seen. So the marks of new price lists no longer send look-ups to the offers
table: those of changed and removed ones do.

Keys are compared as bytes, which takes an import less time; nobody sorts by them. An offer's
supplier is that of its price list, whose foreign key holds: without one of its own, an import takes
no longer than before.
"""

from django.db import migrations, models

NEWER = r"""
CREATE TABLE crossdock_newer_offer (
    price_list_id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    valid_from date NOT NULL,
    delivery_hours integer,
    brand_key text COLLATE "C" NOT NULL,
    bare_article text COLLATE "C" NOT NULL,
    article_key text COLLATE "C" NOT NULL,
    price numeric(14, 4) NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    terms text NOT NULL
);

CREATE INDEX crossdock_newer_offer_by_part ON crossdock_newer_offer
    (brand_key, bare_article, article_key);

CREATE FUNCTION crossdock_add_newer_offers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crossdock_newer_offer (
        price_list_id, supplier_id, valid_from, delivery_hours, brand_key, bare_article,
        article_key, price, quantity, terms
    )
    SELECT
        price_list_id, supplier_id, valid_from, delivery_hours, brand_key,
        ltrim(article_key, '0'), article_key, price, coalesce(total_quantity, quantity),
        rtrim(concat_ws(E'\x1f',
            CASE WHEN octet_length(brand_key) + 2 * octet_length(article_key)
                + octet_length(brand) + octet_length(article)
                + coalesce(octet_length(store), 0) <= 2000
            THEN concat_ws(E'\x1f', brand, article, coalesce(store, ''))
            ELSE E'\x1f\x1f' END,
            coalesce(pack::text, ''), coalesce(minimum_quantity::text, ''),
            coalesce(delivery_hours::text, '')), E'\x1f')
    FROM stored;
    RETURN NULL;
END $$;

CREATE TRIGGER crossdock_add_newer_offers
    AFTER INSERT ON crossdock_offer REFERENCING NEW TABLE AS stored
    FOR EACH STATEMENT EXECUTE FUNCTION crossdock_add_newer_offers();
"""

NO_NEWER = """
DROP TRIGGER crossdock_add_newer_offers ON crossdock_offer;
DROP FUNCTION crossdock_add_newer_offers;
DROP TABLE crossdock_newer_offer;
"""

MARKS = """
CREATE OR REPLACE FUNCTION crossdock_mark_offer_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO crossdock_offerchange (supplier_id) VALUES (OLD.supplier_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO crossdock_offerchange (supplier_id, price_list_id)
        VALUES (NEW.supplier_id, CASE TG_OP WHEN 'INSERT' THEN NEW.id END);
    END IF;
    RETURN NULL;
END $$;
"""

MARKS_BEFORE = """
CREATE OR REPLACE FUNCTION crossdock_mark_offer_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO crossdock_offerchange (supplier_id) VALUES (OLD.supplier_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO crossdock_offerchange (supplier_id) VALUES (NEW.supplier_id);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0027_brand_affixes")]

    operations = [
        migrations.AddField(
            "offerchange",
            "price_list_id",
            models.BigIntegerField(
                null=True,
                help_text="a new price list, whose offers stand in the table of newer offers",
            ),
        ),
        migrations.AlterField(
            "offer",
            "supplier",
            models.ForeignKey(
                "crossdock.supplier",
                models.CASCADE,
                db_constraint=False,
                db_index=False,
                related_name="+",
                verbose_name="supplier",
            ),
        ),
        migrations.RunSQL(NEWER, NO_NEWER),
        migrations.RunSQL(MARKS, MARKS_BEFORE),
    ]

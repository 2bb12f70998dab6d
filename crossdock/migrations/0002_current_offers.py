"""The materialized view of each supplier's most recent offer for each part, and what goes with it.

Its order is that of the original query (crossdock/offers/queries.py): the two must say the same.
The unique index covers the look-up in the order of prices, so that it stops at the third offer that
counts; REFRESH … CONCURRENTLY needs it too. Its rows have their terms in one text
(crossdock/offers/terms.py).

Whoever adds, changes or removes a price list leaves a mark for its supplier, by a trigger. Whoever
stores offers stores them in the table of newer offers too, by another one, in the same transaction;
a refresh takes away those that it has seen. So look-ups read the newer offers beside the view, and
the offers table for suppliers whose lists were changed or removed.

Keys of newer offers are compared as bytes, which takes an import less time; nobody sorts by them.
An offer's supplier is that of its price list, whose foreign key holds: without one of its own, an
import takes no longer than before.
"""

from django.db import migrations

# Of equal prices in one list: first what all stores have together, then the store that delivers
# last, because by then all of it is there.
VIEW = r"""
CREATE MATERIALIZED VIEW crossdock_current_offer AS
SELECT DISTINCT ON (brand_key, bare_article, article_key, supplier_id)
    brand_key, bare_article, article_key, supplier_id, price_list_id, valid_from, price, quantity,
    delivery_hours, terms
FROM (
    SELECT
        brand_key,
        ltrim(article_key, '0') AS bare_article,
        article_key,
        supplier_id,
        price_list_id,
        valid_from,
        price,
        coalesce(total_quantity, quantity) AS quantity,
        delivery_hours,
        rtrim(concat_ws(E'\x1f',
            CASE WHEN octet_length(brand_key) + 2 * octet_length(article_key)
                + octet_length(brand) + octet_length(article)
                + coalesce(octet_length(store), 0) <= 2000
            THEN concat_ws(E'\x1f', brand, article, coalesce(store, ''))
            ELSE E'\x1f\x1f' END,
            coalesce(pack::text, ''), coalesce(minimum_quantity::text, ''),
            coalesce(delivery_hours::text, '')), E'\x1f') AS terms
    FROM crossdock_offer
) AS offer
ORDER BY brand_key, bare_article, article_key, supplier_id,
    valid_from DESC, price_list_id DESC, quantity > 0 DESC, price,
    quantity DESC, delivery_hours DESC NULLS LAST, terms
WITH NO DATA;

CREATE UNIQUE INDEX crossdock_current_offer_by_price ON crossdock_current_offer
    (brand_key, bare_article, article_key, price, supplier_id)
    INCLUDE (quantity, valid_from, price_list_id, delivery_hours, terms);
"""

MARKS = """
CREATE FUNCTION crossdock_mark_offer_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER crossdock_mark_offer_change
    AFTER INSERT OR DELETE OR UPDATE OF supplier_id, valid_from ON crossdock_pricelist
    FOR EACH ROW EXECUTE FUNCTION crossdock_mark_offer_change();
"""

NO_MARKS = """
DROP TRIGGER crossdock_mark_offer_change ON crossdock_pricelist;
DROP FUNCTION crossdock_mark_offer_change;
"""

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


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0001_initial")]

    operations = [
        migrations.RunSQL(VIEW, "DROP MATERIALIZED VIEW crossdock_current_offer"),
        migrations.RunSQL(MARKS, NO_MARKS),
        migrations.RunSQL(NEWER, NO_NEWER),
    ]

"""The materialized view of each supplier's most recent offer for each part.

Its order is that of the original query (crossdock/offers/queries.py): the two must say the same.
The unique index covers the look-up in the order of prices, so that it stops at the third offer that
counts; REFRESH … CONCURRENTLY needs it too.

Whoever adds, changes or removes a price list leaves a mark for its supplier, by a trigger: until a
refresh has taken the mark away, that supplier's offers are read from the offers table.
"""

from django.db import migrations

VIEW = """
CREATE MATERIALIZED VIEW crossdock_current_offer AS
SELECT DISTINCT ON (brand_key, ltrim(article_key, '0'), article_key, supplier_id)
    brand_key,
    ltrim(article_key, '0') AS bare_article,
    article_key,
    supplier_id,
    price_list_id,
    valid_from,
    price,
    quantity
FROM crossdock_offer
ORDER BY brand_key, ltrim(article_key, '0'), article_key, supplier_id,
    valid_from DESC, price_list_id DESC, quantity > 0 DESC, price, quantity DESC
WITH NO DATA;

CREATE UNIQUE INDEX crossdock_current_offer_by_price ON crossdock_current_offer
    (brand_key, bare_article, article_key, price, supplier_id)
    INCLUDE (quantity, valid_from, price_list_id);
"""

MARKS = """
CREATE FUNCTION crossdock_mark_offer_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO crossdock_offerchange (supplier_id) VALUES (OLD.supplier_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO crossdock_offerchange (supplier_id) VALUES (NEW.supplier_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER crossdock_mark_offer_change
    AFTER INSERT OR DELETE OR UPDATE OF supplier_id, valid_from ON crossdock_pricelist
    FOR EACH ROW EXECUTE FUNCTION crossdock_mark_offer_change();
"""

DROP_MARKS = """
DROP TRIGGER crossdock_mark_offer_change ON crossdock_pricelist;
DROP FUNCTION crossdock_mark_offer_change;
"""


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0001_initial")]

    operations = [
        migrations.RunSQL(VIEW, "DROP MATERIALIZED VIEW crossdock_current_offer"),
        migrations.RunSQL(MARKS, DROP_MARKS),
    ]

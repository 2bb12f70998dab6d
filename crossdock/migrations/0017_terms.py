"""Terms of offers and suppliers; the view's rows have them, in one text (crossdock/offers/terms.py).

The columns of the ten million offers are nullable and have no default, so no row is rewritten.
"""

import django.core.validators
from django.db import migrations, models

# Of equal prices in one list: first what all stores have together, then the store that delivers
# last, because by then all of it is there.
VIEW = r"""
DROP MATERIALIZED VIEW crossdock_current_offer;

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

BEFORE = """
DROP MATERIALIZED VIEW crossdock_current_offer;

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

# The clock fills a view that is behind; until then the original query answers.
MARK = """
INSERT INTO crossdock_offerchange (supplier_id)
SELECT DISTINCT supplier_id FROM crossdock_pricelist
"""


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0016_worker_of_claim")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="delivery_hours",
            field=models.PositiveIntegerField(null=True, verbose_name="delivery time, hours"),
        ),
        migrations.AddField(
            model_name="offer",
            name="minimum_quantity",
            field=models.PositiveIntegerField(null=True, verbose_name="minimum quantity"),
        ),
        migrations.AddField(
            model_name="offer",
            name="pack",
            field=models.PositiveIntegerField(
                help_text="sold in multiples of it", null=True, verbose_name="pack"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="store",
            field=models.TextField(null=True, verbose_name="store"),
        ),
        migrations.AddField(
            model_name="offer",
            name="total_quantity",
            field=models.DecimalField(
                decimal_places=3, max_digits=12, null=True, verbose_name="quantity in all stores"
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="cut_off",
            field=models.TimeField(
                blank=True,
                help_text="Until when an order leaves on the same day; empty: at any hour.",
                null=True,
                verbose_name="order cut-off",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="delivery_cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Of one order.",
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="delivery cost",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="discount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Off the prices of its lists, in orders and baskets.",
                max_digits=4,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="discount, %",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="free_from",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="An order of this sum is delivered for nothing.",
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="free delivery from",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="minimum_sum",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="minimum order sum",
            ),
        ),
        migrations.AddField(
            model_name="supplier",
            name="weekdays",
            field=models.CharField(
                blank=True,
                help_text="Days on which goods arrive; none: on any day.",
                max_length=7,
                validators=[django.core.validators.RegexValidator("^[1-7]*$")],
                verbose_name="delivery weekdays",
            ),
        ),
        migrations.RunSQL(VIEW, BEFORE),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]

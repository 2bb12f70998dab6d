"""The view's index in the order of prices: a look-up stops at the third offer that counts."""

from django.db import migrations

INDEX = """
CREATE UNIQUE INDEX crossdock_current_offer_by_price ON crossdock_current_offer
    (brand_key, bare_article, article_key, price, supplier_id)
    INCLUDE (quantity, valid_from, price_list_id);
DROP INDEX crossdock_current_offer_part;
"""

BACK = """
CREATE UNIQUE INDEX crossdock_current_offer_part ON crossdock_current_offer
    (brand_key, bare_article, article_key, supplier_id)
    INCLUDE (price_list_id, valid_from, price, quantity);
DROP INDEX crossdock_current_offer_by_price;
"""


class Migration(migrations.Migration):
    dependencies = [("crossdock", "0007_result_figures")]

    operations = [migrations.RunSQL(INDEX, BACK)]

import pytest
from django.db import connection

from crossdock.brands.weights import weight_of

WEIGHTS = {
    **dict.fromkeys(("W7122", "0986452041", "1234567", "ОТ123"), 1),
    **dict.fromkeys(("H4LL", "A123"), 0.3),
    **dict.fromkeys(("12345", "123456"), 0.2),
    **dict.fromkeys(
        ("6PK1750", "4PJ882", "AVX10X1000", "AVX13X925LA", "13X1000", "SPA1250LW"), 0.1
    ),
    **dict.fromkeys(("", "W71", "1234", "42"), 0),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("article", "weight"), WEIGHTS.items())
def test_weights(article: str, weight: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {weight_of('key')} FROM (VALUES (%s::text)) AS a (key)", [article])
        assert cursor.fetchone()[0] == pytest.approx(weight)

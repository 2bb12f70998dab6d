"""How much it says that two lists have the same article under two brands."""

SIZES = (
    "^[0-9]{1,2}P[HJKLM][0-9]{3,4}$",  # ribbed belts: 6PK1750
    "^(AVX|AV|AX|BX|CX|SP[ABCZ]|XP[ABCZ])[0-9]{2,2}X?[0-9]{2,4}(LA|LI|LD|LW)?$",  # AVX10X1000
    "^[0-9]{1,2}X[0-9]{3,4}(LA|LI|LD|LW)?$",  # V-belts: 13X1000
)
"""Patterns of article keys that are a size: every maker has the same."""


def weight_of(article_key: str) -> str:
    """The SQL of the weight, 0 to 1, of the article that an expression is the key of."""
    sizes = " OR ".join(f"{article_key} ~ '{size}'" for size in SIZES)
    letters, length = f"ltrim({article_key}, '0123456789') <> ''", f"length({article_key})"
    return f"""(CASE
        WHEN {length} < 4 THEN 0
        WHEN NOT {letters} AND {length} >= 7 THEN 1
        WHEN NOT {letters} THEN CASE WHEN {length} >= 5 THEN 0.2 ELSE 0 END
        WHEN {sizes} THEN 0.1
        WHEN {length} = 4 THEN 0.3
        ELSE 1
    END)::real"""

"""The embedded services, as tests ask them."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from project import services


def query(var: Path, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(services.database_url(var), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def socket_of(url: str) -> Path:
    host = unquote(urlsplit(url).netloc.rpartition("@")[2]) or unquote(urlsplit(url).path)
    return Path(host) / ".s.PGSQL.5432" if url.startswith("postgres") else Path(host)

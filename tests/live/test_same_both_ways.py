import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.live import readers
from crossdock.models import CrossDockTask
from tests.live.site import Site, remembered

pytestmark = pytest.mark.django_db(transaction=True)


COOKIES = (
    "sessionid={key}; sessionid=another",
    "sessionid=another; sessionid={key}",
    'sessionid="{key}"',
    "имя=значение; sessionid={key}",
    "; ;=;a;sessionid={key};;",
    "sessionid={key}x",
    "sessionid=",
    "SESSIONID={key}",
)
SAME_BOTH_WAYS: tuple[dict[str, str], ...] = (
    {},
    *({"HTTP_COOKIE": cookie} for cookie in COOKIES),
    *(
        {"HTTP_ACCEPT_ENCODING": encodings}
        for encodings in ("gzip", "br, gzip;q=0.5", "gzip;q=0", "gzip; q=0.000, br", "*", "xgzipx")
    ),
    *(
        {"HTTP_ACCEPT_LANGUAGE": languages}
        for languages in ("ru", "ru-RU,ru;q=0.9,en;q=0.1", "de", "*", "=;q", "en-GB")
    ),
    *(
        {"HTTP_HOST": host}
        for host in ("testserver:8080", "testserver:0", "testserver:x", "evil.example", "", "[::1]")
    ),
    *(
        {"QUERY_STRING": query}
        for query in (
            *(
                "user=1",
                "?us%65r=1",
                "us%65r={user}",
                "user={user}",
                "user=999999",
                "status=FAILURE",
            ),
            *(
                "page=2",
                "page=x",
                "page=2&version=",
                "version=a.b",
                "ver%73ion=a.b",
                "q=%ff",
                "q=\xff",
            ),
            *("since=9999-12-31&until=0001-01-01", "a=1&" * 1001, "sort=-file&sort=file"),
        )
    ),
    *({"REQUEST_METHOD": method} for method in ("HEAD", "POST", "OPTIONS")),
    {"wsgi.url_scheme": "https", "SERVER_PORT": "8443", "HTTP_HOST": "testserver:8443"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"PATH_INFO": "/tasks/rows"},
    {"SCRIPT_NAME": "/below"},
    {"HTTP_HX_REQUEST": ""},
)


@pytest.mark.parametrize("more", SAME_BOTH_WAYS, ids=[str(more) for more in SAME_BOTH_WAYS])
def test_a_poll_gets_the_same_from_memory_as_from_django(
    more: dict[str, str], site: Site, as_bob: Client, bob: User, pending: CrossDockTask, alice: User
) -> None:
    values = {"key": as_bob.cookies["sessionid"].value, "user": str(alice.pk)}
    more = {name: value.format_map(values) for name, value in more.items()}
    more = {name: value.encode().decode("latin-1") for name, value in more.items()}
    remembered(site, as_bob)
    site.get(as_bob, **more)
    from_memory = site.get(as_bob, **more)
    readers.forget_all()
    assert from_memory.as_sent == site.get(as_bob, **more).as_sent
    assert from_memory.status < 500

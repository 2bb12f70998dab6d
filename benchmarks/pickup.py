"""How soon an idle worker has the file that somebody has just sent."""

import re
import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from uuid import uuid4

from benchmarks.demo_site import demo_site, request_file
from benchmarks.rows import Row
from benchmarks.web import sessions
from tests.processes import wait_for_page

TRIALS, LINES, OFFERS = 40, 200, 100_000


def rows(var: Path) -> Iterator[Row]:
    """The row of the table."""
    with demo_site(var, OFFERS) as site:
        content = request_file(site.var, LINES).read_bytes()
        (session,) = sessions(1, 1)
        for name in ("web", "worker"):
            site.start(name)
        wait_for_page(f"http://localhost:{site.port}")
        chance, seconds = Random("pickup"), []
        _click(site.port, session, content)
        for _trial in range(TRIALS):
            time.sleep(chance.uniform(0.5, 2))  # so that the worker has been idle for a while
            seconds.append(_click(site.port, session, content))
    late = statistics.quantiles(seconds, n=20)[-1]
    yield Row(
        "click to running, idle worker",
        "–",
        1000 * statistics.median(seconds),
        f"{TRIALS} uploads: 95% within {1000 * late:.0f} ms, worst {1000 * max(seconds):.0f} ms",
        at_most=150,
        unit="ms",
    )


def _click(port: int, session: str, content: bytes) -> float:
    """Seconds from sending the form until a worker has claimed the task."""
    from crossdock.models import CrossDockTask, SupplierGroup
    from crossdock.models.lifecycle import ACTIVE

    connection = HTTPConnection("localhost", port)
    connection.request("GET", "/tasks/new/", headers={"Cookie": f"sessionid={session}"})
    answer = connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, page
    cookie = answer.headers["Set-Cookie"].strip().partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    boundary = uuid4().hex
    fields = {
        "csrfmiddlewaretoken": token[1],
        "supplier_group": SupplierGroup.objects.order_by("id").first().pk,
        "lookback_days": 2,
    }
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        'filename="request.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    clicked = time.time()
    headers = {
        "Cookie": f"sessionid={session}; {cookie}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    connection.request("POST", "/tasks/new/", body, headers)
    answer = connection.getresponse()
    assert answer.status == 302, answer.read().decode()
    task = CrossDockTask.objects.get(pk=answer.headers["Location"].strip("/").rpartition("/")[2])
    while task.status in ACTIVE:
        time.sleep(0.02)
        task.refresh_from_db()
    assert task.started_at is not None
    return task.started_at.timestamp() - clicked

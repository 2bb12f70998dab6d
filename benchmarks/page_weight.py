"""What a browser loads that has never been here, and whether anything moves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.demo_site import demo_site, request_file, run_tasks
from benchmarks.rows import Row
from benchmarks.web import sessions
from tests.browser import chromium
from tests.processes import wait_for_page

OFFERS, LINES, TASKS = 100_000, 2_000, 25
WATCHED_MS = 6_000
SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    const add = list => list.getEntries().forEach(entry => { sum += entry.value; });
    new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(sum), %s);
})"""


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table."""
    with demo_site(var, OFFERS) as site:
        from django.urls import reverse

        from crossdock.models import CrossDockTask

        for name in ("web", "worker_long"):
            site.start(name)
        address = f"http://localhost:{site.port}"
        wait_for_page(address)
        run_tasks(request_file(site.var, LINES), TASKS)
        task = CrossDockTask.objects.first()
        pages = {"login": reverse("login"), "task table": "/tasks/", "task": f"/tasks/{task.pk}/"}
        (session,) = sessions(1, 1)
        seen = {}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=chromium.ARGUMENTS
            )
            for name, path in pages.items():
                key = "" if name == "login" else session
                seen[name] = _visit(browser, address, path, key)
            browser.close()
    for place, (name, unit, at_most) in enumerate(
        (("weight, compressed", "kB", 150), ("requests", "requests", 10), ("layout shift", "", 0))
    ):
        figures = ", ".join(f"{page} {values[place]:.4g}" for page, values in seen.items())
        worst = max(values[place] for values in seen.values())
        yield Row(f"page, first visit: {name}", "–", worst, figures, at_most=at_most, unit=unit)


def _visit(browser: Browser, address: str, path: str, session: str) -> tuple[float, int, float]:
    """The page's kilobytes, requests and layout shift, from the first byte on and for a while."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []

    def loaded(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", loaded)
    answer = page.goto(f"{address}{path}", wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, (path, answer.status)
    weight, requests = sum(sizes) / 1000, len(sizes)
    shift = page.evaluate(SHIFTS % WATCHED_MS)
    context.close()
    return weight, requests, shift

"""The overview of a county of real size, as a weak office computer meets it for the first time."""

import gzip

import pytest
from django.conf import settings

from tests.performance import lights_bench

pytestmark = pytest.mark.browser

SLOWER = 4
PAINT_MS = 1500
MOST_BYTES = 60 * 1024


@pytest.fixture
def visit(browser, live_server):
    """`visit(times)` opens the overview so often in one slow browser: (sizes by address, first paints in ms)."""
    office, slug = lights_bench._county()
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    cookie = office.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: _small(answer)}))

    def look(times: int) -> tuple[dict[str, int], list[float]]:
        paints = []
        for _n in range(times):
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(f"{live_server.url}/c/{slug}/", wait_until="load")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        assert page.locator("main .lamp").count() > lights_bench.TOWNSHIPS * lights_bench.TASKS
        return sizes, paints

    yield look
    context.close()


def test_bytes_of_a_first_visit(visit):
    """A6. The queries are counted in `test_country_bench`."""
    sizes, _paints = visit(1)
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.deep
def test_first_paint(visit):
    """A6; a time, so only where the machine does nothing else. The first visit also warms the server up."""
    _sizes, paints = visit(2)
    assert paints[-1] < PAINT_MS, paints


def _small(answer) -> int:
    return len(gzip.compress(answer.body()))

"""The large type in a real browser: nothing lies over anything else and nothing is cut off."""

import pytest

from tests import cast
from tests.nets.browsing import Findings, Walker
from tests.nets.walking import address
from tests.registry import PAGES

pytestmark = pytest.mark.browser

# Lines of text as they are drawn; two that cover each other by more than a third of the smaller one cannot be read. What is fixed
# or sticky lies over the page on purpose, what is clipped is for readers' ears.
CROWDED = """() => {
  const found = [], boxes = [];
  const skip = (node) => { for (let up = node; up && up !== document.body; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (['fixed', 'sticky'].includes(style.position) || style.visibility === 'hidden' || style.clip !== 'auto' || style.clipPath !== 'none' || up.matches('svg, select, details:not([open])')) return true;
  } return false; };
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || skip(parent)) continue;
    const style = getComputedStyle(parent);
    if (style.overflowX === 'hidden' && parent.scrollWidth > parent.clientWidth + 1) found.push('cut: ' + node.data.trim());
    const range = document.createRange(); range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) boxes.push([box, node.data.trim(), parent]);
  }
  boxes.forEach(([a, one, first], i) => boxes.slice(i + 1).forEach(([b, other, second]) => {
    if (first === second) return;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2 && wide * high > Math.min(a.width * a.height, b.width * b.height) / 3) found.push(`over: ${one} / ${other}`);
  }));
  return found.slice(0, 10);
}"""


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("county_office", ["organizations:desk", "assessments:overview", "villages:roster", "assessments:result"]),
        ("township_lead", ["campaigns:filing", "campaigns:filing-item"]),
    ],
)
def test_large_type_is_remembered_and_crowds_nothing(role, names, browser, live_server):
    """A31."""
    county = cast.build(code="530901")
    findings = Findings()
    walker = Walker(browser, live_server.url, county.accounts[role], findings)
    page = walker.page
    page.goto(live_server.url + "/account/")
    normal = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.check("#size-large")
    with page.expect_navigation():
        page.click("form:has(#size-large) button[type=submit]")
    assert normal == "16px"
    for name in names:
        walker.visit(address(next(page for page in PAGES if page.name == name), county), name, widths=(390, 1366))
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px", "125 % and remembered"
        for width in (390, 1366):
            page.set_viewport_size({"width": width, "height": 900})
            for found in page.evaluate(CROWDED):
                findings.add(f"{name} at {width}", found)
    walker.close()
    assert not findings.lines, "\n".join(findings.lines)

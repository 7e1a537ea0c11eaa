"""One style sheet goes out, whichever server serves it."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from config import sheets


def test_every_server_finds_the_joined_sheet(client, settings, tmp_path):
    settings.JOINED_ROOT = tmp_path
    finders.get_finder.cache_clear()
    try:
        path = finders.find("css/site.css")
        assert path == str(tmp_path / "css" / "site.css")
        before = (tmp_path / "css" / "site.css").stat().st_mtime_ns
        assert sheets.write_joined().stat().st_mtime_ns == before, "unchanged: browsers may keep what they have"
        assert [file.name for file in (tmp_path / "css").iterdir()] == ["site.css"], "no half-written file stays"
        assert finders.find("css/none.css") is None
    finally:
        finders.get_finder.cache_clear()


def test_the_test_server_serves_it(client):
    answer = client.get("/static/css/site.css")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content).decode()
    for part in ("--brand", ".top", ".tbl", "@media print"):
        assert part in body


def test_production_collects_it_with_its_hash(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path / "out")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", "--no-input", verbosity=0)
    names = json.loads((tmp_path / "out" / "staticfiles.json").read_text())["paths"]
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", names["css/site.css"])
    assert (tmp_path / "out" / names["css/site.css"]).read_text() == sheets.joined(settings.STATICFILES_DIRS[0] / "css")


@pytest.mark.browser
def test_a_first_visit_asks_for_three_files_besides_the_sprite(browser, live_server):
    from tests import cast
    from tests.nets.browsing import Findings, Walker

    county = cast.build(code="530901")
    findings = Findings()
    for address in ("/login/", "/", "/settings/calendar/", "/search/?q=石桥"):
        account = None if address == "/login/" else county.accounts["county_office"]
        walker = Walker(browser, live_server.url, account, findings)
        asked: list[str] = []
        walker.page.on("request", lambda request, asked=asked: asked.append(request.url.removeprefix(live_server.url)))
        answer = walker.page.goto(live_server.url + address, wait_until="networkidle")
        assert answer.status == 200
        walker.close()
        files = [url.partition("?")[0] for url in asked if url.startswith("/static/")]
        assert len(set(files) - {"/static/icons.svg", "/static/icon.svg"}) <= 3, (address, files)
        assert [url for url in files if url.endswith(".css")] == ["/static/css/site.css"], address
    assert not findings.lines


@pytest.mark.browser
@pytest.mark.parametrize(("css", "wide"), [("", False), ("landscape", True)])
def test_page_sizes_hold_inside_the_joined_sheet(css, wide, browser, settings):
    page = browser.new_page()
    style = sheets.joined(settings.STATICFILES_DIRS[0] / "css")
    page.set_content(f'<style>{style}</style><body class="{css}"><main class="main">1</main>')
    box = re.search(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))
    page.close()
    assert box is not None
    assert (float(box[1]) > float(box[2])) is wide

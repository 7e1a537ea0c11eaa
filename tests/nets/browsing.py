"""Steps of the browser walk: open a page as somebody, look at it at several widths, ask axe, keep a picture."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.test import Client

PICTURES = settings.BASE_DIR / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong comes back, and no style sheet is fetched anew: the same rules in half the time.
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
PHONE, DESK = 390, 1440


class Look:
    """How closely the walks look: the gate asks axe on the phone's width and keeps no pictures (`--pictures` does); the
    deep run asks at both widths and keeps them all."""

    both_widths = False
    pictures = False


@dataclass
class Findings:
    """What was wrong, page by page; the walk goes on and reports everything at the end."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.lines.append(f"{where}: {what}")


class Walker:
    """One browser context logged in as one role."""

    def __init__(self, browser, server_url: str, account, findings: Findings, *, scripts: bool = True):
        self.context = browser.new_context(
            java_script_enabled=scripts, locale="zh-CN", viewport={"width": 1440, "height": 900}
        )
        self.server_url, self.findings = server_url, findings
        if account is not None:
            client = Client()
            client.force_login(account, backend="organizations.permissions.RoleBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server_url}])
        self.page = self.context.new_page()
        self.where = ""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.findings.add(self.where, f"script error: {error}"))
        self.page.on("request", self._request)

    def visit(self, path: str, name: str, *, widths=(PHONE, DESK), status=(200,), picture=True) -> None:
        self.where = name
        response = self.page.goto(self.server_url + path)
        if response.status not in status:
            self.findings.add(name, f"answered {response.status}")
            return
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
            self._no_sideways_scroll(width)
            if width == PHONE or (width == DESK and (Look.both_widths or PHONE not in widths)):
                self.axe(f"{name} at {width}")
            if width in (PHONE, DESK) and picture and Look.pictures:
                PICTURES.mkdir(exist_ok=True)
                file = Path(name.replace(":", "_").replace("/", "_") + f"-{width}.png")
                self.page.screenshot(path=PICTURES / file, full_page=True)

    def axe(self, where: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        result = Axe().run(self.page, options=AXE)
        for violation in result.response["violations"]:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self.findings.add(where, f"axe {violation['id']}: {nodes}")

    def close(self) -> None:
        self.context.close()

    def _no_sideways_scroll(self, width: int) -> None:
        seen = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if seen[0] > seen[1]:
            self.findings.add(self.where, f"scrolls sideways at {width}: {seen[0]} > {seen[1]}")

    def _console(self, message) -> None:
        # Chromium itself notes each answer of 400 and above; the walk judges the status.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.findings.add(self.where, f"console {message.type}: {message.text[:200]}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.server_url, "data:", "blob:")):
            self.findings.add(self.where, f"asked another host: {request.url[:120]}")

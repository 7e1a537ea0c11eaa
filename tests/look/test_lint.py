"""Rules of the look that a program can read off the files."""

import re

import pytest

from config.sheets import FIRST, LAST, in_order, joined

from .conftest import CSS, ROOT, TEMPLATES

SHEETS = sorted(CSS.glob("*.css"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
TOO_NEW = (
    "@layer",
    "oklch(",
    "color-mix(",
    ":has(",
    "@container",
    "subgrid",
    "dvh",
    "light-dark(",
    "@starting-style",
    "@scope",
    "&:",
    "& .",
)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;?!()]|[,;?!()][\u4e00-\u9fff]")
FORBIDDEN_WORDS = ("确定", "操作成功", "系统异常", "暂无数据", "上传失败", "驳回", "！")


def ids(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def without_supports(text):
    """Take out @supports blocks: newer features are allowed inside them."""
    out, rest = [], text
    while "@supports" in rest:
        before, rest = rest.split("@supports", 1)
        out.append(before)
        depth, end = 0, len(rest)
        for position, letter in enumerate(rest):
            depth += {"{": 1, "}": -1}.get(letter, 0)
            if letter == "}" and depth == 0:
                end = position + 1
                break
        rest = rest[end:]
    return "".join([*out, rest])


def plain(path):
    """A template without comments and without the text of tags other than their words."""
    text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
    return re.sub(r"{% comment.*?endcomment %}", "", text, flags=re.S)


@pytest.mark.parametrize("path", SHEETS, ids=ids(SHEETS))
def test_css_stays_on_the_floor_of_chromium_88(path):
    text = without_supports(without_comments(path.read_text(encoding="utf-8")))
    assert [word for word in TOO_NEW if word in text] == []


@pytest.mark.parametrize("path", SHEETS, ids=ids(SHEETS))
def test_css_is_our_own_and_complete(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    assert "url(" not in text
    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert not re.findall(r"font-weight:\s*[1-35689]00", text), "Microsoft YaHei has 400 and 700 only"


def test_every_used_token_exists():
    text = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - defined == set()


def test_dark_names_every_colour():
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    light = text.split(":root {", 1)[1].split("}", 1)[0]
    dark = text.split(':root[data-theme="dark"] {', 1)[1].split("}", 1)[0]
    colours = {name for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", light) if value.startswith("#")}
    assert colours - set(re.findall(r"(--[\w-]+):", dark)) == set()


def test_every_sheet_is_in_the_joined_one_and_it_alone_is_linked():
    assert [path.stem for path in in_order(CSS)][:7] == list(FIRST)
    assert [path.stem for path in in_order(CSS)][-2:] == list(LAST)
    assert sorted(in_order(CSS)) == SHEETS
    text = joined(CSS)
    assert text.count("{") == text.count("}")
    for path in SHEETS:
        assert path.read_text(encoding="utf-8").strip() in text, path.name
    assert "@media print {\n/* A4." in text, "what is only for paper must not reach the screen"
    linked = [name for path in PAGES for name in re.findall(r"css/([\w-]+\.css)", plain(path))]
    assert [name for name in linked if name not in ("tokens.css",)] == ["site.css"], (
        "write it into static/css/, it is joined"
    )


def test_script_is_small_and_old_enough():
    path = ROOT / "static" / "js" / "app.js"
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size < 6 * 1024
    assert not re.findall(
        r"\?\.|\?\?|#[a-z]\w*\s*=|\.at\(|replaceAll|structuredClone|\beval\b|innerHTML|\.style\b", text
    )
    assert not re.search(r"[\u4e00-\u9fff]", text), "words belong into data attributes"


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "static" / "js").glob("*.js")))
def test_no_script_asks_where_somebody_is(name):
    """A16. Where people are is never asked for: no position, no picture taken for them, no sign that they are at their desks."""
    text = (ROOT / "static" / "js" / name).read_text(encoding="utf-8")
    assert not re.search(r"geolocation|getUserMedia|visibilitychange|sendBeacon", text)


def test_no_page_shows_who_logged_in_and_when():
    """A16. Neither a page nor a column counts log-ins or the time that somebody was there."""
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "organizations").rglob("*export*.py")]
    assert [
        path.name for path in pages if re.search(r"last_login|登录次数|最近登录|在线", path.read_text("utf-8"))
    ] == []


def test_lamps_differ_in_shape_and_not_only_in_colour():
    """A7. Without colours, and for who sees none, each lamp is another figure."""
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    lamps = dict(re.findall(r'<symbol id="l-(\w+)"[^>]*>(.*?)</symbol>', sprite, re.S))
    assert set(lamps) == {"ok", "warn", "late", "idle", "done"}
    shapes = [re.sub(r'(?:fill|stroke)="(?!none)[^"]*"', "", drawn) for drawn in lamps.values()]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_template_keeps_the_security_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "no inline handlers"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?:https?:)?//[\w-]+\.[a-z]", text), "no other hosts"
    assert "javascript:" not in text
    assert "capture" not in text


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_template_words(path):
    text = plain(path)
    assert HALF_WIDTH.findall(text) == []
    assert [word for word in FORBIDDEN_WORDS if word in text] == []
    assert not re.findall(r"_\(\"[^\"]*%[^\"]*\"\)", text), "a % inside _() comes out doubled: use translate … as"


@pytest.mark.parametrize("path", PAGES, ids=ids(PAGES))
def test_every_post_form_has_its_token(path):
    for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.{0,40}", path.read_text(encoding="utf-8"), flags=re.S):
        assert "{% csrf_token %}" in form


def test_chinese_words_go_through_gettext():
    """Outside the style guide no Chinese stands in a template without a translate tag, and none of its punctuation:
    English readers would see it in the middle of their sentences."""
    for path in PAGES:
        if path.name == "styleguide.html":
            continue
        text = plain(path)
        text = re.sub(r"{% blocktranslate.*?endblocktranslate %}", "", text, flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}", "", text)
        text = re.sub(
            r'<pre class="sample">.*?</pre>', "", text, flags=re.S
        )  # what to type, in the language it is typed in
        text = text.replace("中文", "")  # the name of the language, always in itself
        assert not re.findall(r"[\u4e00-\u9fff，。：；、！？（）“”《》]+", text), path
        assert not re.findall(r'join:"[^"]*[，、；][^"]*"', plain(path)), f"{path}: write join:_(…)"


def test_components_open_with_their_comment():
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        assert path.read_text(encoding="utf-8").startswith("{# "), path.name


def test_used_symbols_are_in_the_sprite():
    sprite = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
    names = set(re.findall(r'id="i-([\w-]+)"', sprite))
    assert set(re.findall(r'id="l-([\w-]+)"', sprite)) == {"ok", "warn", "late", "done", "idle"}
    used = set()
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r'sign="([\w-]+)"', text))
    assert used - names == set()
    assert " style=" not in sprite

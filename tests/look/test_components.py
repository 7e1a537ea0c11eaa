"""Every template compiles, every component is shown in the style guide, and the tags do their sums."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test.signals import template_rendered
from django.utils import translation

from .conftest import ROOT, TEMPLATES, shell

COMPONENTS = sorted(path.name for path in (TEMPLATES / "components").glob("*.html"))
ERRORS = sorted(path.name for path in (TEMPLATES / "errors").glob("*.html"))


def test_every_component_is_in_the_style_guide(draw):
    seen = set()

    def note(sender, template, context, **kwargs):
        seen.add(template.name)

    template_rendered.connect(note)
    try:
        html = draw("organizations/styleguide.html", "/?page=2", shell=shell(), messages=[])
    finally:
        template_rendered.disconnect(note)
    shown = {name.split("/")[-1] for name in seen if name and name.startswith("components/")}
    assert set(COMPONENTS) - shown == set()
    assert html.count("<h1") == 1
    found = re.findall(r'\sid="([^"]+)"', html)
    assert [name for name in set(found) if found.count(name) > 1] == []
    for target in set(re.findall(r'(?:aria-describedby|aria-labelledby|aria-controls|for)="([^"]+)"', html)):
        assert set(target.split()) <= set(found), target


def test_every_component_is_documented():
    text = (ROOT / "docs" / "components.md").read_text(encoding="utf-8")
    assert [name for name in COMPONENTS if name not in text] == []


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_needs_nothing(engine, name):
    html = engine.get_template(f"errors/{name}").render({})
    assert 'href="/"' in html
    assert "<h1>" in html
    assert "None" not in html


def test_error_page_shows_its_number(engine):
    assert "7F3A" in engine.get_template("errors/500.html").render({"reference": "7F3A"})


def test_base_says_who_and_where(draw):
    html = draw(
        "base.html",
        "/units/?q=a",
        shell=shell(theme="dark", size="large"),
        messages=[],
        crumbs=[("管理", "/m/"), ("单位", "")],
    )
    assert 'data-theme="dark" data-size="large"' in html
    assert 'lang="zh-CN"' in html
    assert 'name="membership" value="b"' in html
    assert 'name="membership" value="a"' not in html
    assert 'name="theme" value="light"' in html
    assert 'name="size" value="normal"' in html
    assert 'name="next" value="/units/?q=a"' in html
    assert html.count('aria-current="page"') == 2
    assert '"allowEval":false' in html


def test_base_in_english(draw):
    with translation.override("en"):
        html = draw("base.html", shell=shell(), messages=[])
    assert '<html lang="en"' in html
    assert 'name="language" value="zh-hans"' in html


def test_query_replace_keeps_and_drops(draw_text):
    assert draw_text("{% query_replace page=2 %}", "/?q=%E9%9D%92&page=1") == "?q=%E9%9D%92&amp;page=2"
    assert draw_text('{% query_replace page=None q="" %}', "/?q=a&page=1&sort=name") == "?sort=name"


@pytest.mark.parametrize(
    ("path", "state", "following"),
    [
        ("/?page=3", "", "?sort=name"),
        ("/?sort=name", 'aria-sort="ascending"', "?sort=-name"),
        ("/?sort=-name&q=a", 'aria-sort="descending"', "?sort=name&amp;q=a"),
    ],
)
def test_sort_link(draw_text, path, state, following):
    html = draw_text('{% sort_link "name" "村" %}', path)
    assert state in html
    assert ("aria-sort" in html) == bool(state)
    assert f'href="{following}"' in html


def test_numbers_run_on_over_pages(draw_text):
    """A22."""
    page = Paginator(range(50), 20).page(2)
    assert draw_text("{% row_number page 0 %}", page=page) == "21"
    assert draw_text("{% row_number none 0 %}") == "1"


def test_pager_keeps_the_query(draw_text):
    """A22."""
    page = Paginator(range(168), 20).page(2)
    html = draw_text("{% pager page %}", "/?q=a&page=2", page=page)
    assert "第 21—40 条，共 168 条" in html
    assert 'href="?q=a&amp;page=3"' in html
    assert 'href="?q=a&amp;size=50"' in html
    assert "共 0 条" in draw_text("{% pager page %}", page=Paginator([], 20).page(1))


def test_what_people_write_is_escaped(draw_text):
    bad = "<script>alert(1)</script>"
    source = (
        "{% panel title=bad sub=bad foot=bad %}{{ bad }}{% endpanel %}{% tag bad bad %}{% lamp 'ok' bad %}{% icon 'home' bad %}"
        "{% message_bar 'ok' bad %}{% empty_state bad bad bad %}{% page_head title=bad meta=bad %}{% endpage_head %}"
        "{% message 'ok' %}{{ bad }}{% endmessage %}{% masked bad bad bad %}{% returned bad bad bad bad %}"
    )
    assert "<script" not in draw_text(source, bad=bad)


class Sample(forms.Form):
    name = forms.CharField(label="名称", help_text="写全称")
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    day = forms.DateField(label="日期", required=False)
    note = forms.CharField(label="备注", required=False, max_length=5, widget=forms.Textarea)


def test_field_is_wired(draw_text):
    with translation.override("zh-hans"):
        html = draw_text("{% form_errors form %}{{ form }}", form=Sample({"name": "", "day": "28号"}))
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "必填" in html
    assert "选填" in html
    assert re.search(r'<input class="input" type="text" name="day" value="28号"', html), "typed text stays"
    assert 'data-maxlength="5"' in html
    assert " maxlength=" not in html


def test_date_is_shown_to_the_browser_as_it_wants(draw_text):
    with translation.override("zh-hans"):
        html = draw_text("{{ form.day }}", form=Sample({"day": "2026年10月8日"}))
    assert 'type="date"' in html
    assert 'value="2026-10-08"' in html


def test_no_errors_no_summary(draw_text):
    assert draw_text("{% form_errors form %}", form=Sample()).strip() == ""


def test_conflict_page_shows_both(draw):
    row = {"label": "联系人", "name": "contact", "mine": "甲\n乙", "theirs": "丙", "same": False, "choose": "theirs"}
    html = draw("conflict.html", shell=shell(), messages=[], conflict={"rows": [row], "who": "周禾安", "when": "16:12"},
                action="/u/1/", hidden=[{"name": "version", "value": 3}])  # fmt: skip
    assert "甲\n乙" in html
    assert "丙" in html
    assert re.search(r'name="choose_contact" value="theirs" checked', html)
    assert 'name="version" value="3"' in html
    assert "按选择保存" in html

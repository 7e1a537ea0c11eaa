"""Templates compile, those that code names exist, and none lies unused."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

from tests.architecture.sources import product_files

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
NAMED = re.compile(r"""["']((?:[a-z_]+/)*[a-z_0-9]+\.html)["']""")
# Looked up by Django by name.
BY_CONVENTION = re.compile(r"^(django/forms/|errors/)")


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


def test_templates_named_in_code_exist_and_none_is_unused():
    sources = [path.read_text(encoding="utf-8") for path in product_files()]
    sources += [(FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES]
    named = {name for text in sources for name in NAMED.findall(text)}
    ours = {name for name in named if not name.startswith("django/")}
    assert ours <= set(TEMPLATES), f"named but missing: {sorted(ours - set(TEMPLATES))}"
    unused = {name for name in TEMPLATES if name not in named and not BY_CONVENTION.match(name)}
    assert not unused, f"no page includes {sorted(unused)}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_rights_are_decided_in_templates(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "|safe" not in text
    assert "perms." not in text, "the view decides and passes a yes or no"
    assert "hx-on" not in text

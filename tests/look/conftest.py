"""The look is drawn with its own small engine: no database, no accounts, stub addresses."""

from pathlib import Path

import pytest
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory, override_settings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css"


def shell(**changes):
    values = {
        "county_name": "云岭县",
        "unit_name": "组织科",
        "person_name": "周禾安",
        "role_name": "县委组织部工作人员",
        "theme": "light",
        "size": "normal",
        "unread_count": 3,
        "memberships": [
            {"public_id": "a", "label": "县委组织部", "current": True},
            {"public_id": "b", "label": "青石镇", "current": False},
        ],
        "nav": [{"title": "台账", "items": [{"label": "村级台账", "url": "/v/", "icon": "village", "count": 239, "hot": False, "current": True}]}],
        "feedback_url": "/f/",
    }  # fmt: skip
    return values | changes


@pytest.fixture(autouse=True)
def stub_addresses():
    with override_settings(ROOT_URLCONF="tests.look.urls", LANGUAGE_CODE="zh-hans"):
        yield


@pytest.fixture(scope="session")
def engine():
    return DjangoTemplates(
        {
            "NAME": "look",
            "DIRS": [TEMPLATES],
            "APP_DIRS": False,
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "builtins": [
                    "django.templatetags.i18n",
                    "django.templatetags.static",
                    "organizations.templatetags.components",
                    "organizations.templatetags.once",
                ],
                "libraries": {
                    "django_htmx": "django_htmx.templatetags.django_htmx",
                    "styleguide": "organizations.templatetags.styleguide",
                },
            },
        }
    )


@pytest.fixture
def draw(engine):
    """draw(name, path, **context) -> html"""

    def draw(name, path="/", **context):
        return engine.get_template(name).render(context, RequestFactory().get(path))

    return draw


@pytest.fixture
def draw_text(engine):
    def draw_text(source, path="/", **context):
        return engine.from_string(source).render(context, RequestFactory().get(path))

    return draw_text

"""Models say in words what they are, and where they change."""

import re

import pytest
from django.apps import apps

from tests.architecture.sources import APPS

MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "write a docstring: what it is in the county's life"
    assert model.__str__ is not None
    if "__str__" not in vars(model):
        assert any("__str__" in vars(base) for base in model.__mro__[1:-1] if base.__name__ != "Model"), (
            "say how it prints"
        )
    assert CHINESE.search(str(model._meta.verbose_name)), "verbose_name is what the county calls it"


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_fields_have_chinese_names(model):
    silent = [
        field.name for field in model._meta.local_fields
        if not CHINESE.search(str(field.verbose_name))
        and field.name not in ("id", "public_id", "password", "last_login", "session_key", "session_data", "expire_date", "user", "permission", "hash")
    ]  # fmt: skip
    assert not [name for name in silent if "SHA" not in str(model._meta.get_field(name).verbose_name)]


@pytest.mark.parametrize("model", MODELS, ids=[model.__name__ for model in MODELS])
def test_save_holds_no_rules(model):
    assert "save" not in vars(model), "rules belong into a service, not into save()"
    assert "delete" not in vars(model)

"""Each line of code stands in its room; a failure says where it should go."""

import ast
import inspect
import pkgutil
from importlib import import_module

import pytest

from tests.architecture.sources import APPS, ROOT, name_of, product_files, room, tree

FILES = product_files()

# Rooms that may write to the database, and files beside them with their reason.
WRITERS = {"services", "samples", "management"}
WRITING_FILES = {
    "organizations/file_types.py": "draws pictures into memory",
    "campaigns/papers/gb9704.py": "writes a Word document into memory",
    "organizations/sessions.py": "Django's session interface",
}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete"}
# Files that may be long, with their reason.
LONG = {
    "config/embedded.py": "one module knows the embedded servers",
    "organizations/templatetags/components.py": "the component library: one short function for each component",
}
# Words that hide what a file is for.
VAGUE = {"utils", "helpers", "common", "misc", "core", "tools"}


@pytest.mark.parametrize("path", FILES, ids=map(name_of, FILES))
def test_only_services_write(path):
    if (
        room(path) in WRITERS
        or name_of(path) in WRITING_FILES
        or "plans" in path.parts
        or path.is_relative_to(ROOT / "config")
    ):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = node.func.attr
            on_objects = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "objects"
            assert not (called in WRITES and on_objects), (
                f"line {node.lineno}: .objects.{called}() belongs into a service"
            )
            is_form = called == "save" and any(word.arg == "commit" for word in node.keywords)
            is_super = isinstance(node.func.value, ast.Call)
            assert called != "save" or is_form or is_super, f"line {node.lineno}: .save() belongs into a service"


@pytest.mark.parametrize("path", FILES, ids=map(name_of, FILES))
def test_raw_sql_stays_in_its_places(path):
    allowed = {"tenancy", "dispatching", "embedded", "health", "safety", "defaults", "audit", "audit_chain", "starter"}
    if path.stem in allowed or any(part in allowed for part in path.parts):
        return
    text = path.read_text(encoding="utf-8")
    for word in (".raw(", ".extra(", ".cursor()", "GenericForeignKey", "SET ROLE", "set_config("):
        assert word not in text, f"{word} stands in organizations/tenancy only, or in a listed place"


@pytest.mark.parametrize("path", FILES, ids=map(name_of, FILES))
def test_files_say_what_they_are_for(path):
    assert not VAGUE & set(path.relative_to(ROOT).with_suffix("").parts)
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400 or name_of(path) in LONG, f"{lines} lines: split it by noun"
    if lines > 25 and path.stem not in ("apps", "urls"):
        assert ast.get_docstring(tree(path)), "a docstring says what the file is for"


@pytest.mark.parametrize("path", FILES, ids=map(name_of, FILES))
def test_the_clock_is_read_at_the_doors(path):
    """Dates are passed in as `on=`; a rule that reads the clock cannot be tested on another day."""
    doors = {
        "views",
        "forms",
        "middleware",
        "tasks",
        "management",
        "samples",
        "context_processors",
        "permissions",
        "login_throttle",
        "sessions",
    }
    if room(path) in doors or path.is_relative_to(ROOT / "config"):
        return
    text = path.read_text(encoding="utf-8")
    assert "date.today()" not in text
    assert "datetime.now()" not in text


def services():
    for app in APPS:
        try:
            package = import_module(f"{app}.services")
        except ModuleNotFoundError:
            continue
        for info in pkgutil.iter_modules(package.__path__):
            module = import_module(f"{app}.services.{info.name}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    yield pytest.param(function, id=f"{app}.{info.name}.{name}")


@pytest.mark.parametrize("service", list(services()))
def test_services_take_their_arguments_by_name(service):
    parameters = list(inspect.signature(inspect.unwrap(service)).parameters.values())
    loose = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert len(loose) <= 2, f"{loose}: keyword-only, except an obvious subject"


@pytest.mark.parametrize("service", list(services()))
def test_services_that_a_person_calls_are_atomic(service):
    signature = inspect.signature(inspect.unwrap(service))
    if "by" not in signature.parameters or service.__name__ in ("record", "save_version", "set_display"):
        return
    assert inspect.unwrap(service) is not service, "wrap it in @transaction.atomic"

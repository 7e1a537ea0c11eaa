from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.organizations.imports.workbooks import HEAD, xlsx
from tests.registry.page import Page

ACTION = "organizations.edit_unit"


def one_kind(cast: Cast) -> dict:
    """A register is named by its slug, which is the same everywhere: no id of a county."""
    return {"kind": "units"}


def _batch(name: str):
    return lambda cast: {"kind": "units", "public_id": getattr(cast.extra, name).public_id}


def _file(cast: Cast) -> SimpleUploadedFile:
    row = [f"{cast.county.code}101277", "新桥村", "", "村", cast.units.stone.code, 7]
    return SimpleUploadedFile("单位.xlsx", xlsx(HEAD, row))


PAGES = [
    Page("import-upload", ACTION, kwargs=one_kind, form=lambda cast: {"upload": _file(cast), "pasted": ""}),
    Page("import-template", ACTION, kwargs=one_kind, why_not_walked="a file, not a page"),
    Page("import-current", ACTION, kwargs=one_kind, why_not_walked="a file, not a page"),
    Page("import-check", ACTION, kwargs=_batch("import_batch")),
    Page(
        "import-map",
        ACTION,
        kwargs=_batch("import_open"),
        form=lambda cast: {"col_code": "0", "col_name": "1", "col_kind": "2", "col_parent": "3", "ignore_others": "on"},
    ),
    Page("import-adopt", ACTION, kwargs=_batch("import_batch"), get=False, form=lambda cast: {"column": "parent"}),
    Page(
        "import-write",
        ACTION,
        kwargs=_batch("import_batch"),
        get=False,
        form=lambda cast: {"good_rows_only": "on", "confirmed": "on"},
    ),
    Page("import-errors", ACTION, kwargs=_batch("import_batch"), why_not_walked="a file, not a page"),
    Page("import-undo", ACTION, kwargs=_batch("import_written"), form=lambda cast: {}),
]

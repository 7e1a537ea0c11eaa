"""How points are made: reading, editing, preview, putting into force."""

from tests.registry.page import Page
from tests.registry.results import VIEW, one

EDIT = "assessments.edit_scheme"


def edited(c) -> dict:
    """The form as it stands, with another name for the first item."""
    from assessments.forms.schemes import SchemeForm
    from assessments.frozen import thawed
    from organizations.tenancy.context import tenant

    with tenant(c.county.id):
        draft = c.extra.assessment.draft
    form = SchemeForm(scheme=thawed(draft.body), sources=draft.sources, initial={"version": draft.version})
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data["base0_name"] = "另一个名称"
    return {name: value for name, value in data.items() if value is not None and value is not False}


PAGES = [
    Page("assessments:scheme", VIEW, kwargs=one, place=lambda c: c.units.stone),
    Page("assessments:scheme-edit", EDIT, kwargs=one, form=edited),
    Page(
        "assessments:scheme-item", EDIT, kwargs=one,
        form=lambda c: {
            "version": c.extra.assessment.draft.version, "parent": "base", "name": "领导评价", "points": "5", "method": "manual",
            "lines": "好 5 分", "missing": "zero", "source": "",
        },
    ),
    Page("assessments:scheme-propose", EDIT, kwargs=one, form=lambda c: {}),
    Page(
        "assessments:scheme-import", EDIT, kwargs=one,
        form=lambda c: {"pasted": "考核项目\t分值\t评分办法\n班子建设\t100\t每少一次扣1分，扣完为止"},
    ),
    Page(
        "assessments:scheme-force", EDIT, kwargs=one, get=False,
        form=lambda c: {"valid_from": "2026-01-01", "reason": "封顶调低", "document_number": "", "version": c.extra.assessment.draft.version},
    ),
    Page("assessments:scheme-preview", EDIT, kwargs=one),
]  # fmt: skip

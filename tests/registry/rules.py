from organizations.models import CalendarDay, RuleSetting
from organizations.tenancy.context import tenant
from tests.cast import Cast
from tests.registry.page import Page

VIEW, EDIT = "organizations.view_settings", "organizations.edit_settings"
KEY = "evidence.max_megabytes"


def calendar_day(cast: Cast) -> CalendarDay:
    """A day of the county's own, made when a page first asks for it."""
    with tenant(cast.county.id):
        row = CalendarDay.objects.filter(day="2031-04-07").first()
        return row or CalendarDay.objects.create(day="2031-04-07", is_working=False, note=_mark(cast) + "县庆")


def coming_rule(cast: Cast) -> RuleSetting:
    """A value that does not hold yet, so that it can be withdrawn."""
    with tenant(cast.county.id):
        row = RuleSetting.objects.filter(key=KEY, effective_from="2031-01-01").first()
        return row or RuleSetting.objects.create(
            key=KEY, value=25, effective_from="2031-01-01", source=_mark(cast) + "县委会议纪要"
        )


def _mark(cast: Cast) -> str:
    return cast.county.name.removesuffix("岚溪县")


PAGES: list[Page] = [
    Page("settings", VIEW),
    Page("calendar", VIEW, query=lambda cast: {"year": "2031"}),
    Page(
        "calendar-day",
        EDIT,
        get=False,
        form=lambda cast: {"day": "2027-05-06", "is_working": "rest", "note": "县庆"},
    ),
    Page(
        "calendar-day-remove",
        EDIT,
        kwargs=lambda cast: {"public_id": calendar_day(cast).public_id},
        get=False,
        form=lambda cast: {},
    ),
    Page("calendar-paste", EDIT, form=lambda cast: {"text": "2027-10-01 至 2027-10-07 休 国庆节\n2027-10-09 班 调休"}),
    Page("rules", VIEW),
    Page(
        "rule-edit",
        EDIT,
        kwargs=lambda cast: {"key": KEY},
        form=lambda cast: {"value": "15", "effective_from": "2030-01-01", "source": "县委会议纪要"},
    ),
    Page(
        "rule-withdraw",
        EDIT,
        kwargs=lambda cast: {"key": KEY, "public_id": coming_rule(cast).public_id},
        get=False,
        form=lambda cast: {},
    ),
]

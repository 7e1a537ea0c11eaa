"""Days as people type them into forms: a year with a slipped digit is asked back, not taken."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = 2000, 2100


def check_year(year: int | None) -> int | None:
    if year is not None and not FIRST <= year <= LAST:
        raise ValidationError(_("年度请填四位数字，例如 2026。"))
    return year


def check_days(form, *names: str) -> None:
    """Call it in `clean`: an error beside each of the fields whose day lies far off."""
    for name in names:
        day = form.cleaned_data.get(name)
        if isinstance(day, date) and not FIRST <= day.year <= LAST:
            form.add_error(name, _("年份请在 %(first)s 到 %(last)s 之间。") % {"first": FIRST, "last": LAST})

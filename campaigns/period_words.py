"""The key of a period in words: 3月填报, 第1季度填报. No models here."""

from datetime import date

from django.utils.translation import gettext as _


def period_words(key: str, *, with_year: bool = False) -> str:
    """The title of a report by its key (`month:2026-03`); '' for a key that is no period. The year only where it is asked
    for: in lists the due day stands beside it."""
    every, _colon, name = key.partition(":")
    try:
        words = _words(every, name)
    except ValueError:
        return ""
    year = name[:4]
    if not words or not with_year or every in ("year", "day"):
        return words
    return _("%(year)s年%(words)s") % {"year": year, "words": words}


def _words(every: str, name: str) -> str:
    match every:
        case "month":
            return _("%(n)s月填报") % {"n": int(name[5:])}
        case "quarter":
            return _("第%(n)s季度填报") % {"n": int(name[6:])}
        case "half_year":
            return _("上半年填报") if name[5:] == "H1" else _("下半年填报")
        case "year":
            return _("%(n)s年度填报") % {"n": int(name)}
        case "week":
            return _("第%(n)s周填报") % {"n": int(name[6:])}
        case "day":
            day = date.fromisoformat(name)
            return _("%(month)s月%(day)s日填报") % {"month": day.month, "day": day.day}
    return ""

from tests.registry.page import Page

TODAY = "2026-06-30"
PUBLISH = "campaigns.publish_campaign"
REDIRECTS = "the running sample is neither paused nor closed: leads to the history"


def _slug(cast):
    return {"slug": cast.extra.campaign.slug}


def _task(cast):
    return {**_slug(cast), "number": 1}


def _share(cast):
    return {**_slug(cast), "public_id": cast.extra.share.public_id}


def _office(cast):
    return cast.units.office


def _change(cast):
    return {
        "version": cast.extra.campaign.version,
        "reason": "县委会议调整",
        "valid_from": TODAY,
        "document_number": "",
    }


def amended(cast, **changes):
    """The amendment of task 1 as the browser sends it: its one date pushed back, one cadence more."""
    (due,) = cast.extra.due_rows
    number = cast.extra.indicator  # sent back as it is
    sets = {
        f"{kind}-{name}": value
        for kind, (initial, total) in {"dates": (1, 2), "cadences": (0, 1), "indicators": (1, 2)}.items()
        for name, value in {"INITIAL_FORMS": initial, "TOTAL_FORMS": total}.items()
    }
    return {
        **_change(cast), **sets, "title": cast.extra.tasks[0].title, "detail": "逐村整顿。", "leaders": "", "confirm": "1",
        "dates-0-public_id": str(due.public_id), "dates-0-kind": "due", "dates-0-ends_on": "2026-11-30", "dates-0-words": "11月底前",
        "cadences-0-every": "month", "cadences-0-times": "1",
        "indicators-0-public_id": str(number.public_id), "indicators-0-name": number.name, "indicators-0-level": number.level,
        "indicators-0-comparator": ">=", "indicators-0-value": str(number.value), "indicators-0-unit_word": number.unit_word,
        "indicators-0-aggregation": "sum", "indicators-1-level": "township", "indicators-1-comparator": ">=",
        "indicators-1-aggregation": "sum", **changes,
    }  # fmt: skip


def _pages(name, kwargs, form, **more):
    return Page(f"campaigns:{name}", PUBLISH, kwargs=kwargs, place=_office, form=form, **more)


PAGES = [
    Page("campaigns:campaign-versions", "campaigns.view_campaign", kwargs=_slug),
    Page("campaigns:campaign-version", "campaigns.view_campaign", kwargs=_task),
    Page(
        "campaigns:campaign-copy", "campaigns.edit_campaign", kwargs=_slug, place=_office,
        form=lambda c: {"name": "强支部活动（新一年）", "year": 2027},
    ),
    _pages("campaign-pause", _slug, lambda c: {"version": c.extra.campaign.version, "reason": "防汛", "starts_on": TODAY}),
    _pages("campaign-resume", _slug, lambda c: {"version": c.extra.campaign.version}, why_not_walked=REDIRECTS),
    _pages(
        "campaign-close", _slug,
        lambda c: {"version": c.extra.campaign.version, "reason": "完成", "typed_name": c.extra.campaign.name},
    ),
    _pages("campaign-archive", _slug, lambda c: {"version": c.extra.campaign.version}, why_not_walked=REDIRECTS),
    _pages("task-amend", _task, amended, ids=("dates-0-public_id",)),
    _pages("task-withdraw", _task, _change),
    _pages(
        "task-add", _slug, ids=("action", "lead", "units", "group"),
        form=lambda c: {
            **_change(c), "action": str(c.extra.action.public_id), "title": "选派第一书记", "detail": "", "leaders": "",
            "lead": str(c.units.office.public_id), "units": [str(c.units.finance.public_id)],
            "group": str(c.extra.carrier_group.public_id), "ends_on": "2026-12-20",
        },
    ),
    _pages("assignment-list", _task, None),
    _pages(
        "assignment-add", _task, ids=("unit",),
        form=lambda c: {**_change(c), "unit": str(c.units.farming.public_id), "group": "", "role": "support"},
    ),
    _pages("assignment-exempt", _share, _change),
    _pages(
        "assignment-restore", lambda c: {**_slug(c), "public_id": c.extra.exempt_share.public_id}, _change
    ),
    _pages("assignment-end", _share, _change),
    _pages("assignment-role", _share, lambda c: {**_change(c), "role": "responsible"}),
]  # fmt: skip

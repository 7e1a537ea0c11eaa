"""What else happened in the months of the sample: more time asked for and granted, a light set by hand, units urged, pictures."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from campaigns.models import Assignment, Duty, Extension, Filing, FilingEvent, FilingEvidence, LightOverride, Urge
from campaigns.samples import history_words
from campaigns.samples.fates import DAY, Pace, work_day
from campaigns.samples.history import MORNING, NOON, History, Told
from organizations.models import Evidence
from organizations.services import evidence

PICTURES = (((96, 130, 92), (188, 202, 164)), ((120, 140, 170), (214, 220, 228)), ((168, 140, 104), (228, 214, 190)))


def add_incidents(history: History) -> None:
    """After the history is written."""
    drafts = [told for told in history.told if told.filing.state == Filing.State.DRAFT]
    drafts.sort(key=lambda told: (-told.filing.due_on.toordinal(), told.unit.kind != history.kind, told.unit.order))
    if drafts:
        _extension(
            history,
            drafts[0],
            days=5,
            reason="分管同志参加防汛值守，数据还要到村核对。",
            answer="同意，请按新的日期报。",
        )
    if len(drafts) > 1:
        _extension(history, drafts[1], days=4, reason="两个村的台账正在复核，申请晚几天报。")
    _light(history)
    _urges(history)
    _pictures(history)


def _extension(history: History, told: Told, *, days: int, reason: str, answer: str = "") -> None:
    until = max(told.filing.due_on, history.on) + timedelta(days=days)
    if until > history.campaign.ends_on:
        return
    state = Extension.State.APPROVED if answer else Extension.State.ASKED
    row = Extension.objects.create(
        filing=told.filing, until=until, reason=reason, asked_by=history.senders[told.unit.pk], state=state, answer=answer,
        answered_by=history.reviewer if answer else None,
        answered_at=history.at(told, history.last, NOON) if answer else None,
    )  # fmt: skip
    Extension.objects.filter(pk=row.pk).update(asked_at=history.at(told, history.last, MORNING))
    if answer:
        Duty.objects.filter(pk__in=[duty.pk for duty in told.duties]).update(extended_to=until)
        FilingEvent.objects.create(
            filing=told.filing, kind=FilingEvent.Kind.EXTENDED, text=_("延期到 %(day)s") % {"day": until.isoformat()},
            by=history.reviewer, at=row.answered_at,
        )  # fmt: skip


def _light(history: History) -> None:
    """One share of a unit that is behind is yellow for a fortnight, because the county helps out."""
    behind = [unit for unit, pace in history.paces.items() if pace is Pace.BEHIND]
    shares = Assignment.objects.filter(
        task__campaign=history.campaign, unit__in=behind, task__dates__ends_on__gte=history.on
    )
    share = shares.filter(state="active", task__indicators__value__gt=Decimal(9)).order_by("task__number", "id").first()
    start = history.last - 4 * DAY
    if share is None or start < history.campaign.starts_on:
        return
    row = LightOverride.objects.create(
        assignment=share, kind=LightOverride.Kind.YELLOW, starts_on=start, ends_on=start + 14 * DAY,
        reason="汛后部分项目停工，县里已派人指导复工，期间按黄灯管理。", made_by=history.reviewer,
    )  # fmt: skip
    LightOverride.objects.filter(pk=row.pk).update(made_at=timezone.make_aware(datetime.combine(start, time(NOON))))


def _urges(history: History) -> None:
    """Two units that filed late were urged the day after and answered."""
    late = [told for told in history.told if told.fate.first and told.fate.first > _urged(told)]
    late.sort(key=lambda told: (history.paces[told.unit.pk] is not Pace.BEHIND, -told.filing.due_on.toordinal()))
    for told, text, answer in zip(late, history_words.URGES, history_words.LATE_ANSWERS, strict=False):
        day = _urged(told)
        row = Urge.objects.create(
            campaign=history.campaign, unit=told.unit, day=day, text=text, made_by=history.reviewer, answer=answer,
            answered_at=history.at(told, day, NOON), answered_by=history.senders[told.unit.pk],
        )  # fmt: skip
        Urge.objects.filter(pk=row.pk).update(made_at=history.at(told, day, MORNING))


def _urged(told: Told) -> date:
    return work_day(told.filing.due_on + DAY, 1)


def _pictures(history: History) -> None:
    """A proof for the newest items of three filings, through the real store."""
    sent = [told for told in reversed(history.told) if told.fate.first][: len(PICTURES)]
    for told, colours in zip(sent, PICTURES, strict=False):
        item = told.items[0]
        found = evidence.store(
            by=None, unit=told.unit, title="现场照片",
            upload=SimpleUploadedFile("现场照片.jpg", _picture(*colours), content_type="image/jpeg"),
        )  # fmt: skip
        Evidence.objects.filter(pk=found.pk).update(uploaded_at=item.saved_at, uploaded_by=item.saved_by)
        FilingEvidence.objects.create(item=item, evidence=found)


def _picture(low: tuple[int, int, int], high: tuple[int, int, int]) -> bytes:
    """Fields under a sky: nobody's photo."""
    sky = Image.linear_gradient("L").resize((640, 480))
    ground = Image.composite(Image.new("RGB", sky.size, low), Image.new("RGB", sky.size, high), sky)
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=80)
    return out.getvalue()

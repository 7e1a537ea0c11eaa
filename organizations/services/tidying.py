"""The daily broom: what was needed for a while and is needed no more. The audit trail is never touched."""

from datetime import timedelta
from importlib import import_module, util

from django.conf import settings
from django.utils import timezone

from organizations.models import OutboxJob, Submission, UnitGrant, WorkingGroupGrant
from organizations.services import audit, evidence_files, exports

KEEP_DONE_JOBS = timedelta(days=90)
KEEP_SUBMISSIONS = timedelta(days=2)


def tidy_county(*, period: str) -> dict[str, int]:
    """Outbox handler. Removes done jobs and one-time keys that are old; grants past their last day stay, and are named
    in the audit line so that somebody takes them back."""
    now = timezone.now()
    jobs, _all = OutboxJob.objects.filter(state=OutboxJob.State.DONE, done_at__lt=now - KEEP_DONE_JOBS).delete()
    keys, _all = Submission.objects.filter(created_at__lt=now - KEEP_SUBMISSIONS).delete()
    removed = {"jobs": jobs, "one_time_keys": keys, "exports": exports.remove_expired(now=now)}
    removed["orphan_files"] = evidence_files.remove_orphans(now=now)
    ended = _ended_grants()
    if any(removed.values()) or ended:
        audit.record(by=None, action="county.tidy", after={"period": period, **removed, "ended_grants": ended})
    return removed


def tidy_platform() -> dict[str, int]:
    """Expired sessions and old log-in attempts; rows of no county. Repeating it does nothing more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    removed = {}
    if util.find_spec("organizations.services.login"):
        login = import_module("organizations.services.login")
        if hasattr(login, "tidy_attempts"):
            removed["login_attempts"] = login.tidy_attempts() or 0
    return removed


def _ended_grants() -> list[str]:
    today = timezone.localdate()
    rows = []
    for model in (UnitGrant, WorkingGroupGrant):
        for grant in model.objects.filter(valid_to__lt=today).select_related("user", "permission", "content_object"):
            rows.append(
                f"{grant.user.login_name}：{grant.permission.codename}（{grant.content_object}），{grant.valid_to}"
            )
    return rows

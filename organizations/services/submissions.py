"""One-time keys: fifty clicks on one button make one row."""

from uuid import UUID

from organizations.models import Submission


def claim(*, key: UUID, account_id: int) -> str | None:
    """Take the key for this request. None: it is ours. Else where the first press led ('' while that is not known).

    Two requests at the same time: the second waits at the unique index until the first one commits or rolls back.
    """
    row = Submission(key=key, account_id=account_id, location="")
    made = Submission.objects.bulk_create([row], ignore_conflicts=True)
    first = Submission.objects.filter(key=key, account_id=account_id).first()
    if first is None or first.public_id == made[0].public_id:
        return None
    return first.location


def remember(*, key: UUID, account_id: int, location: str) -> None:
    Submission.objects.filter(key=key, account_id=account_id).update(location=location[:300])


def release(*, key: UUID, account_id: int) -> None:
    Submission.objects.filter(key=key, account_id=account_id).delete()

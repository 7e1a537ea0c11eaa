"""What the page of exceptions shows."""

from datetime import date

from django.http import Http404

from organizations.models import Person
from organizations.permissions import GRANT_MODELS
from organizations.roles import ACTIONS


def grant_rows(on: date) -> list[dict]:
    """All exceptions of the county, the ended ones last."""
    rows = []
    for kind, model in GRANT_MODELS.items():
        for grant in model.objects.select_related("user", "permission__content_type", "content_object"):
            rows.append(
                {
                    "kind": kind,
                    "id": grant.pk,
                    "login_name": grant.user.login_name,
                    "account_id": grant.user_id,
                    "what": ACTIONS[f"{grant.permission.content_type.app_label}.{grant.permission.codename}"].title,
                    "object": str(grant.content_object),
                    "reason": grant.reason,
                    "valid_to": grant.valid_to,
                    "given_at": grant.given_at,
                    "ended": bool(grant.valid_to and grant.valid_to < on),
                }
            )
    people = Person.objects.filter(account__in=[row["account_id"] for row in rows])
    names = {person.account_id: person.name for person in people}
    for row in rows:
        row["person"] = names.get(row["account_id"], "")
    return sorted(rows, key=lambda row: (row["ended"], row["login_name"], row["object"]))


def find_grant(kind: str, grant_id: int):
    model = GRANT_MODELS.get(kind)
    grant = (
        model
        and model.objects.select_related("user", "permission__content_type", "content_object")
        .filter(pk=grant_id)
        .first()
    )
    if not grant:
        raise Http404
    return grant

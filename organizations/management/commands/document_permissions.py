"""`manage.py document_permissions`: writes docs/permissions.md from the one table of roles and actions."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from organizations.roles import ACTIONS, REACH_WORDS, ROLE_UNIT_KINDS, SEPARATE_ROLES, Reach, Role

TARGET = Path("docs") / "permissions.md"
SIGNS = {Reach.COUNTY: "●", Reach.SLICE: "◐", Reach.OWN: "○"}
HEAD = """# Who may do what

Made by `manage.py document_permissions` from `organizations/roles.py`; do not edit. A test compares the two.
"""
TAIL = """
Exceptions for one object are grants with a reason and, if wanted, a last day (`/grants/`); they are not in this table.
"""


class Command(BaseCommand):
    help = "Write docs/permissions.md from organizations.roles.ACTIONS."

    def handle(self, **options):
        path = Path(settings.BASE_DIR) / TARGET
        path.write_text(permissions_page(), encoding="utf-8")
        self.stdout.write(f"{TARGET}: {len(ACTIONS)} actions, {len(Role)} roles")


def permissions_page() -> str:
    """The whole page as text, in the language of the interface."""
    with translation.override("zh-hans"):
        legend = " · ".join(f"{sign} {REACH_WORDS[reach]} (`{reach.value}`)" for reach, sign in SIGNS.items())
        lines = [HEAD, legend + " · empty: may not\n", *_actions(), "", *_roles(), TAIL]
    return "\n".join(lines)


def _actions() -> list[str]:
    rows = [
        "| action | " + " | ".join(f"`{role.value}`" for role in Role) + " |",
        "|---|" + ":-:|" * len(Role),
    ]
    for name, action in ACTIONS.items():
        signs = [SIGNS[action.reach[role]] if role in action.reach else "" for role in Role]
        rows.append(f"| {action.title} `{name}` | " + " | ".join(signs) + " |")
    return rows


def _roles() -> list[str]:
    rows = ["| role | name | held in a unit of kind | beside other roles |", "|---|---|---|---|"]
    for role in Role:
        kinds = ", ".join(f"`{kind}`" for kind in ROLE_UNIT_KINDS[role])
        rows.append(f"| `{role.value}` | {role.label} | {kinds} | {'no' if role in SEPARATE_ROLES else 'yes'} |")
    return rows

"""docs/permissions.md says what the table says."""

from pathlib import Path

from django.conf import settings

from organizations.management.commands.document_permissions import TARGET, permissions_page
from organizations.roles import ACTIONS, Role


def test_permissions_page_is_up_to_date():
    stored = (Path(settings.BASE_DIR) / TARGET).read_text(encoding="utf-8")
    assert stored == permissions_page(), "Run manage.py document_permissions and commit the page."


def test_every_action_and_role_stands_in_the_page():
    page = permissions_page()
    assert all(f"`{name}`" in page for name in ACTIONS)
    assert all(f"| `{role.value}` | {role.label} |" in page for role in Role)

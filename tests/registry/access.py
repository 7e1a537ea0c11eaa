from tests.cast import PASSWORD
from tests.registry.page import ANYBODY, OPEN, Page

NEW_PASSWORD = "Fenglin+Shiqiao-7"

PAGES = [
    Page(
        "organizations:login", OPEN, query=lambda c: {"county": c.county.code, "next": "/people/"},
        form=lambda c: {"county": c.county.code, "login_name": c.accounts["township"].login_name, "password": PASSWORD},
    ),
    Page("organizations:logout", ANYBODY, get=False, form=lambda c: {}),
    Page(
        "organizations:password", ANYBODY,
        form=lambda c: {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    ),
    Page("organizations:my-account", ANYBODY),
    Page("organizations:my-email", ANYBODY, get=False, form=lambda c: {"email": "name@example.com"}),
    Page("organizations:session-end", ANYBODY, get=False, form=lambda c: {"session": "others"}),
    Page("organizations:switch", ANYBODY, get=False, form=lambda c: {"membership": ""}),
    Page("organizations:language", OPEN, get=False, form=lambda c: {"language": "en", "next": "/help/"}),
    Page("organizations:display", ANYBODY, get=False, form=lambda c: {"theme": "dark", "next": "/account/"}),
    Page("organizations:help", OPEN),
]  # fmt: skip

"""Password rules of the county profile (GB/T 22239-2019 level 2): length, classes, not the name, not a former one."""

import re

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 10
MAX_LENGTH = 128  # hashing a novel costs seconds
MIN_CLASSES = 3
REMEMBERED = 5
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
# What the first thousand guesses are built from; matched without case and without the usual letter swaps.
GUESSED = (
    "password",
    "admin",
    "qwerty",
    "asdfgh",
    "1qaz",
    "abc123",
    "12345",
    "54321",
    "11111",
    "00000",
    "88888",
    "66666",
)
SWAPS = str.maketrans("@$", "as")


class PasswordRules:
    """Django's password validator interface."""

    def validate(self, password, user=None):
        problems = []
        if len(password) < MIN_LENGTH:
            problems.append(_("密码至少 %(n)s 位。") % {"n": MIN_LENGTH})
        if len(password) > MAX_LENGTH:
            raise ValidationError(_("密码最多 %(n)s 位。") % {"n": MAX_LENGTH})
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < MIN_CLASSES:
            problems.append(_("密码须含大写字母、小写字母、数字、符号中的三类。"))
        if guess := _guess_in(password):
            problems.append(_("密码里有容易被猜到的“%(part)s”，请换掉这一段。") % {"part": guess})
        if user is not None and user.login_name and user.login_name.lower() in password.lower():
            problems.append(_("密码不能包含账号。"))
        if user is not None and user.pk and self._was_used(password, user):
            problems.append(_("这个密码用过，请换一个。最近 %(n)s 个密码不能再用。") % {"n": REMEMBERED})
        if problems:
            raise ValidationError(problems)

    @staticmethod
    def _was_used(password, user) -> bool:
        former = user.former_passwords.order_by("-replaced_at", "-id").values_list("password", flat=True)[:REMEMBERED]
        return any(check_password(password, kept) for kept in [user.password, *former] if kept)

    def get_help_text(self):
        return _("至少 %(n)s 位，含大写字母、小写字母、数字、符号中的三类。") % {"n": MIN_LENGTH}


def _guess_in(password: str) -> str:
    plain = password.lower()
    return next((part for part in GUESSED if part in plain or part in plain.translate(SWAPS)), "")

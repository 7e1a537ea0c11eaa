"""Password rules of the county profile (GB/T 22239-2019 level 2): length, classes, not the name, not a former one."""

import re

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MIN_LENGTH = 10
MIN_CLASSES = 3
REMEMBERED = 5
CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")


class PasswordRules:
    """Django's password validator interface."""

    def validate(self, password, user=None):
        problems = []
        if len(password) < MIN_LENGTH:
            problems.append(_("密码至少 %(n)s 位。") % {"n": MIN_LENGTH})
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < MIN_CLASSES:
            problems.append(_("密码须含大写字母、小写字母、数字、符号中的三类。"))
        if user is not None and user.login_name and user.login_name.lower() in password.lower():
            problems.append(_("密码不能包含账号。"))
        if user is not None and user.pk and self._was_used(password, user):
            problems.append(_("这个密码用过，请换一个。最近 %(n)s 个密码不能再用。") % {"n": REMEMBERED})
        if problems:
            raise ValidationError(problems)

    @staticmethod
    def _was_used(password, user) -> bool:
        former = list(user.former_passwords.order_by("-replaced_at").values_list("password", flat=True)[:REMEMBERED])
        return any(check_password(password, kept) for kept in [user.password, *former] if kept)

    def get_help_text(self):
        return _("至少 %(n)s 位，含大写字母、小写字母、数字、符号中的三类。") % {"n": MIN_LENGTH}

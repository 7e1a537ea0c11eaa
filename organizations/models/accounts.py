"""Log-in: accounts, their sessions, and the attempts that the throttle counts. Platform tables, read before a county
is open: no person's name, no phone, no business data."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, login_name):
        raise NotImplementedError("A log-in name is unique only inside its county; look it up with the county.")


class Account(AbstractBaseUser, PermissionsMixin):
    """A log-in of one county. Who the human is stands in Person; what the account may do stands in Membership.

    Changed by `services.accounts`. `is_superuser` is False for everybody and is no column.
    """

    is_superuser = False

    county = models.ForeignKey(
        "organizations.County", on_delete=models.PROTECT, related_name="+", verbose_name=_("县（市、区）")
    )
    login_name = models.CharField(_("账号"), max_length=40)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=True)
    password_changed_at = models.DateTimeField(_("改密码时间"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    theme = models.CharField(
        _("配色"), max_length=5, choices=[("light", _("浅色")), ("dark", _("深色"))], default="light"
    )
    large_type = models.BooleanField(_("大字版"), default=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "login_name"], name="account_county_login_name"),
            models.UniqueConstraint(fields=["county", "id"], name="account_county_id"),
        ]

    def __str__(self) -> str:
        return self.login_name


class PasswordHistory(models.Model):
    """Hashes of former passwords, so that one is not taken again."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="former_passwords", verbose_name=_("账号")
    )
    password = models.CharField(_("密码散列"), max_length=128)
    replaced_at = models.DateTimeField(_("更换时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("旧密码")
        verbose_name_plural = _("旧密码")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.account_id} {self.replaced_at:%Y-%m-%d}"


class AccountSession(AbstractBaseSession):
    """A browser that is logged in. Rows of a disabled account are deleted at once."""

    account_id = models.BigIntegerField(_("账号"), null=True, db_index=True)
    started_at = models.DateTimeField(_("登录时间"), auto_now_add=True)
    seen_at = models.DateTimeField(_("最近使用"), auto_now=True)
    ip = models.GenericIPAddressField(_("地址"), null=True)
    browser = models.CharField(_("浏览器"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("登录会话")
        verbose_name_plural = _("登录会话")
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        from organizations.sessions import SessionStore  # the store imports this model

        return SessionStore


class LoginAttempt(models.Model):
    """One try to log in. The name is kept as a keyed hash: people type passwords into the wrong field."""

    name_digest = models.CharField(_("账号摘要"), max_length=64)
    ip = models.GenericIPAddressField(_("地址"))
    succeeded = models.BooleanField(_("成功"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("登录尝试")
        verbose_name_plural = _("登录尝试")
        default_permissions = ()
        indexes = [
            models.Index(fields=["name_digest", "at"], name="attempt_name_at"),
            models.Index(fields=["ip", "at"], name="attempt_ip_at"),
        ]

    def __str__(self) -> str:
        return f"{self.ip} {self.at:%Y-%m-%d %H:%M}"

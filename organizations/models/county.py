"""The tenant itself."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class County(models.Model):
    """A county: the only tenant. Made by `manage.py create_county`, never from a page. Platform table."""

    code = models.CharField(
        _("区划代码"), max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$", _("县级代码为 6 位数字。"))]
    )
    name = models.CharField(_("名称"), max_length=60)
    department_name = models.CharField(_("牵头部门名称"), max_length=60)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("县（市、区）")
        verbose_name_plural = _("县（市、区）")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

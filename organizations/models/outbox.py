"""Work that must not be lost: written with the change that caused it, done later by a worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.tenancy.constraints import DispatchPolicy, county_rules
from organizations.tenancy.models import CountyOwned


class OutboxJob(CountyOwned):
    """One piece of work. Written by `services.outbox.enqueue`, published by the dispatcher, done by the worker.

    The key makes a doubled request harmless; the payload holds ids only.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("待办")
        DONE = "done", _("已办")
        DEAD = "dead", _("停办")

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("唯一键"), max_length=160)
    payload = models.JSONField(_("参数"), default=dict)
    heavy = models.BooleanField(_("重活"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_at = models.DateTimeField(_("下次时间"))
    last_error = models.CharField(_("上次错误"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    done_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta(CountyOwned.Meta):
        verbose_name = _("待办任务")
        verbose_name_plural = _("待办任务")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["county", "key"], name="outbox_county_key"),
            *county_rules("outbox"),
            DispatchPolicy(
                name="outbox_dispatch",
                readable=["id", "county_id", "kind", "heavy", "state", "attempts", "next_at"],
                writable=["state", "attempts", "next_at", "last_error"],
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(state="pending"), name="outbox_due")]

    def __str__(self) -> str:
        return self.key

"""The five steps from a plan to a published campaign."""

from django.utils.translation import gettext as _

from campaigns.models import Campaign

STEPS = ("source", "tasks", "units", "rules", "review")


def wizard_steps(campaign: Campaign | None) -> list[tuple[str, str]]:
    """(name, address) for `{% steps %}`; before there is a draft the later steps lead nowhere."""
    names = (_("放入方案"), _("核对任务"), _("分到单位"), _("时限与指标"), _("检查并发布"))
    if campaign is None:
        return [(name, "") for name in names]
    return [
        (name, "" if step == "source" else f"/c/new/{campaign.public_id}/{step}/")
        for step, name in zip(STEPS, names, strict=True)
    ]


def step_number(step: str) -> int:
    """From 1, as `{% steps %}` counts."""
    return STEPS.index(step) + 1

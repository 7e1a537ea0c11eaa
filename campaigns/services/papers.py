"""Handing out a paper: the bytes, and a line in the trail saying who took which version."""

from django.db import transaction

from campaigns.models import Campaign
from campaigns.papers import task_table_docx, task_table_xlsx
from campaigns.selectors.papers import TaskTable
from organizations.services import audit

BUILDERS = {"xlsx": task_table_xlsx.build, "docx": task_table_docx.build}


@transaction.atomic
def hand_out_task_table(*, by, campaign: Campaign, table: TaskTable, kind: str) -> bytes:
    made = BUILDERS[kind](table.version.snapshot, table.imprint, table.only)
    audit.record(
        by=by,
        action="campaign.export",
        target=campaign,
        after={"kind": kind, "version": table.version.number, "only_unit": table.imprint.limited_to},
    )
    return made

"""An example of a long export: written, waiting to be fetched by the person who asked for it."""

import io
from datetime import timedelta

from django.utils import timezone

from organizations.models import ExportJob, Membership
from organizations.services import export_files
from tests.cast import Cast


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county."""
    now = timezone.now()
    account = cast.accounts["county_office"]
    made = f"{mark}单位".encode()
    job = ExportJob(
        kind="units", form="csv", account=account, membership=Membership.objects.get(account=account), state="done", rows=1,
        filters={"q": [mark or "石桥"]}, words=f"名称：{mark or '石桥'}", file_name=f"{mark}单位名单.csv", size=len(made),
        created_at=now, done_at=now, expires_at=now + timedelta(hours=24),
    )  # fmt: skip
    job.stored_name = export_files.keep(job=job, source=io.BytesIO(made))
    job.save()
    cast.extra.export_job = job

"""The trial's sample county in the tests: the counties are the owner's to make, the rest is the command's."""

import datetime
import io

from django.core.management import call_command

from organizations.models import County
from organizations.samples.plan import SAMPLE, counties
from tests.roles import make_county


def fill(today: datetime.date) -> tuple[County, str]:
    """The sample county as of a day, and what the command said. It stays after a rollback, so it has a name of its own:
    whoever logs in by the county's name must not meet it beside the cast's."""
    for facts in counties():
        make_county(code=facts.code, name=f"{facts.name}（样例）", department_name=facts.department_name)
    out = io.StringIO()
    call_command("sample_data", today=today, stdout=out)
    return County.objects.get(code=SAMPLE.code), out.getvalue()

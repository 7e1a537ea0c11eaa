"""Examples of the village registers: 渡口村 with everything known, 岭上村 with half, the others with nothing.

Income is of the last year, whole, and of this year's first two quarters; 渡口村 stands at exactly 5万元 of counted lines.
"""

import datetime
from decimal import Decimal

from tests.cast import Cast
from villages.models import IncomeEntry, IncomeLine, OfficerPost, Village, VillageOfficer, VillageYear

YEAR = 2026


def add(cast: Cast, mark: str) -> None:
    """Call it inside the county."""
    extra, units = cast.extra, cast.units
    extra.village = Village.objects.create(
        unit=units.ford,
        organization_name=f"{mark}渡口村党支部",
        was_poor=True,
        priority=Village.Priority.KEY,
        note=f"{mark}沿河三个自然村",
    )
    Village.objects.create(unit=units.ridge, weak_organization=True, note=f"{mark}班子不全")
    extra.secretary = VillageOfficer.objects.create(
        unit=units.ford,
        post=OfficerPost.BOTH,
        name=f"{mark}石满仓",
        sex="man",
        born_on=datetime.date(1979, 5, 1),
        education="high",
        entrepreneur=True,
        phone="13800000021",
        started_on=datetime.date(2021, 2, 1),
        yearly_pay=Decimal("43200"),
    )
    extra.reserve = VillageOfficer.objects.create(unit=units.ford, post=OfficerPost.RESERVE, name=f"{mark}水清浅")
    VillageOfficer.objects.create(
        unit=units.ford,
        post=OfficerPost.SECRETARY,
        name=f"{mark}田老根",
        started_on=datetime.date(2016, 1, 1),
        ended_on=datetime.date(2021, 1, 31),
    )
    extra.village_year = VillageYear.objects.create(
        unit=units.ford, year=YEAR, households=412, residents=1530, party_members=46, income_per_head=Decimal("17800")
    )
    for quarter, amount in ((1, 20000), (2, 30000)):
        extra.income = IncomeEntry.objects.create(
            unit=units.ford,
            year=YEAR,
            quarter=quarter,
            line=IncomeLine.OPERATING,
            amount=amount,
            note=f"{mark}砂石场租金",
            entered_by=cast.people["township"],
        )
    IncomeEntry.objects.create(unit=units.ford, year=YEAR, quarter=2, line=IncomeLine.SUBSIDY, amount=80000)
    IncomeEntry.objects.create(unit=units.ridge, year=YEAR, quarter=1, line=IncomeLine.CONTRACT, amount=-500)
    IncomeEntry.objects.create(unit=units.ford, year=YEAR - 1, quarter=0, line=IncomeLine.OPERATING, amount=46000)

"""10,000 villages out as the county's form, filter and rights applied. ``run.py bench export_roster``.

The stock way is openpyxl from the ORM with the same columns; the floor is one query for the same cells and a CSV.
"""

import contextlib
import csv
import io
import statistics

from django.db import connection, transaction
from django.utils import timezone

from tests.performance.roster_bench import REPEATS, ROWS, Place, Undone, apart, peak

FLOOR = """SELECT t.name, u.name, u.code, y.households, y.residents, y.party_members, o.name, o.education, o.yearly_pay
FROM organizations_unit u JOIN organizations_unit t ON t.id = u.parent_id AND t.county_id = u.county_id
LEFT JOIN villages_villageyear y ON y.unit_id = u.id AND y.county_id = u.county_id
LEFT JOIN villages_villageofficer o ON o.unit_id = u.id AND o.county_id = u.county_id AND o.ended_on IS NULL
WHERE u.kind = 'village' ORDER BY u.path"""


def run(rows: int = ROWS) -> dict:
    result: dict = {}
    with contextlib.suppress(Undone), transaction.atomic():
        place = Place(rows)
        place.ours(place.workbook())
        before = peak(anew=True)
        ours, wrote, queries = apart(lambda: _ours(place), counted=True)
        added = peak() - before
        assert wrote >= rows, wrote
        mine = [ours, *(apart(lambda: _ours(place))[0] for _ in range(REPEATS - 1))]
        least = [apart(lambda: _floor(place))[0] for _ in range(REPEATS)]
        slow = apart(lambda: _stock(place))[0]
        middle, floor = statistics.median(mine), statistics.median(least)
        result = {
            "name": "export_roster", "ours_s": round(middle, 3), "stock_s": round(slow, 2), "floor_s": round(floor, 3),
            "ours_vs_floor": round(middle / floor, 1), "stock_vs_ours": round(slow / middle, 1), "queries": queries,
            "added_mb": round(added, 1), "spread_pct": round(100 * (max(mine) - min(mine)) / middle, 1), "n": rows,
        }  # fmt: skip
        raise Undone
    return result


def _ours(place: Place) -> int:
    from organizations.exports.kinds import find_kind, one_by_one
    from organizations.exports.workbook import write_workbook
    from organizations.tenancy.context import tenant

    on = timezone.localdate()
    with tenant(place.county.id):
        kind = find_kind("villages")
        assert kind is not None
        rows = kind.rows({}, place.account.membership, on)
        return write_workbook(io.BytesIO(), kind.table(on, {}), one_by_one(rows))


def _stock(place: Place) -> int:
    from openpyxl import Workbook

    from organizations.models import Unit
    from organizations.tenancy.context import tenant
    from villages.models import VillageOfficer, VillageYear

    with tenant(place.county.id):
        book = Workbook()
        sheet = book.active
        number = 0
        for unit in Unit.objects.filter(kind="village").select_related("parent").order_by("path"):
            number += 1
            year = VillageYear.objects.filter(unit=unit).order_by("-year").first()
            secretary = VillageOfficer.objects.filter(unit=unit, ended_on=None).first()
            sheet.append([
                number, unit.parent and unit.parent.name, unit.name, unit.code, year and year.households, year and year.residents,
                year and year.party_members, secretary and secretary.name, secretary and secretary.education, secretary and secretary.yearly_pay,
            ])  # fmt: skip
        book.save(io.BytesIO())
    return number


def _floor(place: Place) -> int:
    from organizations.tenancy.context import tenant

    with tenant(place.county.id), connection.cursor() as cursor:
        cursor.execute(FLOOR)
        found = cursor.fetchall()
        csv.writer(io.StringIO()).writerows(found)
    return len(found)

"""What `bench_import_roster`, `bench_reimport_roster` and `bench_village_list` share: a county of many villages inside an
open transaction, its roster as a workbook, and the three ways of reading it in.

Ours is the safe path as people walk it: taken in by the limited child, checked, the check looked at, written. The stock
way is openpyxl and the ORM row by row, one `update_or_create` a table. The floor reads the same cells and puts them into
the three tables by one statement each, with no check, no preview, no undo and no audit. It reads with our own reader, as no
faster one is among the requirements: most of its time is that reading, so the ratio to it flatters us.
"""

import contextlib
import io
import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

ROWS, CODE, REPEATS = 10_000, "990801", 3
A_TOWNSHIP = 500
HEAD = [
    "乡镇", "村名", "区划代码", "党组织类型", "党组织名称", "脱贫村", "重点类别", "软弱涣散", "户数", "人口", "党员数",
    "书记姓名", "性别", "出生年月", "学历", "一肩挑", "致富带头人", "任职日期", "书记年报酬", "备注",
]  # fmt: skip
FLOOR = (
    """INSERT INTO villages_village (county_id, public_id, unit_id, organization, organization_name, was_poor, priority, weak_organization, note, version)
SELECT %(county)s, gen_random_uuid(), u.id, 'branch', r.name, r.poor, '', false, r.note, 1 FROM json_to_recordset(%(rows)s)
AS r(code text, name text, poor boolean, note text) JOIN organizations_unit u ON u.county_id = %(county)s AND u.code = r.code
ON CONFLICT (county_id, unit_id) DO UPDATE SET organization_name = excluded.organization_name, note = excluded.note, version = villages_village.version + 1
WHERE (villages_village.organization_name, villages_village.note) IS DISTINCT FROM (excluded.organization_name, excluded.note)""",
    """INSERT INTO villages_villageyear (county_id, public_id, unit_id, year, households, residents, party_members, version)
SELECT %(county)s, gen_random_uuid(), u.id, %(year)s, r.homes, r.people, r.members, 1 FROM json_to_recordset(%(rows)s)
AS r(code text, homes int, people int, members int) JOIN organizations_unit u ON u.county_id = %(county)s AND u.code = r.code
ON CONFLICT (county_id, unit_id, year) DO UPDATE SET households = excluded.households, version = villages_villageyear.version + 1
WHERE villages_villageyear.households IS DISTINCT FROM excluded.households""",
    """INSERT INTO villages_villageofficer (county_id, public_id, unit_id, post, name, sex, education, born_on, started_on, yearly_pay, phone, version)
SELECT %(county)s, gen_random_uuid(), u.id, 'both', r.secretary, 'man', 'high', '1979-05-01', '2021-03-01', r.pay, '', 1 FROM json_to_recordset(%(rows)s)
AS r(code text, secretary text, pay numeric) JOIN organizations_unit u ON u.county_id = %(county)s AND u.code = r.code
ON CONFLICT DO NOTHING""",
)  # fmt: skip


class Undone(Exception):
    """Ends the transaction so that the measurement leaves nothing behind."""


class Place:
    """A county of the tests' cast with `rows` villages more, the office's account and browser."""

    def __init__(self, rows: int):
        from organizations.models import Membership, Person, Unit, UnitKind
        from organizations.tenancy.context import tenant
        from tests import cast

        made = cast.build(code=CODE)
        self.county, self.rows = made.county, rows
        self.account = made.accounts["county_office"]
        self.browser = Client(SERVER_NAME="localhost")
        self.browser.force_login(self.account, backend="organizations.permissions.RoleBackend")
        with tenant(made.county.id):
            self.account.membership = Membership.objects.select_related("unit").get(account=self.account)
            self.account.acting_person = Person.objects.filter(account=self.account).first()
            start, root = made.units.ford.valid_from, made.units.root
            towns = [
                Unit(
                    kind=UnitKind.TOWNSHIP, code=f"{CODE}{300 + n}000", name=f"第{n}量测乡", parent=root, valid_from=start,
                    path=f"{root.path}{CODE}{300 + n}000/",
                )
                for n in range(-(-rows // A_TOWNSHIP))
            ]  # fmt: skip
            Unit.objects.bulk_create(towns)
            self.villages = [
                Unit(
                    kind=UnitKind.VILLAGE, code=f"{towns[n // A_TOWNSHIP].code[:9]}{200 + n % A_TOWNSHIP}", name=f"第{n}量测村",
                    parent=towns[n // A_TOWNSHIP], valid_from=start, search_keys=f"第{n}量测村", order=n,
                )
                for n in range(rows)
            ]  # fmt: skip
            for unit in self.villages:
                unit.path = f"{unit.parent.path}{unit.code}/"
            Unit.objects.bulk_create(self.villages, batch_size=2000)

    def workbook(self, *, changed: int = 0) -> bytes:
        """The roster; every `changed`-th row with other figures."""
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("台账")
        sheet.append(HEAD)
        for n, unit in enumerate(self.villages):
            more = 7 if changed and n % changed == 0 else 0
            sheet.append([
                unit.parent.name, unit.name, unit.code, "党支部", f"{unit.name}党支部", "是" if n % 4 == 0 else "否", "", "否",
                200 + n % 300 + more, 900 + n % 1000, 20 + n % 40, "石某" + "甲乙丙丁"[n % 4], "男", "1979-05-01", "高中", "是",
                "是" if n % 2 else "否", "2021-03-01", 36000 + n % 9000, f"备注{n}" + ("改" if more else ""),
            ])  # fmt: skip
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def ours(self, data: bytes) -> int:
        """The whole way; how many rows were written."""
        from organizations.imports.registers import find_register
        from organizations.models import ImportBatch
        from organizations.services import import_writing, imports
        from organizations.tenancy.context import tenant

        now, unit = timezone.now(), self.account.membership.unit
        facts = {"by": self.account, "on": timezone.localdate(now), "now": now}
        with tenant(self.county.id):
            register = find_register("villages").scoped(unit)
            batch = imports.take_in(register=register, data=data, file_name="台账.xlsx", unit=unit, **facts)
            if batch.state == ImportBatch.State.CHECKING:
                imports.check_in_worker(batch_id=batch.pk)
                batch.refresh_from_db()
        assert self.browser.get(f"/import/villages/{batch.public_id}/").status_code == 200
        with tenant(self.county.id):
            done = import_writing.write(batch=batch, good_rows_only=False, confirmed=True, **facts)
        return done["new"] + done["changed"]

    def stock(self, data: bytes) -> int:
        from openpyxl import load_workbook

        from organizations.models import Unit
        from organizations.tenancy.context import tenant
        from villages.models import Village, VillageOfficer, VillageYear

        with tenant(self.county.id):
            year, rows = timezone.localdate().year, load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(min_row=2)
            number = 0
            for row in rows:
                number += 1
                cells = [cell.value for cell in row]
                unit = Unit.objects.get(code=cells[2])
                Village.objects.update_or_create(
                    unit=unit, defaults={"organization_name": cells[4], "was_poor": cells[5] == "是", "note": cells[19] or ""}
                )  # fmt: skip
                figures = {"households": cells[8], "residents": cells[9], "party_members": cells[10]}
                VillageYear.objects.update_or_create(unit=unit, year=year, defaults=figures)
                secretary = {"name": cells[11], "born_on": cells[13], "started_on": cells[17], "yearly_pay": cells[18]}
                VillageOfficer.objects.update_or_create(unit=unit, post="both", defaults=secretary)
        return number

    def floor(self, data: bytes) -> int:
        from organizations.imports.child import read_here
        from organizations.imports.sheets import text_of
        from organizations.tenancy.context import tenant

        lines = ([text_of(cell) for cell in cells] for _number, cells in read_here(data).sheets[0].rows[1:])
        rows = [
            {
                "code": cells[2], "name": cells[4], "poor": cells[5] == "是", "note": cells[19], "homes": cells[8], "people": cells[9],
                "members": cells[10], "secretary": cells[11], "pay": cells[18],
            }
            for cells in lines
        ]  # fmt: skip
        facts = {"county": self.county.id, "year": timezone.localdate().year, "rows": json.dumps(rows)}
        with tenant(self.county.id), connection.cursor() as cursor:
            for statement in FLOOR:
                cursor.execute(statement, facts)
        return len(rows)


def measure(name: str, rows: int, *, again: bool, stock: bool = True) -> dict:
    """`again`: the roster is in already and five in a hundred rows differ."""
    result: dict = {}
    with contextlib.suppress(Undone), transaction.atomic():
        place = Place(rows)
        first, second = place.workbook(), place.workbook(changed=20)
        data = second if again else first
        if again:
            place.ours(first)
        before = peak(anew=True)
        ours, wrote, queries = apart(lambda: place.ours(data), counted=True)
        added = peak() - before
        assert wrote == (-(-rows // 20) if again else rows), wrote
        mine = [ours, *(apart(lambda: place.ours(data))[0] for _ in range(REPEATS - 1))]
        least = [apart(lambda: place.floor(data))[0] for _ in range(REPEATS)]
        slow = apart(lambda: place.stock(data))[0] if stock else None
        middle, floor = statistics.median(mine), statistics.median(least)
        result = {
            "name": name, "ours_s": round(middle, 3), "stock_s": slow and round(slow, 2), "floor_s": round(floor, 3),
            "ours_vs_floor": round(middle / floor, 1), "stock_vs_ours": slow and round(slow / middle, 1), "queries": queries,
            "added_mb": round(added, 1), "spread_pct": round(100 * (max(mine) - min(mine)) / middle, 1), "n": rows,
        }  # fmt: skip
        raise Undone
    return result


def apart(work: Callable[[], int], *, counted: bool = False) -> tuple[float, int, int]:
    """Seconds, the answer, and queries; all that was written is taken back. Counting costs time, so it is a run apart."""
    wrote, queries, spent = 0, 0, 0.0
    for count in (False, True) if counted else (False,):
        with contextlib.suppress(Undone), transaction.atomic():
            if count:
                with CaptureQueriesContext(connection) as asked:
                    work()
                queries = len(asked)
            else:
                before = _spent()
                wrote = work()
                spent = _spent() - before
            raise Undone
    return spent, wrote, queries


def _spent() -> float:
    """Processor seconds of this process, of the children that read workbooks, and of the database session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime + (int(fields[11]) + int(fields[12])) / 100


def peak(*, anew: bool = False) -> float:
    """Most memory of this process in MB, since the start or since it was asked `anew`."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0

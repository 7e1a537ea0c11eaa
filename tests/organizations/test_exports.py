"""Taking lists out: what is shown is what is taken, personal numbers stay covered, long ones wait for their owner."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from organizations.models import AuditEntry, ExportJob, Membership, OutboxJob, Person, RuleSetting, Unit, UnitKind
from organizations.services import evidence_files, exports, outbox
from organizations.tenancy.context import tenant


@pytest.fixture
def office(as_role):
    return as_role("county_office")


@pytest.fixture
def short_ones_only(county_a, inside_a):
    """The county lets 100 rows out at once, and has more units than that."""
    with inside_a():
        RuleSetting(key="exports.direct_rows", effective_from=date(2020, 1, 1), value=100).save()
        add_villages(county_a, 120)


def add_villages(cast, count):
    stone = cast.units.stone
    Unit.objects.bulk_create(
        [
            Unit(
                kind=UnitKind.VILLAGE, code=f"{stone.code[:9]}{n:05d}", name=f"第{n}村", parent=stone,
                path=f"{stone.path}{stone.code[:9]}{n:05d}/", valid_from=date(2020, 1, 1), search_keys=f"第{n}村",
            )
            for n in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip


def rows_of(response) -> list[list]:
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return [
        row for row in rows[start:] if isinstance(row[0], int | str) and (row[0] == "序号" or isinstance(row[0], int))
    ]


def after_of(entry) -> dict:
    return json.loads(entry.payload)["after"]


def work(inside):
    with inside():
        job = OutboxJob.objects.get(kind="write_export", state="pending")
        assert outbox.perform(job_id=job.pk) == "done"


def test_what_the_list_shows_is_what_goes_out(office, county_a, inside_a):
    response = office.post("/export/units/?kind=village&page=2&size=20", {"format": "xlsx"})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "private, no-store"
    head, *rows = rows_of(response)
    assert head == ["序号", "代码", "全称", "简称", "类别", "上级单位", "启用日期", "停用日期"]
    with inside_a():
        shown = list(Unit.objects.valid_on(timezone.localdate()).filter(kind="village"))
        entry = AuditEntry.objects.filter(action="export.make").order_by("-seq").first()
    assert [row[1] for row in rows] == [unit.code for unit in shown]
    assert [row[0] for row in rows] == list(range(1, len(shown) + 1))
    assert rows[0][6].date() == shown[0].valid_from, "a date is a date"
    assert after_of(entry) == {"kind": "units", "filters": {"kind": ["village"]}, "form": "xlsx", "rows": len(shown)}
    top = load_workbook(io.BytesIO(response.content)).active["A2"].value
    assert "祝明远" in top
    assert "类别：村" in top


def test_numbers_of_people_stay_covered(office, county_a):
    for form in ("xlsx", "csv"):
        response = office.post("/export/people/?state=all", {"format": form})
        text = response.content.decode("utf-8-sig") if form == "csv" else str(rows_of(response))
        assert "138****0001" in text
        assert "13800000001" not in text


def test_a_township_takes_out_its_own_people_only(as_role, county_a):
    text = as_role("township").post("/export/people/", {"format": "csv"}).content.decode("utf-8-sig")
    assert "苗青禾" in text
    assert "牧野舟" in text
    assert "祝明远" not in text
    assert "白无名" not in text


def test_csv_says_its_encoding_and_holds_no_formula(office, county_a, inside_a):
    with inside_a():
        Person(name="=HYPERLINK(1)", unit=county_a.units.maple, title="@SUM", search_keys="x", pinyin="x").save()
    response = office.post("/export/people/", {"format": "csv"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    row = next(row for row in rows if "HYPERLINK" in row[1])
    assert row[1] == "'=HYPERLINK(1)"
    assert "'@SUM" in row


REFUSED = [("units", {"format": "pdf"}), ("units", {"format": "../xlsx"})]


@pytest.mark.parametrize(("kind", "form"), REFUSED)
def test_other_formats_are_refused(office, county_a, kind, form):
    response = office.post(f"/export/{kind}/", form, follow=True)
    assert "请选择 Excel 或 CSV 格式" in response.content.decode()


def test_an_unknown_list_is_not_there(office, county_a):
    assert office.post("/export/accounts/", {"format": "xlsx"}).status_code == 404


def test_a_foreign_unit_in_the_filter_leaves_nothing(office, both):
    other = both[1].units.stone.public_id
    response = office.post(f"/export/people/?unit={other}", {"format": "csv"})
    assert len(response.content.decode().splitlines()) == 1


def test_a_long_list_waits_for_its_owner(office, as_role, both, inside_a, short_ones_only):
    response = office.post("/export/units/?kind=village", {"format": "xlsx"})
    address = response["Location"]
    assert address.startswith("/exports/")
    assert "正在后台生成" in office.get(address).content.decode()
    assert office.get(f"{address}file/").status_code == 404
    work(inside_a)
    body = office.get(address).content.decode()
    assert "已生成，共 124 行" in body
    assert "下载文件" in body
    assert "单位名单" in office.get("/exports/").content.decode()
    made = office.get(f"{address}file/")
    data = b"".join(made.streaming_content)
    assert int(made["Content-Length"]) == len(data)
    assert load_workbook(io.BytesIO(data)).active.max_row > 124
    with inside_a():
        job = ExportJob.objects.get(public_id=address.split("/")[2])
        entry = AuditEntry.objects.filter(action="export.make").order_by("-seq").first()
        with evidence_files.open_file(job.stored_name) as handle:
            assert b"PK\x03\x04" not in handle.read(), "sealed on disk"
    assert (after_of(entry)["rows"], entry.target_id, entry.actor[:3]) == (124, str(job.public_id), "祝明远")
    for role in ("county_admin", "county_leader", "township"):
        assert as_role(role).get(address).status_code == 404, role
        assert as_role(role).get(f"{address}file/").status_code == 404, role


def test_one_long_export_at_a_time(office, inside_a, short_ones_only):
    assert office.post("/export/units/", {"format": "xlsx"})["Location"] != "/exports/"
    second = office.post("/export/units/", {"format": "csv"}, follow=True)
    assert "您有一个导出正在生成" in second.content.decode()
    with inside_a():
        assert ExportJob.objects.filter(state="waiting").count() == 1
        assert OutboxJob.objects.filter(kind="write_export").count() == 1
    work(inside_a)
    assert office.post("/export/units/", {"format": "csv"})["Location"] != "/exports/"


def test_a_job_that_nobody_answers_does_not_block_for_ever(office, inside_a, short_ones_only):
    office.post("/export/units/", {"format": "xlsx"})
    with inside_a():
        ExportJob.objects.filter(state="waiting").update(
            created_at=timezone.now() - exports.GIVEN_UP - timedelta(minutes=1)
        )
    assert office.post("/export/units/", {"format": "xlsx"})["Location"] != "/exports/"
    with inside_a():
        assert list(
            ExportJob.objects.filter(kind="units", form="xlsx").order_by("id").values_list("state", flat=True)
        ) == [
            "failed",
            "waiting",
        ]


def test_rights_taken_away_meanwhile_stop_it(office, county_a, inside_a, short_ones_only):
    address = office.post("/export/units/", {"format": "xlsx"})["Location"]
    with inside_a():
        Membership.objects.filter(account=county_a.accounts["county_office"]).update(
            valid_to=timezone.localdate() - timedelta(days=1)
        )
    work(inside_a)
    with inside_a():
        job = ExportJob.objects.get(public_id=address.split("/")[2])
    assert (job.state, job.stored_name) == ("failed", "")
    assert "权限有变动" in job.problem


def test_a_failure_is_told_and_leaves_no_file(office, inside_a, short_ones_only, settings):
    address = office.post("/export/units/", {"format": "xlsx"})["Location"]
    settings.EVIDENCE_ROOT = "/proc/nowhere"
    work(inside_a)
    body = office.get(address).content.decode()
    assert "生成时出错，请重新导出" in body
    assert "下载文件" not in body


def test_after_a_day_it_is_gone(office, inside_a, short_ones_only):
    address = office.post("/export/units/", {"format": "xlsx"})["Location"]
    work(inside_a)
    public_id = address.split("/")[2]
    with inside_a():
        name = ExportJob.objects.get(public_id=public_id).stored_name
        ExportJob.objects.filter(public_id=public_id).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert office.get(address).status_code == 404, "not only when the broom comes"
    assert office.get(f"{address}file/").status_code == 404
    with inside_a():
        assert exports.remove_expired(now=timezone.now()) == 1
        assert not ExportJob.objects.filter(public_id=public_id).exists()
        assert ExportJob.objects.exists(), "the others stay"
    assert name


def test_a_file_that_was_exchanged_on_disk_does_not_open(office, county_a, inside_a):
    from organizations.sealed import SealError
    from organizations.services import export_files

    with inside_a():
        job = county_a.extra.export_job
        assert b"".join(export_files.open_pieces(job)) == "单位".encode()
        job.public_id = county_a.units.stone.public_id
        with pytest.raises(SealError):
            b"".join(export_files.open_pieces(job))


def test_twenty_thousand_rows_are_written_by_the_worker(office, county_a, inside_a, django_assert_max_num_queries):
    with inside_a():
        add_villages(county_a, 20_000)
    address = office.post("/export/units/", {"format": "xlsx"})["Location"]
    assert address.startswith("/exports/")
    with inside_a():
        job = OutboxJob.objects.get(kind="write_export", state="pending")
        with django_assert_max_num_queries(30):
            outbox.perform(job_id=job.pk)
        made = ExportJob.objects.get(public_id=address.split("/")[2])
    assert made.state == "done"
    assert made.rows > 20_000
    assert made.size < 3 * 1024 * 1024


def test_the_jobs_of_one_county_are_nothing_to_the_other(both):
    a, b = both
    with tenant(b.county.id):
        assert not ExportJob.objects.filter(pk=a.extra.export_job.pk).exists()

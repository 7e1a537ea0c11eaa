"""The task table as a download: who gets which tasks of which version, and what is left in the trail."""

import datetime
import io
import json
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from campaigns.models import Assignment, Campaign, CampaignVersion, Indicator, Task
from campaigns.snapshots import snapshot_of
from organizations.models import AuditEntry
from organizations.services import units

ON = datetime.date(2026, 3, 1)


@pytest.fixture
def slug(county_a):
    return county_a.extra.campaign.slug


def words_of(response, kind: str) -> str:
    """Everything a reader finds in the file."""
    assert response.status_code == 200
    data = io.BytesIO(response.content)
    if kind == "xlsx":
        rows = [row for sheet in openpyxl.load_workbook(data) for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(value) for row in rows for value in row if value is not None)
    paper = docx.Document(data)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_office_gets_the_whole_table(kind, slug, as_role):
    text = words_of(as_role("county_office").get(f"/c/{slug}/table.{kind}"), kind)
    for task in ("整顿后进村党组织", "开展轮训", "壮大村集体经济"):
        assert task in text
    assert "本表列出全部任务，共2个行动、3项任务。" in text
    assert "祝明远" in text  # who took it out


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        ("township", "石桥镇", {"整顿后进村党组织"}),
        ("village", "渡口村", {"整顿后进村党组织"}),
        ("unit_liaison", "县财政局", {"整顿后进村党组织", "开展轮训"}),
    ],
)
def test_a_slice_gets_its_own_tasks_and_is_told_so(kind, role, unit, seen, slug, as_role):
    response = as_role(role).get(f"/c/{slug}/table.{kind}")
    text = words_of(response, kind)
    everything = {"整顿后进村党组织", "开展轮训", "壮大村集体经济"}
    assert {task for task in everything if task in text} == seen
    assert f"本表只列{unit}及下级单位承担的任务" in text
    assert f"（{unit}）" in unquote(response["Content-Disposition"])


def test_a_township_gets_the_whole_table_of_its_own_campaign(county_a, as_role):
    own = county_a.extra.town_campaign.slug
    assert "本表列出全部任务" in words_of(as_role("township").get(f"/c/{own}/table.xlsx"), "xlsx")
    assert as_role("unit_liaison").get(f"/c/{own}/table.xlsx").status_code == 404


def test_the_name_is_given_in_ascii_and_in_chinese(slug, as_role):
    response = as_role("county_office").get(f"/c/{slug}/table.docx")
    assert response["Content-Disposition"].startswith(f"attachment; filename=\"{slug}-v1.docx\"; filename*=UTF-8''")
    assert unquote(response["Content-Disposition"]).endswith("强支部、兴产业活动任务分解表第1版.docx")
    assert response["Content-Disposition"].isascii()
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("asked", ["0", "2", "-1", "abc", "", "1.0", "１", "9" * 40, "1 OR 1=1"])
def test_a_version_that_is_not_there_is_not_found(asked, slug, as_role):
    assert as_role("county_office").get(f"/c/{slug}/table.xlsx", {"version": asked}).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_draft_has_no_table(kind, county_a, as_role):
    assert as_role("county_office").get(f"/c/{county_a.extra.draft.slug}/table.{kind}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("county_admin", 403), ("auditor", 403), ("county_leader", 200)])
def test_roles(role, status, slug, as_role):
    assert as_role(role).get(f"/c/{slug}/table.xlsx").status_code == status


def test_taking_the_table_out_leaves_one_line_in_the_trail(slug, as_role, inside_a):
    def lines():
        with inside_a():
            return list(AuditEntry.objects.filter(action="campaign.export").order_by("pk"))

    before = lines()
    browser = as_role("township")
    browser.head(f"/c/{slug}/table.xlsx")
    browser.get(f"/c/{slug}/table.xlsx", {"version": "7"})
    assert lines() == before
    browser.get(f"/c/{slug}/table.xlsx")
    [line] = lines()[len(before) :]
    assert json.loads(line.payload)["after"] == {"kind": "xlsx", "version": 1, "only_unit": "石桥镇"}
    assert browser.post(f"/c/{slug}/table.xlsx").status_code == 405


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_an_old_version_keeps_the_names_of_its_day(kind, county_a, slug, as_role, inside_a):
    with inside_a():
        finance = county_a.units.finance
        units.edit_unit(
            unit=finance, values={"name": "县财政金融局"}, version=finance.version, on=ON,
            by=county_a.accounts["county_admin"],
        )  # fmt: skip
        campaign = county_a.extra.campaign
        CampaignVersion.objects.create(
            campaign=campaign, number=2, reason="机构改革，财政局更名", snapshot=snapshot_of(campaign)
        )
    browser = as_role("county_office")
    new = words_of(browser.get(f"/c/{slug}/table.{kind}"), kind)
    assert "县财政金融局" in new
    assert "第2版" in new
    old = words_of(browser.get(f"/c/{slug}/table.{kind}", {"version": "1"}), kind)
    assert "县财政局" in old
    assert "县财政金融局" not in old


def test_a_version_keeps_what_was_let_off_withdrawn_and_numbered(county_a, slug, as_role, inside_a):
    with inside_a():
        campaign, tasks = county_a.extra.campaign, county_a.extra.tasks
        Campaign.objects.filter(pk=campaign.pk).update(basis="《岚溪县党建工作要点》")
        Assignment.objects.filter(task=tasks[0], unit=county_a.units.maple).update(state="exempt", reason="没有后进村")
        Task.objects.filter(pk=tasks[0].pk).update(withdrawn_on=ON, withdrawn_reason="并入其他任务")
        Indicator.objects.filter(task=tasks[1]).update(words="")
        campaign.refresh_from_db()
        CampaignVersion.objects.create(campaign=campaign, number=2, snapshot=snapshot_of(campaign))
    office = words_of(as_role("county_office").get(f"/c/{slug}/table.docx"), "docx")
    assert "《岚溪县党建工作要点》" in office
    assert "免除：枫林乡（没有后进村）" in office
    assert "2026年3月1日取消（并入其他任务）" in office
    assert "轮训支部书记每个乡镇不少于200人次" in office
    township = words_of(as_role("township").get(f"/c/{slug}/table.docx"), "docx")
    assert "2026年3月1日取消" in township
    assert "没有后进村" not in township


def test_the_paper_is_chinese_for_a_reader_of_english_pages(slug, as_role):
    browser = as_role("county_office", headers={"accept-language": "en"})
    browser.cookies["django_language"] = "en"
    text = words_of(browser.get(f"/c/{slug}/table.xlsx"), "xlsx")
    assert "牵头单位" in text
    assert not [word for word in ("Lead", "lead", "Task", "Version") if word in text]

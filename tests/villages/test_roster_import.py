"""The roster from Excel: found, checked, written, taken back; each workbook with its written answer."""

import io

import pytest
from openpyxl import load_workbook

from organizations.models import ImportRow, Unit
from tests.days import TODAY
from tests.organizations.imports.test_pages import batch_at, upload, write
from tests.organizations.imports.workbooks import xlsx
from villages.models import Village, VillageOfficer, VillageYear

HEAD = [
    "序号",
    "乡镇",
    "村名",
    "区划代码",
    "户数",
    "总人口",
    "党员数",
    "是否脱贫村",
    "党组织书记",
    "出生年月",
    "一肩挑",
    "联系电话",
]


@pytest.fixture
def office(as_role):
    return as_role("county_office")


def rows_of(address) -> dict[int, ImportRow]:
    return {row.number: row for row in batch_at(address).rows.all()}


def messages_of(row: ImportRow) -> dict[str, str]:
    return {name: reason for name, (_level, reason, _proposal) in row.messages.items()}


def seven_faults(cast):
    """Title, unit line, merged townships, a blank row, 小计 and 合计; seven faults and one question."""
    code = cast.county.code
    return xlsx(
        ["岚溪县村级组织基本情况台账"],
        ["填报单位：县委组织部", *[""] * 10, "2026年6月"],
        HEAD,
        [1, "石桥镇", "渡口村", f"{code}101201", 415, 1536, 47, "是", "石满仓", "1979.05", "是", "13800000021"],
        [2, None, "岭上村", "", 210, 820, 21, "否", "凌子高", "1985年3月", "否", "13800000022"],
        [3, None, "岭土村", "", 99, 300, 12, "否", "", "", "", ""],
        [4, None, "渡口村", f"{code}101201", 415, 1536, 47, "是", "石满仓", "1979.05", "是", "13800000021"],
        ["", "小计", "", "", 724, 2656, 80],
        [],
        [5, "枫木乡", "泉眼村", f"{code}102201", 188, 700, 20, "否", "泉思源", "1990-02", "是", "13800000023"],
        [6, "枫林乡", "竹园村", f"{code}102202", "约200", 760, 22, "是", "竺清风", "1988-11", "是", "1380000"],
        [7, None, "新枫村", f"{code}101209", 120, 400, 9, "否", "冯新", "1992-01", "是", "13800000025"],
        [8, None, "新园村", f"{code}102209", 120, 400, 900, "有时", "袁新", "1992-01", "是", "13800000026"],
        ["合计", "", "", "", 1400, 5000, 150],
        ["说明：户数为常住户"],
        merges=["A1:L1", "B4:B7", "B11:B13"],
    )


def test_a_roster_with_seven_faults(office, county_a, inside_a):
    with inside_a():  # an import writes the figures of the running year
        VillageYear.objects.filter(unit=county_a.units.ford, year=2026).update(year=TODAY.year)
    address = upload(office, seven_faults(county_a), "villages", "村级台账.xlsx")
    with inside_a():
        rows = rows_of(address)
        assert sorted(rows) == [4, 5, 6, 7, 10, 11, 12, 13]
        assert {number: row.state for number, row in rows.items()} == {
            4: "changed", 5: "changed", 6: "refused", 7: "refused", 10: "refused", 11: "refused", 12: "refused", 13: "refused",
        }  # fmt: skip
        said = {number: messages_of(row) for number, row in rows.items()}
        assert said[6]["name"].startswith("这个乡镇没有“岭土村”。是不是“岭上村”")
        assert any("与第 4 行重复" in reason for reason in said[7].values())
        assert said[10]["township"] == "没有这个乡镇。是不是“枫林乡”？"
        assert "只填数字" in said[11]["households"]
        assert "手机号" in said[11]["phone"]
        assert "前 9 位" in said[12]["code"]
        assert said[13] == {"was_poor": "请填“是”或“否”", "party_members": "党员数大于人口数，请核对"}
        assert not VillageOfficer.objects.filter(name="凌子高").exists(), "nothing is written before the last step"
    refused = write(office, address)
    assert refused.status_code == 422
    assert "6 行不能导入" in refused.content.decode()
    assert write(office, address, good_rows_only="on", confirmed="on").status_code == 302
    with inside_a():
        ford, ridge = county_a.units.ford, county_a.units.ridge
        assert VillageYear.objects.get(unit=ford, year=TODAY.year).households == 415
        assert VillageOfficer.objects.get(unit=ridge, ended_on=None).name == "凌子高"
        assert str(VillageOfficer.objects.get(unit=ridge).phone) == "138****0022"
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert VillageYear.objects.get(unit=ford, year=TODAY.year).households == 412
        assert not VillageOfficer.objects.filter(unit=ridge).exists()
        assert not VillageYear.objects.filter(unit=ridge).exists()


def test_a_new_village_is_set_up_below_its_township_and_taken_back(office, county_a, inside_a):
    code = county_a.county.code
    data = xlsx(
        HEAD, [1, "枫林乡", "新园村", f"{code}102209", 120, 400, 9, "否", "袁新", "1992-01", "是", "13800000026"]
    )
    address = upload(office, data, "villages")
    with inside_a():
        [row] = rows_of(address).values()
        assert (row.state, messages_of(row)) == ("check", {"name": "台账里没有这个村，导入后新设"})
    assert write(office, address, confirmed="on").status_code == 302
    with inside_a():
        unit = Unit.objects.get(code=f"{code}102209")
        assert unit.parent == county_a.units.maple
        assert unit.path.startswith(county_a.units.maple.path)
        assert VillageOfficer.objects.get(unit=unit).post == "both"
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        unit.refresh_from_db()
        assert unit.valid_to is not None
        assert not VillageOfficer.objects.filter(unit=unit).exists()
    again = upload(office, data, "villages")
    assert write(office, again, confirmed="on").status_code == 302
    with inside_a():
        unit.refresh_from_db()
        assert unit.valid_to is None


def test_a_change_of_secretary_ends_the_former_and_undo_brings_him_back(office, county_a, inside_a):
    data = xlsx(HEAD[:4] + ["党组织书记", "一肩挑"], [1, "石桥", "渡口村", "", "水长流", "否"])
    address = upload(office, data, "villages")
    with inside_a():
        [row] = rows_of(address).values()
        assert messages_of(row)["secretary"] == "原书记是“石满仓”，导入后登记离任"
    assert write(office, address, confirmed="on").status_code == 302
    with inside_a():
        ford = county_a.units.ford
        now = VillageOfficer.objects.get(unit=ford, ended_on=None, post__in=["secretary", "both"])
        assert (now.name, now.post) == ("水长流", "secretary")
        assert VillageOfficer.objects.get(unit=ford, name="石满仓").ended_on is not None
    assert office.post(f"{address}undo/").status_code == 302
    with inside_a():
        now = VillageOfficer.objects.get(unit=ford, ended_on=None, post__in=["secretary", "both"])
        assert (now.name, now.post) == ("石满仓", "both")
        assert not VillageOfficer.objects.filter(name="水长流").exists()


CASES = {
    "another village's code": (
        ["石桥镇", "岭上村", "{code}101201"],
        {"name": "这个代码是“渡口村”。更名请在“单位”里登记"},
    ),
    "another township": (
        ["枫林乡", "渡口村", "{code}101201"],
        {"township": "这个村在“石桥镇”。调整隶属请在“单位”里登记"},
    ),
    "wrong code": (["石桥镇", "渡口村", "{code}101299"], {"code": "“渡口村”的代码是 530901101201，请核对"}),
    "code too short": (["石桥镇", "河湾村", "101299"], {"code": "区划代码应为 12 位数字"}),
    "neither township nor code": (["", "渡口村", ""], {"name": "没有填乡镇，也没有填区划代码，不知道是哪个村"}),
    "not a township": (["县财政局", "渡口村", ""], {"township": "这里要填乡镇（街道）"}),
    "new village without code": (["石桥镇", "桃花坞村", ""], {"name": "这个乡镇没有“桃花坞村”。新设的村要填区划代码"}),
    "new village without township": (
        ["", "桃花坞村", "{code}101288"],
        {"township": "没有这个代码的村。新设的村要填乡镇"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_village_that_cannot_be_told(case, office, county_a, inside_a):
    cells, answer = CASES[case]
    cells = [cell.format(code=county_a.county.code) for cell in cells]
    address = upload(office, xlsx(["乡镇", "村", "代码"], cells), "villages")
    with inside_a():
        [row] = rows_of(address).values()
        assert row.state == "refused"
        for name, reason in answer.items():
            assert messages_of(row)[name] == reason


def test_a_township_may_not_touch_another_ones_villages(as_role, county_a, inside_a):
    clerk = as_role("township")
    data = xlsx(["乡镇", "村", "户数"], ["石桥镇", "岭上村", 211], ["枫林乡", "泉眼村", 180], ["石桥镇", "新湾村", 9])
    address = upload(clerk, data, "villages")
    with inside_a():
        rows = rows_of(address)
        assert [rows[number].state for number in (2, 3, 4)] == ["changed", "refused", "refused"]
        assert messages_of(rows[3])["township"] == "只能导入本乡镇的村"
        assert "新设村请报县里登记" in messages_of(rows[4])["name"]
    body = clerk.get("/import/villages/current/").content
    names = [row[1] for row in load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(min_row=4, values_only=True)]
    assert "渡口村" in names
    assert "泉眼村" not in names


def test_what_is_exported_comes_back_as_the_same(office, county_a, inside_a):
    with inside_a():
        Village.objects.filter(unit=county_a.units.ford).update(note="有“引号”、=1+1 和 -5")
    current = office.get("/import/villages/current/").content
    address = upload(office, current, "villages", "现有.xlsx")
    with inside_a():
        assert batch_at(address).counts == {"all": 4, "new": 0, "changed": 0, "same": 4, "check": 0, "refused": 0}


def test_somebody_else_was_faster(office, county_a, inside_a):
    address = upload(office, xlsx(["乡镇", "村", "户数"], ["石桥镇", "渡口村", 430]), "villages")
    with inside_a():
        VillageOfficer.objects.filter(pk=county_a.extra.secretary.pk).update(version=9)
    answer = write(office, address, confirmed="on")
    assert answer.status_code == 422
    assert "第 2 行在核对以后被别人改过" in answer.content.decode()
    with inside_a():
        assert VillageYear.objects.get(unit=county_a.units.ford, year=2026).households == 412

"""The wizard as a person uses it: upload, columns, check, write, take back; refusals in words."""

import io
import json
import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from organizations.models import AuditEntry, ImportBatch, ImportRow, OutboxJob, Person, Unit, UnitEvent
from organizations.services import imports as service
from tests.organizations.imports.workbooks import HEAD, with_sheet_xml, xlsx


@pytest.fixture
def admin(as_role):
    return as_role("county_admin")


def send(browser, data, kind="units", name="单位.xlsx"):
    return browser.post(f"/import/{kind}/", {"upload": SimpleUploadedFile(name, data), "pasted": ""})


def upload(browser, data, kind="units", name="单位.xlsx") -> str:
    response = send(browser, data, kind, name)
    assert response.status_code == 302, response.content.decode()[-3000:]
    return response["Location"]


def write(browser, address, **ticks):
    return browser.post(f"{address}write/", ticks)


def batch_at(address) -> ImportBatch:
    return ImportBatch.objects.get(public_id=re.search(r"[0-9a-f-]{36}", address)[0])


def messy(cast):
    """Title, unit line, a merged township, a blank row, a total, a note, and four faults."""
    code = cast.county.code
    return xlsx(
        ["岚溪县村级名册"],
        ["填报单位：县委组织部", "", "", "", "", "2026年6月"],
        ["代码", "名称", "简称", "单位类型", "所属乡镇", "顺序"],
        [f"{code}101299", "新溪村", "", "村", "石桥镇", 1],
        [f"{code}101298", "新坝村", "", "村", None, 2],
        [],
        [f"{code}102299", "竹溪村", "", "村", "枫木乡", 3],
        [f"{code}102298", "竹坪村", "", "村落", "枫林乡", "约4"],
        [f"{code}101299", "新溪村", "", "村", "石桥镇", 1],
        ["合计", "", "", "", "", 5],
        ["说明：以上为2026年6月底数"],
        merges=["A1:F1", "E4:E5"],
    )  # fmt: skip


def test_a_messy_table_is_checked_with_the_users_own_rows(admin, county_a, inside_a):
    address = upload(admin, messy(county_a))
    body = admin.get(address).content.decode()
    with inside_a():
        batch = batch_at(address)
        assert batch.counts == {"all": 5, "new": 2, "changed": 0, "same": 0, "check": 0, "refused": 3}
        assert [row.number for row in batch.rows.filter(state="refused")] == [7, 8, 9]
        assert [number for number, _reason in batch.layout["sheets"][0]["left_out"]] == [10, 11]
        assert not Unit.objects.filter(name="新溪村").exists(), "nothing is written before the last step"
    for words in (
        "没有这个上级单位。是不是“枫林乡”？",
        "只填数字",
        "与第 4 行重复",
        "第 10 行（合计行）",
        "5 行中有 3 行不能导入",
    ):
        assert words in body, words


def test_wrong_rows_stop_everything_unless_only_the_good_ones_are_wanted(admin, county_a, inside_a):
    address = upload(admin, messy(county_a))
    refused = write(admin, address)
    assert refused.status_code == 422
    assert "有 3 行不能导入" in refused.content.decode()
    with inside_a():
        assert not Unit.objects.filter(name="新溪村").exists()
    assert write(admin, address, good_rows_only="on").status_code == 302
    with inside_a():
        assert Unit.objects.get(name="新坝村").parent == county_a.units.stone
        assert Unit.objects.get(name="新溪村").path == f"{county_a.units.stone.path}{county_a.county.code}101299/"
        assert UnitEvent.objects.filter(unit__name="新溪村", kind="opened").exists()
        entry = AuditEntry.objects.filter(action="import.write").order_by("-seq").first()
        after = json.loads(entry.payload)["after"]
        assert (after["new"], after["refused"]) == (2, 3)
    assert "撤销这一批" in admin.get(address).content.decode()


def test_old_and_new_stand_beside_each_other_and_a_renamed_unit_keeps_its_history(admin, county_a, inside_a):
    ridge = county_a.units.ridge
    address = upload(admin, xlsx(HEAD, [ridge.code, "岭上新村", "", "村", "石桥镇", 2]))
    body = admin.get(address).content.decode()
    assert '<span class="old">岭上村</span>岭上新村' in body
    assert write(admin, address).status_code == 302
    with inside_a():
        unit = Unit.objects.get(pk=ridge.pk)
        assert (unit.name, unit.aliases, unit.version) == ("岭上新村", ["岭上村"], 2)
        assert UnitEvent.objects.filter(unit=unit, kind="renamed").exists()


def test_the_same_file_again_writes_nothing(admin, county_a, inside_a):
    data = xlsx(HEAD, [f"{county_a.county.code}-088", "县水利局", "", "县直单位", county_a.units.root.code, 88])
    write(admin, upload(admin, data))
    with inside_a():
        before = list(Unit.objects.values_list())
    address = upload(admin, data)
    with inside_a():
        assert batch_at(address).counts["same"] == 1
    assert "没有可以导入的内容" in admin.get(address).content.decode()
    write(admin, address)
    with inside_a():
        assert list(Unit.objects.values_list()) == before


def test_a_batch_is_taken_back_whole_and_can_be_imported_again(admin, county_a, inside_a):
    data = xlsx(
        HEAD,
        [f"{county_a.county.code}-088", "县水利局", "", "县直单位", county_a.units.root.code, 88],
        [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", 2],
    )
    address = upload(admin, data)
    write(admin, address)
    assert "撤销会记入审计记录" in admin.get(f"{address}undo/").content.decode()
    assert admin.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert Unit.objects.get(name="县水利局").valid_to is not None
        assert Unit.objects.get(pk=county_a.units.ridge.pk).name == "岭上村"
        assert AuditEntry.objects.filter(action="import.undo").exists()
    again = upload(admin, data)
    with inside_a():
        assert batch_at(again).counts["new"] == 1
    assert write(admin, again).status_code == 302
    with inside_a():
        assert Unit.objects.get(name="县水利局").valid_to is None


def test_no_way_back_when_a_row_was_changed_since_or_the_days_are_over(admin, county_a, inside_a):
    address = upload(admin, xlsx(HEAD, [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", 2]))
    write(admin, address)
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(version=9, name="又改了")
    refused = admin.post(f"{address}undo/")
    assert refused.status_code == 422
    assert "在导入以后被改过" in refused.content.decode()
    with inside_a():
        assert Unit.objects.get(pk=county_a.units.ridge.pk).name == "又改了"
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(version=2)
        batch = batch_at(address)
        ImportBatch.objects.filter(pk=batch.pk).update(written_at=batch.written_at.replace(year=2025))
    assert admin.post(f"{address}undo/").status_code == 422
    assert "撤销这一批" not in admin.get(address).content.decode()


def test_a_row_changed_between_check_and_import_stops_all_of_it(admin, county_a, inside_a):
    code = county_a.county.code
    address = upload(
        admin,
        xlsx(
            HEAD,
            [f"{code}-088", "县水利局", "", "县直单位", code, 88],
            [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", 2],
        ),
    )
    with inside_a():
        Unit.objects.filter(pk=county_a.units.ridge.pk).update(version=5)
    refused = write(admin, address)
    assert refused.status_code == 422
    assert "第 3 行在核对以后被别人改过" in refused.content.decode()
    with inside_a():
        assert not Unit.objects.filter(name="县水利局").exists()
        assert batch_at(address).state == "checked"


def test_all_or_nothing_when_writing_breaks_in_the_middle(admin, county_a, inside_a, monkeypatch):
    from organizations.services import import_units

    code = county_a.county.code
    address = upload(
        admin,
        xlsx(HEAD, [f"{code}103000", "柳河镇", "", "镇", code, 3], [f"{code}103201", "柳河村", "", "村", "柳河镇", 1]),
    )
    calls = []

    def breaks(*words):
        calls.append(words)
        if len(calls) == 2:  # the township's rows are in the database by now
            raise RuntimeError("power cut")
        return "x"

    monkeypatch.setattr(import_units, "search_keys", breaks)
    with pytest.raises(RuntimeError), inside_a():
        write(admin, address)
    with inside_a():
        assert not Unit.objects.filter(name="柳河镇").exists()
        assert batch_at(address).state == "checked"
        assert not ImportRow.objects.filter(version_after__isnull=False, batch=batch_at(address)).exists()
    monkeypatch.undo()
    assert write(admin, address).status_code == 302
    with inside_a():
        assert Unit.objects.get(name="柳河村").parent.name == "柳河镇"


def test_two_people_at_once_are_told(admin, county_a, inside_a):
    first = upload(admin, xlsx(HEAD, [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", 2]))
    with inside_a():
        ImportBatch.objects.update(uploaded_by=county_a.people["county_office"])
    second = upload(admin, xlsx(HEAD, [county_a.units.ridge.code, "岭上大村", "", "村", "石桥镇", 2]))
    assert "祝明远也在导入这张登记表" in admin.get(second).content.decode()
    assert write(admin, first).status_code == 302
    assert "已导入" in admin.get(second).content.decode()
    assert write(admin, second).status_code == 422


def test_who_opens_the_upload_is_told_that_somebody_else_is_at_it(admin, county_a, inside_a):
    upload(admin, xlsx(HEAD, [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", 2]))
    assert "正在导入这张登记表" not in admin.get("/import/units/").content.decode(), "one's own is no news"
    with inside_a():
        ImportBatch.objects.update(uploaded_by=county_a.people["county_office"])
    assert "祝明远正在导入这张登记表" in admin.get("/import/units/").content.decode()


def test_a_proposal_is_adopted_at_a_touch_and_nothing_is_written_by_it(admin, county_a, inside_a):
    address = upload(admin, messy(county_a))
    assert 'value="7:parent"' in admin.get(address).content.decode()
    answer = admin.post(f"{address}adopt/", {"cell": "7:parent", "state": "refused"})
    assert answer["Location"].endswith("?state=refused")
    with inside_a():
        batch = batch_at(address)
        assert batch.counts == {
            "all": 5,
            "new": 3,
            "changed": 0,
            "same": 0,
            "check": 0,
            "refused": 2,
        }
        assert not Unit.objects.filter(name="竹溪村").exists()
        entry = AuditEntry.objects.filter(action="import.adopt").latest("seq")
        assert json.loads(entry.payload)["after"] == {"column": "parent", "cells": 1}
    body = admin.get(address).content.decode()
    assert "已采用建议，原来写的是“枫木乡”" in body
    assert 'value="7:parent"' not in body
    sheet = load_workbook(io.BytesIO(admin.get(f"{address}errors/?all").content)).active
    assert (sheet["E6"].value, sheet["G6"].value) == ("枫林乡", None), "the file handed back has it too"
    assert write(admin, address, good_rows_only="on").status_code == 302
    with inside_a():
        assert Unit.objects.get(name="竹溪村").parent == county_a.units.maple


def test_all_proposals_of_a_column_at_once(admin, county_a, inside_a):
    code = county_a.county.code
    rows = [[f"{code}10229{n}", f"竹{n}村", "", "村", "枫木乡", n] for n in range(3)]
    address = upload(admin, xlsx(HEAD, *rows))
    assert "的 3 处建议全部采用" in admin.get(address).content.decode()
    admin.post(f"{address}adopt/", {"column": "parent"})
    with inside_a():
        assert batch_at(address).counts["new"] == 3


@pytest.mark.parametrize("form", [{}, {"cell": "7:name"}, {"cell": "99:parent"}, {"column": "no"}])
def test_where_nothing_is_proposed_nothing_is_adopted(form, admin, county_a, inside_a):
    address = upload(admin, messy(county_a))
    assert "没有可以采用的建议" in admin.post(f"{address}adopt/", form, follow=True).content.decode()
    with inside_a():
        assert batch_at(address).counts["refused"] == 3


def test_who_is_in_the_register_and_not_in_the_file_is_named(admin, county_a, inside_a):
    person = county_a.people["township"]
    with inside_a():
        there = Person.objects.filter(unit=person.unit).in_service(date.today()).exclude(pk=person.pk)
        names = sorted(one.name for one in there)
    assert names, "somebody else has to be there"
    data = xlsx(["姓名", "所在单位"], ["何晓溪", person.unit.name], [person.name, person.unit.name])
    address = upload(admin, data, "people", "人员.xlsx")
    with inside_a():
        assert sorted(batch_at(address).layout["missing"]["names"]) == names
    body = admin.get(address).content.decode()
    assert f"台账有、文件里没有：{len(names)} 条" in body
    assert names[0] in body


def test_own_headings_are_chosen_once_and_remembered(admin, county_a, inside_a):
    code = county_a.county.code
    table = (["机构码", "机构名", "何类", "归口", "备考"], [f"{code}-077", "县气象局", "县直", code, "无"])
    address = upload(admin, xlsx(*table))
    response = admin.get(address)
    assert response["Location"].endswith("/map/")
    where = response["Location"]
    assert "机构码" in admin.get(where).content.decode()
    chosen = {"col_code": "0", "col_name": "1", "col_kind": "2", "col_parent": "3"}
    assert "还有 1 列没有对应" in admin.post(where, chosen).content.decode()
    assert "“全称”必须有一列" in admin.post(where, {**chosen, "col_name": "", "ignore_others": "on"}).content.decode()
    assert (
        "同一列不能对应两个项目"
        in admin.post(where, {**chosen, "col_name": "0", "ignore_others": "on"}).content.decode()
    )
    assert admin.post(where, {**chosen, "ignore_others": "on"}).status_code == 302
    assert write(admin, address).status_code == 302
    again = upload(admin, xlsx(*table))
    with inside_a():
        assert batch_at(again).state == "checked", "the second time nobody is asked"
        assert batch_at(again).counts["same"] == 1


def test_several_sheets_are_a_choice(admin, county_a):
    row = [county_a.units.ford.code, "渡口村", "", "村", "石桥镇", 1]
    address = upload(admin, xlsx(HEAD, row, name="甲表", sheets=[("乙表", [HEAD, row])]))
    where = admin.get(address)["Location"]
    body = admin.get(where).content.decode()
    assert "甲表" in body
    assert "乙表" in body
    assert admin.get(f"{where}?sheet=1").status_code == 200
    assert admin.get(f"{where}?sheet=99").status_code == 200


def test_pasted_cells_and_gb18030_are_read(admin, county_a, inside_a):
    row = [county_a.units.ridge.code, "岭上新村", "", "村", "石桥镇", "2"]
    pasted = "\t".join(HEAD) + "\r\n" + "\t".join(row) + "\r\n"
    response = admin.post("/import/units/", {"pasted": pasted})
    with inside_a():
        assert batch_at(response["Location"]).counts["changed"] == 1
    text = ",".join(HEAD) + "\n" + ",".join(row) + "\n"
    address = upload(admin, text.encode("gb18030"), name="单位.csv")
    with inside_a():
        assert batch_at(address).counts["changed"] == 1
        assert batch_at(address).layout["source"] == "gb18030"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"pasted": ""}, "请选择文件，或者粘贴表格"),
        ({"pasted": "只有一句话"}, "没有找到表格"),
        ({"upload": SimpleUploadedFile("空.xlsx", b"")}, "文件是空的"),
        ({"upload": SimpleUploadedFile("表.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600)}, "旧版 .xls"),
        ({"upload": SimpleUploadedFile("表.xlsx", b"PK\x03\x04broken")}, "已损坏"),
        ({"upload": SimpleUploadedFile("表.csv", "名称,代码".encode("utf-16"))}, "编码读不懂"),
        ({"upload": SimpleUploadedFile("表.xlsx", b"x" * (10 * 1024 * 1024 + 1))}, "超过 10 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(form, words, admin, inside_a):
    with inside_a():
        before = ImportBatch.objects.count()
    response = admin.post("/import/units/", form)
    assert response.status_code == 422
    assert words in response.content.decode()
    with inside_a():
        assert ImportBatch.objects.count() == before


def test_a_double_press_makes_one_batch(admin, county_a, inside_a):
    form = {"pasted": "代码\t全称\t类别\n1\t县局\t县直", "once_key": str(uuid.uuid4())}
    first, second = admin.post("/import/units/", dict(form)), admin.post("/import/units/", dict(form))
    assert first["Location"] == second["Location"]


def test_writing_twice_writes_once(admin, county_a, inside_a):
    code = county_a.county.code
    address = upload(admin, xlsx(HEAD, [f"{code}-088", "县水利局", "", "县直单位", code, 88]))
    assert write(admin, address).status_code == write(admin, address).status_code == 302
    with inside_a():
        assert AuditEntry.objects.filter(action="import.write", target_id=str(batch_at(address).public_id)).count() == 1


def test_the_error_workbook_keeps_the_layout_and_is_accepted_after_correction(admin, county_a, inside_a):
    address = upload(admin, messy(county_a))
    answer = admin.get(f"{address}errors/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A1"].value == "岚溪县村级名册"
    assert [cell.value for cell in sheet[3]][-1] == "错误说明"
    assert sheet.max_row == 6
    assert "是不是“枫林乡”" in sheet["G4"].value
    assert sheet["E4"].fill.fgColor.rgb == "FFFDE0DD"
    sheet["E4"], sheet["D5"], sheet["F5"] = "枫林乡", "村", 4
    sheet.delete_rows(6)
    out = io.BytesIO()
    sheet.parent.save(out)
    again = upload(admin, out.getvalue())
    with inside_a():
        assert batch_at(again).counts == {"all": 2, "new": 2, "changed": 0, "same": 0, "check": 0, "refused": 0}
    whole = load_workbook(io.BytesIO(admin.get(f"{address}errors/?all").content)).active
    assert whole.max_row == 8, "title, unit line, headings and five rows"


def test_the_template_has_lists_text_columns_and_an_example_that_is_not_imported(admin, county_a, inside_a):
    data = admin.get("/import/units/template/").content
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]][:4] == ["代码*", "全称*", "简称", "类别*"]
    assert "填写说明" in sheet["A2"].value
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {"list_kind", "list_parent"}
    assert sheet.column_dimensions["A"].width > 10
    assert [page.sheet_state for page in book.worksheets] == ["visible", "visible", "veryHidden", "veryHidden"]
    for place, value in enumerate([f"{county_a.county.code}101299", "新溪村", "", "村（社区）", "石桥镇", 9], 1):
        sheet.cell(4, place, value)
    out = io.BytesIO()
    book.save(out)
    address = upload(admin, out.getvalue())
    with inside_a():
        assert batch_at(address).counts["new"] == 1
        assert batch_at(address).counts["all"] == 1


def test_an_empty_template_says_that_there_are_no_rows(admin):
    address = upload(admin, admin.get("/import/units/template/").content)
    assert "表里只有列名" in admin.get(address).content.decode()


@pytest.mark.parametrize("kind", ["units", "people"])
def test_export_and_import_is_the_identity(kind, admin, county_a, inside_a):
    data = admin.get(f"/import/{kind}/current/").content
    address = upload(admin, data, kind)
    with inside_a():
        counts = batch_at(address).counts
        assert counts["all"] == counts["same"] > 5, (
            batch_at(address).rows.exclude(state="same").values("messages", "raw")
        )
        assert AuditEntry.objects.filter(action="import.export").exists()


def test_editing_the_exported_file_changes_exactly_that(admin, county_a, inside_a):
    book = load_workbook(io.BytesIO(admin.get("/import/units/current/").content))
    sheet = book.worksheets[0]
    place = next(row for row in range(4, 30) if sheet.cell(row, 2).value == "泉眼村")
    sheet.cell(place, 2, "泉眼社区")
    out = io.BytesIO()
    book.save(out)
    address = upload(admin, out.getvalue())
    with inside_a():
        assert batch_at(address).counts["changed"] == 1
        before = dict(Unit.objects.values_list("code", "name"))
    write(admin, address)
    with inside_a():
        after = dict(Unit.objects.values_list("code", "name"))
    assert {code: name for code, name in after.items() if before[code] != name} == {
        county_a.units.spring.code: "泉眼社区"
    }


def test_a_proposal_for_a_personal_cell_is_sealed_like_the_cell(admin, inside_a):
    from django.db import connection

    data = xlsx(["姓名", "所在单位", "职务", "手机号"], ["何晓溪", "石桥镇", "组织委员", "号码"])
    cell = '<c r="D2"><f>13912345677+1</f><v>13912345678</v></c>'
    data = with_sheet_xml(data, lambda xml: re.sub(r'<c r="D2".*?</c>', cell, xml))
    address = upload(admin, data, "people", "人员.xlsx")
    body = admin.get(address).content.decode()
    assert "139****5678" in body
    assert "13912345678" not in body
    with inside_a(), connection.cursor() as cursor:
        cursor.execute("SELECT messages::text FROM organizations_importrow WHERE batch_id = %s", [batch_at(address).pk])
        kept = cursor.fetchone()[0]
    assert "sealed" in kept
    assert "13912345678" not in kept


def test_people_numbers_wait_sealed_and_are_shown_masked(admin, county_a, inside_a):
    from django.db import connection

    data = xlsx(["姓名", "所在单位", "职务", "手机号"], ["何晓溪", "石桥镇", "组织委员", 13912345678])
    address = upload(admin, data, "people", "人员.xlsx")
    body = admin.get(address).content.decode()
    assert "139****5678" in body
    assert "13912345678" not in body
    with inside_a():
        batch = batch_at(address)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT raw::text || values::text || changes::text FROM organizations_importrow WHERE batch_id = %s",
                [batch.pk],
            )
            assert "13912345678" not in cursor.fetchone()[0]
        from organizations.services import evidence_files, import_files

        assert b"PK" not in evidence_files.open_file(batch.stored_name).read()[:4]
        assert import_files.read(batch) == data
    assert write(admin, address).status_code == 302
    with inside_a():
        assert Person.objects.get(name="何晓溪").phone.open() == "13912345678"
    assert admin.post(f"{address}undo/").status_code == 302
    with inside_a():
        assert not Person.objects.filter(name="何晓溪").exists()


def test_moving_or_renaming_a_person_by_excel_asks(admin, county_a, inside_a):
    person = county_a.people["township"]
    head = ["工号", "姓名", "所在单位", "职务"]
    address = upload(admin, xlsx(head, [person.staff_no, person.name, "枫林乡", "干部"]), "people", "人员.xlsx")
    assert "调动请在人员页面登记" in admin.get(address).content.decode()
    address = upload(admin, xlsx(head, [person.staff_no, "苗青", "石桥镇", "干部"]), "people", "人员.xlsx")
    assert "请核对是不是同一个人" in admin.get(address).content.decode()
    refused = write(admin, address)
    assert "请先看过" in refused.content.decode()
    assert write(admin, address, confirmed="on").status_code == 302
    with inside_a():
        assert Person.objects.get(pk=person.pk).name == "苗青"


def test_a_blank_cell_over_a_value_is_asked(admin, county_a, inside_a):
    stone = county_a.units.stone
    address = upload(admin, xlsx(HEAD, [stone.code, stone.name, None, "乡镇", county_a.county.code, 101]))
    assert "导入后会清空" in admin.get(address).content.decode()
    assert write(admin, address).status_code == 422
    write(admin, address, confirmed="on")
    with inside_a():
        assert Unit.objects.get(pk=stone.pk).short_name == ""


def test_a_long_table_is_checked_by_the_worker(admin, county_a, inside_a, monkeypatch):
    from organizations.services import outbox

    monkeypatch.setattr(service, "ROWS_FOR_WORKER", 1)
    code = county_a.county.code
    address = upload(admin, xlsx(HEAD, *[[f"{code}-2{n}", f"县直{n}", "", "县直", code, n] for n in range(3)]))
    assert "正在后台核对" in admin.get(address).content.decode()
    with inside_a():
        job = OutboxJob.objects.get(kind="check_import")
        assert outbox.perform(job_id=job.pk) == "done"
    assert "核对结果" in admin.get(address).content.decode()
    with inside_a():
        assert batch_at(address).counts["new"] == 3


@pytest.mark.parametrize("query", ["state=nonsense", "state=refused", "page=99", "size=9999", "page=%00"])
def test_nonsense_in_the_address_is_no_error(query, admin, county_a):
    address = f"/import/units/{county_a.extra.import_batch.public_id}/"
    assert admin.get(f"{address}?{query}").status_code == 200


def test_an_unknown_register_is_not_there(admin, county_a):
    assert admin.get("/import/nonsense/").status_code == 404
    assert admin.get(f"/import/people/{county_a.extra.import_batch.public_id}/").status_code == 404

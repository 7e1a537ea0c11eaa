"""The pages of the unit tree, as a person uses them; bad input as cases."""

import re
import uuid

import pytest

from organizations.models import Unit

NEW = "/units/new/"


@pytest.fixture
def admin(as_role):
    return as_role("county_admin")


def filled(cast, **changes):
    form = {
        "kind": "village", "name": "新溪村", "short_name": "", "code": f"{cast.county.code}101299",
        "parent": str(cast.units.stone.public_id), "aliases": "新溪，溪村", "order": 9, "valid_from": "2026-06-30", "paper": "",
    }  # fmt: skip
    return {**form, **changes}


def count(cast, inside):
    with inside():
        return Unit.objects.count()


def test_a_double_press_makes_one_unit_and_leads_to_the_same_page(admin, county_a, inside_a):
    form = filled(county_a, once_key=str(uuid.uuid4()))
    first, second = admin.post(NEW, form), admin.post(NEW, form)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert count(county_a, inside_a) == 12


def test_a_form_with_errors_does_not_use_its_key_up(admin, county_a, inside_a):
    key = str(uuid.uuid4())
    assert admin.post(NEW, filled(county_a, name="", once_key=key)).status_code == 422
    assert admin.post(NEW, filled(county_a, once_key=key)).status_code == 302
    assert count(county_a, inside_a) == 12


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "必填"),
        ({"code": "12"}, "12 位数字"),
        ({"code": "530901102299"}, "前 9 位"),
        ({"parent": "no-uuid"}, "选"),
        ({"parent": str(uuid.uuid4())}, "选"),
        ({"valid_from": "30/06/2026x"}, "日期"),
        ({"order": "-1"}, "0"),
        ({"kind": "county"}, "选"),
        ({"name": "村" * 200}, "80"),
    ],
)
def test_bad_input_is_answered_in_words_and_loses_nothing(changes, message, admin, county_a, inside_a):
    response = admin.post(NEW, filled(county_a, **changes))
    body = response.content.decode()
    assert response.status_code == 422
    assert message in body
    assert "新溪，溪村" in body or "新溪、溪村" in body
    assert count(county_a, inside_a) == 11


def test_a_code_in_full_width_digits_is_put_right(admin, county_a, inside_a):
    wide = f"{county_a.county.code}101299".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert admin.post(NEW, filled(county_a, code=f" {wide} ")).status_code == 302
    with inside_a():
        assert Unit.objects.get(name="新溪村").code == f"{county_a.county.code}101299"


def test_a_code_taken_in_this_county_is_refused_in_words(admin, county_a):
    response = admin.post(NEW, filled(county_a, code=county_a.units.ford.code))
    assert response.status_code == 422
    assert "本县已有这个代码的单位" in response.content.decode()


def test_a_code_taken_in_another_county_is_free_here(admin, both, inside_a):
    a, b = both
    response = admin.post(
        NEW, filled(a, kind="department", parent=str(a.units.root.public_id), code=b.units.finance.code)
    )
    assert response.status_code == 302


def edit_form(unit, **changes):
    return {
        "name": unit.name, "short_name": "", "code": unit.code, "parent": str(unit.parent.public_id), "aliases": "", "order": unit.order,
        "on": "2026-06-30", "paper": "", "version": 1, **changes,
    }  # fmt: skip


def test_two_editors_get_a_conflict_page_with_both_values_and_lose_nothing(admin, as_role, county_a, inside_a):
    ridge = county_a.units.ridge
    address = f"/units/{ridge.public_id}/edit/"
    assert admin.post(address, edit_form(ridge, name="甲写的村", order=5)).status_code == 302
    opened = {f"initial-{name}": value for name, value in edit_form(ridge).items()}
    conflict = admin.post(address, {**opened, **edit_form(ridge, name="乙写的村", short_name="乙简称")})
    body = conflict.content.decode()
    assert conflict.status_code == 409
    for text in ("甲写的村", "乙写的村", "乙简称"):
        assert text in body
    # The person keeps the own name and takes the other's order: what the page preselects for fields one side changed.
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body)
    data = {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
    chosen = dict(re.findall(r'name="(choose_\w+)" value="(\w+)" checked', body))
    assert chosen["choose_order"] == "theirs"
    assert chosen["choose_name"] == "mine"
    assert admin.post(address, {**data, **chosen}).status_code == 302
    with inside_a():
        saved = Unit.objects.get(pk=ridge.pk)
        assert (saved.name, saved.short_name, saved.order) == ("乙写的村", "乙简称", 5)


def test_a_merger_needs_the_full_name_typed(admin, county_a, inside_a):
    spring, bamboo = county_a.units.spring, county_a.units.bamboo
    address = f"/units/{spring.public_id}/merge/"
    form = {"into": str(bamboo.public_id), "on": "2026-06-30", "paper": "", "typed_name": "泉眼"}
    assert admin.post(address, form).status_code == 422
    assert admin.post(address, {**form, "typed_name": spring.name}).status_code == 302
    page = admin.get(f"/units/{spring.public_id}/").content.decode()
    assert "竹园村" in page
    again = admin.post(address, {**form, "typed_name": spring.name})
    assert again.status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 300,
        "kind=nonsense",
        "state=nonsense",
        "page=-1",
        "page=abc",
        "size=9999",
        "page=99999",
        "q=%25_%5C",
    ],
)
def test_nonsense_in_the_address_is_no_error(query, admin):
    assert admin.get(f"/units/?{query}").status_code == 200


def test_pinyin_initials_find_a_unit(admin):
    body = admin.get("/units/?q=dkc").content.decode()
    assert "渡口村" in body
    assert "岭上村" not in body


@pytest.mark.parametrize(
    ("came_from", "wanted"),
    [("http://testserver/units/?q=1", "%2Funits%2F"), ("http://elsewhere.invalid/x/", "%2F"), ("", "%2F")],
)
def test_a_part_of_a_page_asked_without_a_session_sends_the_whole_page_to_the_login(came_from, wanted, client, db):
    answer = client.get("/units/", headers={"hx-request": "true", "hx-current-url": came_from})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/login/?next={wanted}"

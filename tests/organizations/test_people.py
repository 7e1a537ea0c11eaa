"""The register of people: entered, corrected, moved, left; numbers covered and shown."""

import datetime
import uuid

import pytest
from django.utils import timezone

from organizations.citizen_number import is_citizen_number
from organizations.models import AuditEntry, Membership, Person, PersonMove, RuleSetting
from organizations.sealed import mask
from organizations.services.people import REVEALS_PER_HOUR
from tests.registry import accounts, people

TODAY = timezone.localdate
NUMBER = "11010519491231002X"  # the sample number of GB 11643-1999


def form_of(c, **changes):
    form = {
        "name": "新来人",
        "unit": str(c.units.maple.public_id),
        "title": "干事",
        "staff_no": "",
        "phone": "13800008888",
    }
    return {**form, **changes}


def address(c, who, verb=""):
    return f"/people/{c.people[who].public_id}/{verb}"


@pytest.mark.parametrize(
    ("number", "right"),
    [
        (NUMBER, True), ("110105194912310021", False), ("11010519491231002x", False), ("11010519491331002X", False),
        ("01010519491231002X", False), ("1101051949123100", False), ("", False), ("110105204912310026", False),
        ("１1010519491231002X", False),
    ],
)  # fmt: skip
def test_citizen_numbers(number, right):
    assert is_citizen_number(number, on=datetime.date(2026, 6, 30)) == right


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("13800001234", "138****1234"),
        (NUMBER, "110105**********2X"),
        ("0871-6512", "********"),
        ("zhang.san@example.com", "z***@example.com"),
        ("@a", "**"),
        ("", ""),
        ("12", "**"),
    ],
)
def test_masks(text, covered):
    assert mask(text) == covered


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": "1380000888"}, "手机号应为 11 位"), ({"phone": "23800008888"}, "手机号应为 11 位"), ({"name": ""}, "必填"),
        ({"staff_no": "S001"}, "这个工号已经登记给别人"), ({"unit": "nonsense"}, "id_unit_error"), ({"name": "人" * 41}, "40"),
    ],
)  # fmt: skip
def test_what_cannot_be_registered(county_a, as_role, inside_a, changes, sentence):
    response = as_role("county_admin").post("/people/new/", form_of(county_a, **changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with inside_a():
        assert not Person.objects.filter(title="干事").exists()


def test_a_person_is_registered_sealed_and_found_by_initials(county_a, as_role, inside_a):
    admin = as_role("county_admin")
    assert admin.post("/people/new/", form_of(county_a, phone="１３８ 0000 8888")).status_code == 302
    with inside_a():
        person = Person.objects.get(name="新来人")
        assert person.phone.open() == "13800008888"
        assert "13800008888" not in "".join(AuditEntry.objects.values_list("payload", flat=True))
    assert "138****8888" in admin.get("/people/", {"q": "xlr"}).content.decode()


def test_pressed_twice_registers_once(county_a, as_role, inside_a):
    admin, form = as_role("county_admin"), form_of(county_a, once_key=str(uuid.uuid4()))
    first, second = admin.post("/people/new/", form), admin.post("/people/new/", form)
    assert first["Location"] == second["Location"]
    with inside_a():
        assert Person.objects.filter(name="新来人").count() == 1


def test_an_empty_field_keeps_the_number_and_a_tick_erases_it(county_a, as_role, inside_a):
    admin, path = as_role("county_admin"), address(county_a, "plain", "edit/")
    assert "13800009999" not in admin.get(path).content.decode()
    form = {"name": "白有名", "title": "站长", "staff_no": "", "phone": "", "version": 1}
    assert admin.post(path, form).status_code == 302
    with inside_a():
        assert Person.objects.get(pk=county_a.people["plain"].pk).phone.open() == "13800009999"
    assert admin.post(path, {**form, "version": 2, "erase": "phone"}).status_code == 302
    with inside_a():
        assert not Person.objects.get(pk=county_a.people["plain"].pk).phone
    assert "白有名" in admin.get("/people/", {"q": "bym"}).content.decode()


def test_two_editors_lose_nothing(county_a, as_role, inside_a):
    admin, path = as_role("county_admin"), address(county_a, "plain", "edit/")
    first = {"name": "白无名", "title": "所长", "staff_no": "", "phone": "", "version": 1}
    second = {"name": "白无名", "title": "站长", "staff_no": "T-7", "phone": "13800007777", "version": 1}
    assert admin.post(path, first).status_code == 302
    response = admin.post(path, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert all(text in page for text in ("所长", "站长", "T-7", "138****7777", "138****9999"))
    assert "13800009999" not in page
    hidden = {item["name"]: item["value"] for item in response.context["hidden"]}
    chosen = {**hidden, "choose_title": "theirs", "choose_staff_no": "mine", "choose_phone": "mine"}
    assert admin.post(path, chosen).status_code == 302
    with inside_a():
        person = Person.objects.get(pk=county_a.people["plain"].pk)
    assert (person.title, person.staff_no, person.phone.open()) == ("所长", "T-7", "13800007777")


def test_the_citizen_number_only_where_the_county_keeps_it(county_a, as_role, inside_a):
    admin = as_role("county_admin")
    admin.post("/people/new/", form_of(county_a, name="甲人", citizen_number=NUMBER))
    with inside_a():
        assert not Person.objects.get(name="甲人").citizen_number
        RuleSetting.objects.create(key="people.citizen_number", value=True, effective_from=TODAY())
    wrong = admin.post("/people/new/", form_of(county_a, name="乙人", citizen_number="110105194912310021"))
    assert wrong.status_code == 422
    assert "公民身份号码不对" in wrong.content.decode()
    admin.post("/people/new/", form_of(county_a, name="乙人", citizen_number=NUMBER.lower()))
    with inside_a():
        person = Person.objects.get(name="乙人")
    assert person.citizen_number.open() == NUMBER
    page = admin.get(f"/people/{person.public_id}/").content.decode()
    assert NUMBER not in page
    assert "110105**********2X" in page


def test_a_moved_person_loses_the_old_role_and_the_session(county_a, as_role, inside_a):
    admin, clerk = as_role("county_admin"), as_role("township")
    assert clerk.get("/people/").status_code == 200
    form = {"to_unit": str(county_a.units.maple.public_id), "on": TODAY().isoformat(), "title": "站长", "reason": "轮岗",
            "end_roles": "on"}  # fmt: skip
    assert admin.post(address(county_a, "township", "move/"), form).status_code == 302
    assert clerk.get("/people/").status_code == 302
    back = as_role("township")
    assert back.get("/people/").status_code == 403
    with inside_a():
        move = PersonMove.objects.get()
        assert (move.from_unit, move.to_unit) == (county_a.units.stone, county_a.units.maple)
        assert not Membership.objects.filter(account=county_a.accounts["township"]).valid_on(TODAY()).exists()
    again = admin.post(address(county_a, "township", "move/"), form)
    assert again.status_code == 422
    assert "现在就在这个单位" in again.content.decode()


def test_a_moved_person_may_keep_the_old_role(county_a, as_role, inside_a):
    form = {"to_unit": str(county_a.units.maple.public_id), "on": TODAY().isoformat(), "title": "", "reason": "兼任"}
    assert as_role("county_admin").post(address(county_a, "township", "move/"), form).status_code == 302
    assert as_role("township").get("/people/").status_code == 200


@pytest.mark.parametrize("verb", ["move/", "leave/"])
def test_a_day_to_come_is_refused(county_a, as_role, verb):
    day = (TODAY() + datetime.timedelta(days=2)).isoformat()
    form = {"on": day, "reason": "退休", "to_unit": str(county_a.units.stone.public_id), "title": ""}
    response = as_role("county_admin").post(address(county_a, "plain", verb), form)
    assert response.status_code == 422
    assert "不能晚于今天" in response.content.decode()


def test_who_leaves_is_logged_out_and_comes_back_by_a_move(county_a, as_role, inside_a):
    admin, clerk = as_role("county_admin"), as_role("village")
    clerk.get("/account/")
    form = {"on": TODAY().isoformat(), "reason": "任期满"}
    assert admin.post(address(county_a, "village", "leave/"), form).status_code == 302
    assert clerk.get("/account/").status_code == 302
    assert admin.post(address(county_a, "village", "leave/"), form).status_code == 422
    enable = f"/accounts/{county_a.people['village'].public_id}/enable/"
    refused = admin.post(enable, {"reason": "回来"})
    assert refused.status_code == 422
    assert "已经离开" in refused.content.decode()
    back = {"to_unit": str(county_a.units.ford.public_id), "on": TODAY().isoformat(), "title": "", "reason": "续派"}
    assert admin.post(address(county_a, "village", "move/"), back).status_code == 302
    assert admin.post(enable, {"reason": "回来"}).status_code == 302


def test_the_last_administrator_cannot_leave(county_a, as_role, inside_a):
    with inside_a():
        Membership.objects.filter(account=county_a.accounts["auditor"]).update(role="county_admin", valid_to=TODAY())
    form = {"on": TODAY().isoformat(), "reason": "调走"}
    own = as_role("county_admin").post(address(county_a, "county_admin", "leave/"), form)
    assert own.status_code == 422
    with inside_a():
        assert Person.objects.get(pk=county_a.people["county_admin"].pk).left_on is None


def test_a_number_is_shown_once_with_a_reason_and_a_line(county_a, as_role, inside_a):
    clerk, path = as_role("township"), address(county_a, "village", "reveal/")
    refused = clerk.post(path, {"what": "phone", "reason": ""})
    assert refused.status_code == 422
    assert "13800000007" not in refused.content.decode()
    response = clerk.post(path, {"what": "phone", "reason": "通知开会"})
    assert "13800000007" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "13800000007" not in clerk.get(path).content.decode()
    with inside_a():
        entry = AuditEntry.objects.get(action="person.reveal")
    assert "通知开会" in entry.payload
    assert "13800000007" not in entry.payload
    assert clerk.post(address(county_a, "plain", "reveal/"), {"what": "phone", "reason": "x"}).status_code == 404


def test_thirty_numbers_an_hour(county_a, as_role):
    clerk, path = as_role("township"), address(county_a, "village", "reveal/")
    for _n in range(REVEALS_PER_HOUR):
        assert clerk.post(path, {"what": "phone", "reason": "通知"}).status_code == 200
    response = clerk.post(path, {"what": "phone", "reason": "通知"})
    assert response.status_code == 422
    assert "一小时内" in response.content.decode()
    assert "13800000007" not in response.content.decode()


def test_the_list_is_narrowed_to_the_slice(county_a, as_role):
    names = {person.name for person in as_role("township").get("/people/").context["page"]}
    assert names == {"厉长河", "苗青禾", "牧野舟"}
    assert as_role("township").get(address(county_a, "plain")).status_code == 404
    foreign_unit = as_role("township").get("/people/", {"unit": str(county_a.units.maple.public_id)})
    assert not foreign_unit.context["page"].object_list


@pytest.mark.parametrize("page", [*people.PAGES, *accounts.PAGES], ids=lambda page: page.name)
def test_no_page_carries_a_full_phone(county_a, as_role, page):
    from tests.nets.walking import address as walk

    phones = [
        person.phone if isinstance(person.phone, str) else person.phone.open() for person in county_a.people.values()
    ]
    for role in ("county_admin", "county_office", "township", "village"):
        body = as_role(role).get(walk(page, county_a), page.query(county_a)).content.decode()
        assert not [phone for phone in phones if phone in body]

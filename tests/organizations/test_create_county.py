"""The platform operator's command, run as the owner of the database."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.roles import as_owner

COUNTY = ("530955", "青溪县")


def create(*args, **options):
    with as_owner():
        call_command("create_county", *args, **{"admin_name": "建县人", **options})


@pytest.mark.django_db(transaction=True)
def test_a_county_is_founded_once_and_its_administrator_logs_in(settings, capsys):
    settings.DATABASE_ROLE = "owner"
    create(*COUNTY)
    code = capsys.readouterr().out.split()[-1]
    browser = Client()
    data = {"county": "青溪县", "login_name": "admin", "password": code}
    assert browser.post("/login/", data)["Location"] == "/password/"
    new = "Qingxi+River-3"
    browser.post("/password/", {"new_password1": new, "new_password2": new})
    assert "建县人" in browser.get("/accounts/").content.decode()
    for again, sentence in ((COUNTY, "已有代码为 530955 的县"), (("530956", "青溪县"), "已有叫“青溪县”的县")):
        with pytest.raises(CommandError, match=sentence):
            create(*again)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("code", "login"), [("53095", "admin"), ("abcdef", "admin"), ("530957", "管理员")])
def test_nonsense_makes_nothing(settings, code, login):
    from organizations.models import County

    settings.DATABASE_ROLE = "owner"
    with pytest.raises(CommandError):
        create(code, "误录县", admin_login=login)
    assert not County.objects.filter(name="误录县").exists()


def test_the_application_role_is_sent_away(db):
    with pytest.raises(CommandError, match="CAMPAIGN_DB_ROLE=owner"):
        call_command("create_county", *COUNTY, admin_name="建县人")

"""The trail: nobody writes it but the one function, and whoever changes it afterwards is found."""

import hashlib
import json

import psycopg2
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from organizations.models import AuditEntry
from organizations.services import audit, audit_anchors
from organizations.services.audit_chain import Kind
from organizations.tenancy.context import tenant
from tests.addresses import address

TABLE = "organizations_auditentry"


@pytest.fixture(autouse=True)
def anchors(settings, tmp_path):
    settings.AUDIT_ANCHOR_PATH = str(tmp_path / "heads.log")
    return tmp_path / "heads.log"


def check(cast) -> set[Kind]:
    with tenant(cast.county.id):
        return {finding.kind for finding in audit_anchors.check_county().findings}


# --- the app's role can only append through the function ---------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET actor = 'x'",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"INSERT INTO {TABLE} (county_id, seq) VALUES (1, 1)",
    ],
)
def test_the_app_cannot_touch_the_trail(county_a, statement):
    with tenant(county_a.county.id), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_county_of_an_entry_is_the_open_one_whatever_the_text_says(both):
    a, b = both
    with tenant(a.county.id):
        statement = "SELECT app_sec.append_audit(%s::jsonb)"
        entry = {"actor": "x", "action": "unit.edit", "result": "ok", "county": b.county.id, "seq": 1}
        connection.cursor().execute(statement, [json.dumps(entry)])
        assert AuditEntry.objects.order_by("-seq").first().county_id == a.county.id
    assert check(a) == check(b) == set()


# --- five kinds of tampering by the owner of the database --------------------------------------------------------------


def chained(previous: str, text: dict) -> tuple[str, str]:
    payload = json.dumps(text, ensure_ascii=False)
    return payload, hashlib.sha256((previous + payload).encode()).hexdigest()


class Owner:
    """A connection of the tables' owner, as somebody who wants the trail to say something else would have."""

    def __init__(self, county_id: int) -> None:
        self.county = county_id
        name = connection.settings_dict["NAME"]
        self.link = psycopg2.connect(address(configured.OWNER_DATABASE | {"NAME": name}))
        self.link.autocommit = True

    def __call__(self, statement: str, *values):
        with self.link.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else None

    def head(self) -> tuple[int, str]:
        return self(f"SELECT seq, hash FROM {TABLE} WHERE county_id = %s ORDER BY seq DESC LIMIT 1", self.county)[0]

    def append(self, seq: int, previous: str, payload: str, digest: str) -> None:
        at = json.loads(payload)["at"]
        self(
            f"INSERT INTO {TABLE} (county_id, public_id, seq, at, account_id, actor, role, unit_label, action, target_type,"
            " target_id, target_label, result, payload, previous_hash, hash) VALUES"
            " (%s, gen_random_uuid(), %s, %s, NULL, 'system', '', '', 'unit.edit', '', '', '', 'ok', %s, %s, %s)",
            self.county, seq, at, payload, previous, digest,
        )  # fmt: skip


TEXT = {
    "actor": "system",
    "action": "unit.edit",
    "result": "ok",
    "account_id": None,
    "at": "2026-11-24T01:02:03.000004Z",
}


def edit(owner, seq):
    owner(
        f"UPDATE {TABLE} SET payload = replace(payload, 'entry', 'other') WHERE county_id = %s AND seq = %s",
        owner.county,
        seq - 3,
    )


def edit_a_copy(owner, seq):
    owner(f"UPDATE {TABLE} SET actor = 'somebody else' WHERE county_id = %s AND seq = %s", owner.county, seq - 3)


def gap(owner, seq):
    owner(f"DELETE FROM {TABLE} WHERE county_id = %s AND seq = %s", owner.county, seq - 3)


def reorder(owner, seq):
    one, two = seq - 4, seq - 3
    for old, new in ((one, -1), (two, one), (-1, two)):
        owner(f"UPDATE {TABLE} SET seq = %s WHERE county_id = %s AND seq = %s", new, owner.county, old)


def forge_at_the_end(owner, seq):
    owner.append(seq + 1, "1" * 64, *chained("1" * 64, TEXT | {"seq": seq + 1}))


def cut_the_tail(owner, seq):
    owner(f"DELETE FROM {TABLE} WHERE county_id = %s AND seq > %s", owner.county, seq - 2)


def write_the_tail_anew(owner, seq):
    """All hashes are right again; only the anchor knows."""
    cut_the_tail(owner, seq)
    number, previous = owner.head()
    for step in (1, 2, 3):
        payload, digest = chained(previous, TEXT | {"seq": number + step})
        owner.append(number + step, previous, payload, digest)
        previous = digest


TAMPERINGS = [
    (edit, Kind.EDITED),
    (edit_a_copy, Kind.COPY_EDITED),
    (gap, Kind.GAP),
    (reorder, Kind.BROKEN_LINK),
    (forge_at_the_end, Kind.BROKEN_LINK),
    (cut_the_tail, Kind.CUT),
    (write_the_tail_anew, Kind.REWRITTEN),
]


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_tampering_is_found(both, capsys):
    """One county after the other, so that what was done to one is not found in the other."""
    a, b = both
    found = {}
    for tamper, kind in TAMPERINGS:
        with transaction.atomic(), tenant(a.county.id):
            for number in range(8):
                audit.record(by=None, action="unit.edit", after={"note": f"entry {number}"})
            audit_anchors.anchor_audit(period="2026-11-24T09")
        assert check(a) == set()
        owner = Owner(a.county.id)
        kept = owner(f"SELECT * FROM {TABLE} WHERE county_id = %s", a.county.id)
        seq, _hash = owner.head()
        tamper(owner, seq)
        found[tamper.__name__] = kind in check(a)
        with pytest.raises(CommandError):
            call_command("verify_audit", county=a.county.code)
        assert check(b) == set()
        # Back to what was written, for the next one.
        owner(f"DELETE FROM {TABLE} WHERE county_id = %s", a.county.id)
        marks = ", ".join(["%s"] * len(kept[0]))
        for row in sorted(kept):
            owner(f"INSERT INTO {TABLE} VALUES ({marks})", *row)
        owner.link.close()
    assert found == {tamper.__name__: True for tamper, _kind in TAMPERINGS}
    call_command("verify_audit")
    assert "sound" in capsys.readouterr().out


def test_a_line_cut_off_by_a_crash_does_not_stop_the_check(county_a, anchors):
    with tenant(county_a.county.id):
        audit_anchors.anchor_audit(period="2026-11-24T09")
        audit_anchors.anchor_audit(period="2026-11-24T09")
        with anchors.open("a") as handle:
            handle.write('{"county": "5309')
        report = audit_anchors.check_county()
    assert report.sound
    assert report.anchors == 2
    assert anchors.stat().st_mode & 0o777 == 0o600


def test_no_such_county(db):
    with pytest.raises(CommandError):
        call_command("verify_audit", county="999999")


# --- pages ---------------------------------------------------------------------------------------------------------------


def at(name, *args):
    return reverse(f"organizations:{name}", args=args)


def test_the_auditor_reads_filters_and_verifies(county_a, as_role):
    browser = as_role("auditor")
    page = browser.get(at("audit"), {"person": "TOWNSHIP", "action": "evidence.add", "thing": "会议照片"})
    assert [entry.action for entry in page.context["page"]] == ["evidence.add"]
    assert "上传佐证材料" in page.content.decode()
    entry = page.context["page"][0]
    detail = browser.get(at("audit-entry", entry.public_id)).content.decode()
    for words in ("会议照片", "改动后", "SHA-256", entry.hash):
        assert words in detail
    assert "没有发现改动" in browser.post(at("audit-verify")).content.decode()
    with tenant(county_a.county.id):
        assert AuditEntry.objects.filter(action="audit.verify", result="ok").exists()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"person": "不存在的人"}, 0),
        ({"since": "2099-01-01"}, 0),
        ({"until": "1999-01-01"}, 0),
        ({"result": "failed"}, 0),
        ({"thing": "关于报送进展的通知"}, 1),
        ({"since": "nonsense", "thing": "关于报送进展的通知"}, 1),
        ({"action": "no.such"}, None),
        ({"page": "-1", "size": "9999"}, None),
        ({"person": "\x00%_'"}, None),
    ],
)
def test_filters_with_any_text_answer_a_page(county_a, as_role, query, count):
    page = as_role("auditor").get(at("audit"), query)
    assert page.status_code == 200
    if count is not None:
        assert page.context["page"].paginator.count == count


def test_a_denied_act_stands_in_the_trail(county_a, as_role):
    assert as_role("township").get(at("audit")).status_code == 403
    with tenant(county_a.county.id):
        entry = AuditEntry.objects.get(action="http.get", result="denied")
    assert "被拒的访问" in as_role("auditor").get(at("audit-entry", entry.public_id)).content.decode()


def test_every_action_that_the_code_writes_has_words():
    import ast

    from organizations.audit_words import FINDINGS, WORDS
    from tests.architecture.sources import product_files

    written = set()
    for path in product_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for word in node.keywords:
                    if word.arg == "action":
                        written |= {
                            part.value
                            for part in ast.walk(word.value)
                            if isinstance(part, ast.Constant)
                            and isinstance(part.value, str)
                            and "." in part.value.strip(".")
                        }
    written = {action for action in written if not action.startswith("organizations.")}
    assert written > {"unit.open", "evidence.add"}
    assert written <= set(WORDS), f"without words: {sorted(written - set(WORDS))}"
    assert set(FINDINGS) == {kind.value for kind in Kind}

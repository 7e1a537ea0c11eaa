"""Evidence: what is taken, what is refused, where it lies, who gets it."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from organizations.file_types import examine
from organizations.models import AuditEntry, Evidence
from organizations.services import evidence as service
from organizations.services import evidence_files
from organizations.services.rules import set_rule
from organizations.tenancy.context import tenant
from tests.organizations import files


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


def on_disk(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def store(cast, data=None, name="a.pdf", title="材料", unit=None):
    upload = SimpleUploadedFile(name, files.pdf() if data is None else data)
    return service.store(by=cast.accounts["township"], unit=unit or cast.units.stone, title=title, upload=upload)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'

REFUSED = [
    ("empty", "a.pdf", b"", "空"),
    ("svg", "a.svg", SVG, "只收"),
    ("svg named png", "a.png", SVG, "只收"),
    ("html named png", "a.png", HTML, "只收"),
    ("html named pdf", "a.pdf", b"\n" + HTML, "只收"),
    ("text", "a.txt", "文字".encode(), "只收"),
    ("program", "a.exe", b"MZ\x90\x00", "只收"),
    ("gif", "a.gif", files.image("GIF", mode="P"), "只收"),
    ("webp", "a.webp", files.image("WEBP"), "只收"),
    ("old office", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
    ("pdf with an archive at its end", "a.pdf", files.pdf(files.office()), "压缩包"),
    ("archive", "a.zip", files.office(types="<Types/>").replace(b"[Content_Types].xml", b"[Content_Tipes].xml"), "压缩包"),
    ("rar", "a.rar", b"Rar!\x1a\x07\x00", "只收"),
    ("7z", "a.7z", b"7z\xbc\xaf\x27\x1c", "只收"),
    ("presentation", "a.pptx", files.office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "只收"),
    ("both a text and a table", "a.docx", files.office(types=f'<Types><Override ContentType="{files.WORD}"/><Override ContentType="{files.SHEET}"/></Types>'), "只收"),
    ("macro type", "a.docm", files.office(files.WORD_MACRO), "宏"),
    ("macro type named docx", "a.docx", files.office(files.WORD_MACRO), "宏"),
    ("macro part", "a.docx", files.office(extra={"word/vbaProject.bin": b"x"}), "宏"),
    ("old macro sheet", "a.xlsx", files.office(files.SHEET, extra={"xl/macrosheets/sheet1.xml": b"<x/>"}), "宏"),
    ("zip bomb", "a.docx", files.office(extra={"word/big.xml": b" " * (60 * 1024 * 1024)}), "庞大"),
    ("lying zip bomb", "a.docx", files.lying_zip(), "文件"),
    ("many members", "a.docx", files.office(extra={f"word/{n}.xml": b"" for n in range(600)}), "庞大"),
    ("overlapping members", "a.docx", files.overlapping_zip(), "结构"),
    ("password", "a.docx", files.protected(files.office()), "密码"),
    ("dtd in the types", "a.docx", files.office(types=LAUGHS.decode()), "DTD"),
    ("dtd in a part", "a.docx", files.office(extra={"word/x.xml": LAUGHS}), "DTD"),
    ("dtd in utf-16", "a.docx", files.office(extra={"word/x.xml": LAUGHS.decode().encode("utf-16")}), "DTD"),
    ("cut office file", "a.docx", files.office()[:200], "损坏"),
    ("cut picture", "a.jpg", files.image("JPEG", (900, 900))[:400], "损坏"),
    ("head of a picture", "a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "损坏"),
    ("huge picture", "a.png", files.huge_png(60_000), "万像素"),
    ("picture above the limit", "a.png", files.huge_png(6_400), "万像素"),
    ("pdf named docx", "a.docx", files.pdf(), "后缀"),
    ("docx named xlsx", "a.xlsx", files.office(), "后缀"),
    ("picture named pdf", "a.pdf", files.image(), "后缀"),
    ("no ending", "file", files.pdf(), "后缀"),
    ("double ending", "a.pdf.exe", files.pdf(), "后缀"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "word"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_in_a_sentence_and_nothing_is_left(county_a, root, name, data, word):
    kept = on_disk(root)
    with tenant(county_a.county.id):
        before = Evidence.objects.count()
        with pytest.raises(ValidationError) as refusal:
            store(county_a, data, name)
        assert word in "".join(refusal.value.messages)
        assert Evidence.objects.count() == before
    assert on_disk(root) == kept


TAKEN = [
    ("pdf", "a.pdf", files.pdf(), "pdf"),
    ("ending in capitals", "A.PDF", files.pdf(), "pdf"),
    ("docx", "a.docx", files.office(), "docx"),
    ("xlsx", "a.xlsx", files.office(files.SHEET), "xlsx"),
    ("png", "a.png", files.image(), "png"),
    ("jpg", "a.jpeg", files.image("JPEG"), "jpg"),
    ("jpg named png", "a.png", files.image("JPEG"), "jpg"),
    ("print colours", "a.jpg", files.image("JPEG", mode="CMYK"), "jpg"),
    ("grey", "a.jpg", files.image("JPEG", mode="L"), "jpg"),
    ("see-through", "a.png", files.image(mode="RGBA"), "png"),
    ("one bit", "a.png", files.image(mode="L"), "png"),
    ("palette", "a.png", files.image(mode="P"), "png"),
    ("picture and page in one", "a.png", files.image() + HTML, "png"),
    ("picture and archive in one", "a.jpg", files.image("JPEG") + files.office(), "jpg"),
]


@pytest.mark.parametrize(("name", "data", "kind"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_taken_as_what_it_is(name, data, kind):
    sound = examine(name, data)
    assert sound.kind == kind
    assert b"<script>" not in sound.data
    if kind in ("jpg", "png"):
        assert b"PK\x03\x04" not in sound.data
        assert Image.open(io.BytesIO(sound.data)).size == (40, 30)


def test_a_phone_photo_ends_small_upright_and_without_its_place():
    photo = files.phone_photo()
    assert len(photo) > 12 * 1024 * 1024
    sound = examine("IMG_0001.JPG", photo)
    picture = Image.open(io.BytesIO(sound.data))
    assert len(sound.data) < 600 * 1024
    assert picture.size == (1200, 1600)
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(picture.info)
    assert b"Secret" not in sound.data
    red, green, _blue = picture.convert("RGB").getpixel((1150, 800))
    assert red > 200 > green, "the red edge of the sensor is on the right when the picture stands upright"


def test_a_photo_saved_as_png_does_not_stay_heavy():
    noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert examine("a.png", out.getvalue()).kind == "jpg"


def test_the_county_s_own_limit_holds(county_a):
    today = timezone.localdate()
    with tenant(county_a.county.id):
        set_rule(
            by=county_a.accounts["county_admin"], key="evidence.max_megabytes", value=1, effective_from=today,
            source="会议纪要", today=today,
        )  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            store(county_a, files.pdf(b"\n" * (1024 * 1024)))
    assert "超过 1 MB" in "".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\用户\\报告.pdf", "报告.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('a"b;c.pdf', "a_b_c.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
        ("照片.PNG", "照片.pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert service.file_name(given, "pdf") == kept


# --- the file and its row ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
class TestOnDisk:
    def test_a_commit_gives_the_file_its_name(self, county_a, root):
        with tenant(county_a.county.id):
            row = store(county_a)
        path = root / county_a.county.code / row.stored_name
        assert path.read_bytes() == files.pdf()
        assert path.stat().st_mode & 0o777 == 0o600
        assert not list(root.rglob("*.part"))
        assert row.file_name not in str(path)

    def test_a_rollback_leaves_no_file(self, county_a, root):
        before = on_disk(root)
        with pytest.raises(RuntimeError), tenant(county_a.county.id):  # noqa: PT012
            store(county_a)
            assert len(on_disk(root)) == len(before) + 1
            raise RuntimeError
        assert on_disk(root) == before

    def test_an_inner_rollback_leaves_no_file(self, county_a, root):
        with tenant(county_a.county.id):
            outside = store(county_a)
            with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
                inside = store(county_a)
                raise RuntimeError
        assert (root / county_a.county.code / outside.stored_name).exists()
        assert not [path for path in on_disk(root) if path.name.startswith(inside.stored_name)]

    def test_a_full_disk_leaves_neither_row_nor_file(self, county_a, root, monkeypatch):
        def full(_descriptor):
            raise OSError(28, "No space left on device")

        before = on_disk(root)
        monkeypatch.setattr(evidence_files.os, "fsync", full)
        with tenant(county_a.county.id), pytest.raises(OSError, match="No space"), transaction.atomic():
            store(county_a)
        assert on_disk(root) == before

    def test_deleting_takes_the_file_when_it_is_committed(self, county_a, root):
        with tenant(county_a.county.id):
            row = store(county_a)
        path = root / county_a.county.code / row.stored_name
        with pytest.raises(RuntimeError), tenant(county_a.county.id):  # noqa: PT012
            service.delete(by=county_a.accounts["township"], evidence=row, reason="传错")
            raise RuntimeError
        assert path.exists()
        with tenant(county_a.county.id):
            row = Evidence.objects.get(stored_name=row.stored_name)
            service.delete(by=county_a.accounts["township"], evidence=row, reason="传错")
            assert path.exists()
        assert not path.exists()
        with tenant(county_a.county.id):
            line = AuditEntry.objects.get(action="evidence.delete")
            assert "传错" in line.payload
            assert row.sha256 in line.payload

    def test_the_broom_finds_what_a_crash_left(self, county_a, root):
        folder = root / county_a.county.code
        with tenant(county_a.county.id):
            row = store(county_a)
        (folder / row.stored_name).rename(folder / (row.stored_name + ".part"))
        (folder / ("f" * 40 + ".part")).write_bytes(b"x")
        (folder / ("e" * 40)).write_bytes(b"x")
        with tenant(county_a.county.id):
            assert evidence_files.open_file(row.stored_name).read() == files.pdf(), "readable before the broom came"
            assert evidence_files.remove_orphans(now=timezone.now()) == 0, "young files may belong to somebody"
            assert evidence_files.remove_orphans(now=timezone.now() + timedelta(days=2)) == 2
            assert evidence_files.open_file(row.stored_name).read() == files.pdf()
        assert (folder / row.stored_name).exists()

    def test_two_uploads_of_one_file_at_once(self, county_a, root):
        gate, kept = Barrier(2), []

        def upload():
            try:
                gate.wait(5)
                with tenant(county_a.county.id):
                    kept.append(store(county_a).stored_name)
            finally:
                connection.close()

        threads = [Thread(target=upload) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(set(kept)) == 2
        assert {path.name for path in on_disk(root)} >= set(kept)


# --- pages ---------------------------------------------------------------------------------------------------------------


def at(name, *args):
    return reverse(f"organizations:{name}", args=args)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_upload_list_download_delete(county_a, as_role):
    browser, stone = as_role("township"), county_a.units.stone
    page = browser.get(at("evidence-add", stone.public_id)).content.decode()
    assert "涉密" in page
    form = {
        "title": "会议纪要",
        "upload": SimpleUploadedFile("会议 纪要.pdf", files.pdf()),
        "once_key": str(uuid.uuid4()),
    }
    assert browser.post(at("evidence-add", stone.public_id), form).status_code == 302
    form["upload"] = SimpleUploadedFile("会议 纪要.pdf", files.pdf())
    assert browser.post(at("evidence-add", stone.public_id), form).status_code == 302
    with tenant(county_a.county.id):
        row = Evidence.objects.get(title="会议纪要")
        assert row.uploaded_by == county_a.people["township"]
    assert "会议纪要" in browser.get(at("evidence-list")).content.decode()
    response = browser.get(at("evidence-file", row.public_id))
    assert body(response) == files.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E4%BC%9A")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    saved = browser.get(at("evidence-file", row.public_id), {"save": "1"})
    assert saved["Content-Disposition"].startswith("attachment;")
    body(saved)
    with tenant(county_a.county.id):
        assert AuditEntry.objects.filter(action="evidence.download", target_id=str(row.public_id)).count() == 2
    assert browser.post(at("evidence-delete", row.public_id), {"reason": " "}).status_code == 422
    assert browser.post(at("evidence-delete", row.public_id), {"reason": "传错"}).status_code == 302
    assert browser.get(at("evidence-file", row.public_id)).status_code == 404


def test_office_files_are_saved_not_shown(county_a, as_role):
    with tenant(county_a.county.id):
        row = store(county_a, files.office(), "表.docx")
    response = as_role("county_office").get(at("evidence-file", row.public_id))
    assert response["Content-Disposition"].startswith("attachment;")
    assert body(response) == files.office()


def test_head_and_range_give_nothing_past_the_trail(county_a, as_role):
    row, browser = county_a.extra.evidence, as_role("township")
    with tenant(county_a.county.id):
        before = AuditEntry.objects.count()
    head = browser.head(at("evidence-file", row.public_id))
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(row.size))
    with tenant(county_a.county.id):
        assert AuditEntry.objects.count() == before
    assert as_role("unit_liaison").head(at("evidence-file", row.public_id)).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"HTTP_RANGE": "bytes=0-3"}, {"HTTP_RANGE": "bytes=9-1"}, {"HTTP_RANGE": "x" * 500}]
)
def test_a_range_is_answered_with_the_whole_file_and_a_line(county_a, as_role, headers):
    with tenant(county_a.county.id):
        row = store(county_a)
    response = as_role("township").get(at("evidence-file", row.public_id), **headers)
    assert response.status_code == 200
    assert body(response) == files.pdf()
    with tenant(county_a.county.id):
        assert AuditEntry.objects.filter(action="evidence.download", target_id=str(row.public_id)).count() == 1


SEEN_BY = {"county_office": 200, "county_leader": 200, "township": 200, "township_lead": 200, "village": 404, "unit_liaison": 404,
           "county_admin": 403, "assessor": 200, "auditor": 403}  # fmt: skip


@pytest.mark.parametrize(("role", "status"), SEEN_BY.items())
def test_who_gets_a_township_s_file(county_a, as_role, role, status):
    with tenant(county_a.county.id):
        row = store(county_a)
    response = as_role(role).get(at("evidence-file", row.public_id))
    assert response.status_code == status
    if status != 200:
        assert files.pdf() not in response.content


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [("village", "ford", 302), ("township", "ford", 302), ("county_office", "ford", 302), ("county_leader", "ford", 403), ("unit_liaison", "ford", 404)],
)  # fmt: skip
def test_who_may_delete_a_village_s_file(county_a, as_role, role, unit, status):
    with tenant(county_a.county.id):
        row = store(county_a, unit=getattr(county_a.units, unit))
    assert as_role(role).post(at("evidence-delete", row.public_id), {"reason": "传错"}).status_code == status


@pytest.mark.parametrize("unit", ["maple", "root", "office"])
def test_nobody_uploads_for_others(county_a, as_role, unit):
    form = {"upload": SimpleUploadedFile("a.pdf", files.pdf())}
    response = as_role("township").post(at("evidence-add", getattr(county_a.units, unit).public_id), form)
    assert response.status_code == 403


@pytest.mark.parametrize("form", [{}, {"upload": ""}, {"title": "只有名称"}])
def test_a_form_without_file_comes_back(county_a, as_role, form):
    response = as_role("township").post(at("evidence-add", county_a.units.stone.public_id), form)
    assert response.status_code == 422


def test_a_refusal_stands_beside_the_field_and_the_key_can_be_used_again(county_a, as_role):
    browser, address = as_role("township"), at("evidence-add", county_a.units.stone.public_id)
    key = str(uuid.uuid4())
    bad = browser.post(address, {"upload": SimpleUploadedFile("a.png", SVG), "title": "保留的名称", "once_key": key})
    assert bad.status_code == 422
    assert "只收 PDF" in bad.content.decode()
    assert "保留的名称" in bad.content.decode()
    assert (
        browser.post(address, {"upload": SimpleUploadedFile("a.pdf", files.pdf()), "once_key": key}).status_code == 302
    )


def test_a_lost_file_is_not_found_and_said_in_the_log(county_a, as_role, root, caplog):
    for path in on_disk(root):
        path.unlink()
    response = as_role("township").get(at("evidence-file", county_a.extra.evidence.public_id))
    assert response.status_code == 404
    assert "has lost its file" in caplog.text


def test_the_folder_is_out_of_the_web_server_s_reach(settings, as_role, root):
    for address in ("/media/", "/evidence-files/", "/static/../evidence/", f"/static/{root.name}/"):
        assert as_role("township").get(address).status_code in (403, 404)
    assert not getattr(settings, "MEDIA_ROOT", "")

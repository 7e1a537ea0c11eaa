import io
import zipfile

import pytest

from campaigns import plan_child as child
from campaigns.plans import plan_as_json, read_plan
from campaigns.plans.limits import Refused

PLAN = "云溪县茶园管护方案\n一、修剪茶园。（责任单位：县农业农村局）"


def test_the_child_reads_what_the_parent_would_read(tmp_path):
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    expected = plan_as_json(read_plan(PLAN))
    assert child.read_in_child(path, "方案.txt") == expected
    assert child.read_in_child(PLAN.encode("gb18030"), "方案.txt") == expected


def test_a_refusal_of_the_child_arrives_as_its_sentence():
    with pytest.raises(Refused, match="PDF"):
        child.read_in_child(b"%PDF-1.7", "方案.pdf")


def test_the_wall_clock_ends_a_slow_reading():
    with pytest.raises(Refused, match="太久"):
        child.read_in_child(PLAN.encode(), "方案.txt", wall_seconds=0.001)


def test_no_answer_means_too_much():
    with pytest.raises(Refused, match="太大"):
        child.CHILD.judge(-9, b"")
    with pytest.raises(Refused, match="太久"):
        child.CHILD.judge(-24, b"")


@pytest.mark.deep
def test_a_memory_bomb_ends_the_child_only():
    """45 MB of deeply nested XML pass the pre-scan and must die on the memory limit or be refused as damaged."""
    stream = io.BytesIO()
    body = (
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>" + b"<w:p/>" * 9_000_000
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", body)
        container.writestr("[Content_Types].xml", b"<Types/>")
    with pytest.raises(Refused):
        child.read_in_child(stream.getvalue(), "方案.docx")

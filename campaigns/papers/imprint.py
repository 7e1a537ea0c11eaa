"""What a paper says about itself: which version it prints, who took it out and when, and what it leaves out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.papers.rows import Strand, tasks_in
from campaigns.papers.texts import chinese_day, chinese_moment, chinese_span

TITLE = "任务分解表"
LONGEST_IN_NAMES = 40  # of a campaign's name in a file name: disks take 255 bytes and what follows must stay


@dataclass(frozen=True)
class Imprint:
    """Moments are local and without a zone. `limited_to` names the unit whose tasks alone are printed; "" for all."""

    version: int
    made_at: datetime
    made_by: str
    reason: str
    exported_at: datetime
    exported_by: str
    limited_to: str = ""


def title_of(snapshot: dict[str, Any]) -> str:
    return f"{snapshot['name']}{TITLE}"


def scope_of(strands: list[Strand], imprint: Imprint) -> str:
    counted = f"{len(strands)}个行动、{tasks_in(strands)}项任务"
    if imprint.limited_to:
        return f"本表只列{imprint.limited_to}及下级单位承担的任务，共{counted}，不是全表。"
    return f"本表列出全部任务，共{counted}。"


def facts_of(snapshot: dict[str, Any]) -> list[str]:
    """What stands under the title: document number, owner, the campaign's days."""
    number = f"文号：{snapshot['document_number']}" if snapshot["document_number"] else ""
    days = f"起止：{chinese_span(snapshot['starts_on'], snapshot['ends_on'])}"
    return [part for part in (number, f"发起单位：{snapshot['owner']}", days) if part]


def edition_of(imprint: Imprint) -> str:
    return f"第{imprint.version}版，{chinese_day(imprint.made_at.date())}发布"


def edition_name(snapshot: dict[str, Any], imprint: Imprint) -> str:
    """What the file is called: two versions and two readers' tables lie beside each other in a folder."""
    limited = f"（{imprint.limited_to}）" if imprint.limited_to else ""
    return f"{snapshot['name'][:LONGEST_IN_NAMES]}{TITLE}{limited}第{imprint.version}版"


def particulars(snapshot: dict[str, Any], strands: list[Strand], imprint: Imprint) -> list[tuple[str, str]]:
    """Name and value for the sheet 说明; empty values are left out."""
    told = [
        ("活动", snapshot["name"]),
        ("文号", snapshot["document_number"]),
        ("依据", snapshot.get("basis", "")),
        ("发起单位", snapshot["owner"]),
        ("起止日期", chinese_span(snapshot["starts_on"], snapshot["ends_on"])),
        ("版次", f"第{imprint.version}版"),
        ("版次时间", chinese_moment(imprint.made_at)),
        ("经办人", imprint.made_by),
        ("变更理由", imprint.reason),
        ("范围", scope_of(strands, imprint)),
        ("导出时间", chinese_moment(imprint.exported_at)),
        ("导出人", imprint.exported_by),
        ("说明", "内容取自已发布的版次，单位名称按该版次发布时的写法。标“默认”的时限和频次，方案没有写明，由系统按活动起止推定。"),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]

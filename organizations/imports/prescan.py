"""A look through the zip container before anything of it is read: sizes, ratio, macros, links, passwords, DTDs."""

import io
import re
import zipfile
import zlib
from struct import error as struct_error

from organizations.imports.limits import MOST_BYTES, MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED, RATIO_FROM, Refused

_CHUNK = 256 * 1024
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ACTIVE = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/|embeddings/", re.IGNORECASE)
_BROKEN = "文件已损坏，打不开。请用 Excel 或 WPS 打开原件，另存为 .xlsx 后再上传。"
_HUGE = "文件展开后太大。请只保留要导入的表，新建工作簿粘贴后再上传。"
_OLD = "这是旧版 .xls 或加了密码的文件。请用 Excel 或 WPS 打开，另存为 .xlsx（去掉密码）后再上传。"


def check_size(data: bytes) -> None:
    """Refuses an empty file and one over 10 MB."""
    if not data:
        raise Refused("文件是空的，请重新选择。")
    if len(data) > MOST_BYTES:
        raise Refused("文件超过 10 MB。请只保留要导入的表，去掉图片后再上传。")


def open_workbook(data: bytes) -> zipfile.ZipFile:
    """The container of an .xlsx, looked through member by member; raises ``Refused``."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_OLD)
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        members = container.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct_error) as error:
        raise Refused(_BROKEN) from error
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        raise Refused("文件里的部件太多，不像一张表。请新建工作簿，只粘贴要导入的表后再上传。")
    if len(set(names)) != len(names) or _overlap(members):
        raise Refused(_BROKEN)
    if any(_ACTIVE.search(name) for name in names):
        raise Refused("文件里带有宏或嵌入的对象，为安全起见不读取。请另存为不带宏的 .xlsx 后再上传。")
    if any("externalLinks/" in name for name in names):
        raise Refused("表里引用了别的工作簿，数据可能不是最新的。请复制后“选择性粘贴—数值”，保存后再上传。")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("文件设了密码。请取消密码保护，保存后再上传。")
    if "xl/workbook.xml" not in names:
        raise Refused("这不是 Excel 工作簿。请上传 .xlsx 或 .csv 文件。")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(_HUGE)
    _count(container, members)
    return container


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Two members over the same bytes: the small bomb that no sum of sizes shows."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + member.compress_size
    return False


def _count(container: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, in pieces, and count: declared sizes may lie."""
    total = 0
    for member in members:
        size, tail = 0, b""
        is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
        try:
            with container.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    total += len(piece)
                    if total > MOST_UNPACKED:
                        raise Refused(_HUGE)
                    if is_xml and (_DTD.search(tail + piece) or b"\x00" in piece):
                        raise Refused("文件里有不允许的内容（文档类型定义）。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
                    tail = piece[-16:]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused(_BROKEN) from error
        if size > RATIO_FROM and size > MOST_RATIO * max(member.compress_size, 1):
            raise Refused("文件的压缩方式不正常。请用 Excel 或 WPS 打开后另存，再上传。")

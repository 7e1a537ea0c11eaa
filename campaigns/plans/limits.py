"""What may be read at all. Every refusal is a Chinese sentence that says what to do.

The figures are those of ``design/reliability.md`` D7, but for the size of the file, which is that of all uploads; the pre-scan looks into the zip container before any library
opens it: a 340 KB .docx can unpack to 300 MB, and a 2 KB sheet can ask for 550 GB (measured there, §3).
"""

import io
import re
import zipfile
import zlib
from struct import error as struct_error

MOST_BYTES = 20 * 1024 * 1024
MOST_MEMBERS = 500
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024  # small members may compress well without harm
MOST_CHARACTERS = 2_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 500_000
_CHUNK = 256 * 1024
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACRO = re.compile(r"vbaProject|vbaData|macrosheets/|activeX/", re.IGNORECASE)


class Refused(ValueError):
    """The file is not read. ``str(error)`` is the sentence for the user."""


def check_size(data: bytes) -> None:
    """Refuses an empty file and one over 20 MB."""
    if not data:
        raise Refused("文件是空的，请重新选择方案文件。")
    if len(data) > MOST_BYTES:
        raise Refused("文件超过20MB。请删去图片等附件，或者只把方案正文另存后再上传。")


def check_characters(text: str) -> None:
    """Refuses a text of more than two million characters: no plan has a thousand pages."""
    if len(text) > MOST_CHARACTERS:
        raise Refused("文字超过200万字，不像一份方案。请只保留方案正文后再试。")


def open_container(data: bytes) -> zipfile.ZipFile:
    """The zip container of a .docx or .xlsx, looked through member by member; raises ``Refused``."""
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        members = container.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct_error) as error:
        raise Refused("文件已损坏，打不开。请用Word或WPS打开原件，另存为.docx后再上传。") from error
    if len(members) > MOST_MEMBERS:
        raise Refused("文件里的部件太多，不像一份方案。请新建文档，只粘贴方案正文后再上传。")
    if any(_MACRO.search(member.filename) for member in members):
        raise Refused("文件里带有宏，为安全起见不读取。请另存为不带宏的.docx或.xlsx后再上传。")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("文件设了密码。请取消密码保护，保存后再上传。")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("文件展开后太大。请删去图片等附件，只保留方案正文后再上传。")
    _count(container, members)
    return container


def _count(container: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, in pieces, and count: declared sizes may lie."""
    total = 0
    for member in members:
        size, tail = 0, b""
        is_xml = member.filename.lower().endswith((".xml", ".rels"))
        try:
            with container.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    total += len(piece)
                    if total > MOST_UNPACKED:
                        raise Refused("文件展开后太大。请删去图片等附件，只保留方案正文后再上传。")
                    if is_xml and (_DTD.search(tail + piece) or b"\x00" in piece[:64]):
                        raise Refused("文件里有不允许的内容（文档类型定义）。请用Word或WPS另存为.docx后再上传。")
                    tail = piece[-16:]
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused("文件已损坏，打不开。请用Word或WPS打开原件，另存为.docx后再上传。") from error
        if size > RATIO_FROM and size > MOST_RATIO * max(member.compress_size, 1):
            raise Refused("文件的压缩方式不正常。请用Word或WPS打开后另存，再上传。")

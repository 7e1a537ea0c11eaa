"""From bytes to a source: which kind of file it is, and what to say where it cannot be read.

The name only helps with the sentence; the first bytes decide what a file is.
"""

import zipfile
from pathlib import PurePath

from campaigns.plans import limits
from campaigns.plans.limits import Refused
from campaigns.plans.source import Source, from_text
from campaigns.plans.webpage import is_html, read_html

_SAVE_AS = "请用Word或WPS打开，另存为.docx后再上传；也可以复制正文，粘贴到输入框。"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_NAMES = {
    ".doc": "旧格式的Word文档（.doc）",
    ".wps": "WPS文字文档（.wps）",
    ".xls": "旧格式的Excel表格（.xls）",
    ".et": "WPS表格（.et）",
}


def read_bytes(data: bytes, filename: str) -> Source:
    """The source of an uploaded file. Raises ``Refused`` with a Chinese sentence; opens nothing outside ``data``.

    .docx, .xlsx, .csv, .txt (UTF-8, UTF-16 with mark, GB18030) and .html are read. Run it through ``child.read_in_child``
    for files that people send: libraries that open documents may take any amount of memory and time.
    """
    limits.check_size(data)
    suffix = PurePath(filename).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        source = _read_container(data, filename)
    else:
        _refuse_unreadable(data, suffix)
        text = decode(data)
        limits.check_characters(text)
        source = _read_csv(text, filename) if suffix == ".csv" else read_pasted(text, filename)
    limits.check_characters(source.text)
    if not source.blocks:
        raise Refused("文件里没有文字。如果内容是图片，请先识别成文字；如果文字在文本框里，请移到正文再上传。")
    return source


def _read_csv(text: str, name: str) -> Source:
    from campaigns.plans.sheets import read_csv

    return read_csv(text).build(name)


def read_pasted(text: str, name: str = "") -> Source:
    """The source of pasted text or HTML. Raises ``Refused`` when it is too long."""
    limits.check_characters(text)
    return read_html(text).build(name) if is_html(text) else from_text(text, name)


def decode(data: bytes) -> str:
    """Strict UTF-8 first, then GB18030; both with a refusal rather than wrong characters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("认不出文件的编码。请用记事本打开，另存为UTF-8编码后再上传。")


def _refuse_unreadable(data: bytes, suffix: str) -> None:
    if data.startswith(_OLE):
        kind = _OLE_NAMES.get(suffix, "旧格式的Office文件，或者设了密码的文件")
        raise Refused(f"这是{kind}，暂不能直接读取。如有密码请先取消。{_SAVE_AS}")
    if data.startswith(b"%PDF"):
        raise Refused(f"这是PDF文件，暂不能直接读取。{_SAVE_AS}")
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise Refused("这是图片，读不出文字。请上传方案的Word原件，或者先把图片识别成文字，再粘贴到输入框。")
    if data.startswith(b"{\\rtf"):
        raise Refused(f"这是RTF文件，暂不能直接读取。{_SAVE_AS}")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"这个文件不是文字文件，读不出内容。{_SAVE_AS}")


def _read_container(data: bytes, filename: str) -> Source:
    container = limits.open_container(data)
    names = set(container.namelist())
    # The libraries are loaded only for files that need them: they cost 60 MB and half a second.
    try:
        if "word/document.xml" in names:
            from campaigns.plans.word import read_word

            builder = read_word(data)
        elif "xl/workbook.xml" in names:
            from campaigns.plans.sheets import read_sheets

            builder = read_sheets(data, container)
        else:
            raise Refused(f"这个文件不是Word文档，也不是Excel表格。{_SAVE_AS}")
    except (Refused, MemoryError):
        raise
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        OSError,
        zipfile.BadZipFile,
        LookupError,
    ) as error:
        # Whatever a library says about a damaged file, the user needs one sentence.
        raise Refused(f"文件已损坏，读不出内容。{_SAVE_AS}") from error
    if any("embeddings/" in name for name in names):
        builder.notes.append("文件里嵌入的对象没有读取。")
    return builder.build(filename)

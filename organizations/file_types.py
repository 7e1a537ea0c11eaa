"""What a file really is, by its content. Whatever is not on the short list is refused in a sentence.

No Django models here. Images are drawn anew, so nothing but the picture remains of them; office files are looked
through without being opened by a reader.
"""

import io
import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
# The highest that the county's own rule may allow; services.evidence asks the rule.
LARGEST_FILE = 50 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
HEAVY_PNG = MEGABYTE
MOST_MEMBERS = 500
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 200
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# How the endings of a file name may be called for each type; a picture's ending is put right without a word.
ENDINGS = {
    "pdf": {"pdf"},
    "jpg": {"jpg", "jpeg", "png"},
    "png": {"jpg", "jpeg", "png"},
    "docx": {"docx"},
    "xlsx": {"xlsx"},
}
ACTIVE_PART = re.compile(r"vbaProject|vbaData|activeX|macrosheets", re.IGNORECASE)
DTD = [word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")]

# What the readers raise on damaged bytes. ValidationError is none of them.
BROKEN_IMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    ArithmeticError,
    IndexError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class SoundFile:
    """A file that may be kept: its true type, and its bytes as they will be stored."""

    kind: str
    data: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]


def examine(name: str, data: bytes) -> SoundFile:
    """The file as it may be kept; ValidationError with a sentence when it may not."""
    if not data:
        raise ValidationError(_("这个文件是空的，请重新选择。"))
    if len(data) > LARGEST_FILE:
        raise ValidationError(_("文件太大，请压缩或拆分后再传。"))
    sound = _by_content(data)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS[sound.kind]:
        raise ValidationError(
            _("文件内容是 %(kind)s，文件名的后缀却不是，请核对后重新选择。") % {"kind": sound.kind.upper()}
        )
    return sound


def _by_content(data: bytes) -> SoundFile:
    if data.startswith(b"%PDF-"):
        if zipfile.is_zipfile(io.BytesIO(data)):
            raise ValidationError(_("这个 PDF 里夹带了压缩包，不能上传。请重新导出 PDF。"))
        return SoundFile("pdf", data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _redraw(data)
    if data.startswith(b"PK\x03\x04"):
        return SoundFile(_office_kind(data), data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(_("这是旧版或加密的 Office 文件，请另存为 docx、xlsx 或 PDF，去掉密码后再传。"))
    raise ValidationError(_("只收 PDF、JPG、PNG、docx、xlsx 文件。其他格式请先转成 PDF。"))


def _redraw(data: bytes) -> SoundFile:
    """Upright, at most 1600 pixels, on a fresh canvas: no EXIF, position, comment, profile or appended bytes remain."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns from its own limit on; ours is checked before a pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValidationError(_("图片超过 4000 万像素，请缩小后再传。"))
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked at the size that is needed
                turned = ImageOps.exif_transpose(image)
                see_through = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
                drawing = turned.convert("RGBA" if see_through else "RGB")
    except BROKEN_IMAGE as problem:
        raise ValidationError(_("图片已损坏，打不开，请重新选择。")) from problem
    drawing.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    fresh = Image.new(drawing.mode, drawing.size)
    fresh.paste(drawing)
    if data.startswith(b"\x89PNG"):
        drawn = _saved(fresh, "PNG", optimize=True)
        if see_through or len(drawn) <= HEAVY_PNG:
            return SoundFile("png", drawn)
    return SoundFile("jpg", _saved(fresh.convert("RGB"), "JPEG", quality=80, optimize=True, progressive=True))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _office_kind(data: bytes) -> str:
    """docx or xlsx, after a look at every member: number, size, ratio, active parts, document types."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_outline(members)
            kind = _main_part(archive)
            _read_through(archive, members)
    except BROKEN_ARCHIVE as problem:
        raise ValidationError(_("文件已损坏，打不开，请在 Word 或 WPS 里另存后再传。")) from problem
    return kind


def _check_outline(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(ACTIVE_PART.search(name) for name in names):
        raise ValidationError(_("文件里带有宏，不能上传。请另存为不带宏的 docx 或 xlsx。"))
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(_("文件有密码，请去掉密码后再传。"))
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    spread = any(
        member.file_size > 1024 * 1024 and member.file_size > MOST_RATIO * member.compress_size for member in members
    )
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or spread or packed > LARGEST_FILE:
        raise ValidationError(_("文件解开后异常庞大，不能上传。请另存为 PDF 后再传。"))
    # Two members over the same bytes: the small bomb that no sum of sizes shows.
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise ValidationError(_("文件结构异常，不能上传。请在 Word 或 WPS 里另存后再传。"))
        end = member.header_offset + member.compress_size
    if len(set(names)) != len(names):
        raise ValidationError(_("文件结构异常，不能上传。请在 Word 或 WPS 里另存后再传。"))


def _main_part(archive: zipfile.ZipFile) -> str:
    plain_archive = _("这是压缩包，不能上传。请把里面的文件逐个上传。")
    try:
        info = archive.getinfo("[Content_Types].xml")
    except KeyError:
        raise ValidationError(plain_archive) from None
    if info.file_size > 1024 * 1024:
        raise ValidationError(plain_archive)
    try:
        root = ElementTree.fromstring(archive.read(info), forbid_dtd=True)
    except DefusedXmlException:
        raise ValidationError(_("文件里有不允许的定义（DTD），不能上传。请另存为 PDF 后再传。")) from None
    types = {element.get("ContentType", "") for element in root}
    if any("macroenabled" in kind.lower() for kind in types):
        raise ValidationError(_("文件里带有宏，不能上传。请另存为不带宏的 docx 或 xlsx。"))
    kinds = {MAIN_PARTS[kind] for kind in types if kind in MAIN_PARTS}
    if len(kinds) != 1:
        raise ValidationError(_("只收 PDF、JPG、PNG、docx、xlsx 文件。其他格式请先转成 PDF。"))
    return kinds.pop()


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Counts what really comes out: the sizes in the directory may be lies."""
    total = 0
    for member in members:
        is_text = member.filename.lower().endswith((".xml", ".rels", ".vml"))
        tail = b""
        with archive.open(member) as stream:
            while block := stream.read(256 * 1024):
                total += len(block)
                if total > MOST_UNPACKED:
                    raise ValidationError(_("文件解开后异常庞大，不能上传。请另存为 PDF 后再传。"))
                if is_text and any(word in tail + block for word in DTD):
                    raise ValidationError(_("文件里有不允许的定义（DTD），不能上传。请另存为 PDF 后再传。"))
                tail = block[-32:]

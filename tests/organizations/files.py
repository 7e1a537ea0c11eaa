"""Good and bad files, made here: no file of somebody else lies in the repository."""

import io
import os
import struct
import zipfile
import zlib

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(main: str = WORD, extra: dict[str, bytes] | None = None, *, types: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            types or f'<?xml version="1.0"?><Types><Override PartName="/a.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr("word/document.xml", '<?xml version="1.0"?><document>内容</document>')
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def lying_zip() -> bytes:
    """Its directory says 10 bytes, and 200 MB come out."""
    whole = bytearray(office(extra={"word/media.bin": b"\0" * (200 * 1024 * 1024)}))
    size = struct.pack("<I", 200 * 1024 * 1024)
    return bytes(whole.replace(size, struct.pack("<I", 10)))


def overlapping_zip() -> bytes:
    """Two names in the directory over the same bytes."""
    whole = office(extra={"word/one.bin": os.urandom(2000), "word/two.bin": os.urandom(2000)})
    start = whole.index(b"PK\x01\x02")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        one, two = archive.getinfo("word/one.bin").header_offset, archive.getinfo("word/two.bin").header_offset
    head, directory = whole[:start], whole[start:]
    return head + directory.replace(struct.pack("<I", two), struct.pack("<I", one))


def protected(data: bytes) -> bytes:
    """The flag of a password on every member."""
    whole = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(sign)
        while place >= 0:
            whole[place + offset] |= 1
            place = whole.find(sign, place + 4)
    return bytes(whole)


def pdf(tail: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in ("L", "P") else tuple([120] * len(Image.new(mode, (1, 1)).getbands()))).save(
        out, kind, **options
    )
    return out.getvalue()


def huge_png(side: int) -> bytes:
    """A head that promises side × side pixels; a small file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * ((side + 7) // 8)) * min(side, 4000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def phone_photo() -> bytes:
    """A noisy portrait photo of 12 MB and more, taken with the phone turned, with place and phone in its EXIF."""
    side = (4000, 3000)
    noise = Image.effect_noise(side, 90).convert("RGB")
    noise.paste((250, 20, 20), (0, 0, 4000, 600))  # the upper edge of the sensor: right edge of the upright picture
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right to stand upright
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 3.0), 3: "E", 4: (102.0, 42.0, 0.0)})
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=98, exif=exif, comment=b"SecretComment", subsampling=0)
    data = out.getvalue()
    # Phones append previews and vendors' blocks; the picture ends at its end mark.
    return data + b"SecretTrailer" * (max(0, 12 * 1024 * 1024 - len(data)) // 13 + 1)

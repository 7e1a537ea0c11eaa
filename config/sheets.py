"""The style sheets are written one a subject and served as one: three requests a page instead of a dozen.

`css/site.css` is joined here whenever a server or `collectstatic` asks for it, so there is no build step to forget. The
sheet of the printer goes in whole, behind `@media print`.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

JOINED = "css/site.css"
# Later sheets override earlier ones. One that is not named here (a page's own) stands between the two.
FIRST = ("tokens", "base", "shell", "controls", "table", "forms", "parts")
LAST = ("phone", "print")
PRINTED = "print"


def in_order(folder: Path) -> list[Path]:
    """All sheets of the folder, each once."""
    named = {path.stem: path for path in sorted(folder.glob("*.css"))}
    others = [name for name in named if name not in FIRST + LAST]
    return [named[name] for name in (*FIRST, *others, *LAST)]


def joined(folder: Path) -> str:
    parts = []
    for path in in_order(folder):
        text = path.read_text(encoding="utf-8").strip()
        parts.append(f"@media print {{\n{text}\n}}" if path.stem == PRINTED else text)
    return "\n".join(parts) + "\n"


def write_joined() -> Path:
    """The joined sheet, written anew only when it would differ: its date is what browsers ask about."""
    target = Path(settings.JOINED_ROOT) / JOINED
    text = joined(Path(settings.STATICFILES_DIRS[0]) / "css")
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: several processes may start at once.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, suffix=".part", delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, target)
    return target


class JoinedSheet(BaseFinder):
    """Offers the joined sheet to `collectstatic`, to WhiteNoise and to Django's own server as if it lay on the disk."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != JOINED:
            return []
        found = str(write_joined())
        return [found] if find_all else found

    def list(self, ignore_patterns):
        write_joined()
        yield JOINED, FileSystemStorage(location=settings.JOINED_ROOT)

"""Interface strings: found in code and templates, kept in locale/en, compiled. No gettext tools are needed.

The source language is Chinese, so a string without a translation shows in Chinese; a test keeps the English complete.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation import templatize

KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
FOLDERS = ("config", "organizations", "villages", "cadres", "campaigns", "assessments")
# Django turns a template into calls between filler; the filler is no Python that a tokenizer could read.
CALL = re.compile(r"""(?:_|n?p?gettext)\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")
PO = Path("locale/en/LC_MESSAGES/django.po")


def found_strings(root: Path) -> dict[str, polib.POEntry]:
    """Every msgid used in the product, with the places where it stands."""
    entries: dict[str, polib.POEntry] = {}
    for place, source in _sources(root):
        for _line, messages, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            parts = messages if isinstance(messages, tuple) else (messages,)
            msgid, plural = parts[0], parts[1] if len(parts) > 1 else ""
            if not msgid:
                continue
            entry = entries.setdefault(f"{context or ''}\x04{msgid}", polib.POEntry(msgid=msgid, msgctxt=context))
            if plural:
                entry.msgid_plural = plural
            if (place, "") not in entry.occurrences:
                entry.occurrences.append((place, ""))
    return entries


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), path.read_text(encoding="utf-8")
    for path in sorted((root / "templates").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield str(path.relative_to(root)), "\n".join(CALL.findall(text))


def load(root: Path) -> polib.POFile:
    path = root / PO
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def update(root: Path) -> polib.POFile:
    """Take in new strings, drop those no longer used, keep the translations; in the order of the strings."""
    old = {f"{entry.msgctxt or ''}\x04{entry.msgid}": entry for entry in load(root)}
    fresh = load(root)
    fresh.clear()
    for key, entry in sorted(found_strings(root).items()):
        if key in old:
            entry.msgstr = old[key].msgstr
            entry.msgstr_plural = old[key].msgstr_plural if entry.msgid_plural else {}
        if entry.msgid_plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        fresh.append(entry)
    return fresh


def save(root: Path, catalogue: polib.POFile) -> None:
    (root / PO).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(root / PO))
    catalogue.save_as_mofile(str((root / PO).with_suffix(".mo")))


def missing(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if not (entry.msgstr or all(entry.msgstr_plural.values() or [""]))]


def root() -> Path:
    return Path(settings.BASE_DIR)

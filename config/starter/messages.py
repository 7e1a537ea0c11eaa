"""Compiles the translations that are newer than their compiled form. No gettext tools needed."""

import os

import polib

from config.starter.places import ROOT


def compile_messages() -> None:
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)  # whole or not at all: another process may be reading

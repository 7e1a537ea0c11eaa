"""The English catalogue is complete, fresh and compiled; the placeholders of both languages are the same."""

import re

import polib
import pytest

from config import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def strings():
    return catalogue.update(catalogue.root())


def test_every_string_has_an_english_one(strings):
    assert not catalogue.missing(strings), "run `manage.py catalogue` and translate what it lists"


def test_the_file_holds_what_code_and_templates_use(strings):
    kept = {(entry.msgctxt, entry.msgid) for entry in catalogue.load(catalogue.root())}
    assert kept == {(entry.msgctxt, entry.msgid) for entry in strings}, "run `manage.py catalogue`"


def test_placeholders_agree(strings):
    for entry in strings:
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            if english:
                assert set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(english)), entry.msgid


def test_english_reads_english(strings):
    # A language calls itself by its own name.
    own_names = {"简体中文", "中文"}
    chinese = [
        entry.msgid
        for entry in strings
        if re.search("[\u4e00-\u9fff]", entry.msgstr) and not any(name in entry.msgid for name in own_names)
    ]
    assert not [msgid for msgid in chinese if "“" not in msgid and "〔" not in msgid]


def test_the_compiled_file_is_the_text(strings):
    path = catalogue.root() / catalogue.PO
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    text = polib.pofile(str(path))
    assert {(entry.msgid, entry.msgstr) for entry in compiled} == {
        (entry.msgid, entry.msgstr) for entry in text if entry.translated()
    }

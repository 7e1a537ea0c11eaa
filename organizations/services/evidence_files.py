"""Where evidence lies on disk: EVIDENCE_ROOT/<county>/<random name>, outside everything the web server hands out.

A file is written before its row as `<name>.part` and gets its name when the transaction commits; when it rolls back,
the file goes at once. A crash between leaves either a `.part` of a row that exists (it is read all the same, and the
daily broom names it) or one without a row (the broom takes it). So no row is without file, and no file without row.
"""

import logging
import os
import secrets
import weakref
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from organizations.models import County, Evidence, ExportJob, ImportBatch
from organizations.tenancy.context import current_county_id

log = logging.getLogger(__name__)
PART = ".part"
# Longer than any request or job: what is younger may belong to a transaction still open.
ORPHAN_AGE = timedelta(days=1)


def write(data: bytes | Iterable[bytes]) -> str:
    """Put the bytes, or piece after piece, down for the transaction in progress; the random name they will have."""
    name = secrets.token_hex(20)
    part = _folder(make=True) / (name + PART)
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.writelines([data] if isinstance(data, bytes) else data)
            handle.flush()
            os.fsync(handle.fileno())
        transaction.on_commit(_Arrival(part), robust=True)
    except BaseException:  # a full disk: nothing half may stay
        part.unlink(missing_ok=True)
        raise
    return name


def open_file(name: str) -> BinaryIO:
    """The file of a row. Raises FileNotFoundError when it is gone."""
    path = _folder() / name
    try:
        return path.open("rb")
    except FileNotFoundError:
        return path.with_name(name + PART).open("rb")


def remove_on_commit(name: str) -> None:
    path = _folder() / name

    def remove() -> None:
        path.unlink(missing_ok=True)
        path.with_name(name + PART).unlink(missing_ok=True)

    transaction.on_commit(remove, robust=True)


def remove_orphans(*, now: datetime) -> int:
    """Name the files whose rename was missed and remove those without a row; how many were removed."""
    folder = _folder()
    if not folder.is_dir():
        return 0
    old = [path for path in folder.iterdir() if _age(path, now) > ORPHAN_AGE]
    known = _known(path.name.removesuffix(PART) for path in old)
    removed = 0
    for path in old:
        name = path.name.removesuffix(PART)
        if name not in known:
            path.unlink(missing_ok=True)
            removed += 1
        elif path.name.endswith(PART):
            path.replace(folder / name)
    return removed


class _Arrival:
    """Waits in the transaction. Called by its commit; dropped by its rollback, and then the file is removed."""

    def __init__(self, part: Path) -> None:
        self._part = part
        self._leave = weakref.finalize(self, part.unlink, missing_ok=True)

    def __call__(self) -> None:
        self._leave.detach()
        self._part.replace(self._part.with_name(self._part.name.removesuffix(PART)))


def _folder(*, make: bool = False) -> Path:
    code = County.objects.values_list("code", flat=True).get(pk=current_county_id())
    folder = Path(settings.EVIDENCE_ROOT) / code
    if make:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:  # another broom was faster
        return timedelta(0)


def _known(names: Iterable[str]) -> set[str]:
    wanted = list(names)
    return {
        name
        for model in (Evidence, ImportBatch, ExportJob)
        for name in model.objects.filter(stored_name__in=wanted).values_list("stored_name", flat=True)
    }

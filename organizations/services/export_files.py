"""The written exports: kept sealed beside the evidence, piece by piece, so that a long one needs no more memory."""

import base64
from collections.abc import Iterator
from typing import BinaryIO

from organizations.models import ExportJob
from organizations.sealed import SealError, seal, unseal
from organizations.services import evidence_files

PIECE = 512 * 1024


def keep(*, job: ExportJob, source: BinaryIO) -> str:
    """Put the file down for the transaction in progress; its stored name."""
    return evidence_files.write(_sealed(job, source))


def open_pieces(job: ExportJob) -> Iterator[bytes]:
    """The file, piece by piece. Raises FileNotFoundError at once when the disk lost it."""
    return _unsealed(job, evidence_files.open_file(job.stored_name))


def _sealed(job: ExportJob, source: BinaryIO) -> Iterator[bytes]:
    number, piece = 0, source.read(PIECE)
    while piece or number == 0:
        following = source.read(PIECE)
        yield seal(base64.b64encode(piece).decode(), context=_context(job, number, not following)).encode() + b"\n"
        number, piece = number + 1, following


def _unsealed(job: ExportJob, handle: BinaryIO) -> Iterator[bytes]:
    with handle:
        number, line = 0, handle.readline()
        if not line:
            raise SealError("The export's file is empty.")
        while line:
            following = handle.readline()
            text = unseal(line.decode().rstrip("\n"), context=_context(job, number, not following))
            yield base64.b64decode(text)
            number, line = number + 1, following


def _context(job: ExportJob, number: int, is_last: bool) -> str:
    """Place and end are part of the seal: no piece can be moved, dropped or taken from another file."""
    return f"organizations_exportjob.file:{job.public_id}:{number}:{'last' if is_last else 'more'}"

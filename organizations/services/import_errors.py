"""The wrong rows handed back in the user's own layout."""

from django.db import transaction

from organizations.imports.adopting import ADOPTED, put_in
from organizations.imports.child import read_in_child
from organizations.imports.error_sheet import build
from organizations.imports.staging import opened
from organizations.models import ImportBatch, ImportRow
from organizations.services import import_files
from organizations.services.imports import register_of, table_of


@transaction.atomic
def hand_out_errors(*, by, batch: ImportBatch, only_marked: bool) -> bytes:
    """The workbook, and a line in the trail. Raises FileNotFoundError when the disk lost the uploaded file."""
    register = register_of(batch)
    book = read_in_child(import_files.read(batch))
    sheet = book.sheets[batch.choice["sheet"]]
    table = table_of(register, book=book, sheet=batch.choice["sheet"])
    if table is None:
        raise FileNotFoundError(batch.stored_name)
    titles = {column.name: column.title for column in register.columns}
    places = batch.choice["places"]
    put_in(table, places, opened(batch.choice.get("adopted", {})))
    remarks, levels = {}, {}
    for row in ImportRow.objects.filter(batch=batch, state__in=("refused", "check")):
        wrong = {name: message for name, message in row.messages.items() if message[0] != ADOPTED}
        remarks[row.number] = "；".join(
            f"{titles[name]}：{reason}" for name, (_level, reason, _proposal) in wrong.items()
        )
        levels[row.number] = {places[name]: level for name, (level, *_rest) in wrong.items() if name in places}
    import_files.note_hand_out(by=by, kind=batch.kind, rows=len(remarks), target=batch)
    return build(
        sheet=sheet, table=table, remarks=remarks, levels=levels, only_marked=only_marked, date1904=book.date1904
    )

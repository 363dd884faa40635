"""Label sheets: those the program brings along, and those an office adds for all campaigns of its ledger.

They are kept in the ledger: whoever opens a copy of it, on whatever PC, has the sheets it is printed on, and a change
can be undone like any other. What belongs to a printer (its correction) stays on the PC.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shoukei_app import assets
from shoukei_app.domain import label_sheet
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store import label_sheets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

DEFAULT_SHEET = "ELM008"

PLAIN = "A4"
"""In place of a sheet's name: the gauge of plain paper."""


@cache
def bundled() -> tuple[LabelSheet, ...]:
    """The sheets that the program brings along, in the order of the file."""
    return label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))


def every(ledger: Ledger) -> tuple[LabelSheet, ...]:
    """All sheets that can be printed on: the office's own first, it needs them most."""
    return (*own(ledger).values(), *bundled())


def own(ledger: Ledger) -> Mapping[int, LabelSheet]:
    """The office's own sheets by their key."""
    with ledger.read() as view:
        return label_sheets.every(view)


def find(ledger: Ledger, name: str) -> LabelSheet:
    """A sheet by its number, the office's name for it, or a product it equals. Raises Problem(LABEL_SHEET_UNKNOWN)."""
    return label_sheet.find(every(ledger), name)


def add(ledger: Ledger, act: Act, sheet: LabelSheet) -> Outcome[LabelSheet]:
    """Keep a sheet of the office. Raises Problem: LABEL_SHEET_EXISTS, and those of `domain.label_sheet.fault`."""
    sheet = _sound(sheet)
    with ledger.write(act, OperationKind.EDIT_LABEL_SHEET, {"name": sheet.id}) as operation:
        _refuse_known(sheet, label_sheets.every(operation.writing.connection))
        label_sheets.add(operation.writing, sheet)
    return Outcome(sheet, frozenset({Subject.MAILING}), operation.id)


def change(ledger: Ledger, act: Act, key: int, sheet: LabelSheet) -> Outcome[LabelSheet]:
    """Change a sheet of the office. Raises Problem: NOT_FOUND, and those of `add`."""
    sheet = _sound(sheet)
    with ledger.write(act, OperationKind.EDIT_LABEL_SHEET, {"name": sheet.id}) as operation:
        kept = label_sheets.every(operation.writing.connection)
        if key not in kept:
            raise Problem(ProblemKind.NOT_FOUND, what="ラベル用紙", key=sheet.id)
        _refuse_known(sheet, {other: one for other, one in kept.items() if other != key})
        label_sheets.change(operation.writing, key, sheet)
    return Outcome(sheet, frozenset({Subject.MAILING}), operation.id)


def remove(ledger: Ledger, act: Act, key: int) -> Outcome[LabelSheet]:
    """Forget a sheet of the office; nothing that was printed refers to it. Raises Problem(NOT_FOUND)."""
    with ledger.write(act, OperationKind.EDIT_LABEL_SHEET) as operation:
        sheet = label_sheets.every(operation.writing.connection).get(key)
        if sheet is None:
            raise Problem(ProblemKind.NOT_FOUND, what="ラベル用紙", key=key)
        operation.summary["removed_sheet"] = sheet.id
        label_sheets.remove(operation.writing, key)
    return Outcome(sheet, frozenset({Subject.MAILING}), operation.id)


def print_gauge(
    path: Path,
    sheet: LabelSheet | None,
    progress: Progress,
    *,
    calibration: Calibration = NO_CALIBRATION,
    printer: str = "",
) -> PrintedPages:
    """Write the gauge of a sheet, or of plain A4, drawn with the correction it is to check."""
    from shoukei_app.paper import gauge  # noqa: PLC0415 - see masters.printable

    return gauge.print_gauge(path, sheet, progress, calibration=calibration, printer=printer)


def _sound(sheet: LabelSheet) -> LabelSheet:
    problem = label_sheet.fault(sheet)
    if problem is not None:
        raise problem
    return label_sheet.own(sheet)


def _refuse_known(sheet: LabelSheet, kept: Mapping[int, LabelSheet]) -> None:
    """A name must mean one sheet, for the command line as for a person."""
    try:
        label_sheet.find((*kept.values(), *bundled()), sheet.id)
    except Problem:
        return
    raise Problem(ProblemKind.LABEL_SHEET_EXISTS, sheet=sheet.id)

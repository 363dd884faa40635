"""The corrections of printers, kept on this PC for each printer and sheet: another PC has another printer."""

from urllib.parse import quote

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration, checked
from shoukei_app.domain.problem import Problem
from shoukei_app.gui.settings import Option


def kept(printer: str, sheet: str) -> Calibration:
    """The correction of a printer on a sheet (its id); none where nobody measured it."""
    stored = _option(printer, sheet).get()
    try:
        return checked(Calibration(*map(float, stored)))
    except (TypeError, ValueError, Problem):
        return NO_CALIBRATION


def keep(printer: str, sheet: str, calibration: Calibration) -> None:
    """Remember a correction. Raises Problem(CALIBRATION_TOO_LARGE)."""
    checked(calibration)
    _option(printer, sheet).set([calibration.dx, calibration.dy, calibration.sx, calibration.sy])


def _option(printer: str, sheet: str) -> Option[list[float]]:
    # A printer on a server has backslashes in its name, which would be taken for groups.
    return Option(f"printing/calibration/{quote(printer, safe='')}/{quote(sheet, safe='')}", [])

"""The correction of a printer: what rulers show brings it out again, whatever the printer does within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import calibration, gauge
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.usecases import label_sheets

SHEETS = label_sheets.bundled()
GAUGES = [gauge.gauge_of_page(210.0, 297.0), *map(gauge.gauge_of_sheet, SHEETS)]
SHIFTS = st.floats(-4.0, 4.0)
STRETCHES = st.floats(0.985, 1.015)
PRINTERS = st.builds(Calibration, SHIFTS, SHIFTS, STRETCHES, STRETCHES)
"""What a printer does to a page: dx, dy, sx, sy from what is drawn to where it lands."""


def _readings(made: gauge.Gauge, printer: Calibration, used: Calibration) -> list[tuple[float, float]]:
    """What an exact eye reads on a gauge drawn with the correction `used` and printed by `printer`."""
    found = []
    for x, y in made.marks:
        if made.by_cuts:
            # The ruler's r lands on the cut: printer(used(mark + r)) = mark.
            found.append(
                (
                    ((x - printer.dx) / printer.sx - used.dx) / used.sx - x,
                    ((y - printer.dy) / printer.sy - used.dy) / used.sy - y,
                )
            )
        else:
            found.append(printer.drawn(*used.drawn(x, y)))
    return found


@given(st.sampled_from(GAUGES), PRINTERS, PRINTERS)
def test_what_is_read_on_a_gauge_cancels_what_the_printer_does(
    made: gauge.Gauge, printer: Calibration, used: Calibration
) -> None:
    found = gauge.read(made, _readings(made, printer, used), used)
    for x, y in ((0.0, 0.0), (105.0, 148.5), (210.0, 297.0)):
        assert printer.drawn(*found.drawn(x, y)) == pytest.approx((x, y), abs=0.002)
    assert calibration.disagreement(found, *gauge.pairs(made, _readings(made, printer, used), used)) < 0.002


@pytest.mark.parametrize("made", GAUGES)
def test_a_printer_that_prints_true_is_left_alone(made: gauge.Gauge) -> None:
    assert gauge.read(made, _readings(made, NO_CALIBRATION, NO_CALIBRATION), NO_CALIBRATION) == NO_CALIBRATION


def test_two_marks_are_enough_and_one_gives_a_shift() -> None:
    made = gauge.gauge_of_page(210.0, 297.0)
    printer = Calibration(1.2, -0.5, 0.995, 1.004)
    first, _, _, last = _readings(made, printer, NO_CALIBRATION)
    nothing = (None, None)
    found = gauge.read(made, [first, nothing, nothing, last], NO_CALIBRATION)
    assert printer.drawn(*found.drawn(100.0, 200.0)) == pytest.approx((100.0, 200.0), abs=0.002)
    assert gauge.read(made, [(21.5, 19.0), nothing, nothing, nothing], NO_CALIBRATION) == Calibration(-1.5, 1.0)
    kept = Calibration(0.5, 0.6, 1.001, 0.999)
    assert gauge.read(made, [nothing] * 4, kept) == kept


def test_a_misread_ruler_is_noticed() -> None:
    made = gauge.gauge_of_sheet(SHEETS[0])
    readings = [(1.0, 0.0), (1.0, 0.0), (1.0, 0.0), (-4.0, 0.0)]
    found = gauge.read(made, readings, NO_CALIBRATION)
    assert calibration.disagreement(found, *gauge.pairs(made, readings, NO_CALIBRATION)) > 1.0


@pytest.mark.parametrize("made", GAUGES)
def test_marks_lie_where_a_printer_reaches_and_apart(made: gauge.Gauge) -> None:
    (left, top), (right, _), (_, bottom), _ = made.marks
    assert left >= 5.0 - 1e-6
    assert top >= 5.0 - 1e-6
    assert right <= made.width - 5.0 + 1e-6
    assert bottom <= made.height - 5.0 + 1e-6
    assert right - left >= 60.0
    assert bottom - top >= 200.0


@pytest.mark.parametrize("text", ["10,10", "-10,-10,0.97,1.03", " 1.2 , -0.5 "])
def test_what_is_typed_within_the_limits(text: str) -> None:
    assert calibration.parse(text) == Calibration(*map(float, text.split(",")))


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "1,2,1,1,1", "1;2"])
def test_what_is_no_correction_is_refused(text: str) -> None:
    with pytest.raises(Problem) as raised:
        calibration.parse(text)
    assert raised.value.kind is ProblemKind.CALIBRATION_UNREADABLE


@pytest.mark.parametrize("text", ["10.1,0", "0,-11", "0,0,1.031,1", "0,0,1,0.96", "nan,0", "0,inf"])
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(Problem) as raised:
        calibration.parse(text)
    assert raised.value.kind is ProblemKind.CALIBRATION_TOO_LARGE

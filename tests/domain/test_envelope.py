"""Envelopes as data: boxes after the standard, layouts clear of the postmark and the edges, windows and folds."""

import tomllib
from dataclasses import replace
from itertools import pairwise

import pytest

from shoukei_app import assets
from shoukei_app.domain import envelope
from shoukei_app.domain.barcode_size import COMFORTABLE, height, width
from shoukei_app.domain.envelope import FOLDS, LONG_3, Envelope, WindowFinding, Writing, crosses_fold, window_findings
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.problem import Problem, ProblemKind

DATA = tomllib.loads(assets.text("post/envelopes.toml"))
ENVELOPES = envelope.envelopes_from_data(DATA)
WINDOWS = envelope.windows_from_data(DATA)
EVERY = pytest.mark.parametrize("one", ENVELOPES, ids=lambda one: one.id)


def _apart(one: Area, other: Area) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def test_sizes_are_those_of_the_standard() -> None:
    assert [(one.id, one.width, one.height) for one in ENVELOPES] == [("long3", 120, 235), ("kaku2", 240, 332)]


@EVERY
def test_boxes_stand_where_the_standard_has_them(one: Envelope) -> None:
    boxes = one.boxes.areas(one.width)
    assert len(boxes) == 7
    assert boxes[0].y == 12.0
    assert one.width - boxes[-1].x - boxes[-1].width == pytest.approx(8.0)
    assert boxes[-1].x + boxes[-1].width - boxes[0].x == pytest.approx(47.7)
    gaps = [round(later.x - box.x - box.width, 3) for box, later in pairwise(boxes)]
    assert gaps == [1.3, 1.3, 1.9, 1.1, 1.1, 1.1]


@EVERY
@pytest.mark.parametrize("writing", list(Writing))
def test_nothing_of_a_layout_meets_another(one: Envelope, writing: Writing) -> None:
    layout = one.layouts[writing]
    postmark = Area(0.0, 0.0, 35.0, 70.0)
    parts = [layout.address, layout.sender, layout.number, *one.boxes.areas(one.width)]
    if layout.barcode:
        x, y = layout.barcode
        bars = Area(x - 2, y - 2, width(COMFORTABLE) + 4, height(COMFORTABLE) + 4)
        assert x >= 10
        assert one.width - x - width(COMFORTABLE) >= 10
        assert one.height - y - height(COMFORTABLE) >= 15
        parts.append(bars)
    for place, part in enumerate(parts):
        assert part.x >= 5
        assert part.x + part.width <= one.width - 5
        assert part.y + part.height <= one.height - 5
        assert _apart(part, postmark)
        assert all(_apart(part, other) for other in parts[place + 1 :])
    assert one.mark.x + one.mark.width <= 40
    assert one.mark.y + one.mark.height <= 70


def test_an_unknown_envelope_is_refused_with_those_there_are() -> None:
    assert envelope.find(ENVELOPES, "kaku2").name == "角形2号"
    with pytest.raises(Problem) as raised:
        envelope.find(ENVELOPES, "long4")
    assert raised.value.kind is ProblemKind.ENVELOPE_UNKNOWN
    assert raised.value.data == {"envelope": "long4", "known": ("long3", "kaku2")}


def test_a_window_is_kept_as_data() -> None:
    assert WINDOWS[0] == LONG_3
    assert all(envelope.window_from_data(envelope.window_data(one)) == one for one in WINDOWS)


def _window(**changed: float) -> envelope.WindowEnvelope:
    return replace(LONG_3, window=replace(LONG_3.window, **changed))


def test_what_is_always_seen_never_crosses_a_fold() -> None:
    for y in range(20, 75, 5):
        for tall in (30.0, 45.0, 60.0, 100.0):
            seen = _window(y=float(y), height=tall).always_seen()
            assert not crosses_fold(seen)
            assert seen.y + seen.height <= FOLDS[0] or seen.height == 0
    assert crosses_fold(Area(0.0, 90.0, 10.0, 9.1))
    assert not crosses_fold(Area(0.0, 99.0, 10.0, 99.0))


@pytest.mark.parametrize(
    ("window", "size", "findings"),
    [
        (LONG_3, 8.0, ()),
        (LONG_3, None, (WindowFinding.NO_BARCODE,)),
        (_window(width=79.0), 8.0, (WindowFinding.SMALL,)),
        (_window(x=150.0), 8.0, (WindowFinding.OUTSIDE_ENVELOPE,)),
        (_window(x=30.0, width=88.0, y=74.9, height=45.0), 8.0, ()),
        (_window(y=75.0, height=40.0), 8.0, (WindowFinding.SMALL,)),
        (_window(width=80.0, height=45.0, x=1.0), 8.0, ()),
        (_window(y=74.9, height=45.2), 8.0, (WindowFinding.OUTSIDE_ENVELOPE,)),
    ],
)
def test_a_window_that_does_not_do_is_told(
    window: envelope.WindowEnvelope, size: float | None, findings: tuple[WindowFinding, ...]
) -> None:
    assert window_findings(window, size) == findings


def test_an_area_holds_what_reaches_no_further_than_its_edges() -> None:
    area = Area(10.0, 20.0, 30.0, 40.0)
    assert area.holds(area)
    assert area.holds(Area(11.0, 21.0, 29.0, 39.0))
    assert not area.holds(Area(11.0, 21.0, 29.1, 39.0))
    assert not area.holds(Area(9.9, 21.0, 5.0, 5.0))

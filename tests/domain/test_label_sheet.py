"""Label sheets: shipped ones lie on their page, and are found by any maker's number."""

import tomllib
from dataclasses import replace

import pytest

from shoukei_app import assets
from shoukei_app.domain import label_sheet
from shoukei_app.domain.problem import Problem, ProblemKind

SHEETS = label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))


def test_every_shipped_sheet_lies_on_its_page() -> None:
    assert len({sheet.id for sheet in SHEETS}) == len(SHEETS) == 15
    for sheet in SHEETS:
        assert sheet.overflow() == (0.0, 0.0)
        assert sheet.pitch_x >= sheet.width
        assert sheet.pitch_y >= sheet.height
        assert f"{sheet.faces}面" in sheet.name


# Product: faces across and down, face W×H, top, left, pitch X×Y, as the packets give them.
PACKETS = """
ELM005 2 4 98 68 12.5 5 102 68
ELM006 2 5 86.4 50.8 21.2 18.6 86.4 50.8
ELM007 2 6 83.8 42.3 20.3 20.3 87.6 42.3
ELM008 2 6 86.4 42.3 21.2 18.6 86.4 42.3
ELM009 3 6 70 42.3 21.2 0 70 42.3
ELM011 3 7 70 42.42857 0 0 70 42.42857
ELM012 3 8 66 33.9 12.9 6 66 33.9
ELM016 2 5 85 50 23 20 85 50
ELM017 2 5 83.8 50.8 21.5 19.3 87.6 50.8
ELM018 2 6 84 42 22.5 19 88 42
ELM022 4 11 48.3 25.4 8.8 8.4 48.3 25.4
ELM023 5 13 38.1 21.2 10.92 4.75 40.6 21.2
28185 3 6 70 42.3 21.5 0 70 42.3
28187 2 6 84 42 22.5 20 86 42
51002 2 5 91 55 11 14 91 55
"""


def test_the_measures_are_those_of_the_packets() -> None:
    told = {line.split()[0]: tuple(map(float, line.split()[1:])) for line in PACKETS.strip().splitlines()}
    kept = {
        sheet.id: (
            *(sheet.columns, sheet.rows, sheet.width, sheet.height),
            *(sheet.top, sheet.left, sheet.pitch_x, sheet.pitch_y),
        )
        for sheet in SHEETS
    }
    assert kept == told
    assert {sheet.id for sheet in SHEETS if sheet.page_height == 296.9} == {"28185", "28187"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_faces_lie_evenly_on_the_page(sheet: label_sheet.LabelSheet) -> None:
    """What lies unevenly was most likely measured or copied wrongly."""
    last = sheet.face(sheet.faces - 1)
    assert sheet.page_width - last.x - last.width == pytest.approx(sheet.left, abs=2.5)
    assert sheet.page_height - last.y - last.height == pytest.approx(sheet.top, abs=3.0)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ELM008", "ELM008"),
        ("elm 008", "ELM008"),
        ("72212", "ELM008"),
        ("コクヨ KPC-E1121", "ELM008"),
        ("KPC-E1121", "ELM008"),
        ("ＥＬＭ０１２", "ELM012"),
        ("エーワン28185", "28185"),
        ("31538", "ELM011"),
    ],
)
def test_a_sheet_is_found_by_any_makers_number(name: str, found: str) -> None:
    assert label_sheet.find(SHEETS, name).id == found


@pytest.mark.parametrize("name", ["", "12", "ELM999", "28722"])
def test_an_unknown_sheet_is_refused(name: str) -> None:
    with pytest.raises(Problem) as raised:
        label_sheet.find(SHEETS, name)
    assert raised.value.kind is ProblemKind.LABEL_SHEET_UNKNOWN
    assert raised.value.data["sheet"] == name


def test_faces_are_counted_along_the_rows() -> None:
    sheet = label_sheet.find(SHEETS, "ELM008")
    assert sheet.position(0) == (18.6, 21.2)
    assert sheet.position(1) == pytest.approx((105.0, 21.2))
    assert sheet.position(2) == pytest.approx((18.6, 63.5))


def test_what_reaches_over_the_edge_is_measured() -> None:
    wide = replace(label_sheet.find(SHEETS, "ELM008"), left=30.0, top=60.0)
    assert wide.overflow() == pytest.approx(
        (30.0 + 172.8 - 210.0 if 30.0 + 172.8 > 210.0 else 0.0, 60.0 + 253.8 - 297.0)
    )

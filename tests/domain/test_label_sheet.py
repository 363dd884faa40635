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

"""The page mark and the window: small geometry that printing and reading share."""

import json

import pytest

from shoukei_app.domain import form_layout
from shoukei_app.domain.envelope import LONG_3, WindowEnvelope
from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, FormLayout, FormPage, WritingArea
from shoukei_app.domain.geometry import Area


def test_every_page_has_a_mark_of_its_own_and_none_is_blank() -> None:
    marks = [form_layout.page_bits(page) for page in range(1, form_layout.LAST_PAGE + 1)]
    assert len(set(marks)) == len(marks)
    assert all(any(mark) for mark in marks)
    assert [form_layout.page_of(mark) for mark in marks] == list(range(1, form_layout.LAST_PAGE + 1))


def test_one_square_read_wrongly_is_noticed() -> None:
    for page in range(1, form_layout.LAST_PAGE + 1):
        mark = form_layout.page_bits(page)
        for place in range(len(mark)):
            wrong = [bit ^ (place == at) for at, bit in enumerate(mark)]
            assert form_layout.page_of(wrong) is None


@pytest.mark.parametrize("bits", [(), (True,), (False, False, False, True), (False,) * 4])
def test_what_is_no_page_mark_names_no_page(bits: tuple[bool, ...]) -> None:
    assert form_layout.page_of(bits) is None


def test_pages_that_cannot_be_marked_are_refused() -> None:
    with pytest.raises(ValueError, match="8"):
        form_layout.page_bits(8)


def test_what_is_seen_shrinks_by_the_room_the_sheet_has_to_slip() -> None:
    assert LONG_3.always_seen() == Area(21.0, 52.0, 65.0, 24.0)
    tight = WindowEnvelope("", 235.0, 120.0, Area(20.0, 50.0, 20.0, 15.0))
    assert tight.always_seen() == Area(20.0, 50.0, 0.0, 0.0)


def test_a_layout_is_kept_and_read_back() -> None:
    area = Area(1.0, 2.0, 3.0, 4.0)
    fields = (
        ChoiceBox("q", 1, area),
        EraBox("q", "S", area),
        DigitCell("q", 2, area),
        WritingArea("q", None, area),
    )
    page = FormPage(1, (area,) * 4, (area, area), area, fields)
    layout = FormLayout("nagano", 3, 210.0, 297.0, (page,))
    assert form_layout.from_data(json.loads(json.dumps(form_layout.to_data(layout)))) == layout

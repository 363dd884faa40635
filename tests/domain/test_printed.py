"""Pieces, pages and faces: what is printed again after a paper jam is exactly what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.printed import PiecePlaces, one_by_one
from shoukei_app.domain.problem import Problem, ProblemKind

NUMBERS = tuple(form_number(serial) for serial in range(1, 41))


@given(st.integers(1, 65), st.data(), st.lists(st.integers(1, 2), min_size=1, max_size=40))
def test_the_pages_of_a_range_hold_its_pieces_and_others_are_named(
    per_page: int, data: st.DataObject, lengths: list[int]
) -> None:
    start = data.draw(st.integers(0, per_page - 1))
    faces = [start]
    for length in lengths:
        faces.append(faces[-1] + length)
    places = one_by_one(NUMBERS[: len(lengths)], faces, per_page=per_page)
    first = data.draw(st.integers(1, len(lengths)))
    last = data.draw(st.integers(first, len(lengths)))
    wanted = set(range(faces[first - 1], faces[last]))
    pages = places.pages(first, last)
    on_pages = {face for page in pages for face in range(page * per_page, (page + 1) * per_page)}
    assert wanted <= on_pages
    written = set(range(start, faces[-1]))
    assert on_pages & written - places.others(first, last) == wanted
    assert places.place(first) == (pages.start + 1, faces[first - 1] % per_page + 1)
    # No page is printed that holds none of them.
    assert all(wanted & set(range(page * per_page, (page + 1) * per_page)) for page in pages)


def test_a_piece_is_meant_by_its_place_or_its_form_number() -> None:
    places = PiecePlaces(NUMBERS[:20], tuple(range(20)), 20, offset=1200)
    assert places.find("1,204") == places.find("１２０４") == 1204
    assert places.find(shown(NUMBERS[3])) == places.find(NUMBERS[3]) == 1204
    assert places.place(1204) == (4, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1200", ProblemKind.PIECE_OUTSIDE),
        ("1221", ProblemKind.PIECE_OUTSIDE),
        ("0", ProblemKind.PIECE_OUTSIDE),
        (shown(NUMBERS[30]), ProblemKind.PIECE_NOT_IN_RUN),
        ("000001-9", ProblemKind.FORM_NUMBER_WRONG),
        ("", ProblemKind.FORM_NUMBER_WRONG),
    ],
)
def test_what_is_not_in_the_document_is_refused(text: str, kind: ProblemKind) -> None:
    with pytest.raises(Problem) as raised:
        PiecePlaces(NUMBERS[:20], tuple(range(20)), 20, offset=1200).find(text)
    assert raised.value.kind is kind

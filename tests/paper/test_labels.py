"""Labels: everything inside its face on every sheet, from any start face, in the order of the pieces."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import address, pieces
from pdf_reader import Pdf, inside

from shoukei_app import assets
from shoukei_app.domain import label_sheet
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import Addressee, Piece
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import labels

SHEETS = label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))
EVERY_SHEET = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)


def _face(sheet: LabelSheet, face: int) -> Area:
    return Area(*sheet.position(face), sheet.width, sheet.height)


def _by_face(pdf: Pdf, page: int, sheet: LabelSheet) -> dict[int, str]:
    """The characters on each face; fails where one lies across an edge."""
    found: dict[int, str] = {}
    for character, area in pdf.glyphs(page):
        faces = [face for face in range(sheet.faces) if inside(area, _face(sheet, face))]
        assert faces, f"{character} at {area} is on no face"
        found[faces[0]] = found.get(faces[0], "") + character
    return found


@EVERY_SHEET
def test_each_piece_is_inside_its_own_face(tmp_path: Path, sheet: LabelSheet) -> None:
    some = pieces(sheet.faces + 3)
    result = labels.print_labels(tmp_path / "ラベル.pdf", some, sheet, Progress())
    pdf = Pdf(tmp_path / "ラベル.pdf")
    assert (result.pages, result.printed) == (len(pdf), len(some)) == (2, sheet.faces + 3)
    printed = [text for page in range(2) for _, text in sorted(_by_face(pdf, page, sheet).items())]
    assert len(printed) == len(some)
    for text, piece in zip(printed, some, strict=True):
        assert text.count(shown(piece.number)) == 1
        assert "".join(piece.addressee.name.split()) in text
        assert piece.addressee.address.postal_code[:3] in text


@EVERY_SHEET
def test_text_keeps_off_the_margin_that_printers_leave_white(tmp_path: Path, sheet: LabelSheet) -> None:
    labels.print_labels(tmp_path / "ラベル.pdf", pieces(sheet.faces), sheet, Progress())
    printable = Area(4.5, 4.5, sheet.page_width - 9.0, sheet.page_height - 9.0)
    assert all(inside(area, printable) for _, area in Pdf(tmp_path / "ラベル.pdf").glyphs(0))


@pytest.mark.parametrize("start", [1, 2, 7, 12])
def test_a_used_sheet_is_begun_at_its_first_free_face(tmp_path: Path, start: int) -> None:
    sheet = label_sheet.find(SHEETS, "ELM008")
    some = pieces(14)
    result = labels.print_labels(tmp_path / "ラベル.pdf", some, sheet, Progress(), start=start)
    pdf = Pdf(tmp_path / "ラベル.pdf")
    assert result.pages == len(pdf) == -(-(start - 1 + 14) // 12)
    first = _by_face(pdf, 0, sheet)
    assert min(first) == start - 1
    assert shown(some[0].number) in first[start - 1]


@pytest.mark.parametrize("start", [0, 13, -1])
def test_a_start_that_is_not_on_the_sheet_is_refused(tmp_path: Path, start: int) -> None:
    with pytest.raises(Problem) as raised:
        labels.print_labels(tmp_path / "x.pdf", pieces(), label_sheet.find(SHEETS, "ELM008"), Progress(), start=start)
    assert raised.value.kind is ProblemKind.START_FACE_OUTSIDE
    assert raised.value.data == {"face": start, "faces": 12}
    assert not list(tmp_path.iterdir())


def test_the_page_is_the_sheets_own(tmp_path: Path) -> None:
    sheet = label_sheet.find(SHEETS, "28185")
    labels.print_labels(tmp_path / "ラベル.pdf", pieces(1), sheet, Progress())
    assert Pdf(tmp_path / "ラベル.pdf").picture(0, 254).height == pytest.approx(2969, abs=2)


@settings(max_examples=12)
@given(
    st.sampled_from(SHEETS),
    st.lists(
        st.builds(
            Addressee,
            st.text(alphabet="株式会社架空承継ホテル・ー（）ABC12", min_size=1, max_size=120),
            st.text(alphabet="支店営業所第一二", max_size=40),
            st.sampled_from(["", "代表取締役社長"]),
            st.text(alphabet="山田太郎佐藤", max_size=16),
            st.builds(
                address,
                st.just("3800000"),
                st.just("長野市"),
                st.text(alphabet="大字架空町", max_size=20),
                st.text(alphabet="0123456789-番地号ビル 階", max_size=300),
            ),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_no_addressee_whatever_its_length_leaves_its_face(
    tmp_path_factory: pytest.TempPathFactory, sheet: LabelSheet, addressees: list[Addressee]
) -> None:
    some = [Piece(place, form_number(place), addressee) for place, addressee in enumerate(addressees, start=1)]
    target = tmp_path_factory.mktemp("labels") / "ラベル.pdf"
    labels.print_labels(target, some, sheet, Progress())
    printed = _by_face(Pdf(target), 0, sheet)
    assert sorted(printed) == list(range(len(some)))
    for face, piece in enumerate(some):
        assert piece.addressee.name in printed[face]

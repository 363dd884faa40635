"""Printing from a piece on: every paper holds exactly the pieces asked for, and says where each lies."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, mailing, targets
from shoukei_app.usecases.mailing import Paper, PrintOptions

FIRMS = 45
CAMPAIGN = 1
PLACES = [
    ("3800921", "長野市", "20201", "栗田"),
    ("3830013", "中野市", "20211", "中野"),
    ("3820911", "須坂市", "20207", "須坂"),
]


@pytest.fixture
def mailed(file_ledger: Ledger, act: Act) -> Ledger:
    for number in range(FIRMS):
        code, municipality, key, town = PLACES[number % len(PLACES)]
        address = Address(code, "長野県", "", municipality, key, town, f"{number + 1}番地")
        firms.add(file_ledger, act, FirmFacts(f"見本商店{number + 1}", address=address))
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    mailing.create_run(file_ledger, act, CAMPAIGN, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    return file_ledger


def _texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return [page.get_textpage().get_text_range() for page in document]


def _print(ledger: Ledger, paper: Paper, path: Path, options: PrintOptions) -> mailing.PrintedRun:
    return mailing.print_run(ledger, CAMPAIGN, 1, paper, path, progress=Progress(), options=options).value


@pytest.mark.parametrize("dividers", [False, True])
@pytest.mark.parametrize("paper", list(Paper))
def test_what_is_left_is_exactly_what_is_missing(
    mailed: Ledger, tmp_path: Path, paper: Paper, *, dividers: bool
) -> None:
    whole = _print(mailed, paper, tmp_path / "全.pdf", PrintOptions(dividers=dividers))
    assert (whole.printed, whole.pieces, whole.first, whole.last) == (FIRMS, FIRMS, 1, FIRMS)
    everything = _texts(tmp_path / "全.pdf")
    for first, last in ((1, 1), (14, None), (30, 40), (FIRMS, FIRMS)):
        options = PrintOptions(start=5, dividers=dividers, first=first, last=last)
        rest = _print(mailed, paper, tmp_path / "残.pdf", options)
        until = last or FIRMS
        wanted = whole.places.numbers[first - 1 : until]
        assert rest.places.numbers == wanted
        assert (rest.printed, rest.first, rest.last) == (len(wanted), first, until)
        said = "".join(_texts(tmp_path / "残.pdf"))
        assert [number for number in whole.places.numbers if shown(number) in said] == list(wanted)
        # The places of the whole print say on which of its pages the same pieces lie.
        pages = whole.places.pages(first, until)
        on_them = "".join(everything[page] for page in pages)
        assert all(shown(number) in on_them for number in wanted)
        for piece in (first, until):
            page, _face = rest.places.place(piece)
            assert 1 <= page <= rest.pages


@pytest.mark.parametrize(("first", "last"), [(0, None), (FIRMS + 1, None), (5, 4), (1, FIRMS + 1), (-3, 2)])
def test_pieces_that_are_not_there_are_refused(mailed: Ledger, tmp_path: Path, first: int, last: int | None) -> None:
    with pytest.raises(Problem) as raised:
        _print(mailed, Paper.LETTERS, tmp_path / "x.pdf", PrintOptions(first=first, last=last))
    assert raised.value.kind is ProblemKind.PIECE_OUTSIDE
    assert not (tmp_path / "x.pdf").exists()

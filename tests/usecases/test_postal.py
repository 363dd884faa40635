"""A run and the post: barcodes where they may be, the reasons elsewhere, districts that lie together, the postage."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.envelope import LONG_3
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import PrintOrder, RunKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, ledgers, mailing, postal, targets
from shoukei_app.usecases.mailing import Paper, PrintOptions

CAMPAIGN = 1
# 395-0151 belongs to another office than 395-0001 and 395-0801, between which it lies.
PLACES = (
    ("3950801", "飯田市", "20205", "鼎中平", "9番9号"),
    ("3950151", "飯田市", "20205", "北方", "99番地"),
    ("3950001", "飯田市", "20205", "座光寺", "9丁目9番"),
    ("3950000", "飯田市", "20205", "見本町", "9番地"),
    ("3950099", "飯田市", "20205", "座光寺", "9番"),
)


@pytest.fixture
def run(file_ledger: Ledger, act: Act) -> Ledger:
    for place, (code, municipality, number, town, rest) in enumerate(PLACES, start=1):
        address = Address(code, "長野県", "", municipality, number, town, rest)
        firms.add(file_ledger, act, FirmFacts(f"見本商店{place}", address=address))
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    mailing.create_run(file_ledger, act, CAMPAIGN, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    return file_ledger


def _codes(ledger: Ledger, number: int) -> list[str]:
    return [piece.addressee.address.postal_code for piece in mailing.pieces(ledger, CAMPAIGN, number)]


def _lacking(ledger: Ledger) -> dict[str, BarcodeReason]:
    """The two pieces of the run that can have no barcode, by number."""
    numbers = {piece.addressee.address.postal_code: piece.number for piece in mailing.pieces(ledger, CAMPAIGN, 1)}
    return {
        numbers["3950000"]: BarcodeReason.REPRESENTATIVE_CODE,
        numbers["3950099"]: BarcodeReason.UNKNOWN_CODE,
    }


def test_a_run_is_counted_for_the_post(run: Ledger) -> None:
    plan = postal.plan(run, CAMPAIGN, 1)
    assert (plan.pieces, plan.eligible) == (5, 3)
    assert plan.without == _lacking(run)
    assert plan.districts == {"395": 4, "39501": 1}
    assert (plan.postage.postage, plan.postage.saving) == (550, 0)


def test_papers_carry_barcodes_and_say_which_do_not(run: Ledger, act: Act, tmp_path: Path) -> None:
    def printed(paper: Paper, **options: object) -> mailing.PrintedRun:
        target = tmp_path / "書類.pdf"
        wish = PrintOptions(**options)  # type: ignore[arg-type]
        return mailing.print_run(run, CAMPAIGN, 1, paper, target, progress=Progress(), options=wish).value

    made = printed(Paper.LABELS)
    assert made.printed == made.barcodes + len(made.without_barcode) == 5
    assert dict(made.without_barcode) == _lacking(run)
    for wish, reason in (
        ({"sheet": "ELM012"}, BarcodeReason.LABEL_TOO_SMALL),
        ({"barcode": False}, BarcodeReason.SWITCHED_OFF),
    ):
        bare = printed(Paper.LABELS, **wish)
        assert (bare.barcodes, {why for _, why in bare.without_barcode}) == (0, {reason})
        assert len(bare.without_barcode) == 5
    assert {why for _, why in printed(Paper.LETTERS).without_barcode} == {BarcodeReason.WINDOW_TOO_SMALL}
    wide = replace(LONG_3, window=replace(LONG_3.window, width=93.0))
    ledgers.choose_window(run, act, CAMPAIGN, wide)
    assert ledgers.campaign(run, CAMPAIGN).envelope == wide
    assert dict(printed(Paper.LETTERS).without_barcode) == _lacking(run)
    envelopes = printed(Paper.ENVELOPES)
    assert (envelopes.pages, envelopes.printed, envelopes.barcodes) == (5, 5, 3)
    assert dict(envelopes.without_barcode) == _lacking(run)
    assert printed(Paper.ENVELOPES, dividers=True).pages == 7
    with pytest.raises(Problem) as raised:
        printed(Paper.ENVELOPES, envelope="long4")
    assert raised.value.kind is ProblemKind.ENVELOPE_UNKNOWN
    outside = replace(wide, window=replace(wide.window, x=200.0))
    with pytest.raises(Problem) as raised:
        ledgers.choose_window(run, act, CAMPAIGN, outside)
    assert raised.value.kind is ProblemKind.VALUE_WRONG
    history.undo(run, act)
    assert ledgers.campaign(run, CAMPAIGN).envelope == LONG_3
    for paper in (Paper.QUESTIONNAIRES, Paper.CHECKLIST):
        assert (printed(paper).barcodes, printed(paper).without_barcode) == (0, ())


def test_the_postal_order_keeps_the_pieces_of_an_office_together(run: Ledger, act: Act) -> None:
    mailing.mark_posted(run, act, CAMPAIGN, 1, date(2026, 7, 2))
    mailing.create_run(
        run,
        act,
        CAMPAIGN,
        RunKind.REMINDER,
        made_on=date(2026, 8, 1),
        deadline=date(2026, 8, 31),
        order=PrintOrder.POSTAL,
    )
    expected = ["3950000", "3950001", "3950099", "3950801", "3950151"]
    assert _codes(run, 2) == expected
    again = postal.by_district(mailing.pieces(run, CAMPAIGN, 1))
    assert [piece.addressee.address.postal_code for piece in again] == expected


def test_a_divider_names_each_district_and_its_pieces(run: Ledger, tmp_path: Path) -> None:
    wish = PrintOptions(dividers=True)
    for paper, pages in ((Paper.LABELS, 1), (Paper.LETTERS, 7)):
        target = tmp_path / f"{paper}.pdf"
        made = mailing.print_run(run, CAMPAIGN, 1, paper, target, progress=Progress(), options=wish).value
        document = pypdfium2.PdfDocument(target)
        assert (made.printed, made.pages, len(document)) == (5, pages, pages)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert text.count("郵便区") == 2
        marks = ["395", "4 通", "見本商店4", "39501", "1 通", "見本商店2"]
        places = [text.index(mark, text.index("郵便区")) for mark in marks]
        assert places[2:] == sorted(places[2:])
        assert "395" in text
        document.close()


def test_an_offices_own_rates_are_read_or_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        postal.rates_in(tmp_path / "無い.toml")
    assert raised.value.kind is ProblemKind.FILE_MISSING
    own = tmp_path / "料金.toml"
    for text in ("price = ", "price = 110", "[barcode]\npieces = 1"):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(Problem) as raised:
            postal.rates_in(own)
        assert raised.value.kind is ProblemKind.RATES_UNREADABLE
    own.write_text(
        "price = 85\n[barcode]\npieces = 2\npercent = 10\n"
        "[[sorted]]\npieces = 9\npercent = 3\n[added]\nslack = 2\nbarcode = 3\n",
        encoding="utf-8",
    )
    assert postal.rates_in(own).price == 85

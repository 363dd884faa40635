"""Letters of a campaign: one operation to change, undone as one, handed on as a file, proved on real firms."""

from datetime import date
from pathlib import Path

import pytest

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.letter import LetterTemplate, Paragraph, Place, template_for
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, letters, mailing, runs, targets
from shoukei_app.usecases.mailing import Paper

CAMPAIGN = 1
OWN = LetterTemplate("町からのお願い", (Paragraph("{firm}様、{deadline}までに。"),))
TODAY = date(2026, 7, 1)


def _mail_to(ledger: Ledger, act: Act, *names: str) -> None:
    for place, name in enumerate(names, start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, act, FirmFacts(name, address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))


def test_a_letter_is_kept_as_one_operation_and_taken_back(ledger: Ledger, act: Act) -> None:
    before = letters.of(ledger, CAMPAIGN)
    saved = letters.save(ledger, act, CAMPAIGN, {"first": OWN})
    assert letters.of(ledger, CAMPAIGN) == {**before, "first": OWN}
    operation = history.undo_state(ledger, act.person).undo
    assert operation is not None
    assert (operation.id, operation.kind) == (saved.operation, OperationKind.EDIT_LETTERS)
    history.undo(ledger, act, person=act.person)
    assert letters.of(ledger, CAMPAIGN) == before


def test_a_run_is_printed_with_the_letter_of_its_kind(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    _mail_to(file_ledger, act, "見本商店")
    letters.save(file_ledger, act, CAMPAIGN, {"first": OWN})
    runs.create_run(file_ledger, act, CAMPAIGN, RunKind.FIRST, made_on=TODAY, deadline=date(2026, 7, 31))
    target = tmp_path / "依頼文.pdf"
    mailing.print_run(file_ledger, CAMPAIGN, 1, Paper.LETTERS, target, progress=Progress())
    import pypdfium2  # type: ignore[import-untyped]

    text = pypdfium2.PdfDocument(target.read_bytes())[0].get_textpage().get_text_range()
    assert "見本商店様、令和8年7月31日（金）までに。" in "".join(text.split())
    assert letters.runs_by_kind(file_ledger, CAMPAIGN) == {"first": (1,)}


def test_letters_travel_as_a_file(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    before = letters.of(file_ledger, CAMPAIGN)
    target = tmp_path / "文面.toml"
    assert set(letters.export_file(file_ledger, CAMPAIGN, target).value) == set(before)
    letters.save(file_ledger, act, CAMPAIGN, {"first": OWN})
    letters.import_file(file_ledger, act, CAMPAIGN, target)
    assert letters.of(file_ledger, CAMPAIGN) == before
    target.write_text("first = 1", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        letters.import_file(file_ledger, act, CAMPAIGN, target)
    assert raised.value.kind is ProblemKind.LETTERS_UNREADABLE
    assert letters.of(file_ledger, CAMPAIGN) == before


def test_a_proof_is_made_on_a_real_firm_and_on_the_one_with_the_longest_name(file_ledger: Ledger, act: Act) -> None:
    occasion = letters.occasion(file_ledger, CAMPAIGN, TODAY)
    (invented,) = letters.recipients(file_ledger, CAMPAIGN)
    assert letters.prove(OWN, occasion, invented).faults == ()
    _mail_to(file_ledger, act, "見本商店", "特定非営利活動法人 見本ふるさと振興ネットワーク協議会", "見本屋")
    found = letters.recipients(file_ledger, CAMPAIGN)
    assert letters.longest(found) == 1
    proof = letters.prove(OWN, occasion, found[0], [found[1]])
    assert proof.data.startswith(b"%PDF")
    assert proof.spare >= 0
    assert proof.size == pytest.approx(11.5)


def test_a_proof_says_what_is_wrong_and_where(file_ledger: Ledger) -> None:
    occasion = letters.occasion(file_ledger, CAMPAIGN, TODAY)
    (invented,) = letters.recipients(file_ledger, CAMPAIGN)
    wrong = LetterTemplate("題", (Paragraph("あ"), Paragraph("{firn}"), *[Paragraph("長い文。" * 60)] * 12))
    proof = letters.prove(wrong, occasion, invented)
    assert [(fault.place, fault.problem.kind) for fault in proof.faults] == [
        (Place("paragraphs", 1), ProblemKind.LETTER_FIELD_UNKNOWN),
        (Place(""), ProblemKind.LETTER_TOO_LONG),
    ]
    assert proof.spare < 0


def test_every_kind_of_run_begins_with_a_standard_letter(file_ledger: Ledger) -> None:
    kept = letters.of(file_ledger, CAMPAIGN)
    assert kept == letters.standard()
    assert all(template_for(kept, kind).paragraphs for kind in RunKind)

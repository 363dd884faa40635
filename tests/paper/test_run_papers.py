"""Whatever a register holds: targets = printed + not printed of every run, and the PDF's own text counts back to it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pdf_reader import Pdf

from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import NOT_SENT, WAITING, PieceState, RunKind, Sender, UndeliveredReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import duplicates, firms, ledgers, mailing, receipts, runs, targets, undelivered
from shoukei_app.usecases.mailing import Paper, PrintOptions

ACT = Act("山岸", datetime(2026, 7, 1, 12, 0))
CAMPAIGN = 1
FIRMS = 7
DAYS = {
    RunKind.FIRST: date(2026, 7, 1),
    RunKind.REMINDER: date(2026, 8, 1),
    RunKind.REMINDER_2: date(2026, 9, 1),
    RunKind.REMAIL: date(2026, 9, 10),
    RunKind.REISSUE: date(2026, 9, 20),
}
PAGES = {Paper.LETTERS: 1, Paper.QUESTIONNAIRES: 2}
"""How many pages each piece of a paper has; the others carry many pieces on a page."""


@dataclass(frozen=True)
class Fate:
    """What happens to a firm, and before which run (None: never)."""

    lost: str | None
    when: RunKind | None
    after_making: bool


LOST = ("address", "postal_code", "do_not_mail", "closed", "moved_away", "replied", "undelivered", "moved", "twin")
FATES = st.builds(Fate, st.sampled_from([*LOST, None]), st.sampled_from([*RunKind, None]), after_making=st.booleans())
NAMES = st.sampled_from(["見本商店", "株式会社\ue001商会", "㈱見本工業", "髙﨑製作所", "見本\ue001屋"])


@pytest.fixture(scope="module")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger with a campaign, copied for every example: making one takes a third of a second."""
    path = tmp_path_factory.mktemp("ledger") / "台帳.shoukei"
    sender = Sender("見本町 産業振興課", phone="026-000-0000")
    ledgers.create(str(path), ACT, name="調査", fiscal_year=2026, deadline=date(2026, 7, 31), sender=sender).close()
    return path


@contextmanager
def _register(empty: Path, names: list[str]) -> Iterator[tuple[Ledger, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / empty.name
        shutil.copy(empty, path)
        ledger = ledgers.open_existing(path)
        for place, name in enumerate(names, start=1):
            rest = f"{(place + 1) // 2}番地"  # two by two at one place: some are twins
            address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", rest)
            firms.add(ledger, ACT, FirmFacts(name, representative=f"見本 {place}郎", address=address))
        targets.select(ledger, ACT, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
        try:
            yield ledger, Path(folder)
        finally:
            ledger.close()


def _befall(ledger: Ledger, number: str, what: str, day: date) -> None:
    line = next(one for one in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query())) if one.number == number)
    (firm,) = firms.lines(ledger, [line.firm_id])
    facts, address = firm.facts, firm.facts.address
    match what:
        case "address":
            firms.edit(ledger, ACT, firm, replace(facts, address=replace(address, town="", rest="")))
        case "postal_code":
            firms.edit(ledger, ACT, firm, replace(facts, address=replace(address, postal_code="")))
        case "do_not_mail":
            firms.edit(ledger, ACT, firm, replace(facts, do_not_mail=True))
        case "closed" | "moved_away":
            firms.edit(ledger, ACT, firm, replace(facts, status=FirmStatus(what)))
        case "moved":
            firms.edit(ledger, ACT, firm, replace(facts, address=replace(address, rest="99番地")))
        case "replied":
            receipts.receive(ledger, ACT, CAMPAIGN, number, Arrival(day), again=True, anyway=True)
        case "undelivered":
            with suppress(Problem):  # nothing was sent to it yet
                undelivered.record(ledger, ACT, number, UndeliveredReason.MOVED, day)
        case "twin":
            others = [key for key in firms.find(ledger, Query()) if key != firm.id]
            with suppress(Problem):
                duplicates.merge(ledger, ACT, duplicates.propose(ledger, firm.id, others[0]))


def _check_paper(ledger: Ledger, run: int, paper: Paper, folder: Path, only: frozenset[str] | None = None) -> None:
    everything = [piece.number for piece in runs.pieces(ledger, CAMPAIGN, run)]
    asked = [number for number in everything if only is None or number in only]
    target = folder / "書類.pdf"
    wish = PrintOptions(only=only)
    try:
        made = mailing.print_run(ledger, CAMPAIGN, run, paper, target, progress=Progress(), options=wish).value
    except Problem as problem:
        assert (problem.kind, problem.data["missing"]) == (ProblemKind.NOTHING_TO_PRINT, len(asked))
        return
    missing = [number for number, _ in made.not_printed]
    assert made.printed == len(made.numbers)
    assert sorted([*made.numbers, *missing]) == sorted(asked), "in = printed + not printed, each once"
    pdf = Pdf(target)
    assert len(pdf) == made.pages
    found = [[number for number in everything if shown(number) in pdf.squeezed(page)] for page in range(len(pdf))]
    if paper in PAGES:
        assert found == [[number] for number in made.numbers for _ in range(PAGES[paper])]
    else:
        text = "".join(pdf.squeezed(page) for page in range(len(pdf)))
        assert [number for number in everything if text.count(shown(number))] == [
            number for number in everything if number in made.numbers
        ]
        assert all(text.count(shown(number)) == 1 for number in made.numbers)


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    names=st.lists(NAMES, min_size=2, max_size=FIRMS),
    fates=st.lists(FATES, min_size=FIRMS, max_size=FIRMS),
    spoiled=st.sets(st.integers(0, FIRMS - 1), max_size=3),
    decided=st.booleans(),
)
def test_targets_are_printed_or_not_with_a_reason(  # noqa: C901 - one course of a campaign, told in its order
    empty_ledger: Path, names: list[str], fates: list[Fate], spoiled: set[int], *, decided: bool
) -> None:
    with _register(empty_ledger, names) as (ledger, folder):
        numbers = [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))]
        for kind, day in DAYS.items():
            now = [(number, fate) for number, fate in zip(numbers, fates, strict=False) if fate.when is kind]
            for number, fate in now:
                if fate.lost and not fate.after_making:
                    _befall(ledger, number, str(fate.lost), day)
            wish = {"numbers": numbers[:1], "reason": "紛失"} if kind is RunKind.REISSUE else {}
            plan = runs.plan_run(ledger, CAMPAIGN, kind, wish.get("numbers", ()))
            assert plan.targets == plan.pieces + sum(plan.left_out.values())
            try:
                run = runs.create_run(ledger, ACT, CAMPAIGN, kind, made_on=day, deadline=None, **wish).value  # type: ignore[arg-type]
            except Problem as problem:
                assert problem.kind is ProblemKind.NOBODY_TO_MAIL
                assert (plan.pieces, plan.held) == (0, ())
                continue
            assert (run.pieces, run.pieces + run.left_out) == (plan.pieces, plan.targets)
            assert len({piece.number for piece in runs.pieces(ledger, CAMPAIGN, run.number)}) == plan.targets
            if decided:
                for one in runs.held(ledger, CAMPAIGN, run.number):
                    chosen = one.with_characters({"\ue001": "一"})
                    runs.decide_name(ledger, ACT, CAMPAIGN, run.number, one.number, chosen, source="登記簿")
            for number, fate in now:
                if fate.lost and fate.after_making:
                    _befall(ledger, number, str(fate.lost), day)
            for paper in Paper:
                _check_paper(ledger, run.number, paper, folder)
            waiting = [piece.number for piece in runs.pieces(ledger, CAMPAIGN, run.number) if piece.state in WAITING]
            torn = [number for place, number in enumerate(waiting) if place in spoiled]
            if torn:
                runs.record_spoiled(ledger, ACT, CAMPAIGN, run.number, torn)
                _check_paper(ledger, run.number, Paper.LETTERS, folder, frozenset(torn))
                runs.record_printed(ledger, ACT, CAMPAIGN, run.number, torn[:1])
            posting = runs.mark_posted(ledger, ACT, CAMPAIGN, run.number, day).value
            states = [piece.state for piece in runs.pieces(ledger, CAMPAIGN, run.number)]
            assert posting.posted == states.count(PieceState.POSTED)
            assert not set(states) & (WAITING | {PieceState.HELD})
            assert plan.targets == len(states)
            assert sum(runs.left_out(ledger, CAMPAIGN, run.number).values()) == sum(
                state in NOT_SENT for state in states
            )

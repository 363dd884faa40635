"""Verification (突合): where two entries differ a third look at the paper decides; then sample, archive, accuracy.

Left-over errors come from people who make two entries match instead of reading the paper. So a case names the number
and the question only; both entries are given out after the judge has written down what the paper says.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain import form_number, verification
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.verification import Accuracy, Stage, Verdict, VerificationPolicy
from shoukei_app.store import campaigns, entries, keyers, receipts, replies, sheets, targets
from shoukei_app.store.entries import FIRST, SECOND, Entry, Keyed
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.receipts import Receipt
from shoukei_app.store.sheets import Adjudication, Paper, Sheet
from shoukei_app.usecases import corrections, entry, questionnaires
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["Accuracy", "Adjudication", "Paper", "Receipt", "Sheet"]  # the window names these from here


@dataclass(frozen=True, slots=True)
class Case:
    """A sheet that two keyers read differently: which paper, which questions; nothing of what they read.

    `open` are the questions still to be looked at, in the order of the sheet; `skipped` those of them that the firm
    was to skip after what is decided already. `mine` says whether the judge keyed one of the entries.
    """

    target: TargetLine
    receipt: Receipt | None
    questionnaire: Questionnaire
    open: tuple[str, ...]
    skipped: frozenset[str]
    decided: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A sheet that waits for a third look, as a list shows it."""

    target: TargetLine
    bundle: str
    questions: int

    @property
    def id(self) -> int:
        """The target's."""
        return self.target.id


@dataclass(frozen=True, slots=True)
class Bundle:
    """The sheets of paper that were received together: those that count, and those that something is left to do on."""

    name: str
    settled: tuple[Paper, ...]
    unsettled: tuple[Paper, ...]

    @property
    def complete(self) -> bool:
        """Whether the bundle can be put away as a whole."""
        return not self.unsettled

    @property
    def places(self) -> tuple[str, ...]:
        """Where its sheets lie; "" among them where some were not put away."""
        return tuple(sorted({paper.archive_place for paper in self.settled}))


@dataclass(frozen=True, slots=True)
class Revealed:
    """Both entries of one question, given out after the judge's own reading, and who erred if that reading is right."""

    question: str
    reading: Answer
    first: Answer
    second: Answer
    first_keyer: str
    second_keyer: str
    verdict: Verdict

    def counting(self, chosen: Verdict) -> Answer:
        """The answer that counts if this verdict is right."""
        return verification.counting(chosen, self.reading, self.first, self.second)


@dataclass(frozen=True, slots=True)
class Decided:
    """How far a sheet is after a decision; `settled`: nothing is left, the answers count."""

    number: str
    left: tuple[str, ...]
    settled: bool


def differing(ledger: Ledger, campaign_id: int) -> tuple[int, ...]:
    """Targets whose sheets wait for a third look, the first received first."""
    with ledger.read() as view:
        return sheets.at(view, campaign_id, Stage.DIFFERING)


def waiting_for_second(ledger: Ledger, campaign_id: int) -> tuple[int, ...]:
    """Targets whose sheets wait for a second entry, whoever may make it; see `entry.waiting_for_second` for a keyer."""
    with ledger.read() as view:
        return sheets.at(view, campaign_id, Stage.KEYED)


def waiting(ledger: Ledger, campaign_id: int) -> tuple[WaitingCase, ...]:
    """The sheets that wait for a third look, the first received first."""
    with ledger.read() as view:
        ids = sheets.at(view, campaign_id, Stage.DIFFERING)
        came, stand = receipts.of_targets(view, ids), sheets.of_targets(view, ids)
        return tuple(
            WaitingCase(line, came[line.id].bundle if line.id in came else "", len(stand[line.id].differences))
            for line in targets.lines(view, ids)
        )


def stages(ledger: Ledger, campaign_id: int) -> dict[Stage, int]:
    """How many sheets stand at each stage."""
    with ledger.read() as view:
        return sheets.counts(view, campaign_id)


def open_case(ledger: Ledger, target_id: int, *, judge: str) -> Case:
    """What a third look begins with. Raises Problem(NOTHING_TO_JUDGE)."""
    with ledger.read() as view:
        (target,) = targets.lines(view, [target_id])
        standing = _differing(view, target)
        questionnaire = questionnaires.of_target(view, target_id)
        looks = sheets.judged(view, target_id)
        me = keyers.named(view, judge)
        mine = any(keyers.is_same(view, made.keyer, me) for made in _entries(view, target_id))
        order = [question.id for question in questionnaire.questions]
        decided = sorted((key for key, look in looks.items() if look.verdict), key=order.index)
        judged = {key: look.answer for key, look in looks.items() if look.answer is not None}
        first = _entries(view, target_id)[0].keyed.sheet
        return Case(
            target,
            receipts.of_target(view, target_id),
            questionnaire,
            standing.differences,
            frozenset(verification.skipped(questionnaire, first, judged, standing.differences)),
            tuple(decided),
            mine,
        )


def read_paper(ledger: Ledger, act: Act, target_id: int, question_id: str, reading: Answer) -> Outcome[Revealed]:
    """Write down what the judge reads on the paper; only then both entries are given out.

    Raises Problem(NOTHING_TO_JUDGE).
    """
    with ledger.write(act, OperationKind.READ_PAPER, {"question": question_id}) as operation:
        view = operation.writing.connection
        (target,) = targets.lines(view, [target_id])
        standing = _differing(view, target, question_id)
        operation.summary["number"] = target.number
        look = Adjudication(target_id, question_id, reading, None, None, act.person, act.at)
        sheets.keep_adjudication(operation.writing, look)
        revealed = _reveal(view, questionnaires.of_target(view, target_id), standing, look)
    return Outcome(revealed, frozenset({Subject.RETURN}), operation.id)


def revealed(ledger: Ledger, target_id: int, question_id: str, *, judge: str) -> Revealed | None:
    """Both entries of a question that this judge has read on the paper already and is to decide; None where not."""
    with ledger.read() as view:
        (target,) = targets.lines(view, [target_id])
        standing, look = sheets.get(view, target_id), sheets.judged(view, target_id).get(question_id)
        if standing is None or question_id not in standing.differences or look is None or look.judge != judge:
            return None
        campaign = campaigns.get(view, campaigns.of_target(view, target.id))
        return _reveal(view, campaign.questionnaire, standing, look)


def decide(
    ledger: Ledger, act: Act, target_id: int, question_id: str, answer: Answer, verdict: Verdict
) -> Outcome[Decided]:
    """What counts at a question and who erred. The sheet counts when its last question is decided.

    Raises Problem: NOTHING_TO_JUDGE, PAPER_NOT_READ where the judge has not written down a reading first.
    """
    with ledger.write(act, OperationKind.JUDGE, {"question": question_id, "verdict": verdict.value}) as operation:
        writing, view = operation.writing, operation.writing.connection
        (target,) = targets.lines(view, [target_id])
        standing = _differing(view, target, question_id)
        operation.summary["number"] = target.number
        campaign = campaigns.get(view, campaigns.of_target(view, target_id))
        look = sheets.judged(view, target_id).get(question_id)
        if look is None:
            raise Problem(ProblemKind.PAPER_NOT_READ, number=target.number)
        sheets.keep_adjudication(
            writing, replace(look, answer=answer, verdict=verdict, judge=act.person, judged_at=act.at)
        )
        left = tuple(key for key in standing.differences if key != question_id)
        sheets.change(writing, target_id, differences=list(left))
        if not left:
            _settle(writing, campaign, target, act.at.date())
            operation.summary["settled"] = True
        _watch_keyers(writing, campaign, target_id)
    return Outcome(Decided(target.number, left, not left), frozenset({Subject.RETURN}), operation.id)


def looks(ledger: Ledger, target_id: int) -> tuple[Adjudication, ...]:
    """The third looks at a sheet, as they were decided."""
    with ledger.read() as view:
        return tuple(sheets.judged(view, target_id).values())


def sampled(ledger: Ledger, campaign_id: int) -> tuple[int, ...]:
    """Finished sheets that were drawn to be compared with the paper and were not yet."""
    with ledger.read() as view:
        return sheets.sample(view, campaign_id)


def sample_accuracy(ledger: Ledger, campaign_id: int) -> tuple[int, Accuracy]:
    """How many finished sheets were compared with the paper, and what that says about the answers that count."""
    with ledger.read() as view:
        checked, errors = sheets.sample_result(view, campaign_id)
        fields = checked * len(campaigns.get(view, campaign_id).questionnaire.questions)
    return checked, Accuracy(fields, errors)


def over_limit(ledger: Ledger, campaign_id: int) -> dict[str, Accuracy]:
    """The keyers who err more often than the campaign lets pass, all of whose sheets are keyed twice whole."""
    with ledger.read() as view:
        policy = campaigns.get(view, campaign_id).verification
        measured = sheets.accuracy(view, campaign_id)
    return {name: found for name, found in measured.items() if verification.exceeds(policy, found)}


def answers_of(ledger: Ledger, target_id: int) -> tuple[Questionnaire, Mapping[str, Answer]]:
    """The answers that count, to be compared with the paper."""
    with ledger.read() as view:
        campaign = campaigns.get(view, campaigns.of_target(view, target_id))
        return campaign.questionnaire, replies.sheet_of(view, target_id) or {}


def receipt_of(ledger: Ledger, target_id: int) -> Receipt | None:
    """How the paper of a target came and in which bundle it lies."""
    with ledger.read() as view:
        return receipts.of_target(view, target_id)


def check_sample(ledger: Ledger, act: Act, target_id: int, wrong: Mapping[str, Answer]) -> Outcome[int]:
    """A finished sheet was compared with its paper: `wrong` holds what the paper says where the ledger was wrong.

    The answers are corrected in the same operation. Returns how many errors there were. Raises Problem(NOT_SAMPLED)
    where the sheet was not drawn, or was compared already.
    """
    with ledger.write(act, OperationKind.CHECK_SAMPLE, {"errors": len(wrong)}) as operation:
        view = operation.writing.connection
        (target,) = targets.lines(view, [target_id])
        operation.summary["number"] = target.number
        if target_id not in sheets.sample(view, campaigns.of_target(view, target_id)):
            raise Problem(ProblemKind.NOT_SAMPLED, number=form_number.shown(target.number))
        if wrong:
            corrections.keep(operation.writing, act, target, wrong, "品質抽査")
        columns = {"sampled_on": act.at.date(), "sampled_by": act.person, "sample_errors": len(wrong)}
        sheets.change(operation.writing, target_id, **columns)
    return Outcome(len(wrong), frozenset({Subject.RETURN, Subject.FLAG}), operation.id)


def bundles(ledger: Ledger, campaign_id: int) -> tuple[Bundle, ...]:
    """The bundles of paper by name, with what is settled in each and what is not."""
    with ledger.read() as view:
        papers = sheets.papers(view, campaign_id)
    named: dict[str, list[Paper]] = {}
    for paper in papers:
        named.setdefault(paper.bundle, []).append(paper)
    return tuple(
        Bundle(
            name,
            tuple(paper for paper in inside if paper.stage is Stage.SETTLED),
            tuple(paper for paper in inside if paper.stage is not Stage.SETTLED),
        )
        for name, inside in sorted(named.items(), key=lambda pair: _by_number(pair[0]))
    )


def places(ledger: Ledger, campaign_id: int) -> tuple[str, ...]:
    """The boxes and folders that sheets of a campaign were put into."""
    with ledger.read() as view:
        return sheets.places(view, campaign_id)


def archive(ledger: Ledger, act: Act, target_ids: Sequence[int], place: str) -> Outcome[int]:
    """Note where the paper of settled sheets was put (a box, a folder); how many there were.

    Raises Problem(VALUE_MISSING) without a place.
    """
    if not place.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="保管場所")
    with ledger.write(act, OperationKind.ARCHIVE_SHEETS, {"place": place}) as operation:
        count = sheets.archive(operation.writing, target_ids, act.at.date(), place.strip())
        operation.summary["sheets"] = count
    return Outcome(count, frozenset({Subject.RETURN}), operation.id)


def standing(ledger: Ledger, target_id: int) -> Sheet | None:
    """Where the sheet of a target stands; None where it was not keyed."""
    with ledger.read() as view:
        return sheets.get(view, target_id)


def change_policy(ledger: Ledger, act: Act, campaign_id: int, policy: VerificationPolicy) -> Outcome[None]:
    """What is keyed twice from now on; sheets that wait for a second entry stay as they are."""
    with ledger.write(act, OperationKind.EDIT_CAMPAIGN, {}) as operation:
        campaign = campaigns.get(operation.writing.connection, campaign_id)
        operation.summary["name"] = campaign.name
        campaigns.change(operation.writing, replace(campaign, verification=policy))
    return Outcome(None, frozenset({Subject.CAMPAIGN, Subject.RETURN}), operation.id)


def accuracy(ledger: Ledger, campaign_id: int) -> dict[str, Accuracy]:
    """Fields compared and errors found, by keyer."""
    with ledger.read() as view:
        return sheets.accuracy(view, campaign_id)


def _by_number(name: str) -> tuple[tuple[int, int | str], ...]:
    """A name's place among others, where 束9 comes before 束14."""
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFKC", name))
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def _differing(view: View, target: TargetLine, question_id: str | None = None) -> Sheet:
    found = sheets.get(view, target.id)
    if found is None or found.stage is not Stage.DIFFERING:
        raise Problem(ProblemKind.NOTHING_TO_JUDGE, number=target.number)
    if question_id is not None and question_id not in found.differences:
        raise Problem(ProblemKind.NOTHING_TO_JUDGE, number=target.number)
    return found


def _entries(view: View, target_id: int) -> tuple[Entry, ...]:
    made = (entries.of_target(view, target_id, key) for key in (FIRST, SECOND))
    return tuple(one for one in made if one is not None)


def _reveal(view: View, questionnaire: Questionnaire, standing: Sheet, look: Adjudication) -> Revealed:
    first, second = _entries(view, standing.target_id)
    one, other = (made.keyed.sheet.get(look.question, BLANK) for made in (first, second))
    found = verification.verdict(questionnaire.by_id[look.question], look.reading, one, other)
    return Revealed(look.question, look.reading, one, other, first.keyer.name, second.keyer.name, found)


def _settle(writing: Writing, campaign: Campaign, target: TargetLine, today: date) -> None:
    view = writing.connection
    first, second = _entries(view, target.id)
    judged = {key: look.answer for key, look in sheets.judged(view, target.id).items() if look.answer is not None}
    counts = verification.settled(first.keyed.sheet, judged)
    memos = {**second.keyed.memos, **first.keyed.memos}
    entry.settle(writing, campaign, first.version, target, Keyed(counts, memos), target.received_on or today)


def _watch_keyers(writing: Writing, campaign: Campaign, target_id: int) -> None:
    """All sheets of a keyer who errs too often are keyed twice whole from now on, those that wait included."""
    measured = sheets.accuracy(writing.connection, campaign.id)
    for made in _entries(writing.connection, target_id):
        if verification.exceeds(campaign.verification, measured.get(made.keyer.name, Accuracy())):
            sheets.raise_scope(writing, campaign.id, made.keyer.name)

"""Entry (入力): sheets are keyed, once or twice; what counts follows when nothing is left to verify.

The second entry is blind: until it is in, the answers of the first one are in no reply, so that no page, list, paper,
figure or export can show them; only their keyer may open them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shoukei_app.domain import answers, form_number, verification
from shoukei_app.domain.answers import AnswerSheet, Remark
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.domain.verification import Accuracy, Scope, Stage
from shoukei_app.store import campaigns, entries, keyers, receipts, sheets, targets
from shoukei_app.store.entries import FIRST, SECOND, DraftSheet, Effort, Entry, Keyed
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import questionnaires, replies
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["FIRST", "SECOND", "DraftSheet", "Effort", "Keyed"]  # the window names these from here


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was made of one sheet. `differences` are the questions where first and second entry differ;
    `counts` says whether the answers count now, or wait for a second entry or a third look.
    """

    target_id: int
    number: str
    diagnosis: str
    remarks: tuple[Remark, ...]
    differences: tuple[str, ...]
    stage: Stage

    @property
    def counts(self) -> bool:
        """Whether nothing is left to verify."""
        return self.stage is Stage.SETTLED


@dataclass(frozen=True, slots=True)
class Pass:
    """Who keys a sheet in which pass, by which way it came, and when it did (None: as the receipt log says).

    A `final` first pass counts at once, whatever the campaign has keyed twice. Answers are read with the version of
    the questionnaire that the target's paper was printed from, or, where `in_force` (a table), with the one in force.
    """

    keyer: str
    number: int = FIRST
    channel: Channel = Channel.MAIL
    final: bool = False
    in_force: bool = False
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """What the entry page needs of a sheet: the questions this pass keys, what its keyer made of it so far, and the
    question to go on with ("": from the beginning). `kept_at` is when an interrupted keying was left, else None.
    """

    target: TargetLine
    receipt: Receipt | None
    questionnaire: Questionnaire
    pass_number: int
    questions: tuple[str, ...]
    keyed: Keyed
    place: str
    kept_at: datetime | None

    @property
    def sheet(self) -> AnswerSheet:
        """The answers keyed in this pass so far."""
        return self.keyed.sheet


def open_sheet(
    ledger: Ledger, typed_number: str, *, keyer: str, pass_number: int = FIRST, campaign_id: int | None = None
) -> OpenSheet:
    """Open a sheet for keying; with `campaign_id` only one of this campaign.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NUMBER_OF_OTHER_CAMPAIGN; FIRST_ENTRY_MISSING and
    SAME_KEYER for a second pass; KEYED_BY_OTHER where this pass is another person's; SHEET_SETTLED where both are in.
    """
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        target = targets.by_number(view, number)
        own = campaigns.of_target(view, target.id)
        if campaign_id not in (None, own):
            shown, name = form_number.shown(number), campaigns.get(view, own).name
            raise Problem(ProblemKind.NUMBER_OF_OTHER_CAMPAIGN, number=shown, campaign=name)
        questionnaire = questionnaires.of_target(view, target.id)
        mine = admit(view, target, keyer, pass_number)
        standing = sheets.get(view, target.id)
        kept = entries.draft_of(view, target.id, pass_number, keyer)
        scope = standing.scope if standing and pass_number == SECOND else Scope.WHOLE
        keyed = kept.keyed if kept else mine.keyed if mine else Keyed(answers.EMPTY_SHEET)
        return OpenSheet(
            target,
            receipts.of_target(view, target.id),
            questionnaire,
            pass_number,
            verification.questions_of(questionnaire, scope),
            keyed,
            kept.place if kept else "",
            kept.kept_at if kept else None,
        )


def questionnaire_of(ledger: Ledger, typed_number: str) -> Questionnaire:
    """The version of the questionnaire to read a sheet with. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN."""
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        return questionnaires.of_target(view, targets.by_number(view, number).id)


def keep_draft(ledger: Ledger, value: DraftSheet) -> None:
    """Keep what is being keyed, so that an interruption loses at most the field at hand. Not part of the history."""
    with ledger.write_aside() as connection:
        entries.keep_draft(connection, value)


def drop_draft(ledger: Ledger, target_id: int, pass_number: int, keyer: str) -> None:
    """Forget a sheet that was begun and shall not be finished."""
    with ledger.write_aside() as connection:
        entries.drop_drafts(connection, target_id, pass_number, keyer)


def begun(ledger: Ledger, campaign_id: int, keyer: str) -> tuple[tuple[TargetLine, DraftSheet], ...]:
    """The sheets that this keyer began and did not finish, the newest first."""
    with ledger.read() as view:
        drafts = entries.drafts(view, campaign_id, keyer)
        lines = {line.id: line for line in targets.lines(view, [draft.target_id for draft in drafts])}
    return tuple((lines[draft.target_id], draft) for draft in drafts if draft.target_id in lines)


def record(
    ledger: Ledger,
    act: Act,
    typed_number: str,
    keyed: Keyed,
    *,
    keyer: str = "",
    pass_number: int = FIRST,
    channel: Channel | None = None,
    final: bool = False,
) -> Outcome[Recorded]:
    """Keep what was keyed from one sheet; a sheet that was not received yet is received with it (by `channel`).

    A `final` first entry counts at once, whatever the campaign has keyed twice. Raises Problem as `open_sheet` does.
    """
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.RECORD_ANSWERS, {"number": number, "pass": pass_number}) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        campaign = campaigns.get(view, campaigns.of_target(view, target.id))
        if target.received_on is None:
            came = Receipt(target.id, act.at.date(), channel or Channel.MAIL, Disposition.ANSWERED)
            receipts.keep(operation.writing, came)
            target = targets.by_number(view, number)
        made = Pass(keyer or act.person, pass_number, channel or target.channel or Channel.MAIL, final)
        recorded = keep(operation.writing, act, campaign, target, keyed, made)
        if recorded.counts:
            operation.summary["diagnosis"] = recorded.diagnosis
    return Outcome(recorded, frozenset({Subject.RETURN}), operation.id)


def keep(writing: Writing, act: Act, campaign: Campaign, target: TargetLine, keyed: Keyed, made: Pass) -> Recorded:
    """Keep what was keyed within an operation that is already open. Raises Problem as `open_sheet` does."""
    view = writing.connection
    admit(view, target, made.keyer, made.number)
    keyer = keyers.named(view, made.keyer)
    read = campaign.questionnaire if made.in_force else questionnaires.of_target(view, target.id)
    entries.keep(writing, target.id, Entry(made.number, keyer, act.at, read.version, keyed))
    entries.drop_drafts(view, target.id, made.number)
    given_on = made.received_on or target.received_on or act.at.date()
    if made.number == SECOND:
        return _second(writing, campaign, read, target, keyed, given_on)
    scope = Scope.NONE if made.final else _scope(view, campaign, read, target, keyer.name, made.channel)
    stage = Stage.SETTLED if scope is Scope.NONE else Stage.KEYED
    sheets.change(writing, target.id, stage=stage.value, scope=scope.value, differences=[], compared=0)
    if stage is Stage.SETTLED:
        counted = settle(writing, campaign, read.version, target, keyed, given_on)
    else:
        counted = replies.follows(read, keyed.sheet)
    return Recorded(target.id, target.number, counted.diagnosis, counted.remarks, (), stage)


def settle(
    writing: Writing, campaign: Campaign, version: int, target: TargetLine, keyed: Keyed, given_on: date
) -> replies.Counted:
    """Nothing is left to verify: the answers, read with this version of the questionnaire, count.

    They are carried to the version in force. Every n-th sheet is drawn to be compared with the paper.
    """
    sampled = verification.drawn(target.number[::-1], campaign.verification.sample_every)
    paper = target.channel not in verification.WITHOUT_PAPER
    sheets.change(writing, target.id, stage=Stage.SETTLED.value, differences=[], sampled=bool(sampled and paper))
    sheet = keyed.sheet
    if version != campaign.questionnaire.version:
        sheet = questionnaires.carried(writing.connection, campaign.id, version, sheet)
    return replies.keep(writing, campaign.questionnaire, target.id, sheet, keyed.memos, given_on=given_on)


def entered_on(ledger: Ledger, campaign_id: int, day: date) -> int:
    """How many sheets were keyed on a day, first and second pass together."""
    with ledger.read() as view:
        return entries.count_on(view, campaign_id, day)


def waiting(ledger: Ledger, campaign_id: int) -> int:
    """How many sheets with answers were received and not keyed yet."""
    with ledger.read() as view:
        return targets.count_at(view, campaign_id, TargetStatus.RECEIVED)


def waiting_for_second(ledger: Ledger, campaign_id: int, keyer: str) -> tuple[int, ...]:
    """Targets whose sheets wait for a second entry that this keyer may make, the first keyed first."""
    with ledger.read() as view:
        me = keyers.named(view, keyer)
        rows = sheets.waiting_for_second(view, campaign_id)
        others = {name: not keyers.is_same(view, keyers.Keyer(key, name), me) for _, key, name in set(rows)}
    return tuple(target_id for target_id, _, name in rows if others[name])


def parse_answers(questionnaire: Questionnaire, written: Mapping[str, str]) -> AnswerSheet:
    """Turn texts by question (id, "5" or "問5") into a sheet. Raises Problem: QUESTION_UNKNOWN, ANSWER_UNREADABLE."""
    sheet = {}
    for name, text in written.items():
        question = questionnaire.find(name)
        sheet[question.id] = answers.parse_answer(question, text)
    return sheet


def _scope(
    view: View, campaign: Campaign, read: Questionnaire, target: TargetLine, keyer: str, channel: Channel
) -> Scope:
    measured = sheets.accuracy(view, campaign.id, keyer).get(keyer, Accuracy())
    return verification.scope_of(campaign.verification, read, target.number, channel, measured)


def _second(
    writing: Writing, campaign: Campaign, read: Questionnaire, target: TargetLine, keyed: Keyed, given_on: date
) -> Recorded:
    view = writing.connection
    first, standing = entries.of_target(view, target.id, FIRST), sheets.get(view, target.id)
    assert first is not None
    assert standing is not None
    asked = verification.questions_of(read, standing.scope)
    differing = verification.differences(read, first.keyed.sheet, keyed.sheet, asked)
    compared = len([key for key in asked if key in first.keyed.sheet or key in keyed.sheet])
    if differing:
        columns = {"stage": Stage.DIFFERING.value, "differences": list(differing), "compared": compared}
        sheets.change(writing, target.id, **columns)
        counted = replies.follows(read, first.keyed.sheet)
        return Recorded(target.id, target.number, counted.diagnosis, counted.remarks, differing, Stage.DIFFERING)
    sheets.change(writing, target.id, compared=compared)
    memos = {**keyed.memos, **first.keyed.memos}
    counted = settle(writing, campaign, first.version, target, Keyed(first.keyed.sheet, memos), given_on)
    return Recorded(target.id, target.number, counted.diagnosis, counted.remarks, (), Stage.SETTLED)


def admit(view: View, target: TargetLine, keyer_name: str, pass_number: int = FIRST) -> Entry | None:
    """The entry of this pass, if this keyer may make or change it. Raises Problem as `open_sheet` does."""
    number = form_number.shown(target.number)
    first, second = (entries.of_target(view, target.id, key) for key in (FIRST, SECOND))
    standing = sheets.get(view, target.id)
    keyer = keyers.named(view, keyer_name)
    if pass_number == SECOND:
        if first is None:
            raise Problem(ProblemKind.FIRST_ENTRY_MISSING, number=number)
        if keyers.is_same(view, first.keyer, keyer):
            raise Problem(ProblemKind.SAME_KEYER, keyer=first.keyer.name)
    if second is not None and (standing is None or standing.stage is not Stage.KEYED):
        raise Problem(ProblemKind.SHEET_SETTLED, number=number)
    if pass_number == SECOND:
        return second
    waits = standing is not None and standing.stage is Stage.KEYED
    if first is not None and waits and not keyers.is_same(view, first.keyer, keyer):
        raise Problem(ProblemKind.KEYED_BY_OTHER, number=number, keyer=first.keyer.name)
    return first

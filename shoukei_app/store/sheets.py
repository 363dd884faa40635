"""Sheets (票): where each keyed sheet stands on its way from the first entry to the archive, and the third looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.target import Disposition
from shoukei_app.domain.verification import WITHOUT_PAPER, Accuracy, Scope, Stage, Verdict
from shoukei_app.store.entries import FIRST, SECOND
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import adjudication, entry, receipt, sheet, target

_NO_ANSWERS = [
    kind.value for kind in (Disposition.BLANK, Disposition.REFUSED, Disposition.CLOSED, Disposition.OUT_OF_SCOPE)
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a keyed sheet stands. `differences` are the questions still to be decided by a third look,
    `compared` how many fields two keyers read; a `sampled` one is compared with the paper once more.
    """

    target_id: int
    stage: Stage
    scope: Scope
    compared: int
    differences: tuple[str, ...]
    sampled: bool
    sampled_on: date | None
    archived_on: date | None
    archive_place: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper with answers: in which bundle it lies and how far it is; `stage` None: not keyed yet."""

    target_id: int
    number: str
    bundle: str
    stage: Stage | None
    archived_on: date | None
    archive_place: str


@dataclass(frozen=True, slots=True)
class Adjudication:
    """A third look: what the judge read, what counts, who erred; `verdict` is None until it is decided."""

    target_id: int
    question: str
    reading: Answer
    answer: Answer | None
    verdict: Verdict | None
    judge: str
    judged_at: datetime


def get(connection: Connection, target_id: int) -> Sheet | None:
    """Where the sheet of a target stands; None where it was not keyed."""
    row = connection.execute(select(sheet).where(sheet.c.target_id == target_id)).first()
    return None if row is None else _sheet(row)


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, Sheet]:
    """Where the sheets of targets stand, by target."""
    found: dict[int, Sheet] = {}
    for start in range(0, len(target_ids), 500):
        chunk = target_ids[start : start + 500]
        for row in connection.execute(select(sheet).where(sheet.c.target_id.in_(chunk))):
            found[row.target_id] = _sheet(row)
    return found


def change(writing: Writing, target_id: int, **columns: Any) -> None:
    """Note where a sheet stands now, at its first entry or later."""
    key = writing.connection.execute(select(sheet.c.id).where(sheet.c.target_id == target_id)).scalar()
    if key is None:
        writing.add(sheet, **{"target_id": target_id, "differences": [], **columns})
    else:
        writing.update(sheet, {key: columns})


def at(connection: Connection, campaign_id: int, stage: Stage) -> tuple[int, ...]:
    """Targets whose sheets stand at a stage, the first received first."""
    statement = (
        select(sheet.c.target_id)
        .join(target, target.c.id == sheet.c.target_id)
        .outerjoin(receipt, receipt.c.target_id == sheet.c.target_id)
        .where(target.c.campaign_id == campaign_id, sheet.c.stage == stage.value)
        .order_by(receipt.c.received_on, receipt.c.bundle, target.c.number)
    )
    return tuple(connection.execute(statement).scalars())


def counts(connection: Connection, campaign_id: int) -> dict[Stage, int]:
    """How many sheets of a campaign stand at each stage."""
    statement = (
        select(sheet.c.stage, func.count())
        .join(target, target.c.id == sheet.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .group_by(sheet.c.stage)
    )
    found = {Stage(stage): number for stage, number in connection.execute(statement)}
    return {stage: found.get(stage, 0) for stage in Stage}


def waiting_for_second(connection: Connection, campaign_id: int) -> tuple[tuple[int, int | None, str], ...]:
    """Sheets that wait for a second entry: target, and who keyed the first (person's id, name)."""
    statement = (
        select(sheet.c.target_id, entry.c.keyer_id, entry.c.keyer)
        .join(target, target.c.id == sheet.c.target_id)
        .join(entry, and_(entry.c.target_id == sheet.c.target_id, entry.c.pass_number == FIRST))
        .where(target.c.campaign_id == campaign_id, sheet.c.stage == Stage.KEYED.value)
        .order_by(entry.c.entered_at, target.c.number)
    )
    return tuple((row.target_id, row.keyer_id, row.keyer) for row in connection.execute(statement))


def raise_scope(writing: Writing, campaign_id: int, keyer: str) -> int:
    """Have every sheet of a keyer that waits for its second entry keyed whole; how many there are."""
    statement = (
        select(sheet.c.id)
        .join(target, target.c.id == sheet.c.target_id)
        .join(entry, and_(entry.c.target_id == sheet.c.target_id, entry.c.pass_number == FIRST))
        .where(
            target.c.campaign_id == campaign_id,
            sheet.c.stage == Stage.KEYED.value,
            sheet.c.scope == Scope.MARKED.value,
            entry.c.keyer == keyer,
        )
    )
    ids = list(writing.connection.execute(statement).scalars())
    writing.update(sheet, {key: {"scope": Scope.WHOLE.value} for key in ids})
    return len(ids)


def sample(connection: Connection, campaign_id: int) -> tuple[int, ...]:
    """Finished sheets that are to be compared with the paper and were not yet."""
    statement = (
        select(sheet.c.target_id)
        .join(target, target.c.id == sheet.c.target_id)
        .where(
            target.c.campaign_id == campaign_id,
            sheet.c.stage == Stage.SETTLED.value,
            sheet.c.sampled.is_(True),
            sheet.c.sampled_on.is_(None),
        )
        .order_by(target.c.number)
    )
    return tuple(connection.execute(statement).scalars())


def sample_result(connection: Connection, campaign_id: int) -> tuple[int, int]:
    """How many finished sheets were compared with the paper once more, and how many errors that found."""
    statement = (
        select(func.count(), func.coalesce(func.sum(sheet.c.sample_errors), 0))
        .select_from(sheet)
        .join(target, target.c.id == sheet.c.target_id)
        .where(target.c.campaign_id == campaign_id, sheet.c.sampled_on.is_not(None))
    )
    checked, errors = connection.execute(statement).one()
    return int(checked), int(errors)


def papers(connection: Connection, campaign_id: int) -> tuple[Paper, ...]:
    """Every sheet of paper with answers that was received, by bundle and number."""
    statement = (
        select(
            target.c.id,
            target.c.number,
            receipt.c.bundle,
            sheet.c.stage,
            sheet.c.archived_on,
            sheet.c.archive_place,
        )
        .select_from(target)
        .join(receipt, receipt.c.target_id == target.c.id)
        .outerjoin(sheet, sheet.c.target_id == target.c.id)
        .where(
            target.c.campaign_id == campaign_id,
            receipt.c.channel.not_in(sorted(channel.value for channel in WITHOUT_PAPER)),
            sheet.c.id.is_not(None) | receipt.c.disposition.not_in(_NO_ANSWERS),
        )
        .order_by(receipt.c.bundle, target.c.number)
    )
    return tuple(
        Paper(
            row.id,
            row.number,
            row.bundle,
            Stage(row.stage) if row.stage else None,
            row.archived_on,
            row.archive_place or "",
        )
        for row in connection.execute(statement)
    )


def places(connection: Connection, campaign_id: int) -> tuple[str, ...]:
    """The boxes that sheets were put into."""
    statement = (
        select(sheet.c.archive_place)
        .join(target, target.c.id == sheet.c.target_id)
        .where(target.c.campaign_id == campaign_id, sheet.c.archive_place != "")
        .distinct()
        .order_by(sheet.c.archive_place)
    )
    return tuple(connection.execute(statement).scalars())


def judged(connection: Connection, target_id: int) -> dict[str, Adjudication]:
    """The third looks at a sheet, by question."""
    statement = select(adjudication).where(adjudication.c.target_id == target_id).order_by(adjudication.c.id)
    return {row.question: _adjudication(row) for row in connection.execute(statement)}


def questions_judged(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Which question each of these adjudications is about, by the id of the adjudication; unknown ids are left out."""
    rows = connection.execute(
        select(adjudication.c.id, adjudication.c.question).where(adjudication.c.id.in_(list(ids)))
    )
    return {row.id: row.question for row in rows}


def keep_adjudication(writing: Writing, value: Adjudication) -> None:
    """Keep a third look, in the place of an earlier one at the same question."""
    columns = {
        "reading": answers.answer_data(value.reading),
        "answer": None if value.answer is None else answers.answer_data(value.answer),
        "verdict": value.verdict.value if value.verdict else None,
        "judge": value.judge,
        "judged_at": value.judged_at,
    }
    statement = select(adjudication.c.id).where(
        adjudication.c.target_id == value.target_id, adjudication.c.question == value.question
    )
    key = writing.connection.execute(statement).scalar()
    if key is None:
        writing.add(adjudication, target_id=value.target_id, question=value.question, **columns)
    else:
        writing.update(adjudication, {key: columns})


_MISREAD = {
    FIRST: (Verdict.FIRST_ERRED, Verdict.BOTH_ERRED),
    SECOND: (Verdict.SECOND_ERRED, Verdict.BOTH_ERRED),
}
"""Which verdicts say that the keyer of a pass was wrong."""
# Made once: every sheet that is kept asks both.
_COMPARED = (
    select(entry.c.keyer, func.sum(sheet.c.compared))
    .join(sheet, sheet.c.target_id == entry.c.target_id)
    .join(target, target.c.id == entry.c.target_id)
    .where(target.c.campaign_id == bindparam("campaign"))
    .group_by(entry.c.keyer)
)
_ERRORS = (
    select(entry.c.keyer, func.count())
    .join(adjudication, adjudication.c.target_id == entry.c.target_id)
    .join(target, target.c.id == entry.c.target_id)
    .where(
        target.c.campaign_id == bindparam("campaign"),
        or_(
            *(
                and_(entry.c.pass_number == key, adjudication.c.verdict.in_([one.value for one in verdicts]))
                for key, verdicts in _MISREAD.items()
            )
        ),
    )
    .group_by(entry.c.keyer)
)
_OF_KEYER = entry.c.keyer == bindparam("keyer")
_COMPARED_OF_KEYER, _ERRORS_OF_KEYER = _COMPARED.where(_OF_KEYER), _ERRORS.where(_OF_KEYER)


def accuracy(connection: Connection, campaign_id: int, keyer: str | None = None) -> dict[str, Accuracy]:
    """How many fields of every keyer (or of one) were compared, and how many were wrong, over both passes."""
    asked: dict[str, object] = {"campaign": campaign_id}
    compared, errors = _COMPARED, _ERRORS
    if keyer is not None:
        asked["keyer"] = keyer
        compared, errors = _COMPARED_OF_KEYER, _ERRORS_OF_KEYER
    fields = {name: int(number) for name, number in connection.execute(compared, asked)}
    wrong = {name: int(number) for name, number in connection.execute(errors, asked)}
    return {name: Accuracy(number, wrong.get(name, 0)) for name, number in fields.items()}


def archive(writing: Writing, target_ids: Iterable[int], day: date, place: str) -> int:
    """Note where the paper of settled sheets was put; how many there were."""
    ids: list[int] = []
    wanted = list(target_ids)
    for start in range(0, len(wanted), 500):
        statement = select(sheet.c.id).where(
            sheet.c.target_id.in_(wanted[start : start + 500]), sheet.c.stage == Stage.SETTLED.value
        )
        ids += writing.connection.execute(statement).scalars()
    writing.update(sheet, {key: {"archived_on": day, "archive_place": place} for key in ids})
    return len(ids)


def _sheet(row: Row[*tuple[Any, ...]]) -> Sheet:
    return Sheet(
        row.target_id,
        Stage(row.stage),
        Scope(row.scope),
        row.compared,
        tuple(row.differences),
        row.sampled,
        row.sampled_on,
        row.archived_on,
        row.archive_place,
    )


def _adjudication(row: Row[*tuple[Any, ...]]) -> Adjudication:
    return Adjudication(
        row.target_id,
        row.question,
        answers.answer_from_data(row.reading),
        None if row.answer is None else answers.answer_from_data(row.answer),
        Verdict(row.verdict) if row.verdict else None,
        row.judge,
        row.judged_at,
    )

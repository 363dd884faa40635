"""Hearings (聞き取り): the campaign's hearing sheet, and what was asked and answered at each visit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from shoukei_app.domain import answers, questionnaire
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import campaign, target, visit


def get(connection: Connection, campaign_id: int) -> Questionnaire | None:
    """The hearing sheet that a campaign keeps; None while it uses the one that comes with the program."""
    data = connection.execute(select(campaign.c.hearing).where(campaign.c.id == campaign_id)).scalar()
    return None if data is None else questionnaire.from_data(data, checked=True)


def put(writing: Writing, campaign_id: int, hearing: Questionnaire) -> None:
    """Keep the hearing sheet of a campaign."""
    writing.update(campaign, {campaign_id: {"hearing": questionnaire.to_data(hearing)}})


def keep(writing: Writing, visit_id: int, sheet: AnswerSheet) -> None:
    """Keep what was answered at a visit."""
    writing.update(visit, {visit_id: {"hearing": answers.to_data(sheet) or None}})


def of_visit(connection: Connection, visit_id: int) -> AnswerSheet:
    """What was answered at a visit."""
    return _sheet(connection.execute(select(visit.c.hearing).where(visit.c.id == visit_id)).scalar())


def of_target(connection: Connection, target_id: int) -> AnswerSheet:
    """What a firm answered at all its visits; where it answered twice, what it said last."""
    statement = select(visit.c.hearing).where(visit.c.target_id == target_id).order_by(visit.c.made_on, visit.c.id)
    known: AnswerSheet = {}
    for data in connection.execute(statement).scalars():
        known = {**known, **_sheet(data)}
    return known


def asked(connection: Connection, campaign_id: int) -> frozenset[str]:
    """The ids of the questions that have an answer at any visit of a campaign."""
    return frozenset(name for data in connection.execute(_made(campaign_id)).scalars() for name in data or ())


def answered(connection: Connection, campaign_id: int) -> int:
    """At how many visits of a campaign the hearing sheet was answered."""
    return sum(map(bool, connection.execute(_made(campaign_id)).scalars()))


def attempts(connection: Connection, target_id: int) -> int:
    """How many visits and calls were made to a target, whatever came of them."""
    statement = select(func.count()).where(visit.c.target_id == target_id, visit.c.made_on.is_not(None))
    return connection.execute(statement).scalar_one()


def _made(campaign_id: int) -> Select[tuple[Any]]:
    """What was answered at each visit and call of a campaign that was made."""
    return (
        select(visit.c.hearing)
        .join(target, target.c.id == visit.c.target_id)
        .where(target.c.campaign_id == campaign_id, visit.c.made_on.is_not(None))
    )


def _sheet(data: Mapping[str, Any] | None) -> AnswerSheet:
    return answers.from_data(data) if data else answers.EMPTY_SHEET

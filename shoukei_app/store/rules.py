"""Rule sets (抽出条件): the versions of a campaign's rules, and when they were run."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from shoukei_app.domain import flags
from shoukei_app.domain.flags import RuleSet
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import flag_run, rule_set


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version of the rules: who made it, and when."""

    id: int
    rules: RuleSet
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of the rules: which ones, on what day, and the highest id of a reply that was there."""

    rule_set_id: int
    rules: RuleSet
    ran_on: date
    last_reply_id: int


def newest(connection: Connection, campaign_id: int) -> tuple[int, RuleSet]:
    """The newest rule set of a campaign and its id. Raises Problem(NOT_FOUND)."""
    row = connection.execute(
        select(rule_set).where(rule_set.c.campaign_id == campaign_id).order_by(rule_set.c.version.desc()).limit(1)
    ).first()
    if row is None:
        raise Problem(ProblemKind.NOT_FOUND, what="rule_set", key=campaign_id)
    return row.id, flags.from_data(row.document)


def every(connection: Connection, campaign_id: int) -> tuple[RuleVersion, ...]:
    """All versions of a campaign's rules, the newest first."""
    statement = select(rule_set).where(rule_set.c.campaign_id == campaign_id).order_by(rule_set.c.version.desc())
    return tuple(
        RuleVersion(row.id, flags.from_data(row.document), row.made_at, row.made_by)
        for row in connection.execute(statement)
    )


def add(writing: Writing, act: Act, campaign_id: int, rules: RuleSet) -> int:
    """Keep a version of the rules; returns its id."""
    document = flags.to_data(rules)
    return writing.add(
        rule_set, campaign_id=campaign_id, version=rules.version, document=document, made_at=act.at, made_by=act.person
    )


def last_run(connection: Connection, campaign_id: int) -> Run | None:
    """The last run of a campaign's rules, None where they were never run."""
    statement = (
        select(flag_run.c.rule_set_id, flag_run.c.ran_on, flag_run.c.last_reply_id, rule_set.c.document)
        .join(rule_set, rule_set.c.id == flag_run.c.rule_set_id)
        .where(flag_run.c.campaign_id == campaign_id)
        .order_by(flag_run.c.id.desc())
        .limit(1)
    )
    row = connection.execute(statement).first()
    return Run(row.rule_set_id, flags.from_data(row.document), row.ran_on, row.last_reply_id) if row else None


def note_run(writing: Writing, campaign_id: int, rule_set_id: int, last_reply_id: int, ran_on: date) -> None:
    """Note that the rules were run over every reply up to this one."""
    writing.add(flag_run, campaign_id=campaign_id, rule_set_id=rule_set_id, last_reply_id=last_reply_id, ran_on=ran_on)

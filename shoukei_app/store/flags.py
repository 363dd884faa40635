"""Flags (抽出): which targets the rules in force single out, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, select

from shoukei_app.domain.flags import Flagged, Priority
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import flag, target


def every(connection: Connection, campaign_id: int) -> dict[int, tuple[Priority, tuple[str, ...]]]:
    """Every flagged target of a campaign: its priority and the ids of the rules that flagged it."""
    statement = (
        select(flag.c.target_id, flag.c.priority, flag.c.rules)
        .join(target, target.c.id == flag.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    return {
        row.target_id: (Priority(row.priority), tuple(rule["id"] for rule in row.rules))
        for row in connection.execute(statement)
    }


def were_run(connection: Connection, campaign_id: int) -> bool:
    """Whether any target of a campaign is flagged, so that a changed answer can change a flag."""
    flagged = exists().where(flag.c.target_id == target.c.id, target.c.campaign_id == campaign_id)
    return bool(connection.execute(select(flagged)).scalar())


def flagged_on(connection: Connection, target_id: int) -> date | None:
    """The day a target was flagged first; None where it is not flagged."""
    return connection.execute(select(flag.c.flagged_on).where(flag.c.target_id == target_id)).scalar()


def keep(
    writing: Writing, campaign_id: int, rule_set_id: int, flagged: Mapping[int, Flagged], flagged_on: date
) -> None:
    """Make the flags of a campaign exactly these; a flag that stays keeps its first day."""
    statement = (
        select(flag.c.id, flag.c.target_id)
        .join(target, target.c.id == flag.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    kept = {row.target_id: row.id for row in writing.connection.execute(statement)}
    writing.delete(flag, [key for target_id, key in kept.items() if target_id not in flagged])
    columns = {target_id: _columns(rule_set_id, value) for target_id, value in flagged.items()}
    writing.update(flag, {kept[target_id]: row for target_id, row in columns.items() if target_id in kept})
    writing.add_all(
        flag,
        [
            {"target_id": target_id, "flagged_on": flagged_on, **row}
            for target_id, row in columns.items()
            if target_id not in kept
        ],
    )


def keep_one(writing: Writing, target_id: int, rule_set_id: int, flagged: Flagged | None, flagged_on: date) -> None:
    """Make the flag of one target this (None: no flag); a flag that stays keeps its first day."""
    key = writing.connection.execute(select(flag.c.id).where(flag.c.target_id == target_id)).scalar()
    if flagged is None:
        writing.delete(flag, [] if key is None else [key])
    elif key is None:
        writing.add(flag, target_id=target_id, flagged_on=flagged_on, **_columns(rule_set_id, flagged))
    else:
        writing.update(flag, {key: _columns(rule_set_id, flagged)})


def _columns(rule_set_id: int, flagged: Flagged) -> dict[str, Any]:
    return {
        "rule_set_id": rule_set_id,
        "priority": flagged.priority.value,
        "rules": [{"id": rule.id, "reason": rule.reason} for rule in flagged.rules],
    }

"""Flags (抽出): which targets the rules single out, or a person did, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Text, cast, select

from shoukei_app.domain.flags import Flagged, Override, Priority
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import flag, flag_override, target


class Standing(NamedTuple):
    """A flag that stands: the rules that gave it, [{id, reason}], and the reason of the person who decided."""

    id: int
    priority: Priority
    score: int
    rules: list[dict[str, str]]
    by_hand: str


_PRIORITIES = {priority.value: priority for priority in Priority}
_COLUMNS = ("target_id", "rule_set_id", "priority", "score", "rules", "by_hand", "flagged_on")


def every(connection: Connection, campaign_id: int) -> dict[int, Standing]:
    """Every flagged target of a campaign."""
    # The few lists of rules that there are come as text and are read once each, not 100,000 times.
    rules = cast(flag.c.rules, Text)
    statement = (
        select(flag.c.target_id, flag.c.id, flag.c.priority, flag.c.score, rules, flag.c.by_hand)
        .join(target, target.c.id == flag.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    known: dict[str, list[dict[str, str]]] = {}
    found = {}
    for target_id, key, priority, score, text, by_hand in connection.execute(statement):
        told = known.get(text)
        if told is None:
            told = known[text] = orjson.loads(text)
        found[target_id] = Standing(key, _PRIORITIES[priority], score, told, by_hand)
    return found


def of_target(connection: Connection, target_id: int) -> Standing | None:
    """The flag of one target, None where it is not flagged."""
    columns = (flag.c.id, flag.c.priority, flag.c.score, flag.c.rules, flag.c.by_hand)
    row = connection.execute(select(*columns).where(flag.c.target_id == target_id)).first()
    return Standing(row.id, _PRIORITIES[row.priority], row.score, row.rules, row.by_hand) if row else None


def flagged_on(connection: Connection, target_id: int) -> date | None:
    """The day a target was flagged first; None where it is not flagged."""
    return connection.execute(select(flag.c.flagged_on).where(flag.c.target_id == target_id)).scalar()


def keep(
    writing: Writing,
    standing: Mapping[int, Standing],
    rule_set_id: int,
    flagged: Mapping[int, Flagged],
    flagged_on: date,
) -> int:
    """Make the flags of a campaign (those that are `standing`) exactly these; how many came, went or changed.

    A flag that stays keeps its first day and the version of the rules that gave it.
    """
    told = _Told()
    fresh, changed = [], {}
    for target_id, value in flagged.items():
        old = standing.get(target_id)
        rules = told.of(value)
        if old is None:
            fresh.append((target_id, rule_set_id, value.priority.value, value.score, rules, value.by_hand, flagged_on))
        elif (old.priority, old.score, old.by_hand) != (value.priority, value.score, value.by_hand) or (
            old.rules != rules
        ):
            changed[old.id] = _columns(rule_set_id, value, rules)
    gone = [old.id for target_id, old in standing.items() if target_id not in flagged]
    writing.delete(flag, gone)
    writing.update(flag, changed)
    if fresh:
        writing.add_values(flag, _COLUMNS, fresh)
    return len(gone) + len(changed) + len(fresh)


def keep_one(writing: Writing, target_id: int, rule_set_id: int, flagged: Flagged | None, flagged_on: date) -> None:
    """Make the flag of one target this (None: no flag); a flag that stays keeps its first day."""
    old = of_target(writing.connection, target_id)
    standing = {target_id: old} if old else {}
    keep(writing, standing, rule_set_id, {target_id: flagged} if flagged else {}, flagged_on)


def overrides(connection: Connection, campaign_id: int) -> dict[int, Override]:
    """What persons decided beside the rules, by target."""
    statement = (
        select(flag_override)
        .join(target, target.c.id == flag_override.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(flag_override.c.decided_at, flag_override.c.id)
    )
    return {row.target_id: _override(row) for row in connection.execute(statement)}


def override_of(connection: Connection, target_id: int) -> Override | None:
    """What a person decided of one target beside the rules."""
    row = connection.execute(select(flag_override).where(flag_override.c.target_id == target_id)).first()
    return _override(row) if row else None


def keep_override(writing: Writing, value: Override) -> None:
    """Keep what a person decided, in the place of what was decided before."""
    columns = {
        "priority": value.priority.value if value.priority else None,
        "reason": value.reason,
        "person": value.person,
        "decided_at": value.decided_at,
    }
    key = _override_id(writing.connection, value.target_id)
    if key is None:
        writing.add(flag_override, target_id=value.target_id, **columns)
    else:
        writing.update(flag_override, {key: columns})


def remove_override(writing: Writing, target_id: int) -> None:
    """Let the rules decide again."""
    key = _override_id(writing.connection, target_id)
    writing.delete(flag_override, [] if key is None else [key])


class _Told:
    """The rules of a verdict as they are kept; verdicts are few, so each is written down once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Flagged, list[dict[str, str]]]] = {}

    def of(self, flagged: Flagged) -> list[dict[str, str]]:
        known = self._known.get(id(flagged))
        if known is None:
            # The verdict is held beside, so that its place in memory is not given to another one.
            known = (flagged, [{"id": rule.id, "reason": rule.reason} for rule in flagged.rules])
            self._known[id(flagged)] = known
        return known[1]


def _columns(rule_set_id: int, flagged: Flagged, rules: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "rule_set_id": rule_set_id,
        "priority": flagged.priority.value,
        "score": flagged.score,
        "rules": rules,
        "by_hand": flagged.by_hand,
    }


def _override_id(connection: Connection, target_id: int) -> int | None:
    key: int | None = connection.execute(
        select(flag_override.c.id).where(flag_override.c.target_id == target_id)
    ).scalar()
    return key


def _override(row: Any) -> Override:
    priority = Priority(row.priority) if row.priority else None
    return Override(row.target_id, priority, row.reason, row.person, row.decided_at)

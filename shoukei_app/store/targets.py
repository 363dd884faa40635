"""Targets (調査対象) of a campaign: found, shown, chosen. One line gathers all that happened to a target."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, and_, exists, func, select
from sqlalchemy.sql.selectable import ScalarSelect

from shoukei_app.domain.flags import Priority
from shoukei_app.domain.mailing import UndeliveredReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import ANSWERS, Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.domain.text import search_key
from shoukei_app.domain.visits import VisitKind, VisitState
from shoukei_app.store import firms, mailings
from shoukei_app.store.schema import (
    entry,
    firm,
    flag,
    mailing_run,
    piece,
    receipt,
    referral,
    reply,
    sheet,
    target,
    visit,
)

_SENT = mailings.IS_SENT
_LAST_VISIT = select(func.max(visit.c.id)).where(visit.c.target_id == target.c.id).correlate(target).scalar_subquery()
_LAST_PIECE = (
    select(func.max(piece.c.id)).where(piece.c.target_id == target.c.id, _SENT).correlate(target).scalar_subquery()
)


def _of_target(column: Column[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    of_target = column.table.c.target_id == target.c.id
    return select(column).where(of_target, *conditions).correlate(target).scalar_subquery()


_mailed = (
    select(func.count())
    .select_from(piece)
    .where(piece.c.target_id == target.c.id, _SENT)
    .correlate(target)
    .scalar_subquery()
)
_last_piece = piece.alias("last_piece")
_last_run = mailing_run.alias("last_run")
_last_visit = visit.alias("last_visit")
_undelivered = (
    select(_last_piece.c.undelivered_reason).where(_last_piece.c.id == _LAST_PIECE).correlate(target).scalar_subquery()
)

_LINES = (
    select(
        target.c.id,
        target.c.number,
        target.c.firm_id,
        firm.c.name,
        firm.c.office,
        firm.c.title,
        firm.c.representative,
        firm.c.municipality,
        firm.c.municipality_code,
        firm.c.postal_code,
        (firm.c.prefecture + firm.c.county + firm.c.municipality + firm.c.town + firm.c.rest).label("address"),
        firm.c.phone,
        firm.c.industry,
        firm.c.staff,
        _mailed.label("mailed"),
        func.coalesce(_last_piece.c.posted_on, _last_run.c.made_on).label("mailed_on"),
        _last_piece.c.undelivered_reason,
        receipt.c.received_on,
        receipt.c.channel,
        receipt.c.disposition,
        exists().where(entry.c.target_id == target.c.id).label("keyed"),
        reply.c.diagnosis,
        reply.c.remarks,
        flag.c.priority,
        flag.c.score,
        flag.c.rules,
        flag.c.by_hand,
        _last_visit.c.id.label("visit_id"),
        _last_visit.c.kind.label("visit_kind"),
        _last_visit.c.planned_on.label("visit_on"),
        _last_visit.c.state.label("visit_state"),
        select(func.max(referral.c.referred_on))
        .where(referral.c.target_id == target.c.id)
        .correlate(target)
        .scalar_subquery()
        .label("referred_on"),
        sheet.c.archive_place,
    )
    .select_from(target)
    .join(firm, firm.c.id == target.c.firm_id)
    .outerjoin(receipt, receipt.c.target_id == target.c.id)
    .outerjoin(reply, reply.c.target_id == target.c.id)
    .outerjoin(sheet, sheet.c.target_id == target.c.id)
    .outerjoin(flag, flag.c.target_id == target.c.id)
    .outerjoin(_last_visit, _last_visit.c.id == _LAST_VISIT)
    .outerjoin(_last_piece, _last_piece.c.id == _LAST_PIECE)
    .outerjoin(_last_run, _last_run.c.id == _last_piece.c.run_id)
)

_has_piece = exists().where(piece.c.target_id == target.c.id, _SENT)
_has_receipt = exists().where(receipt.c.target_id == target.c.id)
_answered = exists().where(
    receipt.c.target_id == target.c.id, receipt.c.disposition.in_(sorted(kind.value for kind in ANSWERS))
)
_has_entry = exists().where(entry.c.target_id == target.c.id)
_has_reply = exists().where(reply.c.target_id == target.c.id)
_has_flag = exists().where(flag.c.target_id == target.c.id)
_has_referral = exists().where(referral.c.target_id == target.c.id)


def _visit_is(state: VisitState) -> ColumnElement[bool]:
    return exists().where(visit.c.id == _LAST_VISIT, visit.c.state == state.value)


_open_step = and_(~_has_referral, ~_visit_is(VisitState.MET), ~_visit_is(VisitState.PLANNED))
STATUS: Mapping[TargetStatus, ColumnElement[bool]] = {
    TargetStatus.REFERRED: _has_referral,
    TargetStatus.VISITED: and_(~_has_referral, _visit_is(VisitState.MET)),
    TargetStatus.VISIT_PLANNED: and_(~_has_referral, _visit_is(VisitState.PLANNED)),
    TargetStatus.FLAGGED: and_(_open_step, _has_flag),
    TargetStatus.ENTERED: and_(_open_step, ~_has_flag, _has_reply),
    TargetStatus.KEYED: and_(_open_step, ~_has_flag, ~_has_reply, _has_entry),
    TargetStatus.INVALID: and_(_open_step, ~_has_flag, ~_has_reply, ~_has_entry, _has_receipt, ~_answered),
    TargetStatus.RECEIVED: and_(_answered, ~_has_entry, ~_has_reply, ~_has_flag, _open_step),  # the rarest first
    TargetStatus.UNDELIVERED: and_(_open_step, ~_has_flag, ~_has_reply, ~_has_receipt, _undelivered.is_not(None)),
    TargetStatus.MAILED: and_(_open_step, ~_has_flag, ~_has_reply, ~_has_receipt, _has_piece, _undelivered.is_(None)),
    TargetStatus.LISTED: and_(_open_step, ~_has_flag, ~_has_reply, ~_has_receipt, ~_has_piece),
}
"""The SQL twin of `TargetLine.status`; a test holds the two together."""

_PRIORITY = _of_target(flag.c.priority)
# S comes before A, B, C though the alphabet says otherwise.
_PRIORITY_ORDER = func.coalesce(func.replace(_PRIORITY, "S", "0"), "9")
_FILTERS: Mapping[str, ColumnElement[Any]] = {
    "priority": _PRIORITY,
    "diagnosis": _of_target(reply.c.diagnosis),
    "municipality_code": firm.c.municipality_code,
    "industry": firm.c.industry,
    "channel": _of_target(receipt.c.channel),
    "archive_place": _of_target(sheet.c.archive_place),
}
_SORTS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "number": (target.c.number,),
    "name": (firm.c.match_name, target.c.number),
    "municipality": (firm.c.municipality_code, firm.c.town, target.c.number),
    "postal_code": (firm.c.postal_code, target.c.number),
    "industry": (firm.c.industry, target.c.number),
    "staff": (firm.c.staff, target.c.number),
    "received_on": (_of_target(receipt.c.received_on), target.c.number),
    "channel": (_of_target(receipt.c.channel), target.c.number),
    "archive_place": (_of_target(sheet.c.archive_place), target.c.number),
    "diagnosis": (func.coalesce(_of_target(reply.c.diagnosis), "~"), target.c.number),
    "priority": (_PRIORITY_ORDER, -func.coalesce(_of_target(flag.c.score), 0), target.c.number),
    "visit_on": (_of_target(visit.c.planned_on, visit.c.id == _LAST_VISIT), target.c.number),
}


def find(connection: Connection, campaign_id: int, query: Query) -> list[int]:
    """Ids of targets in the order asked for. Filters: municipality_code, industry, status, priority,
    diagnosis, channel.
    """
    statement = (
        select(target.c.id)
        .join(firm, firm.c.id == target.c.firm_id)
        .where(target.c.campaign_id == campaign_id, *_conditions(query))
    )
    order = _SORTS.get(query.sort, _SORTS["number"])
    statement = statement.order_by(*(column.desc() if query.descending else column.asc() for column in order))
    return list(connection.execute(statement).scalars())


def lines(connection: Connection, ids: Sequence[int]) -> tuple[TargetLine, ...]:
    """Lines by id, in the order of `ids`; unknown ids are passed over."""
    found: dict[int, TargetLine] = {}
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        found.update((row.id, _line(row)) for row in connection.execute(_LINES.where(target.c.id.in_(chunk))))
    return tuple(found[key] for key in ids if key in found)


def by_number(connection: Connection, number: str) -> TargetLine:
    """The target with this form number. Raises Problem(FORM_NUMBER_UNKNOWN)."""
    row = connection.execute(_LINES.where(target.c.number == number)).first()
    if row is None:
        raise Problem(ProblemKind.FORM_NUMBER_UNKNOWN, number=number)
    return _line(row)


def by_numbers(connection: Connection, numbers: Sequence[str]) -> dict[str, TargetLine]:
    """The targets with these form numbers, by number; unknown ones are passed over."""
    found: dict[str, TargetLine] = {}
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        found.update((row.number, _line(row)) for row in connection.execute(_LINES.where(target.c.number.in_(chunk))))
    return found


def ids_by_number(connection: Connection, campaign_id: int) -> dict[str, int]:
    """Every form number of a campaign with its target's id."""
    statement = select(target.c.number, target.c.id).where(target.c.campaign_id == campaign_id)
    return dict(connection.execute(statement).all())


def ids_of_numbers(connection: Connection, campaign_id: int, wanted: Sequence[str]) -> dict[str, int]:
    """The targets (id) of a campaign among these form numbers, by number."""
    statement = select(target.c.number, target.c.id, target.c.campaign_id).where(target.c.number.in_(wanted))
    return {number: key for number, key, campaign in connection.execute(statement) if campaign == campaign_id}


def search_numbers(connection: Connection, campaign_id: int, text: str, limit: int) -> dict[int, str]:
    """Firms (id) of a campaign whose form number begins or ends with the digits typed, with that number."""
    digits = "".join(filter(str.isdecimal, unicodedata.normalize("NFKC", text)))
    if len(digits) < 2 or not re.fullmatch(r"[\d\s\-]+", unicodedata.normalize("NFKC", text)):
        return {}
    wanted = target.c.number.endswith(digits) | target.c.number.startswith(digits)
    statement = (
        select(target.c.firm_id, target.c.number)
        .where(target.c.campaign_id == campaign_id, wanted)
        .order_by(func.length(target.c.number), target.c.number)
        .limit(limit)
    )
    return dict(connection.execute(statement).all())


def numbers(connection: Connection, campaign_id: int, firm_ids: Sequence[int]) -> dict[int, str]:
    """The form numbers of firms in a campaign."""
    statement = select(target.c.firm_id, target.c.number).where(
        target.c.campaign_id == campaign_id, target.c.firm_id.in_(firm_ids)
    )
    return dict(connection.execute(statement).all())


def of_firm(connection: Connection, firm_id: int) -> tuple[TargetLine, ...]:
    """A firm's targets over all campaigns, the newest first."""
    statement = _LINES.where(target.c.firm_id == firm_id).order_by(target.c.id.desc())
    return tuple(_line(row) for row in connection.execute(statement))


def firm_ids(connection: Connection, campaign_id: int) -> set[int]:
    """Firms that are targets of a campaign already."""
    return set(connection.execute(select(target.c.firm_id).where(target.c.campaign_id == campaign_id)).scalars())


def municipalities(connection: Connection, campaign_id: int) -> dict[str, str]:
    """The municipalities of a campaign's targets: name by code, in the order of the codes."""
    statement = (
        select(firm.c.municipality_code, func.max(firm.c.municipality))
        .join(target, target.c.firm_id == firm.c.id)
        .where(target.c.campaign_id == campaign_id, firm.c.municipality_code != "")
        .group_by(firm.c.municipality_code)
        .order_by(firm.c.municipality_code)
    )
    return dict(connection.execute(statement).all())


def places(connection: Connection, campaign_id: int, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The municipality (code) and the diagnosis of targets of a campaign, "" where not known."""
    wanted = set(ids)
    statement = (
        select(target.c.id, firm.c.municipality_code, func.coalesce(reply.c.diagnosis, ""))
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(reply, reply.c.target_id == target.c.id)
        .where(target.c.campaign_id == campaign_id)
    )
    return {key: (code, diagnosis) for key, code, diagnosis in connection.execute(statement) if key in wanted}


def count_by_status(connection: Connection, campaign_id: int) -> dict[TargetStatus, int]:
    """How many targets stand at each step."""
    return {status: count_at(connection, campaign_id, status) for status in STATUS}


def count_at(connection: Connection, campaign_id: int, status: TargetStatus) -> int:
    """How many targets stand at one step."""
    of_campaign = target.c.campaign_id == campaign_id
    return connection.execute(select(func.count()).select_from(target).where(of_campaign, STATUS[status])).scalar_one()


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for key, values in query.filters.items():
        if not values:
            continue
        match key:
            case "status":
                wanted = [STATUS[TargetStatus(value)] for value in values]
                conditions.append(wanted[0] if len(wanted) == 1 else _any(wanted))
            case _:
                conditions.append(_FILTERS[key].in_(values))
    if query.text.strip():
        digits = search_key(query.text)
        by_number = target.c.number.contains(digits) if digits.isdecimal() else None
        by_text = firms.matches(query.text)
        conditions.append(by_text if by_number is None else by_text | by_number)
    return conditions


def _any(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = joined | condition
    return joined


def _line(row: Row[*tuple[Any, ...]]) -> TargetLine:
    return TargetLine(
        id=row.id,
        number=row.number,
        firm_id=row.firm_id,
        name=row.name,
        office=row.office,
        title=row.title,
        representative=row.representative,
        municipality=row.municipality,
        municipality_code=row.municipality_code,
        postal_code=row.postal_code,
        address=row.address,
        phone=row.phone,
        industry=row.industry,
        staff=row.staff,
        mailed=row.mailed,
        mailed_on=row.mailed_on,
        undelivered=UndeliveredReason(row.undelivered_reason) if row.undelivered_reason else None,
        received_on=row.received_on,
        channel=Channel(row.channel) if row.channel else None,
        disposition=Disposition(row.disposition) if row.disposition else None,
        keyed=bool(row.keyed),
        diagnosis=row.diagnosis or "",
        remarks=len(row.remarks or ()),
        priority=Priority(row.priority) if row.priority else None,
        score=row.score or 0,
        reasons=(*((row.by_hand,) if row.by_hand else ()), *(rule["reason"] for rule in row.rules or ())),
        visit_id=row.visit_id,
        visit_kind=VisitKind(row.visit_kind) if row.visit_kind else None,
        visit_on=row.visit_on,
        visit_state=VisitState(row.visit_state) if row.visit_state else None,
        referred_on=row.referred_on,
        archive_place=row.archive_place or "",
    )

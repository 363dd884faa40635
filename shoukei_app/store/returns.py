"""What came back: the receipt log, entries of each keyer, the reply that counts, consents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import consent, entry, firm, receipt, reply, target


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sheet that arrived."""

    target_id: int
    received_on: date
    channel: Channel
    disposition: Disposition
    bundle: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answers of a target that count, with what the rules need to know of its firm."""

    target_id: int
    number: str
    sheet: AnswerSheet
    diagnosis: str
    staff: int | None


_REPLIES = (
    select(target.c.id, target.c.number, reply.c.answers, reply.c.diagnosis, firm.c.staff)
    .join(reply, reply.c.target_id == target.c.id)
    .join(firm, firm.c.id == target.c.firm_id)
)


def receipt_of(connection: Connection, target_id: int) -> Receipt | None:
    """The receipt of a target, if its sheet arrived."""
    row = connection.execute(select(receipt).where(receipt.c.target_id == target_id)).first()
    if row is None:
        return None
    return Receipt(
        row.target_id, row.received_on, Channel(row.channel), Disposition(row.disposition), row.bundle, row.note
    )


def receipts(connection: Connection, target_ids: Sequence[int]) -> dict[int, Receipt]:
    """The receipts of targets, by target."""
    found: dict[int, Receipt] = {}
    for start in range(0, len(target_ids), 500):
        chunk = target_ids[start : start + 500]
        for row in connection.execute(select(receipt).where(receipt.c.target_id.in_(chunk))):
            found[row.target_id] = Receipt(
                row.target_id, row.received_on, Channel(row.channel), Disposition(row.disposition), row.bundle, row.note
            )
    return found


def keep_receipt(writing: Writing, value: Receipt) -> None:
    """Keep a receipt, in the place of an earlier one for the same target."""
    columns = {
        "received_on": value.received_on,
        "channel": value.channel.value,
        "disposition": value.disposition.value,
        "bundle": value.bundle,
        "note": value.note,
    }
    key = writing.connection.execute(select(receipt.c.id).where(receipt.c.target_id == value.target_id)).scalar()
    if key is None:
        writing.add(receipt, target_id=value.target_id, **columns)
    else:
        writing.update(receipt, {key: columns})


def sheet_of(connection: Connection, target_id: int) -> AnswerSheet | None:
    """The answers of a target that count."""
    data = connection.execute(select(reply.c.answers).where(reply.c.target_id == target_id)).scalar()
    return None if data is None else answers.from_data(data)


def entry_of(connection: Connection, target_id: int, pass_number: int) -> tuple[str, AnswerSheet] | None:
    """Who keyed a target's sheet in this pass, and what."""
    row = connection.execute(
        select(entry.c.keyer, entry.c.answers).where(entry.c.target_id == target_id, entry.c.pass_number == pass_number)
    ).first()
    return None if row is None else (row.keyer, answers.from_data(row.answers))


@dataclass(frozen=True, slots=True)
class Keying:
    """Who keyed a sheet in which pass, and when."""

    pass_number: int
    keyer: str
    entered_at: datetime


def keyings_of(connection: Connection, target_id: int) -> tuple[Keying, ...]:
    """Who keyed a target's sheet, in the order of the passes."""
    statement = (
        select(entry.c.pass_number, entry.c.keyer, entry.c.entered_at)
        .where(entry.c.target_id == target_id)
        .order_by(entry.c.pass_number)
    )
    return tuple(Keying(row.pass_number, row.keyer, row.entered_at) for row in connection.execute(statement))


def keep_entry(
    writing: Writing, target_id: int, pass_number: int, keyer: str, entered_at: datetime, sheet: AnswerSheet
) -> None:
    """Keep what a keyer read on a sheet, in the place of an earlier keying of the same pass."""
    columns = {"keyer": keyer, "entered_at": entered_at, "answers": answers.to_data(sheet)}
    key = writing.connection.execute(
        select(entry.c.id).where(entry.c.target_id == target_id, entry.c.pass_number == pass_number)
    ).scalar()
    if key is None:
        writing.add(entry, target_id=target_id, pass_number=pass_number, **columns)
    else:
        writing.update(entry, {key: columns})


def keep_reply(
    writing: Writing,
    target_id: int,
    sheet: AnswerSheet,
    diagnosis: str,
    remarks: Iterable[Mapping[str, str]],
    *,
    valid: bool,
) -> None:
    """Keep the answers that count."""
    columns = {
        "answers": answers.to_data(sheet),
        "diagnosis": diagnosis,
        "remarks": list(remarks),
        "valid": valid,
    }
    key = writing.connection.execute(select(reply.c.id).where(reply.c.target_id == target_id)).scalar()
    if key is None:
        writing.add(reply, target_id=target_id, **columns)
    else:
        writing.update(reply, {key: columns})


def keep_consents(
    writing: Writing, target_id: int, recipients: Iterable[Recipient], given_on: date, manner: str
) -> None:
    """Keep the consents that a sheet gives; those of the same manner that it no longer gives are taken out."""
    statement = select(consent.c.id, consent.c.recipient).where(
        consent.c.target_id == target_id, consent.c.manner == manner
    )
    kept = {row.recipient: row.id for row in writing.connection.execute(statement)}
    wanted = {recipient.value for recipient in recipients}
    writing.delete(consent, [key for recipient, key in kept.items() if recipient not in wanted])
    writing.add_all(
        consent,
        [
            {"target_id": target_id, "recipient": recipient, "given_on": given_on, "manner": manner}
            for recipient in sorted(wanted - kept.keys())
        ],
    )


def add_consents(
    writing: Writing, target_ids: Iterable[int], recipient: Recipient, given_on: date, manner: str
) -> None:
    """Keep a consent given otherwise than on the sheet; one that was withdrawn stands again."""
    wanted = list(target_ids)
    statement = select(consent.c.target_id, consent.c.id).where(
        consent.c.target_id.in_(wanted), consent.c.recipient == recipient.value
    )
    known = dict(writing.connection.execute(statement).all())
    columns = {"given_on": given_on, "manner": manner, "withdrawn_on": None}
    writing.update(consent, dict.fromkeys(known.values(), columns))
    writing.add_all(
        consent,
        [{"target_id": key, "recipient": recipient.value, **columns} for key in wanted if key not in known],
    )


def consents(connection: Connection, campaign_id: int) -> dict[int, frozenset[Recipient]]:
    """For every target the recipients that may see its answers now."""
    statement = (
        select(consent.c.target_id, consent.c.recipient)
        .join(target, target.c.id == consent.c.target_id)
        .where(target.c.campaign_id == campaign_id, consent.c.withdrawn_on.is_(None))
    )
    found: dict[int, set[Recipient]] = {}
    for target_id, recipient in connection.execute(statement):
        found.setdefault(target_id, set()).add(Recipient(recipient))
    return {key: frozenset(recipients) for key, recipients in found.items()}


def count_replies(connection: Connection, campaign_id: int) -> int:
    """How many targets of a campaign have answers."""
    statement = (
        select(func.count())
        .select_from(reply)
        .join(target, target.c.id == reply.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    return connection.execute(statement).scalar_one()


def replies(connection: Connection, campaign_id: int) -> list[Reply]:
    """Every reply of a campaign in the order of the form numbers."""
    statement = _REPLIES.where(target.c.campaign_id == campaign_id).order_by(target.c.number)
    return [_reply(row) for row in connection.execute(statement)]


def reply_of(connection: Connection, target_id: int) -> Reply | None:
    """The answers of a target that count, None where it has not answered."""
    row = connection.execute(_REPLIES.where(target.c.id == target_id)).first()
    return None if row is None else _reply(row)


def entered_on(connection: Connection, campaign_id: int, day: date) -> int:
    """How many sheets were keyed on a day."""
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the ledger keeps the office's local time
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999999)  # noqa: DTZ001
    statement = (
        select(func.count())
        .select_from(entry)
        .join(target, target.c.id == entry.c.target_id)
        .where(target.c.campaign_id == campaign_id, entry.c.entered_at.between(start, end))
    )
    return connection.execute(statement).scalar_one()


def _reply(row: Row[*tuple[Any, ...]]) -> Reply:
    return Reply(row.id, row.number, answers.from_data(row.answers), row.diagnosis, row.staff)

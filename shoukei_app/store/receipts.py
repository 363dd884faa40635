"""The receipt log (受付簿): what came back, when, by which way, and what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import receipt


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sheet that arrived."""

    target_id: int
    received_on: date
    channel: Channel
    disposition: Disposition
    bundle: str = ""
    note: str = ""


def of_target(connection: Connection, target_id: int) -> Receipt | None:
    """The receipt of a target, if its sheet arrived."""
    row = connection.execute(select(receipt).where(receipt.c.target_id == target_id)).first()
    if row is None:
        return None
    return Receipt(
        row.target_id, row.received_on, Channel(row.channel), Disposition(row.disposition), row.bundle, row.note
    )


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, Receipt]:
    """The receipts of targets, by target."""
    found: dict[int, Receipt] = {}
    for start in range(0, len(target_ids), 500):
        chunk = target_ids[start : start + 500]
        for row in connection.execute(select(receipt).where(receipt.c.target_id.in_(chunk))):
            found[row.target_id] = Receipt(
                row.target_id, row.received_on, Channel(row.channel), Disposition(row.disposition), row.bundle, row.note
            )
    return found


def keep(writing: Writing, value: Receipt) -> None:
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

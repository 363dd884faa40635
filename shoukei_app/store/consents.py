"""Consents (同意): which recipients may see the answers of a target."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import consent, target


def keep_on_form(
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


def add(writing: Writing, target_ids: Iterable[int], recipient: Recipient, given_on: date, manner: str) -> None:
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


def every(connection: Connection, campaign_id: int) -> dict[int, frozenset[Recipient]]:
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

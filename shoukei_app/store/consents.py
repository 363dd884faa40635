"""Consents (同意): which recipients may see the answers of a target."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from shoukei_app.domain.consent import Consent, ConsentManner
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import consent, target


def keep_on_form(writing: Writing, target_id: int, recipients: Iterable[Recipient], given_on: date) -> None:
    """Keep the consents that a sheet gives; those of the sheet that it no longer gives are taken out.

    What the firm said of a recipient since then, by word of mouth or by withdrawing, is not touched by the sheet.
    """
    statement = select(consent).where(consent.c.target_id == target_id)
    kept = {row.recipient: row for row in writing.connection.execute(statement)}
    wanted = {recipient.value for recipient in recipients}
    by_form = [row for row in kept.values() if row.manner == ConsentManner.FORM.value and row.withdrawn_on is None]
    writing.delete(consent, [row.id for row in by_form if row.recipient not in wanted])
    writing.add_all(
        consent,
        [
            {"target_id": target_id, "recipient": recipient, "given_on": given_on, "manner": ConsentManner.FORM.value}
            for recipient in sorted(wanted - kept.keys())
        ],
    )


def add(
    writing: Writing, target_ids: Iterable[int], recipient: Recipient, given_on: date, manner: ConsentManner
) -> None:
    """Keep a consent given otherwise than on the sheet; one that was withdrawn stands again."""
    wanted = list(target_ids)
    statement = select(consent.c.target_id, consent.c.id).where(
        consent.c.target_id.in_(wanted), consent.c.recipient == recipient.value
    )
    known = dict(writing.connection.execute(statement).all())
    columns = {"given_on": given_on, "manner": manner.value, "withdrawn_on": None}
    writing.update(consent, dict.fromkeys(known.values(), columns))
    writing.add_all(
        consent,
        [{"target_id": key, "recipient": recipient.value, **columns} for key in wanted if key not in known],
    )


def withdraw(writing: Writing, target_id: int, recipients: Iterable[Recipient], day: date) -> None:
    """Note that consents no longer stand from this day on."""
    wanted = [recipient.value for recipient in recipients]
    statement = select(consent.c.id).where(
        consent.c.target_id == target_id, consent.c.recipient.in_(wanted), consent.c.withdrawn_on.is_(None)
    )
    ids = list(writing.connection.execute(statement).scalars())
    writing.update(consent, {key: {"withdrawn_on": day} for key in ids})


def of_target(connection: Connection, target_id: int) -> tuple[Consent, ...]:
    """Everything a target said of recipients, in their usual order; a withdrawn consent is there with its day."""
    rows = connection.execute(select(consent).where(consent.c.target_id == target_id))
    found = {
        row.recipient: Consent(Recipient(row.recipient), row.given_on, ConsentManner(row.manner), row.withdrawn_on)
        for row in rows
    }
    return tuple(found[recipient.value] for recipient in Recipient if recipient.value in found)


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

"""Versions of a campaign's questionnaire: what each asked, and how the one before became it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select, union

from shoukei_app.domain import questionnaire, questionnaire_mapping
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.mailing import HANDED_OVER
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.questionnaire_mapping import VersionMapping
from shoukei_app.store.campaigns import get
from shoukei_app.store.documents import questionnaire_of
from shoukei_app.store.journal import Writing
from shoukei_app.store.mailings import IS_SENT
from shoukei_app.store.schema import campaign, draft, entry, mailing_run, piece, questionnaire_version, reply, target


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `mapping` is from the version before; `made_at` is None for one that came with the campaign."""

    questionnaire: Questionnaire
    mapping: VersionMapping
    made_at: datetime | None

    @property
    def number(self) -> int:
        """The number that stands on the paper's data."""
        return self.questionnaire.version


def versions(connection: Connection, campaign_id: int) -> tuple[Version, ...]:
    """Every version of a campaign's questionnaire, the newest first. Raises Problem(NO_CAMPAIGN)."""
    table = questionnaire_version
    rows = connection.execute(
        select(table.c.document, table.c.mapping, table.c.made_at)
        .where(table.c.campaign_id == campaign_id)
        .order_by(table.c.version.desc())
    )
    kept = [
        Version(questionnaire_of(row.document), questionnaire_mapping.from_data(row.mapping), row.made_at)
        for row in rows
    ]
    in_force = get(connection, campaign_id).questionnaire
    if not kept or kept[0].number != in_force.version:
        return (Version(in_force, VersionMapping(), None), *kept)
    return tuple(kept)


def put(writing: Writing, old: Campaign, changed: Questionnaire, mapping: VersionMapping, made_at: datetime) -> None:
    """Put a questionnaire into force: as another version where its number says so, else in the place of the last.

    `mapping` is from the questionnaire in force; the last version's own mapping goes on from the one before it.
    """
    table = questionnaire_version
    writing.update(campaign, {old.id: {"questionnaire": questionnaire.to_data(changed)}})
    known = {
        row.version: row for row in writing.connection.execute(select(table).where(table.c.campaign_id == old.id)).all()
    }
    before = old.questionnaire
    if changed.version == before.version:
        if row := known.get(before.version):
            whole = questionnaire_mapping.after(questionnaire_mapping.from_data(row.mapping), mapping)
            data = {"document": questionnaire.to_data(changed), "mapping": questionnaire_mapping.to_data(whole)}
            writing.update(table, {row.id: data})
        return
    if before.version not in known:
        _add(writing, old.id, before, VersionMapping(), None)
    _add(writing, old.id, changed, mapping, made_at)


def answered(connection: Connection, campaign_id: int) -> int:
    """How many targets of a campaign have anything recorded: being keyed, keyed in any pass, a reply that counts."""
    recorded = union(*(select(table.c.target_id) for table in (entry, reply, draft))).subquery()
    statement = (
        select(func.count())
        .select_from(recorded)
        .join(target, target.c.id == recorded.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    return connection.execute(statement).scalar_one()


def runs_made_from(connection: Connection, campaign_id: int, version: int) -> tuple[int, ...]:
    """The numbers of the mailing runs that were made from this version, cancelled ones too: their paper may be out."""
    statement = (
        select(mailing_run.c.number, mailing_run.c.made_from["questionnaire"]["version"].as_integer().label("version"))
        .where(mailing_run.c.campaign_id == campaign_id)
        .order_by(mailing_run.c.number)
    )
    return tuple(row.number for row in connection.execute(statement) if row.version == version)


def run_sent(connection: Connection, target_id: int) -> int | None:
    """The id of the run that sent the newest piece to a target (or is to send it); None where there is none."""
    handed_over = piece.c.state.in_([state.value for state in HANDED_OVER])
    statement = (
        select(piece.c.run_id)
        .where(piece.c.target_id == target_id, IS_SENT)
        .order_by(case((handed_over, 0), else_=1), piece.c.id.desc())
        .limit(1)
    )
    key: int | None = connection.execute(statement).scalar()
    return key


def keyed_version(connection: Connection, target_id: int) -> int | None:
    """The version that a target's sheet was keyed in first; None where nobody has."""
    statement = select(entry.c.version).where(entry.c.target_id == target_id).order_by(entry.c.pass_number).limit(1)
    version: int | None = connection.execute(statement).scalar()
    return version


def _add(
    writing: Writing, campaign_id: int, document: Questionnaire, mapping: VersionMapping, made_at: datetime | None
) -> None:
    writing.add(
        questionnaire_version,
        campaign_id=campaign_id,
        version=document.version,
        document=questionnaire.to_data(document),
        mapping=questionnaire_mapping.to_data(mapping),
        made_at=made_at,
    )

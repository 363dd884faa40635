"""Ledgers and the campaign in them: made with the Nagano-style defaults, opened, described."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from shoukei_app import assets
from shoukei_app.domain import flags, reply_paid
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.envelope import WindowEnvelope, WindowFinding, window_findings
from shoukei_app.domain.exclusion import ExclusionRule, rules_from_data
from shoukei_app.domain.flags import RuleSet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.letter import LetterTemplate, letters_from_data
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.reply_paid import ReplyPaid
from shoukei_app.store import campaigns, ledger
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import bundled_questionnaires
from shoukei_app.usecases.organisations import NewOrganisation, keep
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["Ledger"]  # the window and the command line name the ledger's type from here


def create(
    location: str | Path,
    act: Act,
    *,
    name: str,
    fiscal_year: int,
    sender: Sender | None = None,
    organisations: Iterable[NewOrganisation] = (),
    deadline: date | None = None,
    goal: int | None = None,
) -> Ledger:
    """Make a ledger with one campaign: default questionnaire, rules and letters. Raises Problem as the store does."""
    if not name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="調査の名前")
    made = ledger.create(location)
    with made.write(act, OperationKind.NEW_LEDGER, {"name": name, "fiscal_year": fiscal_year}) as operation:
        campaign = Campaign(
            0,
            name.strip(),
            fiscal_year,
            deadline,
            goal,
            default_questionnaire(),
            sender or Sender(name=""),
            default_letters(),
            default_exclusions(),
        )
        campaign_id = campaigns.add(operation.writing, campaign)
        rule_sets.add(operation.writing, act, campaign_id, default_rules())
        for new in organisations:
            keep(operation.writing, new)
    return made


def open_existing(location: str | Path) -> Ledger:
    """Open a ledger. Raises Problem as `store.ledger.open_ledger` does."""
    return ledger.open_ledger(location)


def current_campaign(opened: Ledger) -> Campaign:
    """The newest campaign. Raises Problem(NO_CAMPAIGN)."""
    with opened.read() as view:
        return campaigns.get(view, campaigns.newest_id(view))


def campaign(opened: Ledger, campaign_id: int) -> Campaign:
    """One campaign. Raises Problem(NO_CAMPAIGN)."""
    with opened.read() as view:
        return campaigns.get(view, campaign_id)


def all_campaigns(opened: Ledger) -> tuple[Campaign, ...]:
    """Every campaign of the ledger, the newest first."""
    with opened.read() as view:
        return campaigns.every(view)


def edit_campaign(
    opened: Ledger, act: Act, campaign_id: int, *, name: str, deadline: date | None, goal: int | None, sender: Sender
) -> Outcome[None]:
    """Change what the letters say of a campaign and its sender."""
    if not name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="調査の名前")
    with opened.write(act, OperationKind.EDIT_CAMPAIGN, {"name": name}) as operation:
        old = campaigns.get(operation.writing.connection, campaign_id)
        campaigns.change(
            operation.writing, replace(old, name=name.strip(), deadline=deadline, goal=goal, sender=sender)
        )
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def choose_window(opened: Ledger, act: Act, campaign_id: int, envelope: WindowEnvelope) -> Outcome[None]:
    """Say in which window envelope the letters go; those printed from now on fit it. Raises Problem(VALUE_WRONG)."""
    if WindowFinding.OUTSIDE_ENVELOPE in window_findings(envelope, None):
        raise Problem(ProblemKind.VALUE_WRONG, field="封筒の窓", value=envelope.name)
    with opened.write(act, OperationKind.EDIT_CAMPAIGN) as operation:
        old = campaigns.get(operation.writing.connection, campaign_id)
        operation.summary["name"] = old.name
        campaigns.change(operation.writing, replace(old, envelope=envelope))
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def edit_reply_paid(opened: Ledger, act: Act, campaign_id: int, approval: ReplyPaid) -> Outcome[None]:
    """Keep the approval of reply-paid post (料金受取人払). Raises Problem(VALUE_WRONG) where it holds too long."""
    if reply_paid.is_too_long(approval) and approval.expires_on is not None:
        raise Problem(
            ProblemKind.VALUE_WRONG, field="料金受取人払の有効期限（承認から2年以内）", value=approval.expires_on
        )
    with opened.write(act, OperationKind.EDIT_CAMPAIGN) as operation:
        old = campaigns.get(operation.writing.connection, campaign_id)
        operation.summary["name"] = old.name
        campaigns.change(operation.writing, replace(old, reply_paid=approval))
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def edit_exclusions(opened: Ledger, act: Act, campaign_id: int, rules: tuple[ExclusionRule, ...]) -> Outcome[None]:
    """Change the rules by which a choice of targets can leave firms out."""
    with opened.write(act, OperationKind.EDIT_CAMPAIGN) as operation:
        old = campaigns.get(operation.writing.connection, campaign_id)
        operation.summary["name"] = old.name
        campaigns.change(operation.writing, replace(old, exclusions=rules))
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def default_questionnaire() -> Questionnaire:
    """The Nagano-style questionnaire that a new campaign begins with."""
    return bundled_questionnaires.bundled_questionnaire(bundled_questionnaires.DEFAULT)


def default_rules() -> RuleSet:
    """The rules that a new campaign begins with."""
    return flags.from_data(tomllib.loads(assets.text("rules/nagano.toml")))


def default_exclusions() -> tuple[ExclusionRule, ...]:
    """The rules for leaving firms out that a new campaign begins with."""
    return rules_from_data(tomllib.loads(assets.text("rules/exclusions.toml"))["rules"])


def default_letters() -> dict[str, LetterTemplate]:
    """The letters that a new campaign begins with, by kind of run."""
    return letters_from_data(tomllib.loads(assets.text("letters/standard.toml")))

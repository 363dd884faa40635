"""Flags (抽出): the rules applied to the answers, tried first, then kept."""

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shoukei_app.domain import answers, flags
from shoukei_app.domain.answers import AnswerSheet, EffectiveAnswers
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.conditions import Fact, Facts
from shoukei_app.domain.flags import Flagged, Priority, Rule, RuleSet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.store import campaigns, replies, targets
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.replies import Reply
from shoukei_app.usecases.outcome import Outcome, Subject


@dataclass(frozen=True, slots=True)
class FlaggedFirm:
    """One flagged target: its number, priority and every reason."""

    target_id: int
    number: str
    priority: Priority
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagRun:
    """What a run of the rules says, and how it differs from the flags that stand."""

    targets: int
    rules: RuleSet
    firms: tuple[FlaggedFirm, ...]
    by_priority: dict[Priority, int]
    by_rule: dict[str, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    flagged: dict[int, Flagged]


def try_rules(ledger: Ledger, campaign_id: int, rules: RuleSet | None = None) -> FlagRun:
    """Apply rules (None: those in force) to every reply without keeping anything."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        rules = rules or campaigns.newest_rules(view, campaign_id)[1]
        answered = replies.every(view, campaign_id)
        standing = flagged_store.every(view, campaign_id)
    numbers = {reply.target_id: reply.number for reply in answered}
    flagged = {}
    for reply in answered:
        verdict = flags.flag(rules.rules, facts_of(questionnaire, reply))
        if verdict is not None:
            flagged[reply.target_id] = verdict
    firms = tuple(
        FlaggedFirm(key, numbers[key], value.priority, tuple(rule.reason for rule in value.rules))
        for key, value in flagged.items()
    )
    priorities = Counter(firm.priority for firm in firms)
    held = Counter(rule.id for value in flagged.values() for rule in value.rules)
    return FlagRun(
        targets=len(answered),
        rules=rules,
        firms=firms,
        by_priority={priority: priorities[priority] for priority in Priority},
        by_rule={rule.id: held[rule.id] for rule in rules.rules},
        added=tuple(numbers[key] for key in flagged if key not in standing),
        removed=tuple(sorted(numbers.get(key, str(key)) for key in standing if key not in flagged)),
        flagged=flagged,
    )


def would_flag(ledger: Ledger, campaign_id: int, target_id: int, sheet: AnswerSheet | None = None) -> Flagged | None:
    """What the rules in force would say of one target if these answers counted (None: of those that do count)."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        (line,) = targets.lines(view, [target_id])
        rules = campaigns.newest_rules(view, campaign_id)[1]
        sheet = replies.sheet_of(view, target_id) or {} if sheet is None else sheet
    diagnosis = answers.diagnose(questionnaire, sheet).code
    reply = Reply(target_id, line.number, sheet, diagnosis, line.staff, {})
    return flags.flag(rules.rules, facts_of(questionnaire, reply))


def run_rules(
    ledger: Ledger, act: Act, campaign_id: int, *, today: date, rules: RuleSet | None = None
) -> Outcome[FlagRun]:
    """Apply rules and keep the flags. Rules that are not in force yet become the campaign's next version."""
    result = try_rules(ledger, campaign_id, rules)
    with ledger.write(act, OperationKind.RUN_FLAGS, {"flagged": len(result.firms)}) as operation:
        rule_set_id, newest = campaigns.newest_rules(operation.writing.connection, campaign_id)
        if result.rules.rules != newest.rules:
            result = replace(result, rules=replace(result.rules, version=newest.version + 1))
            rule_set_id = campaigns.add_rules(operation.writing, campaign_id, result.rules)
        flagged_store.keep(operation.writing, campaign_id, rule_set_id, result.flagged, today)
    return Outcome(result, frozenset({Subject.FLAG}), operation.id)


def follow(writing: Writing, campaign: Campaign, target_id: int, today: date) -> None:
    """A target's answers changed: its flag follows the rules in force, where they were run before."""
    view = writing.connection
    if not flagged_store.were_run(view, campaign.id):
        return
    rule_set_id, rules = campaigns.newest_rules(view, campaign.id)
    reply = replies.of_target(view, target_id)
    flagged = flags.flag(rules.rules, facts_of(campaign.questionnaire, reply)) if reply else None
    flagged_store.keep_one(writing, target_id, rule_set_id, flagged, today)


def rules_in_force(ledger: Ledger, campaign_id: int) -> RuleSet:
    """The newest version of a campaign's rules."""
    with ledger.read() as view:
        return campaigns.newest_rules(view, campaign_id)[1]


def known_rules(ledger: Ledger, campaign_id: int) -> tuple[Rule, ...]:
    """The rules in force, then those of earlier versions that are not: what can be turned on for a try."""
    with ledger.read() as view:
        versions = campaigns.every_rules(view, campaign_id)
    found: dict[str, Rule] = {}
    for version in versions:
        for rule in version.rules:
            found.setdefault(rule.id, rule)
    return tuple(found.values())


def read_rules(path: Path) -> RuleSet:
    """Read a rule set from a TOML file. Raises Problem: FILE_MISSING, RULES_UNREADABLE."""
    try:
        return flags.from_data(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise Problem(ProblemKind.FILE_MISSING, path=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(ProblemKind.RULES_UNREADABLE, found=path.name) from error


def facts_of(questionnaire: Questionnaire, reply: Reply) -> Facts:
    """What rules can ask about a reply: its effective answers, `firm.staff`, `diagnosis.type`."""
    effective = EffectiveAnswers(questionnaire, reply.sheet)
    others: dict[str, Fact] = {"firm.staff": reply.staff, "diagnosis.type": reply.diagnosis}
    return lambda subject: others[subject] if subject in others else effective(subject)

"""The questionnaire of a campaign: replaced while nobody has answered, else made a new version that takes the answers.

A sheet is read with the version that its paper was printed from; answers go on to the version in force by the mappings
between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from shoukei_app.domain import form_number, questionnaire_edit, questionnaire_mapping
from shoukei_app.domain import questionnaire as questionnaire_data
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.flags import Rule
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.questionnaire_edit import Gap
from shoukei_app.domain.questionnaire_mapping import Loss, VersionMapping
from shoukei_app.exchange import questionnaire_file
from shoukei_app.store import campaigns, mailings, questionnaires
from shoukei_app.store import replies as kept_replies
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.questionnaires import Version
from shoukei_app.usecases import replies
from shoukei_app.usecases.bundled_questionnaires import bundled, bundled_questionnaire
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["Version"]  # the window names it from here

_BLANK_NUMBER = form_number.form_number(1)
_CHANGED = frozenset({Subject.CAMPAIGN, Subject.RETURN, Subject.FLAG})


@dataclass(frozen=True, slots=True)
class Template:
    """A questionnaire that comes with the program, ready to use."""

    key: str
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class InForce:
    """The questionnaire of a campaign, how many targets have answers to it, and the runs printed from it."""

    questionnaire: Questionnaire
    answered: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What using a questionnaire would do: its number, the answers without a place in it, the rules it cannot answer.

    `answered` is how many targets have answers: then only a new version is possible.
    """

    version: int
    answered: int
    losses: tuple[Loss, ...]
    rules_lost: tuple[Rule, ...]
    runs: tuple[int, ...]


def in_force(ledger: Ledger, campaign_id: int) -> InForce:
    """The questionnaire that a campaign uses now. Raises Problem(NO_CAMPAIGN)."""
    with ledger.read() as view:
        current = campaigns.get(view, campaign_id).questionnaire
        return InForce(
            current,
            questionnaires.answered(view, campaign_id),
            questionnaires.runs_made_from(view, campaign_id, current.version),
        )


def versions(ledger: Ledger, campaign_id: int) -> tuple[Version, ...]:
    """Every version of a campaign's questionnaire, the newest first."""
    with ledger.read() as view:
        return questionnaires.versions(view, campaign_id)


def templates() -> tuple[Template, ...]:
    """The questionnaires that come with the program, the usual one first."""
    return tuple(Template(key, bundled_questionnaire(key)) for key, _ in bundled())


def template(key: str) -> Questionnaire:
    """The bundled questionnaire with this key. Raises Problem(NOT_FOUND)."""
    return bundled_questionnaire(key)


def read_file(source: Path) -> Questionnaire:
    """The questionnaire of a file, without keeping it. Raises Problem as `questionnaire_file.read` does."""
    return questionnaire_file.read(source)


def export_file(ledger: Ledger, campaign_id: int, target: Path) -> Outcome[Questionnaire]:
    """Write the questionnaire in force to a file. Raises Problem as `questionnaire_file.write` does."""
    current = in_force(ledger, campaign_id).questionnaire
    questionnaire_file.write(target, current)
    return Outcome(current)


def write_file(questionnaire: Questionnaire, target: Path) -> None:
    """Write any questionnaire to a file, one still in work too. Raises Problem as `questionnaire_file.write` does."""
    questionnaire_file.write(target, questionnaire)


def preview(questionnaire: Questionnaire, target: Path) -> Mapping[str, int]:
    """Print one blank form; the page (from 0) on which each question (id) stands.

    Raises Problem: TEXT_DOES_NOT_FIT, CHARACTER_UNPRINTABLE.
    """
    from shoukei_app.paper import questionnaire_form  # noqa: PLC0415 - see masters.printable

    questionnaire_form.print_questionnaires(target, [_BLANK_NUMBER], questionnaire, Progress())
    pages = questionnaire_form.layout(questionnaire).pages
    return {field.question: page.number - 1 for page in pages for field in page.fields}


def change(
    ledger: Ledger, campaign_id: int, questionnaire: Questionnaire, mapping: VersionMapping | None = None
) -> Change:
    """What using a questionnaire would do, without doing it; `mapping` is from the one in force (None: by words)."""
    with ledger.read() as view:
        old = campaigns.get(view, campaign_id).questionnaire
        mapping = mapping or questionnaire_mapping.propose(old, questionnaire)
        answered = questionnaires.answered(view, campaign_id)
        runs = questionnaires.runs_made_from(view, campaign_id, old.version)
        sheets = [reply.sheet for reply in kept_replies.every(view, campaign_id)] if answered else []
        rules = rule_sets.newest(view, campaign_id)[1].rules
    lost = tuple(rule for rule in rules if _carried_rule(rule, mapping) is None)
    losses = questionnaire_mapping.losses(mapping, old, sheets)
    return Change(_next_version(old, questionnaire, answered, runs), answered, losses, lost, runs)


def save(
    ledger: Ledger, act: Act, campaign_id: int, questionnaire: Questionnaire, mapping: VersionMapping | None = None
) -> Outcome[int]:
    """Use a questionnaire from now on; returns its version, a new number where paper was made from the one before.

    The rules of the campaign follow; one that asks what is gone is left out of their new version. Raises Problem:
    QUESTIONNAIRE_UNFINISHED, QUESTIONNAIRE_UNREADABLE, QUESTIONNAIRE_IN_USE where answers are recorded.
    """
    _refuse_unfinished(questionnaire)
    current = in_force(ledger, campaign_id).questionnaire
    if replace(questionnaire, version=current.version) == current:
        return Outcome(current.version)
    with ledger.write(act, OperationKind.EDIT_QUESTIONNAIRE) as operation:
        view = operation.writing.connection
        answered = questionnaires.answered(view, campaign_id)
        if answered:
            raise Problem(ProblemKind.QUESTIONNAIRE_IN_USE, answers=answered)
        old = campaigns.get(view, campaign_id)
        runs = questionnaires.runs_made_from(view, campaign_id, old.questionnaire.version)
        version = _next_version(old.questionnaire, questionnaire, answered, runs)
        mapping = mapping or questionnaire_mapping.propose(old.questionnaire, questionnaire)
        questionnaires.put(operation.writing, old, replace(questionnaire, version=version), mapping, act.at)
        _carry_rules(operation.writing, act, campaign_id, mapping)
        operation.summary |= {"name": questionnaire.title, "questionnaire_version": version}
    return Outcome(version, _CHANGED, operation.id)


def new_version(
    ledger: Ledger, act: Act, campaign_id: int, questionnaire: Questionnaire, mapping: VersionMapping
) -> Outcome[int]:
    """Use a questionnaire as the next version and carry every answer that counts to it, as one operation.

    Diagnosis, remarks and consents follow; what was keyed stays as it was keyed, in its version. Returns the number.
    Raises Problem: QUESTIONNAIRE_UNFINISHED, QUESTIONNAIRE_UNREADABLE.
    """
    _refuse_unfinished(questionnaire)
    with ledger.write(act, OperationKind.NEW_QUESTIONNAIRE_VERSION) as operation:
        view = operation.writing.connection
        old = campaigns.get(view, campaign_id)
        made = replace(questionnaire, version=old.questionnaire.version + 1)
        questionnaires.put(operation.writing, old, made, mapping, act.at)
        carried = kept_replies.every(view, campaign_id)
        for reply in carried:
            sheet = questionnaire_mapping.carry(mapping, reply.sheet)
            memos = questionnaire_mapping.carry_memos(mapping, reply.memos)
            replies.keep(operation.writing, made, reply.target_id, sheet, memos, given_on=act.at.date())
        _carry_rules(operation.writing, act, campaign_id, mapping)
        operation.summary |= {
            "name": made.title,
            "questionnaire_version": made.version,
            "carried": len(carried),
        }
    return Outcome(made.version, _CHANGED, operation.id)


def of_target(view: View, target_id: int) -> Questionnaire:
    """The version to read a target's sheet with: that of its newest paper.

    Without paper it is the version in force when the sheet was keyed, and else the one in force now.
    """
    run_id = questionnaires.run_sent(view, target_id)
    if run_id is not None:
        return mailings.questionnaire_of_run(view, run_id)
    known = questionnaires.versions(view, campaigns.of_target(view, target_id))
    keyed = questionnaires.keyed_version(view, target_id)
    return next((one for one in known if one.number == keyed), known[0]).questionnaire


def carried(view: View, campaign_id: int, version: int, sheet: AnswerSheet) -> AnswerSheet:
    """A sheet read with a version of a campaign's questionnaire as answers to the version in force."""
    known = questionnaires.versions(view, campaign_id)
    for later in reversed([one for one in known if one.number > version]):
        sheet = questionnaire_mapping.carry(later.mapping, sheet)
    return sheet


def _next_version(old: Questionnaire, new: Questionnaire, answered: int, runs: tuple[int, ...]) -> int:
    same = replace(new, version=old.version) == old
    return old.version + 1 if (answered or runs) and not same else old.version


def _refuse_unfinished(questionnaire: Questionnaire) -> None:
    found = questionnaire_edit.gaps(questionnaire)
    if found:
        raise Problem(ProblemKind.QUESTIONNAIRE_UNFINISHED, count=len(found), first=_first(questionnaire, found[0]))
    questionnaire_data.from_data(questionnaire_data.to_data(questionnaire))


def _first(questionnaire: Questionnaire, gap: Gap) -> str:
    question = questionnaire.by_id.get(gap.question)
    return f"問{question.number} {question.short}".strip() if question else questionnaire.title or "表題"


def _carried_rule(rule: Rule, mapping: VersionMapping) -> Rule | None:
    when = questionnaire_mapping.carried_condition(rule.when, mapping)
    return None if when is None else replace(rule, when=when)


def _carry_rules(writing: Writing, act: Act, campaign_id: int, mapping: VersionMapping) -> None:
    newest = rule_sets.newest(writing.connection, campaign_id)[1]
    followed = tuple(made for rule in newest.rules if (made := _carried_rule(rule, mapping)) is not None)
    if followed != newest.rules:
        rule_sets.add(writing, act, campaign_id, replace(newest, version=newest.version + 1, rules=followed))

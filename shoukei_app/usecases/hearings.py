"""The hearing sheet (訪問ヒアリング票) of a campaign and what was answered to it; the visit itself is `visits`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from shoukei_app.domain import questionnaire as questionnaire_data
from shoukei_app.domain import questionnaire_edit
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.visits import SheetLine
from shoukei_app.exchange import questionnaire_file
from shoukei_app.store import hearings
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.usecases import bundled_questionnaires
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.usecases.questionnaires import InForce
from shoukei_app.words import answers as answer_words


def get(ledger: Ledger, campaign_id: int) -> Questionnaire:
    """The hearing sheet that a campaign uses now."""
    with ledger.read() as view:
        return in_force(view, campaign_id)


def standing(ledger: Ledger, campaign_id: int) -> InForce:
    """The same, with the number of visits at which it was answered; no run is printed from it."""
    with ledger.read() as view:
        return InForce(in_force(view, campaign_id), hearings.answered(view, campaign_id), ())


def template() -> Questionnaire:
    """The hearing sheet that comes with the program."""
    return bundled_questionnaires.bundled_questionnaire(bundled_questionnaires.HEARING)


def preview(hearing: Questionnaire, target: Path) -> Mapping[str, int]:
    """Print one blank visit sheet; the page (from 0) on which each question (id) stands.

    Raises Problem(TEXT_DOES_NOT_FIT) where there are too many questions for the paper.
    """
    from shoukei_app.paper import visit_sheet  # noqa: PLC0415 - see masters.unprintable

    visit_sheet.print_visit_sheets(target, [visit_sheet.BLANK], hearing, Progress())
    return visit_sheet.question_pages(hearing)


def save(ledger: Ledger, act: Act, campaign_id: int, hearing: Questionnaire) -> Outcome[int]:
    """Use a hearing sheet from now on; returns its version, a new number where answers to the one before are kept.

    Raises Problem: QUESTIONNAIRE_UNFINISHED, QUESTIONNAIRE_UNREADABLE, HEARING_IN_USE where a question that was
    answered at visits would be gone or be another kind of question.
    """
    _refuse_unfinished(hearing)
    with ledger.write(act, OperationKind.EDIT_HEARING, {"name": hearing.title}) as operation:
        old = in_force(operation.writing.connection, campaign_id)
        used = hearings.asked(operation.writing.connection, campaign_id)
        lost = [one for one in old.questions if one.id in used and not _same_shape(one, hearing.by_id.get(one.id))]
        if lost:
            raise Problem(ProblemKind.HEARING_IN_USE, question=f"問{lost[0].number} {lost[0].short}")
        changed = replace(hearing, version=old.version) != old
        made = replace(hearing, version=old.version + 1 if used and changed else old.version)
        hearings.put(operation.writing, campaign_id, made)
        operation.summary["questionnaire_version"] = made.version
    return Outcome(made.version, frozenset({Subject.CAMPAIGN, Subject.VISIT}), operation.id)


def read_file(source: Path) -> Questionnaire:
    """The hearing sheet of a file, without keeping it. Raises Problem as `questionnaire_file.read` does."""
    return questionnaire_file.read(source)


def export_file(ledger: Ledger, campaign_id: int, target: Path) -> Outcome[Questionnaire]:
    """Write the hearing sheet to a file. Raises Problem as `questionnaire_file.write` does."""
    current = get(ledger, campaign_id)
    questionnaire_file.write(target, current)
    return Outcome(current)


def of_visit(ledger: Ledger, visit_id: int) -> AnswerSheet:
    """What was answered at a visit."""
    with ledger.read() as view:
        return hearings.of_visit(view, visit_id)


def of_target(ledger: Ledger, target_id: int) -> AnswerSheet:
    """What a firm answered at all its visits; where it answered twice, what it said last."""
    with ledger.read() as view:
        return hearings.of_target(view, target_id)


def lines(hearing: Questionnaire, sheet: AnswerSheet) -> tuple[SheetLine, ...]:
    """The questions that have an answer, with it in words."""
    return tuple(
        SheetLine(question.short, answer_words.label(question, sheet[question.id]))
        for question in hearing.questions
        if question.id in sheet and not sheet[question.id].blank
    )


def in_force(view: View, campaign_id: int) -> Questionnaire:
    """The hearing sheet that a campaign uses: its own, or the one that comes with the program."""
    own = hearings.get(view, campaign_id)
    return own or template()


def keep(writing: Writing, campaign_id: int, visit_id: int, sheet: AnswerSheet) -> None:
    """Keep what was answered at a visit within an operation that is already open.

    From the first answers on the campaign keeps the questions too: those of a later program may be others.
    """
    if sheet and hearings.get(writing.connection, campaign_id) is None:
        hearings.put(writing, campaign_id, in_force(writing.connection, campaign_id))
    hearings.keep(writing, visit_id, sheet)


def _same_shape(old: questionnaire_data.Question, new: questionnaire_data.Question | None) -> bool:
    """Whether answers to one question are answers to the other: choices may be added at the end, not moved."""
    if new is None or new.kind is not old.kind:
        return False
    kept: Sequence[str] = [choice.text for choice in new.choices[: len(old.choices)]]
    return kept == [choice.text for choice in old.choices]


def _refuse_unfinished(hearing: Questionnaire) -> None:
    found = questionnaire_edit.gaps(hearing)
    if found:
        question = hearing.by_id.get(found[0].question)
        first = f"問{question.number} {question.short}".strip() if question else hearing.title or "表題"
        raise Problem(ProblemKind.QUESTIONNAIRE_UNFINISHED, count=len(found), first=first)
    questionnaire_data.from_data(questionnaire_data.to_data(hearing))

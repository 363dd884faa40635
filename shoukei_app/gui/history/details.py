"""The changes of an operation as lines in words; answers are told question by question."""

import json
from collections.abc import Iterator, Mapping, Sequence

from shoukei_app.domain import answers
from shoukei_app.domain.history import FieldChange
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.gui.history.columns import DetailLine
from shoukei_app.words import answers as answer_words
from shoukei_app.words import history


def explained(
    changes: Sequence[FieldChange], names: Mapping[tuple[str, int], str], questionnaire: Questionnaire | None
) -> list[DetailLine]:
    """Lines for these changes; fields that only serve the program are left out."""
    lines: list[DetailLine] = []
    for change in changes:
        record = "　".join(
            filter(None, [history.subject_word(change.subject), names.get((change.subject, change.record), "")])
        )
        for field, before, after in _told(change, questionnaire):
            lines.append(DetailLine(len(lines), record, field, before, after))
    return lines


def _told(change: FieldChange, questionnaire: Questionnaire | None) -> Iterator[tuple[str, str, str]]:
    if change.field == "answers" and questionnaire is not None:
        yield from _answers(change, questionnaire)
    elif not history.is_inner(change):
        field = history.field_word(change.subject, change.field)
        yield field, history.value_words(change, change.before), history.value_words(change, change.after)


def _answers(change: FieldChange, questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    before, after = (answers.from_data(json.loads(value) if value else {}) for value in (change.before, change.after))
    for question in questionnaire.questions:
        old, new = (sheet.get(question.id, answers.BLANK) for sheet in (before, after))
        if old != new:
            heading = f"問{question.number} {question.short}"
            yield heading, answer_words.label(question, old), answer_words.label(question, new)

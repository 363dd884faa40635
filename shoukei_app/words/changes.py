"""The changes of an operation as lines in words; answers are told question by question."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shoukei_app.domain import answers
from shoukei_app.domain.history import FieldChange
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.words import answers as answer_words
from shoukei_app.words import history

_QUESTIONS = frozenset({"question", "differences"})
"""Fields that name questions by their ids."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of one record, before and after, in words; `id` is its place."""

    id: int
    record: str
    field: str
    before: str
    after: str


def explained(
    changes: Sequence[FieldChange], names: Mapping[tuple[str, int], str], questionnaire: Questionnaire | None
) -> list[ChangedField]:
    """Lines for these changes; fields that only serve the program are left out."""
    lines: list[ChangedField] = []
    for change in changes:
        record = "　".join(
            filter(None, [history.subject_word(change.subject), names.get((change.subject, change.record), "")])
        )
        for field, before, after in _told(change, questionnaire):
            lines.append(ChangedField(len(lines), record, field, before, after))
    return lines


def _told(change: FieldChange, questionnaire: Questionnaire | None) -> Iterator[tuple[str, str, str]]:
    if change.field == "answers" and questionnaire is not None:
        yield from _answers(change, questionnaire)
    elif not history.is_inner(change):
        before, after = (history.value_words(change, value) for value in (change.before, change.after))
        if change.field in _QUESTIONS and questionnaire is not None:
            before, after = _numbered(before, questionnaire), _numbered(after, questionnaire)
        yield history.field_word(change.subject, change.field), before, after


def _numbered(ids: str, questionnaire: Questionnaire) -> str:
    """Questions by what is printed before them: form、age → 問1、問6."""
    known = questionnaire.by_id
    return "、".join(f"問{known[one].number}" if one in known else one for one in ids.split("、"))


def _answers(change: FieldChange, questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    before, after = (answers.from_data(json.loads(value) if value else {}) for value in (change.before, change.after))
    for question in questionnaire.questions:
        old, new = (sheet.get(question.id, answers.BLANK) for sheet in (before, after))
        if old != new:
            heading = f"問{question.number} {question.short}"
            yield heading, answer_words.label(question, old), answer_words.label(question, new)

"""The changes of an operation as lines in words; answers and questions are told as the questionnaire words them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from shoukei_app.domain import answers
from shoukei_app.domain.history import FieldChange
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.words import answers as answer_words
from shoukei_app.words import history

_SINGLE_ANSWERS = frozenset(
    {("adjudication", "reading"), ("adjudication", "answer"), ("correction", "before"), ("correction", "after")}
)
_QUESTIONS = frozenset({("adjudication", "question"), ("correction", "question"), ("sheet", "differences")})


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of one record, before and after, in words; `id` is its place."""

    id: int
    record: str
    field: str
    before: str
    after: str


def explained(
    changes: Sequence[FieldChange],
    names: Mapping[tuple[str, int], str],
    questions: Mapping[tuple[str, int], str],
    questionnaire: Questionnaire | None,
) -> list[ChangedField]:
    """Lines for these changes; fields that only serve the program are left out.

    `names` and `questions` say by (subject, record) whose record was changed and, where it is one answer's, which
    question that answers.
    """
    lines: list[ChangedField] = []
    for change in changes:
        key = change.subject, change.record
        record = "　".join(filter(None, [history.subject_word(change.subject), names.get(key, "")]))
        for field, before, after in _told(change, questions.get(key, ""), questionnaire):
            lines.append(ChangedField(len(lines), record, field, before, after))
    return lines


def _told(change: FieldChange, question_id: str, questionnaire: Questionnaire | None) -> Iterator[tuple[str, str, str]]:
    if change.field == "answers" and questionnaire is not None:
        yield from _answers(change, questionnaire)
    elif not history.is_inner(change):
        field = history.field_word(change.subject, change.field)
        write = partial(_value, change, question_id, questionnaire)
        yield field, write(change.before), write(change.after)


def _value(change: FieldChange, question_id: str, questionnaire: Questionnaire | None, value: str) -> str:
    """A value in words; one the questionnaire does not know (an older version's) stays as the history has it."""
    kind = change.subject, change.field
    if not value or questionnaire is None:
        return history.value_words(change, value)
    if kind in _QUESTIONS:
        ids = json.loads(value) if value.startswith("[") else [value]
        known = [questionnaire.by_id.get(one) for one in ids]
        return "、".join(_heading(one) if one else key for one, key in zip(known, ids, strict=True))
    question = questionnaire.by_id.get(question_id)
    if kind in _SINGLE_ANSWERS and question is not None:
        return answer_words.label(question, answers.answer_from_data(json.loads(value)))
    return history.value_words(change, value)


def _answers(change: FieldChange, questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    before, after = (answers.from_data(json.loads(value) if value else {}) for value in (change.before, change.after))
    for question in questionnaire.questions:
        old, new = (sheet.get(question.id, answers.BLANK) for sheet in (before, after))
        if old != new:
            yield _heading(question), answer_words.label(question, old), answer_words.label(question, new)


def _heading(question: Question) -> str:
    return f"問{question.number} {question.short}"

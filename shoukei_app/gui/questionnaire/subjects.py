"""What conditions of a questionnaire can ask about, as the condition builder wants it."""

from collections.abc import Iterable

from shoukei_app.domain.questionnaire import Question, QuestionKind
from shoukei_app.gui.kit.conditions import AnswerKind, AskedAbout


def asked_about(questions: Iterable[Question]) -> tuple[AskedAbout, ...]:
    """Questions as subjects: 「問8 承継の意向」 with its choices."""
    return tuple(
        AskedAbout(
            question.id,
            f"問{question.number} {question.short or question.text}",
            _kind(question),
            tuple((choice.code, choice.text) for choice in question.choices),
            question.unit or ("年" if question.kind is QuestionKind.YEAR else ""),
        )
        for question in questions
    )


def _kind(question: Question) -> AnswerKind:
    if question.one_tick:
        return AnswerKind.ONE
    if question.by_ticks:
        return AnswerKind.SEVERAL
    return AnswerKind.FIGURE if question.by_number else AnswerKind.WORDS

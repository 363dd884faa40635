"""What conditions of a questionnaire can ask about, as the condition builder wants it."""

from collections.abc import Iterable

from shoukei_app.domain.facts import Askable, askable
from shoukei_app.domain.questionnaire import Question


def asked_about(questions: Iterable[Question]) -> tuple[Askable, ...]:
    """Questions as subjects: 「問8 承継の意向」 with its choices."""
    return tuple(askable(question, f"問{question.number} {question.short or question.text}") for question in questions)

"""Answers in words, as lists, visit sheets and Excel show them."""

from shoukei_app.domain.answers import Answer, Mark
from shoukei_app.domain.questionnaire import Question, QuestionKind
from shoukei_app.words.terms import word


def label(question: Question, answer: Answer) -> str:
    """An answer in words: "68歳", "後継者の育成、相続・贈与の税金", "判読不能", "" for a blank."""
    if answer.illegible:
        return word(Mark.ILLEGIBLE)
    if answer.number is not None:
        return f"{answer.number}{'年' if question.kind is QuestionKind.YEAR else question.unit}"
    chosen = [choice.text for code in answer.codes if (choice := question.choice(code))]
    if answer.text:
        chosen.append(f"（{answer.text}）" if answer.codes else answer.text)
    return "、".join(chosen).replace("、（", "（")

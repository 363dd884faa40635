"""Answers in words, as lists, visit sheets and Excel show them."""

from collections.abc import Mapping

from shoukei_app.domain.answers import Answer, Mark, Remark
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.written_date import WrittenDate
from shoukei_app.words.terms import word

_EXPLAINED: Mapping[Mark, str] = {
    Mark.NO_ANSWER: "空けたままです。",
    Mark.ILLEGIBLE: "読めない回答として残します。",
    Mark.OUT_OF_RANGE: "ふつうの範囲の外の数です。集計と診断には使いません。",
    Mark.TWO_TICKS: "1つ選ぶ問いに2つ以上の印があります。診断には使いません。",
    Mark.TOO_MANY: "決められた数より多く選ばれています。",
    Mark.TO_BE_SKIPPED: "飛ばす問いに回答があります。回答は残し、診断には使いません。",
    Mark.CONTRADICTION: "一つだけで選ぶ選択肢がほかと一緒に選ばれています。ほかの選択肢だけを集計と診断に使います。",
}


def explained(questionnaire: Questionnaire, remark: Remark) -> str:
    """What a remark means for the answer; of a check between questions its own sentence."""
    check = questionnaire.check(remark.check) if remark.check else None
    return check.sentence if check else _EXPLAINED[remark.mark]


def number_words(question: Question, number: int) -> str:
    """A number in words: "68歳", "1955年", "1955年4月1日", "1955年4月" where the day was not written."""
    match question.kind:
        case QuestionKind.YEAR:
            return f"{number}年"
        case QuestionKind.DATE:
            day = WrittenDate.of(number)
            parts = ((day.year, "年"), (day.month, "月"), (day.day, "日"))
            return "".join(f"{value}{unit}" for value, unit in parts if value)
        case _:
            return f"{number}{question.unit}"


def label(question: Question, answer: Answer) -> str:
    """An answer in words: "68歳", "後継者の育成、相続・贈与の税金", "判読不能", "" for a blank."""
    if answer.illegible:
        return word(Mark.ILLEGIBLE)
    if answer.number is not None:
        return number_words(question, answer.number)
    chosen = [choice.text for code in answer.codes if (choice := question.choice(code))]
    if answer.text:
        chosen.append(f"（{answer.text}）" if answer.codes else answer.text)
    return "、".join(chosen).replace("、（", "（")

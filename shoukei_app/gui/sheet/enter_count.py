"""Where one Enter is enough: the multiple choices after which a forgotten one cannot go unnoticed on a sheet.

Every question of open length (ticks, number, year, words, text) is closed by one Enter and a single choice takes none,
so from any question on a sheet needs a fixed number of them. Drop one, type on blindly, and the keyer is ahead of the
program by one open question: what is typed there goes one open question too early, Ctrl+Enter finds the last one not
seen. For the keyer's lead to go back to nothing, the program would have to close an open question that the keyer never
came to, and three things could make it do so:

- the words of その他, an Enter that only some sheets have. Lost, they reach the program in a single choice or in the
  ticks of a multiple one: both refuse letters, and an Enter where nothing was typed. Hence words of digits alone are
  refused, and その他 without words is F5 and not an empty Enter;
- the words of その他 in a single choice: there the Enter does not stand for an open question at all;
- a skip that depends on what was itself read wrongly, so that the program leaves out an open question.

The last two are known from the questionnaire. A multiple choice that has one of them behind it is closed by Enter and
"+": without its Enter the "+" is refused on the spot. The default questionnaire has none.
"""

from collections.abc import Sequence

from shoukei_app.domain import conditions
from shoukei_app.domain.questionnaire import Question, QuestionKind


def needs_plus(questions: Sequence[Question]) -> frozenset[str]:
    """Ids of the multiple choices, among questions in the order they are keyed, that are closed by Enter and "+"."""
    place = {question.id: index for index, question in enumerate(questions)}
    found, other_behind, looks_at = set(), False, -1
    for index in range(len(questions) - 1, -1, -1):
        question = questions[index]
        if question.kind is QuestionKind.MULTIPLE:
            if other_behind or looks_at >= index:
                found.add(question.id)
        elif any(choice.other for choice in question.choices):
            other_behind = True
        if question.base is not None:
            looks_at = max([looks_at, *(place.get(one, -1) for one in conditions.subjects(question.base))])
    return frozenset(found)

"""Invents how two keyers type a sheet: strokes, seconds, and now and then a slip."""

from random import Random

from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, written
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.usecases.entry import Keyed

_SLIP_SHARE = 0.004
_STROKES_A_SECOND = 2.6


def key(questionnaire: Questionnaire, paper: AnswerSheet, questions: tuple[str, ...], random: Random) -> Keyed:
    """What a keyer makes of a paper sheet, of these questions only."""
    sheet: dict[str, Answer] = {}
    effort: dict[str, tuple[int, float]] = {}
    for name in questions:
        question = questionnaire.by_id[name]
        answer = paper.get(name, BLANK)
        if random.random() < _SLIP_SHARE:
            answer = slip(question, answer, random)
        strokes = 1 + len(written(question, answer))
        effort[name] = (strokes, round(strokes / _STROKES_A_SECOND * random.uniform(0.7, 1.5), 2))
        if not answer.blank:
            sheet[name] = answer
    return Keyed(sheet, effort=effort)


def slip(question: Question, answer: Answer, random: Random) -> Answer:
    """A wrong reading of an answer: the choice beside it, a digit changed, a tick passed over."""
    if answer.number is not None:
        return Answer(number=answer.number + random.choice((-10, -1, 1, 10)))
    if len(answer.codes) > 1:
        return Answer(answer.codes[:-1])
    if answer.codes:
        code = answer.codes[0] % len(question.choices) + 1
        return Answer((code,))
    return Answer((random.randint(1, len(question.choices)),)) if question.choices else BLANK

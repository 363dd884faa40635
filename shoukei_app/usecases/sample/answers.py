"""Invents answers by the published weights (age, generation, successor …), with the faults that real sheets have."""

from collections.abc import Callable, Sequence
from random import Random

from shoukei_app.domain import conditions
from shoukei_app.domain.answers import Answer, AnswerSheet, EffectiveAnswers
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.usecases.sample.firms import SampleFirm

_THIS_YEAR = 2026
# Decades of the representative's age, and what share of 100 has them.
_AGES = ((20, 0.4), (30, 4.5), (40, 15.3), (50, 22.2), (60, 36.0), (70, 16.8), (80, 4.3))
_GENERATIONS = (68.6, 22.3, 6.7, 2.4)
# 承継の意向 from the national shares: decided 10.5, undecided 20.0, closing 57.4, too early 12.0. Those who answer a
# mailed survey close less often; the weights below keep the order and give a campaign of the size that is known.
_INTENTION = (18.0, 20.0, 24.0, 34.0, 4.0)
_SUCCESSOR = (30.0, 20.0, 34.0, 16.0)
_FOUNDER = Answer((1,))
_BLANK_SHARE = 0.03
_FAULT_SHARE = 0.04

_WEIGHTS: dict[str, Sequence[float]] = {
    "sales": (28, 36, 14, 17, 5),
    "generation": _GENERATIONS,
    "intention": _INTENTION,
    "successor": _SUCCESSOR,
    "who": (66, 12, 17, 5),
    "when": (4, 8, 16, 22, 22, 10, 18),
    "plan": (18, 82),
    "training": (52, 48),
    "understanding": (48, 52),
    "check": (40, 60),
    "third_party": (3, 14, 55, 28),
    "visit": (6, 5, 89),
}
_MULTIPLE: dict[str, tuple[float, ...]] = {
    "problems": (18, 14, 6, 5, 6, 9, 10, 6, 4, 8, 9, 24, 13, 5, 1, 22),
    "closing": (38, 34, 30, 28, 12, 3),
    "consults": (34, 22, 14, 26, 9, 1, 2, 24),
    "support": (14, 8, 4, 4, 3, 4, 15, 5, 52),
    "consent": (58, 48, 66, 36, 22),
}
_REMARKS = (
    "いずれ息子に継がせたいが、まだ話をしていない。",
    "後継者がおらず、店をどうするか悩んでいる。",
    "設備が古く、継ぐ人に負担をかけたくない。",
    "取引先に迷惑をかけずにやめる方法を知りたい。",
    "株式の評価額が分からない。",
    "従業員に任せたい気持ちがある。",
)


def invent(questionnaire: Questionnaire, firm: SampleFirm, random: Random) -> AnswerSheet:
    """One filled-in sheet; a few have blanks, two ticks, or answers where none were asked."""
    sheet: dict[str, Answer] = {}
    for question in questionnaire.questions:
        asked = question.base is None or conditions.holds(question.base, EffectiveAnswers(questionnaire, sheet))
        if not asked and random.random() > _FAULT_SHARE:
            continue
        if random.random() < _BLANK_SHARE:
            continue
        answer = _given(question, firm, random)
        if question.one_tick and random.random() < _FAULT_SHARE / 4:
            answer = Answer(tuple(sorted({*answer.codes, random.randint(1, len(question.choices))})))
        if not answer.blank:
            sheet[question.id] = answer
    return _matched(sheet, random)


def _matched(sheet: dict[str, Answer], random: Random) -> AnswerSheet:
    """A founder has founded the firm in his working life, but for a few who have misread the question."""
    age, founded = sheet.get("age", Answer()).number, sheet.get("founded", Answer()).number
    if sheet.get("generation") == _FOUNDER and age and founded and random.random() > _FAULT_SHARE:
        years = random.randint(1, max(age - 20, 1))
        return sheet | {"founded": Answer(number=max(founded, _THIS_YEAR - years))}
    return sheet


def _given(question: Question, firm: SampleFirm, random: Random) -> Answer:
    if question.id in _FROM_FIRM:
        return _FROM_FIRM[question.id](firm, random)
    if question.id in _WEIGHTS:
        weights = _WEIGHTS[question.id]
        return Answer((random.choices(range(1, len(weights) + 1), weights=weights)[0],))
    if question.id in _MULTIPLE:
        return _several(question, _MULTIPLE[question.id], random)
    return Answer()


def _several(question: Question, percents: Sequence[float], random: Random) -> Answer:
    codes = [code for code, percent in enumerate(percents, start=1) if random.random() * 100 < percent]
    nothing = {choice.code for choice in question.choices if choice.exclusive}
    if set(codes) - nothing:
        codes = [code for code in codes if code not in nothing]
    if question.limit:
        codes = codes[: question.limit]
    return Answer(tuple(codes))


def _age(_firm: SampleFirm, random: Random) -> Answer:
    decade = random.choices([decade for decade, _ in _AGES], weights=[share for _, share in _AGES])[0]
    return Answer(number=decade + random.randrange(10))


def _remark(_firm: SampleFirm, random: Random) -> Answer:
    return Answer(text=random.choice(_REMARKS)) if random.random() < 0.12 else Answer()


_FROM_FIRM: dict[str, Callable[[SampleFirm, Random], Answer]] = {
    "form": lambda firm, _random: Answer((2 if firm.corporation else 1,)),
    "founded": lambda _firm, random: Answer(number=_THIS_YEAR - random.randint(2, 110)),
    "industry": lambda firm, _random: Answer((firm.industry_code,)),
    "staff": lambda firm, _random: Answer(number=firm.staff),
    "age": _age,
    "remarks": _remark,
}

"""Conditions in words: who a question is for, as the printed form says it, and what a rule asks, as a sentence."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test
from shoukei_app.domain.facts import UNITS, Askable, FirmSubject, SubjectGroup, SubjectKind, askable
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.words.terms import word


def base_text(questionnaire: Questionnaire, condition: Condition) -> str:
    """Whom a question is for: 「問8で 1・2・3 を選んだ方のみ」."""
    return f"{_clause(questionnaire, condition)}方のみ"


def _clause(questionnaire: Questionnaire, condition: Condition, *, holds: bool = True) -> str:
    """A clause that ends as 方 follows it. Of nothing but parts that must not hold, "and" becomes "or" (De Morgan)."""
    match condition:
        case Test():
            return _test(questionnaire, condition, holds=holds)
        case Not(part):
            return _clause(questionnaire, part, holds=not holds)
        case All(parts):
            return _joined(questionnaire, parts, "かつ" if holds else "または", holds=holds)
        case Some(parts, 1):
            return _joined(questionnaire, parts, "または" if holds else "かつ", holds=holds)
        case Some(parts, least):
            listed = "」「".join(_clause(questionnaire, part) for part in parts)
            return f"「{listed}」のうち{least}つ以上にあてはま{'る' if holds else 'らない'}"


def _joined(questionnaire: Questionnaire, parts: tuple[Condition, ...], link: str, *, holds: bool) -> str:
    return f"、{link}".join(_clause(questionnaire, part, holds=holds) for part in parts)


def _test(questionnaire: Questionnaire, test: Test, *, holds: bool) -> str:
    question = questionnaire.by_id[test.subject]
    where = f"問{question.number}"
    codes = "・".join(map(str, test.operand)) if isinstance(test.operand, tuple) else ""
    chosen = "選んだ" if holds else "選ばなかった"
    match test.operator:
        case Operator.ANY_OF:
            return f"{where}で {codes} を{chosen}"
        case Operator.ALL_OF:
            return f"{where}で {codes} をすべて{chosen}" if holds else f"{where}で {codes} のすべては選ばなかった"
        case Operator.COUNT_AT_LEAST:
            return f"{where}で{test.operand}つ以上{chosen}"
        case Operator.AT_LEAST:
            return f"{where}が{test.operand}{question.unit}{'以上' if holds else '未満'}の"
        case Operator.AT_MOST:
            return f"{where}が{test.operand}{question.unit}{'以下' if holds else '超'}の"
        case Operator.EQUALS:
            return f"{where}が「{test.operand}」{'の' if holds else 'でない'}"
        case Operator.ANSWERED:
            return f"{where}に{'答えた' if bool(test.operand) is holds else '答えなかった'}"


Others: TypeAlias = Mapping[str, Askable]
"""What can be asked of a firm besides its answers, by subject."""


_FIRM_SUBJECTS = frozenset(subject.value for subject in FirmSubject)


def sentence(questionnaire: Questionnaire, condition: Condition, others: Others = MappingProxyType({})) -> str:
    """What a rule asks: 「代表者の年齢」が70歳以上、かつ「後継者」が「いない・見つかっていない」."""
    return _sentence(questionnaire, others, condition, holds=True)


def _sentence(questionnaire: Questionnaire, others: Others, condition: Condition, *, holds: bool) -> str:
    match condition:
        case Test():
            return _question_test(questionnaire, others, condition, holds=holds)
        case Not(part):
            return _sentence(questionnaire, others, part, holds=not holds)
        case All(parts):
            return _linked(questionnaire, others, parts, "かつ" if holds else "または", holds=holds)
        case Some(parts, 1):
            return _linked(questionnaire, others, parts, "または" if holds else "かつ", holds=holds)
        case Some(parts, least):
            listed = "／".join(_sentence(questionnaire, others, part, holds=True) for part in parts)
            return f"次のうち{least}つ以上にあてはま{'る' if holds else 'らない'}（{listed}）"


def _linked(
    questionnaire: Questionnaire, others: Others, parts: tuple[Condition, ...], link: str, *, holds: bool
) -> str:
    said = []
    for part in parts:
        words = _sentence(questionnaire, others, part, holds=holds)
        nested = (
            isinstance(part, (All, Some)) and len(part.parts) > 1 and not (isinstance(part, Some) and part.least > 1)
        )
        said.append(f"（{words}）" if nested else words)
    return f"、{link}".join(said)


def _question_test(questionnaire: Questionnaire, others: Others, test: Test, *, holds: bool) -> str:
    about = _about(questionnaire, others, test.subject)
    where, unit, names = f"「{about.title}」", about.unit, dict(about.choices)
    codes = test.operand if isinstance(test.operand, tuple) else ()
    chosen = [f"「{names.get(code, code)}」" for code in codes]
    match test.operator:
        case Operator.ANY_OF if about.kind is SubjectKind.SEVERAL:
            among = "".join(chosen) + ("のどれか" if len(chosen) > 1 else "")
            return f"{where}で{among}を選んで{'いる' if holds else 'いない'}"
        case Operator.ANY_OF:
            return f"{where}が{'か'.join(chosen)}" + ("" if holds else "ではない")
        case Operator.ALL_OF:
            return f"{where}で{''.join(chosen)}をすべて選んで{'いる' if holds else 'いない'}"
        case Operator.COUNT_AT_LEAST:
            return f"{where}で{test.operand}つ以上を選んで{'いる' if holds else 'いない'}"
        case Operator.AT_LEAST:
            return f"{where}が{test.operand}{unit}{'以上' if holds else '以上ではない'}"
        case Operator.AT_MOST:
            return f"{where}が{test.operand}{unit}{'以下' if holds else '以下ではない'}"
        case Operator.EQUALS:
            return f"{where}が「{test.operand}」" + ("" if holds else "ではない")
        case Operator.ANSWERED:
            return f"{where}に答えて{'いる' if bool(test.operand) is holds else 'いない'}"


def _about(questionnaire: Questionnaire, others: Others, subject: str) -> Askable:
    """How a subject is called: a question by its short title, what nobody here knows by its id."""
    question = questionnaire.by_id.get(subject)
    if question is not None:
        return askable(question, question.short)
    if subject in others:
        return others[subject]
    if subject in _FIRM_SUBJECTS:
        known = FirmSubject(subject)
        return Askable(subject, word(known), SubjectKind.ONE, SubjectGroup.FIRM, unit=UNITS.get(known, ""))
    return Askable(subject, subject, SubjectKind.ONE, SubjectGroup.FIRM)

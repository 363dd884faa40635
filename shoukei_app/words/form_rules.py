"""What a numbered rule does in each of its three places, in words: on paper, at entry, in the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shoukei_app.domain.answers import Mark
from shoukei_app.domain.form_rules import FormRule, RuleKind
from shoukei_app.domain.questionnaire import Check, Question, Questionnaire
from shoukei_app.words.answers import number_words
from shoukei_app.words.conditions import base_text
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: what it says, and what it does on paper, at entry and in the figures."""

    title: str
    paper: str
    entry: str
    figures: str


def rule_words(questionnaire: Questionnaire, rule: FormRule) -> RuleWords:
    """The words of a rule of this questionnaire."""
    return _WORDS[rule.kind](questionnaire, rule, questionnaire.by_id[rule.question])


def ticks_note(question: Question) -> str:
    """How many choices may be ticked, as the printed question says it; "" where it goes without saying."""
    if question.limit is not None:
        return f"{question.limit}つまで"
    return "1つだけ" if question.one_tick and len(question.choices) > 2 else ""


def range_text(question: Question) -> str:
    """The numbers that a question allows: 「15歳〜110歳」, 「1600年以上」."""
    low = "" if question.minimum is None else number_words(question, question.minimum)
    high = "" if question.maximum is None else number_words(question, question.maximum)
    return f"{low}〜{high}" if low and high else f"{low}以上" if low else f"{high}以下"


def _base(questionnaire: Questionnaire, _rule: FormRule, question: Question) -> RuleWords:
    whom = base_text(questionnaire, question.base) if question.base else ""
    counted = f"母数は{whom}。飛ばす問いへの回答は数えず、「{word(Mark.TO_BE_SKIPPED)}」の件数を表の横に示す"
    return RuleWords(
        f"{_named(question)}は {whom}",
        f"問いの前に「{whom}」と刷る",
        f"あてはまらない票では飛ばす。書いてあれば残し、「{word(Mark.TO_BE_SKIPPED)}」の印を付ける",
        counted if not question.by_words else "言葉の回答は表にしない",
    )


def _one_tick(_questionnaire: Questionnaire, _rule: FormRule, question: Question) -> RuleWords:
    note = ticks_note(question)
    return RuleWords(
        f"{_named(question)}は1つだけ選ぶ",
        f"問いのあとに「（{note}）」と刷る" if note else "□を2つ並べて刷る",
        f"番号1つで次の問いへ進む。2つ以上の印は + で足して残し、「{word(Mark.TWO_TICKS)}」の印を付ける",
        f"2つ以上の印はどの選択肢にも数えず、「{word(Mark.TWO_TICKS)}」の件数を表の横に示す",
    )


def _limit(_questionnaire: Questionnaire, _rule: FormRule, question: Question) -> RuleWords:
    note = ticks_note(question)
    return RuleWords(
        f"{_named(question)}は{note}",
        f"問いのあとに「（{note}）」と刷る",
        f"超える番号は、もう一度打つまで入れない。入れれば残し、「{word(Mark.TOO_MANY)}」の印を付ける",
        f"超えた分も数え、「{word(Mark.TOO_MANY)}」の件数を表の横に示す",
    )


def _exclusive(_questionnaire: Questionnaire, rule: FormRule, question: Question) -> RuleWords:
    choice = question.choice(rule.code)
    text = choice.text if choice else ""
    return RuleWords(
        f"{_named(question)}の「{text}」はほかと一緒に選べない",
        "ほかの選択肢と線で分け、別の行に刷る",
        f"ほかと一緒に入れれば残し、「{word(Mark.CONTRADICTION)}」の印を付ける",
        f"ほかと一緒の「{text}」は数えず、「{word(Mark.CONTRADICTION)}」の件数を表の横に示す",
    )


def _range(_questionnaire: Questionnaire, _rule: FormRule, question: Question) -> RuleWords:
    span = range_text(question)
    return RuleWords(
        f"{_named(question)}は{span}",
        "最大の数が書けるだけの枠を刷る" if not question.by_date else "元号の□と、年月日の枠を刷る",
        f"範囲の外の数は、もう一度 Enter を押すまで進まない。入れれば残し、「{word(Mark.OUT_OF_RANGE)}」の印を付ける",
        f"範囲の外の数は数えず、「{word(Mark.OUT_OF_RANGE)}」の件数を表の横に示す",
    )


def _skip(questionnaire: Questionnaire, rule: FormRule, question: Question) -> RuleWords:
    target = questionnaire.by_id.get(rule.target)
    choice = question.choice(rule.code)
    where = f"問{target.number}" if target else "終わり"
    last = target.number - 1 if target else len(questionnaire.questions)
    passed = _span(question.number + 1, last)
    return RuleWords(
        f"{_named(question)}で「{choice.text if choice else ''}」なら{where}へ",
        f"選択肢のあとに「→ 問{target.number}へ」と刷る" if target else "選択肢のあとに「→ 終わりです」と刷る",
        f"{rule.code} を入れると{passed}を飛ばし、{where}へ進む",
        f"この選択肢の票は{passed}の母数に入らない",
    )


def _check(questionnaire: Questionnaire, rule: FormRule, _question: Question) -> RuleWords:
    check = questionnaire.check(rule.check)
    marked = _marked(questionnaire, check) if check else ""
    return RuleWords(
        check.sentence if check else "",
        "何も刷らない",
        f"{marked}に「{word(Mark.CONTRADICTION)}」の印を付け、この文を示す。回答はどれも残す",
        f"回答はどれも数え、{marked}の表の横に「{word(Mark.CONTRADICTION)}」の件数を示す",
    )


_WORDS: Mapping[RuleKind, Callable[[Questionnaire, FormRule, Question], RuleWords]] = {
    RuleKind.BASE: _base,
    RuleKind.ONE_TICK: _one_tick,
    RuleKind.LIMIT: _limit,
    RuleKind.EXCLUSIVE: _exclusive,
    RuleKind.RANGE: _range,
    RuleKind.SKIP: _skip,
    RuleKind.CHECK: _check,
}


def _named(question: Question) -> str:
    return f"問{question.number}「{question.short}」"


def _span(first: int, last: int) -> str:
    return f"問{first}" if first == last else f"問{first}〜{last}"


def _marked(questionnaire: Questionnaire, check: Check) -> str:
    return "・".join(f"問{questionnaire.by_id[name].number}" for name in check.questions)

"""What the keys mean for one question: digits become ticks, Enter closes, and a forgotten Enter is noticed.

A digit answers a single choice at once, unless another code begins with it (1 of 11 choices). Ticks of a multiple
choice are collected until Enter; where codes have two digits they are set apart by a blank, a comma, + or a point,
always, because a rule that holds for some digits only is a rule that is got wrong. Ticks stand on the sheet from top
to bottom, so a code smaller than the last one is most likely the next question's answer after a forgotten Enter: it
is held back until the same code is typed again.
"""

import re
import unicodedata
from dataclasses import dataclass

from shoukei_app.domain import answers
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.era import ERAS
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind
from shoukei_app.words.answers import number_words

_EXAMPLES = {
    QuestionKind.YEAR: "S30、30、1955 のように",
    QuestionKind.DATE: "S30.4.1、1955/4/1 のように",
}
_SEPARATORS = re.compile(r"[\s,、・.。+＋\-/*]+")


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of a key: the text that stands in the field now, the answer if it is complete, a sentence to show."""

    text: str = ""
    answer: Answer | None = None
    sentence: str = ""


class Keying:
    """One question being answered. Begins with what was written before; typing replaces or adds to it."""

    def __init__(self, question: Question, written: Answer) -> None:
        self.question = question
        self.codes = list(written.codes)
        self.several = question.kind is QuestionKind.MULTIPLE or len(written.codes) > 1
        self.asking_words = False
        self._written = written
        self._words = written.text
        self._held: int | None = None
        self._warned = ""

    @property
    def takes_words(self) -> bool:
        """Whether words are typed now, so that the input method is wanted."""
        return self.asking_words or self.question.kind is QuestionKind.TEXT

    @property
    def two_digits(self) -> bool:
        """Whether codes of two digits have to be set apart."""
        return len(self.question.choices) > 9

    def typed(self, text: str) -> Effect:
        """The field's text was changed by a person."""
        if self.takes_words or not self.question.by_ticks:
            self._warned = ""
            return Effect(text)
        plain = unicodedata.normalize("NFKC", text)
        if not self.several and "+" in plain:
            self.several = True
            self.codes = list(self._written.codes)
        if re.sub(r"\d", "", _SEPARATORS.sub("", plain)):
            return Effect(sentence="番号を数字で入れてください。")
        if self.several:
            return self._collect(plain)
        return self._single(_SEPARATORS.sub("", plain), final=False)

    def enter(self, text: str) -> Effect:
        """Enter was pressed with this text in the field; an empty field keeps what was written."""
        if self.asking_words:
            return Effect(answer=Answer(tuple(sorted(self.codes)), text=text.strip()))
        if self.question.kind is QuestionKind.TEXT:
            return Effect(answer=Answer(text=text.strip()))
        plain = unicodedata.normalize("NFKC", text).strip()
        if not self.question.by_ticks:
            return self._number(plain)
        if self.several:
            return self._close(plain)
        return self._single(_SEPARATORS.sub("", plain), final=True) if plain else Effect(answer=self._written)

    def tick(self, code: int) -> Effect:
        """A choice was pressed with the mouse: as its code typed, but a second press takes a tick back."""
        if self.asking_words:
            return Effect(self._words)
        if not self.several:
            return self._single(str(code), final=True)
        if code in self.codes:
            self.codes.remove(code)
        else:
            self.codes.append(code)
        self._held = None
        return Effect()

    def take_back(self) -> None:
        """Backspace in an empty field: the last tick goes."""
        self._held = None
        if self.several and self.codes:
            self.codes.pop()

    def meaning(self, text: str) -> str:
        """What the text in the field says, in words, before Enter."""
        plain = unicodedata.normalize("NFKC", text).strip()
        if not plain or self.takes_words:
            return ""
        if self.question.by_ticks:
            choice = self.question.choice(int(plain)) if plain.isdecimal() else None
            return f"{choice.code} {choice.text}" if choice else ""
        try:
            answer = answers.parse_answer(self.question, plain)
        except Problem:
            return ""
        return "" if answer.number is None else in_words(self.question, answer)

    def _single(self, digits: str, *, final: bool) -> Effect:
        if not digits:
            return Effect()
        choice = self.question.choice(int(digits))
        others = [one for one in self.question.choices if str(one.code).startswith(digits) and str(one.code) != digits]
        if choice is None:
            return Effect(sentence=f"{digits} という選択肢はありません（1〜{len(self.question.choices)}）。")
        if others and not final:
            return Effect(digits)
        self.codes = [choice.code]
        return self._complete([choice])

    def _collect(self, plain: str) -> Effect:
        if not self.two_digits:
            return self._add_all(re.findall(r"\d", plain), "")
        tokens = _SEPARATORS.split(plain)
        return self._add_all([token for token in tokens[:-1] if token], tokens[-1])

    def _add_all(self, tokens: list[str], rest: str) -> Effect:
        sentence = ""
        for token in tokens:
            sentence = self._add(int(token)) or sentence
        return Effect(rest, sentence=sentence)

    def _add(self, code: int) -> str:
        held, self._held = self._held, None
        if self.question.choice(code) is None:
            apart = "番号の間は空けるか + で区切ります。" if self.two_digits else ""
            return f"{code} という選択肢はありません（1〜{len(self.question.choices)}）。{apart}"
        if code in self.codes:
            return f"{code} は入っています。消すときは Backspace を押します。"
        limit = self.question.limit
        if code != held and self.codes and code < self.codes[-1]:
            self._held = code
            return (
                f"{code} はまだ入れていません。Enter の押し忘れではありませんか。この問いの答えなら もう一度 {code}。"
            )
        if code != held and limit and len(self.codes) >= limit:
            self._held = code
            return f"{limit}つまでの問いです。紙に{limit + 1}つ以上あれば もう一度 {code}、なければ Enter。"
        self.codes.append(code)
        return ""

    def _close(self, plain: str) -> Effect:
        for token in filter(None, _SEPARATORS.split(plain)):
            sentence = self._add(int(token)) if token.isdecimal() else "番号を数字で入れてください。"
            if sentence:
                return Effect(sentence=sentence)
        if not self.codes and self._written.illegible:
            return Effect(answer=self._written)
        chosen = [choice for code in self.codes if (choice := self.question.choice(code))]
        return self._complete(chosen)

    def _complete(self, chosen: list[Choice]) -> Effect:
        if any(choice.other for choice in chosen):
            self.asking_words = True
            return Effect(self._words)
        return Effect(answer=Answer(tuple(sorted(choice.code for choice in chosen))))

    def _number(self, plain: str) -> Effect:
        if not plain:
            return Effect(answer=self._written)
        try:
            answer = answers.parse_answer(self.question, plain)
        except Problem:
            example = _EXAMPLES.get(self.question.kind, "数字で")
            return Effect(plain, sentence=f"「{plain}」は読めません。{example}入れてください。")
        low, high = self.question.minimum, self.question.maximum
        outside = answer.number is not None and not answers.in_range(self.question, answer.number)
        if outside and self._warned != plain:
            self._warned = plain
            return Effect(plain, sentence=f"{_span(low, high)}の範囲の外です。紙にこう書いてあれば もう一度 Enter。")
        return Effect(answer=answer)


def era_year(year: int) -> str:
    """A western year in its era: 1955 → 昭和30年; "" before 明治."""
    era = next((one for one in ERAS if one.first_day.year <= year), None)
    if era is None:
        return ""
    count = year - era.first_day.year + 1
    return f"{era.name}{'元' if count == 1 else count}年"


def in_words(question: Question, answer: Answer) -> str:
    """What an answer was understood to be: "2 法人", "1 3 後継者の…", "1955年（昭和30年）"."""
    if answer == BLANK:
        return "無回答"
    if answer.illegible:
        return "判読不能"
    if answer.number is not None:
        if question.kind is QuestionKind.YEAR:
            named = era_year(answer.number)
            return f"{answer.number}年（{named}）" if named else f"{answer.number}年"
        if question.kind is QuestionKind.DATE:
            return number_words(question, answer.number)
        return f"{answer.number:,}{question.unit}"
    if not answer.codes:
        return answer.text
    chosen = "　".join(f"{code} {choice.text}" for code in answer.codes if (choice := question.choice(code)))
    return f"{chosen}（{answer.text}）" if answer.text else chosen


def _span(low: int | None, high: int | None) -> str:
    return f"{'' if low is None else low}〜{'' if high is None else high}"

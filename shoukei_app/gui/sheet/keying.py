"""What the keys mean for one question, so that a forgotten Enter can never shift the following answers unnoticed.

A question of open length is closed by Enter, never left by itself and never by an Enter alone: multiple choice, number,
year, the words of その他. Only a text may be empty. A single choice is answered by its digit and takes no Enter: 0 is
無回答, a code that a longer one begins with (1 of 11) is ended by a blank or a point, two ticks stand between two "+".
Whatever does not fit is refused with a sentence: an Enter where nothing was typed, letters and "+" among ticks, a code
that goes down again, a digit after 無回答 or 判読不能. `enter_count` has the argument why that is enough.
"""

import re
import unicodedata
from dataclasses import dataclass

from shoukei_app.domain import answers
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.era import ERAS
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind
from shoukei_app.gui.sheet.ticks import NONE, SEPARATORS, Ticks
from shoukei_app.words.answers import number_words

_EXAMPLES = {
    QuestionKind.YEAR: "30、S30、1955 のように",
    QuestionKind.DATE: "S30.4.1、1955/4/1 のように",
}
ILLEGIBLE = Answer(illegible=True)
_ILLEGIBLE_WORDS = "判読不能"
_PLUS_IS_DUE = "この問いは、Enter のあとに ＋ を押して閉じます。"


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of a key: the text that stands in the field now, the answer if it is complete, a sentence to show."""

    text: str = ""
    answer: Answer | None = None
    sentence: str = ""


class Keying:
    """One question being answered, beginning with what was written before.

    `seen`: the question was answered or passed before, so that Enter on an untouched field keeps it. `plus`: Enter has
    to be followed by "+" (see `enter_count`).
    """

    def __init__(self, question: Question, written: Answer, *, seen: bool = False, plus: bool = False) -> None:
        self.question = question
        self.asking_words = False
        self.filled: Answer | None = None
        """無回答 or 判読不能, waiting for its Enter."""
        self.two_ticks = False
        self._closed: Effect | None = None
        self._ticks = Ticks(question, written.codes, "Enter")
        self._written = written
        self._words = written.text
        self._seen = seen
        self.plus = plus
        self._touched = False
        self._warned = ""

    @property
    def takes_words(self) -> bool:
        """Whether words are typed now, so that the input method is wanted."""
        return self.asking_words or self.question.kind is QuestionKind.TEXT

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes ticked so far."""
        return tuple(self._ticks.codes)

    @property
    def collects(self) -> bool:
        """Whether ticks are collected until they are closed."""
        return self._multiple or self.two_ticks

    @property
    def waits_for_plus(self) -> bool:
        """Whether Enter was pressed and "+" is still due."""
        return self._closed is not None

    def typed(self, text: str) -> Effect:
        """The field's text was changed by a person."""
        plain = unicodedata.normalize("NFKC", text)
        if self._closed is not None:
            return self._after_enter(self._closed, text)
        if self.filled is not None and text:
            return Effect(
                sentence=f"{_filled_words(self.filled)}にしてあります。Enter で次へ、入れ直すなら Backspace。"
            )
        self._touched = self._touched or bool(text)
        if self.takes_words:
            if self.plus and plain.endswith("+"):
                return Effect(text.rstrip("+＋"), sentence="＋ は Enter のあとに押します。Enter を押してください。")
            return Effect(text)
        if not self.question.choices:
            return self._typed_number(plain, text)
        if re.sub(r"[\d+]", "", SEPARATORS.sub("", plain)):
            return Effect(sentence="番号を数字で入れてください。")
        return self._typed_ticks(plain) if self._multiple else self._typed_single(plain)

    def enter(self, text: str) -> Effect:
        """Enter was pressed with this text in the field."""
        plain = unicodedata.normalize("NFKC", text).strip()
        if self.waits_for_plus:
            return Effect(text, sentence=_PLUS_IS_DUE)
        if self.filled is not None:
            return self._close(self.filled)
        if self.asking_words:
            return self._enter_words(text.strip(), plain)
        if self.question.kind is QuestionKind.TEXT:
            return Effect(answer=Answer(text=text.strip()))
        if not plain and self._seen and not (self._touched and self._multiple):
            return Effect(answer=self._written)
        if self._multiple:
            return self._enter_ticks(plain)
        return self._refuse_enter(plain) if self.question.choices else self._enter_number(plain)

    def save(self, text: str) -> Effect:
        """Ctrl+Enter: as the key that closes this question, and one that was not touched is closed as it is."""
        if not text.strip() and not self.has_content(text):
            return Effect(answer=self._written)
        self._closed, self.plus = None, False
        if self.asking_words and not text.strip():
            return Effect(answer=self._answer(""))
        if self._multiple or not self.question.choices or self.asking_words:
            return self.enter(text)
        return self._typed_single(unicodedata.normalize("NFKC", text) + "+")

    def blank(self, text: str) -> Effect:
        """F5: 無回答; for その他, no words."""
        if self.asking_words and not self.waits_for_plus:
            return Effect(answer=self._answer(""))
        return self._fill(BLANK, text)

    def illegible(self, text: str) -> Effect:
        """F4: 判読不能."""
        if self.asking_words and not self.waits_for_plus:
            return Effect(_ILLEGIBLE_WORDS)
        return self._fill(ILLEGIBLE, text)

    def tick(self, code: int) -> Effect:
        """A choice was pressed with the mouse: as its code typed, but a second press takes a tick back."""
        if self.asking_words:
            return Effect(self._words)
        self.filled = None
        if not self.collects:
            return self._complete(code)
        self._touched, self._closed = True, None
        self._ticks.toggle(code)
        return Effect()

    def take_back(self) -> None:
        """Backspace in an empty field: what was filled in goes, or the last tick."""
        if self.filled is not None:
            self.filled = None
        elif self.waits_for_plus:
            self._closed = None
        elif self.two_ticks and not self.codes:
            self.two_ticks = False
        elif self.collects:
            self._touched = True
            self._ticks.take_back()

    def has_content(self, text: str) -> bool:
        """Whether anything was typed here that leaving it would lose."""
        return self._touched or self.filled is not None or self.asking_words or (bool(text) and not self._seen)

    def so_far(self, text: str) -> Answer | None:
        """What can be kept of a question that is left before it was closed; None where nothing was typed."""
        if self.filled is not None:
            return self.filled
        if not self._touched:
            return None
        if self.asking_words:
            return self._answer(text.strip())
        if self.question.kind is QuestionKind.TEXT:
            return Answer(text=text.strip())
        if self.question.choices:
            return self._answer(self._words) if self.collects else None
        try:
            return answers.parse_answer(self.question, text) if text.strip() else None
        except Problem:
            return None

    def meaning(self, text: str) -> str:
        """What stands in the field or was collected, in words, and the key that closes it."""
        if self.filled is not None:
            return f"{_filled_words(self.filled)}　Enter で次へ"
        if self.waits_for_plus:
            return "＋ で次へ"
        plain = unicodedata.normalize("NFKC", text).strip()
        if self.takes_words:
            return ""
        if self.question.choices:
            return self._meaning_of_ticks(plain)
        if plain == NONE and self._zero_is_blank:
            return "無回答　Enter で次へ"
        try:
            answer = answers.parse_answer(self.question, plain) if plain else BLANK
        except Problem:
            return ""
        return "" if answer.number is None else f"{in_words(self.question, answer)}　Enter で次へ"

    @property
    def _multiple(self) -> bool:
        return self.question.kind is QuestionKind.MULTIPLE

    @property
    def _zero_is_blank(self) -> bool:
        return self.question.kind is QuestionKind.NUMBER and (self.question.minimum or 0) > 0

    def _typed_single(self, plain: str) -> Effect:
        if self.two_ticks:
            return self._typed_two(plain)
        if plain.startswith("+"):
            self.two_ticks = True
            self._ticks = Ticks(self.question, (), "＋")
            return self._typed_two(plain[1:])
        digits = re.sub(r"\D", "", plain)
        if not digits:
            return Effect()
        if digits == NONE:
            return Effect(answer=BLANK)
        if self.question.choice(int(digits)) is None:
            return Effect(sentence=f"{digits} という選択肢はありません（1〜{len(self.question.choices)}）。")
        longer = any(str(one.code).startswith(digits) and str(one.code) != digits for one in self.question.choices)
        return Effect(digits) if longer and plain == digits else self._complete(int(digits))

    def _typed_two(self, plain: str) -> Effect:
        ticks, closing, _ = plain.partition("+")
        rest, said = self._ticks.typed(ticks)
        if rest == NONE:
            return Effect(sentence="2つ以上の印は ＋ 番号 ＋ と入れます（例 ＋23＋）。")
        if not closing:
            return Effect(rest, sentence=said)
        if not said:
            rest, said = self._ticks.close(rest)
        if said:
            return Effect(rest, sentence=said)
        if not self.codes:
            self.two_ticks = False
            return Effect()
        return self._ask_words_or_close()

    def _typed_ticks(self, plain: str) -> Effect:
        ticks, plus, _ = plain.partition("+")
        rest, said = self._ticks.typed(ticks)
        if plus:
            said = "＋ は1つだけ選ぶ問いの2つ目の印に使います。この問いの番号の間は空けます。次へは Enter。"
        return Effect(rest, sentence=said)

    def _typed_number(self, plain: str, text: str) -> Effect:
        self._warned = ""
        if self._zero_is_blank and plain.startswith(NONE) and len(plain) > 1:
            return Effect(NONE, sentence="0（無回答）に数字は続きません。Enter で次へ、入れ直すなら Backspace。")
        return Effect(text)

    def _after_enter(self, closed: Effect, text: str) -> Effect:
        if text.endswith(("+", "＋")):
            return Effect(answer=closed.answer)
        if len(text) < len(closed.text):  # Backspace among the words of その他
            self._closed = None
            return Effect(text)
        return Effect(closed.text, sentence=_PLUS_IS_DUE)

    def _enter_words(self, text: str, plain: str) -> Effect:
        if not plain:
            return Effect(sentence="その他 の内容を入れてください。紙に記入がなければ F5。")
        if plain.isdecimal():
            return Effect(
                text,
                sentence=f"数字だけでは次の問いの番号と見分けられません。「{text}」のように括弧でくくってください。",
            )
        return self._close(self._answer(text), text)

    def _enter_ticks(self, plain: str) -> Effect:
        if plain == NONE:
            return self._close(BLANK)
        rest, said = self._ticks.close(plain)
        if said:
            return Effect(rest, sentence=said)
        if not self.codes:
            return Effect(sentence="印が一つもなければ 0 を入れて Enter。")
        return self._ask_words_or_close()

    def _refuse_enter(self, plain: str) -> Effect:
        if self.two_ticks:
            return Effect(plain, sentence="2つ以上の印は ＋ で閉じます。")
        if plain:
            return Effect(plain, sentence=f"{plain} で決めるなら、空白か . を押します（ほかの番号なら続けて数字）。")
        return Effect(sentence="番号を1つ入れてください。無回答なら 0。Enter は要りません。")

    def _enter_number(self, plain: str) -> Effect:
        if not plain:
            return Effect(sentence="まだ何も入っていません。無回答なら F5 を押して Enter。")
        if plain == NONE and self._zero_is_blank:
            return self._close(BLANK)
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
        return self._close(answer)

    def _fill(self, answer: Answer, text: str) -> Effect:
        if text or (self._touched and self.codes) or self.filled is not None or self.waits_for_plus:
            return Effect(
                text, sentence=f"この問いにはもう入れてあります。{_filled_words(answer)}なら Backspace で消してから。"
            )
        if self.question.choices and not self._multiple:
            return Effect(answer=answer)
        self.filled = answer
        self._ticks = Ticks(self.question, (), "Enter")
        return Effect()

    def _complete(self, code: int) -> Effect:
        self._ticks = Ticks(self.question, (code,), "Enter")
        return self._ask_words_or_close()

    def _ask_words_or_close(self) -> Effect:
        chosen: list[Choice | None] = [self.question.choice(code) for code in self.codes]
        if any(choice is not None and choice.other for choice in chosen):
            self.asking_words = True
            return Effect(self._words)
        return self._close(self._answer(""))

    def _close(self, answer: Answer, text: str = "") -> Effect:
        if not self.plus:
            return Effect(answer=answer)
        self.filled = None
        self._closed = Effect(text, answer)
        return Effect(text)

    def _answer(self, words: str) -> Answer:
        return Answer(tuple(sorted(self.codes)), text=words)

    def _meaning_of_ticks(self, plain: str) -> str:
        if self._multiple and plain == NONE:
            return "印なし　Enter で次へ"
        choice = self.question.choice(int(plain)) if plain.isdecimal() else None
        said = f"{choice.code} {choice.text}" if choice else ""
        if not self.collects:
            return f"{said}　空白か . で次へ" if said else ""
        key = "＋" if self.two_ticks else "Enter"
        count = f"{len(self.codes)}つ選びました" if self.codes else ""
        chosen = "　".join(filter(None, [said, count]))
        return f"{chosen}　{key} で次へ" if chosen or self.two_ticks else ""


def era_year(year: int) -> str:
    """A western year in its era: 1955 → 昭和30年; "" before 明治."""
    era = next((one for one in ERAS if one.first_day.year <= year), None)
    if era is None:
        return ""
    count = year - era.first_day.year + 1
    return f"{era.name}{'元' if count == 1 else count}年"


def in_words(question: Question, answer: Answer) -> str:
    """What an answer was understood to be: "2 法人", "1 3 後継者の…", "1955年（昭和30年）"."""
    if answer in (BLANK, ILLEGIBLE):
        return _filled_words(answer)
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


def _filled_words(answer: Answer) -> str:
    return _ILLEGIBLE_WORDS if answer.illegible else "無回答"


def _span(low: int | None, high: int | None) -> str:
    return f"{'' if low is None else low}〜{'' if high is None else high}"

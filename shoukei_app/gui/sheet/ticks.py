"""Digits become ticks: the codes of one question as they are typed, set apart where they could mean two things.

Ticks are keyed as they stand on the paper, from top to bottom. Digits are taken apart by that: with 16 choices and 3
ticked, a 1 can only begin 10 to 16, so 3712 is 3, 7 and 12. What could still be read in two ways (13: the one code, or
1 and 3) waits for a blank, a comma or a point. A code that goes down again is most likely the next question's answer
after a forgotten key: it is held back until it is typed a second time.
"""

import re

from shoukei_app.domain.questionnaire import Question

SEPARATORS = re.compile(r"[\s,、・.。\-/*]")
NONE = "0"


class Ticks:
    """The codes of one question. `closer` is the key that ends them, as it is called in a sentence."""

    def __init__(self, question: Question, codes: tuple[int, ...], closer: str) -> None:
        self.codes = list(codes)
        self._choices = len(question.choices)
        self._limit = question.limit
        self._closer = closer
        self._held: int | None = None
        self._asked = ""

    def typed(self, plain: str) -> tuple[str, str]:
        """Take digits and separators; gives what stays in the field, and a sentence ("" where nothing is wrong)."""
        rest, said = "", ""
        for key in plain:
            rest, sentence = self._feed(rest, key)
            said = sentence or said
        return rest, said

    def close(self, rest: str) -> tuple[str, str]:
        """Take what still stands in the field; the sentence says why it cannot be closed, "" where it can."""
        if rest in ("", NONE):
            return rest, ""
        if len(rest) == 2 and self._asked != rest and int(rest[0]) < int(rest[1]) <= self._choices:
            self._asked = rest
            one, two = rest[0], rest[1]
            return rest, (
                f"{rest} か、{one} と {two} か、決まりません。{rest} なら もう一度 {self._closer}、"
                f"{one} と {two} なら Backspace で消して {one} {two}（間を空ける）。"
            )
        return "", self._add(int(rest))

    def toggle(self, code: int) -> None:
        """Tick a choice, or take its tick back."""
        self._held = None
        if code in self.codes:
            self.codes.remove(code)
        else:
            self.codes.append(code)

    def take_back(self) -> None:
        """The last tick goes."""
        self._held = None
        if self.codes:
            self.codes.pop()

    def _feed(self, rest: str, key: str) -> tuple[str, str]:
        if SEPARATORS.match(key):
            return (rest, "") if rest in ("", NONE) else ("", self._add(int(rest)))
        if rest == NONE:
            return rest, f"0（印なし）に番号は続きません。このままなら {self._closer}、入れ直すなら Backspace。"
        if len(rest) == 2:
            one, two = rest[0], rest[1]
            return (
                rest,
                f"{rest} か、{one} と {two} か、決まりません。間を空けて {one} {two} か、{rest} のあとを空けます。",
            )
        last = max(self.codes, default=0)
        if not rest:
            return self._begin(key, last)
        pair, first = int(rest + key), int(rest)
        one_code = last < pair <= self._choices
        two_codes = first > last and self._can_begin(int(key), first)
        if one_code and two_codes:
            return rest + key, ""
        if two_codes and not (said := self._add(first)):
            return self._begin(key, first)
        return "", said if two_codes else self._add(pair)

    def _begin(self, key: str, last: int) -> tuple[str, str]:
        code = int(key)
        if not code:
            return ("", "0 は、印が一つもないときだけ入れます。") if self.codes else (NONE, "")
        if self._is_tens(code, last):
            return key, ""
        return "", self._add(code)

    def _can_begin(self, digit: int, last: int) -> bool:
        return last < digit <= self._choices or self._is_tens(digit, last)

    def _is_tens(self, digit: int, last: int) -> bool:
        """Whether a code above the last one begins with this digit and has another."""
        return digit > 0 and max(10 * digit, last + 1) <= min(10 * digit + 9, self._choices)

    def _add(self, code: int) -> str:
        held, self._held = self._held, None
        if not 1 <= code <= self._choices:
            return f"{code} という選択肢はありません（1〜{self._choices}）。"
        if code in self.codes:
            return f"{code} は入っています。消すときは Backspace を押します。"
        if code != held and self.codes and code < max(self.codes):
            self._held = code
            return (
                f"{code} はまだ入れていません。{self._closer} の押し忘れではありませんか。"
                f"この問いの答えなら もう一度 {code}。"
            )
        if code != held and self._limit and len(self.codes) >= self._limit:
            self._held = code
            return (
                f"{self._limit}つまでの問いです。紙に{self._limit + 1}つ以上あれば もう一度 {code}、"
                f"なければ {self._closer}。"
            )
        self.codes.append(code)
        return ""

"""What the columns of a table of answers are: headings held against the questions' words, values against answers."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache, partial
from itertools import pairwise

from shoukei_app.domain import era, form_number
from shoukei_app.domain.answer_table import ANSWERED_AT, FORM_NUMBER, AnswerColumn, ColumnMeaning, ColumnUse
from shoukei_app.domain.listing import GuessReason
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.exchange.answer_values import Labels, plain, read_cell, read_tick

LEAST = 0.5
"""A guess less sure than this is left to the person."""

_LOOKED_AT = 300
_SAMPLES = 3
_NUMBER_WORDS = ("整理番号", "number", "調査票番号", "調査票の番号", "宛名番号")
_TIME_WORDS = (
    "完了時刻",
    "送信日時",
    "回答日時",
    "申込日時",
    "申請日時",
    "受付日時",
    "タイムスタンプ",
    "登録日時",
    "回答日",
    "timestamp",
)
_OTHER_WORDS = (
    "その他",
    "その他の内容",
    "その他内容",
    "その他記述",
    "その他自由記述",
    "その他詳細",
    "その他具体的",
    "other",
    "words",
)
_NUMBERED = re.compile(r"^\s*(?:設問|質問|問|no\.?|q)?\s*[(]?(\d{1,3})[)]?(?:[\s.:、,)\]_-]+|(?=\D))\s*", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"^(?:設問|質問|問|q)\s*(\d{1,3})$", re.IGNORECASE)
_CUTS = re.compile(r"[_:\[(【/.\-〔<>|\s]+")
_TIME = re.compile(r"^\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?[\sT]+\d{1,2}[:時]")


@dataclass(frozen=True, slots=True)
class _Match:
    meaning: ColumnMeaning
    score: float
    reason: GuessReason = GuessReason.HEADING


class HeadingReader:
    """The words of one questionnaire, made ready for being compared."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.labels = {question.id: Labels(question) for question in questionnaire.questions}
        self._names = [
            (question, tuple(dict.fromkeys(filter(None, map(plain, _names(question))))))
            for question in questionnaire.questions
        ]

    def of_heading(self, heading: str) -> list[_Match]:
        """What a heading can mean, the surest first."""
        told = unicodedata.normalize("NFKC", heading).strip()
        if not told:
            return []
        found = [*self._whole(told), *self._parts(told)]
        bare = plain(_NUMBERED.sub("", told))
        for words, meaning in ((_NUMBER_WORDS, FORM_NUMBER), (_TIME_WORDS, ANSWERED_AT)):
            score = max(_likeness(bare, plain(word), begun=0.9) for word in words)
            if score >= 0.8:
                found.append(_Match(meaning, score))
        return sorted(found, key=lambda match: -match.score)[:4]

    def of_values(self, values: Sequence[str], taken: set[ColumnMeaning]) -> _Match | None:
        """What a column without a telling heading can be by its values: form numbers, or one question's labels."""
        if FORM_NUMBER not in taken and len(values) >= 2 and _share(values, _is_number) >= 0.8:
            return _Match(FORM_NUMBER, 0.7, GuessReason.CONTENTS)
        fits = []
        for question in self.questionnaire.questions:
            meaning = ColumnMeaning(ColumnUse.ANSWER, question.id)
            if not question.choices or meaning in taken:
                continue
            if _share(values, partial(_names_choices, self.labels[question.id])) >= 0.8:
                fits.append(meaning)
        return _Match(fits[0], 0.6, GuessReason.CONTENTS) if len(fits) == 1 else None

    def share(self, meaning: ColumnMeaning, values: Sequence[str]) -> float:
        """The share of the values that can be read as this."""

        def readable(value: str) -> bool:
            try:
                match meaning.use:
                    case ColumnUse.NUMBER:
                        return _is_number(value)
                    case ColumnUse.ANSWERED_AT:
                        return era.parse_date(value) is not None
                    case ColumnUse.ANSWER:
                        read_cell(self.labels[meaning.question], value)
                    case ColumnUse.CHOICE:
                        read_tick(self.labels[meaning.question], meaning.code, value)
                    case ColumnUse.WORDS:
                        return not value.strip().isdecimal()
            except Problem:
                return False
            return True

        return _share(values, readable)

    def _whole(self, told: str) -> list[_Match]:
        """Questions that the whole heading names."""
        number = _ONLY_NUMBER.match(told)
        if number is not None:
            return [
                _Match(ColumnMeaning(ColumnUse.ANSWER, question.id), 1.0)
                for question in self.questionnaire.questions
                if question.number == int(number[1])
            ]
        numbered = _NUMBERED.match(told)
        bare = told[numbered.end() :] if numbered else told
        keys = {plain(told), plain(bare)}
        found = []
        for question, names in self._names:
            score = max(_likeness(key, name) for key in keys for name in names)
            if told.lower() == question.id.lower():
                score = 1.0
            elif score < 1.0 and numbered is not None and int(numbered[1]) == question.number:
                score = min(0.98, score + 0.1)  # forms number anew, so the number alone tells little
            if score >= LEAST:
                found.append(_Match(ColumnMeaning(ColumnUse.ANSWER, question.id), score))
        return found

    def _parts(self, told: str) -> list[_Match]:
        """A question and, behind a mark, one of its choices: "問16_借入金", "気がかりなこと [借入金の返済]"."""
        found = []
        for cut in _CUTS.finditer(told):
            head, tail = told[: cut.start()], told[cut.end() :].rstrip(")]】〕> ")
            if not head or not tail:
                continue
            for match in self._whole(head):
                question = match.meaning.question
                part = self._part(question, tail)
                if part is not None:
                    found.append(_Match(part[0], match.score * part[1] + 0.01))
        return found

    def _part(self, question: str, tail: str) -> tuple[ColumnMeaning, float] | None:
        labels = self.labels[question]
        if not labels.question.choices:
            return None
        choice = labels.find(tail)
        key = plain(tail)
        if labels.other is not None and key in _OTHER_WORDS[1:]:
            return ColumnMeaning(ColumnUse.WORDS, question), 1.0
        if choice is None and tail.isdecimal():
            choice = labels.question.choice(int(tail))
        if choice is None:
            return None
        return ColumnMeaning(ColumnUse.CHOICE, question, choice.code), 1.0


def guess(headings: Sequence[str], rows: Sequence[Sequence[str]], reader: HeadingReader) -> tuple[AnswerColumn, ...]:
    """What each column is taken for, from its heading and from the values below it."""
    values = [_values(rows, index) for index in range(len(headings))]
    found: list[list[_Match]] = []
    for index, heading in enumerate(headings):
        found.append(_weighed(reader, reader.of_heading(heading), values[index]))
    _words_beside(headings, found, reader)
    chosen = _one_each(found)
    for index in range(len(headings)):
        if index not in chosen and values[index]:
            taken = {match.meaning for match in chosen.values()}
            match = reader.of_values(values[index], taken)
            if match is not None:
                chosen[index] = match
    return tuple(
        _column(reader, index, heading, chosen.get(index), values[index]) for index, heading in enumerate(headings)
    )


def score_headings(headings: Sequence[str], reader: HeadingReader) -> float:
    """How much a row reads like the headings of a table of answers."""
    found = [reader.of_heading(heading) for heading in headings]
    chosen = _one_each(found)
    named = any(match.meaning == FORM_NUMBER for match in chosen.values())
    return sum(match.score for match in chosen.values() if match.score >= LEAST) + (2.0 if named else 0.0)


def with_meanings(
    columns: Sequence[AnswerColumn], meanings: Mapping[int, ColumnMeaning | None], reason: GuessReason
) -> tuple[AnswerColumn, ...]:
    """The columns with other meanings at some places; a meaning given anew is taken from the column that had it."""
    given = {meaning for meaning in meanings.values() if meaning is not None}
    changed = []
    for column in columns:
        if column.index in meanings:
            changed.append(replace(column, meaning=meanings[column.index], confidence=1.0, reason=reason))
        elif column.meaning in given:
            changed.append(replace(column, meaning=None, confidence=0.0, reason=reason))
        else:
            changed.append(column)
    return tuple(changed)


def _names(question: Question) -> tuple[str, ...]:
    grouped = (f"{question.group}{question.text}", f"{question.group}{question.short}") if question.group else ()
    return question.text, question.short, *grouped


@lru_cache(maxsize=65_536)
def _likeness(one: str, other: str, begun: float = 0.93) -> float:
    """How alike two texts made plain are, 0…1."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short):
        return begun
    if len(short) >= 4 and short in long:
        return 0.8
    if len(short) * 3 < len(long):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio * 0.9 if ratio >= 0.6 else 0.0


def _weighed(reader: HeadingReader, found: Sequence[_Match], values: Sequence[str]) -> list[_Match]:
    """The same guesses with what the values say of them."""
    weighed = []
    for match in found:
        if not values:
            weighed.append(match)
            continue
        share = reader.share(match.meaning, values)
        # Words can be anything: a text question says nothing by being readable.
        tells = match.meaning.use is not ColumnUse.WORDS and not _is_text(reader, match.meaning)
        score = match.score * (0.35 + 0.65 * share)
        weighed.append(_Match(match.meaning, score, GuessReason.BOTH if tells and share > 0 else GuessReason.HEADING))
    return sorted(weighed, key=lambda match: -match.score)


def _is_text(reader: HeadingReader, meaning: ColumnMeaning) -> bool:
    question = reader.questionnaire.by_id.get(meaning.question)
    return question is not None and question.kind is QuestionKind.TEXT


def _words_beside(headings: Sequence[str], found: list[list[_Match]], reader: HeadingReader) -> None:
    """その他 alone over a column: the words of the question on its left."""
    for left, here in pairwise(range(len(headings))):
        key = plain(headings[here])
        before = found[left][0].meaning if found[left] and found[left][0].score >= LEAST else None
        if before is None or not before.question or key not in _OTHER_WORDS:
            continue
        if reader.labels[before.question].other is not None:
            found[here] = [_Match(ColumnMeaning(ColumnUse.WORDS, before.question), 0.85)]


def _one_each(found: Sequence[Sequence[_Match]]) -> dict[int, _Match]:
    """Every meaning for one column only, the surest first."""
    ranked = sorted(
        ((match.score, -index, match) for index, matches in enumerate(found) for match in matches),
        key=lambda one: one[:2],
        reverse=True,
    )
    chosen: dict[int, _Match] = {}
    taken: set[ColumnMeaning] = set()
    for score, place, match in ranked:
        if score >= LEAST and -place not in chosen and match.meaning not in taken:
            chosen[-place] = match
            taken.add(match.meaning)
    return chosen


def _column(
    reader: HeadingReader, index: int, heading: str, match: _Match | None, values: Sequence[str]
) -> AnswerColumn:
    samples = tuple(dict.fromkeys(value.strip() for value in values))[:_SAMPLES]
    if match is None:
        return AnswerColumn(index, heading, None, samples=samples)
    share = reader.share(match.meaning, values)
    return AnswerColumn(index, heading, match.meaning, min(1.0, match.score), match.reason, share, samples)


def _values(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    cells = (row[index] for row in rows[:_LOOKED_AT] if index < len(row))
    return [cell for cell in cells if cell.strip()]


def _share(values: Sequence[str], readable: Callable[[str], bool]) -> float:
    if not values:
        return 0.0
    told = {value: readable(value) for value in set(values)}
    return sum(told[value] for value in values) / len(values)


def _names_choices(labels: Labels, value: str) -> bool:
    """Whether a cell names choices of a question by their words, and nothing else."""
    try:
        answer = read_cell(labels, value)
    except Problem:
        return False
    return bool(answer.codes) and not answer.text and not re.fullmatch(r"[\d\s,、;]+", value)


def _is_number(value: str) -> bool:
    try:
        form_number.parse(number_in(value))
    except Problem:
        return False
    return True


def number_in(text: str) -> str:
    """A form number as a firm types it, without words around it: "No.000412-7", "０００４１２７（当社）", "4127.0"."""
    told = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    told = re.sub(r"\(.*?\)", "", told)
    found = re.findall(r"\d[\d\s\-‐‑‒–—―ー−]*", told)
    return found[0].strip() if len(found) == 1 else text

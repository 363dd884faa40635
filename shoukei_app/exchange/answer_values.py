"""Cells of a web form's export read as answers: labels, joined labels, ticks, ages in words, years and days."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache

from shoukei_app.domain import answers, era
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind

_SEPARATORS = (re.compile(r"\s*;+\s*"), re.compile(r"\s*[\n\r]+\s*"), re.compile(r"\s*[、,|/\t]\s*|\s{2,}"))
_NOTHING = frozenset({"", "-", "ー", "―", "無回答", "未回答", "回答なし", "(空白)", "n/a"})
_TICKED = frozenset(("1", *"○〇◯●◎✓✔☑■レx", "true", "yes", "on", "はい", "選択", "選択あり", "該当", "チェック"))
_NOT_TICKED = frozenset(["0", "×", "✕", "□", "☐", "false", "no", "いいえ", "未選択", "選択なし", "非該当", "off"])
_YES = frozenset({"○", "〇", "◯", "true", "yes", "有", "あり", "有り", "している"})
_NO = frozenset({"×", "✕", "false", "no", "0", "無", "なし", "無し", "していない"})
_NUMBERING = re.compile(r"^(?:[(\[【]?\d{1,2}[)\]】.:、,]\s*|[(\[【]?\d{1,2}[)\]】]?[\s　]+|[a-zア-ン][.)]\s*)")
_CODES = re.compile(r"\d{1,2}(?:[\s,、;・]+\d{1,2})*[,、;]?")
_BRACKETS = re.compile(r"[(\[【「『].*?[)\]】」』]")
_PUNCTUATION = re.compile(r"[\s()\[\]【】「」『』・,、。.;:/／~〜ー\-_!?'\"“”’‘#&*]")
_CLOCK = re.compile(
    r"(午前|午後)?\s*(\d{1,2})\s*[:時]\s*(\d{1,2})\s*[:分]?\s*(\d{1,2})?[.\d]*秒?\s*(am|pm|午前|午後)?", re.IGNORECASE
)
_YEAR_ENDS = re.compile(r"\s*(?:ごろ|頃|創業|設立|開業|\(.*\))$")


def plain(text: str) -> str:
    """A text for comparing: one width, one case, no marks between its words."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).lower()


@dataclass(slots=True)
class Labels:
    """The choices of one question as a web form may write them."""

    question: Question
    _keys: list[tuple[str, str, Choice]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for choice in self.question.choices:
            self._keys.append((plain(choice.text), plain(_without_brackets(choice.text)), choice))

    @property
    def other(self) -> Choice | None:
        """The choice that opens a line for words."""
        return next((choice for choice in self.question.choices if choice.other), None)

    def find(self, text: str) -> Choice | None:
        """The choice that a label names, whole, shortened or with its number before it; None where none or several."""
        told = unicodedata.normalize("NFKC", text).strip()
        numbering = _NUMBERING.match(told)
        if numbering is None:
            return self._named(told)
        # The form's own numbers say nothing where its words say something else.
        return self._named(told) or self._named(told[numbering.end() :])

    def words_of_other(self, text: str) -> str | None:
        """The words behind その他 ("その他：駐車場", "その他（駐車場）"); None where the text does not begin so."""
        other = self.other
        told = unicodedata.normalize("NFKC", text).strip()
        if other is None:
            return None
        pattern = rf"(?:\d{{1,2}}[.)\s]\s*)?{re.escape(unicodedata.normalize('NFKC', other.text))}\s*([:→(\[「\s].*)"
        match = re.fullmatch(pattern, told, re.DOTALL)
        words = match[1].strip(" :→()[]「」;,、\n") if match else ""
        return words or None

    def _named(self, text: str) -> Choice | None:
        key, bare = plain(text), plain(_without_brackets(text))
        if not key:
            return None
        for wanted in (key, bare):
            exact = [choice for whole, short, choice in self._keys if wanted and wanted in (whole, short)]
            if len(exact) == 1:
                return exact[0]
        if len(key) < 2 or key.isdecimal():
            return None
        begun = [(whole, choice) for whole, _, choice in self._keys if whole.startswith(key)]
        if len(begun) != 1 or len(key) < min(4, len(begun[0][0]) / 2):
            return None
        return begun[0][1]


def read_cell(labels: Labels, text: str) -> Answer:
    """One cell that holds a question's whole answer. Raises Problem(ANSWER_UNREADABLE)."""
    question = labels.question
    if question.by_number:
        return _figure(question, text)
    if question.by_words:
        return Answer(text=text.strip()) if text.strip() else BLANK
    if question.kind is QuestionKind.YES_NO and (code := _yes_no(text)):
        return Answer((code,))
    return _chosen(labels, text)


def read_tick(labels: Labels, code: int, text: str) -> Answer:
    """One cell that says whether one choice was ticked. Raises Problem(ANSWER_UNREADABLE)."""
    told = unicodedata.normalize("NFKC", text).strip()
    choice = labels.question.choice(code)
    assert choice is not None
    named = labels.find(told)
    if named == choice or told.lower() in _TICKED or told == str(code):
        return Answer((code,), text=(choice.other and labels.words_of_other(told)) or "")
    if told.lower() in _NOTHING or told.lower() in _NOT_TICKED:
        return BLANK
    if choice.other and named is None:
        return Answer((code,), text=labels.words_of_other(told) or text.strip())
    raise Problem(ProblemKind.ANSWER_UNREADABLE, question=labels.question.number, value=told)


def moment(text: str) -> datetime | None:
    """When an answer was given, from a time stamp in any of the forms' ways; None where it is none."""
    told = unicodedata.normalize("NFKC", text).strip()
    clock = _CLOCK.search(told)
    day = era.parse_date(told[: clock.start()].rstrip(" T,") if clock else told)
    if day is None:
        return None
    if clock is None:
        return datetime.combine(day, time())
    hour = int(clock[2]) % 24
    late = {"午後", "pm"} & {(clock[1] or "").lower(), (clock[5] or "").lower()}
    early = {"午前", "am"} & {(clock[1] or "").lower(), (clock[5] or "").lower()}
    hour = hour % 12 + 12 if late else hour % 12 if early else hour
    return datetime.combine(day, time(hour, int(clock[3]) % 60, int(clock[4] or 0) % 60))


def join(labels: Labels, parts: Iterable[Answer], words: str = "") -> Answer:
    """One answer from several cells of a question; `words` stand in a column of their own."""
    given = [part for part in parts if not part.blank]
    codes = {code for part in given for code in part.codes}
    told = list(dict.fromkeys(text for text in (*(part.text for part in given), words.strip()) if text))
    number = next((part.number for part in given if part.number is not None), None)
    illegible = bool(given) and all(part.illegible for part in given)
    other = labels.other
    if words.strip() and other is not None and (labels.question.kind is QuestionKind.MULTIPLE or not codes):
        codes.add(other.code)
    return Answer(tuple(sorted(codes)), number, "、".join(told), illegible)


def _chosen(labels: Labels, text: str) -> Answer:
    question = labels.question
    told = unicodedata.normalize("NFKC", text).strip()
    if (whole := labels.find(told)) is not None:
        return Answer((whole.code,), text=(whole.other and labels.words_of_other(told)) or "")
    if told.lower() in _NOTHING:
        return BLANK
    if told in ("?", "判読不能"):
        return Answer(illegible=True)
    if _CODES.fullmatch(told):
        return answers.parse_answer(question, told.rstrip(",、;"))
    codes: set[int] = set()
    words: list[tuple[int, int]] = []
    pieces = _pieces(told)
    place = 0
    while place < len(pieces):
        end, choice = _longest(labels, pieces, place)
        if choice is not None and not (choice.other and labels.words_of_other(pieces[place].text)):
            codes.add(choice.code)
        elif words and place and words[-1][1] == pieces[place - 1].end:
            words[-1] = (words[-1][0], pieces[place].end)
        else:
            words.append((pieces[place].start, pieces[place].end))
        place = end
    return _with_words(labels, codes, [told[start:end] for start, end in words], told)


def _with_words(labels: Labels, codes: set[int], words: Sequence[str], told: str) -> Answer:
    question, other = labels.question, labels.other
    # This program's own way of writing: codes, a blank, the words ("1,16 駐車場").
    if not codes and (match := re.fullmatch(r"\d{1,2}(?:[,、]\d{1,2})*\s+\D.*", told, re.DOTALL)):
        return answers.parse_answer(question, match[0])
    if words and (other is None or any(re.fullmatch(r"\d+", word) for word in words)):
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=told)
    if words and other is not None:
        codes = codes | {other.code}
    return Answer(tuple(sorted(codes)), text="、".join(labels.words_of_other(word) or word for word in words))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int


def _pieces(text: str) -> list[_Piece]:
    """The parts of a cell; only the strongest mark in it sets them apart: weaker ones stand in words and labels."""
    separator = next((one for one in _SEPARATORS if one.search(text)), None)
    if separator is None:
        return [_Piece(text, 0, len(text))]
    pieces, start = [], 0
    for gap in separator.finditer(text):
        pieces.append(_Piece(text[start : gap.start()], start, gap.start()))
        start = gap.end()
    pieces.append(_Piece(text[start:], start, len(text)))
    return [piece for piece in pieces if piece.text]


def _longest(labels: Labels, pieces: Sequence[_Piece], place: int) -> tuple[int, Choice | None]:
    """The choice that the most pieces from `place` on name together: labels hold 、 and ・ themselves."""
    for end in range(len(pieces), place, -1):
        choice = labels.find("".join(piece.text for piece in pieces[place:end]))
        if choice is not None:
            return end, choice
    return place + 1, None


def _yes_no(text: str) -> int:
    """1 for yes and 2 for no, where a form writes a box that is ticked or not; 0 for anything else."""
    told = unicodedata.normalize("NFKC", text).strip().lower()
    return 1 if told in _YES else 2 if told in _NO else 0


def _figure(question: Question, text: str) -> Answer:
    told = unicodedata.normalize("NFKC", text).strip()
    if told.lower() in _NOTHING:
        return BLANK
    if re.fullmatch(r"-?\d+\.0+", told):
        told = told.partition(".")[0]
    if question.by_date:
        return _date(question, told)
    bare = re.sub(r"^(?:満|約|およそ)\s*|\s*(?:歳|才|人|名|年|社|円|くらい|程度|ほど)+$", "", told).strip()
    return answers.parse_answer(question, bare or told)


def _date(question: Question, told: str) -> Answer:
    bare = _YEAR_ENDS.sub("", told).strip()
    for candidate in (told, bare, re.sub(r"\s", "", bare)):
        with suppress(Problem):
            return answers.parse_answer(question, candidate)
    day = era.parse_date(bare)
    if day is None:
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=told)
    return Answer(number=day.year if question.kind is QuestionKind.YEAR else int(f"{day:%Y%m%d}"))


@lru_cache(maxsize=4096)
def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text))

"""A table of answers that another program wrote (a web form's export): which column is what, and its rows."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from shoukei_app.domain.listing import GuessReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.text import unspaced


class ColumnUse(StrEnum):
    """What a column of a table of answers can be for."""

    NUMBER = auto()
    ANSWERED_AT = auto()
    ANSWER = auto()
    CHOICE = auto()
    """One choice of a question, ticked or not."""
    WORDS = auto()
    """The words of a question's その他, in a column of their own."""


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column holds; `question` is the id of the question of ANSWER, CHOICE and WORDS, `code` that of CHOICE."""

    use: ColumnUse
    question: str = ""
    code: int = 0

    @property
    def key(self) -> str:
        """The meaning as a text: "number", "answered_at", "age", "problems:7", "problems:words"."""
        match self.use:
            case ColumnUse.ANSWER:
                return self.question
            case ColumnUse.CHOICE:
                return f"{self.question}:{self.code}"
            case ColumnUse.WORDS:
                return f"{self.question}:words"
            case _:
                return self.use.value


FORM_NUMBER = ColumnMeaning(ColumnUse.NUMBER)
ANSWERED_AT = ColumnMeaning(ColumnUse.ANSWERED_AT)
NOT_USED = "-"
"""What stands for a column that is not used, where meanings are written as texts."""

_WHOLE = {
    "number": FORM_NUMBER,
    "整理番号": FORM_NUMBER,
    "answered_at": ANSWERED_AT,
    "回答日時": ANSWERED_AT,
}


def meaning_of(questionnaire: Questionnaire, text: str) -> ColumnMeaning | None:
    """Read a meaning: 整理番号, 回答日時, a question ("age", "問6"), one choice of it ("問16:7"), its words
    ("問16:その他"), "-" for a column that is not used (None).

    Raises Problem(QUESTION_UNKNOWN).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain == NOT_USED:
        return None
    if plain in _WHOLE:
        return _WHOLE[plain]
    name, colon, part = plain.partition(":")
    question = questionnaire.find(name.strip())
    part = part.strip()
    if not colon:
        return ColumnMeaning(ColumnUse.ANSWER, question.id)
    if part in ("words", "その他"):
        return ColumnMeaning(ColumnUse.WORDS, question.id)
    if part.isdecimal() and question.choice(int(part)) is not None:
        return ColumnMeaning(ColumnUse.CHOICE, question.id, int(part))
    raise Problem(ProblemKind.QUESTION_UNKNOWN, question=text)


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column: what it is taken for (None: not used), how sure that is (0…1), and on what it rests.

    `share` is the share of its filled cells that can be read as that; `samples` are some values that stand in it.
    """

    index: int
    heading: str
    meaning: ColumnMeaning | None
    confidence: float = 0.0
    reason: GuessReason = GuessReason.HEADING
    share: float = 0.0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row as it stands, and its line in the file (as Excel counts)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of answers as it stands, with what its columns are taken for. `left_out` are rows of totals."""

    file_name: str
    sheet: str
    header_line: int
    headings: tuple[str, ...]
    columns: tuple[AnswerColumn, ...]
    rows: tuple[AnswerRow, ...]
    left_out: tuple[AnswerRow, ...] = ()

    @property
    def meanings(self) -> Mapping[int, ColumnMeaning]:
        """What is used, by the place of its column."""
        return {column.index: column.meaning for column in self.columns if column.meaning is not None}


REPORT_HEADINGS = ("元の行", "取り込めない理由")
"""What a table of rejected rows has beside the headings of its file; it can be mended and taken in as it is."""


class Existing(StrEnum):
    """What becomes of the answers that a firm has already given."""

    NEWER = auto()
    """The answer that came later counts; of the same day, the one of the file."""
    KEEP = auto()


class RowVerdict(StrEnum):
    """What taking a table of answers in does with one of its rows."""

    NEW = auto()
    NEWER = auto()
    SAME = auto()
    KEPT = auto()
    SUPERSEDED = auto()
    """The same firm answered again further down, or later by its time stamp."""
    REJECTED = auto()


RECORDED = frozenset({RowVerdict.NEW, RowVerdict.NEWER})


def heading_keys(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings for comparing files: without width, case and blanks; a second one of the same name is told apart."""
    seen: dict[str, int] = {}
    keys = []
    for heading in headings:
        key = unspaced(heading).lower()
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}\n{seen[key]}")
    return tuple(keys)

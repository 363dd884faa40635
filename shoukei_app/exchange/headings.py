"""Headings of lists read by a vocabulary: what a column holds (住所, 電話番号) and whose it is (施設, 開設者)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache, lru_cache
from typing import Final

from shoukei_app import assets
from shoukei_app.domain.text import match_key

_VOCABULARY: Final = "lists/headings.toml"


class Subject(StrEnum):
    """Whose column it is; the names are those of the vocabulary."""

    FACILITY = auto()
    FIRM = auto()
    OPERATOR = auto()
    REPRESENTATIVE = auto()
    CONTACT = auto()
    MAILING = auto()
    NONE = auto()


class Attribute(StrEnum):
    """What a column holds; the names are those of the vocabulary."""

    NAME = auto()
    PERSON = auto()
    REPRESENTATIVE = auto()
    FAMILY_NAME = auto()
    GIVEN_NAME = auto()
    TITLE = auto()
    KANA = auto()
    CORPORATE_NUMBER = auto()
    LEGAL_FORM = auto()
    POSTAL_CODE = auto()
    PREFECTURE = auto()
    MUNICIPALITY = auto()
    MUNICIPALITY_CODE = auto()
    PREFECTURE_CODE = auto()
    STREET = auto()
    ADDRESS = auto()
    ADDRESS_2 = auto()
    PHONE = auto()
    MOBILE = auto()
    FAX = auto()
    INDUSTRY = auto()
    STAFF = auto()
    CLOSED_ON = auto()
    CLOSED_REASON = auto()
    NAME_IMAGE = auto()
    NOTE = auto()
    SERIAL = auto()
    DATE = auto()
    WEB = auto()
    MAIL = auto()
    PLACE = auto()
    MONEY = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read. `ordinal` is the number at its end (所在地２: 2), 0 without one; `score` 0…1 how sure it is."""

    attribute: Attribute
    subject: Subject = Subject.NONE
    ordinal: int = 0
    score: float = 0.0


UNREAD: Final = Heading(Attribute.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    attributes: Mapping[str, Attribute]
    subjects: Mapping[str, Subject]
    ignored: frozenset[str]
    operators: tuple[str, ...]
    longest: int
    within: re.Pattern[str]


_MARKS = re.compile(r"^[※＊*●○◎■□◆◇★☆▼▽・\s]+|[※＊*：:★☆\s]+$|\(?必須\)?|\(?任意\)?|\(半角[^)]*\)|\(全角[^)]*\)")
_NUMBERING = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.)、:]|[A-Z][.):])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】|<[^<>]*>|「[^「」]*」")
_BRACKET_MARKS = str.maketrans(dict.fromkeys("()[]〔〕【】<>「」", ""))
_ORDINAL = re.compile(r"(?:ソノ|NO\.?|-|_)?([1-9])$")
_JOINED: Final = re.compile(r"又ハ|マタハ|及ビ|オヨビ|[・/,、&]")
_LONGEST_HEADING: Final = 120
# 住所（市区町村）, 名称（フリガナ）: the brackets say which part of it.
_NARROWED_BY_BRACKETS: Final = frozenset(
    {
        Attribute.KANA,
        Attribute.TITLE,
        Attribute.PREFECTURE,
        Attribute.MUNICIPALITY,
        Attribute.STREET,
        Attribute.ADDRESS_2,
        Attribute.POSTAL_CODE,
        Attribute.PHONE,
        Attribute.MOBILE,
        Attribute.FAX,
        Attribute.OTHER,
    }
)


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads(assets.text(_VOCABULARY))
    attributes = {match_key(word): Attribute(name) for name, words in data["attributes"].items() for word in words}
    subjects = {match_key(word): Subject(name) for name, words in data["subjects"].items() for word in words}
    ignored = frozenset(match_key(word) for word in data["subjects_ignored"]["words"])
    operators = tuple(word for word, subject in subjects.items() if subject is Subject.OPERATOR)
    by_length = sorted(attributes, key=len, reverse=True)
    within = re.compile("|".join(re.escape(word) for word in by_length if len(word) > 2 and not word.isascii()))
    return _Vocabulary(attributes, subjects, ignored, operators, len(by_length[0]), within)


@lru_cache(maxsize=8192)
def read_heading(heading: str, group: str = "") -> Heading:
    """Read one heading; `group` is the heading over several columns that this one stands under.

    A heading without words of its own under a group takes the group's meaning at half its score: which of the columns
    under 開設者氏名 is the name, and which the title, only their contents tell.
    """
    own = _read(heading)
    if not group or group == heading:
        return own
    if not heading.strip():
        over = _read(group)
        return Heading(over.attribute, over.subject, 0, over.score / 2)
    over = _read(group)
    joined = _read(f"{group}{heading}")
    if own.attribute is Attribute.UNKNOWN or own.score < 0.8:
        return joined if joined.score > own.score else own
    if own.subject is Subject.NONE and over.subject is not Subject.NONE:
        return Heading(own.attribute, over.subject, own.ordinal, own.score)
    if own.subject is Subject.NONE and joined.subject is not Subject.NONE and joined.attribute is own.attribute:
        return joined
    return own


def _read(heading: str) -> Heading:
    key = _NUMBERING.sub("", _MARKS.sub("", match_key(heading)))
    if not key or len(key) > _LONGEST_HEADING:
        return UNREAD
    bare = _BRACKETS.sub("", key)
    flat = key.translate(_BRACKET_MARKS)
    if not bare:
        return _understood(flat, flat)
    best = _understood(bare, flat)
    if flat == bare:
        return best if best.score >= 0.9 else max(best, _alternatives(bare), key=lambda one: one.score)
    inside = [_understood(found[0].translate(_BRACKET_MARKS), "") for found in _BRACKETS.finditer(key)]
    for part in inside:
        if part.score == 1.0 and part.attribute in _NARROWED_BY_BRACKETS:
            return Heading(part.attribute, best.subject, best.ordinal or part.ordinal, max(best.score, 0.9))
    if best.score < 0.9 and len(flat) - len(bare) <= 8:
        best = max(best, _understood(flat, flat), key=lambda one: one.score)
    return best if best.score >= 0.9 else max(best, _alternatives(bare), key=lambda one: one.score)


def _alternatives(key: str) -> Heading:
    """商号、名称又は屋号: the first of several names for the same that is understood."""
    parts = [_understood(part, key) for part in _JOINED.split(key) if part]
    first = next((part for part in parts if part.score >= 0.8), UNREAD)
    return Heading(first.attribute, first.subject, first.ordinal, first.score - 0.1) if len(parts) > 1 else UNREAD


def _understood(key: str, whole: str) -> Heading:
    """`key` as subject + attribute + number; the subject may also stand between brackets elsewhere in `whole`."""
    vocabulary = _vocabulary()
    if key in vocabulary.attributes:
        attribute = vocabulary.attributes[key]
        return Heading(attribute, _subject_in(key, whole, shortest=2)[0], 0, 1.0)
    found = _ORDINAL.search(key)
    if found and found.start():
        inner = _understood(key[: found.start()], whole)
        if inner.attribute is not Attribute.UNKNOWN:
            return Heading(inner.attribute, inner.subject, int(found[1]), inner.score)
    if key in vocabulary.subjects:
        return _bare_subject(vocabulary.subjects[key])
    return _by_ending(key, whole)


def _bare_subject(subject: Subject) -> Heading:
    """施設, 開設者: the heading names only whose column it is, and the column holds the name."""
    if subject is Subject.REPRESENTATIVE:
        return Heading(Attribute.REPRESENTATIVE, Subject.NONE, 0, 0.9)
    return Heading(Attribute.NAME if subject is not Subject.CONTACT else Attribute.OTHER, subject, 0, 0.85)


def _by_ending(key: str, whole: str) -> Heading:
    """The word of the vocabulary that `key` ends with, or failing that holds."""
    vocabulary = _vocabulary()
    best = UNREAD
    for start in range(max(1, len(key) - vocabulary.longest), len(key)):
        ending = vocabulary.attributes.get(key[start:])
        if ending is not None:
            reading = _with_prefix(key[:start], key[start:], ending, whole)
            if reading.score > best.score:
                best = reading
    if best.score:
        return best
    within = vocabulary.within.search(key)
    if within is None:
        return UNREAD
    subject = _subject_in(key.replace(within[0], ""), whole)[0]
    return Heading(vocabulary.attributes[within[0]], subject, 0, 0.5)


def _with_prefix(prefix: str, ending: str, attribute: Attribute, whole: str) -> Heading:
    subject, left = _subject_in(prefix, whole)
    if left and ending.isascii() and (prefix[-1].isascii() and prefix[-1].isalnum()):
        return UNREAD  # NAGANO does not end in NO
    score = 0.95 if not left else (0.8 if len(ending) > 1 and attribute is not Attribute.OTHER else 0.6)
    if subject is Subject.REPRESENTATIVE and attribute in {Attribute.NAME, Attribute.PERSON}:
        return Heading(Attribute.REPRESENTATIVE, Subject.NONE, 0, score)
    return Heading(attribute, subject, 0, score)


def _subject_in(prefix: str, whole: str, shortest: int = 1) -> tuple[Subject, bool]:
    """Whose column the words before the attribute say it is, and whether something of them was not understood.

    Whoever runs the place is named before all others: 法人(設置者) is the operator.
    """
    vocabulary = _vocabulary()
    found: list[Subject] = []
    left = False
    at = 0
    while at < len(prefix):
        for end in range(len(prefix), at, -1):
            word = prefix[at:end]
            if word in vocabulary.subjects and len(word) >= shortest:
                found.append(vocabulary.subjects[word])
                break
            if word in vocabulary.ignored:
                break
        else:
            left = True
            at += 1
            continue
        at = end
    found += [Subject.OPERATOR for word in vocabulary.operators if word in whole]
    for subject in (Subject.OPERATOR, Subject.REPRESENTATIVE, Subject.CONTACT, Subject.MAILING):
        if subject in found:
            return subject, left
    return (found[-1] if found else Subject.NONE), left

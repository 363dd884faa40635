"""Whether two records are the same firm (名寄せ): points for what they share, a level, and the reasons for both.

Nothing is learned from data: the points stand in one table (`POINTS`), so that every score can be explained. A pair
is never sure on its name alone, and never the same firm with different 法人番号.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, NamedTuple

from shoukei_app.domain import kanji_numeral, place_key
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.text import match_key, name_key, strip_legal_form


class Level(StrEnum):
    """How sure it is that two records are one firm: 確実, 要確認, 別."""

    SURE = "sure"
    ASK = "ask"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What two records share, or what tells them apart."""

    SAME_CORPORATE_NUMBER = "same_corporate_number"
    OTHER_CORPORATE_NUMBER = "other_corporate_number"
    SAME_NAME = "same_name"
    LONGER_NAME = "longer_name"
    SIMILAR_NAME = "similar_name"
    SAME_READING = "same_reading"
    SAME_ADDRESS = "same_address"
    SAME_TOWN = "same_town"
    SAME_MUNICIPALITY = "same_municipality"
    SAME_PHONE = "same_phone"
    SAME_REPRESENTATIVE = "same_representative"
    OTHER_HOUSE_NUMBER = "other_house_number"
    OTHER_LEGAL_FORM = "other_legal_form"
    OTHER_OFFICE = "other_office"


POINTS: Final = {
    Reason.SAME_NAME: 44,
    Reason.LONGER_NAME: 40,
    Reason.SIMILAR_NAME: 30,
    Reason.SAME_READING: 20,
    Reason.SAME_ADDRESS: 50,
    Reason.SAME_TOWN: 25,
    Reason.SAME_MUNICIPALITY: 10,
    Reason.SAME_PHONE: 40,
    Reason.SAME_REPRESENTATIVE: 25,
    Reason.OTHER_HOUSE_NUMBER: -15,
    Reason.OTHER_LEGAL_FORM: -4,
}
"""Points of 100. A likeness of name counts once (the strongest), and so does a likeness of place."""

SURE_FROM: Final = 85
ASK_FROM: Final = 40
ASK_WITHIN_ONE_LIST_FROM: Final = 60
"""Whoever made a list wrote a firm once: two of its rows that share a name and a city are as a rule two firms."""

_POINTS_OF: Final = POINTS.__getitem__
_ADDRESS: Final = (Reason.SAME_ADDRESS,)
_TOWN: Final = (Reason.SAME_TOWN,)
_TOWN_ONLY: Final = (Reason.SAME_TOWN, Reason.OTHER_HOUSE_NUMBER)
_MUNICIPALITY: Final = (Reason.SAME_MUNICIPALITY,)
_LIKE_NAMES: Final = frozenset({Reason.SAME_NAME, Reason.LONGER_NAME, Reason.SIMILAR_NAME, Reason.SAME_READING})
_SIMILAR_FROM: Final = 0.8
_SHORTEST_PART: Final = 3
_LONG_PART: Final = 5

_FORM_READINGS: Final = (
    "トクテイヒエイリカツドウホウジン",
    "シヤカイフクシホウジン",
    "イリヨウホウジンシヤダン",
    "イリヨウホウジンザイダン",
    "イリヨウホウジン",
    "イツパンシヤダンホウジン",
    "イツパンザイダンホウジン",
    "コウエキシヤダンホウジン",
    "コウエキザイダンホウジン",
    "ノウジクミアイホウジン",
    "エヌピオホウジン",
    "カブシキガイシヤ",
    "カブシキカイシヤ",
    "ユウゲンガイシヤ",
    "ユウゲンカイシヤ",
    "ゴウドウガイシヤ",
    "ゴウシガイシヤ",
    "ゴウメイガイシヤ",
)
_NUMERAL = re.compile(rf"[{kanji_numeral.ALL}]+(?=丁目|丁|番|号|地割|条|線)")
_LAND_WORDS = re.compile(r"大字|^字|(?<=\D)字")
_BETWEEN_NUMBERS: Final = r"(?:丁目|番地割|地割|番地|番|号|条|線|ノ|之|-|第)"
_HOUSE = re.compile(rf"\d+(?:(?:{_BETWEEN_NUMBERS}|[東西南北甲乙丙丁])*\d+)*")
_BETWEEN = re.compile(rf"{_BETWEEN_NUMBERS}+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict on a pair; `score` 0…1 is the sum of the reasons' points over 100."""

    score: float
    level: Level
    reasons: tuple[Reason, ...]


_SAME_NUMBER: Final = Likeness(1.0, Level.SURE, (Reason.SAME_CORPORATE_NUMBER,))
_OTHER_NUMBER: Final = Likeness(0.0, Level.DIFFERENT, (Reason.OTHER_CORPORATE_NUMBER,))
_NOTHING_SHARED: Final = Likeness(0.0, Level.DIFFERENT, ())


class Identity(NamedTuple):
    """What of a firm is compared, folded once: width, kana, 旧字体 and ways to write a number do not matter.

    `town` is the address up to its first number (西新橋), `house` the numbers behind it (1-3-1), a building left out.
    """

    corporate_number: str
    legal_form: str
    name: str
    reading: str
    office: str
    municipality_code: str
    town: str
    house: str
    phone: str
    representative: str


def identity(facts: FirmFacts) -> Identity:
    """Fold a firm's facts for comparison."""
    form, bare = strip_legal_form(facts.name)
    town, house = _place(facts.address)
    return Identity(
        facts.corporate_number,
        form,
        _name_key(bare, facts.name),
        _reading(facts.kana) if facts.kana else "",
        name_key(facts.office) if facts.office else "",
        facts.address.municipality_code,
        town,
        house,
        facts.phone.replace("-", "") if facts.phone.isascii() else "".join(filter(str.isdecimal, facts.phone)),
        match_key(facts.representative) if facts.representative else "",
    )


def firm_name_key(name: str) -> str:
    """A firm's name as it is compared: without its legal form, folded."""
    return _name_key(strip_legal_form(name)[1], name)


def compare(a: Identity, b: Identity, *, besides: frozenset[Reason] = frozenset(), one_list: bool = False) -> Likeness:
    """Compare two firms.

    `besides` are likenesses that say nothing here (a telephone number that many firms share); `one_list`: both were
    written by whoever made one list, so that less is asked. Sure takes the same name and legal form and more: the
    address, or the telephone and the municipality, or the representative and the telephone or the town; or a similar
    name with both telephone and address.
    """
    if a.corporate_number and b.corporate_number:
        return _SAME_NUMBER if a.corporate_number == b.corporate_number else _OTHER_NUMBER
    reasons = [*_likeness_of_places(a, b)]
    if a.phone and a.phone == b.phone:
        reasons.append(Reason.SAME_PHONE)
    if a.representative and a.representative == b.representative:
        reasons.append(Reason.SAME_REPRESENTATIVE)
    if besides:
        reasons = [reason for reason in reasons if reason not in besides]
    points = sum(map(_POINTS_OF, reasons))
    ask_from = ASK_WITHIN_ONE_LIST_FROM if one_list else ASK_FROM
    named = _likeness_of_names(a, b, short_of=ask_from - points)
    if named is not None:
        reasons.insert(0, named)
        points += POINTS[named]
    elif one_list or points < ask_from:
        return _NOTHING_SHARED
    if a.legal_form and b.legal_form and a.legal_form != b.legal_form:
        reasons.append(Reason.OTHER_LEGAL_FORM)
        points += POINTS[Reason.OTHER_LEGAL_FORM]
    if a.office and b.office and a.office != b.office and named is Reason.SAME_NAME:
        return Likeness(0.3, Level.DIFFERENT, (*reasons, Reason.OTHER_OFFICE))
    if points >= SURE_FROM and _proves(reasons):
        level = Level.SURE
    else:
        level = Level.ASK if points >= ask_from else Level.DIFFERENT
    return Likeness(min(max(points, 0), 99) / 100, level, tuple(reasons))


def asked_within_one_list(likeness: Likeness) -> bool:
    """Whether a person would be asked about this pair too if whoever made one list had written both."""
    return likeness.score * 100 >= ASK_WITHIN_ONE_LIST_FROM and not _LIKE_NAMES.isdisjoint(likeness.reasons)


def _proves(reasons: Iterable[Reason]) -> bool:
    shared = set(reasons)
    if Reason.OTHER_LEGAL_FORM in shared:
        return False
    if Reason.SAME_NAME in shared:
        return True
    similar = shared & {Reason.LONGER_NAME, Reason.SIMILAR_NAME}
    return bool(similar) and shared >= {Reason.SAME_PHONE, Reason.SAME_ADDRESS}


def _likeness_of_names(a: Identity, b: Identity, *, short_of: int) -> Reason | None:
    """How the names are alike; a likeness that would not make up for the points still missing is not looked for."""
    one, other = a.name, b.name
    if one == other:
        return Reason.SAME_NAME if one else None
    if a.reading and a.reading == b.reading and short_of <= POINTS[Reason.SAME_READING]:
        return Reason.SAME_READING
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) >= _LONG_PART and short in long:
        return Reason.LONGER_NAME
    if not short or short_of > POINTS[Reason.SIMILAR_NAME]:
        return None
    if (len(short) >= _SHORTEST_PART and short in long) or _ratio(one, other) >= _SIMILAR_FROM:
        return Reason.SIMILAR_NAME
    return None


def _ratio(one: str, other: str) -> float:
    if one[0] != other[0] and one[-1] != other[-1]:
        return 0.0  # a firm's new name keeps the beginning or the end of the old one; looking closer costs too much
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _SIMILAR_FROM or matcher.quick_ratio() < _SIMILAR_FROM:
        return 0.0
    return matcher.ratio()


def _likeness_of_places(a: Identity, b: Identity) -> tuple[Reason, ...]:
    if not a.municipality_code or a.municipality_code != b.municipality_code:
        return ()
    if not _one_begins(a.town, b.town):
        return _MUNICIPALITY
    if a.house and b.house:
        if a.house == b.house or _one_begins(f"{a.house}-", f"{b.house}-"):
            return _ADDRESS
        return _TOWN_ONLY if a.town else _MUNICIPALITY
    if not (a.town and b.town):
        return _MUNICIPALITY
    # Neither or only one says a number: the same words are the same address, as far as it is written.
    return _ADDRESS if a.town == b.town and a.house == b.house else _TOWN


def _one_begins(one: str, other: str) -> bool:
    """Whether the texts are the same, or one only says more behind the other (a 小字, a lot's branch number)."""
    return one == other or bool(one and other and (one.startswith(other) or other.startswith(one)))


def _place(address: Address) -> tuple[str, str]:
    text = place_key.folded(address.town + address.rest)
    if _NUMERAL.search(text):
        text = _NUMERAL.sub(_as_digits, text)
    found = _HOUSE.search(text)
    if found is None:
        return _LAND_WORDS.sub("", text), ""
    return _LAND_WORDS.sub("", text[: found.start()]), _BETWEEN.sub("-", found.group())


def _as_digits(found: re.Match[str]) -> str:
    return str(kanji_numeral.number(found.group()))


def _name_key(bare: str, name: str) -> str:
    return name_key(bare) or name_key(name) or match_key(name)


def _reading(kana: str) -> str:
    key = name_key(kana)
    if not (key.startswith(_FORM_READINGS) or key.endswith(_FORM_READINGS)):
        return key
    for form in _FORM_READINGS:
        if key.startswith(form) and len(key) > len(form):
            return key.removeprefix(form)
        if key.endswith(form) and len(key) > len(form):
            return key.removesuffix(form)
    return key

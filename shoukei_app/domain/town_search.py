"""Finding the town (町域) behind a municipality in a folded address, and which of its postcodes is meant."""

import re
from dataclasses import dataclass

from shoukei_app.domain.municipality import FormerMunicipality
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_master import PostalArea, PostalMaster, TownNames
from shoukei_app.domain.town_remark import DEFAULT, NO_FIT, Street, fit, names_a_part

# Further than this behind the municipality no town is looked for.
LOOKED_AT = 48

_OAZA = re.compile("大字|小字|字")
_OAZA_BEGINS = "大小字"
_STREET_MARK = re.compile(
    r"(?:上ケル|下ケル|サケル|アケル|上ル|下ル|[東西南北]入ル?|角|通リ?|筋)(?:[一二三四五六七八九十\d]+丁目)?"
)
_NUMBER = re.compile(r"$|第?\d|番外|無番地|[甲乙丙丁イロハニ]?[一二三四五六七八九十百千〇]*\d*(?:番|丁目|-)")
# 上絵笛 is not 絵笛, 北旭ケ丘 is not 旭ケ丘.
_NEIGHBOURS = "上下東西南北中新元本古旧大小奥内外前後"
_FORMER_ENDS = ("区", "町", "村")
_KYOTO_CITY = "261"


@dataclass(slots=True)
class TownMatch:
    """A town at `start` to `end` of the folded text, and the lines of the master that have its name.

    `before` is a street name that stands in front of it (京都); `after_words` says that something unknown does.
    """

    municipality_code: str
    start: int
    end: int
    areas: tuple[PostalArea, ...]
    with_oaza: bool = False
    before: str = ""
    after_words: bool = False
    street: Street | None = None  # what follows the town, once it was read

    @property
    def rank(self) -> tuple[bool, int]:
        """The better of two matches in different municipalities has the higher one."""
        return (not self.after_words, self.end - self.start)


def find_town(
    master: PostalMaster, code: str, key: str, start: int, former: FormerMunicipality | None = None
) -> TownMatch | None:
    """The town of a municipality at this place of a folded text, however much of its name is written otherwise.

    `former` is the municipality that the text names in place of today's.
    """
    names = master.towns(code)
    town = town_at(names, code, key, start)
    if former is not None:
        town = _of_former(names, code, key, start, former, town)
    if code.startswith(_KYOTO_CITY):
        town = _behind_street(names, code, key, start, town)
    if town is None or key[town.end : town.end + 1] in _FORMER_ENDS:
        town = _behind_former(master, names, code, key, start) or town
    if town is None:
        return _behind_words(names, code, key, start)
    if town.with_oaza or _fits_nothing(town, key):
        return _of_old_quarter(names, code, key, town) or town
    return town


def fitting(town: TownMatch, key: str) -> tuple[PostalArea, ...]:
    """The lines whose remark fits what follows the town best; all of them where none does."""
    areas = town.areas
    if len(areas) == 1 or all(area.postal_code == areas[0].postal_code for area in areas):
        return areas
    street = _street(town, key)
    fits = [fit(area.remark, street) for area in areas]
    best = max(fits)
    return areas if best == NO_FIT else tuple(area for area, one in zip(areas, fits, strict=True) if one == best)


def is_by_default(town: TownMatch, areas: tuple[PostalArea, ...], key: str) -> bool:
    """Whether these lines were only taken because the address leaves out what the other lines of the town ask for."""
    if len(areas) == len(town.areas) or areas[0].remark not in ("", "その他"):
        return False
    return not _street(town, key).words and any(names_a_part(area.remark) for area in town.areas)


def is_number(key: str, start: int) -> bool:
    """Whether a number, words for a lot without one, or the end stands here."""
    return _NUMBER.match(key, start) is not None


def behind_oaza(key: str, start: int) -> int:
    """The place behind 大字 or 字, where something follows it."""
    if key[start : start + 1] not in _OAZA_BEGINS:
        return start
    found = _OAZA.match(key, start)
    return found.end() if found and found.end() < len(key) else start


def town_at(names: TownNames, code: str, key: str, start: int) -> TownMatch | None:
    """The town whose name stands right here, 大字 and 字 left out or added."""
    behind = behind_oaza(key, start)
    length, areas = names.at(key, behind)
    end = behind + length
    if key.find("字", behind + 1, behind + LOOKED_AT) >= 0:
        # 三郷大字明盛: the list leaves 大字 and 字 out wherever they stand.
        tail = key[behind : behind + LOOKED_AT]
        longer, found = names.at(_without_oaza(tail), 0)
        if longer > length:
            kept = [place for place in range(len(tail)) if tail[place] != "字" and not tail.startswith("大字", place)]
            far = behind + kept[longer - 1] + 1
            # 大字稲葉字日詰沖 is not the town 稲葉日詰: a 字 is only left out where the name ends with the town's.
            if far > end and ("大字" in key[behind:far] or is_number(key, far)):
                areas, length, end = found, longer, far
    return TownMatch(code, start, end, areas, key.startswith("大字", start)) if length else None


def is_settled_by(master: PostalMaster, town: TownMatch, head: str) -> bool:
    """Whether `find_town` gives this match for every folded text that begins with `head`, where a number follows it.

    False where that can't be told from the head alone.
    """
    if (
        town.after_words
        or town.before
        or town.end > len(head)
        or town.municipality_code.startswith(_KYOTO_CITY)
        or head[town.end : town.end + 1] in _FORMER_ENDS
        or not any(area.remark == "" for area in town.areas)
        or any(area.postal_code != town.areas[0].postal_code for area in town.areas)
    ):
        return False
    names = master.towns(town.municipality_code)
    if names.may_go_on(head) or names.may_go_on(_without_oaza(head)):
        return False
    behind = behind_oaza(head, town.start)
    if "字" in head[behind + 1 :] and names.at(_without_oaza(head[behind:]), 0)[0] != town.end - behind:
        return False
    return not town.with_oaza or (not names.begin_with_number and names.at(head, town.end)[0] == 0)


def _of_former(
    names: TownNames, code: str, key: str, start: int, former: FormerMunicipality, plain: TownMatch | None
) -> TownMatch | None:
    """南安曇郡穂高町大字有明 is 穂高有明 today: the old name became the beginning of the town's."""
    tail = key[behind_oaza(key, start) :][:LOOKED_AT]
    behind = behind_oaza(key, start)
    best = plain
    for name in (former.name, former.name[:-1]):
        prefix = folded(name)
        length, areas = names.at(prefix + tail, 0)
        end = behind + length - len(prefix)
        if length > len(prefix) and (best is None or end >= best.end):
            best = TownMatch(code, start, end, areas, key.startswith("大字", start))
        elif length == len(prefix) and best is None:
            best = TownMatch(code, start, start, areas)
    return best


def _behind_former(master: PostalMaster, names: TownNames, code: str, key: str, start: int) -> TownMatch | None:
    """佐久市臼田町下小田切, 石狩市厚田区虹が原: an old name stands between, which the list has not, or otherwise."""
    for former in master.municipalities.former_in(code):
        stem = folded(former.name[:-1])
        if len(stem) < 2 or not key.startswith(stem, start):
            continue
        behind = start + len(stem)
        behind += key[behind : behind + 1] in _FORMER_ENDS
        for prefix in (folded(former.name), stem):
            length, areas = names.at(prefix + key[behind : behind + LOOKED_AT], 0)
            if length > len(prefix):
                return TownMatch(code, start, behind + length - len(prefix), areas)
        town = town_at(names, code, key, behind)
        if town is not None:
            town.start = start
            return town
    return None


def _behind_street(names: TownNames, code: str, key: str, start: int, plain: TownMatch | None) -> TownMatch | None:
    """京都: 室町通出水上る近衛町."""
    marks = [mark.end() for mark in _STREET_MARK.finditer(key, start, start + LOOKED_AT)]
    for place in reversed(marks):
        town = town_at(names, code, key, place)
        if town is not None and (plain is None or place >= plain.end):
            town.before = key[start:place]
            town.start = start
            return town
    return plain


def _of_old_quarter(names: TownNames, code: str, key: str, plain: TownMatch) -> TownMatch | None:
    """大字南長野北石堂町: a quarter that has become a town of its own still carries the old 大字."""
    length, areas = names.at(key, plain.end)
    if length < 2 or not is_number(key, plain.end + length):
        return None
    # 大字高屋福田 is not the town 福田 at the other end of the city.
    if plain.areas[0].postal_code[:4] != areas[0].postal_code[:4]:
        return None
    street = _street(plain, key)
    if any(fit(area.remark, street) > DEFAULT for area in plain.areas):
        return None
    return TownMatch(code, plain.start, plain.end + length, areas)


def _behind_words(names: TownNames, code: str, key: str, start: int) -> TownMatch | None:
    """A name that the list does not have stands before the one it has, or a part of that is left out."""
    first = re.search(r"\d", key[start : start + LOOKED_AT])
    last = start + (first.start() if first else min(12, len(key) - start))
    if areas := names.ending_in(key[behind_oaza(key, start) : last], _NEIGHBOURS):
        return TownMatch(code, start, last, areas, after_words=True)
    for place in range(start + 1, last - 1):
        length, areas = names.at(key, place)
        if length > 1 and place + length <= last and key[place - 1] not in _NEIGHBOURS:
            return TownMatch(code, start, place + length, areas, after_words=True)
    return None


def _without_oaza(key: str) -> str:
    return key.replace("大字", "").replace("字", "")


def _fits_nothing(town: TownMatch, key: str) -> bool:
    if not town.areas[0].remark or not all(area.remark for area in town.areas):
        return False
    street = _street(town, key)
    return not any(fit(area.remark, street) for area in town.areas)


def _street(town: TownMatch, key: str) -> Street:
    if town.street is None:
        town.street = Street.read(key[town.end :], with_oaza=town.with_oaza, before_town=town.before)
    return town.street

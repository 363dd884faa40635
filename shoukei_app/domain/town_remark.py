"""The remarks that tell several postcodes of one town apart (「1〜658番地」「1、2丁目」「問御所町」)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from shoukei_app.domain.kanji_numeral import number
from shoukei_app.domain.place_key import folded

# How well a remark fits; the best one's code is taken.
NO_FIT, DEFAULT, CONTAINED, EXACT = 0, 1, 2, 3

_COUNTED = re.compile(r"[〇一二三四五六七八九十百千]+(?=丁目|丁|番地|番|号|地割|線|条|区|-|ノ)")
_NUMBER = re.compile(r"(\d+)(丁目|丁|番地ノ?|番町|番|号|地割|線|区|条|-|ノ|F|階)?")
_LEVELS = {"丁目": 0, "丁": 0, "": 1, "番地": 1, "番": 1, "-": 1, "ノ": 1}
_COUNTERS = ("地割", "線", "区", "号", "条")
_SHARED_BLOCK = re.compile(r"(\d+丁目)(\d[^、・丁]*)・(?=\d[^、・丁]*(?:、|・|$))")  # 4丁目1〜2番・10〜27番
_DEFAULT_REMARKS = ("その他", "次のビルを除く", "全域")


@dataclass(frozen=True, slots=True)
class Street:
    """What follows the town in an address, read for comparing: the words before the first number, then the numbers.

    `block` is the 丁目 where one is written, `lot` the number of the 番地 with its branches, `counted` numbers with
    another counter (第21地割). `plain` says that nothing tells 丁目 from 番地 (3-7-35).
    """

    words: str
    text: str
    block: int | None
    lot: tuple[int, ...]
    counted: tuple[tuple[str, int], ...]
    plain: bool
    with_oaza: bool = False
    before_town: str = ""

    @staticmethod
    def read(text: str, *, with_oaza: bool = False, before_town: str = "") -> "Street":
        """From the folded text behind the town; `before_town` is a street name that stood in front of it (京都)."""
        text = _COUNTED.sub(lambda match: str(number(match[0])), text)
        text = re.sub("大字|字|^[((]", "", text)
        first = re.search(r"\d", text)
        words = text[: first.start()] if first else text
        block: int | None = None
        lot: list[int] = []
        counted: list[tuple[str, int]] = []
        place = first.start() if first else len(text)
        while match := _NUMBER.match(text, place):
            value, unit = int(match[1]), (match[2] or "").removesuffix("ノ")
            if unit in ("丁目", "丁") and block is None and not lot:
                block = value
            elif unit in _COUNTERS and not lot:
                counted.append((unit, value))
            elif unit in ("F", "階"):
                break
            else:
                lot.append(value)
            place = match.end()
            if text[place : place + 1] == "-":
                place += 1
        plain = block is None and not counted and "番" not in text[: place + 1]
        return Street(words, text, block, tuple(lot), tuple(counted), plain, with_oaza, before_town)


@dataclass(frozen=True, slots=True)
class _Range:
    """Numbers from `low` to `high` (None: no end) in a unit; `block` is a 丁目 that must stand before them."""

    unit: str
    low: tuple[int, ...]
    high: tuple[int, ...] | None
    block: int | None = None

    def holds(self, street: Street) -> bool:
        value: tuple[int, ...]
        if self.unit in _COUNTERS:
            counted = [count for unit, count in street.counted if unit == self.unit]
            value = tuple(counted[:1]) or (street.lot if self.unit == "地割" else ())
        elif self.unit in ("丁目", "丁"):
            value = (street.block,) if street.block is not None else street.lot[:1] if street.plain else ()
        else:
            value = street.lot
            if self.block is not None:
                if street.block is None and street.plain and street.lot[:1] == (self.block,):
                    value = street.lot[1:]
                elif street.block != self.block:
                    return False
            elif street.block is not None:
                return False
        if not value or value[: len(self.low)] < self.low:
            return False
        return self.high is None or value[: len(self.high)] <= self.high


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry of a remark: a name, a range, or a name with ranges; `but` are what it leaves out."""

    name: str = ""
    ranges: tuple[_Range, ...] = ()
    but: tuple[_Range, ...] = ()
    special: str = ""

    def fit(self, street: Street) -> int:
        if self.special == "大字":
            return EXACT if street.with_oaza or street.text.startswith("大字") else NO_FIT
        if self.special in ("丁目", "番地"):
            has_block = street.block is not None or (street.plain and len(street.lot) > 2)
            if has_block != (self.special == "丁目"):
                return NO_FIT
            return CONTAINED if street.words else EXACT
        if any(left_out.holds(street) for left_out in self.but):
            return NO_FIT
        fit = EXACT
        if self.name:
            if street.words.startswith(self.name) or (not self.ranges and street.text.startswith(self.name)):
                fit = EXACT + len(self.name)
            elif self.name in street.text:
                fit = CONTAINED
            else:
                return NO_FIT
        elif self.ranges and street.words:
            fit = CONTAINED
        if self.ranges and not any(one.holds(street) for one in self.ranges):
            return NO_FIT
        return fit


@dataclass(frozen=True, slots=True)
class _Building:
    name: str
    floor: int | None

    def fit(self, street: Street) -> int:
        place = street.text.find(self.name)
        if place < 0:
            return NO_FIT
        floor = re.search(r"(\d+)(?:階|F)", street.text[place + len(self.name) :])
        if floor is None:
            return EXACT if self.floor is None else NO_FIT
        return EXACT if self.floor == int(floor[1]) else NO_FIT


@dataclass(frozen=True, slots=True)
class _Streets:
    """Street names of 京都; they stand in front of the town."""

    names: tuple[str, ...]

    def fit(self, street: Street) -> int:
        written = street_key(street.before_town)
        if not written:
            return NO_FIT
        if any(name == written for name in self.names):
            return EXACT + 1
        return CONTAINED if any(name.startswith(written) or written.startswith(name) for name in self.names) else NO_FIT


def street_key(text: str) -> str:
    """A street name of 京都 without the spellings that differ: 上ル/上る/上がる, 東入/東入る."""
    key = folded(text).replace("上ケル", "上ル").replace("下ケル", "下ル").replace("入ル", "入").replace("通リ", "通")
    return key.replace("上ル", "上").replace("下ル", "下").replace("サケル", "下")


def fit(remark: str, street: Street) -> int:
    """How well what follows a town fits a remark: NO_FIT, DEFAULT (その他, no remark), CONTAINED, EXACT or above."""
    if not remark:
        return DEFAULT
    return max((item.fit(street) for item in _items(remark)), default=DEFAULT)


def names_a_part(remark: str) -> bool:
    """Whether a remark asks for the name of a part of the town (小字), which an address may leave out."""
    return any(isinstance(item, _Item) and item.name for item in _items(remark))


@lru_cache(maxsize=4096)
def _items(remark: str) -> tuple[_Item | _Building | _Streets, ...]:
    if remark in _DEFAULT_REMARKS:
        return ()
    if building := re.fullmatch(r"〔(.+)〕(?:高層棟)?(?:(\d+)階|地階・階層不明)", remark):
        return (_Building(folded(building[1]), int(building[2]) if building[2] else None),)
    if re.search(r"通.*(?:上る|下る|東入|西入|角)", remark):
        return (_Streets(tuple(street_key(name) for name in remark.split("、"))),)
    remark = re.sub(r"\((?:その他)\)", "", remark)
    if inner := re.fullmatch(r"([^(]*地割)\((.+)\)", remark):
        # 種市 第15地割〜第21地割（…）: the names repeat what the numbers say; 杉名畑 44地割（…） needs the names.
        remark = inner[1] if "〜" in inner[1] else inner[2]
    while (spread := _SHARED_BLOCK.sub(r"\1\2・\1", remark)) != remark:
        remark = spread
    result: list[_Item] = []
    unit = ""
    for part in reversed(_split(remark)):
        item, unit = _item(part, unit)
        result.append(item)
    return tuple(reversed(result))


def _split(remark: str) -> list[str]:
    """At the commas that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(remark):
        depth += (character in "「(〔") - (character in "」)〕")
        if depth == 0 and character in "、・":
            parts.append(remark[start:place])
            start = place + 1
    return [part for part in (*parts, remark[start:]) if part]


def _item(part: str, unit: str) -> tuple[_Item, str]:
    """One part and the unit that holds for the parts before it (1、2丁目)."""
    if part in ("大字", "丁目", "番地", "番地のみ"):
        return _Item(special=part.removesuffix("のみ")), ""
    but: tuple[_Range, ...] = ()
    brackets = re.findall("「(.*?)」", part)
    part = re.sub("「.*?」|〔.*?〕", "", part)
    block = part if re.fullmatch(r"\d+丁目", part) else ""
    for left_out in brackets:
        if left_out.endswith("を除く"):
            numbers = left_out.removesuffix("を除く").split("、")
            but += _ranges("、".join(block + one for one in numbers), "番地")
    if part.endswith("を除く"):
        return _Item(but=_ranges(part.removesuffix("を除く"), "番地")), ""
    found = re.search(r"第?\d", part)
    if not found:
        return _Item(name=folded(part).replace("大字", "").replace("字", ""), but=but), ""
    name = part[: found.start()]
    own_unit = re.search(r"(丁目|丁|番地|番|号|地割|線|区|条)(?:以[上下])?$", part)
    unit = own_unit[1] if own_unit else unit
    ranges = _ranges(part[found.start() :], unit)
    if not ranges:
        return _Item(name=folded(part), but=but), unit
    return _Item(name=folded(name).replace("字", ""), ranges=ranges, but=but), unit


def _ranges(text: str, unit: str) -> tuple[_Range, ...]:
    """Of one part: 3、3〜8、3-2〜3-9、4丁目3〜9番、450番地以下、1700番地〜、25の2."""
    result = []
    for one in re.split(r"[、・]", text):
        block = re.match(r"(\d+)丁目(?=\d)", one)
        plain = re.sub(r"第|丁目|丁|番地|番|号|地割|線|区|条", "", one[block.end() :] if block else one)
        matched = re.fullmatch(r"(\d+(?:[-の]\d+)*)(?:(〜)(\d+(?:[-の]\d+)*)?)?(以上|以下)?", plain)
        if not matched:
            continue
        low = tuple(int(value) for value in re.split("[-の]", matched[1]))
        high: tuple[int, ...] | None = low
        if matched[4] == "以下":
            low, high = (0,), low
        elif matched[4] == "以上" or (matched[2] and not matched[3]):
            high = None
        elif matched[3]:
            high = tuple(int(value) for value in re.split("[-の]", matched[3]))
            if len(high) < len(low):
                high = low[: len(low) - len(high)] + high if high[0] < low[0] else high
        result.append(_Range("番" if block else unit, low, high, int(block[1]) if block else None))
    return tuple(result)

"""What the cells of a column look like: the share that reads like a postcode, an address, a person, and so on."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from itertools import pairwise
from typing import Final

from shoukei_app.domain.corporate_number import is_corporate_number
from shoukei_app.domain.era import parse_date
from shoukei_app.domain.person_name import TITLES, is_person
from shoukei_app.domain.text import strip_legal_form

_NAMED_KEN: Final = """
青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 愛知 三重
滋賀 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄
"""
_PREFECTURES: Final = frozenset({"北海道", "東京都", "京都府", "大阪府", *(f"{name}県" for name in _NAMED_KEN.split())})
_PREFECTURE_FRONT: Final = r"(?:北海道|東京都|大阪府|京都府|(?:神奈川|和歌山|鹿児島)県|[^\d\s]{2}県)"


class Trait(StrEnum):
    """Something a cell can look like; a cell can have several."""

    NUMBER = auto()
    FEW_DIGITS = auto()  # at most five digits: parts of numbers, counts, codes
    CORPORATE_NUMBER = auto()
    POSTAL_CODE = auto()
    ALMOST_POSTAL_CODE = auto()
    PHONE = auto()
    ALMOST_PHONE = auto()
    DATE = auto()
    PREFECTURE = auto()
    MUNICIPALITY = auto()
    ADDRESS = auto()  # from the prefecture or municipality on, with more behind it
    PLACE = auto()  # a municipality and a town without a number: what 住所１ holds where the number stands in 住所２
    HOUSE_NUMBER = auto()
    BUILDING = auto()
    POSTAL_ADDRESS = auto()  # 〒 and the address in one cell
    LEGAL_FORM = auto()
    ORGANISATION = auto()
    PERSON = auto()
    KANA = auto()
    TITLE = auto()
    WEB = auto()
    MAIL = auto()


_LONGEST_LOOKED_AT: Final = 200  # nothing that is looked for is longer, and some patterns take the square of a length
_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+(?:\.0)?")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_POSTAL = re.compile(r"[〒']*\d{3}-?\d{4}")
_ALMOST_POSTAL = re.compile(r"[〒']*\d{2,4}[-?]?\d{3,5}")
_PHONE = re.compile(r"\+?0\d{1,4}[-(). ]{0,2}\d{1,4}[-(). ]{0,2}\d{3,4}")
_ALMOST_PHONE = re.compile(r"[\d()+\-. /,*?]{6,30}")
_PHONE_FIRST = re.compile(r"(?:TEL|電話)?[:(]*0\d{1,4}[-()]{1,2}\d{1,4}[-()]{1,2}\d{3,4}", re.IGNORECASE)
_MUNICIPALITY = re.compile(
    rf"{_PREFECTURE_FRONT}?(?:[^\d\s]{{1,5}}郡)?[^\d\s]{{1,8}}[市区町村](?:[^\d\s]{{1,5}}区)?|\d{{3,5}}[^\d\s]{{1,8}}[市町村]"
)
_ADDRESS = re.compile(rf"{_PREFECTURE_FRONT}.{{2,}}|(?:[^\d\s]{{1,5}}郡)?[^\d\s]{{1,7}}?[市区町村].{{1,}}\d.*")
_HOUSE_NUMBER = re.compile(r"\d+(?:-\d+)+|丁目|番地|\d+番|大字|\d+号|[^\d-]\d{1,5}$|^[^\d]{1,12}\d{1,5}(?:の|ノ|-)\d")
_BUILDING = re.compile(
    r"ビル|ハイツ|マンション|コーポ|アパート|荘|館|階|\d[FＦ]\b|号室|号$|棟|内$|ハウス|プラザ|タワー|団地|メゾン|店$"
)
_PLACE = re.compile(r"(?:[^\d\s]{1,5}郡)?[^\d\s]{1,7}?[市区町村][^\d\s]+")
_POSTAL_ADDRESS = re.compile(r"(?:〒\s*)?\d{3}-?\d{4}\s*\D.{4,}")
_ORGANISATION = re.compile(
    r"(?:店|所|院|館|園|屋|会|局|社|荘|堂|苑|亭|軒|庵|家|房|室|場|部|舎|校|寺|宮|ホテル|センター|クラブ|ハウス|ホーム|サービス|ショップ|サロン|クリニック|スーパー|工業|建設|産業|"
    r"製作所|理容|美容|食堂|レストラン|カフェ|バー|スナック|居酒屋|ドライ|クリーニング|クリ-ニング|ランドリー|ヘアー?|HAIR|カット)"
)
_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff・\s()\-0-9A-Z.&'、,/]+", re.IGNORECASE)
_KANA_LETTER = re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")
_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TITLE_WORDS: Final = frozenset(TITLES)


@dataclass(frozen=True)
class Contents:
    """A column's sample: `filled` of `size` cells hold something; shares are of the filled ones."""

    values: tuple[str, ...]
    size: int

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return len(self.values)

    @cached_property
    def distinct(self) -> float:
        """How many of the filled cells differ, 0…1."""
        return len(set(self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def is_counted_up(self) -> bool:
        """Whether the cells are digits that rise from row to row, as serial numbers and codes do."""
        numbers = [int(value) for value in self.values if value.isdecimal() and value.isascii()]
        if len(numbers) < max(3, 0.9 * len(self.values)):
            return False
        rising = sum(after > before for before, after in pairwise(numbers))
        return rising >= 0.9 * (len(numbers) - 1)

    @cached_property
    def length(self) -> float:
        """The average number of characters."""
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def _shares(self) -> Mapping[Trait, float]:
        counts = dict.fromkeys(Trait, 0)
        for value in self.values:
            for trait in traits(value):
                counts[trait] += 1
        return {trait: count / max(1, len(self.values)) for trait, count in counts.items()}

    def share(self, *wanted: Trait) -> float:
        """The share of the filled cells with this trait; of several the largest."""
        return max(self._shares[trait] for trait in wanted)


def contents_of(rows: Sequence[Sequence[str]], width: int) -> tuple[Contents, ...]:
    """The contents of each column of a sample of rows."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for index, cell in enumerate(row[:width]):
            text = cell.strip()
            if text:
                columns[index].append(text)
    return tuple(Contents(tuple(values), len(rows)) for values in columns)


def traits(cell: str) -> Iterable[Trait]:
    """Everything that `cell` looks like."""
    text = unicodedata.normalize("NFKC", cell[:_LONGEST_LOOKED_AT]).strip()
    plain = _dashed(_BLANKS.sub("", text))
    return [trait for trait, test in _TESTS.items() if test(text, plain)]


def _dashed(text: str) -> str:
    return re.sub(r"[‐‑‒–—―−ー─]", "-", text)


def _is_title(text: str, plain: str) -> bool:
    return plain in _TITLE_WORDS or (
        len(plain) <= 10
        and plain.endswith(("取締役", "社長", "理事長", "会長", "社員", "理事", "市長", "町長", "村長", "知事"))
    )


_TESTS: Final[Mapping[Trait, Callable[[str, str], object]]] = {
    Trait.NUMBER: lambda text, plain: _NUMBER.fullmatch(plain),
    Trait.FEW_DIGITS: lambda text, plain: len(plain) <= 5 and plain.isdecimal(),
    Trait.CORPORATE_NUMBER: lambda text, plain: (
        13 <= len(plain) <= 17 and is_corporate_number(plain.removesuffix(".0").lstrip("T'").replace("-", ""))
    ),
    Trait.POSTAL_CODE: lambda text, plain: len(plain) <= 10 and _POSTAL.fullmatch(plain.removesuffix(".0")),
    Trait.ALMOST_POSTAL_CODE: lambda text, plain: (
        len(plain) <= 12 and _ALMOST_POSTAL.fullmatch(plain.removesuffix(".0"))
    ),
    Trait.PHONE: lambda text, plain: 9 < sum(map(str.isdecimal, plain)) < 12 and _PHONE.fullmatch(plain),
    Trait.ALMOST_PHONE: lambda text, plain: (
        _PHONE_FIRST.match(plain) or (5 < sum(map(str.isdecimal, plain)) < 13 and _ALMOST_PHONE.fullmatch(plain))
    ),
    Trait.DATE: lambda text, plain: 5 <= len(plain) <= 30 and not plain.isdecimal() and parse_date(text),
    Trait.PREFECTURE: lambda text, plain: plain in _PREFECTURES,
    Trait.MUNICIPALITY: lambda text, plain: _MUNICIPALITY.fullmatch(plain),
    Trait.ADDRESS: lambda text, plain: _ADDRESS.fullmatch(plain),
    Trait.PLACE: lambda text, plain: _PLACE.fullmatch(plain),
    Trait.HOUSE_NUMBER: lambda text, plain: (
        len(plain) > 2
        and not plain.isdecimal()
        and _HOUSE_NUMBER.search(plain)
        and not _ALMOST_PHONE.fullmatch(plain)
        and not _WEB.search(plain)
    ),
    Trait.BUILDING: lambda text, plain: _BUILDING.search(text),
    Trait.POSTAL_ADDRESS: lambda text, plain: _POSTAL_ADDRESS.fullmatch(plain),
    Trait.LEGAL_FORM: lambda text, plain: strip_legal_form(plain)[0],
    Trait.ORGANISATION: lambda text, plain: not _NUMBER.fullmatch(plain) and _ORGANISATION.search(text),
    Trait.PERSON: lambda text, plain: len(text) <= 16 and is_person(text),
    Trait.KANA: lambda text, plain: (
        len(plain) > 1 and _KANA.fullmatch(text) and len(_KANA_LETTER.findall(text)) * 2 > len(plain)
    ),
    Trait.TITLE: _is_title,
    Trait.WEB: lambda text, plain: _WEB.match(plain),
    Trait.MAIL: lambda text, plain: _MAIL.fullmatch(plain),
}

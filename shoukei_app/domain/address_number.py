"""The address number (住所表示番号) of a customer barcode: figures and single letters out of what follows the town.

The rules are those of the 郵便番号・バーコードマニュアル of Japan Post, pp. 19-21.
"""

import re
import unicodedata

from shoukei_app.domain import kanji_numeral

_DROPPED = str.maketrans("", "", "&/・.")
# Only a numeral that stands directly before one of these is a number; 百一番地 is, 三郎 is not.
_NUMERAL = re.compile(f"[{kanji_numeral.ALL}]+(?=丁目|丁|番地|番|号|地割|線|の|ノ)")
# What becomes a hyphen: letters side by side, the F of a floor, and whatever is neither figure nor letter.
_BETWEEN = re.compile(r"(?:[A-Z]{2,}|(?<=[0-9])F(?![A-Z])|[^0-9A-Z])+")
_BESIDE_LETTER = re.compile(r"-?([A-Z])-?")
_BOX = re.compile(r"私書[箱函]\D{0,2}([0-9]{1,4})(?![0-9])")


def address_number(behind_town: str) -> str:
    """Figures, hyphens and single letters of the part of an address behind its town; "" where it has none.

    "3丁目30-8 郵便ビル403号" → "3-30-8-403". A hyphen of any make is one, and so is anything else that is not kept.
    """
    kept = _BETWEEN.sub("-", _plain(behind_town)).strip("-")
    return _BESIDE_LETTER.sub(r"\1", kept)


def box_number(address: str) -> str:
    """The number of a PO box (私書箱) of one to four figures, "" where the address names none (manual p. 22)."""
    if "私書" not in address:
        return ""
    found = _BOX.search(_plain(address))
    return found[1] if found else ""


def _plain(text: str) -> str:
    """Half-width capitals without the dropped marks, numerals as figures."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DROPPED)
    return _NUMERAL.sub(lambda found: str(kanji_numeral.number(found[0])), plain)

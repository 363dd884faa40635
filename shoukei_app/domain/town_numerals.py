"""The ways a town's name can be written: numerals in kanji or digits, 大字 and 通り or not."""

import re
from collections.abc import Iterator
from itertools import product

from shoukei_app.domain.kanji_numeral import number, numeral
from shoukei_app.domain.place_key import folded

_COUNTER = "(?=丁目|丁|条|番町|番|線|号|区|ノ通|ノ町|通|町|地割)"
_NUMERAL = re.compile(rf"(?:[一二三四五六七八九十]+|(?<!\d)[1-9]\d?){_COUNTER}")


_SEVERAL = re.compile(rf"^大?字|通リ?$|{_NUMERAL.pattern}")


def spellings(town: str) -> tuple[str, ...]:
    """The folded keys under which a town is found."""
    key = folded(town)
    if not _SEVERAL.search(key):
        return (key,)
    keys = {key, re.sub(r"^(?:大字|字)(?=.)", "", key)}
    keys = {spelled for one in keys for spelled in _with_numerals(one)}
    # 東中央通 and 東中央通り are one name; the list has some of each.
    keys |= {one[:-1] if one.endswith("通リ") else f"{one}リ" for one in keys if re.search("通リ?$", one)}
    return tuple(sorted(keys))


def _with_numerals(key: str) -> Iterator[str]:
    """Every numeral before a counter in kanji and in digits: a name like 二十四軒四条 may mix them."""
    parts: list[tuple[str, ...]] = []
    place = 0
    for match in _NUMERAL.finditer(key):
        value = int(match[0]) if match[0].isdigit() else number(match[0])
        parts += [(key[place : match.start()],), tuple({match[0], numeral(value), str(value)})]
        place = match.end()
    return ("".join(chosen) for chosen in product(*parts, (key[place:],)))

"""Japanese lines: where they may break (行頭・行末禁則), how they are justified, how long words are made to fit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from shoukei_app.domain.typeface import FOLLOWS, units
from shoukei_app.paper.fonts import Font

# JIS X 4051, 6.1: characters that do not begin a line, and those that do not end one.
NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー’”）〕］｝〉》」』】〙〗〟»｣､｡ﾞﾟ･,.:;?!)]}%％‰℃°′″〜～…‥‐゠–"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ"
)
NOT_LAST = frozenset("‘“（〔［｛〈《「『【〘〖〝«｢([{￥＄¥$#＃№〒")

# What stays whole (JIS X 4051, 6.1: 分割禁止): telephone numbers, figures with their unit, Latin words with mail
# and web addresses, doubled dots and dashes, a character with the marks that belong to it.
_WHOLE = (
    r"[(（]?[0０][0-9０-９]{1,4}[)）\-‐‑–－−][0-9０-９]{1,4}[)）\-‐‑–－−][0-9０-９]{3,4}"
    r"|[0-9０-９]+(?:[,，.．:：/\-‐‑–－][0-9０-９]+)*(?:[万億千]?[年月日時分秒歳人名社件号番階枚部通％%円])?(?![A-Za-z])"
    r"|[A-Za-zÀ-ɏ0-9]+(?:[.@_\-/:&+'’#?=%~]+[A-Za-zÀ-ɏ0-9]+)*/?"
    r"|……|‥‥|——"
)
_UNITS = re.compile(rf"(?:{_WHOLE}|.){FOLLOWS}*", re.DOTALL)
# In names and addresses the number of a house and words in katakana stay whole too.
_HOUSE = r"(?:[0-9０-９]+(?:丁目|番地の?|番|号室?|階|[-－‐−のノ])?)+"
_WORDS = re.compile(rf"(?:{_HOUSE}|[ァ-ヺー]+|{_WHOLE}|.){FOLLOWS}*", re.DOTALL)

_SQUEEZE = 0.02
"""How much closer, in type sizes, characters may stand so that one more word ends a line (追い込み)."""

_LOOSEST = 0.5
"""From this gap on, in type sizes, a line is left short: a long web address must not tear the line before it."""

_SMALLEST = 0.8
"""How much smaller a line may become before it is narrowed alone."""


class Measure(Protocol):
    """What tells how long a text is in mm: a font, or one that writes downwards."""

    def width(self, text: str) -> float:
        """The length of `text` on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its text, its width in mm as it stands, and the mm added after each character to justify it."""

    text: str
    width: float
    spacing: float = 0.0


def break_lines(text: str, font: Font, width: float, *, first_indent: float = 0.0) -> list[Line]:
    """Break a paragraph into lines of at most `width` mm as they are set, all but the last justified (両端揃え).

    Where a word all but fits, the line takes it in and its characters stand a little closer (追い込み); otherwise it
    goes to the next line (追い出し). A paragraph whose last line would hold one or two characters only is set a little
    narrower.
    """
    chunks = [(chunk, font.width(chunk)) for chunk in unbroken(text)]
    squeeze = _SQUEEZE * font.height
    lines = _fill(chunks, font, width, first_indent, squeeze)
    if len(lines) > 1 and len(lines[-1]) < 3:
        widest = max(chunk_width for _, chunk_width in chunks)
        for narrower in (0.98, 0.96, 0.94, 0.92):
            if widest > width * narrower - first_indent:  # it would be torn
                break
            tried = _fill(chunks, font, width * narrower, first_indent, squeeze)
            if len(tried) == len(lines) and len(tried[-1]) >= 3:
                lines = tried
                break
    return [
        _justified(line, font, width, first_indent if place == 0 else 0.0) for place, line in enumerate(lines[:-1])
    ] + [_last(lines[-1], font, width - (first_indent if len(lines) == 1 else 0.0))]


def wrap(text: str, font: Measure, width: float, *, first_indent: float = 0.0) -> list[str]:
    """Break a name or an address into lines of at most `width` mm, left as they are; "" gives one empty line."""
    return _fill([(chunk, font.width(chunk)) for chunk in unbroken(text, _WORDS)], font, width, first_indent)


def stretch_to(text: str, font: Measure, width: float) -> float:
    """The factor that narrows `text` to `width` mm; 1 where it fits."""
    natural = font.width(text)
    return 1.0 if natural <= width else width / natural


def fitted(text: str, font: Font, width: float) -> tuple[Font, float]:
    """The font and the factor with which `text` is `width` mm wide: first somewhat smaller, then narrower too."""
    natural = font.width(text)
    if natural <= width:
        return font, 1.0
    ratio = width / natural
    size = max(sqrt(ratio), _SMALLEST)
    return font.scaled(size), min(ratio / size, 1.0)


def unbroken(text: str, unparted: re.Pattern[str] = _UNITS) -> Iterator[str]:
    """The parts of a text, as it is drawn, between two places where a line may break; together they are the text."""
    chunk, drawn = "", "".join(units(text))
    for match in unparted.finditer(drawn):
        unit = match[0]
        # A blank before what does not begin a line goes with it: blanks at the beginning of a line are dropped.
        first = drawn[match.end() :].lstrip()[:1] if unit.isspace() else unit[0]
        if chunk and first not in NOT_FIRST and chunk[-1] not in NOT_LAST:
            yield chunk
            chunk = unit
        else:
            chunk += unit
    if chunk:
        yield chunk


def _fill(
    chunks: list[tuple[str, float]], font: Measure, width: float, first_indent: float, squeeze: float = 0.0
) -> list[str]:
    lines: list[str] = []
    line, used, room = "", 0.0, width - first_indent
    for chunk, chunk_width in chunks:
        over = used + chunk_width - room
        gaps = len(line) + len(chunk) - 1
        if over <= 1e-6 or (over <= gaps * squeeze and over < room - used):
            line, used = line + chunk, used + chunk_width
            continue
        if line.strip():
            lines.append(line.strip())
            room = width
        line, used = chunk.lstrip(), chunk_width
        while used > room:  # a word longer than a line is cut where it must be
            head = _head(line, font, room)
            lines.append(head)
            line, room = line[len(head) :], width
            used = font.width(line)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _head(text: str, font: Measure, width: float) -> str:
    drawn, end = units(text), 1
    while end < len(drawn) and font.width("".join(drawn[: end + 1])) <= width:
        end += 1
    allowed = end
    while allowed and ("".join(drawn[allowed : allowed + 1])[:1] in NOT_FIRST or drawn[allowed - 1][-1] in NOT_LAST):
        allowed -= 1
    return "".join(drawn[: allowed or end])


def _justified(line: str, font: Font, width: float, indent: float) -> Line:
    natural = font.width(line)
    spacing = (width - indent - natural) / max(len(units(line)) - 1, 1)
    return Line(line, natural, spacing if spacing <= _LOOSEST * font.height else 0.0)


def _last(line: str, font: Font, width: float) -> Line:
    natural = font.width(line)
    return Line(line, natural, min(0.0, (width - natural) / max(len(units(line)) - 1, 1)))

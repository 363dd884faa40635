"""The encoding of a text file: guessed, shown with samples where a person should choose, or taken as told."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange.file_kind import utf16_without_mark

_SAMPLE_BYTES: Final = 256 * 1024
_SAMPLE_LINES: Final = 5
# Bytes that do not decode are tolerated up to this share (a file cut off in a character, one broken cell).
_TOLERATED: Final = 0.002
_LEAST_PLAUSIBLE: Final = 0.55
_STRICT: Final = 0.6

_EVERYDAY = re.compile(
    r"[\u3040-\u30ff\u3005\u4e00-\u9fff\uff01-\uff5e\u3000-\u3002\u300c-\u300f\u2460-\u2473々〒（）－・]"
)
_ODD = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\u0080-\u009f\ufffd\u00a0-\u024f\u0370-\u06ff]")
# What UTF-8 looks like when read as CP932.
_MOJIBAKE = re.compile(r"[縺繧繝郢驍蜿譁莨蛻荳髢邵譌]")


@dataclass(frozen=True, slots=True)
class EncodingCandidate:
    """One way of reading a text file: `plausible` 0…1, and its first lines as they would look."""

    encoding: str
    plausible: float
    sample: tuple[str, ...]


def decode(data: bytes, encoding: str | None, path: Path) -> tuple[str, str]:
    """The text of `data` and its encoding (utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be, cp932, euc-jp, iso-2022-jp).

    Raises ENCODING_WRONG where `encoding` is given and does not fit, ENCODING_UNKNOWN where none fits. A few bytes that
    do not decode become U+FFFD, which is noticed row by row.
    """
    if encoding:
        return _as_told(data, encoding, path)
    marked = _marked(data)
    if marked:
        return _decoded(data, marked), marked
    if _decodes(data, "utf-8"):
        return data.decode("utf-8"), "iso-2022-jp" if _is_jis(data) else "utf-8"
    best = max(_unmarked(data), key=lambda candidate: candidate.plausible, default=None)
    if best is None or best.plausible < _LEAST_PLAUSIBLE:
        raise Problem(ProblemKind.ENCODING_UNKNOWN, path=str(path))
    return _decoded(data, best.encoding), best.encoding


def candidates(data: bytes) -> tuple[EncodingCandidate, ...]:
    """The encodings a person may choose from, the likeliest first."""
    marked = _marked(data)
    if marked:
        return (_candidate(data, marked),)
    found = [_candidate(data, "utf-8")] if _decodes(data, "utf-8") else []
    return tuple(sorted([*found, *_unmarked(data)], key=lambda candidate: -candidate.plausible))


def _as_told(data: bytes, encoding: str, path: Path) -> tuple[str, str]:
    wrong = Problem(ProblemKind.ENCODING_WRONG, path=str(path), encoding=encoding)
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise wrong from None
    name = {"shift_jis": "cp932", "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp"}.get(name, name)
    marked = _marked(data)
    if marked and name.replace("-sig", "").startswith(marked.replace("-sig", "")[:6]):
        name = marked
    try:
        text = _decoded(data, name)
    except (UnicodeError, LookupError, TypeError, AttributeError):
        raise wrong from None
    if _plausible(text[:_SAMPLE_BYTES]) < 0.3 and not text.isascii():
        raise wrong
    if text.count("\ufffd") > _TOLERATED * len(text) + 3 or (name == "cp932" and _looks_like_utf8(text)):
        raise wrong
    return text, name


def _marked(data: bytes) -> str:
    """The encoding that a byte order mark, or the places of NULs, tell."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if wide := utf16_without_mark(data):
        return wide
    return "iso-2022-jp" if _is_jis(data) and _decodes(data, "iso-2022-jp") else ""


def _is_jis(data: bytes) -> bool:
    return b"\x1b$B" in data or b"\x1b$@" in data


def _unmarked(data: bytes) -> list[EncodingCandidate]:
    """UTF-8 with broken places, CP932 and EUC-JP, as far as they decode at all."""
    found = []
    for encoding in ("utf-8", "cp932", "euc-jp"):
        if encoding == "utf-8" and _decodes(data, encoding):
            continue
        candidate = _candidate(data, encoding)
        if candidate.plausible > 0:
            found.append(candidate)
    return found


def _candidate(data: bytes, encoding: str) -> EncodingCandidate:
    text = _decoded(data[:_SAMPLE_BYTES], encoding)
    plausible = _plausible(text)
    if encoding == "cp932" and _looks_like_utf8(text):
        plausible *= 0.3
    elif encoding == "cp932" and plausible < _STRICT and _decodes(data, encoding):
        plausible = _STRICT  # a list in half-width kana
    lines = tuple(line[:200] for line in text.splitlines() if line.strip())[:_SAMPLE_LINES]
    return EncodingCandidate(encoding, round(plausible, 3), lines)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, ValueError):
        return False
    return True


def _decoded(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    return text.removeprefix("\ufeff")


def _plausible(text: str) -> float:
    """How much of what is not ASCII reads like Japanese, 0…1; ASCII alone is 1."""
    foreign = sum(1 for character in text if character > "\x7f")
    if not foreign:
        return 1.0
    everyday = len(_EVERYDAY.findall(text))
    odd = len(_ODD.findall(text))
    lost = text.count("\ufffd")
    return max(0.0, (everyday - odd - 10 * lost) / foreign)


def _looks_like_utf8(text: str) -> bool:
    head = text[:_SAMPLE_BYTES]
    foreign = sum(1 for character in head if character > "\x7f")
    return foreign > 0 and len(_MOJIBAKE.findall(head)) > 0.2 * foreign

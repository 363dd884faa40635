"""The form number (整理番号): six digits and a check digit, printed on every sheet and in its QR.

The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): it catches every
single wrong digit and every transposition of two neighbours, which the usual weighted sums do not, and leading
zeros do not change it, so a clerk may leave them out.
"""

import re
import unicodedata

from shoukei_app.domain.problem import Problem, ProblemKind

SERIAL_DIGITS = 6
LAST_SERIAL = 10**SERIAL_DIGITS - 1

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―ー−\x00-\x1f\x7f]")
# What a hand scanner or a person puts before the digits: the symbology identifier of ISO/IEC 15424 (]Q1 for a QR; the
# input method makes 」 of its bracket), a word, or letters that the scanner was set to begin with.
_BEFORE = re.compile(r"[\]」｣][A-Za-z][0-9A-Za-z]|整理番号[:=]?|番号[:=]?|(?:[A-Za-z]{1,8}[:=.#]?|[:=.#*])")
_AFTER = re.compile(r"[*.,;。、]+$")
_LONGEST_GUESSED = SERIAL_DIGITS + 2

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def form_number(serial: int) -> str:
    """The 7-digit form number of a serial number 1…999,999. Raises ValueError outside."""
    if not 1 <= serial <= LAST_SERIAL:
        raise ValueError(serial)
    digits = f"{serial:0{SERIAL_DIGITS}d}"
    return f"{digits}{_interim(digits)}"


def is_valid(number: str) -> bool:
    """Whether `number` is seven digits whose check digit agrees."""
    return len(number) == SERIAL_DIGITS + 1 and number.isdecimal() and number.isascii() and _interim(number) == 0


def shown(number: str) -> str:
    """The form number as people read it: 0004127 → 000412-7."""
    return f"{number[:-1]}-{number[-1]}"


def parse(text: str) -> str:
    """Read a form number that was typed or scanned: width, hyphens, blanks and leading zeros do not matter.

    A hand scanner types the number of the QR, maybe in full width (input method on), with a prefix, with a line end or
    twice in a row; all of these are the same number. Raises Problem(FORM_NUMBER_WRONG) where it is not a number or the
    check digit disagrees.
    """
    digits = typed_digits(text)
    half = len(digits) // 2
    if half == SERIAL_DIGITS + 1 and digits[:half] == digits[half:]:
        digits = digits[:half]
    digits = digits.zfill(SERIAL_DIGITS + 1)
    if not is_valid(digits) or int(digits) == 0:
        raise Problem(ProblemKind.FORM_NUMBER_WRONG, number=text.strip())
    return digits


def typed_digits(text: str) -> str:
    """What is left of a typed or scanned number without what is not part of it: digits, where it was a number."""
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    before = _BEFORE.match(bare)
    return _AFTER.sub("", bare[before.end() :] if before else bare)


def likely(text: str) -> tuple[str, ...]:
    """The numbers that could have been meant by a wrong one, the likeliest slip of the fingers first.

    Two neighbours swapped, then one other digit, then a digit typed twice or too many, then one left out. All are valid
    numbers; whether they were ever given out the ledger knows. Nothing where the text is no number.
    """
    typed = typed_digits(text)
    if not (typed.isdecimal() and typed.isascii()) or len(typed) > _LONGEST_GUESSED:
        return ()
    length = SERIAL_DIGITS + 1
    full = typed.zfill(length)
    found: list[str] = []
    if len(full) == length:
        found += [full[:i] + full[i + 1] + full[i] + full[i + 2 :] for i in range(length - 1)]
        found += [full[:i] + digit + full[i + 1 :] for i in range(length) for digit in "0123456789"]
    found += [typed[:i] + typed[i + 1 :] for i in range(len(typed)) if len(typed) - 1 == length]
    found += [typed[:i] + digit + typed[i:] for i in range(len(typed) + 1) for digit in "0123456789"]
    fitting = (one.zfill(length) for one in found if len(one) <= length)
    return tuple(dict.fromkeys(one for one in fitting if one != full and is_valid(one) and int(one)))


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim

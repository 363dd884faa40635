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
    """Read a form number that was typed or scanned: width, hyphens, spaces and leading zeros do not matter.

    Raises Problem(FORM_NUMBER_WRONG) where it is not a number or the check digit disagrees.
    """
    digits = re.sub(r"[\s\-‐‑‒–—―ー−]", "", unicodedata.normalize("NFKC", text)).zfill(SERIAL_DIGITS + 1)
    if not is_valid(digits) or int(digits) == 0:
        raise Problem(ProblemKind.FORM_NUMBER_WRONG, number=text.strip())
    return digits


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim

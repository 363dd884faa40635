"""Days as clerks type them into a form: short 和暦 ("R8.4.1", or "8.4.1" of the present era) beside all usual ways."""

import re
import unicodedata
from datetime import date

from shoukei_app.domain.era import ERAS, parse_date

_WITHOUT_ERA = re.compile(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{1,2}")


def read_date(text: str) -> date | None:
    """The day a text means, None where it is none. Two figures without an era are a year of the present era."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return parse_date(f"{ERAS[0].letter}{plain}" if _WITHOUT_ERA.fullmatch(plain) else plain)


def short_wareki(day: date) -> str:
    """A day as it is typed: R8.4.1; before 明治 1860/4/1."""
    era = next((era for era in ERAS if era.first_day <= day), None)
    if era is None:
        return f"{day.year}/{day.month}/{day.day}"
    return f"{era.letter}{day.year - era.first_day.year + 1}.{day.month}.{day.day}"

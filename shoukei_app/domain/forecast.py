"""The forecast (見通し) of the day on which the keying is done, from the pace of the last working days.

Work is counted in first entries; a second entry, which keys fewer questions, counts as the share of one that it is.
Saturdays, Sundays and days off are no working days: what was keyed on one is in no pace, and none is foreseen. Nor are
sheets that have not come yet.
"""

import math
import statistics
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shoukei_app.domain.days import SATURDAY

MEASURED_DAYS = 5
FARTHEST_DAYS = 400
"""Nobody believes in a day that is more than a year away."""

# Student's t for 80 %, by degrees of freedom: four ranges of five hold the day.
_T80 = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533}


@dataclass(frozen=True, slots=True)
class Forecast:
    """When `left` (in first entries) is keyed at `pace` a working day, measured over `days` of them (0: today only).

    `finish` is None where nothing was keyed lately or nothing is left; `earliest` and `latest` are None where no
    range can be told, `latest` alone where the pace varies so much that no end can.
    """

    left: float
    pace: float
    days: int
    finish: date | None
    earliest: date | None
    latest: date | None


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    """Monday to Friday, unless it is a day off."""
    return day.weekday() < SATURDAY and day not in days_off


def foresee(left: float, done: Mapping[date, float], today: date, days_off: Collection[date] = frozenset()) -> Forecast:
    """The forecast for `left` entries, when so many were made on each day (`done`, in first entries as well).

    `days_off` reach from the first of those days to `FARTHEST_DAYS` after today, which is measured only where there is
    no day before it: it is not over.
    """
    done_today = done.get(today, 0.0)
    paces = [done.get(day, 0.0) for day in _measured(done, today, days_off)]
    pace = statistics.fmean(paces) if paces else done_today
    if left <= 0 or pace <= 0:
        return Forecast(max(0.0, left), pace, len(paces), None, None, None)
    finish = _finish(left, pace, done_today, today, days_off)
    if len(paces) < 2:
        return Forecast(left, pace, len(paces), finish, None, None)
    reach = _T80[len(paces) - 1] * statistics.stdev(paces) / math.sqrt(len(paces))
    earliest = _finish(left, pace + reach, done_today, today, days_off)
    latest = _finish(left, pace - reach, done_today, today, days_off) if pace > reach else None
    return Forecast(left, pace, len(paces), finish, earliest, latest)


def _measured(done: Mapping[date, float], today: date, days_off: Collection[date]) -> list[date]:
    begun = min(done, default=today)
    days: list[date] = []
    day = today - timedelta(days=1)
    while day >= begun and len(days) < MEASURED_DAYS:
        if is_working_day(day, days_off):
            days.append(day)
        day -= timedelta(days=1)
    return days


def _finish(left: float, pace: float, done_today: float, today: date, days_off: Collection[date]) -> date | None:
    """The day on which the work ends; None where it is more than a year away."""
    day = today
    for _ in range(FARTHEST_DAYS):
        if is_working_day(day, days_off):
            left -= max(0.0, pace - done_today) if day == today else pace
            if left <= 1e-9:
                return day
        day += timedelta(days=1)
    return None

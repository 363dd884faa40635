"""Calendar files going out (.ics, RFC 5545): a second import updates what the first one brought."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from shoukei_app import files
from shoukei_app.domain.visit_schedule import ScheduleLine, VisitSchedule
from shoukei_app.domain.visits import clock
from shoukei_app.words.terms import word

_TOKYO = ZoneInfo("Asia/Tokyo")
_EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001 - the ledger keeps local time


def write(target: Path, schedule: VisitSchedule, *, at: datetime, origin: str) -> int:
    """Write the visits of a schedule; returns how many. `at` is the office's local time, `origin` tells the ledger.

    The UID of a visit never changes and SEQUENCE grows with `at`, so that a calendar takes the newest (RFC 5546).
    A visit without a time is an event of the whole day. Raises Problem as `files.whole` does.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//shoukei//visits//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", schedule.title)
    for line in schedule.lines:
        calendar.add_component(_event(line, at, origin))
    calendar.add_missing_timezones()
    with files.whole(target) as partial:
        partial.write_bytes(calendar.to_ical())
    return len(schedule.lines)


def _event(line: ScheduleLine, at: datetime, origin: str) -> Event:
    event = Event()
    stamp = at.replace(tzinfo=_TOKYO)
    event.add("uid", f"visit-{line.visit_id}@{origin}.shoukei")
    event.add("dtstamp", stamp.astimezone(ZoneInfo("UTC")))
    event.add("last-modified", stamp.astimezone(ZoneInfo("UTC")))
    event.add("sequence", max(int((at - _EPOCH).total_seconds() // 60), 0))
    event.add("summary", f"{word(line.kind)}　{line.title}")
    if clock(line.time) >= 0:
        begin = datetime.combine(line.day, datetime.min.time(), _TOKYO) + timedelta(minutes=clock(line.time))
        event.add("dtstart", begin)
        event.add("dtend", begin + timedelta(minutes=line.minutes))
    else:
        event.add("dtstart", line.day)
    event.add("location", line.place)
    told = [
        ("整理番号", line.number),
        ("電話番号", line.phone),
        ("機関", line.organisation),
        ("担当者", "・".join(line.team)),
        ("同行", "、".join(line.companions)),
    ]
    event.add("description", "\n".join(f"{label}：{words}" for label, words in told if words))
    event.add("status", "CANCELLED" if line.cancelled else "CONFIRMED")
    return event

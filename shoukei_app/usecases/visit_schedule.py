"""The schedule of visits going out (同行訪問予定表): on paper, as Excel, as a calendar file; for one reader or for all.

Who reads it may know the firms that let their kind of organisation see the answers; the others appear by their alias,
with the area instead of the address (`domain.noname`). A schedule for all names those only that let everybody see.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from shoukei_app.domain import form_number, noname
from shoukei_app.domain.calendars import monday_of
from shoukei_app.domain.cases import Case
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.visit_schedule import ScheduleLine, VisitSchedule
from shoukei_app.domain.visits import VisitLine, VisitState, minutes_of
from shoukei_app.exchange import workbooks
from shoukei_app.exchange.workbooks import Sheet
from shoukei_app.store import calendars, campaigns, cases, consents, journal, visits
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.visits import Appointment
from shoukei_app.usecases import masters
from shoukei_app.usecases.calendars import days_off_of
from shoukei_app.usecases.meeting_papers import Audience
from shoukei_app.usecases.visits import recipient_of
from shoukei_app.words.dates import WEEKDAYS
from shoukei_app.words.terms import word

NAME = "同行訪問予定表"
SUFFIXES = (".pdf", ".xlsx", ".ics")
_HEADINGS = ("日", "曜日", "時刻", "方法", "事業者", "整理番号", "場所", "電話番号", "機関", "担当者", "同行")


def write(
    ledger: Ledger,
    campaign_id: int,
    path: Path,
    *,
    at: datetime,
    organisation_id: int | None = None,
    person_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> VisitSchedule:
    """Write the schedule as .pdf, .xlsx or .ics, as the name says; `at` is when (a calendar keeps the newest).

    Raises Problem(NO_TARGETS) where nothing is planned, VALUE_WRONG for another kind of file, and those of writing.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise Problem(ProblemKind.VALUE_WRONG, field="書き出し先", value=path.name)
    made = schedule_of(
        ledger, campaign_id, organisation_id=organisation_id, person_id=person_id, first=first, last=last
    )
    calendar = path.suffix.lower() == ".ics"
    if not (made.lines if calendar else made.visits):
        raise Problem(ProblemKind.NO_TARGETS)
    if calendar:
        from shoukei_app.exchange import calendar_file  # noqa: PLC0415 - icalendar takes a while to import

        with ledger.read() as view:
            calendar_file.write(path, made, at=at, origin=journal.identity(view))
    elif path.suffix.lower() == ".xlsx":
        workbooks.write_workbook(path, [_sheet(made)], title=made.title)
    else:
        from shoukei_app.paper import schedule  # noqa: PLC0415 - reportlab takes a fifth of a second to import

        schedule.print_schedule(path, made)
    return made


def schedule_of(
    ledger: Ledger,
    campaign_id: int,
    *,
    organisation_id: int | None = None,
    person_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> VisitSchedule:
    """The planned visits of an organisation (also where it comes along), of a person, or of all, ready to go out."""
    filters: dict[str, tuple[str, ...]] = {"state": (VisitState.PLANNED.value, VisitState.CANCELLED.value)}
    wanted = {"organisation": organisation_id, "person": person_id, "since": first, "until": last}
    filters.update({key: (str(value),) for key, value in wanted.items() if value is not None})
    with ledger.read() as view:
        found = visits.lines(view, visits.find(view, campaign_id, Query(filters=filters, sort="day")))
        found = tuple(line for line in found if line.planned_on is not None)
        days = [line.planned_on for line in found if line.planned_on]
        begin, end = min(days, default=date.max), max(days, default=date.max)
        standing = {one.visit_id: one for one in visits.appointments(view, begin, end)}
        going = [standing[line.id] for line in found if line.id in standing]
        organisations = {one.id: one for one in campaigns.organisations(view)}
        persons = {one.id: one for one in campaigns.persons(view)}
        allowing = consents.every(view, campaign_id)
        known = cases.of_targets(view, [line.target_id for line in found])
        places = {one.id: one.place for one in calendars.consultations(view, campaign_id)}
        known_days = calendars.read(view)
    off = days_off_of(known_days, monday_of(begin), monday_of(end) + timedelta(days=4)) if days else {}
    person = persons.get(person_id or 0)
    reader = organisations.get(organisation_id or (person.organisation_id if person else 0))
    readers = [reader] if reader else _everybody(going, organisations, persons)
    audience = _audience(readers)
    lines = tuple(
        _line(
            line,
            standing.get(line.id),
            organisations,
            persons,
            places,
            known.get(line.target_id),
            named=audience.may_see(allowing.get(line.target_id, frozenset())),
        )
        for line in found
    )
    told = "　".join(filter(None, [reader.name if reader else "全機関", person.name if person else ""]))
    return VisitSchedule(f"{NAME}　{told}", told, lines, off)


def _everybody(
    standing: Collection[Appointment], organisations: Mapping[int, Organisation], persons: Mapping[int, Person]
) -> list[Organisation]:
    """Every organisation that goes out in these visits: each of them reads a schedule that is made for all."""
    keys = {one.organisation_id for one in standing if one.organisation_id}
    keys |= {persons[key].organisation_id for one in standing for key in one.team if key in persons}
    return [organisations[key] for key in sorted(keys) if key in organisations]


def _audience(readers: list[Organisation]) -> Audience:
    asked = [recipient_of(one.kind) for one in readers]
    return Audience(frozenset(one for one in asked if one is not None), nobody_named=None in asked or not asked)


def _line(
    line: VisitLine,
    standing: Appointment | None,
    organisations: Mapping[int, Organisation],
    persons: Mapping[int, Person],
    places: Mapping[int, str],
    case: Case | None,
    *,
    named: bool,
) -> ScheduleLine:
    assert line.planned_on is not None
    ids = standing.team if standing else ()
    lead = standing.organisation_id if standing else None
    lead = lead or next((persons[key].organisation_id for key in ids if key in persons), None)
    offices = {name: persons[key].organisation_id for key, name in zip(ids, line.team, strict=False) if key in persons}
    own = tuple(name for name in line.team if offices.get(name, lead) == lead)
    companions = tuple(
        f"{name}（{organisations[offices[name]].name}）" if offices[name] in organisations else name
        for name in line.team
        if name not in own
    )
    held = places.get(standing.consultation_id or 0, "") if standing else ""
    area = masters.regional_offices().get(line.municipality_code, "")
    return ScheduleLine(
        visit_id=line.id,
        day=line.planned_on,
        time=line.planned_time,
        minutes=standing.minutes if standing else minutes_of(line.kind),
        kind=line.kind,
        title=line.name if named else _alias(line.id, case),
        named=named,
        number=form_number.shown(line.number) if named else "",
        place=held or (line.address if named else f"{area}地域" if area else ""),
        phone=line.phone if named else "",
        organisation=line.organisation,
        team=own,
        companions=companions,
        cancelled=line.result.state is VisitState.CANCELLED,
    )


def _alias(visit_id: int, case: Case | None) -> str:
    return noname.alias(case.id) if case else f"訪問先{visit_id:04d}"


def _sheet(made: VisitSchedule) -> Sheet:
    rows = [
        (
            line.day,
            WEEKDAYS[line.day.weekday()],
            line.time,
            word(line.kind),
            line.title,
            line.number,
            line.place,
            line.phone,
            line.organisation,
            "・".join(line.team),
            "、".join(line.companions),
        )
        for line in made.visits
    ]
    return Sheet(NAME, _HEADINGS, rows)

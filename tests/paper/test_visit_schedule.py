"""The schedule going out: by name only to whom the firm consents, on paper, in Excel, in calendars."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pdf_reader import Pdf

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import VisitKind, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    cases,
    consultations,
    entry,
    firms,
    ledgers,
    organisations,
    targets,
    visit_planning,
    visit_schedule,
    visits,
)
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

ACT = Act("山岸", datetime(2026, 11, 1, 12, 0))
NAMES = ("株式会社あさがお製作所", "ひまわり食堂", "すみれ理容", "合資会社つばき酒造", "れんげ工務店")
KINDS = (OrganisationKind.SHOKOKAI, OrganisationKind.CENTRE, OrganisationKind.OTHER)
CONSENTS = list(Recipient)
TUESDAY = date(2026, 11, 24)
SUFFIXES = visit_schedule.SUFFIXES


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five firms: two visits with the Centre, a call, a consultation, a visit by an organisation nobody asks about."""
    path = tmp_path_factory.mktemp("schedule") / "台帳.shoukei"
    ledger = ledgers.create(str(path), ACT, name="調査", fiscal_year=2026)
    for place, name in enumerate(NAMES, start=1):
        facts = FirmFacts(
            name,
            office=f"屋号{place}の店",
            representative=f"代表 {'一二三四五'[place - 1]}郎",
            phone=f"026-55{place}-00{place}{place}",
            address=Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}{place}番地"),
        )
        firms.add(ledger, ACT, facts)
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    for number, kind in enumerate(KINDS, start=1):
        people = (NewPerson(f"担当 {'甲乙丙'[number - 1]}"),)
        organisations.add(ledger, ACT, NewOrganisation(kind, f"機関{number}", persons=people))
    keys = [line.id for line in _lines(ledger)]
    cases.decide(ledger, ACT, keys[:2], Decision(SupportPolicy.VISIT_WITH_CENTRE))
    plans = [
        VisitPlan(keys[0], VisitKind.VISIT, TUESDAY, "10:00", 1, (1, 2)),
        VisitPlan(keys[1], VisitKind.VISIT, TUESDAY, "13:30", 1, (1, 2)),
        VisitPlan(keys[2], VisitKind.PHONE, date(2026, 11, 25), "10:00", 1, (1,)),
        VisitPlan(keys[3], VisitKind.VISIT, date(2026, 11, 25), "10:00", 3, (3,)),
    ]
    visit_planning.plan(ledger, ACT, plans)
    day = Consultation(0, date(2026, 12, 9), "見本公民館", 1, "13:00", "16:00", 60, (1,))
    held = consultations.create(ledger, ACT, 1, day).value
    consultations.book(ledger, ACT, held, keys[4:])
    ledger.close()
    return path


@contextmanager
def opened(planned: Path, consents: list[frozenset[Recipient]]) -> Iterator[tuple[Ledger, Path]]:
    with TemporaryDirectory() as name:
        path = Path(name) / "台帳.shoukei"
        shutil.copy(planned, path)
        ledger = ledgers.open_existing(path)
        for line, given_to in zip(_lines(ledger), consents, strict=True):
            codes = tuple(place for place, one in enumerate(CONSENTS, start=1) if one in given_to)
            entry.record(ledger, ACT, line.number, entry.Keyed({"consent": Answer(codes)}), final=True)
        yield ledger, Path(name)
        ledger.close()


def _lines(ledger: Ledger) -> tuple[TargetLine, ...]:
    found = targets.lines(ledger, targets.find(ledger, 1, Query()))
    return tuple(sorted(found, key=lambda line: NAMES.index(line.name)))


def _everything(path: Path) -> str:
    """All that a reader, or somebody who opens the package, finds in a file; its name too."""
    if path.suffix == ".pdf":
        pages = Pdf(path)
        text = "".join(pages.squeezed(page) for page in range(len(pages)))
        return "".join([text, *pages.metadata().values(), path.name])
    if path.suffix == ".ics":
        raw = path.read_text(encoding="utf-8")
        return "".join([raw.replace("\r\n ", ""), path.name]).replace(" ", "")
    book = openpyxl.load_workbook(path)
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return "".join("".join([*cells, *parts, path.name]).split())


def _telling(line: TargetLine) -> list[str]:
    found = [line.name, line.office, line.representative, line.phone, line.address, line.number, shown(line.number)]
    return ["".join(words.split()) for words in found if words]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.frozensets(st.sampled_from(CONSENTS)), min_size=5, max_size=5),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
def test_nobody_is_named_to_whom_it_did_not_consent(
    planned: Path, consents: list[frozenset[Recipient]], organisation: int | None, person: int | None
) -> None:
    recipients = {1: Recipient.SHOKOKAI, 2: Recipient.CENTRE, 3: None}
    reader = organisation or person
    with opened(planned, consents) as (ledger, folder):
        going = {1: {0, 1, 2, 4}, 2: {0, 1}, 3: {3}}
        wanted = (going[organisation] if organisation else {0, 1, 2, 3, 4}) & (
            going[person] if person else {0, 1, 2, 3, 4}
        )
        for suffix in SUFFIXES:
            path = folder / f"予定表{suffix}"
            try:
                made = visit_schedule.write(ledger, 1, path, at=ACT.at, organisation_id=organisation, person_id=person)
            except Problem as problem:
                assert problem.kind is ProblemKind.NO_TARGETS
                assert not wanted
                continue
            assert len(made.visits) == len(wanted)
            text = _everything(path)
            # For all: the other organisation (3) is one that the sheet does not ask about, so nobody is named.
            readers = [recipients[reader]] if reader else list(recipients.values())
            for place, (line, given_to) in enumerate(zip(_lines(ledger), consents, strict=True)):
                allowed = place in wanted and all(one is not None and one in given_to for one in readers)
                named = [words for words in _telling(line) if words in text]
                if allowed:
                    assert "".join(line.name.split()) in named, (suffix, line.name)
                else:
                    assert not named, (suffix, named)
            assert made.unnamed == sum(not line.named for line in made.lines)


def test_a_calendar_is_read_back_and_updated_by_a_second_import(planned: Path) -> None:
    everybody = [frozenset(Recipient)] * 5
    with opened(planned, everybody) as (ledger, folder):
        path = folder / "予定表.ics"
        visit_schedule.write(ledger, 1, path, at=ACT.at, organisation_id=1)
        first = _events(path)
        assert len(first) == 4
        begin = first[0]["DTSTART"].dt
        assert begin == datetime(2026, 11, 24, 10, 0, tzinfo=begin.tzinfo)
        assert begin.utcoffset() == timedelta(hours=9)
        assert first[0]["DTEND"].dt - begin == timedelta(hours=1)
        assert str(first[0]["SUMMARY"]) == "訪問　株式会社あさがお製作所"
        assert "担当 乙（機関2）" in str(first[0]["DESCRIPTION"])
        assert first[2]["DTEND"].dt - first[2]["DTSTART"].dt == timedelta(minutes=30), "a call"
        assert str(first[3]["LOCATION"]) == "見本公民館"
        moved, *_rest, last = visits.find(ledger, 1, Query(sort="day"))
        visit_planning.move(ledger, ACT, moved, date(2026, 11, 26), "15:30")
        visits.set_result(ledger, ACT, last, VisitResult(VisitState.CANCELLED), made_on=date(2026, 11, 26))
        later = ACT.at + timedelta(days=1)
        visit_schedule.write(ledger, 1, path, at=later, organisation_id=1)
        second = {str(event["UID"]): event for event in _events(path)}
        assert second.keys() == {str(event["UID"]) for event in first}
        again = second[str(first[0]["UID"])]
        assert again["DTSTART"].dt.date() == date(2026, 11, 26)
        assert again["SEQUENCE"] > first[0]["SEQUENCE"]
        states = [str(event["STATUS"]) for event in second.values()]
        assert sorted(states) == ["CANCELLED", "CONFIRMED", "CONFIRMED", "CONFIRMED"]
        other = ledgers.create(str(folder / "別.shoukei"), ACT, name="別の調査", fiscal_year=2026)
        with ledger.read() as view, other.read() as other_view:
            from shoukei_app.store import journal

            assert journal.identity(view) != journal.identity(other_view)
        other.close()


def test_paper_names_weeks_holidays_and_who_goes(planned: Path) -> None:
    with opened(planned, [frozenset(Recipient)] * 5) as (ledger, folder):
        path = folder / "予定表.pdf"
        made = visit_schedule.write(ledger, 1, path, at=ACT.at, organisation_id=1)
        text = _everything(path)
        for words in (
            "11月23日（月）からの週",
            "勤労感謝の日",
            "10:00",
            "＋担当乙（機関2）",
            "見本公民館",
            "026-551-0011",
        ):
            assert words in text, words
        assert [monday for monday, _ in made.weeks()] == [date(2026, 11, 23), date(2026, 12, 7)]
        few = visit_schedule.schedule_of(ledger, 1, first=date(2026, 11, 25), last=date(2026, 11, 30))
        assert [line.kind for line in few.lines] == [VisitKind.PHONE, VisitKind.VISIT]


def test_another_kind_of_file_is_refused(planned: Path) -> None:
    with opened(planned, [frozenset[Recipient]()] * 5) as (ledger, folder):
        with pytest.raises(Problem) as refused:
            visit_schedule.write(ledger, 1, folder / "予定表.docx", at=ACT.at)
        assert refused.value.kind is ProblemKind.VALUE_WRONG
        with pytest.raises(Problem) as nothing:
            visit_schedule.write(ledger, 1, folder / "予定表.ics", at=ACT.at, first=date(2027, 2, 1))
        assert nothing.value.kind is ProblemKind.NO_TARGETS
        assert not (folder / "予定表.ics").exists()


def _events(path: Path) -> list[Calendar]:
    calendar = Calendar.from_ical(path.read_bytes())
    return sorted(calendar.walk("VEVENT"), key=lambda event: str(event["DTSTART"].dt))

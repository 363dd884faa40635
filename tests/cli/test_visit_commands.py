"""`shoukei visits …` as scripts use it: days, plan, move, schedule, consultations."""

from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from icalendar import Calendar

from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.usecases import cases, firms, ledgers, organisations, targets
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson
from tests.cli import calling

run = partial(calling.run, "visits")
done = partial(calling.done, "visits")
refused = partial(calling.refused, "visits")

ACT = Act("山岸", datetime(2026, 11, 1, 12, 0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three firms that want a visit, a 商工会 with two persons."""
    made = tmp_path / "台 帳.shoukei"
    ledger = ledgers.create(str(made), ACT, name="調査", fiscal_year=2026)
    for place in range(3):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, ACT, FirmFacts(f"見本商店{place}", address=address))
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    people = (NewPerson("小口 直人", experienced=True), NewPerson("上條 葵"))
    new = NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", areas=("20201",), persons=people)
    organisations.add(ledger, ACT, new)
    cases.decide(ledger, ACT, targets.find(ledger, 1, Query()), Decision(SupportPolicy.VISIT_SHOKOKAI))
    ledger.close()
    return made


def test_calendars_plan_move_and_schedule(path: Path, tmp_path: Path) -> None:
    year = ("--from", "2026-11-01", "--to", "2027-01-31")
    settled = done("days", "office", path, "見本商工会", "--week", 2, "--week", 4, "--weekday", "火", *year)
    assert settled["days"] == [
        "2026-11-10",
        "2026-11-24",
        "2026-12-08",
        "2026-12-22",
        "2027-01-12",
        "2027-01-26",
    ]
    assert done("days", "away", path, "上條葵", "--day", "2026-11-24") == {"person": "上條葵", "away": ["2026-11-24"]}
    assert done("days", "limit", path, "小口 直人", "--per-day", 2, "--per-week", 4)["per_day"] == 2
    assert done("days", "closing", path, "--day", "2026-12-08", "--name", "創立記念日") == {
        "closing": {"2026-12-08": "創立記念日"}
    }
    listed = done("days", "list", path, *year)
    assert listed["days_off"]["2026-11-23"] == "勤労感謝の日"
    assert listed["days_off"]["2026-12-29"] == "年末年始"
    assert listed["office_days"]["見本商工会"][0] == "2026-11-10"
    assert listed["persons"][1]["away"] == ["2026-11-24"]
    assert "勤労感謝の日" in run("days", "list", path, *year).stdout

    tried = done("plan", path, "--from", "2026-11-20", "--to", "2026-12-31", "--dry-run")
    made = done("plan", path, "--from", "2026-11-20", "--to", "2026-12-31")
    assert tried == made
    assert [(one["on"], one["time"]) for one in made["planned"]] == [
        ("2026-11-24", "10:00"),
        ("2026-11-24", "13:30"),
        ("2026-12-22", "10:00"),
    ]
    assert [len(one["team"]) for one in made["planned"]] == [1, 1, 2], "who is away does not come along"
    assert (made["left"], made["unreviewed"]) == ([], 3)
    assert done("plan", path, "--from", "2026-11-20")["planned"] == []

    number = made["planned"][0]["number"]
    assert "休みの日" in refused("move", path, number, "--on", "2026-12-08", "--time", "10:00")
    assert "訪問日ではありません" in refused("move", path, number, "--on", "2026-12-09", "--time", "10:00")
    assert "別の訪問" in refused("move", path, number, "--on", "2026-12-22", "--time", "10:30", "--insist")
    moved = done("move", path, number, "--on", "2026-12-09", "--time", "10:00", "--insist")
    assert moved == {"number": number, "on": "2026-12-09", "time": "10:00"}

    for suffix in ("pdf", "xlsx", "ics"):
        target = tmp_path / f"予定表.{suffix}"
        data = done("schedule", path, target, "--organisation", "見本商工会")
        assert data == {"sheets": 3, "unnamed": 3}
        assert target.stat().st_size > 0
    events = Calendar.from_ical((tmp_path / "予定表.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 3
    few = done("schedule", path, tmp_path / "予定表.ics", "--person", "上條 葵", "--from", "2026-12-10")
    assert few["sheets"] == 1
    assert "台帳にありません" in refused("schedule", path, tmp_path / "予定表.pdf", "--organisation", "知らない機関")


def test_a_consultation_day(path: Path) -> None:
    made = done(
        "consultation", "create", path, "--on", "2026-12-09", "--place", "公民館", "--from", "13:00",
        "--organisation", "見本商工会", "--person", "小口 直人",
    )  # fmt: skip
    assert made == {"consultations": 1, "slots": ["13:00", "14:00", "15:00"]}
    assert "休みの日" in refused("consultation", "create", path, "--on", "2026-12-30", "--place", "公民館")
    numbers = [one["number"] for one in done("plan", path, "--from", "2026-12-10", "--dry-run")["planned"]]
    booked = done("consultation", "book", path, "2026-12-09", numbers[0], "--time", "14:00")
    assert booked == {"booked": [{"time": "14:00", "number": numbers[0]}]}
    assert len(done("consultation", "book", path, "2026-12-09", *numbers[1:])["booked"]) == 3
    assert "空きがありません" in refused("consultation", "book", path, "2026-12-09", numbers[0])
    (held,) = done("consultation", "list", path)["consultations"]
    assert [slot["firm"] is not None for slot in held["slots"]] == [True, True, True]
    refused("consultation", "cancel", path, "2026-12-09")
    for number in numbers:
        assert done("consultation", "release", path, "2026-12-09", number)["number"] == number
    assert "台帳にありません" in refused("consultation", "release", path, "2026-12-09", numbers[0])
    assert "台帳にありません" in refused("consultation", "book", path, "2026-12-10", numbers[0])
    assert "公民館" in run("consultation", "list", path).stdout
    assert done("consultation", "cancel", path, "2026-12-09") == {"on": "2026-12-09", "place": "公民館"}
    assert done("consultation", "list", path)["consultations"] == []

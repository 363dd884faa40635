"""From a decision to the report of the Centre on the command line: cases move on, consent is asked for, all undone."""

from datetime import datetime
from pathlib import Path

import pytest

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.usecases import firms, ledgers, organisations, targets
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson
from tests.cli.calling import done, refused, run

ACT = Act("山岸", datetime(2026, 11, 1, 12, 0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "台帳.shoukei"
    ledger = ledgers.create(str(made), ACT, name="調査", fiscal_year=2026)
    for place in range(2):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, ACT, FirmFacts(f"見本商店{place}", address=address))
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    people = (NewPerson("小口 直人", experienced=True),)
    organisations.add(ledger, ACT, NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", persons=people))
    organisations.add(ledger, ACT, NewOrganisation(OrganisationKind.CENTRE, "見本センター"))
    ledger.close()
    return made


@pytest.fixture
def numbers(path: Path) -> list[str]:
    ledger = ledgers.open_existing(str(path))
    found = [line.number for line in targets.lines(ledger, targets.find(ledger, 1, Query(sort="number")))]
    ledger.close()
    return found


def test_a_case_from_the_decision_to_the_report(path: Path, numbers: list[str]) -> None:
    first, second = numbers
    decision = (
        "--policy",
        "visit_joint",
        "--lead",
        "見本商工会",
        "--person",
        "小口直人",
        "--companion",
        "見本センター",
    )
    made = done("case", "decide", path, first, second, *decision, "--deadline", "2026-12-28")
    assert [one["state"] for one in made["cases"]] == ["directed", "directed"]
    assert done("case", "review", path, second)["cases"][0]["number"] == second

    heard = done(
        "visits", "record", path, first, "wish=3", "--result", "met", "--said", "第三者に譲りたい", "--next", "centre",
        "--on", "2026-11-10", "--homework", "決算書をもらう", "--homework-due", "2026-11-20",
        "--organisation", "見本商工会", "--again", "2026-11-24", "--again-time", "13:30",
    )  # fmt: skip
    assert heard == {"number": first, "result": "met", "on": "2026-11-10", "case": "collected"}
    assert [one["kind"] for one in done("visits", "tasks", path)["tasks"]] == ["task", "visit", "deadline", "deadline"]

    assert "同意していません" in refused("visits", "refer", path, first, "--kind", "third_party")
    assert done("visits", "consent", path, first)["consents"] == []
    told = done("visits", "consent", path, first, "--consent", "centre", "--consent", "bank", "--written")
    assert told["consents"] == ["centre", "bank"]
    assert done("visits", "consent", path, first, "--withdraw", "bank")["consents"] == ["centre"]
    referred = done("visits", "refer", path, first, "--kind", "third_party", "--on", "2026-11-30")
    assert referred == {"referred": 1, "feedback_due": "2026-12-30"}
    reported = done("visits", "feedback", path, first, "初回相談を終えた", "--on", "2027-04-01")
    assert reported == {"number": first, "organisation": "見本センター", "waiting": 0}
    assert "台帳にありません" in refused("visits", "feedback", path, first, "もう一度")

    listed = done("case", "list", path)
    assert [(one["number"], one["state"], one["lead"]) for one in listed["cases"]] == [
        (first, "supported", "見本商工会"),
        (second, "directed", "見本商工会"),
    ]
    assert listed["reached"]["2026"] == {"requested": 2, "directed": 2, "met": 1, "collected": 1, "supported": 1}
    assert "支援" in run("case", "list", path).stdout
    done("undo", path)
    done("case", "close", path, first, "--outcome", "third_party")
    assert [one["number"] for one in done("case", "list", path)["cases"]] == [second]
    assert len(done("case", "list", path, "--all")["cases"]) == 2
    assert done("case", "reopen", path, first)["cases"] == [{"number": first, "state": "supported"}]
    assert done("case", "advance", path, first, "--state", "met")["cases"][0]["state"] == "met"
    assert done("case", "assign", path, first, "--organisation", "見本センター")["cases"][0]["number"] == first
    assert "台帳にありません" in refused("case", "assign", path, first, "--organisation", "知らない機関")


def test_homework_and_an_agenda_by_hand(path: Path, numbers: list[str]) -> None:
    first, second = numbers
    done("task", "add", path, "資料を直す", "--organisation", "見本商工会", "--due", "2026-11-20")
    done("task", "add", path, "電話で日程を決める", "--number", first, "--person", "小口直人")
    listed = {one["what"]: one for one in done("visits", "tasks", path)["tasks"]}
    assert (listed["資料を直す"]["due_on"], listed["電話で日程を決める"]["firm"]) == ("2026-11-20", "見本商店0")
    papers, call = (listed[what]["id"] for what in ("資料を直す", "電話で日程を決める"))
    done("task", "put-off", path, papers, "--until", "2026-12-01", "--reason", "先方の都合")
    done("task", "give", path, papers, "--organisation", "見本センター")
    done("task", "done", path, call, "--note", "済み")
    (left,) = done("visits", "tasks", path)["tasks"]
    assert (left["due_on"], left["organisation"]) == ("2026-12-01", "見本センター")
    assert "台帳にありません" in refused("task", "done", path, call)

    assert done("meeting", "create", path, "--on", "2026-12-15")["items"] == 0
    assert done("meeting", "put", path, 1, first, second) == {"meeting": 1, "put_on": 2}
    assert done("meeting", "take-off", path, 1, first)["number"] == first
    assert [one["number"] for one in done("meeting", "agenda", path, 1)["items"]] == [second]
    done("meeting", "cancel", path, 1)
    assert done("meeting", "list", path)["meetings"] == []

"""`shoukei receipts …` as scripts use it."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, runs, targets
from tests.cli import calling

run = partial(calling.run, "receipts")
done = partial(calling.done, "receipts")
refused = partial(calling.refused, "receipts")

DAY = ("--received-on", "2026-07-08")


@pytest.fixture
def path(file_ledger: Ledger) -> Path:
    assert file_ledger.path is not None
    return file_ledger.path


@pytest.fixture
def numbers(file_ledger: Ledger, act: Act) -> list[str]:
    for number in range(1, 4):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        firms.add(file_ledger, act, FirmFacts(f"見本商店{number}", representative="見本 太郎", address=address))
    targets.select(file_ledger, act, 1, targets.plan(file_ledger, 1))
    runs.create_run(file_ledger, act, 1, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=None)
    runs.mark_posted(file_ledger, act, 1, 1, date(2026, 7, 2))
    return [line.number for line in targets.lines(file_ledger, targets.find(file_ledger, 1, Query()))]


def test_a_sheet_is_added_once(path: Path, numbers: list[str]) -> None:
    added = done("add", path, f"]Q1{numbers[0]}", "--channel", "fax", "--bundle", "14", *DAY)
    assert added == {
        "number": numbers[0],
        "name": "見本商店1",
        "status": "received",
        "received_on": "2026-07-08",
        "channel": "fax",
        "disposition": "answered",
        "bundle": "14",
        "note": "",
        "operation": added["operation"],
    }
    assert "受付済みです" in refused("add", path, numbers[0])
    assert done("add", path, numbers[0], "--again", "--disposition", "blank", *DAY)["status"] == "invalid"
    assert "検査数字が合いません" in refused("add", path, "1234567")
    assert "この台帳にありません" in refused("add", path, form_number.form_number(987_654))


def test_a_doubtful_sheet_is_added_anyway_and_a_closing_goes_to_the_firm(
    path: Path, numbers: list[str], file_ledger: Ledger
) -> None:
    closing = done("add", path, numbers[0], "--disposition", "closed", "--close-firm", *DAY)
    assert closing["disposition"] == "closed"
    line = targets.by_number(file_ledger, numbers[0])
    assert firms.card(file_ledger, line.firm_id).firm.facts.status is FirmStatus.CLOSED
    done("add", path, numbers[1], "--disposition", "refused", "--no-more-mail", *DAY)
    assert calling.run("undo", path).exit_code == 0
    other = targets.by_number(file_ledger, numbers[1])
    assert not firms.card(file_ledger, other.firm_id).firm.facts.do_not_mail
    assert calling.run("mailing", "returned", path, numbers[1], "--reason", "moved").exit_code == 0
    assert "返戻として記録されています" in refused("add", path, numbers[1])
    assert done("add", path, numbers[1], "--anyway", *DAY)["status"] == "received"


def test_a_loose_sheet_is_identified(path: Path, numbers: list[str]) -> None:
    assert done("loose", path, "--note", "封筒なし", "--bundle", "14", *DAY) == {"slip": "不明-1"}
    assert "不明-2" in run("loose", path, *DAY).stdout
    listed = done("list", path, "--day", "2026-07-08")
    assert (len(listed["receipts"]), [one["slip"] for one in listed["loose"]]) == (0, ["不明-1", "不明-2"])
    found = done("identify", path, "不明-1", numbers[2])
    assert (found["number"], found["bundle"], found["note"]) == (numbers[2], "14", "不明-1　封筒なし")
    assert "と分かっています" in refused("identify", path, "1", numbers[1])
    assert "この調査にありません" in refused("identify", path, "不明-7", numbers[1])
    listed = done("list", path, "--bundle", "14")
    assert ([one["number"] for one in listed["receipts"]], listed["loose"]) == ([numbers[2]], [])
    assert "受付 1件　番号不明 1件" in run("list", path).stdout


def test_a_torn_off_number_is_searched_by_what_is_known(path: Path, numbers: list[str]) -> None:
    found = done("search", path, "--words", "商店2", "--municipality", "長野", "--founded", "S30")["candidates"]
    assert found[0] == {
        "number": numbers[1],
        "name": "見本商店2",
        "municipality": "長野市",
        "mailed": True,
        "clues": found[0]["clues"],
    }
    assert set(found[0]["clues"]) == {"municipality", "words"}
    assert "見本商店2  長野市" in run("search", path, "--words", "商店2").stdout
    done("add", path, numbers[1], *DAY)
    assert "見本商店2" not in run("search", path, "--words", "商店2").stdout, "its sheet is here already"
    assert "合う調査対象はありません" in run("search", path, "--words", "どこにもない").stdout
    assert "創業年" in refused("search", path, "--founded", "昔")


def test_envelopes_are_held_against_sheets(path: Path, numbers: list[str]) -> None:
    done("add", path, numbers[0], "--bundle", "14", *DAY)
    done("add", path, numbers[1], "--bundle", "15", *DAY)
    assert done("opened", path, "2026-07-08", 2, "--bundle", "15") == {
        "day": "2026-07-08",
        "opened": 2,
        "received": 2,
        "loose": 0,
        "difference": 0,
        "bundles": [
            {"bundle": "14", "opened": None, "received": 1, "loose": 0, "difference": None},
            {"bundle": "15", "opened": 2, "received": 1, "loose": 0, "difference": 1},
        ],
    }
    told = run("opened", path, "2026-07-08", 3).stdout
    assert "開けた封筒 3・受け付けた票 2・差 1" in told
    assert "束 15" in told
    assert "正しくありません" in refused("opened", path, "2026-07-08", "--", -1)

"""`shoukei verification …` and `answers correct` as scripts use them: lists without answers, paper first."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.calling import done, refused, run

FIRST = ("age=87", "intention=1", "successor=2", "visit=3")
SECOND = ("age=37", "intention=1", "successor=2", "visit=3")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with three targets, a first entry of each of the first two."""
    path, source = tmp_path / "台 帳.shoukei", tmp_path / "名簿.csv"
    done("new", path, "--name", "承継診断", "--fiscal-year", 2026)
    with source.open("w", encoding="cp932", newline="") as file:
        rows = [(f"見本商店{place}", f"長野県中野市中央1-{place}") for place in (1, 2, 3)]
        csv.writer(file).writerows([("事業者名", "所在地"), *rows])
    done("list", "import", path, source)
    assert done("target", "select", path)["targets"] == 3
    done("verification", "policy", path, "--every", 0, "--sample", 1)
    for number in ("0000013", "0000021"):
        done("answers", "set", path, number, *FIRST, "--keyer", "坂口", "--pass", 1)
    return path


def test_what_waits_is_listed_without_any_answer(ledger: Path) -> None:
    done("answers", "set", ledger, "0000013", *SECOND, "--keyer", "宮下", "--pass", 2)
    waits = done("verification", "list", ledger)
    assert waits["second_entry"] == ["0000021"]
    assert waits["third_look"] == [{"number": "0000013", "bundle": "", "questions": 1}]
    assert waits["sample"] == []
    said = run("verification", "list", ledger).stdout + json.dumps(waits)
    assert "000001-3" in said
    assert not [answer for answer in ("87", "37", "坂口", "宮下") if answer in said]


def test_the_paper_is_read_then_both_entries_come_then_the_verdict(ledger: Path) -> None:
    done("answers", "set", ledger, "0000013", *SECOND, "--keyer", "宮下", "--pass", 2)
    decide = ("verification", "decide", ledger, "0000013", "age", "--judge", "中沢")
    assert "先に紙に書いてあるとおり" in refused(*decide, "--verdict", "second")
    read = done("verification", "read", ledger, "0000013", "age=87", "--judge", "中沢")
    assert read == {
        "number": "0000013",
        "question": "age",
        "reading": "87",
        "first": {"keyer": "坂口", "answer": "87"},
        "second": {"keyer": "宮下", "answer": "37"},
        "verdict": "second",
    }
    assert "先に紙に書いてあるとおり" in refused(*decide[:-1], "別の人", "--verdict", "second")
    decided = done(*decide, "--verdict", read["verdict"])
    assert decided == {"number": "0000013", "question": "age", "answer": "87", "left": [], "settled": True}
    assert "突合を待つ問いはありません" in refused(*decide, "--verdict", "first")
    assert done("verification", "list", ledger)["sample"] == ["0000013"]


def test_a_reading_that_fits_neither_says_so(ledger: Path) -> None:
    done("answers", "set", ledger, "0000013", *SECOND, "--keyer", "宮下", "--pass", 2)
    said = run("verification", "read", ledger, "0000013", "問6=81", "--judge", "中沢").stdout
    assert "どちらの入力とも違います" in said
    assert "--verdict both" in said
    assert "正しくありません" in refused("verification", "read", ledger, "0000013", "age")


def test_a_finished_sheet_is_compared_with_its_paper_and_put_away(ledger: Path) -> None:
    sample = ("verification", "sample", ledger, "0000013")
    assert "抽査を待つ票ではありません" in refused(*sample)
    done("answers", "set", ledger, "0000013", *FIRST, "--keyer", "宮下", "--pass", 2)
    told = done(*sample, "age=78", "intention=1", "--judge", "中沢")
    assert told == {"number": "0000013", "errors": 1, "questions": ["age"]}
    assert done("verification", "list", ledger)["sample_result"]["errors"] == 1
    assert "抽査を待つ票ではありません" in refused(*sample)
    assert done("verification", "archive", ledger, "箱1", "0000013", "21") == {"archived": 1, "left": ["0000021"]}
    assert "残しました" in run("verification", "archive", ledger, "箱2", "--bundle", "").stdout


def test_the_policy_is_shown_and_changed(ledger: Path) -> None:
    shown = done("verification", "policy", ledger)
    assert (shown["whole_every"], shown["sample_every"], shown["marked"]) == (0, 1, True)
    assert shown["keyed_twice"] < shown["fields"]
    changed = done("verification", "policy", ledger, "--every", 1, "--limit", 0, "--no-marked")
    assert (changed["whole_every"], changed["error_limit"], changed["marked"]) == (1, 0, False)
    assert changed["keyed_twice"] == changed["fields"]
    assert done("verification", "policy", ledger) == changed
    assert run("verification", "policy", ledger, "--every", -1).exit_code == 2


def test_a_correction_is_tried_and_then_made_with_its_reason(ledger: Path) -> None:
    correct = ("answers", "correct", ledger, "0000037", "intention=4", "--reason", "電話で確かめた")
    assert "まだ確定した回答がありません" in refused(*correct)
    done("answers", "set", ledger, "0000037", "age=72", "intention=1", "successor=3", "--keyer", "坂口")
    tried = done(*correct, "--dry-run")
    assert (tried["diagnosis_before"] != tried["diagnosis"], tried["diagnosis"]) == (True, "F")
    assert done(*correct) == tried
    assert "もうそのとおりです" in refused(*correct)
    made = done("history", ledger, "--limit", 1)["operations"][0]
    assert (made["kind"], made["summary"]["why"]) == ("correct_answers", "電話で確かめた")
    both = done("history", ledger, "--operation", made["id"])["changes"]
    assert [(one["before"], one["after"]) for one in both if one["field"].startswith("問8")] == [
        ("引き継ぐつもりである", "自分の代でやめるつもりである")
    ]
    assert "理由 電話で確かめた" in run("history", ledger, "--operation", made["id"]).stdout
    assert "台帳にありません" in refused("history", ledger, "--operation", 999)

"""Label sheets of the office: kept for all campaigns, found by name, refused where they do not fit their page."""

from dataclasses import replace

import pytest

from shoukei_app.domain.history import Act
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import history, label_sheets
from shoukei_app.words import problems

OURS = LabelSheet(" 庁内 10面 ", "", "", 2, 5, 90.0, 50.0, 20.0, 12.0, 95.0, 51.0)


def test_a_sheet_is_added_found_changed_removed_and_brought_back(file_ledger: Ledger, act: Act) -> None:
    added = label_sheets.add(file_ledger, act, OURS)
    assert added.value.id == "庁内 10面"
    assert added.value.name == "A4 10面 90×50 mm"
    assert label_sheets.find(file_ledger, "庁内10面") == added.value
    assert label_sheets.every(file_ledger)[0] == added.value
    assert len(label_sheets.every(file_ledger)) == 1 + len(label_sheets.bundled())
    (key,) = label_sheets.own(file_ledger)
    narrower = replace(added.value, width=80.0)
    assert label_sheets.change(file_ledger, act, key, narrower).value.name == "A4 10面 80×50 mm"
    assert label_sheets.find(file_ledger, "庁内 10面").width == 80.0
    label_sheets.remove(file_ledger, act, key)
    assert label_sheets.own(file_ledger) == {}
    history.undo(file_ledger, act)
    assert label_sheets.find(file_ledger, "庁内 10面").width == 80.0


@pytest.mark.parametrize(
    ("wrong", "kind", "said"),
    [
        ({"id": "  "}, ProblemKind.VALUE_MISSING, "用紙の名前"),
        ({"id": "elm 008"}, ProblemKind.LABEL_SHEET_EXISTS, "elm 008"),
        ({"id": "72212"}, ProblemKind.LABEL_SHEET_EXISTS, "72212"),
        ({"left": 30.0}, ProblemKind.LABEL_SHEET_OUTSIDE, "右へ 5.0 mm、下へ 0.0 mm"),
        ({"rows": 6}, ProblemKind.LABEL_SHEET_OUTSIDE, "下へ 28.0 mm"),
        ({"left": -1.0}, ProblemKind.LABEL_SHEET_OUTSIDE, "はみ出します"),
        ({"page_height": 250.0}, ProblemKind.LABEL_SHEET_OUTSIDE, "用紙（210×250 mm）"),
        ({"pitch_x": 89.0}, ProblemKind.LABEL_SHEET_OVERLAPS, "間隔 横 89 mm"),
        ({"pitch_y": 0.0}, ProblemKind.LABEL_SHEET_OVERLAPS, "縦 0 mm"),
        ({"width": 12.0}, ProblemKind.LABEL_SHEET_TOO_FINE, "12×50 mm"),
        ({"columns": 0}, ProblemKind.LABEL_SHEET_TOO_FINE, "0面"),
    ],
)
def test_what_cannot_be_printed_on_is_refused_with_a_sentence(
    file_ledger: Ledger, act: Act, wrong: dict[str, object], kind: ProblemKind, said: str
) -> None:
    with pytest.raises(Problem) as raised:
        label_sheets.add(file_ledger, act, replace(OURS, **wrong))
    assert raised.value.kind is kind
    assert said in problems.sentence(raised.value)
    assert label_sheets.own(file_ledger) == {}


def test_a_sheet_keeps_its_name_and_takes_no_others(file_ledger: Ledger, act: Act) -> None:
    label_sheets.add(file_ledger, act, OURS)
    label_sheets.add(file_ledger, act, replace(OURS, id="別の用紙"))
    first, second = label_sheets.own(file_ledger)
    label_sheets.change(file_ledger, act, first, replace(OURS, height=49.0))
    with pytest.raises(Problem) as raised:
        label_sheets.change(file_ledger, act, second, OURS)
    assert raised.value.kind is ProblemKind.LABEL_SHEET_EXISTS
    with pytest.raises(Problem) as gone:
        label_sheets.change(file_ledger, act, 99, replace(OURS, id="無い"))
    assert gone.value.kind is ProblemKind.NOT_FOUND


def test_one_row_or_column_needs_no_pitch(file_ledger: Ledger, act: Act) -> None:
    single = replace(OURS, columns=1, rows=1, pitch_x=0.0, pitch_y=0.0)
    assert label_sheets.add(file_ledger, act, single).value.faces == 1

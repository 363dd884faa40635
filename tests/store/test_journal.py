from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import journal, schema
from shoukei_app.store.engines import writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import history

FIRM = schema.firm


def add_firms(ledger: Ledger, act: Act, *names: str) -> int:
    with ledger.write(act, OperationKind.ADD_FIRM) as operation:
        rows = [{"name": name, "status": "active", "status_on": date(2026, 4, 1)} for name in names]
        operation.writing.add_all(FIRM, rows)
    assert operation.id
    return operation.id


def names(ledger: Ledger) -> list[str]:
    with ledger.read() as view:
        return list(view.execute(select(FIRM.c.name).order_by(FIRM.c.id)).scalars())


def test_what_was_done_is_taken_back_and_made_again(ledger: Ledger, act: Act) -> None:
    empty = ledger.digest()
    add_firms(ledger, act, "甲", "乙")
    full = ledger.digest()
    with ledger.write(act, OperationKind.EDIT_FIRM) as operation:
        operation.writing.update(FIRM, {1: {"name": "丙", "staff": 5}, 2: {"name": "乙"}})
        operation.writing.delete(FIRM, [2])
    changed = ledger.digest()
    assert names(ledger) == ["丙"]
    history.undo(ledger, act)
    assert ledger.digest() == full
    history.undo(ledger, act)
    assert ledger.digest() == empty
    history.redo(ledger, act)
    history.redo(ledger, act)
    assert ledger.digest() == changed
    with pytest.raises(Problem) as caught:
        history.redo(ledger, act)
    assert caught.value.kind is ProblemKind.NOTHING_TO_REDO


def test_what_stays_the_same_leaves_no_line(ledger: Ledger, act: Act) -> None:
    add_firms(ledger, act, "甲")
    before = history.operations(ledger)
    with ledger.write(act, OperationKind.EDIT_FIRM) as operation:
        assert operation.writing.update(FIRM, {1: {"name": "甲"}}) == 0
    assert operation.id is None
    assert history.operations(ledger) == before


def test_an_error_leaves_nothing_behind(ledger: Ledger, act: Act) -> None:
    before = ledger.digest()
    with pytest.raises(RuntimeError), ledger.write(act, OperationKind.ADD_FIRM) as operation:
        operation.writing.add(FIRM, name="甲", status="active")
        raise RuntimeError
    assert ledger.digest() == before


def test_numbers_are_never_used_twice(ledger: Ledger, act: Act) -> None:
    add_firms(ledger, act, "甲")
    history.undo(ledger, act)
    add_firms(ledger, act, "乙")
    with ledger.read() as view:
        assert list(view.execute(select(FIRM.c.id)).scalars()) == [2]


def test_an_older_operation_is_taken_back_unless_later_work_stands_on_it(ledger: Ledger, act: Act) -> None:
    first = add_firms(ledger, act, "甲")
    second = add_firms(ledger, act, "乙")
    history.undo(ledger, act, operation_id=first)
    assert names(ledger) == ["乙"]
    with ledger.write(act, OperationKind.EDIT_FIRM) as operation:
        operation.writing.update(FIRM, {2: {"name": "丙"}})
    before = ledger.digest()
    with pytest.raises(Problem) as caught:
        history.undo(ledger, act, operation_id=second)
    assert caught.value.kind is ProblemKind.CHANGED_SINCE
    assert ledger.digest() == before


def test_a_row_in_use_elsewhere_is_not_taken_away(ledger: Ledger, act: Act) -> None:
    first = add_firms(ledger, act, "甲")
    with ledger.write(act, OperationKind.SELECT_TARGETS) as operation:
        operation.writing.add(schema.target, campaign_id=1, firm_id=1, number="0000013")
    with pytest.raises(Problem) as caught:
        history.undo(ledger, act, operation_id=first)
    assert caught.value.kind is ProblemKind.CHANGED_SINCE


def test_everybody_undoes_their_own(ledger: Ledger, act: Act) -> None:
    other = Act("宮下", act.at + timedelta(minutes=1))
    add_firms(ledger, act, "甲")
    add_firms(ledger, other, "乙")
    history.undo(ledger, act, person="山岸")
    assert names(ledger) == ["乙"]
    state = history.undo_state(ledger, "山岸")
    assert state.undo is None
    assert state.redo
    add_firms(ledger, other, "丁")
    assert history.undo_state(ledger, "山岸").redo
    history.redo(ledger, act, person="山岸")
    assert names(ledger) == ["甲", "乙", "丁"]


def test_field_changes_say_before_and_after(ledger: Ledger, act: Act) -> None:
    add_firms(ledger, act, "甲")
    with ledger.write(act, OperationKind.EDIT_FIRM) as operation:
        operation.writing.update(FIRM, {1: {"name": "乙", "status_on": date(2026, 5, 1)}})
    assert operation.id
    lines, total = history.details(ledger, operation.id)
    assert total == 2
    assert [(line.field, line.before, line.after) for line in lines] == [
        ("name", "甲", "乙"),
        ("status_on", "2026-04-01", "2026-05-01"),
    ]


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE operation SET person = 'だれか' WHERE id = 2",
        "UPDATE operation SET at = '2020-01-01 00:00:00.000000' WHERE id = 3",
        "DELETE FROM operation WHERE id = 2",
        "UPDATE operation SET changes = (SELECT changes FROM operation WHERE id = 3) WHERE id = 2",
    ],
)
def test_tampering_with_the_history_shows(ledger: Ledger, act: Act, tamper: str) -> None:
    for name in "甲乙丙":
        add_firms(ledger, act, name)
    assert history.verify(ledger).whole
    with writing(ledger._engine) as connection:
        connection.execute(text(tamper))
    check = history.verify(ledger)
    assert not check.whole
    assert check.broken_at in (2, 3)


def test_moments_and_documents_survive_the_journal(ledger: Ledger, act: Act) -> None:
    with ledger.write(act, OperationKind.IMPORT_LIST) as operation:
        operation.writing.add(
            schema.firm_list, file_name="一覧.csv", headings=["名"], columns={"firm_name": [0]}, taken_in_at=act.at
        )
    full = ledger.digest()
    history.undo(ledger, act)
    history.redo(ledger, act)
    assert ledger.digest() == full
    with ledger.read() as view:
        assert view.execute(select(schema.firm_list.c.taken_in_at)).scalar() == datetime(2026, 7, 1, 12)
        assert journal.changes_of(view, operation.id or 0)[0].after[0][-1] == act.at


def test_reading_cannot_write(ledger: Ledger) -> None:
    with pytest.raises((Problem, DatabaseError)), ledger.read() as view:
        view.execute(FIRM.insert(), {"id": 1, "name": "甲", "status": "active"})

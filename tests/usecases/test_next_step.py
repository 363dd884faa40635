"""The next step: the first thing that waits, in the order of the work."""

from dataclasses import replace
from datetime import date

import pytest

from shoukei_app.domain.history import Act
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.next_step import NextStep, Standing, next_step, standing

DEADLINE = date(2026, 7, 31)
BEFORE, AFTER = date(2026, 7, 20), date(2026, 8, 5)
MAILED = Standing(firms=10, targets=9, runs=1, awaited=9, deadline=DEADLINE)


@pytest.mark.parametrize(
    ("counts", "today", "step"),
    [
        (Standing(), BEFORE, NextStep.TAKE_IN_LIST),
        (Standing(firms=10), BEFORE, NextStep.SELECT_TARGETS),
        (Standing(firms=10, targets=9), BEFORE, NextStep.MAKE_RUN),
        (replace(MAILED, unposted=9, awaited=0), BEFORE, NextStep.POST_RUN),
        (MAILED, BEFORE, NextStep.AWAIT_REPLIES),
        (MAILED, DEADLINE, NextStep.AWAIT_REPLIES),
        (MAILED, AFTER, NextStep.SEND_REMINDER),
        (replace(MAILED, reminded=True), AFTER, NextStep.REPORT),
        (replace(MAILED, deadline=None), AFTER, NextStep.AWAIT_REPLIES),
        (replace(MAILED, unentered=2, flags_in=3), AFTER, NextStep.ENTER_SHEETS),
        (replace(MAILED, second_entries=2, differing=3), AFTER, NextStep.ENTER_AGAIN),
        (replace(MAILED, differing=3, flags_in=3), AFTER, NextStep.JUDGE_SHEETS),
        (replace(MAILED, flags_in=3, visits_overdue=1), AFTER, NextStep.RUN_RULES),
        (replace(MAILED, flags_out=1), BEFORE, NextStep.RUN_RULES),
        (replace(MAILED, visits_today=1), AFTER, NextStep.RECORD_VISITS),
        (replace(MAILED, without_visit=4), BEFORE, NextStep.PLAN_VISITS),
        (replace(MAILED, agenda=3, meeting_on=date(2026, 7, 27)), BEFORE, NextStep.HOLD_MEETING),
        (replace(MAILED, agenda=3, meeting_on=date(2026, 7, 28)), BEFORE, NextStep.AWAIT_REPLIES),
        (replace(MAILED, agenda=3, meeting_on=date(2026, 7, 1)), BEFORE, NextStep.HOLD_MEETING),
        (replace(MAILED, meeting_on=date(2026, 7, 21)), BEFORE, NextStep.AWAIT_REPLIES),
        (replace(MAILED, to_refer=1, visits_next_week=2), BEFORE, NextStep.REFER),
        (replace(MAILED, visits_next_week=2), BEFORE, NextStep.PREPARE_VISITS),
        (replace(MAILED, awaited=0), AFTER, NextStep.REPORT),
    ],
)
def test_the_first_thing_that_waits(counts: Standing, today: date, step: NextStep) -> None:
    assert next_step(counts, today) is step


def test_an_empty_ledger_begins_with_a_list(ledger: Ledger, act: Act) -> None:
    counts = standing(ledger, 1, BEFORE)
    assert counts == Standing(deadline=DEADLINE)
    assert next_step(counts, BEFORE) is NextStep.TAKE_IN_LIST

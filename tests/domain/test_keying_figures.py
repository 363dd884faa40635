"""Figures of keying from hand-made entries whose sums are known."""

from datetime import date

import pytest

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.keying_figures import Hand, Rate, Reading, ReadSheet, Work, count
from shoukei_app.domain.verification import Verdict

MON, TUE = date(2026, 7, 6), date(2026, 7, 7)
A, B = Hand(1, "小口"), Hand(2, "上條")
ONE, TWO = Answer((1,)), Answer((2,))
AGED = Answer(number=60)


def sheets() -> list[ReadSheet]:
    first = Reading(
        A, MON, {"age": AGED, "visit": ONE, "text": Answer(text="語")}, {"age": (3, 4.0), "visit": (1, 1.0)}
    )
    differing = ReadSheet(
        first,
        Reading(B, TUE, {"age": AGED, "visit": TWO}, {"age": (3, 5.0), "visit": (2, 2.0)}),
        asked=("age", "visit", "plan"),
        verdicts={"visit": Verdict.SECOND_ERRED},
    )
    both = ReadSheet(
        Reading(A, TUE, {"age": AGED}, {"age": (4, 3.0)}),
        Reading(B, TUE, {"age": Answer(number=61)}, {"age": (4, 3.0)}),
        asked=("age",),
        verdicts={"age": Verdict.BOTH_ERRED},
    )
    still_open = ReadSheet(
        Reading(B, TUE, {"age": AGED, "visit": ONE}, {"age": (30, 30.0)}),
        Reading(A, TUE, {"age": Answer(number=62), "visit": ONE}, {"age": (20, 20.0)}),
        asked=("age", "visit"),
        open=frozenset({"age"}),
    )
    waiting = ReadSheet(Reading(A, TUE, {"age": AGED}, {"age": (30, 60.0)}), asked=("age",))
    from_file = ReadSheet(Reading(A, TUE, {"age": AGED}), twice=False, asked=("age",))
    return [differing, both, still_open, waiting, from_file]


def test_persons_are_counted_over_both_passes() -> None:
    figures = count(sheets(), ("age", "visit", "plan", "text"))
    # A: two fields of the first sheet, one of the second, one of the third (its age is still open).
    assert figures.hands[A] == Work(4, 3 + 1 + 4 + 20 + 30, 1.0 + 4.0 + 3.0 + 20.0 + 60.0, 4, 1, 3 + 1 + 4)
    assert figures.hands[B] == Work(3, 3 + 2 + 4 + 30, 5.0 + 2.0 + 3.0 + 30.0, 4, 2, 3 + 2 + 4)
    assert figures.total == figures.hands[A] + figures.hands[B]
    assert list(figures.hands) == sorted(figures.hands, key=lambda hand: hand.name)
    assert figures.hands[A].strokes_per_hour == round(58 / 88 * 3600)
    assert figures.hands[B].strokes_per_hour is None, "39 strokes are too few to tell a speed"


def test_questions_are_counted_once_for_each_reading() -> None:
    figures = count(sheets(), ("age", "visit", "plan", "text"))
    assert (figures.questions["age"].fields, figures.questions["age"].errors) == (4, 2)
    assert (figures.questions["visit"].fields, figures.questions["visit"].errors) == (4, 1)
    assert figures.questions["plan"] == Work(), "both left it blank"
    assert figures.questions["text"] == Work(), "keyed once: nothing to compare"
    assert sum(work.fields for work in figures.questions.values()) == figures.total.fields
    assert sum(work.strokes for work in figures.questions.values()) == figures.total.strokes
    assert list(figures.questions) == ["age", "visit", "plan", "text"]


def test_days_leave_out_what_came_from_a_file() -> None:
    figures = count(sheets(), ())
    assert [(day.day, day.first, day.second) for day in figures.days] == [(MON, 1, 0), (TUE, 3, 3)]


def test_an_unclear_paper_is_nobodys_error() -> None:
    unclear = ReadSheet(
        Reading(A, MON, {"age": AGED}),
        Reading(B, MON, {"age": Answer(number=6)}),
        asked=("age",),
        verdicts={"age": Verdict.PAPER_UNCLEAR},
    )
    figures = count([unclear], ("age",))
    assert (figures.total.fields, figures.total.errors) == (2, 0)


@pytest.mark.parametrize(
    ("errors", "among", "low", "high"),
    # Wilson's interval as R's binom::binom.wilson gives it.
    [(0, 100, 0.0, 36.99), (1, 100, 1.77, 54.49), (5, 1000, 2.14, 11.65), (10, 10, 722.47, 1000.0)],
)
def test_the_interval_is_wilsons(errors: int, among: int, low: float, high: float) -> None:
    rate = Rate(errors, among)
    assert rate.interval == (pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))
    assert rate.per_thousand == 1000 * errors / among


def test_nothing_compared_has_no_rate() -> None:
    assert Rate(0, 0).per_thousand is None
    assert Rate(0, 0).interval is None
    assert count([], ("age",)).total == Work()

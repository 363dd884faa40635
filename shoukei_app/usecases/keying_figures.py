"""How the keying gets on (進み具合): speed, errors, what waits, when it will be done, and how the replies come in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shoukei_app.domain import forecast, keying_figures
from shoukei_app.domain.calendars import Calendars
from shoukei_app.domain.forecast import Forecast
from shoukei_app.domain.keying_figures import KeyingFigures, ReadSheet, Work
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.statistics import counted_up
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.verification import Stage
from shoukei_app.store import calendars, campaigns, sheets, targets
from shoukei_app.store import keying_figures as stored
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.usecases.calendars import days_off_of


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Sheets that wait: to be keyed, for their second entry, for a third look, to be compared with the paper."""

    to_key: int
    second: int
    third: int
    sample: int


@dataclass(frozen=True, slots=True)
class ReplyCurve:
    """Receipts counted up by day, from 0 on the day the mail went out, against the goal.

    `earlier` is the curve of the campaign before, moved so that its mail goes out on the same day as this one's.
    """

    points: tuple[tuple[date, int], ...]
    goal: int | None
    earlier: tuple[tuple[date, int], ...]
    earlier_name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All figures of a campaign's keying. `sampled` sheets were compared with their paper, with `sample_errors`."""

    questionnaire: Questionnaire
    keying: KeyingFigures
    waiting: WaitingWork
    forecast: Forecast
    curve: ReplyCurve
    sampled: int
    sample_errors: int


def standing(ledger: Ledger, campaign_id: int, today: date) -> Standing:
    """Count everything anew."""
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        read = stored.read_sheets(view, campaign_id, campaign.questionnaire)
        keying = keying_figures.count(read, campaign.questionnaire.by_id)
        waits = _waiting(view, campaign_id)
        curve = _curve(view, campaign_id, campaign.goal)
        known = calendars.read(view)
        sampled, sample_errors = stored.sampled(view, campaign_id)
    foreseen = _forecast(keying, waits, read, today, known)
    return Standing(campaign.questionnaire, keying, waits, foreseen, curve, sampled, sample_errors)


def _waiting(view: View, campaign_id: int) -> WaitingWork:
    counts = sheets.counts(view, campaign_id)
    to_key = targets.find(view, campaign_id, Query(filters={"status": (TargetStatus.RECEIVED.value,)}))
    sample = len(sheets.sample(view, campaign_id))
    return WaitingWork(len(to_key), counts[Stage.KEYED], counts[Stage.DIFFERING], sample)


def _curve(view: View, campaign_id: int, goal: int | None) -> ReplyCurve:
    points = counted_up(stored.received_by_day(view, campaign_id), stored.posted_on(view, campaign_id))
    before = stored.campaign_before(view, campaign_id)
    if not points or before is None:
        return ReplyCurve(points, goal, (), "")
    earlier = counted_up(stored.received_by_day(view, before[0]), stored.posted_on(view, before[0]))
    if not earlier:
        return ReplyCurve(points, goal, (), "")
    moved = points[0][0] - earlier[0][0]
    return ReplyCurve(points, goal, tuple((day + moved, total) for day, total in earlier), before[1])


def _forecast(
    keying: KeyingFigures, waits: WaitingWork, read: list[ReadSheet], today: date, known: Calendars
) -> Forecast:
    weight = _weight_of_second(read)
    by_hand = [sheet for sheet in read if sheet.twice or sheet.first.effort]
    twice = sum(sheet.twice for sheet in by_hand) / len(by_hand) if by_hand else 0.0
    left = waits.to_key * (1 + twice * weight) + waits.second * weight
    done = {day.day: day.first + weight * day.second for day in keying.days}
    last = today + timedelta(days=forecast.FARTHEST_DAYS)
    return forecast.foresee(left, done, today, days_off_of(known, min(done, default=today), last).keys())


def _weight_of_second(read: list[ReadSheet]) -> float:
    """How much of a first entry a second one is, by strokes; a whole one where no strokes were counted."""
    first = second = 0
    for sheet in read:
        if sheet.second is not None:
            first += sum(strokes for strokes, _ in sheet.first.effort.values())
            second += sum(strokes for strokes, _ in sheet.second.effort.values())
    return second / first if first and second else 1.0


def to_data(standing: Standing, *, persons: bool) -> dict[str, Any]:
    """The figures as plain values, for programs; those of persons only when they are asked for."""
    keying, foreseen, waits = standing.keying, standing.forecast, standing.waiting
    data = {
        "total": _work_data(keying.total),
        "questions": {key: _work_data(work) for key, work in keying.questions.items()},
        "days": [{"day": day.day, "first": day.first, "second": day.second} for day in keying.days],
        "waiting": {"entry": waits.to_key, "second": waits.second, "third": waits.third, "sample": waits.sample},
        "forecast": {
            "left": round(foreseen.left, 1),
            "pace": round(foreseen.pace, 1),
            "days": foreseen.days,
            "finish": foreseen.finish,
            "earliest": foreseen.earliest,
            "latest": foreseen.latest,
        },
        "replies": {
            "goal": standing.curve.goal,
            "days": [{"day": day, "replies": total} for day, total in standing.curve.points],
        },
        "sample": {"sheets": standing.sampled, "errors": standing.sample_errors},
    }
    if persons:
        data["persons"] = [{"name": hand.name, **_work_data(work)} for hand, work in keying.hands.items()]
    return data


def _work_data(work: Work) -> dict[str, Any]:
    return {
        "entries": work.entries,
        "strokes": work.strokes,
        "seconds": round(work.seconds, 1),
        "strokes_per_hour": work.strokes_per_hour,
        "fields": work.fields,
        "errors": work.errors,
        "errors_per_1000_fields": _rounded(work.by_field.per_thousand),
        "interval_95": work.by_field.interval and [_rounded(end) for end in work.by_field.interval],
        "errors_per_1000_strokes": _rounded(work.by_stroke.per_thousand),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

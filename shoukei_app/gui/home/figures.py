"""The figures of the home page made into rows of charts; a click's key is (page, what it opens there)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shoukei_app.domain.homework import Term
from shoukei_app.domain.query import Query
from shoukei_app.domain.statistics import Funnel
from shoukei_app.domain.target import Channel, TargetStatus
from shoukei_app.domain.visits import VisitState
from shoukei_app.gui.home.steps import OPEN_VISITS, UNDELIVERED, UNENTERED
from shoukei_app.gui.kit.chart import Bar
from shoukei_app.usecases.next_step import TO_PLAN, TO_REFER, Standing
from shoukei_app.usecases.statistics import Group
from shoukei_app.words.terms import word

LOW = 0.8
"""A municipality is told to be low where its rate is below this share of the whole campaign's."""

REPLIED = tuple(
    status.value
    for status in (
        TargetStatus.RECEIVED,
        TargetStatus.KEYED,
        TargetStatus.INVALID,
        TargetStatus.ENTERED,
        TargetStatus.FLAGGED,
        TargetStatus.VISIT_PLANNED,
        TargetStatus.VISITED,
        TargetStatus.REFERRED,
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a click goes: a page and what it opens there."""

    page: str
    what: object = None

    def __hash__(self) -> int:
        return hash(self.page)


def funnel_bars(funnel: Funnel) -> Sequence[Bar]:
    """The stages of the campaign."""
    met = Query(filters={"state": (VisitState.MET.value,)})
    referred = Query(filters={"referred": ("yes",), "state": (VisitState.MET.value,)})
    back = f"返戻 {funnel.undelivered:,}" if funnel.undelivered else ""
    return (
        Bar(Place("mailing"), "発送", funnel.mailed, f"{funnel.mailed:,}", back),
        Bar(
            Place("returns", Query(filters={"status": REPLIED})),
            "回収",
            funnel.replies,
            f"{funnel.replies:,}",
            f"有効回収率 {percent(funnel.valid_response_rate)}",
        ),
        Bar(
            Place("flags", Query()),
            "抽出",
            funnel.flagged,
            f"{funnel.flagged:,}",
            _of(funnel.flagged, funnel.valid, "有効回答"),
        ),
        Bar(
            Place("visits", met),
            "訪問・電話",
            funnel.visited,
            f"{funnel.visited:,}",
            _of(funnel.visited, funnel.flagged, "抽出"),
        ),
        Bar(
            Place("visits", referred),
            "橋渡し",
            funnel.referred,
            f"{funnel.referred:,}",
            _of(funnel.referred, funnel.visited, "訪問"),
            "done",
        ),
    )


def waiting_bars(standing: Standing) -> Sequence[Bar]:
    """The work that waits; what waits for nobody is left out."""
    day = standing.meeting_on
    meeting = f"{day.month}/{day.day}" if day else ""
    reminder = 0 if standing.reminded else standing.awaited
    rows = (
        (
            Place("visits", OPEN_VISITS),
            "結果を書いていない訪問・電話",
            standing.visits_overdue,
            "予定日を過ぎた",
            "overdue",
        ),
        (Place("meetings"), "次のフォロー会議の議題", standing.agenda, meeting, "accent"),
        (
            Place("meetings", Term.OVERDUE),
            "期限の過ぎた宿題",
            standing.homework_late,
            "案件・報告待ちを含む",
            "overdue",
        ),
        (Place("visits", OPEN_VISITS), "今日の訪問・電話", standing.visits_today, "", "accent"),
        (Place("returns", UNENTERED), "未入力の調査票", standing.unentered, "", "accent"),
        (Place("returns", "entry"), "照合入力を待つ調査票", standing.second_entries, "", "accent"),
        (Place("returns", "checking"), "差異の突合", standing.differing, "紙を見て決める", "attention"),
        (Place("flags"), "抽出に入る事業者", standing.flags_in, "", "accent"),
        (Place("flags"), "抽出から外れる事業者", standing.flags_out, "", "attention"),
        (Place("flags", TO_PLAN), "訪問の予定がない抽出先", standing.without_visit, "優先度 S・A・B", "attention"),
        (Place("visits", "next_week"), "来週の訪問・電話", standing.visits_next_week, "訪問票を印刷", "accent"),
        (Place("visits", TO_REFER), "センターへの橋渡し", standing.to_refer, "相談希望", "attention"),
        (Place("mailing"), "差し出していない郵便", standing.unposted, "", "attention"),
        (Place("mailing"), "督促していない回答待ち", reminder, "", "accent"),
        (Place("returns", UNDELIVERED), "返戻になった郵便", standing.undelivered, "", "secondary"),
    )
    return [Bar(place, words, count, f"{count:,}", note, tone) for place, words, count, note, tone in rows if count]


def municipality_bars(groups: Sequence[Group], overall: float | None) -> Sequence[Bar]:
    """The valid response rate of every municipality, the highest first."""
    rated = [(group, group.funnel.valid_response_rate) for group in groups]
    known = sorted(((group, rate) for group, rate in rated if rate is not None), key=lambda pair: -pair[1])
    bars = []
    for group, rate in known:
        low = overall is not None and rate < overall * LOW
        wanted = Query(filters={"municipality_code": (group.key,), "status": REPLIED})
        bars.append(
            Bar(
                Place("returns", wanted),
                group.title,
                rate,
                f"{rate:.1%}",
                "低い" if low else "",
                "attention" if low else "accent",
            )
        )
    return bars


def channel_note(channels: Mapping[Channel, int]) -> str:
    """郵送 62 %　Web 29 %　FAX 7 %: the ways by which replies came, the most used first."""
    total = sum(channels.values())
    ordered = sorted(channels.items(), key=lambda pair: -pair[1])
    return "　".join(f"{word(channel)} {count / total:.0%}" for channel, count in ordered[:4])


def percent(rate: float | None) -> str:
    """24.8%, or a dash where there is no base."""
    return "―" if rate is None else f"{rate:.1%}"


def _of(part: int, whole: int, name: str) -> str:
    return f"{name}の {part / whole:.1%}" if whole else ""

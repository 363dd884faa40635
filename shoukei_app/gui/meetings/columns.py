"""The columns of an agenda and of the list of cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.target import TargetLine
from shoukei_app.gui.kit.lines import Column
from shoukei_app.usecases.cases import CaseLine
from shoukei_app.usecases.meetings import AgendaLine
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of an agenda; `id` is the item's."""

    id: int
    place: int
    line: AgendaLine


def agenda_columns(today: Callable[[], date]) -> Sequence[Column[ItemLine]]:
    """The columns of an agenda."""
    return (
        Column("place", "順", lambda one: str(one.place), 48, numeric=True),
        Column("priority", "優先度", lambda one: _priority(one.line.target), 60, tone=_item_tone),
        Column("name", "事業者名", lambda one: one.line.target.name, 150, grow=3),
        Column("municipality", "市町村", lambda one: one.line.target.municipality, 84),
        Column("reasons", "議題になった理由", lambda one: _reasons(one.line), 150, grow=2, tooltip=_why),
        Column("policy", "決まったこと", _decided, 130, grow=1, tone=_decided_tone),
        Column("next_look", "次に見る日", lambda one: _next_look(one.line, today()), 92, shown=False),
        Column("homework", "宿題", lambda one: _count(len(one.line.homework)), 60),
        Column("number", "整理番号", lambda one: shown(one.line.target.number), 88, code=True, shown=False),
        Column("flags", "抽出理由", lambda one: "、".join(one.line.target.reasons), 200, grow=2, shown=False),
    )


def case_columns(today: Callable[[], date]) -> Sequence[Column[CaseLine]]:
    """The columns of the cases."""
    return (
        Column("number", "整理番号", lambda one: shown(one.target.number), 88, sort="number", code=True),
        Column("name", "事業者名", lambda one: one.target.name, 150, grow=3, sort="name"),
        Column("priority", "優先度", lambda one: _priority(one.target), 60, sort="priority", tone=_case_tone),
        Column("state", "状態", _state, 96, sort="state", tone=_state_tone),
        Column("policy", "支援方針", _policy, 130, grow=1, sort="policy"),
        Column("lead", "主担当", lambda one: one.lead, 130, grow=1, tooltip=lambda one: f"{one.lead}\n{one.person}"),
        Column(
            "deadline",
            "期限",
            lambda one: _deadline(one, today()),
            112,
            sort="deadline",
            tone=lambda one: "overdue" if one.overdue(today()) else "",
        ),
        Column("next_look", "次に見る日", lambda one: _looked(one, today()), 96, sort="next_look"),
        Column("reviewed", "確認", _reviewed, 84, tone=lambda one: "" if one.case.reviewed_on else "secondary"),
        Column("municipality", "市町村", lambda one: one.target.municipality, 84, sort="municipality", shown=False),
        Column("person", "担当者", lambda one: one.person, 96, shown=False),
        Column("note", "申し合わせ", lambda one: one.case.decision.note, 200, grow=2, shown=False),
    )


def _priority(target: TargetLine) -> str:
    return target.priority.value if target.priority else ""


def _item_tone(one: ItemLine) -> str:
    return "attention" if _priority(one.line.target) == "S" else ""


def _case_tone(one: CaseLine) -> str:
    return "attention" if _priority(one.target) == "S" else ""


def _reasons(line: AgendaLine) -> str:
    return "、".join(word(reason) for reason in line.item.reasons)


def _why(one: ItemLine) -> str:
    return "\n".join([_reasons(one.line), *one.line.target.reasons])


def _decided(one: ItemLine) -> str:
    decision = one.line.item.decision
    if decision is None:
        return ""
    parts = [word(decision.policy) if decision.policy else "", word(decision.outcome) if decision.outcome else ""]
    return "・".join(filter(None, parts)) or "方針は未決定"


def _decided_tone(_one: ItemLine) -> str:
    return "done"


def _next_look(line: AgendaLine, today: date) -> str:
    decision = line.item.decision
    return short_day(decision.next_look, today) if decision and decision.next_look else ""


def _count(count: int) -> str:
    return f"{count:,}件" if count else ""


def _state(one: CaseLine) -> str:
    return word(one.case.state) if one.case.open else "終了"


def _state_tone(one: CaseLine) -> str:
    return "" if one.case.open else "secondary"


def _policy(one: CaseLine) -> str:
    decision = one.case.decision
    policy = word(decision.policy) if decision.policy else "未決定"
    return f"{policy}（{word(decision.outcome)}）" if decision.outcome else policy


def _deadline(one: CaseLine, today: date) -> str:
    day = one.case.decision.deadline
    if day is None:
        return ""
    return f"{short_day(day, today)}{' 過ぎた' if one.overdue(today) else ''}"


def _looked(one: CaseLine, today: date) -> str:
    day = one.case.decision.next_look
    return short_day(day, today) if day and one.case.open else ""


def _reviewed(one: CaseLine) -> str:
    if one.case.reviewed_on:
        return one.case.reviewed_by
    return "未確認" if one.case.decision.policy else ""

"""The columns of the table of visits."""

from collections.abc import Callable, Sequence
from datetime import date

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.visits import VisitLine, VisitState
from shoukei_app.gui.kit.lines import Column
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word

_STATE_TONES = {VisitState.MET: "done", VisitState.ABSENT: "attention", VisitState.REFUSED: "attention"}
OVERDUE = "予定（未記録）"


def columns(today: Callable[[], date]) -> Sequence[Column[VisitLine]]:
    """The columns; `today` is the day that decides what is overdue."""
    return (
        Column("day", "日時", lambda line: when(line, today()), 148, sort="day"),
        Column("kind", "方法", lambda line: word(line.kind), 52),
        Column("name", "事業者名", lambda line: line.name, 130, grow=2, sort="name", tooltip=_about),
        Column("municipality", "市町村", lambda line: line.municipality, 92, sort="municipality"),
        Column("priority", "優先度", _priority, 60, sort="priority", tone=_priority_tone),
        Column(
            "state",
            "状態",
            lambda line: state(line, today()),
            104,
            sort="state",
            tone=lambda line: _tone(line, today()),
        ),
        Column("team", "担当者", who, 96, grow=1, tooltip=_team),
        Column("number", "整理番号", lambda line: shown(line.number), 88, sort="number", code=True, shown=False),
        Column("organisation", "機関", lambda line: line.organisation, 140, sort="organisation", shown=False),
        Column("phone", "電話番号", lambda line: line.phone, 120, code=True, shown=False),
        Column("temperature", "温度感", _temperature, 72, shown=False),
        Column("next_action", "次の対応", _next_action, 112, shown=False),
        Column("said", "聞いたこと", lambda line: line.result.said.replace("\n", "　"), 240, grow=2, shown=False),
        Column("referred_on", "橋渡し", lambda line: _referred(line, today()), 96, shown=False),
    )


def when(line: VisitLine, today: date) -> str:
    """Day and time: of the visit made, else of the plan."""
    if line.made_on is not None:
        same = line.made_on == line.planned_on
        return f"{short_day(line.made_on, today)} {line.planned_time if same else ''}".rstrip()
    if line.planned_on is None:
        return "日時未定"
    return f"{short_day(line.planned_on, today)} {line.planned_time}".rstrip()


def who(line: VisitLine) -> str:
    """Who goes: one person by the whole name, several by their family names."""
    return "・".join(line.team) if len(line.team) == 1 else family_names(line)


def family_names(line: VisitLine) -> str:
    """The team in a narrow place: 小口・上條."""
    return "・".join(name.split()[0] for name in line.team if name)


def state(line: VisitLine, today: date) -> str:
    """Where the visit stands; a plan whose day has passed says so."""
    return OVERDUE if line.overdue(today) else word(line.result.state)


def _tone(line: VisitLine, today: date) -> str:
    if line.overdue(today):
        return "overdue"
    if line.result.state is VisitState.PLANNED:
        return "accent" if line.planned_on == today else ""
    return _STATE_TONES.get(line.result.state, "secondary")


def _priority(line: VisitLine) -> str:
    return line.priority.value if line.priority else ""


def _priority_tone(line: VisitLine) -> str:
    return "attention" if line.priority and line.priority.value == "S" else ""


def _about(line: VisitLine) -> str:
    return "\n".join(filter(None, [line.name, line.representative, line.address, line.phone]))


def _team(line: VisitLine) -> str:
    return "\n".join(filter(None, [line.organisation, *line.team]))


def _temperature(line: VisitLine) -> str:
    return word(line.result.temperature) if line.result.temperature else ""


def _next_action(line: VisitLine) -> str:
    return word(line.result.next_action) if line.result.next_action else ""


def _referred(line: VisitLine, today: date) -> str:
    return short_day(line.referred_on, today) if line.referred_on else ""

"""The columns of the table of flagged firms, and the line it shows: a target beside what a try says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.flags import Cause, Flagged, Priority
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.target import TargetLine, TargetStatus
from shoukei_app.gui.kit.lines import Column
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A target with the flag that stands and the one that the rules as they are ticked now would give."""

    id: int
    target: TargetLine
    tried: Flagged | None
    causes: frozenset[Cause] = frozenset()
    lead: str = ""
    by_hand: bool = False

    @property
    def priority(self) -> str:
        """S, or what would change: A → S, → S (comes in), B → 外れる."""
        old = self.target.priority
        new = self.tried.priority if self.tried else None
        if old is new:
            return old.value if old else ""
        return " ".join(filter(None, [old.value if old else "", "→", new.value if new else "外れる"]))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that stand; for a firm that would come in, those of the try."""
        if self.target.reasons or self.tried is None:
            return self.target.reasons
        return self.tried.reasons

    @property
    def score(self) -> int | None:
        """The points that stand; for a firm that would come in, those of the try."""
        if self.target.priority:
            return self.target.score
        return self.tried.score if self.tried else None


_STATUS_TONES = {TargetStatus.REFERRED: "done", TargetStatus.VISITED: "done", TargetStatus.VISIT_PLANNED: "accent"}


def columns(diagnosis: Callable[[str], str], today: Callable[[], date]) -> Sequence[Column[FlagLine]]:
    """The columns; `diagnosis` gives the name of a type for its code, `today` the day dates are near to."""
    return (
        Column("number", "整理番号", lambda line: shown(line.target.number), 80, sort="number", code=True),
        Column(
            "priority", "優先度", lambda line: line.priority, 84, sort="priority", tone=_priority_tone, tooltip=_changes
        ),
        Column("score", "点", _score, 48, numeric=True),
        Column("name", "事業者名", lambda line: line.target.name, 132, grow=2, sort="name", tooltip=_about),
        Column("reasons", "抽出理由", _reasons, 136, grow=3, tooltip=lambda line: "\n".join(line.reasons)),
        Column("causes", "変わるわけ", _causes, 130, shown=False),
        Column("lead", "担当", lambda line: line.lead, 76),
        Column("municipality", "市町村", lambda line: line.target.municipality, 88, sort="municipality", shown=False),
        Column("status", "状況", lambda line: word(line.target.status), 116, tone=_status_tone),
        Column("diagnosis", "診断", lambda line: diagnosis(line.target.diagnosis), 150, sort="diagnosis", shown=False),
        Column("representative", "代表者", lambda line: line.target.representative, 110, shown=False),
        Column("phone", "電話番号", lambda line: line.target.phone, 120, code=True, shown=False),
        Column("address", "所在地", lambda line: line.target.address, 240, shown=False),
        Column("industry", "業種", lambda line: line.target.industry, 110, sort="industry", shown=False),
        Column("staff", "従業者数", _staff, 84, sort="staff", numeric=True, shown=False),
        Column("visit_on", "訪問・電話の日", lambda line: _visit_day(line, today()), 120, sort="visit_on", shown=False),
    )


def _priority_tone(line: FlagLine) -> str:
    if line.tried is None and line.target.priority:
        return "secondary"
    wanted = line.tried.priority if line.tried else line.target.priority
    return "attention" if wanted is Priority.S else ""


def _status_tone(line: FlagLine) -> str:
    return _STATUS_TONES.get(line.target.status, "")


def _reasons(line: FlagLine) -> str:
    return ("担当者の判断：" if line.by_hand else "") + "／".join(line.reasons)


def _changes(line: FlagLine) -> str:
    return f"{line.priority}：{_causes(line)}" if line.causes else ""


def _about(line: FlagLine) -> str:
    target = line.target
    person = " ".join(filter(None, [target.title, target.representative]))
    return "\n".join(filter(None, [target.name, target.office, person, target.address, target.phone]))


def _causes(line: FlagLine) -> str:
    return "・".join(word(cause) for cause in Cause if cause in line.causes)


def _score(line: FlagLine) -> str:
    return "" if line.score is None else f"{line.score:,}"


def _staff(line: FlagLine) -> str:
    return "" if line.target.staff is None else f"{line.target.staff:,}"


def _visit_day(line: FlagLine, today: date) -> str:
    return short_day(line.target.visit_on, today) if line.target.visit_on else ""

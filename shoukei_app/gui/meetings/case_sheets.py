"""What is asked when several cases are worked on at once: a policy, a state with its day, a lead, an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.cases import CaseOutcome, CaseState, SupportPolicy
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Reaching:
    """A state, and the day on which it was reached."""

    state: CaseState | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Leading:
    """Who leads: an organisation, and a person of it (None: nobody named)."""

    who: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """With what cases are closed."""

    outcome: CaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class Planning:
    """What is done for a firm, until when, and from when on it comes back to a meeting (None: as it was)."""

    policy: SupportPolicy | None = None
    deadline: date | None = None
    next_look: date | None = None


class PolicySheet(Sheet):
    """`asked` is the answer; `before` is what stands already where a single case was chosen."""

    def __init__(self, parent: QWidget, count: int, before: Planning) -> None:
        self.asked: Planning | None = None
        self.form: Form[Planning] = Form(
            [
                ChoiceField(
                    key="policy",
                    label="支援方針",
                    options=[(one, word(one)) for one in SupportPolicy],
                    required=True,
                    help="訪問・電話の方針は「訪問・電話」の割り振りに出ます。主担当と申し合わせはそのままです。",
                ),
                DateField(key="deadline", label="期限", help="空のままなら、いまの期限のままです"),
                DateField(key="next_look", label="次に見る日", help="空のままなら、いまの日のままです"),
            ]
        )
        super().__init__(parent, f"{count:,}件の方針を決める", self.form, "決める")
        self.setMinimumWidth(theme().px(440))
        self.form.fill(before)

    def run(self) -> bool:
        """Keep the answer."""
        self.asked = self.form.value()
        return self.asked is not None


class StateSheet(Sheet):
    """`asked` is the answer."""

    def __init__(self, parent: QWidget, count: int, today: date) -> None:
        self.asked: Reaching | None = None
        self.form: Form[Reaching] = Form(
            [
                ChoiceField(key="state", label="状態", options=[(one, word(one)) for one in CaseState], required=True),
                DateField(key="day", label="その状態になった日", required=True),
            ]
        )
        super().__init__(parent, f"{count:,}件の状態を変える", self.form, "変える")
        self.setMinimumWidth(theme().px(420))
        self.form.fill(Reaching(None, today))

    def run(self) -> bool:
        """Keep the answer."""
        self.asked = self.form.value()
        return self.asked is not None


class LeadSheet(Sheet):
    """`asked` is the answer."""

    def __init__(
        self, parent: QWidget, count: int, organisations: Sequence[Organisation], persons: Sequence[Person]
    ) -> None:
        self.asked: Leading | None = None
        options: list[tuple[tuple[int, int | None], str]] = []
        for one in organisations:
            options.append(((one.id, None), one.name))
            options += [
                ((one.id, person.id), f"　{person.name}") for person in persons if person.organisation_id == one.id
            ]
        self.form: Form[Leading] = Form([ChoiceField(key="who", label="主担当", options=options, none="決めない")])
        super().__init__(parent, f"{count:,}件の主担当を決める", self.form, "決める")
        self.setMinimumWidth(theme().px(420))
        self.form.fill(Leading())

    def run(self) -> bool:
        """Keep the answer."""
        self.asked = self.form.value()
        return self.asked is not None


class OutcomeSheet(Sheet):
    """`asked` is the answer."""

    def __init__(self, parent: QWidget, count: int) -> None:
        self.asked: Closing | None = None
        self.form: Form[Closing] = Form(
            [
                ChoiceField(
                    key="outcome",
                    label="結果",
                    options=[(one, word(one)) for one in CaseOutcome],
                    required=True,
                    help="終えた案件は、次の会議の議題に載らなくなります。橋渡し先の報告を待つものは、期日が来ると戻ります。",
                )
            ]
        )
        super().__init__(parent, f"{count:,}件の案件を終える", self.form, "終える")
        self.setMinimumWidth(theme().px(440))
        self.form.fill(Closing())

    def run(self) -> bool:
        """Keep the answer."""
        self.asked = self.form.value()
        return self.asked is not None

"""Handing firms on (橋渡し): to whom, for what; nobody's name goes anywhere without consent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.organisation import Organisation, OrganisationKind
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visits import ReferralKind
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, LinesField
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Referring:
    """What was asked: to which organisation, for what, on which day, with which remark."""

    organisation: int | None = None
    kind: ReferralKind = ReferralKind.THIRD_PARTY
    day: date | None = None
    note: str = ""


class ReferSheet(Sheet):
    """`asked` is the answer, `consented` the targets that consented by word of mouth.

    `without_consent` tells which of the firms have not consented to an organisation of a kind.
    """

    def __init__(
        self,
        parent: QWidget,
        firms: str,
        organisations: Sequence[Organisation],
        today: date,
        without_consent: Callable[[OrganisationKind], Sequence[int]],
    ) -> None:
        self.asked: Referring | None = None
        self.consented: tuple[int, ...] = ()
        self._kinds = {one.id: one.kind for one in organisations}
        self._without_consent = without_consent
        self._missing: tuple[int, ...] = ()
        self.form: Form[Referring] = Form(
            [
                ChoiceField(
                    key="organisation",
                    label="橋渡し先",
                    options=[(one.id, one.name) for one in organisations],
                    required=True,
                ),
                ChoiceField(key="kind", label="相談の内容", options=[(one, word(one)) for one in ReferralKind]),
                DateField(key="day", label="橋渡しの日", required=True),
                LinesField(key="note", label="申し送り", lines=2, help="連絡してよい時間、連絡を避ける人など"),
            ]
        )
        self._said = label("", "error", wrap=True)
        self.consent = CheckBox("訪問・電話のときに、本人から提供の同意を得ました")
        content = holding(
            column(label(firms, "secondary", wrap=True), self.form, self._said, self.consent, spacing=GRID + 4)
        )
        super().__init__(parent, "センターなどへ橋渡しする", content, "橋渡しを記録")
        self.setMinimumWidth(theme().px(480))
        centre = next((one.id for one in organisations if one.kind is OrganisationKind.CENTRE), None)
        self.form.fill(Referring(organisation=centre, day=today))
        self.form.changed.connect(self._show)
        self.consent.toggled.connect(lambda _on: self._allow())
        self._show()

    def run(self) -> bool:
        """Keep the answer, where nothing is missing."""
        value = self.form.value()
        if value is None or (self._missing and not self.consent.isChecked()):
            return False
        self.asked, self.consented = value, self._missing
        return True

    def _show(self) -> None:
        value = self.form.value()
        kind = self._kinds.get(value.organisation) if value and value.organisation else None
        self._missing = tuple(self._without_consent(kind)) if kind else ()
        self._said.setVisible(bool(self._missing))
        self.consent.setVisible(bool(self._missing))
        self._said.setText(
            f"{len(self._missing):,}件は、調査票でこの機関への提供に同意していません。同意を得ていなければ橋渡しできません。"
        )
        self._allow()

    def _allow(self) -> None:
        self.verb.setEnabled(not self._missing or self.consent.isChecked())

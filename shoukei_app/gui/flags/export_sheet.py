"""For whom a list of flagged firms is written: it then holds only the firms that consent to this recipient."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, Form
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class _Asked:
    recipient: Recipient | None = None


class ExportSheet(Sheet):
    """Asks for the recipient and says how many firms will be in the file; `recipient` is the answer."""

    def __init__(self, parent: QWidget, flagged: int, consenting: dict[Recipient, int]) -> None:
        self.recipient: Recipient | None = None
        self._flagged = flagged
        self._consenting = consenting
        self.form: Form[_Asked] = Form(
            [
                ChoiceField(
                    key="recipient",
                    label="渡す先",
                    options=[(recipient, word(recipient)) for recipient in Recipient],
                    none="渡さない（自分の課で使う）",
                )
            ]
        )
        self.said = label("", wrap=True)
        super().__init__(
            parent, "抽出した事業者を書き出す", holding(column(self.form, self.said, spacing=2 * GRID)), "保存先を選ぶ…"
        )
        self.setMinimumWidth(theme().px(460))
        self.form.changed.connect(self._show)
        self.form.fill(_Asked())
        self._show()

    def run(self) -> bool:
        """Keep the answer."""
        value = self.form.value()
        self.recipient = value.recipient if value else None
        return value is not None

    def _show(self) -> None:
        value = self.form.value()
        recipient = value.recipient if value else None
        if recipient is None:
            self.said.setText(
                f"抽出した {self._flagged:,}件をすべて書き出します。ほかの機関へは渡さないでください"
                "（渡すときは、上で渡す先を選ぶと同意のある事業者だけになります）。"
            )
            self.verb.setEnabled(self._flagged > 0)
            return
        allowed = self._consenting.get(recipient, 0)
        self.said.setText(
            f"抽出した {self._flagged:,}件のうち、{word(recipient)}への提供に同意した {allowed:,}件を書き出します。"
            f"同意のない {self._flagged - allowed:,}件は入りません。"
        )
        self.verb.setEnabled(allowed > 0)

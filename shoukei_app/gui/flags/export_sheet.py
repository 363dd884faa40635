"""For whom and with which columns the flagged firms are written; a recipient gets only firms that consent to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from shoukei_app.domain.organisation import Organisation
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import TickDelegate
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, Form, TextField
from shoukei_app.gui.kit.pieces import STRETCH, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import flagged_export
from shoukei_app.usecases.flagged_export import FlaggedAsk
from shoukei_app.words.terms import word

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Asked:
    recipient: Recipient | None = None
    lead: int | None = None
    password: str = ""


class ExportSheet(Sheet):
    """Asks for recipient, columns and password and says how many firms will be in the file; `asked` is the answer."""

    def __init__(
        self,
        parent: QWidget,
        flagged: int,
        consenting: dict[Recipient, int],
        chosen: Sequence[str],
        organisations: Sequence[Organisation] = (),
    ) -> None:
        self.asked: FlaggedAsk | None = None
        self._flagged = flagged
        self._consenting = consenting
        self.form: Form[_Asked] = Form(
            [
                ChoiceField(
                    key="recipient",
                    label="渡す先",
                    options=[(recipient, word(recipient)) for recipient in Recipient],
                    none="渡さない（自分の課で使う）",
                ),
                ChoiceField(
                    key="lead",
                    label="担当",
                    options=[(one.id, one.name) for one in organisations],
                    none="すべての事業者",
                    help="選ぶと、その機関が担当する事業者だけを書き出します",
                ),
                TextField(
                    key="password",
                    label="ファイルのパスワード",
                    help="空のままなら、パスワードなしで保存します",
                    max_length=100,
                ),
            ]
        )
        password = self.form.editor("password")
        assert isinstance(password, QLineEdit)
        password.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.columns = _column_list(chosen)
        self.said = label("", wrap=True)
        right = column(
            label("書き出す列", "strong"),
            self.columns,
            label("引いて順番を変えられます。次もこの列で書き出します", "note"),
            spacing=GRID // 2,
        )
        halves = row(column(self.form, STRETCH, self.said, spacing=2 * GRID), right, spacing=3 * GRID)
        super().__init__(parent, "抽出した事業者を書き出す", holding(halves), "保存先を選ぶ…")
        self.setMinimumWidth(theme().px(680))
        self.form.changed.connect(self._show)
        self.columns.itemChanged.connect(lambda _item: self._show())
        self.form.fill(_Asked())
        self._show()

    def run(self) -> bool:
        """Keep the answer."""
        value = self.form.value()
        if value is not None:
            self.asked = FlaggedAsk(value.recipient, value.lead, self._chosen(), value.password)
        return self.asked is not None

    def _chosen(self) -> tuple[str, ...]:
        items = (self.columns.item(place) for place in range(self.columns.count()))
        return tuple(str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _show(self) -> None:
        value = self.form.typed()
        within = "のうち、選んだ機関が担当するもの" if value.lead else ""
        count = self._flagged
        if value.recipient is None:
            self.said.setText(
                f"抽出した {count:,}件{within or 'をすべて'}{'を' if within else ''}書き出します。"
                "ほかの機関へは渡さないでください（渡すときは、上で渡す先を選ぶと同意のある事業者だけになります）。"
            )
        else:
            count = self._consenting.get(value.recipient, 0)
            self.said.setText(
                f"抽出した {self._flagged:,}件のうち、{word(value.recipient)}への提供に同意した {count:,}件{within}を"
                f"書き出します。同意のない {self._flagged - count:,}件は入りません。"
            )
        self.verb.setEnabled(count > 0 and bool(self._chosen()))


def _column_list(chosen: Sequence[str]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName("書き出す列")
    made.setDragDropMode(QListWidget.DragDropMode.InternalMove)
    made.setMinimumHeight(theme().px(320))
    made.setItemDelegate(TickDelegate(made))
    known = {one.key: one for one in flagged_export.columns()}
    for key in (*chosen, *(key for key in known if key not in chosen)):
        item = QListWidgetItem(known[key].heading, made)
        item.setData(_KEY, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
    return made

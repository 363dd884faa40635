"""Changing many firms at once: what is to be the same for all, told in a sentence before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.firm import FirmStatus, LegalForm
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import ChoiceField, DateField, Field, Form, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import column, holding, label, rule
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import firms
from shoukei_app.words import firm_change
from shoukei_app.words.terms import words

PAUSE_MS = 200
WIDTH = 620
KEPT = "変えない"
NOTHING = "変える欄だけを選ぶか入れてください。ほかの欄は、事業者ごとにいまのまま残ります。"

FIELDS: tuple[Field, ...] = (
    ChoiceField(key="status", label="営業の状況", options=tuple(words(FirmStatus).items()), none=KEPT),
    DateField(key="status_on", label="廃業・閉鎖・移転の日"),
    TextField(key="status_reason", label="その理由", placeholder="廃業届、商工会からの連絡 など"),
    TextField(key="industry", label="業種", placeholder=KEPT),
    ChoiceField(key="legal_form", label="経営形態", options=tuple(words(LegalForm).items()), none=KEPT),
    ChoiceField(
        key="do_not_mail",
        label="発送",
        options=((True, "発送不要の申出がある"), (False, "送ってよい")),
        none=KEPT,
    ),
    TextField(key="note", label="備考に書き足す", placeholder="書き足さない"),
)


def wrong(change: FirmChange) -> dict[str, str]:
    """What cannot be done as it is typed: a sentence for the field."""
    if change.status in (None, FirmStatus.ACTIVE) and (change.status_on or change.status_reason):
        return {"status": "日付と理由は、廃業・移転・対象外にするときに入れます。営業の状況を選んでください。"}
    return {}


class BulkEdit(dialogs.Sheet):
    """A sheet for some firms; it writes through the desk and closes when that is under way."""

    def __init__(self, shell: Shell, parent: QWidget, ids: Sequence[int]) -> None:
        self.form: Form[FirmChange] = Form(FIELDS, check=wrong, columns=2)
        self.sentence = label(NOTHING, "body", wrap=True)
        self.sentence.setMinimumHeight(theme().px(44))
        content = holding(column(self.form, rule(), self.sentence, spacing=2 * GRID))
        super().__init__(parent, f"選んだ {len(ids):,}件をまとめて直す", content, "変更する")
        self.setFixedWidth(theme().px(WIDTH))
        self._shell = shell
        self._ids = tuple(ids)
        self._asked = 0
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.preview)
        self.form.changed.connect(self._pause.start)
        self.form.fill(FirmChange())
        self.verb.setEnabled(False)

    def preview(self) -> None:
        """Tell what would happen; nothing is written."""
        change, ledger, ids = self.form.typed(), self._shell.session.ledger, self._ids
        self._asked += 1
        asked = self._asked
        if change.is_empty:
            self._show((asked, change, 0))
            return
        self._shell.desk.read(
            lambda _progress: (asked, change, firms.count_to_change(ledger, ids, change)),
            title="変わる事業者を数えています",
            done=self._show,
        )

    def run(self) -> bool:
        """Write the change as one operation."""
        change = self.form.value()
        if change is None or change.is_empty:
            return False
        ledger, act, ids, shell = self._shell.session.ledger, self._shell.session.act(), self._ids, self._shell
        shell.desk.write(
            lambda _progress: firms.edit_many(ledger, act, ids, change),
            title=f"{len(ids):,}件を変更しています",
            done=lambda count: shell.say(f"{count:,}件の事業者を変更しました", undo=count > 0),
            cancellable=False,
        )
        return True

    def _show(self, answer: tuple[int, FirmChange, int]) -> None:
        asked, change, altered = answer
        if asked == self._asked:
            self.sentence.setText(firm_change.told(change, len(self._ids), altered) or NOTHING)
            self.verb.setEnabled(altered > 0)

"""「料金受取人払」: the approval on the return envelope, its fee, and how many replies are expected."""

from PySide6.QtWidgets import QWidget

from shoukei_app.domain import reply_paid
from shoukei_app.domain.reply_paid import ReplyPaid
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, NumberField, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import ledgers, postal


class ReplyPaidSheet(dialogs.Sheet):
    """Shows an approval; `approval` is what was typed, once it was accepted."""

    def __init__(self, parent: QWidget, first: ReplyPaid) -> None:
        self.approval = first
        fees = [(fee, f"{fee}円") for fee in dict.fromkeys([*postal.rates().reply_fees, first.fee])]
        self.form: Form[ReplyPaid] = Form(
            [
                TextField(key="number", label="承認番号", placeholder="123"),
                TextField(key="office", label="承認した郵便局", placeholder="○○郵便局"),
                DateField(key="approved_on", label="承認の日", width=120),
                DateField(key="expires_on", label="有効期限", help="承認から2年以内です。", width=120),
                ChoiceField(key="fee", label="1通ごとの手数料", options=fees),
                NumberField(
                    key="expected_percent", label="見込む回収率", minimum=0, maximum=100, unit="%", required=True
                ),
            ],
            check=_check,
            columns=2,
        )
        super().__init__(parent, "料金受取人払", self.form, "記録する")
        self.setMinimumWidth(theme().px(560))
        self.form.fill(first)

    def run(self) -> bool:
        """Take what was typed; a form with errors stays."""
        typed = self.form.value()
        if typed is None:
            return False
        self.approval = typed
        return True


def ask(parent: QWidget, shell: Shell) -> None:
    """Ask for the approval of the campaign in sight, and keep it."""
    session = shell.session
    ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
    assert campaign_id is not None
    sheet = ReplyPaidSheet(parent, ledgers.campaign(ledger, campaign_id).reply_paid)
    accepted = sheet.exec()
    approval = sheet.approval
    sheet.deleteLater()
    if accepted:
        shell.desk.write(
            lambda _progress: ledgers.edit_reply_paid(ledger, act, campaign_id, approval),
            title="料金受取人払の記録",
            done=lambda _value: shell.say("料金受取人払の承認を記録しました", undo=True),
        )


def _check(typed: ReplyPaid) -> dict[str, str]:
    if typed.approved_on and typed.expires_on and typed.expires_on < typed.approved_on:
        return {"expires_on": "承認の日より前です。確かめてください。"}
    if reply_paid.is_too_long(typed):
        return {"expires_on": "承認から2年を超えています。"}
    return {}

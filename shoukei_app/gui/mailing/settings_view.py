"""発送の設定: who writes, until when, and how many replies are hoped for."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.form import DateField, Form, Keys, NumberField, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, button, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import ledgers


@dataclass(frozen=True, slots=True)
class MailingSettings:
    """What the letters say of the campaign and its sender."""

    title: str
    deadline: date | None
    goal: int | None
    name: str
    section: str
    head: str
    postal_code: str
    address: str
    phone: str
    fax: str
    contact: str

    @classmethod
    def of(cls, campaign: Campaign) -> "MailingSettings":
        """The settings of a campaign."""
        who = campaign.sender
        return cls(
            campaign.name,
            campaign.deadline,
            campaign.goal,
            who.name,
            who.section,
            who.head,
            who.postal_code,
            who.address,
            who.phone,
            who.fax,
            who.contact,
        )

    @property
    def sender(self) -> Sender:
        """Who writes."""
        return Sender(
            name=self.name,
            section=self.section,
            head=self.head,
            postal_code=self.postal_code,
            address=self.address,
            phone=self.phone,
            fax=self.fax,
            contact=self.contact,
        )


_FIELDS = (
    TextField(key="title", label="調査の名前", required=True),
    DateField(key="deadline", label="回答期限", help="発送便ごとに変えることもできます。", width=120),
    TextField(key="name", label="差出人（役所・団体の名前）", placeholder="○○町役場"),
    NumberField(key="goal", label="回答の目標", minimum=1, maximum=999999, unit="件"),
    TextField(key="section", label="担当の課", placeholder="産業振興課"),
    TextField(key="head", label="依頼文に署名する人", placeholder="○○町長　○○ ○○"),
    TextField(key="postal_code", label="郵便番号", keys=Keys.DIGITS, width=120, max_length=8, placeholder="380-0000"),
    TextField(key="address", label="住所"),
    TextField(key="phone", label="電話", keys=Keys.LATIN, width=180, max_length=30),
    TextField(key="fax", label="FAX", keys=Keys.LATIN, width=180, max_length=30),
    TextField(key="contact", label="問い合わせ先の担当者", placeholder="担当　○○"),
)


class SettingsView(QWidget):
    """A form that keeps nothing until 保存 is pressed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.form: Form[MailingSettings] = Form(_FIELDS, columns=2)
        self.warning = Banner(
            "差出人が空です",
            "このままでは、差出人のない依頼文が届きます。差出人・住所・電話を入れてから発送便を作ってください。",
            tone="attention",
        )
        self._save = button("保存", self.save, kind="primary", symbol="check")
        self._drop = button("入れ直す前に戻す", self.show_campaign, kind="quiet")
        card = Card("発送の設定", "依頼文・督促状・調査票に印刷されます")
        card.setMaximumWidth(theme().px(920))
        card.add(self.form)
        card.add(
            label(
                "作り終えた発送便は、作ったときの差出人と文面のまま印刷します。変えたときは、便を取りやめて作り直してください。",
                "secondary",
                wrap=True,
            )
        )
        card.add(row(STRETCH, self._drop, self._save))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(self.warning)
        line = row(card, STRETCH)
        line.setStretch(0, 100)
        outer.addLayout(line)
        outer.addStretch(1)
        self.form.changed.connect(self._on_changed)

    @property
    def edited(self) -> bool:
        """Whether something is not kept yet."""
        return self.form.edited

    def show_campaign(self) -> None:
        """Show what the ledger holds."""
        session = self._shell.session
        if session.campaign_id is None:
            return
        campaign = ledgers.campaign(session.ledger, session.campaign_id)
        self.form.fill(MailingSettings.of(campaign))
        self.warning.setVisible(not campaign.sender.name)
        self._on_changed()

    def save(self) -> None:
        """Keep what stands in the form."""
        value = self.form.value()
        session = self._shell.session
        if value is None or session.campaign_id is None:
            return
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: ledgers.edit_campaign(
                ledger,
                act,
                campaign_id,
                name=value.title,
                deadline=value.deadline,
                goal=value.goal,
                sender=value.sender,
            ),
            title="発送の設定の保存",
            done=lambda _value: self._on_saved(),
        )

    def _on_saved(self) -> None:
        self.show_campaign()
        self._shell.say("発送の設定を保存しました", undo=True)

    def _on_changed(self) -> None:
        self._save.setEnabled(self.edited)
        self._drop.setVisible(self.edited)

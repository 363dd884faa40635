"""The columns of the page's tables, as data."""

from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.target import Disposition, TargetLine, TargetStatus
from shoukei_app.gui.kit.lines import Column
from shoukei_app.usecases.receipts import LoggedReceipt
from shoukei_app.words.terms import word


def day_of(day: date | None) -> str:
    """A day in a table: 8/21, "" for none."""
    return f"{day.month}/{day.day}" if day else ""


def _disposition_tone(line: LoggedReceipt) -> str:
    return "" if line.receipt.disposition is Disposition.ANSWERED else "attention"


_STATUS_TONES = {TargetStatus.RECEIVED: "attention", TargetStatus.INVALID: "secondary"}

LOG: tuple[Column[LoggedReceipt], ...] = (
    Column("at", "時刻", lambda line: f"{line.act.at:%H:%M}", 64, code=True),
    Column("number", "整理番号", lambda line: form_number.shown(line.target.number), 96, code=True),
    Column("name", "事業者名", lambda line: line.target.name, 200, grow=3),
    Column("municipality", "市町村", lambda line: line.target.municipality, 96, grow=1),
    Column("disposition", "内容", lambda line: word(line.receipt.disposition), 104, tone=_disposition_tone),
    Column("channel", "届き方", lambda line: word(line.receipt.channel), 72),
    Column("bundle", "束", lambda line: line.receipt.bundle, 56, code=True),
    Column("received_on", "受付日", lambda line: day_of(line.receipt.received_on), 72, code=True),
    Column("person", "担当", lambda line: line.act.person, 96, shown=False),
)

SHEETS: tuple[Column[TargetLine], ...] = (
    Column("number", "整理番号", lambda line: form_number.shown(line.number), 96, code=True, sort="number"),
    Column("name", "事業者名", lambda line: line.name, 220, grow=3, sort="name"),
    Column("municipality", "市町村", lambda line: line.municipality, 104, grow=1, sort="municipality"),
    Column(
        "status",
        "状態",
        lambda line: word(line.status),
        140,
        tone=lambda line: _STATUS_TONES.get(line.status, ""),
    ),
    Column("received_on", "受付日", lambda line: day_of(line.received_on), 80, code=True, sort="received_on"),
    Column("channel", "届き方", lambda line: word(line.channel) if line.channel else "", 80, sort="channel"),
    Column("disposition", "内容", lambda line: word(line.disposition) if line.disposition else "", 110),
    Column("diagnosis", "診断", lambda line: line.diagnosis, 64, sort="diagnosis"),
    Column("archive_place", "保管", lambda line: line.archive_place, 80, sort="archive_place"),
    Column(
        "remarks",
        "食い違い",
        lambda line: str(line.remarks) if line.diagnosis and line.remarks else "",
        80,
        numeric=True,
        tone=lambda line: "attention" if line.remarks else "",
    ),
)

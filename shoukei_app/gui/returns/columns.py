"""The columns of the page's tables, as data."""

from datetime import date, datetime

from shoukei_app.domain import form_number
from shoukei_app.domain.loose_sheet import slip
from shoukei_app.domain.target import ANSWERS, TargetLine, TargetStatus
from shoukei_app.gui.kit.lines import Column
from shoukei_app.usecases.loose_sheets import Candidate, LooseSheet
from shoukei_app.usecases.receipts import LoggedReceipt
from shoukei_app.words.terms import word


def day_of(day: date | None) -> str:
    """A day in a table: 8/21, "" for none."""
    return f"{day.month}/{day.day}" if day else ""


def _disposition_tone(line: LoggedReceipt) -> str:
    return "" if line.receipt.disposition in ANSWERS else "attention"


def _moment(at: datetime | None) -> str:
    return f"{at.month}/{at.day} {at:%H:%M}" if at else ""


_STATUS_TONES = {TargetStatus.RECEIVED: "attention", TargetStatus.INVALID: "secondary"}

LOG: tuple[Column[LoggedReceipt], ...] = (
    Column("received_on", "受付日", lambda line: day_of(line.receipt.received_on), 64, code=True),
    Column("number", "整理番号", lambda line: form_number.shown(line.target.number), 96, code=True),
    Column("name", "事業者名", lambda line: line.target.name, 200, grow=3),
    Column("municipality", "市町村", lambda line: line.target.municipality, 96, grow=1),
    Column("disposition", "内容", lambda line: word(line.receipt.disposition), 104, tone=_disposition_tone),
    Column("channel", "届き方", lambda line: word(line.receipt.channel), 72),
    Column("bundle", "束", lambda line: line.receipt.bundle, 64, code=True),
    Column("note", "備考", lambda line: line.receipt.note, 112, grow=1),
    Column("person", "記録した人", lambda line: line.receipt.recorded_by, 96),
    Column("at", "記録", lambda line: _moment(line.receipt.recorded_at), 96, code=True),
)

LOOSE: tuple[Column[LooseSheet], ...] = (
    Column("slip", "票の番号", lambda sheet: slip(sheet.number), 80, code=True),
    Column("received_on", "受付日", lambda sheet: day_of(sheet.arrival.received_on), 64, code=True),
    Column("channel", "届き方", lambda sheet: word(sheet.arrival.channel), 64),
    Column("bundle", "束", lambda sheet: sheet.arrival.bundle, 56, code=True, grow=1),
    Column("note", "備考", lambda sheet: sheet.arrival.note, 96, shown=False),
    Column("person", "記録した人", lambda sheet: sheet.recorded_by, 96, shown=False),
)

SENDERS: tuple[Column[Candidate], ...] = (
    Column("number", "整理番号", lambda one: form_number.shown(one.target.number), 88, code=True),
    Column("name", "事業者名", lambda one: one.target.name, 180, grow=2),
    Column("clues", "合うところ", lambda one: "、".join(word(clue) for clue in one.clues), 220, grow=3),
    Column("municipality", "市町村", lambda one: one.target.municipality, 88),
    Column("industry", "業種", lambda one: one.target.industry, 96, grow=1),
    Column(
        "staff", "従業者数", lambda one: "" if one.target.staff is None else f"{one.target.staff:,}", 80, numeric=True
    ),
    Column("status", "状態", lambda one: word(one.target.status), 96, shown=False),
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

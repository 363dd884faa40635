"""The columns of the page's tables, as data."""

from dataclasses import dataclass
from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import Piece, PieceState, Run, RunState
from shoukei_app.gui.kit.lines import Column
from shoukei_app.usecases.undelivered import RecordedUndelivered
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as the list shows it."""

    run: Run
    state: RunState

    @property
    def id(self) -> int:
        """The run's number, by which everything asks for it."""
        return self.run.number


def day_of(day: date | None) -> str:
    """A day in a table: 8/21, "" for none."""
    return f"{day.month}/{day.day}" if day else ""


def posted_words(state: RunState, run: Run) -> str:
    """Whether a run was handed to the post."""
    if run.cancelled_on:
        return f"{day_of(run.cancelled_on)} 取りやめ"
    if state.waiting:
        return "まだ差し出していません"
    return f"{day_of(state.posted_on)} 差出済み" if state.posted_on else "差出済み"


def reason(piece: Piece) -> str:
    """Why a piece was left out or came back."""
    if piece.left_out:
        return word(piece.left_out)
    return word(piece.undelivered) if piece.undelivered else ""


def address(piece: Piece) -> str:
    """The address of a piece in one line."""
    where = piece.addressee.address
    code = f"〒{where.postal_code[:3]}-{where.postal_code[3:]} " if where.postal_code else ""
    return f"{code}{where.prefecture}{where.county}{where.municipality}{where.town}{where.rest}"


def addressee(piece: Piece) -> str:
    """To whom a piece goes, in one line."""
    who = piece.addressee
    return "　".join(filter(None, [who.name, who.office, who.title, who.representative]))


_PIECE_TONES = {
    PieceState.UNDELIVERED: "attention",
    PieceState.SPOILED: "attention",
    PieceState.HELD: "attention",
    PieceState.LEFT_OUT: "secondary",
    PieceState.VOID: "secondary",
    PieceState.POSTED: "done",
}

RUNS: tuple[Column[RunLine], ...] = (
    Column("number", "便", lambda line: f"第{line.run.number}便", 80, code=True),
    Column("kind", "種類", lambda line: word(line.run.kind), 104),
    Column("made_on", "依頼文の日付", lambda line: day_of(line.run.made_on), 112, code=True),
    Column("deadline", "回答期限", lambda line: day_of(line.run.deadline), 88, code=True),
    Column("pieces", "封入", lambda line: f"{line.run.pieces:,}", 80, numeric=True),
    Column("left_out", "発送しない", lambda line: f"{line.run.left_out:,}", 96, numeric=True),
    Column("undelivered", "返戻", lambda line: f"{line.state.undelivered:,}", 72, numeric=True),
    Column(
        "posted",
        "差出",
        lambda line: posted_words(line.state, line.run),
        180,
        grow=1,
        tone=lambda line: "attention" if line.state.waiting else "secondary" if line.run.cancelled_on else "done",
    ),
    Column("order", "並び順", lambda line: word(line.run.order), 130),
)

PIECES: tuple[Column[Piece], ...] = (
    Column("number", "整理番号", lambda piece: form_number.shown(piece.number), 96, code=True, sort="number"),
    Column("addressee", "宛名", addressee, 220, grow=2, sort="addressee", tooltip=addressee),
    Column("address", "住所", address, 260, grow=3, sort="address", tooltip=address),
    Column(
        "state",
        "状態",
        lambda piece: word(piece.state),
        96,
        sort="state",
        tone=lambda piece: _PIECE_TONES.get(piece.state, ""),
    ),
    Column("reason", "理由", reason, 150, sort="reason"),
)

UNDELIVERED: tuple[Column[RecordedUndelivered], ...] = (
    Column("at", "時刻", lambda line: f"{line.act.at:%H:%M}", 64, code=True),
    Column("number", "整理番号", lambda line: form_number.shown(line.target.number), 96, code=True),
    Column("name", "事業者名", lambda line: line.target.name, 200, grow=2),
    Column("address", "住所", lambda line: line.target.address, 240, grow=3),
    Column("reason", "理由", lambda line: word(line.reason), 190, tone=lambda _line: "attention"),
)

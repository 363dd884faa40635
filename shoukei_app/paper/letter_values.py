"""What the fields of a letter say: those that are the same for a run, and those of one piece."""

from shoukei_app.domain import era, form_number
from shoukei_app.domain.letter import Occasion
from shoukei_app.domain.mailing import Piece
from shoukei_app.words import dates

_NO_REPRESENTATIVE = "代表者"
_BY_ENVELOPE = "同封の返信用封筒"


def of_run(occasion: Occasion) -> dict[str, str]:
    """The values that all letters of a run share, by key; "" where nothing is known."""
    sender = occasion.sender
    return {
        "deadline": dates.with_weekday(occasion.deadline) if occasion.deadline else "",
        "today": era.wareki(occasion.dated),
        "campaign": occasion.campaign,
        "sender": sender.name.replace("\n", "・"),
        "section": sender.section,
        "contact": sender.contact,
        "phone": sender.phone,
        "fax": sender.fax,
        "address": sender.address,
        "reply": f"{_BY_ENVELOPE}又はＦＡＸ（{sender.fax}）" if sender.fax else _BY_ENVELOPE,
    }


def of_piece(piece: Piece) -> dict[str, str]:
    """The values of one letter, by key; none is empty: a firm without a representative is written to as 代表者."""
    who = piece.addressee
    return {
        "firm": who.name,
        "representative": "　".join(filter(None, (who.title, who.representative))) or _NO_REPRESENTATIVE,
        "office": who.office or who.name,
        "municipality": who.address.municipality or who.address.prefecture or "貴地域",
        "number": form_number.shown(piece.number),
    }

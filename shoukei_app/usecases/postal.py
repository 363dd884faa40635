"""What the post is told of a run: which pieces carry a customer barcode, the delivery districts, the postage."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from shoukei_app import assets
from shoukei_app.domain import postage
from shoukei_app.domain.barcode_eligibility import AddressBarcode, BarcodeReason, address_barcode
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import Divider, Piece, PieceState
from shoukei_app.domain.postage import Postage, Rates
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import mailings
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import masters


@dataclass(frozen=True, slots=True)
class PostalPlan:
    """A run as a lot for the post. `without` are the pieces that can carry no barcode, by form number, in print order;
    `districts` counts the pieces of each delivery district (郵便区番号), in the order of the districts.
    """

    pieces: int
    eligible: int
    without: dict[str, BarcodeReason]
    districts: dict[str, int]
    postage: Postage


@cache
def rates() -> Rates:
    """The bundled rates."""
    return postage.from_data(tomllib.loads(assets.text("post/postage.toml")))


def rates_in(path: Path) -> Rates:
    """Rates from an office's own file. Raises Problem: FILE_MISSING, RATES_UNREADABLE."""
    try:
        return postage.from_data(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise Problem(ProblemKind.FILE_MISSING, path=path) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Problem(ProblemKind.RATES_UNREADABLE, path=path, found=error) from error


@dataclass(frozen=True, slots=True)
class LabelBarcode:
    """The customer barcode on a label sheet: its size in points, and mm from the outermost bars to the paper's edge."""

    size: float
    margin: float


def label_barcode(sheet: LabelSheet) -> LabelBarcode | None:
    """How a label sheet carries customer barcodes, None where it takes none."""
    from shoukei_app.paper import labels  # noqa: PLC0415 - see masters.printable

    size = labels.barcode_size(sheet)
    return LabelBarcode(size, labels.barcode_margin(sheet)) if size else None


def barcodes(pieces: Iterable[Piece]) -> dict[str, AddressBarcode]:
    """The customer barcode of every piece, or why it can have none, by form number."""
    master = masters.postal_master()
    return {piece.number: address_barcode(piece.addressee.address, master) for piece in pieces}


def without_barcode(found: dict[str, AddressBarcode]) -> dict[str, BarcodeReason]:
    """Of them, those that have none, with the reason."""
    return {number: one.reason for number, one in found.items() if one.barcode is None and one.reason is not None}


def by_district(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces in the order of delivery districts, postcodes and numbers: those of one office lie together."""
    return sorted(pieces, key=lambda piece: postal_key(piece.addressee.address.postal_code, piece.number))


def dividers(pieces: Iterable[Piece]) -> dict[str, Divider]:
    """A divider for each bundle of pieces that go to one delivery district, by the form number of its first piece."""
    master = masters.postal_master()
    found = {}
    for district, bundle in groupby(pieces, lambda piece: master.district(piece.addressee.address.postal_code)):
        numbers = [piece.number for piece in bundle]
        found[numbers[0]] = Divider(district, len(numbers))
    return found


def postal_key(postal_code: str, number: str) -> tuple[str, str, str]:
    """What the postal order sorts by. The code alone would part districts: 390-02 lies between 390-00 and 390-08."""
    return masters.postal_master().district(postal_code), postal_code, number


def plan(ledger: Ledger, campaign_id: int, run_number: int, at: Rates | None = None) -> PostalPlan:
    """Count a run for the post, at the bundled rates or others. Raises Problem(NOT_FOUND)."""
    with ledger.read() as view:
        everything = mailings.pieces(view, mailings.run_by_number(view, campaign_id, run_number).id)
    sent = [piece for piece in everything if piece.state is not PieceState.LEFT_OUT]
    without = without_barcode(barcodes(sent))
    master = masters.postal_master()
    districts = Counter(master.district(piece.addressee.address.postal_code) for piece in sent)
    return PostalPlan(
        len(sent),
        len(sent) - len(without),
        without,
        dict(sorted(districts.items())),
        postage.postage(len(sent), len(sent) - len(without), at or rates()),
    )

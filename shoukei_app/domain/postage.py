"""Postage of a lot of letters, and the discounts that its counts reach or miss. Whole yen, whole per cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many pieces so many per cent are taken off."""

    pieces: int
    percent: int


@dataclass(frozen=True, slots=True)
class Rates:
    """What the post asks: `sorted` rises with the pieces; `slack` and `sorted_barcode` are added to it.

    `reply_price` is a letter's that comes back 料金受取人払, `reply_fees` what an approval can add to it.
    """

    price: int
    barcode: Threshold
    sorted: tuple[Threshold, ...]
    slack: int
    sorted_barcode: int
    reply_price: int
    reply_fees: tuple[int, ...]


class DiscountStep(StrEnum):
    """What a discount is given for."""

    BARCODE = auto()  # バーコード付郵便物
    SORTED = auto()  # 区分郵便物, by 郵便区番号
    SORTED_WITH_SLACK = auto()  # … and three days more for the delivery
    SORTED_WITH_BARCODE = auto()  # … and barcodes: everything together


@dataclass(frozen=True, slots=True)
class Discount:
    """A step of the table and how far a lot is from it: `percent` in all, and how many pieces are still missing."""

    step: DiscountStep
    percent: int
    pieces: int
    missing: int
    missing_barcodes: int = 0

    @property
    def reached(self) -> bool:
        """Whether the counts are enough."""
        return not self.missing and not self.missing_barcodes


@dataclass(frozen=True, slots=True)
class Postage:
    """What a lot costs at best. `percent` is what is taken off a piece with a barcode; `saving` is over the whole lot.

    It holds where the lot is handed in as the step says; the fraction of a yen of a saving is let go.
    """

    pieces: int
    full: int
    saving: int
    percent: int
    step: DiscountStep | None
    discounts: tuple[Discount, ...]

    @property
    def postage(self) -> int:
        """What is to be paid."""
        return self.full - self.saving

    @property
    def missing(self) -> tuple[Discount, ...]:
        """The steps that the counts do not reach."""
        return tuple(discount for discount in self.discounts if not discount.reached)


def from_data(data: Mapping[str, Any]) -> Rates:
    """Read rates from their data form (the TOML of `resources/post/postage.toml`)."""
    steps = sorted((Threshold(**entry) for entry in data["sorted"]), key=lambda step: step.pieces)
    added = data["added"]
    reply = {"price": data["price"], "fees": ()} | data.get("reply", {})
    return Rates(
        data["price"],
        Threshold(**data["barcode"]),
        tuple(steps),
        added["slack"],
        added["barcode"],
        reply["price"],
        tuple(reply["fees"]),
    )


def postage(pieces: int, barcoded: int, rates: Rates) -> Postage:
    """The postage of `pieces` letters equal in shape and weight, `barcoded` of them with a customer barcode.

    The best discount whose counts are reached is taken. Sorting counts every piece; the barcode's part is taken off the
    pieces that carry one, and only where they are as many as the barcode's own discount asks for.
    """
    full = pieces * rates.price
    discounts = tuple(_discounts(pieces, barcoded, rates))
    best, saving = None, 0
    for discount in discounts:
        saved = _saving(discount, pieces, barcoded, rates)
        if discount.reached and saved > saving:
            best, saving = discount, saved
    return Postage(pieces, full, saving, best.percent if best else 0, best.step if best else None, discounts)


def _discounts(pieces: int, barcoded: int, rates: Rates) -> list[Discount]:
    barcodes = max(rates.barcode.pieces - barcoded, 0)
    found = [Discount(DiscountStep.BARCODE, rates.barcode.percent, rates.barcode.pieces, 0, barcodes)]
    for step in rates.sorted:
        missing = max(step.pieces - pieces, 0)
        found += [
            Discount(DiscountStep.SORTED, step.percent, step.pieces, missing),
            Discount(DiscountStep.SORTED_WITH_SLACK, step.percent + rates.slack, step.pieces, missing),
            Discount(
                DiscountStep.SORTED_WITH_BARCODE,
                step.percent + rates.slack + rates.sorted_barcode,
                step.pieces,
                missing,
                barcodes,
            ),
        ]
    return found


def _saving(discount: Discount, pieces: int, barcoded: int, rates: Rates) -> int:
    match discount.step:
        case DiscountStep.BARCODE:
            parts = barcoded * discount.percent
        case DiscountStep.SORTED_WITH_BARCODE:
            parts = pieces * (discount.percent - rates.sorted_barcode) + barcoded * rates.sorted_barcode
        case _:
            parts = pieces * discount.percent
    return rates.price * parts // 100

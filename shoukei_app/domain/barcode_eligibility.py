"""Whether a piece may carry a customer barcode, and which: its postcode and what its address holds behind the town."""

from dataclasses import dataclass
from enum import StrEnum, auto

from shoukei_app.domain.address import AddressFinding, ParsedAddress, split_address
from shoukei_app.domain.address_number import address_number, box_number
from shoukei_app.domain.customer_barcode import CustomerBarcode, customer_barcode
from shoukei_app.domain.firm import Address
from shoukei_app.domain.postal_master import AreaKind, PostalMaster


class BarcodeReason(StrEnum):
    """Why there is no barcode; for the last three: why it holds something else than the number of a house."""

    NO_POSTAL_CODE = auto()  # none, or not seven figures
    UNKNOWN_CODE = auto()  # Japan Post's list does not have it (any more)
    REPRESENTATIVE_CODE = auto()  # 以下に掲載がない場合: it names no town (manual p. 18)
    SWITCHED_OFF = auto()
    LABEL_TOO_SMALL = auto()
    WINDOW_TOO_SMALL = auto()
    OFFICE_CODE = auto()  # a receiver's own code stands alone (manual p. 22)
    BOX = auto()  # the number is that of a PO box (manual p. 22)
    NO_NUMBER = auto()  # the address ends with its town: the postcode stands alone


@dataclass(frozen=True, slots=True)
class AddressBarcode:
    """What an address gives: its number, and the barcode, or None with the reason. A barcode may have a reason too."""

    address_number: str
    barcode: CustomerBarcode | None
    reason: BarcodeReason | None = None


def address_barcode(address: Address, master: PostalMaster) -> AddressBarcode:
    """The barcode of an addressee.

    The address is read anew: where the master knows its town, what follows that is looked at (大門一番町3-3 gives 3-3,
    中央1丁目2 gives 1-2 though 「中央1丁目」 was keyed as the town), elsewhere what follows the town as it is kept.
    """
    parsed = split_address(
        address.text, master, municipality_hint=address.municipality_code, postal_code=address.postal_code
    )
    unknown = AddressFinding.TOWN_UNKNOWN in parsed.findings or parsed.municipality is None
    behind_town = address.rest if address.town and unknown else parsed.current.rest
    return barcode_behind(address.postal_code, behind_town, parsed, master)


def text_barcode(postal_code: str, text: str, master: PostalMaster) -> AddressBarcode:
    """The barcode of a postcode (7 figures) and an address on one line."""
    parsed = split_address(text, master, postal_code=postal_code)
    return barcode_behind(postal_code, parsed.current.rest, parsed, master)


def barcode_behind(postal_code: str, behind_town: str, parsed: ParsedAddress, master: PostalMaster) -> AddressBarcode:
    """The barcode of a postcode and the part of an address behind its town; a PO box stands anywhere in it."""
    number = address_number(behind_town)
    if not postal_code:
        return AddressBarcode(number, None, BarcodeReason.NO_POSTAL_CODE)
    if master.offices(postal_code):
        return AddressBarcode("", customer_barcode(postal_code), BarcodeReason.OFFICE_CODE)
    if box := box_number(parsed.text):
        return AddressBarcode(box, customer_barcode(postal_code, box), BarcodeReason.BOX)
    areas = master.areas(postal_code)
    if not areas:
        return AddressBarcode(number, None, BarcodeReason.UNKNOWN_CODE)
    towns = [area for area in areas if area.kind is not AreaKind.REPRESENTATIVE]
    if len(towns) < len(areas) and not any(area in parsed.areas for area in towns):
        return AddressBarcode(number, None, BarcodeReason.REPRESENTATIVE_CODE)
    reason = None if number else BarcodeReason.NO_NUMBER
    return AddressBarcode(number, customer_barcode(postal_code, number), reason)

"""Whether the postcode that a list gives is the one its address leads to, and if not, why."""

from enum import StrEnum, auto

from shoukei_app.domain.address import ParsedAddress
from shoukei_app.domain.postal_master import AreaKind, PostalArea, PostalMaster


class PostalAgreement(StrEnum):
    """How a listed postcode stands to an address."""

    AGREES = auto()
    NOT_LISTED = auto()  # the list gives none
    CHANGED_CODE = auto()  # was right once; the town has another code now
    REPRESENTATIVE_CODE = auto()  # the municipality's …00 code, though its town has one of its own
    OFFICE_CODE = auto()  # a receiver's own code
    AMBIGUOUS_TOWN = auto()  # the town has several codes, this is one of them
    TOWN_UNKNOWN = auto()  # the master does not know the town; the code is one of the municipality's
    OTHER_MUNICIPALITY = auto()
    DISAGREES = auto()  # the code of another town of the same municipality
    ADDRESS_UNKNOWN = auto()  # the address leads to no municipality
    UNKNOWN_CODE = auto()  # no such code, and none was known before


def agreement(listed: str, parsed: ParsedAddress, master: PostalMaster) -> PostalAgreement:
    """Compares a listed postcode ("" or 7 digits) with what the address says."""
    if not listed:
        return PostalAgreement.NOT_LISTED
    if listed == parsed.postal_code:
        return PostalAgreement.AGREES
    municipality = parsed.municipality
    codes = {municipality.code} if municipality else {found.code for found in parsed.candidates}
    areas = master.areas(listed)
    here = [area for area in areas if area.municipality_code in codes]
    if here:
        return _within(listed, parsed, here, master)
    if any(change.municipality_code in codes for change in master.changed(listed)):
        return PostalAgreement.CHANGED_CODE
    offices = master.offices(listed)
    if not codes and (areas or offices):
        return PostalAgreement.ADDRESS_UNKNOWN
    if any(office.municipality_code in codes for office in offices):
        return PostalAgreement.OFFICE_CODE
    if areas or offices:
        return PostalAgreement.OTHER_MUNICIPALITY
    return PostalAgreement.CHANGED_CODE if master.changed(listed) else PostalAgreement.UNKNOWN_CODE


def _within(listed: str, parsed: ParsedAddress, here: list[PostalArea], master: PostalMaster) -> PostalAgreement:
    """Of a code that is one of the address's municipality."""
    if parsed.municipality is None or parsed.is_representative or not parsed.areas:
        return PostalAgreement.TOWN_UNKNOWN
    if any(area.town == parsed.town for area in here):
        return PostalAgreement.AMBIGUOUS_TOWN
    if any(area.kind is AreaKind.REPRESENTATIVE for area in here):
        return PostalAgreement.REPRESENTATIVE_CODE
    if any(
        change.town == parsed.town and change.municipality_code == parsed.municipality.code
        for change in master.changed(listed)
    ):
        return PostalAgreement.CHANGED_CODE
    return PostalAgreement.DISAGREES

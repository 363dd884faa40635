"""A firm as it is typed into the form: flat, with the address on one line; made from facts and made into facts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from shoukei_app.domain.corporate_number import NumberDamage, parse_corporate_number
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.listing import ListColumn
from shoukei_app.domain.postal_code import parse_postal_code
from shoukei_app.gui.register.columns import postal_code_shown
from shoukei_app.usecases import firms, masters

LISTED: Mapping[ListColumn, str] = {
    ListColumn.FIRM_NAME: "name",
    ListColumn.OFFICE: "office",
    ListColumn.TITLE: "title",
    ListColumn.REPRESENTATIVE: "representative",
    ListColumn.CORPORATE_NUMBER: "corporate_number",
    ListColumn.POSTAL_CODE: "postal_code",
    ListColumn.ADDRESS: "address",
    ListColumn.PHONE: "phone",
}
"""Fields of the form that the rules for lists look at."""

_PASSED_ON = tuple(field.name for field in fields(FirmFacts) if field.name not in ("address", "corporate_number"))


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of the form; `address` is the whole address without the postcode."""

    name: str = ""
    office: str = ""
    kana: str = ""
    title: str = ""
    representative: str = ""
    legal_form: LegalForm | None = None
    corporate_number: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    industry: str = ""
    staff: int | None = None
    status: FirmStatus = FirmStatus.ACTIVE
    status_on: date | None = None
    status_reason: str = ""
    do_not_mail: bool = False
    note: str = ""

    @property
    def code(self) -> str:
        """The postcode as 7 digits, "" where none stands there."""
        return parse_postal_code(self.postal_code).code

    @property
    def can_be_placed(self) -> bool:
        """Whether the address can be taken apart: it begins with a place, or a postcode says where it is."""
        return bool(self.address) and (bool(self.code) or masters.begins_with_place(self.address))

    def listed(self) -> dict[ListColumn, str]:
        """What the rules for lists look at, by their columns."""
        return {column: getattr(self, name) for column, name in LISTED.items()}


def draft_of(facts: FirmFacts) -> Draft:
    """A firm as the form shows it."""
    return Draft(
        corporate_number=facts.corporate_number,
        postal_code=postal_code_shown(facts.address.postal_code),
        address=facts.address.text,
        **{name: getattr(facts, name) for name in _PASSED_ON},
    )


def facts_of(draft: Draft, known: FirmFacts | None) -> FirmFacts:
    """The firm that the form says. An address that was not touched keeps its parts; another is taken apart anew."""
    address = known.address if known is not None else Address()
    if draft.address != address.text:
        made = firms.examine(draft.listed()).facts if draft.can_be_placed else None
        address = made.address if made is not None else Address(rest=draft.address)
    return FirmFacts(
        corporate_number=parse_corporate_number(draft.corporate_number).number,
        address=replace(address, postal_code=draft.code),
        **{name: getattr(draft, name) for name in _PASSED_ON},
    )


def wrong(draft: Draft) -> dict[str, str]:
    """What cannot be kept as it is typed: a sentence for the field."""
    found = {}
    if draft.postal_code and not draft.code:
        found["postal_code"] = "7桁の数字で入れてください（例 389-1211）。分からないときは空のままにします。"
    number = parse_corporate_number(draft.corporate_number)
    if number.damage is NumberDamage.CHECK_DIGIT:
        found["corporate_number"] = "検査数字が合いません。番号を確かめてください。分からないときは空のままにします。"
    elif number.damage is not None:
        found["corporate_number"] = "13桁の数字で入れてください。分からないときは空のままにします。"
    return found

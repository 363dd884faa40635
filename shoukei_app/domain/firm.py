"""A firm (事業者): what is known of a business, kept over campaigns."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class LegalForm(StrEnum):
    """経営形態: whether the firm is a corporation or a person."""

    CORPORATION = "corporation"
    SOLE = "sole"


class FirmStatus(StrEnum):
    """Whether the firm is there to be written to."""

    ACTIVE = "active"
    CLOSED = "closed"
    MOVED_AWAY = "moved_away"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of a Japanese address in reading order; each is text as it was written, "" where it is not known.

    `municipality_code` is the 5-digit JIS X 0402 code, `postal_code` 7 digits without a hyphen.
    """

    postal_code: str = ""
    prefecture: str = ""
    county: str = ""
    municipality: str = ""
    municipality_code: str = ""
    town: str = ""
    rest: str = ""

    @property
    def text(self) -> str:
        """The whole address on one line, without the postcode."""
        return f"{self.prefecture}{self.county}{self.municipality}{self.town}{self.rest}"

    @property
    def is_mailable(self) -> bool:
        """Whether a letter finds its way: a postcode, a municipality that is known, and something behind it."""
        return bool(self.postal_code and self.municipality_code and (self.town or self.rest))


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What is known of a firm, independent of where it is kept. Names stay as written: they are printed from here."""

    name: str
    office: str = ""
    kana: str = ""
    corporate_number: str = ""
    legal_form: LegalForm | None = None
    title: str = ""
    representative: str = ""
    address: Address = field(default_factory=Address)
    phone: str = ""
    industry: str = ""
    staff: int | None = None
    status: FirmStatus = FirmStatus.ACTIVE
    status_on: date | None = None
    status_reason: str = ""
    do_not_mail: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm in the ledger."""

    id: int
    facts: FirmFacts

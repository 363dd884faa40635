"""A list of firms (名簿) as it came in: its rows as they stand, and what was noticed about them."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from shoukei_app.domain.firm import FirmFacts, FirmStatus


class ListColumn(StrEnum):
    """What a column of a list can mean. The value is the English key of the command line's JSON."""

    FIRM_NAME = "firm_name"
    OFFICE = "office"
    OPERATOR = "operator"  # 設置者, 開設者, 営業者: who runs the place, where the list names a firm and them apart
    KANA = "kana"
    NAME_IMAGE = "name_image"  # 商号イメージID: the registered character is a picture, the list shows a stand-in
    CORPORATE_NUMBER = "corporate_number"
    LEGAL_FORM = "legal_form"
    TITLE = "title"
    REPRESENTATIVE = "representative"
    POSTAL_CODE = "postal_code"
    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    MUNICIPALITY_CODE = "municipality_code"
    STREET = "street"
    ADDRESS = "address"
    ADDRESS_2 = "address_2"
    PHONE = "phone"
    INDUSTRY = "industry"
    STAFF = "staff"
    CLOSED_ON = "closed_on"
    CLOSED_REASON = "closed_reason"
    NOTE = "note"


class GuessReason(StrEnum):
    """What the meaning of a column rests on."""

    HEADING = auto()
    CONTENTS = auto()
    BOTH = auto()
    KNOWN_LAYOUT = auto()
    REMEMBERED = auto()
    GIVEN = auto()


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column: what it is taken for (None: not used), how sure that is (0…1), on what it rests.

    `share` is the share of its filled cells that look like that meaning.
    """

    index: int
    heading: str
    meaning: ListColumn | None
    confidence: float
    reason: GuessReason
    share: float


class FindingKind(StrEnum):
    """What can be noticed about one cell or row of a list."""

    NAME_MISSING = auto()
    ADDRESS_MISSING = auto()
    ADDRESS_UNREADABLE = auto()
    ADDRESS_IS_AREA = auto()  # 市内一円: where a food truck sells, not where its owner is reached
    MUNICIPALITY_UNKNOWN = auto()
    MUNICIPALITY_FILLED_IN = auto()  # from the postcode of the row or the section it stands under
    MUNICIPALITY_BY_LIST = auto()  # from where nearly all other rows lie
    MUNICIPALITY_MERGED = auto()
    POSTAL_CODE_MISSING = auto()
    POSTAL_CODE_MALFORMED = auto()
    POSTAL_CODE_UNKNOWN = auto()
    POSTAL_CODE_DISAGREES = auto()
    POSTAL_CODE_GENERAL = auto()  # the municipality's …00 code, though the town has one of its own: letters arrive
    CORPORATE_NUMBER_WRONG = auto()
    PHONE_MALFORMED = auto()
    STAFF_UNREADABLE = auto()
    DATE_UNREADABLE = auto()
    PRIVATE_USE_CHARACTER = auto()
    LOST_CHARACTER = auto()
    SUBSTITUTED_CHARACTER = auto()
    CLOSED = auto()
    SUPERSEDED_ROW = auto()
    SECTION_ROW = auto()
    TOTAL_ROW = auto()
    SAME_ROW_TWICE = auto()


ASKS_A_PERSON: Final = frozenset(
    {
        FindingKind.NAME_MISSING,
        FindingKind.ADDRESS_MISSING,
        FindingKind.ADDRESS_UNREADABLE,
        FindingKind.ADDRESS_IS_AREA,
        FindingKind.MUNICIPALITY_UNKNOWN,
        FindingKind.POSTAL_CODE_UNKNOWN,
        FindingKind.POSTAL_CODE_DISAGREES,
        FindingKind.CORPORATE_NUMBER_WRONG,
        FindingKind.PRIVATE_USE_CHARACTER,
        FindingKind.LOST_CHARACTER,
    }
)
"""What somebody has to settle before a letter goes out; every other remark only says what was read or filled in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a row: which column (None: the whole row), what stood there, what is proposed."""

    kind: FindingKind
    column: ListColumn | None
    value: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list as it stands: its number in the file (1-based, as Excel shows it) and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read: every row below the headings, and how it was read.

    `headings` are "" for a file without a heading row, and the publisher's own words for a layout known without one;
    `header_row` is the 1-based row of the (last) heading line, None where there is none. `columns` says for each
    meaning which 0-based cells hold it, in the order to be joined. `title` is what stands above the headings;
    `guesses` has one entry for each column.
    """

    file_name: str
    format: str
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int | None
    headings: tuple[str, ...]
    columns: dict[ListColumn, tuple[int, ...]]
    rows: tuple[ListedRow, ...]
    left_out: tuple[tuple[ListedRow, Finding], ...] = ()
    title: str = ""
    guesses: tuple[ColumnGuess, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A list that was taken in before: its headings, how its columns were read, and some of its rows' cells."""

    file_name: str
    headings: tuple[str, ...]
    columns: dict[ListColumn, tuple[int, ...]]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CleanedRow:
    """A row turned into a firm, or rejected (`facts` is None) with the finding that says why."""

    row: ListedRow
    facts: FirmFacts | None
    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nobody needs to touch it: a firm with an address that a letter reaches, and nothing to settle.

        A firm that the list marks as closed is ready without an address: it gets no letter.
        """
        if self.facts is None or any(finding.kind in ASKS_A_PERSON for finding in self.findings):
            return False
        return self.facts.status is FirmStatus.CLOSED or self.facts.address.is_mailable


def column_letters(place: int) -> str:
    """A column as Excel names it: 0 → A, 26 → AA."""
    letters = ""
    number = place + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters

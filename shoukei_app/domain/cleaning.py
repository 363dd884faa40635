"""A row of a list made into a firm: every cell read, nothing changed silently, each remark a finding."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from shoukei_app.domain.address import AddressFinding, ParsedAddress
from shoukei_app.domain.corporate_number import parse_corporate_number
from shoukei_app.domain.era import find_date, parse_date
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.list_place import Place, PlaceSource, RowPlace, Whereabouts
from shoukei_app.domain.listing import CleanedRow, Finding, FindingKind, ListColumn, ListedRow
from shoukei_app.domain.person_name import is_person, split_firm_cell, split_title
from shoukei_app.domain.phone import PhoneFinding, parse_phone
from shoukei_app.domain.postal_agreement import PostalAgreement
from shoukei_app.domain.postal_code import parse_postal_code, split_postal_code
from shoukei_app.domain.text import (
    has_lost_character,
    match_key,
    may_be_unprintable,
    private_use_characters,
    strip_legal_form,
)


class AddressSplitter(Protocol):
    """`domain.address.split_address` with its master already given."""

    def __call__(
        self, text: str, *, prefecture_hint: str = "", municipality_hint: str = "", postal_code: str = ""
    ) -> ParsedAddress:
        """Take an address apart."""
        ...


PostalCheck = Callable[[str, ParsedAddress], PostalAgreement]

# What people write for "nothing" into a cell.
_NOTHING: Final = frozenset(
    {
        "",
        "-",
        "－",
        "ー",
        "―",
        "‐",
        "—",
        "–",
        "−",
        "*",
        "＊",
        "/",
        "／",
        "なし",
        "無し",
        "無",
        "不明",
        "該当なし",
        "未定",
        "#N/A",
        "〃",
        "同上",
        "々",
        '"',
        "”",
    }
)
_JOINED_BY: Final = {
    ListColumn.PHONE: "-",
    ListColumn.POSTAL_CODE: "-",
    ListColumn.FIRM_NAME: "\u3000",
    ListColumn.OFFICE: "\u3000",
    ListColumn.KANA: "\u3000",
    ListColumn.REPRESENTATIVE: "\u3000",
    ListColumn.OPERATOR: "\u3000",
    ListColumn.ADDRESS_2: "\u3000",
    ListColumn.NOTE: "\u3000",
    ListColumn.INDUSTRY: "\u3000",
    ListColumn.CLOSED_REASON: "\u3000",
}
_PRINTED: Final = (
    ListColumn.FIRM_NAME,
    ListColumn.OFFICE,
    ListColumn.OPERATOR,
    ListColumn.TITLE,
    ListColumn.REPRESENTATIVE,
    ListColumn.PREFECTURE,
    ListColumn.MUNICIPALITY,
    ListColumn.ADDRESS,
    ListColumn.STREET,
    ListColumn.ADDRESS_2,
)
# Where an apostrophe in front is only what makes Excel take a number as text; a name may begin with one.
_MARKED_AS_TEXT: Final = frozenset(
    {ListColumn.INDUSTRY, ListColumn.STAFF, ListColumn.MUNICIPALITY_CODE, ListColumn.CLOSED_ON, ListColumn.LEGAL_FORM}
)
_TELLING_PLACE: Final = frozenset(
    {
        ListColumn.POSTAL_CODE,
        ListColumn.PREFECTURE,
        ListColumn.MUNICIPALITY,
        ListColumn.MUNICIPALITY_CODE,
        ListColumn.STREET,
        ListColumn.ADDRESS,
    }
)
_CODE_BEFORE_NAME: Final = "0123456789０１２３４５６７８９ :：."
_TELLING_STATUS: Final = frozenset({ListColumn.CLOSED_ON, ListColumn.CLOSED_REASON, ListColumn.NOTE})
_CODE_IN_FRONT: Final = frozenset("〒〠〶郵(（:：0123456789０１２３４５６７８９")
_LINE_BREAK = re.compile(r"\s*(?:\r\n|\r|\n)\s*")
_OPERATOR_HEADING = re.compile(r"営業者|開設者|設置者|申請者|届出者|許可業者|経営者|事業主|運営")
_MANY: Final = 3

_CORPORATION_WORD = re.compile(r"法人|会社|株式|有限|合同|合資|合名|組合|社団|財団|corporation", re.IGNORECASE)
_SOLE_WORD = re.compile(r"個人|sole", re.IGNORECASE)
# 法人種別 of the 国税庁 layout: 101 国の機関, 201 地方公共団体, 301…305 会社, 399 その他の設立登記法人, 401 外国会社等.
_CORPORATION_CODE = re.compile(r"(?:.*#)?[1-4]\d\d")
_CLOSED_WORD = re.compile(r"廃業|廃止|廃院|閉店|閉院|閉鎖|解散|清算|破産|倒産|取消|死亡|合併|closed", re.IGNORECASE)
_NOT_CLOSED_WORD = re.compile(r"予定|検討|ではない|していない|せず|提供中|営業中|active")
# 閉鎖の事由 of the 国税庁 layout.
_CLOSED_CODES: Final = {
    "01": "清算の結了等",
    "11": "合併による解散等",
    "21": "登記官による閉鎖",
    "31": "その他の清算の結了等",
}
_ASKED_FOR_PLACE: Final = 2_000
_STANDS_FOR_MORE: Final = 0.6
_AREA = re.compile(r"^\D*(?:一円|全域|市内|町内|村内|県内|区内|管内|各地)[)）]?\s*$")
_STAFF = re.compile(r"(\d{1,6}|\d{1,3}(?:,\d{3})+)(?:\.0+)?\s*(?:人|名)?")

_ASKS_WHICH_MUNICIPALITY: Final = frozenset(
    {AddressFinding.MUNICIPALITY_UNKNOWN, AddressFinding.MUNICIPALITY_AMBIGUOUS, AddressFinding.MUNICIPALITY_GUESSED}
)
_FILLED_IN: Final = {
    PlaceSource.POSTAL_CODE: FindingKind.MUNICIPALITY_FILLED_IN,
    PlaceSource.SECTION: FindingKind.MUNICIPALITY_FILLED_IN,
    PlaceSource.LIST: FindingKind.MUNICIPALITY_BY_LIST,
}
_POSTAL_FINDINGS: Final = {
    PostalAgreement.UNKNOWN_CODE: FindingKind.POSTAL_CODE_UNKNOWN,
    PostalAgreement.CHANGED_CODE: FindingKind.POSTAL_CODE_DISAGREES,
    PostalAgreement.REPRESENTATIVE_CODE: FindingKind.POSTAL_CODE_GENERAL,
    PostalAgreement.OTHER_MUNICIPALITY: FindingKind.POSTAL_CODE_DISAGREES,
    PostalAgreement.DISAGREES: FindingKind.POSTAL_CODE_DISAGREES,
}


class Cleaner:
    """Makes firms of the rows of one list.

    Names, offices and persons stay as written but for outer blanks and line breaks. What is missing may be filled in
    from the address (a postcode, a prefecture), what is there is never replaced: the finding holds the proposal. Only a
    row without any name is rejected (`facts` is None).

    `headings` tell whether the column of the representative names whoever runs the place (営業者名, 開設者名): a person
    there makes the firm a sole proprietor, a corporation there goes into the note. Without `check_postal_code`
    (`domain.postal_agreement.agreement` with its master given) a listed postcode is not compared with the address;
    without `whereabouts` an address is read with nothing but what its own row says.
    """

    def __init__(
        self,
        columns: Mapping[ListColumn, tuple[int, ...]],
        headings: Sequence[str],
        split_address: AddressSplitter,
        check_postal_code: PostalCheck | None = None,
        whereabouts: Whereabouts | None = None,
    ) -> None:
        self._cells = _Cells(columns)
        self._places = _Places(split_address, check_postal_code, whereabouts)
        place = (columns.get(ListColumn.OPERATOR) or columns.get(ListColumn.REPRESENTATIVE) or (-1,))[0]
        heading = headings[place].strip() if 0 <= place < len(headings) else ""
        self._names_operator = _OPERATOR_HEADING.search(heading) is not None
        self._operator_label = heading if self._names_operator else "設置者・営業者"

    def clean(self, row: ListedRow) -> CleanedRow:
        """Make a firm of one row."""
        reading = _Row(row, self._cells, self._places)
        return reading.cleaned(self._operator_label, names_operator=self._names_operator)


def clean_row(
    row: ListedRow,
    columns: Mapping[ListColumn, tuple[int, ...]],
    headings: Sequence[str],
    split_address: AddressSplitter,
) -> CleanedRow:
    """Make a firm of a single row; for many rows keep one `Cleaner`."""
    return Cleaner(columns, headings, split_address).clean(row)


def row_places(rows: Sequence[ListedRow], columns: Mapping[ListColumn, tuple[int, ...]]) -> list[RowPlace]:
    """What some rows, from the whole of a list, say about where they lie; for `domain.list_place.whereabouts`."""
    cells = _Cells({column: indices for column, indices in columns.items() if column in _TELLING_PLACE})
    return [_row_place(cells.of(row.cells)) for row in rows[:: -(-len(rows) // _ASKED_FOR_PLACE) or 1]]


def municipality_cells(
    rows: Sequence[ListedRow], columns: Mapping[ListColumn, tuple[int, ...]]
) -> list[tuple[int, str]]:
    """The filled municipality cells by row number, where so few are filled that each stands for the rows below."""
    wanted = {ListColumn.MUNICIPALITY: columns.get(ListColumn.MUNICIPALITY, ())}
    if not wanted[ListColumn.MUNICIPALITY]:
        return []
    cells = _Cells(wanted)
    found = [(row.number, text[ListColumn.MUNICIPALITY]) for row in rows if (text := cells.of(row.cells))]
    return found if len(found) < _STANDS_FOR_MORE * len(rows) else []


def _row_place(text: Mapping[ListColumn, str]) -> RowPlace:
    address = _whole_address(text)
    code_in_text = ""
    if address and address[0] in _CODE_IN_FRONT:
        code_in_text, address = split_postal_code(address)
    cell = text.get(ListColumn.POSTAL_CODE, "")
    code = parse_postal_code(cell).code if cell else ""
    return RowPlace(address, text.get(ListColumn.PREFECTURE, ""), _municipality_hint(text), code or code_in_text)


@dataclass(frozen=True, slots=True)
class _Places:
    """What takes an address apart, what compares its postcode, and what knows where the list lies."""

    split: AddressSplitter
    check: PostalCheck | None
    whereabouts: Whereabouts | None

    def read(self, number: int, row: RowPlace, proposal: str) -> tuple[ParsedAddress, Place]:
        """The parts of an address, and what it was told about the place; `proposal`: what its postcode may be."""
        place = Place(row.prefecture, row.municipality)
        if self.whereabouts is not None:
            place = self.whereabouts.of(number, row)
            if not (place.prefecture or place.municipality or row.postal_code or self.whereabouts.is_placed(row.text)):
                return _unplaced(row.text), place  # all of Japan would be searched, and a street be found anywhere
        parsed = self.split(
            row.text,
            prefecture_hint=place.prefecture,
            municipality_hint=place.municipality,
            postal_code=row.postal_code or proposal,
        )
        if self.whereabouts is not None and self.whereabouts.is_ward_elsewhere(row.text, place, parsed.municipality):
            return _unplaced(row.text), place
        return parsed, place


def _unplaced(text: str) -> ParsedAddress:
    rest = Address(rest=text)
    return ParsedAddress(text, "", rest, "", rest, None, None, (), (), (AddressFinding.MUNICIPALITY_UNKNOWN,))


class _Cells:
    """Which cells of a row hold what."""

    def __init__(self, columns: Mapping[ListColumn, tuple[int, ...]]) -> None:
        self._single = [
            (column, indices[0], column in _MARKED_AS_TEXT) for column, indices in columns.items() if len(indices) == 1
        ]
        self._several = [
            (column, indices, _JOINED_BY.get(column, "")) for column, indices in columns.items() if len(indices) > 1
        ]
        self.printed = tuple(column for column in _PRINTED if columns.get(column))
        self.asks_postal_code = ListColumn.POSTAL_CODE in columns
        self.tells_status = not _TELLING_STATUS.isdisjoint(columns)

    def of(self, cells: tuple[str, ...]) -> dict[ListColumn, str]:
        """The text of each column that is not empty, its parts joined, without outer blanks."""
        found: dict[ListColumn, str] = {}
        width = len(cells)
        for column, index, marked in self._single:
            if index < width and (text := cells[index].strip()) and (len(text) > 4 or text not in _NOTHING):
                found[column] = text.lstrip("'") if marked else text
        for column, indices, between in self._several:
            parts = [part for index in indices if index < width and (part := cells[index].strip()) not in _NOTHING]
            if parts:
                found[column] = between.join(parts)
        return found


@dataclass(slots=True)
class _Names:
    """Who is written to, while it is being read."""

    name: str
    office: str
    title: str
    representative: str
    operator: str
    is_sole: bool = False


class _Row:
    """One row while it is read."""

    __slots__ = ("cells", "findings", "has_line_breaks", "places", "row", "text")

    def __init__(self, row: ListedRow, cells: _Cells, places: _Places) -> None:
        self.row = row
        self.text = cells.of(row.cells)
        self.cells = cells
        self.places = places
        self.findings: list[Finding] = []
        joined = "".join(row.cells)
        self.has_line_breaks = "\n" in joined or "\r" in joined
        if may_be_unprintable(joined):
            self._look_for_unprintable(cells.printed)
        if ListColumn.NAME_IMAGE in self.text:
            self._note(FindingKind.SUBSTITUTED_CHARACTER, ListColumn.FIRM_NAME, self.text.get(ListColumn.FIRM_NAME, ""))

    def cleaned(self, operator_label: str, *, names_operator: bool) -> CleanedRow:
        """The firm of this row; `names_operator`: the representative's column holds whoever runs the place."""
        names = self._names(names_operator=names_operator)
        if not names.name:
            self._note(FindingKind.NAME_MISSING, ListColumn.FIRM_NAME, "")
            return CleanedRow(self.row, None, tuple(self.findings))
        get = self.text.get
        number = self._corporate_number()
        address, tail = self._address()
        phone = self._phone(tail)
        status, closed_on, reason = self._status() if self.cells.tells_status else (FirmStatus.ACTIVE, None, "")
        facts = FirmFacts(
            name=names.name,
            office=names.office,
            kana=get(ListColumn.KANA, ""),
            corporate_number=number,
            legal_form=self._legal_form(names, number),
            title=names.title,
            representative=names.representative,
            address=address,
            phone=phone,
            industry=get(ListColumn.INDUSTRY, ""),
            staff=self._staff(),
            status=status,
            status_on=closed_on,
            status_reason=reason,
            note=_note(get(ListColumn.NOTE, ""), operator_label, names.operator),
        )
        return CleanedRow(self.row, facts, tuple(self.findings))

    def _note(self, kind: FindingKind, column: ListColumn | None, value: str, suggestion: str = "") -> None:
        self.findings.append(Finding(kind, column, value, suggestion))

    def _look_for_unprintable(self, printed: tuple[ListColumn, ...]) -> None:
        for column in printed:
            value = self.text.get(column)
            if value is None:
                continue
            if private_use_characters(value):
                self._note(FindingKind.PRIVATE_USE_CHARACTER, column, value)
            if has_lost_character(value):
                self._note(FindingKind.LOST_CHARACTER, column, value)

    # who

    def _names(self, *, names_operator: bool) -> _Names:
        get = self.text.get
        names = _Names(
            get(ListColumn.FIRM_NAME, ""),
            get(ListColumn.OFFICE, ""),
            get(ListColumn.TITLE, ""),
            get(ListColumn.REPRESENTATIVE, ""),
            get(ListColumn.OPERATOR, ""),
        )
        if names.name and not names.representative:
            cell = split_firm_cell(names.name)
            names.name = cell.name
            names.office = names.office or cell.office
            names.title = names.title or cell.title
            names.representative = cell.representative
        if self.has_line_breaks:
            names.name, names.office, names.operator = map(_one_line, (names.name, names.office, names.operator))
            names.title, names.representative = map(_one_line, (names.title, names.representative))
        if names.representative and not names.title:
            names.title, names.representative = split_title(names.representative)
        elif names.title and not names.representative:
            title, person = split_title(names.title)
            if title and person:
                names.title, names.representative = title, person
        self._settle_operator(names, names_operator=names_operator)
        return names

    def _settle_operator(self, names: _Names, *, names_operator: bool) -> None:
        """Tell a corporation from a person where the list names whoever runs the place."""
        if names.representative and not names.operator and strip_legal_form(names.representative)[0]:
            names.operator, names.representative = names.representative, ""
        elif names.operator and not names.representative and is_person(names.operator):
            names.representative, names.operator = names.operator, ""
            names.is_sole = True
        elif names_operator and names.representative and not names.operator:
            if is_person(names.representative):
                names.is_sole = True
            else:
                names.operator, names.representative = names.representative, ""
        if not names.name and (names.operator or (names_operator and names.representative)):
            names.name = names.operator or names.representative
            self._note(FindingKind.NAME_MISSING, ListColumn.FIRM_NAME, "", names.name)
        if names.operator and match_key(names.operator) == match_key(names.name):
            names.operator = ""

    def _legal_form(self, names: _Names, number: str) -> LegalForm | None:
        listed = self.text.get(ListColumn.LEGAL_FORM, "")
        if listed:
            if _SOLE_WORD.search(listed):
                return LegalForm.SOLE
            if _CORPORATION_WORD.search(listed) or _CORPORATION_CODE.fullmatch(listed):
                return LegalForm.CORPORATION
        if number or (names.operator and not is_person(names.operator)) or strip_legal_form(names.name)[0]:
            return LegalForm.CORPORATION
        return LegalForm.SOLE if names.is_sole else None

    def _corporate_number(self) -> str:
        listed = self.text.get(ListColumn.CORPORATE_NUMBER)
        if listed is None:
            return ""
        parsed = parse_corporate_number(listed)
        if parsed.damage is not None:
            self._note(FindingKind.CORPORATE_NUMBER_WRONG, ListColumn.CORPORATE_NUMBER, listed, parsed.suggestion)
        return parsed.number

    # where

    def _address(self) -> tuple[Address, str]:
        """The address with its postcode, and what stood behind it in the cell (a telephone number)."""
        get = self.text.get
        text = _whole_address(self.text)
        code_in_text = ""
        if text and text[0] in _CODE_IN_FRONT:
            code_in_text, text = split_postal_code(text)
        listed, damaged, proposal = self._listed_postal_code(code_in_text)
        building = _one_line(get(ListColumn.ADDRESS_2, ""))
        if not text:
            text, building = building, ""
        if not text:
            self._note(FindingKind.ADDRESS_MISSING, self._address_column(), "")
            self._note_postal_code(listed, damaged, proposal, None)
            return Address(postal_code=listed), ""
        row = RowPlace(text, get(ListColumn.PREFECTURE, ""), _municipality_hint(self.text), listed)
        parsed, place = self.places.read(self.row.number, row, proposal)
        self._note_address(text, parsed, place)
        found = parsed.postal_code if parsed.is_sure else ""
        if damaged or not listed or self.places.check is not None:
            self._note_postal_code(listed, damaged, found or proposal, parsed)
        return _address_of(parsed, listed or found, building), parsed.tail

    def _address_column(self) -> ListColumn:
        return next((c for c in (ListColumn.ADDRESS, ListColumn.STREET) if c in self.text), ListColumn.ADDRESS)

    def _listed_postal_code(self, code_in_text: str) -> tuple[str, str, str]:
        """The code the list gives, the cell that is damaged ("" for none), and what was probably meant there."""
        cell = self.text.get(ListColumn.POSTAL_CODE, "")
        if not cell:
            return code_in_text, "", ""
        if len(cell) == 7 and cell.isascii() and cell.isdecimal():
            return cell, "", ""
        parsed = parse_postal_code(cell)
        if parsed.damage is None:
            return parsed.code or code_in_text, "", ""
        return code_in_text, cell, parsed.suggestion

    def _note_address(self, text: str, parsed: ParsedAddress, place: Place) -> None:
        if _AREA.search(text):
            self._note(FindingKind.ADDRESS_IS_AREA, self._address_column(), text)
        if not parsed.findings:
            return
        if place.source is not PlaceSource.CELL and parsed.municipality is not None and _lacks_municipality(parsed):
            self._note(_FILLED_IN[place.source], self._address_column(), text, parsed.current.text)
            if place.source is PlaceSource.LIST and not parsed.is_sure:
                self._note(FindingKind.MUNICIPALITY_UNKNOWN, self._address_column(), text, parsed.current.text)
                return
        column = self._address_column()
        for finding in parsed.findings:
            if finding in _ASKS_WHICH_MUNICIPALITY:
                candidates = "、".join(candidate.full_name for candidate in parsed.candidates[:_MANY])
                guess = parsed.current.text if finding is AddressFinding.MUNICIPALITY_GUESSED else candidates
                self._note(FindingKind.MUNICIPALITY_UNKNOWN, column, text, guess)
            elif finding is AddressFinding.MUNICIPALITY_MERGED:
                self._note(FindingKind.MUNICIPALITY_MERGED, column, text, parsed.current.text)
            elif finding is AddressFinding.COUNTY_DIFFERS:
                self._note(FindingKind.ADDRESS_UNREADABLE, column, text, parsed.current.text)
            elif finding is AddressFinding.EMPTY:
                self._note(FindingKind.ADDRESS_MISSING, column, text)

    def _note_postal_code(self, listed: str, damaged: str, proposal: str, parsed: ParsedAddress | None) -> None:
        column = ListColumn.POSTAL_CODE
        if damaged:
            self._note(FindingKind.POSTAL_CODE_MALFORMED, column, damaged, proposal)
        elif not listed and parsed is not None and _AREA.search(parsed.text):
            return
        elif not listed and (self.cells.asks_postal_code or not proposal):
            self._note(FindingKind.POSTAL_CODE_MISSING, column, "", proposal)
        if not listed or parsed is None or self.places.check is None:
            return
        kind = _POSTAL_FINDINGS.get(self.places.check(listed, parsed))
        if kind is not None:
            self._note(kind, column, listed, proposal)

    # how to reach it, and what it is

    def _phone(self, behind_address: str) -> str:
        listed = self.text.get(ListColumn.PHONE, "")
        if not listed and not behind_address:
            return ""
        parsed = parse_phone(listed or behind_address)
        if parsed.findings:
            is_proposal = parsed.text if parsed.sure else ""
            if parsed.sure or listed:
                self._note(FindingKind.PHONE_MALFORMED, ListColumn.PHONE, listed or behind_address, is_proposal)
        if not listed and not parsed.sure:
            return ""
        if PhoneFinding.NOT_A_NUMBER in parsed.findings and not any(map(str.isdecimal, parsed.text)):
            return ""
        return parsed.text

    def _staff(self) -> int | None:
        listed = self.text.get(ListColumn.STAFF)
        if listed is None:
            return None
        if listed.isdecimal() and len(listed) < 7:
            return int(listed)
        found = _STAFF.fullmatch(unicodedata.normalize("NFKC", listed).strip())
        if found is None:
            self._note(FindingKind.STAFF_UNREADABLE, ListColumn.STAFF, listed)
            return None
        return int(found[1].replace(",", ""))

    def _status(self) -> tuple[FirmStatus, date | None, str]:
        get = self.text.get
        on_text = get(ListColumn.CLOSED_ON, "")
        reason = get(ListColumn.CLOSED_REASON, "")
        reason = _CLOSED_CODES.get(reason, reason)
        closed_on = (parse_date(on_text) or find_date(on_text)) if on_text else None
        if on_text and closed_on is None:
            if _CLOSED_WORD.search(on_text):
                reason = reason or on_text
            else:
                self._note(FindingKind.DATE_UNREADABLE, ListColumn.CLOSED_ON, on_text)
        says_closed = _CLOSED_WORD.search(reason) is not None and _NOT_CLOSED_WORD.search(reason) is None
        if on_text or says_closed:
            self._note(
                FindingKind.CLOSED, ListColumn.CLOSED_ON if on_text else ListColumn.CLOSED_REASON, on_text or reason
            )
            return FirmStatus.CLOSED, closed_on, reason
        note = get(ListColumn.NOTE, "")
        if note and _CLOSED_WORD.search(note) and not _NOT_CLOSED_WORD.search(note):
            self._note(FindingKind.CLOSED, ListColumn.NOTE, note)
        return FirmStatus.ACTIVE, None, ""


def _note(note: str, operator_label: str, operator: str) -> str:
    return "\n".join(filter(None, (note, f"{operator_label}：{operator}" if operator else "")))


def _one_line(text: str) -> str:
    return _LINE_BREAK.sub(" ", text) if "\n" in text or "\r" in text else text


def _whole_address(text: Mapping[ListColumn, str]) -> str:
    """The parts of the address in one line, without saying twice what the street already says."""
    get = text.get
    street = get(ListColumn.ADDRESS, "")
    more = get(ListColumn.STREET, "")
    if more and more not in street:
        street += more
    if "\n" in street or "\r" in street:
        street = _LINE_BREAK.sub("\u3000", street)
    prefecture = get(ListColumn.PREFECTURE, "")
    municipality = get(ListColumn.MUNICIPALITY, "")
    if not street or not (prefecture or municipality):
        return street
    municipality = municipality.lstrip(_CODE_BEFORE_NAME)
    if prefecture and (street.startswith(prefecture) or municipality.startswith(prefecture)):
        prefecture = ""
        bare = street.removeprefix(get(ListColumn.PREFECTURE, ""))
    else:
        bare = street
    if municipality and (bare.startswith(municipality) or street.startswith(municipality)):
        municipality = ""
    elif municipality and bare is not street:
        return street
    return f"{prefecture}{municipality}{street}"


def _municipality_hint(text: Mapping[ListColumn, str]) -> str:
    code = text.get(ListColumn.MUNICIPALITY_CODE, "")
    if code:
        digits = unicodedata.normalize("NFKC", code).removesuffix(".0")
        if digits.isdecimal() and 4 <= len(digits) <= 6:
            return digits.zfill(5) if len(digits) < 6 else digits[:5]
    return text.get(ListColumn.MUNICIPALITY, "").lstrip(_CODE_BEFORE_NAME)


def _lacks_municipality(parsed: ParsedAddress) -> bool:
    return not parsed.written.municipality or _lacks_city(parsed)


def _lacks_city(parsed: ParsedAddress) -> bool:
    """Whether the text names the ward of a designated city and not the city."""
    written, current = parsed.written.municipality, parsed.current.municipality
    return written.endswith("区") and written != current and current.endswith(written)


def _address_of(parsed: ParsedAddress, postal_code: str, building: str) -> Address:
    """As written, with what the text left out filled in; a merged municipality keeps the name it had."""
    written, current = parsed.written, parsed.current
    rest = f"{written.rest}\u3000{building}" if written.rest and building else written.rest or building
    if AddressFinding.MUNICIPALITY_MERGED in parsed.findings:
        return replace(
            written,
            postal_code=postal_code,
            prefecture=written.prefecture or current.prefecture,
            municipality_code=current.municipality_code,
            rest=rest,
        )
    return Address(
        postal_code,
        written.prefecture or current.prefecture,
        written.county or (current.county if current.municipality else ""),
        current.municipality if _lacks_city(parsed) else written.municipality or current.municipality,
        current.municipality_code,
        written.town,
        rest,
    )

"""Which column of a list is what: guessed from headings and contents together, with a reason for every column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shoukei_app.domain.corporate_number import is_corporate_number
from shoukei_app.domain.listing import ColumnGuess, GuessReason, ListColumn
from shoukei_app.exchange.contents import Contents, Trait, contents_of
from shoukei_app.exchange.headings import Attribute, Heading, Subject, read_heading

__all__ = ["ColumnGuess", "GuessReason", "GuessedColumns", "KnownLayout", "guess_columns", "known_layout"]

_SAMPLE: Final = 200
_UNDERSTOOD: Final = 0.75


@dataclass(frozen=True, slots=True)
class GuessedColumns:
    """All columns of a list: `columns` as `ReadList` takes them, and a guess for every column in order.

    `incorporated` is the share of the names that carry a legal form.
    """

    columns: dict[ListColumn, tuple[int, ...]]
    guesses: tuple[ColumnGuess, ...]
    incorporated: float = 0.0

    @property
    def has_firms(self) -> bool:
        """Whether this can be a list of firms: names, and something to reach them by unless the names say it."""
        if ListColumn.FIRM_NAME not in self.columns:
            return False
        return self.incorporated >= 0.3 or not _REACHED_BY.isdisjoint(self.columns)

    @property
    def confidence(self) -> float:
        """How well the list as a whole was understood: the sum over the columns that are used."""
        return sum(guess.confidence for guess in self.guesses if guess.meaning is not None)


_REACHED_BY: Final = frozenset(
    {
        ListColumn.ADDRESS,
        ListColumn.STREET,
        ListColumn.POSTAL_CODE,
        ListColumn.PHONE,
        ListColumn.CORPORATE_NUMBER,
        ListColumn.REPRESENTATIVE,
    }
)


@dataclass(frozen=True, slots=True)
class KnownLayout:
    """A published layout without headings that is recognised by its contents: its columns and their official names."""

    headings: tuple[str, ...]
    columns: dict[ListColumn, tuple[int, ...]]
    is_latest: int
    changed_on: int

    def meaning(self, index: int) -> ListColumn | None:
        """What the column at `index` is used for."""
        return next((column for column, indices in self.columns.items() if index in indices), None)


# 国税庁 法人番号公表サイト「リソース定義書 (CSV)」: 30 columns, no heading row.
CORPORATE_NUMBER_LAYOUT: Final = KnownLayout(
    (
        *(
            "一連番号",
            "法人番号",
            "処理区分",
            "訂正区分",
            "更新年月日",
            "変更年月日",
            "商号又は名称",
            "商号又は名称イメージID",
            "法人種別",
        ),
        *(
            "国内所在地（都道府県）",
            "国内所在地（市区町村）",
            "国内所在地（丁目番地等）",
            "国内所在地イメージID",
            "都道府県コード",
            "市区町村コード",
        ),
        *(
            "郵便番号",
            "国外所在地",
            "国外所在地イメージID",
            "登記記録の閉鎖等年月日",
            "登記記録の閉鎖等の事由",
            "承継先法人番号",
        ),
        *(
            "変更事由の詳細",
            "法人番号指定年月日",
            "最新履歴",
            "商号又は名称（英語表記）",
            "国内所在地（都道府県）（英語表記）",
        ),
        *("国内所在地（市区町村丁目番地等）（英語表記）", "国外所在地（英語表記）", "フリガナ", "検索対象除外"),
    ),
    {
        ListColumn.FIRM_NAME: (6,),
        ListColumn.KANA: (28,),
        ListColumn.CORPORATE_NUMBER: (1,),
        ListColumn.NAME_IMAGE: (7,),
        ListColumn.LEGAL_FORM: (8,),
        ListColumn.POSTAL_CODE: (15,),
        ListColumn.PREFECTURE: (9,),
        ListColumn.MUNICIPALITY: (10,),
        ListColumn.MUNICIPALITY_CODE: (13, 14),
        ListColumn.STREET: (11,),
        ListColumn.CLOSED_ON: (18,),
        ListColumn.CLOSED_REASON: (19,),
    },
    is_latest=23,
    changed_on=5,
)


def known_layout(rows: Sequence[Sequence[str]]) -> KnownLayout | None:
    """The published layout these data rows have, or None."""
    sample = [row for row in rows[:50] if any(row)]
    fits = sum(
        len(row) == len(CORPORATE_NUMBER_LAYOUT.headings)
        and is_corporate_number(row[1])
        and len(row[2]) <= 2
        and row[8].isdecimal()
        and row[23] in {"0", "1"}
        for row in sample
    )
    return CORPORATE_NUMBER_LAYOUT if sample and fits >= 0.9 * len(sample) else None


@dataclass(frozen=True, slots=True)
class _Role:
    """What one column seems to be before the columns are weighed against each other."""

    index: int
    attribute: Attribute
    subject: Subject
    ordinal: int
    confidence: float
    reason: GuessReason
    contents: Contents
    share: float = 0.0
    contradicted: bool = False


def guess_columns(headings: Sequence[str], rows: Sequence[Sequence[str]], groups: Sequence[str] = ()) -> GuessedColumns:
    """Guess the meaning of every column.

    `headings` are "" for a list without headings; `groups` are the headings over several columns, one for each column;
    `rows` the data rows (a sample of them is looked at).
    """
    sample = _sample(rows)
    width = max(len(headings), max(map(len, sample), default=0))
    headings = [*headings, *[""] * (width - len(headings))]
    groups = [*groups, *[""] * (width - len(groups))]
    contents = contents_of(sample, width)
    roles = _continued(
        [_role(index, read_heading(headings[index], groups[index]), contents[index]) for index in range(width)],
        headings,
        groups,
    )
    roles = _by_contents(roles)
    columns = _Resolution(roles).columns()
    names = columns.get(ListColumn.FIRM_NAME)
    incorporated = contents[names[0]].share(Trait.LEGAL_FORM) if names else 0.0
    guesses = tuple(_guess(role, headings[role.index], columns) for role in roles)
    return GuessedColumns(columns, guesses, incorporated)


def _sample(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Rows from the whole list: the first ones are often alike."""
    if len(rows) <= _SAMPLE:
        return list(rows)
    step = len(rows) / _SAMPLE
    return [rows[int(number * step)] for number in range(_SAMPLE)]


# What the cells of a column must look like: the traits, of which the best one counts, and the least share.
_LOOKS_LIKE: Final[Mapping[Attribute, tuple[tuple[Trait, ...], float]]] = {
    Attribute.POSTAL_CODE: (
        (Trait.POSTAL_CODE, Trait.ALMOST_POSTAL_CODE, Trait.POSTAL_ADDRESS, Trait.FEW_DIGITS),
        0.4,
    ),
    Attribute.PHONE: ((Trait.PHONE, Trait.ALMOST_PHONE, Trait.FEW_DIGITS), 0.3),
    Attribute.CORPORATE_NUMBER: ((Trait.CORPORATE_NUMBER, Trait.NUMBER), 0.3),
    Attribute.PREFECTURE: ((Trait.PREFECTURE, Trait.MUNICIPALITY), 0.4),
    Attribute.MUNICIPALITY: ((Trait.MUNICIPALITY, Trait.ADDRESS), 0.4),
    Attribute.MUNICIPALITY_CODE: ((Trait.NUMBER,), 0.6),
    Attribute.PREFECTURE_CODE: ((Trait.NUMBER,), 0.6),
    Attribute.ADDRESS: (
        (Trait.ADDRESS, Trait.PLACE, Trait.HOUSE_NUMBER, Trait.MUNICIPALITY, Trait.POSTAL_ADDRESS, Trait.PREFECTURE),
        0.3,
    ),
    Attribute.KANA: ((Trait.KANA,), 0.4),
    Attribute.STAFF: ((Trait.NUMBER,), 0.0),
    Attribute.CLOSED_ON: ((Trait.DATE, Trait.NUMBER), 0.0),
    Attribute.TITLE: ((Trait.TITLE,), 0.0),
    Attribute.REPRESENTATIVE: ((Trait.PERSON, Trait.TITLE), 0.0),
}
_NO_NAME: Final = (Trait.PHONE, Trait.POSTAL_CODE, Trait.DATE, Trait.NUMBER, Trait.ADDRESS, Trait.WEB, Trait.MAIL)
_FEW: Final = 3


def _role(index: int, heading: Heading, contents: Contents) -> _Role:
    """A column by its heading, unless its contents say that the heading cannot be right."""
    if heading.attribute is Attribute.UNKNOWN:
        return _Role(index, Attribute.UNKNOWN, Subject.NONE, 0, 0.0, GuessReason.CONTENTS, contents)
    share = _share(heading.attribute, contents)
    role = _Role(
        index, heading.attribute, heading.subject, heading.ordinal, heading.score, GuessReason.HEADING, contents, share
    )
    if contents.filled < _FEW:
        return replace(role, confidence=heading.score * 0.7)
    if heading.attribute in {Attribute.NAME, Attribute.PERSON}:
        if contents.share(*_NO_NAME) > 0.8:
            return _contradicted(role)
        return replace(role, confidence=0.7 * heading.score + 0.3 * min(1.0, contents.distinct + 0.3))
    wanted, least = _LOOKS_LIKE.get(heading.attribute, ((), 0.0))
    if not wanted:
        return role
    if share < least and heading.ordinal < 2:  # 所在地２ may hold nothing but buildings
        return _contradicted(role)
    if heading.attribute is Attribute.PHONE and contents.share(Trait.POSTAL_CODE) > 0.8:
        return _contradicted(role)
    return replace(role, confidence=0.6 * heading.score + 0.4 * share, reason=GuessReason.BOTH)


def _contradicted(role: _Role) -> _Role:
    return replace(role, attribute=Attribute.UNKNOWN, confidence=0.0, reason=GuessReason.CONTENTS, contradicted=True)


def _share(attribute: Attribute, contents: Contents) -> float:
    wanted = _LOOKS_LIKE.get(attribute, ((), 0.0))[0]
    if attribute in {Attribute.NAME, Attribute.PERSON}:
        return 1.0 - contents.share(*_NO_NAME)
    return contents.share(*wanted) if wanted else 1.0


# What a column under one heading over several can be besides the heading's own meaning; the first that fits.
_UNDER: Final[Mapping[Attribute, tuple[tuple[Attribute, Callable[[Contents], bool]], ...]]] = {
    Attribute.PERSON: (
        (Attribute.TITLE, lambda contents: contents.share(Trait.TITLE) >= 0.5),
        (Attribute.KANA, lambda contents: contents.share(Trait.KANA) >= 0.7),
        (Attribute.REPRESENTATIVE, lambda contents: contents.share(Trait.PERSON) >= 0.5),
    ),
    Attribute.ADDRESS: (
        (Attribute.POSTAL_CODE, lambda contents: contents.share(Trait.POSTAL_CODE) >= 0.7),
        (Attribute.PREFECTURE, lambda contents: contents.share(Trait.PREFECTURE) >= 0.7),
        (Attribute.MUNICIPALITY, lambda contents: contents.share(Trait.MUNICIPALITY) >= 0.8),
    ),
}


def _continued(roles: list[_Role], headings: Sequence[str], groups: Sequence[str]) -> list[_Role]:
    """Give the columns under one merged heading (開設者氏名: name, title, person) their meanings by contents."""
    result: list[_Role] = []
    for role in roles:
        before = result[-1] if result else None
        over = groups[role.index]
        same = before is not None and (
            (not headings[role.index] and over and over in {headings[before.index], groups[before.index]})
            or (headings[role.index] and headings[role.index] == headings[before.index])
        )
        if not same or before is None:
            starts = over and not headings[role.index]
            result.append(_part(role, read_heading(over), first=True) if starts else role)
            continue
        result.append(_part(role, read_heading(over or headings[role.index]), first=False))
    return _numbered(result, headings, groups)


def _part(role: _Role, over: Heading, *, first: bool) -> _Role:
    family = Attribute.PERSON if over.attribute is Attribute.NAME else over.attribute
    for attribute, fits in _UNDER.get(family, ()):
        if first and attribute is Attribute.REPRESENTATIVE:
            break
        if role.contents.filled and fits(role.contents):
            return replace(
                role, attribute=attribute, subject=over.subject, confidence=0.7, reason=GuessReason.BOTH, share=1.0
            )
    if first or over.attribute in {Attribute.ADDRESS, Attribute.PHONE, Attribute.POSTAL_CODE}:
        return replace(
            role, attribute=over.attribute, subject=over.subject, confidence=max(role.confidence, over.score * 0.7)
        )
    return replace(role, attribute=Attribute.OTHER, subject=over.subject, confidence=0.3)


def _numbered(roles: list[_Role], headings: Sequence[str], groups: Sequence[str]) -> list[_Role]:
    """Number the columns that one heading spans (所在地 over two columns) as 所在地１, 所在地２ would be."""
    result: list[_Role] = []
    for role in roles:
        before = result[-1] if result else None
        shared = before is not None and (
            (headings[role.index] or groups[role.index])
            and (headings[role.index] or groups[role.index]) == (headings[before.index] or groups[before.index])
        )
        if before is not None and shared and before.attribute is role.attribute and role.ordinal == 0:
            if before.ordinal == 0:
                result[-1] = before = replace(before, ordinal=1)
            role = replace(role, ordinal=before.ordinal + 1)  # noqa: PLW2901 - the numbered role takes its place
        result.append(role)
    return result


# What a column without a usable heading is taken for: the traits, the least share, and what else must hold.
_CONTENTS_SAY: Final[tuple[tuple[Attribute, tuple[Trait, ...], float, Callable[[Contents], bool]], ...]] = (
    (Attribute.CORPORATE_NUMBER, (Trait.CORPORATE_NUMBER,), 0.7, lambda contents: True),
    (Attribute.MAIL, (Trait.MAIL,), 0.7, lambda contents: True),
    (Attribute.WEB, (Trait.WEB,), 0.7, lambda contents: True),
    (Attribute.PHONE, (Trait.PHONE,), 0.6, lambda contents: not contents.is_counted_up),
    (Attribute.POSTAL_CODE, (Trait.POSTAL_CODE,), 0.7, lambda contents: not _is_a_code(contents)),
    (Attribute.PREFECTURE, (Trait.PREFECTURE,), 0.8, lambda contents: True),
    (Attribute.DATE, (Trait.DATE,), 0.7, lambda contents: True),
    (Attribute.ADDRESS, (Trait.POSTAL_ADDRESS, Trait.ADDRESS), 0.6, lambda contents: contents.length > 5),
    (Attribute.MUNICIPALITY, (Trait.MUNICIPALITY,), 0.8, lambda contents: True),
    (Attribute.TITLE, (Trait.TITLE,), 0.6, lambda contents: True),
    (Attribute.KANA, (Trait.KANA,), 0.8, lambda contents: contents.distinct > 0.5),
    (Attribute.SERIAL, (Trait.NUMBER,), 0.8, lambda contents: True),
    (Attribute.STREET, (Trait.HOUSE_NUMBER,), 0.6, lambda contents: contents.share(Trait.ORGANISATION) < 0.5),
)


# What a column may be taken for against its own heading.
_UNMISTAKABLE: Final = frozenset(
    {Attribute.CORPORATE_NUMBER, Attribute.POSTAL_CODE, Attribute.PHONE, Attribute.ADDRESS, Attribute.PREFECTURE}
)


def _is_a_code(contents: Contents) -> bool:
    """Whether seven digits are a code of the publisher: written without a hyphen, each once, mostly rising."""
    return contents.is_counted_up and contents.distinct > 0.95 and contents.filled >= 10


def _by_contents(roles: list[_Role]) -> list[_Role]:
    """Give columns without a usable heading a meaning, where no heading has given it to another column already."""
    known = {role.attribute for role in roles if role.confidence >= 0.5}
    some_heading = any(role.confidence >= 0.5 and role.reason is not GuessReason.CONTENTS for role in roles)
    result = []
    for role in roles:
        if role.attribute is Attribute.UNKNOWN and role.contents.filled >= min(_FEW, role.contents.size or 1):
            attribute, share = _said_by(role.contents)
            sure = not role.contradicted or attribute in _UNMISTAKABLE
            if sure and attribute not in known and attribute is not Attribute.UNKNOWN:
                confidence = share * (0.5 if some_heading else 0.7)
                role = replace(role, attribute=attribute, confidence=confidence, share=share)  # noqa: PLW2901
        result.append(role)
    if not known & {Attribute.NAME, Attribute.PERSON}:
        result = _with_name_found(result)
    return result


def _said_by(contents: Contents) -> tuple[Attribute, float]:
    for attribute, wanted, least, fits in _CONTENTS_SAY:
        share = contents.share(*wanted)
        if share >= least and fits(contents):
            return attribute, share
    return Attribute.UNKNOWN, 0.0


def _with_name_found(roles: list[_Role]) -> list[_Role]:
    """The column that holds the firms' names: text that differs from row to row and reads like organisations."""
    best: tuple[float, _Role] | None = None
    for role in roles:
        contents = role.contents
        if (
            role.attribute is not Attribute.UNKNOWN
            or role.contradicted
            or not contents.filled
            or not 2 <= contents.length <= 40
        ):
            continue
        if contents.filled < 0.5 * contents.size or contents.distinct < 0.3:
            continue
        likeness = contents.share(Trait.LEGAL_FORM) + contents.share(Trait.ORGANISATION) + 0.3 * contents.distinct
        likeness -= 0.5 * contents.share(Trait.PERSON)
        if best is None or likeness > best[0] + 0.15:
            best = (likeness, role)
    persons = [
        role for role in roles if role.attribute is Attribute.UNKNOWN and role.contents.share(Trait.PERSON) >= 0.7
    ]
    if best is None or best[0] < 0.45:
        return roles
    named = [
        replace(best[1], attribute=Attribute.NAME, confidence=min(0.8, 0.4 + 0.3 * best[0]), share=min(1.0, best[0]))
    ]
    named += [
        replace(role, attribute=Attribute.PERSON, confidence=0.5, share=role.contents.share(Trait.PERSON))
        for role in persons
        if role.index != best[1].index
    ][:1]
    by_index = {role.index: role for role in named}
    return [by_index.get(role.index, role) for role in roles]


# Attributes that one column alone can give, by the meaning they have.
_PLAIN: Final[Mapping[Attribute, ListColumn]] = {
    Attribute.LEGAL_FORM: ListColumn.LEGAL_FORM,
    Attribute.INDUSTRY: ListColumn.INDUSTRY,
    Attribute.STAFF: ListColumn.STAFF,
    Attribute.CLOSED_ON: ListColumn.CLOSED_ON,
    Attribute.CLOSED_REASON: ListColumn.CLOSED_REASON,
    Attribute.NAME_IMAGE: ListColumn.NAME_IMAGE,
}
_ADDRESSING: Final = frozenset({Attribute.ADDRESS, Attribute.STREET})
_NAMING: Final = frozenset({Attribute.NAME, Attribute.PERSON, Attribute.REPRESENTATIVE})


class _Resolution:
    """The columns weighed against each other: one firm, one address, one telephone number a row."""

    def __init__(self, roles: Sequence[_Role]) -> None:
        self._roles = roles
        self._found: dict[ListColumn, tuple[int, ...]] = {}
        self._primary: _Role | None = None
        self._place = Subject.NONE

    def columns(self) -> dict[ListColumn, tuple[int, ...]]:
        """What each meaning is held by, in the order of the meanings."""
        self._take_names()
        self._take_address()
        self._take_phone()
        for attribute, column in _PLAIN.items():
            self._take(column, self._best(attribute))
        self._take(ListColumn.CORPORATE_NUMBER, self._best(Attribute.CORPORATE_NUMBER))
        notes = [role.index for role in self._of(Attribute.NOTE)]
        if notes:
            self._found[ListColumn.NOTE] = tuple(notes)
        return {column: self._found[column] for column in ListColumn if column in self._found}

    def _of(self, *attributes: Attribute) -> list[_Role]:
        return [role for role in self._roles if role.attribute in attributes and role.confidence > 0]

    def _best(self, attribute: Attribute) -> _Role | None:
        """The surest column of this kind, the leftmost of equals; never one that belongs to a contact."""
        found = [role for role in self._of(attribute) if role.subject is not Subject.CONTACT]
        return max(found, key=lambda role: (round(role.confidence, 1), -role.ordinal, -role.index), default=None)

    def _take(self, column: ListColumn, role: _Role | None) -> None:
        if role is not None:
            self._found[column] = (role.index,)

    # names

    def _take_names(self) -> None:
        places = [
            role
            for role in self._of(Attribute.NAME)
            if role.subject in {Subject.FACILITY, Subject.FIRM, Subject.NONE, Subject.MAILING}
        ]
        operators = [role for role in self._of(Attribute.NAME, Attribute.PERSON) if role.subject is Subject.OPERATOR]
        persons = [
            role
            for role in self._of(Attribute.PERSON)
            if role.subject not in {Subject.OPERATOR, Subject.CONTACT, Subject.REPRESENTATIVE}
        ]
        sure = [role for role in places if role.confidence >= 0.6] or places
        self._primary = min(sure, key=lambda role: role.index, default=None)
        if self._primary is None:
            rest = operators or persons
            self._primary = rest[0] if rest else None
        if self._primary is None:
            return
        self._take(ListColumn.FIRM_NAME, self._primary)
        self._take_office(sure)
        self._take_people(
            [role for role in operators if role is not self._primary],
            [role for role in persons if role is not self._primary],
            sure,
        )
        self._take_kana()

    def _take_office(self, places: Sequence[_Role]) -> None:
        """施設名称２, or the shop beside the company."""
        primary = self._primary
        assert primary is not None
        for role in places:
            second = role.subject is primary.subject and role.ordinal == 2 and primary.ordinal == 1
            shop = role.subject is Subject.FACILITY and primary.subject is not Subject.FACILITY
            if role.index > primary.index and (second or shop):
                self._take(ListColumn.OFFICE, role)
                return

    def _take_people(self, operators: Sequence[_Role], persons: Sequence[_Role], places: Sequence[_Role]) -> None:
        representative = self._best(Attribute.REPRESENTATIVE) or (persons[0] if persons else None)
        operator = operators[0] if operators else None
        if operator is None and self._primary is not None and self._primary.subject is Subject.FACILITY:
            firms = (role for role in places if role.subject is Subject.FIRM and len(set(role.contents.values)) > 1)
            operator = next(firms, None)
        if representative is None and operators and operators[0].contents.share(Trait.PERSON) >= 0.15:
            representative, operator = operators[0], None
        self._take(ListColumn.REPRESENTATIVE, representative)
        family = self._best(Attribute.FAMILY_NAME)
        if representative is None and family is not None:
            given = [role for role in self._of(Attribute.GIVEN_NAME, Attribute.NAME) if role.index == family.index + 1]
            self._found[ListColumn.REPRESENTATIVE] = (family.index, *(role.index for role in given))
        self._take(ListColumn.OPERATOR, operator)
        titles = [role for role in self._of(Attribute.TITLE) if role.subject is not Subject.CONTACT]
        if titles:
            beside = representative.index if representative else 0
            self._take(ListColumn.TITLE, min(titles, key=lambda role: abs(role.index - beside)))

    def _take_kana(self) -> None:
        primary = self._primary
        assert primary is not None
        for role in self._of(Attribute.KANA):
            if role.subject is primary.subject and role.subject is not Subject.NONE:
                self._take(ListColumn.KANA, role)
                return
        for role in self._of(Attribute.KANA):
            if role.subject is not Subject.NONE:
                continue
            names = [name for name in self._roles if name.attribute in _NAMING]
            left = [name for name in names if name.index < role.index]
            nearest = left[-1] if left else min(names, key=lambda name: name.index, default=None)
            if nearest is primary:
                self._take(ListColumn.KANA, role)
                return

    # where

    def _take_address(self) -> None:
        primary = self._primary.subject if self._primary else Subject.NONE
        order = dict.fromkeys(
            (
                Subject.MAILING,
                primary,
                Subject.NONE,
                Subject.FACILITY,
                Subject.FIRM,
                Subject.OPERATOR,
                Subject.REPRESENTATIVE,
            )
        )
        chosen: list[_Role] = []
        for subject in order:
            chosen = [role for role in self._of(*_ADDRESSING) if role.subject is subject]
            if chosen:
                self._place = subject
                break
        else:
            self._place = primary
        if chosen:
            self._take_street(self._run(chosen))
        self._take_beside_address(Attribute.PREFECTURE, ListColumn.PREFECTURE)
        self._take_beside_address(Attribute.MUNICIPALITY, ListColumn.MUNICIPALITY)
        self._take_municipality_code()
        self._take_postal_code()
        building = self._near_address(Attribute.ADDRESS_2)
        if building is not None:
            self._found[ListColumn.ADDRESS_2] = (*self._found.get(ListColumn.ADDRESS_2, ()), building.index)

    def _run(self, roles: list[_Role]) -> list[_Role]:
        """The columns of one address: where two addresses stand in a row, the one nearest behind the name."""
        if any(role.ordinal for role in roles):
            roles = [role for role in roles if role.ordinal] or roles
            first = [role for role in roles if role.ordinal <= 1][:1]
            return [*first, *(role for role in roles if role.ordinal > 1 and role not in first)]
        name = self._primary.index if self._primary else 0
        runs: list[list[_Role]] = []
        for role in roles:
            if runs and role.attribute is Attribute.STREET and role.index - runs[-1][-1].index <= 2:
                runs[-1].append(role)
            else:
                runs.append([role])
        return min(runs, key=lambda run: (run[0].index < name, abs(run[0].index - name)))

    def _take_street(self, run: Sequence[_Role]) -> None:
        """Join the parts of an address up to the house number; what comes behind that is the building."""
        address: list[int] = []
        street: list[int] = []
        building: list[int] = []
        numbered = False
        for role in run:
            if numbered and role.attribute is Attribute.ADDRESS:
                building.append(role.index)
                continue
            (address if role.attribute is Attribute.ADDRESS else street).append(role.index)
            numbered = numbered or role.contents.share(Trait.HOUSE_NUMBER) >= 0.5
        for column, indices in (
            (ListColumn.ADDRESS, address),
            (ListColumn.STREET, street),
            (ListColumn.ADDRESS_2, building),
        ):
            if indices:
                self._found[column] = tuple(indices)

    def _near_address(self, attribute: Attribute) -> _Role | None:
        """The column of this kind that belongs to the chosen address: of the same subject, or of none, the nearest."""
        anchor = next((self._found[c][0] for c in (ListColumn.ADDRESS, ListColumn.STREET) if c in self._found), None)
        if anchor is None:
            anchor = self._primary.index if self._primary else 0
        place = anchor
        for subject in dict.fromkeys((self._place, Subject.NONE)):
            found = [role for role in self._of(attribute) if role.subject is subject]
            if found:
                return min(found, key=lambda role: (abs(role.index - place), role.index))
        if self._place is Subject.NONE and self._primary is not None:
            found = [role for role in self._of(attribute) if role.subject is self._primary.subject]
            return found[0] if found else None
        return None

    def _take_beside_address(self, attribute: Attribute, column: ListColumn) -> None:
        self._take(column, self._near_address(attribute))

    def _take_municipality_code(self) -> None:
        code = self._near_address(Attribute.MUNICIPALITY_CODE)
        prefecture = self._near_address(Attribute.PREFECTURE_CODE)
        if code is None:
            return
        short = code.contents.filled and max(map(len, code.contents.values)) <= 3
        indices = (prefecture.index, code.index) if prefecture is not None and short else (code.index,)
        if not short or len(indices) == 2:
            self._found[ListColumn.MUNICIPALITY_CODE] = indices

    def _take_postal_code(self) -> None:
        code = self._near_address(Attribute.POSTAL_CODE)
        if code is None:
            return
        parts = [
            role
            for role in self._of(Attribute.POSTAL_CODE)
            if role.subject is code.subject and role.contents.share(Trait.FEW_DIGITS) >= 0.7
        ]
        self._found[ListColumn.POSTAL_CODE] = (
            tuple(role.index for role in parts[:2]) if len(parts) >= 2 and code in parts else (code.index,)
        )

    # how to reach it

    def _take_phone(self) -> None:
        primary = self._primary.subject if self._primary else Subject.NONE
        for attribute in (Attribute.PHONE, Attribute.MOBILE):
            for subject in dict.fromkeys(
                (self._place, primary, Subject.NONE, Subject.FACILITY, Subject.FIRM, Subject.CONTACT)
            ):
                found = [role for role in self._of(attribute) if role.subject is subject]
                if found:
                    parts = [role for role in found if role.contents.share(Trait.FEW_DIGITS) >= 0.7]
                    whole = parts[:3] if len(parts) >= 3 else found[:1]
                    self._found[ListColumn.PHONE] = tuple(role.index for role in whole)
                    return


def _guess(role: _Role, heading: str, columns: Mapping[ListColumn, tuple[int, ...]]) -> ColumnGuess:
    meaning = next((column for column, indices in columns.items() if role.index in indices), None)
    reason = role.reason
    return ColumnGuess(role.index, heading, meaning, round(min(role.confidence, 1.0), 2), reason, round(role.share, 2))

"""Why a firm of the chosen area does not become a target: the reasons, and the rules an office can read and edit."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from shoukei_app.domain.firm import FirmFacts, FirmStatus
from shoukei_app.domain.text import match_key, strip_legal_form


class Exclusion(StrEnum):
    """A reason to leave a firm out; a firm is counted under the first that applies, so that the counts add up."""

    ALREADY_TARGET = "already_target"
    CLOSED = "closed"
    OUT_OF_SCOPE = "out_of_scope"
    DO_NOT_MAIL = "do_not_mail"
    SUSPENDED = "suspended"
    NO_ADDRESS = "no_address"
    BRANCHES = "branches"
    CHAINS = "chains"
    PUBLIC = "public"
    LEGAL_FORM = "legal_form"
    INDUSTRY = "industry"


ALWAYS = (Exclusion.ALREADY_TARGET, Exclusion.CLOSED, Exclusion.OUT_OF_SCOPE, Exclusion.DO_NOT_MAIL)
"""Reasons nobody can waive: there is no firm to ask, or it asked not to be written to."""

CHOSEN = (Exclusion.SUSPENDED, Exclusion.NO_ADDRESS, Exclusion.BRANCHES, Exclusion.CHAINS, Exclusion.PUBLIC)
"""Reasons an office decides about, campaign by campaign."""


class SignKind(StrEnum):
    """What of a firm made a rule match."""

    STATE = "state"
    NAME = "name"
    REMARK = "remark"
    LEGAL_FORM = "legal_form"
    STAFF = "staff"
    HEAD_OFFICE = "head_office"


@dataclass(frozen=True, slots=True)
class Sign:
    """What made a rule match: the word of the rule, the legal form, the staff ("" where the kind says all)."""

    kind: SignKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class ExclusionRule:
    """Signs by which firms of one kind are known; any of them is enough. Width, kana and 旧字体 do not matter.

    `endings` close a firm's or an office's name, `office_endings` only an office's (山田鉄工場 is a firm of its own),
    `words` stand anywhere in either, `remarks` in the note or the reason of the status. `staff_from` counts persons.
    """

    key: Exclusion
    endings: tuple[str, ...] = ()
    office_endings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    staff_from: int | None = None


Reasons = dict[Exclusion, Sign]


def reader(rules: Iterable[ExclusionRule], head_offices: Collection[str]) -> Callable[[FirmFacts], Reasons]:
    """A function that gives every reason (but ALREADY_TARGET and INDUSTRY) there is to leave a firm out.

    `head_offices` are the 法人番号 under which the register has a firm without an office's name.
    """
    readers = [(rule.key, _signs(rule)) for rule in rules]

    def reasons(facts: FirmFacts) -> Reasons:
        found = _state(facts)
        if not (facts.address.town or facts.address.rest):
            found[Exclusion.NO_ADDRESS] = Sign(SignKind.STATE)
        if facts.office and facts.corporate_number in head_offices:
            found[Exclusion.BRANCHES] = Sign(SignKind.HEAD_OFFICE)
        form, bare = strip_legal_form(facts.name)
        name, office = match_key(bare), match_key(facts.office)
        for key, sign in readers:
            if key not in found and (seen := sign(facts, name, office, form)) is not None:
                found[key] = seen
        return found

    return reasons


def rules_data(rules: Iterable[ExclusionRule]) -> list[dict[str, Any]]:
    """The data form of the rules; `rules_from_data` reads it back."""
    return [
        {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(rule).items() if v not in ((), None)}
        for rule in rules
    ]


def rules_from_data(data: Iterable[Mapping[str, Any]]) -> tuple[ExclusionRule, ...]:
    """Read rules from their data form (also the TOML of `resources/rules`)."""
    rules = []
    for entry in data:
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()}
        rules.append(ExclusionRule(**values | {"key": Exclusion(entry["key"])}))
    return tuple(rules)


def _state(facts: FirmFacts) -> Reasons:
    match facts.status:
        case FirmStatus.CLOSED | FirmStatus.MOVED_AWAY:
            return {Exclusion.CLOSED: Sign(SignKind.STATE)}
        case FirmStatus.OUT_OF_SCOPE:
            return {Exclusion.OUT_OF_SCOPE: Sign(SignKind.STATE)}
    return {Exclusion.DO_NOT_MAIL: Sign(SignKind.STATE)} if facts.do_not_mail else {}


def _signs(rule: ExclusionRule) -> Callable[[FirmFacts, str, str, str], Sign | None]:
    by_ending = _finder(rule.endings, at_end=True)
    by_office = _finder((*rule.endings, *rule.office_endings), at_end=True)
    by_word = _finder(rule.words)
    by_remark = _finder(rule.remarks)

    def sign(facts: FirmFacts, name: str, office: str, form: str) -> Sign | None:
        if form in rule.legal_forms:
            return Sign(SignKind.LEGAL_FORM, form)
        for find, text in ((by_ending, name), (by_office, office), (by_word, name), (by_word, office)):
            if word := find(text):
                return Sign(SignKind.NAME, word)
        if rule.remarks and (word := by_remark(match_key(facts.note + facts.status_reason))):
            return Sign(SignKind.REMARK, word)
        if rule.staff_from is not None and facts.staff is not None and facts.staff >= rule.staff_from:
            return Sign(SignKind.STAFF, str(facts.staff))
        return None

    return sign


def _finder(words: Iterable[str], *, at_end: bool = False) -> Callable[[str], str]:
    """A function that gives the word (as the rule writes it) a folded text holds or ends in, "" for none."""
    written = {match_key(word): word for word in words if word.strip()}
    if not written:
        return lambda _text: ""
    longest_first = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    pattern = re.compile(f"(?:{longest_first})$" if at_end else longest_first)

    def find(text: str) -> str:
        found = pattern.search(text)
        return written[found.group()] if found else ""

    return find

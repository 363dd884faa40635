"""Choosing targets: every firm of the register with the reasons to leave it out, and what comes of ticking some."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from shoukei_app.domain.exclusion import ALWAYS, Exclusion, Sign


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that could become a target: where it is, what it is, and every reason to leave it out.

    `legal_form` is written out in full (宗教法人), "" for none in the name.
    """

    id: int
    municipality_code: str
    town: str
    industry: str
    legal_form: str
    reasons: Mapping[Exclusion, Sign]


@dataclass(frozen=True, slots=True)
class Area:
    """Where to look: whole municipalities (5-digit codes) and single towns of others (code, town)."""

    municipalities: frozenset[str] = frozenset()
    towns: frozenset[tuple[str, str]] = frozenset()

    def holds(self, candidate: Candidate) -> bool:
        """Whether a firm lies in it."""
        code = candidate.municipality_code
        return code in self.municipalities or (bool(self.towns) and (code, candidate.town) in self.towns)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to leave out beside those nobody can waive: by rule, by industry, by legal form."""

    rules: frozenset[Exclusion] = frozenset()
    industries: frozenset[str] = frozenset()
    legal_forms: frozenset[str] = frozenset()

    def reason(self, candidate: Candidate) -> Exclusion | None:
        """The first reason that leaves a firm out; None where it becomes a target."""
        for key in Exclusion:
            if key in candidate.reasons and (key in ALWAYS or key in self.rules):
                return key
        if candidate.legal_form and candidate.legal_form in self.legal_forms:
            return Exclusion.LEGAL_FORM
        if candidate.industry and candidate.industry in self.industries:
            return Exclusion.INDUSTRY
        return None


EVERYBODY = Wish()

COMPANIES = frozenset({"株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "特例有限会社"})
"""Legal forms a survey of firms is about: nobody leaves them out by form, so they are not counted beside the others."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which firms would become targets (in the order of their numbers), and how many are left out for which reason."""

    firm_ids: tuple[int, ...] = ()
    excluded: dict[Exclusion, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """How many firms of an area each rule, industry and legal form stands for, whether ticked or not."""

    firms: int
    rules: Mapping[Exclusion, int]
    industries: Mapping[str, int]
    legal_forms: Mapping[str, int]


def choose(candidates: Iterable[Candidate], wish: Wish) -> Selection:
    """What comes of a wish, over candidates in the order of the numbers they will get."""
    chosen: list[int] = []
    excluded: Counter[Exclusion] = Counter()
    for candidate in candidates:
        reason = wish.reason(candidate)
        if reason is None:
            chosen.append(candidate.id)
        else:
            excluded[reason] += 1
    return Selection(tuple(chosen), {key: excluded[key] for key in Exclusion if key in excluded})


def hits(candidates: Collection[Candidate]) -> Hits:
    """The counts to be seen before anything is ticked; firms that are out in any case count only under their reason."""
    rules: Counter[Exclusion] = Counter()
    industries: Counter[str] = Counter()
    legal_forms: Counter[str] = Counter()
    for candidate in candidates:
        rules.update(candidate.reasons.keys())
        if any(key in candidate.reasons for key in ALWAYS):
            continue
        industries[candidate.industry] += 1
        if candidate.legal_form not in COMPANIES:
            legal_forms[candidate.legal_form] += 1
    return Hits(
        len(candidates),
        {key: rules[key] for key in Exclusion},
        {name: count for name, count in industries.most_common() if name},
        {name: count for name, count in legal_forms.most_common() if name},
    )

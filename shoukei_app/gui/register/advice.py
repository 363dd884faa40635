"""What the masters and the register say about a firm being typed: sentences, each with what could be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from shoukei_app.domain.corporate_number import NumberDamage, parse_corporate_number
from shoukei_app.domain.duplicates import Level
from shoukei_app.domain.firm import Address, Firm
from shoukei_app.domain.listing import Finding, FindingKind, ListColumn
from shoukei_app.gui.register.columns import name_shown, postal_code_shown
from shoukei_app.gui.register.draft import LISTED, Draft, facts_of
from shoukei_app.usecases import firms, masters
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.terms import word

NAMED_AT_MOST = 3
UNNAMED = "仮"
"""Stands for the name that is still to be typed: a row without one is not read at all."""
SHORTEST_NUMBER = 12
ALIKE = {
    Level.SURE: "台帳に同じ事業者があります",
    Level.ASK: "台帳の事業者と同じかもしれません",
}
WHAT_TO_DO = {
    FindingKind.PHONE_MALFORMED: "桁が合いません。市外局番から入れてください。",
    FindingKind.POSTAL_CODE_UNKNOWN: "郵便番号簿にありません。所在地から調べ直してください。",
    FindingKind.PRIVATE_USE_CHARACTER: "外字です。印刷されないことがあるので、別の字に改めてください。",
    FindingKind.LOST_CHARACTER: "もとの字を確かめて入れ直してください。",
}
LEFT_TO_THE_FORM = frozenset(
    {FindingKind.NAME_MISSING, FindingKind.ADDRESS_MISSING, FindingKind.CORPORATE_NUMBER_WRONG}
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One remark. `field` and `value` are what its button fills in; `firm` is a firm its button opens."""

    title: str
    sentence: str = ""
    tone: str = "attention"
    field: str = ""
    value: str = ""
    firm: Firm | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a firm as it is typed: remarks, the parts of its address, and how the postcode completes it.

    `address` is None where the address cannot be placed, `completion` "" where the postcode says nothing.
    """

    advices: tuple[Advice, ...] = ()
    address: Address | None = None
    completion: str = ""


def look_at(ledger: Ledger, draft: Draft, firm_id: int | None) -> Look:
    """Everything there is to say about a firm as it is typed now; `firm_id` is its own id when it is edited."""
    found = [*_alike(ledger, draft, firm_id), *_corporate_number(draft), *_postal_code(draft)]
    address = None
    if draft.address and not draft.can_be_placed:
        found.append(
            Advice("市町村から書いてください", "都道府県か市町村の名前で始まる所在地だけ、郵便番号簿と照らせます。")
        )
    if draft.can_be_placed:
        listed = draft.listed()
        made = firms.examine(listed | {ListColumn.FIRM_NAME: draft.name or UNNAMED})
        address = made.facts.address if made.facts is not None else None
        findings = [finding for finding in made.findings if finding.kind not in LEFT_TO_THE_FORM]
        found += _findings(findings)
    return Look(tuple(found), address, masters.completion_of(draft.code) if draft.code else "")


def _alike(ledger: Ledger, draft: Draft, firm_id: int | None) -> list[Advice]:
    if not draft.name:
        return []
    found = []
    for one in firms.alike(ledger, facts_of(draft, None), besides=firm_id)[:NAMED_AT_MOST]:
        place = f"{one.firm.facts.address.municipality}{one.firm.facts.address.town}"
        reasons = "・".join(word(reason) for reason in one.likeness.reasons)
        found.append(
            Advice(
                ALIKE[one.likeness.level],
                f"{name_shown(one.firm.facts)}（{place}）　{reasons}",
                "overdue" if one.likeness.level is Level.SURE else "attention",
                firm=one.firm,
            )
        )
    return found


def _corporate_number(draft: Draft) -> list[Advice]:
    read = parse_corporate_number(draft.corporate_number)
    digits = sum(map(str.isdecimal, draft.corporate_number))
    if read.damage is None or digits < SHORTEST_NUMBER:
        return []
    if read.suggestion:
        sentence = f"12桁の会社法人等番号のようです。法人番号なら {read.suggestion} です。"
        return [Advice("法人番号は13桁です", sentence, "attention", "corporate_number", read.suggestion)]
    if read.damage is NumberDamage.CHECK_DIGIT:
        return [Advice("法人番号の検査数字が合いません", "どこかの数字が違います。書類と見比べてください。")]
    return [Advice("法人番号は13桁です", "桁数を確かめてください。")]


def _postal_code(draft: Draft) -> list[Advice]:
    if not draft.code:
        return []
    places = masters.places_of(draft.code)
    shown = postal_code_shown(draft.code)
    if len(places) < 2 or masters.completion_of(draft.code) not in ("", draft.address):
        return []
    listed = "、".join(places[:NAMED_AT_MOST]) + ("　ほか" if len(places) > NAMED_AT_MOST else "")
    return [Advice(f"〒{shown} は {len(places)}か所の郵便番号です", listed, "accent")]


def _findings(findings: Sequence[Finding]) -> list[Advice]:
    found = []
    for finding in findings:
        field = LISTED.get(finding.column, "") if finding.column is not None else ""
        value = finding.suggestion
        if field == "postal_code":
            value = postal_code_shown(value)
        if field == "address":  # several municipalities, or today's name of a merged one: nothing to put there as it is
            found.append(Advice(word(finding.kind), f"考えられる市町村：{value}" if value else finding.value))
        elif value:
            found.append(Advice(word(finding.kind), f"{value} ではありませんか。", "attention", field, value))
        else:
            found.append(Advice(word(finding.kind), WHAT_TO_DO.get(finding.kind, finding.value)))
    return found

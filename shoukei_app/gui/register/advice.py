"""What the masters and the register say about a firm being typed: sentences, each with what could be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from shoukei_app.domain.duplicates import Level
from shoukei_app.domain.listing import Finding, FindingKind, ListColumn
from shoukei_app.gui.register.columns import name_shown, postal_code_shown
from shoukei_app.gui.register.draft import LISTED, Draft, facts_of
from shoukei_app.usecases import firms, masters
from shoukei_app.usecases.firms import RegisterLine
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.terms import word

NAMED_AT_MOST = 3
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
    firm: RegisterLine | None = None


def look_at(ledger: Ledger, draft: Draft, firm_id: int | None) -> tuple[Advice, ...]:
    """Everything there is to say about a firm as it is typed now; `firm_id` is its own id when it is edited."""
    found = [*_alike(ledger, draft, firm_id), *_postal_code(draft)]
    if draft.address and not draft.can_be_placed:
        found.append(
            Advice("市町村から書いてください", "都道府県か市町村の名前で始まる所在地だけ、郵便番号簿と照らせます。")
        )
    if draft.can_be_placed:
        made = firms.examine(
            {column: text or ("―" if column is ListColumn.FIRM_NAME else "") for column, text in draft.listed().items()}
        )
        findings = [finding for finding in made.findings if finding.kind not in LEFT_TO_THE_FORM]
        found += _findings(findings)
    return tuple(found)


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
                firm=RegisterLine(one.firm.id, one.firm.facts, ""),
            )
        )
    return found


def _postal_code(draft: Draft) -> list[Advice]:
    if not draft.code:
        return []
    places = masters.places_of(draft.code)
    shown = postal_code_shown(draft.code)
    if not places:
        return []
    if draft.address:
        return []
    if len(places) == 1:
        return [Advice(f"〒{shown} は {places[0]}", "番地はこのあとに続けて入れます。", "accent", "address", places[0])]
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

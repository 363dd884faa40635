"""Excel and CSV of the register, and of firms as a table shows them."""

from collections.abc import Sequence
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.exchange.workbooks import Sheet, Value, write_table, write_workbook
from shoukei_app.store import firms, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.terms import word

REGISTER_HEADINGS = (
    "id",
    "name",
    "kana",
    "corporate_number",
    "title",
    "representative",
    "postal_code",
    "prefecture",
    "municipality",
    "municipality_code",
    "town",
    "rest",
    "phone",
    "industry",
    "staff",
    "status",
    "sources",
)


_BLOCK = 500


def register(ledger: Ledger, path: Path) -> Outcome[int]:
    """The whole register, with the rows every firm came from (file:row, joined by ;)."""
    rows: list[list[Value]] = []
    with ledger.read() as view:
        sources = firms.sources(view)
        for firm in firms.every(view):
            facts, address = firm.facts, firm.facts.address
            rows.append(
                [
                    firm.id,
                    facts.name,
                    facts.kana,
                    facts.corporate_number,
                    facts.title,
                    facts.representative,
                    address.postal_code,
                    address.prefecture,
                    address.municipality,
                    address.municipality_code,
                    address.town,
                    address.rest,
                    facts.phone,
                    facts.industry,
                    facts.staff,
                    facts.status.value,
                    ";".join(f"{file}:{row}" for file, row in sources.get(firm.id, ())),
                ]
            )
    return Outcome(write_table(path, REGISTER_HEADINGS, rows, title="事業者名簿"))


def firms_shown(ledger: Ledger, campaign_id: int | None, ids: Sequence[int], path: Path) -> Outcome[int]:
    """Firms in the order of `ids` for people to read, with their form numbers in a campaign."""
    headings = ["整理番号", "事業者名", "事業所名・屋号", "フリガナ", "法人番号", "経営形態", "役職", "代表者"]
    headings += ["郵便番号", "都道府県", "市町村", "町域", "番地ほか", "電話番号", "業種", "従業者数"]
    headings += ["営業の状況", "発送", "備考"]
    rows: list[list[Value]] = []
    with ledger.read() as view:
        for start in range(0, len(ids), _BLOCK):
            block = ids[start : start + _BLOCK]
            numbers = targets.numbers(view, campaign_id, block) if campaign_id is not None else {}
            for firm in firms.load(view, block):
                facts, address, number = firm.facts, firm.facts.address, numbers.get(firm.id, "")
                rows.append(
                    [
                        form_number.shown(number) if number else "",
                        facts.name,
                        facts.office,
                        facts.kana,
                        facts.corporate_number,
                        word(facts.legal_form) if facts.legal_form else "",
                        facts.title,
                        facts.representative,
                        f"{address.postal_code[:3]}-{address.postal_code[3:]}" if address.postal_code else "",
                        address.prefecture,
                        f"{address.county}{address.municipality}",
                        address.town,
                        address.rest,
                        facts.phone,
                        facts.industry,
                        facts.staff,
                        word(facts.status),
                        "発送不要の申出" if facts.do_not_mail else "",
                        facts.note,
                    ]
                )
    widths = (10, 30, 18, 22, 15, 12, 14, 16, 10, 10, 14, 16, 18, 14, 14, 9, 12, 16, 30)
    return Outcome(write_workbook(path, [Sheet("事業者名簿", headings, rows, widths)], title="事業者名簿"))

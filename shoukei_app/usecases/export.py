"""Excel and CSV for the people outside: the register, the flagged firms with consent enforced."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import QuestionRole, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.exchange.workbooks import Sheet, Value, write_table, write_workbook
from shoukei_app.store import campaigns, consents, firms, replies, targets
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words import answers as answer_words
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


@dataclass(frozen=True, slots=True)
class FlaggedExport:
    """How many flagged firms went out, and how many were left out because they do not consent to this recipient."""

    rows: int
    left_out_without_consent: int


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


def flagged(ledger: Ledger, campaign_id: int, path: Path, recipient: Recipient | None = None) -> Outcome[FlaggedExport]:
    """The flagged firms, the most urgent first; for a recipient only those who let it see their answers."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        allowing = consents.every(view, campaign_id)
        ordered = targets.lines(view, targets.find(view, campaign_id, Query(sort="priority")))
        lines = [line for line in ordered if line.priority]
        allowed = [line for line in lines if recipient is None or recipient in allowing.get(line.id, ())]
        sheets = {line.id: replies.sheet_of(view, line.id) or {} for line in allowed}
    age = questionnaire.by_role(QuestionRole.AGE)
    headings = ["整理番号", "優先度", "抽出理由", "診断", "事業者名", "事業所名", "代表者", "年齢", "郵便番号"]
    headings += ["所在地", "電話番号", "業種", "従業者数", "状況", "訪問予定日", "同意した機関"]
    rows: list[list[Value]] = [
        [
            form_number.shown(line.number),
            line.priority.value if line.priority else "",
            "\n".join(line.reasons),
            _diagnosis(line, questionnaire.diagnosis(line.diagnosis).name),
            line.name,
            line.office,
            " ".join(filter(None, [line.title, line.representative])),
            answer_words.label(age, sheets[line.id].get(age.id, BLANK)) if age else "",
            f"{line.postal_code[:3]}-{line.postal_code[3:]}" if line.postal_code else "",
            line.address,
            line.phone,
            line.industry,
            line.staff,
            word(line.status),
            line.visit_on,
            "、".join(word(r) for r in Recipient if r in allowing.get(line.id, ())),
        ]
        for line in allowed
    ]
    widths = (10, 6, 44, 18, 28, 18, 18, 7, 10, 40, 14, 12, 8, 12, 12, 24)
    count = write_workbook(path, [Sheet("抽出した事業者", headings, rows, widths)], title="抽出した事業者")
    return Outcome(FlaggedExport(count, len(lines) - len(allowed)))


def consenting(ledger: Ledger, campaign_id: int) -> tuple[int, dict[Recipient, int]]:
    """How many firms are flagged, and how many of them let each recipient see their answers."""
    with ledger.read() as view:
        flagged_ids = set(flagged_store.every(view, campaign_id))
        allowing = consents.every(view, campaign_id)
    counted = Counter(who for key in flagged_ids for who in allowing.get(key, ()))
    return len(flagged_ids), {recipient: counted[recipient] for recipient in Recipient}


def _diagnosis(line: TargetLine, name: str) -> str:
    return f"{line.diagnosis} {name}" if line.diagnosis else ""

"""The flagged firms as a workbook: the columns an office wants, for a recipient only the firms that consent to it.

A second sheet says for whom the file is, of which run of the rules, and how many firms are not in it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK, AnswerSheet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire, QuestionRole, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.exchange.workbooks import Sheet, Value, write_workbook
from shoukei_app.store import campaigns, cases, consents, export_columns, replies, rules, targets
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.rules import Run
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word

TITLE, ABOUT = "抽出した事業者", "この表について"


@dataclass(frozen=True, slots=True)
class FlaggedAsk:
    """What is asked for: for whom (None: one's own section, all firms), whose cases (None: everybody's), which
    columns by their keys in their order (none: those remembered), a password ("": none).
    """

    recipient: Recipient | None = None
    lead_organisation_id: int | None = None
    columns: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class FlaggedExport:
    """How many flagged firms went out, and how many were left out because they do not consent to this recipient."""

    rows: int
    left_out_without_consent: int


@dataclass(frozen=True, slots=True)
class _Firm:
    """What a row can tell of one firm."""

    line: TargetLine
    questionnaire: Questionnaire
    sheet: AnswerSheet
    consents: frozenset[Recipient]
    lead: str


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column that can be chosen: its heading, width in characters, and whether it is there unless chosen away."""

    key: str
    heading: str
    width: int
    value: Callable[[_Firm], Value]
    usual: bool = True


def columns() -> tuple[ExportColumn, ...]:
    """Every column there is, in the usual order."""
    return _COLUMNS


def chosen_columns(ledger: Ledger, campaign_id: int) -> tuple[str, ...]:
    """The keys of the columns that were written last in this campaign, else the usual ones."""
    with ledger.read() as view:
        return _remembered(view, campaign_id)


def write(ledger: Ledger, campaign_id: int, path: Path, ask: FlaggedAsk = FlaggedAsk()) -> Outcome[FlaggedExport]:
    """The flagged firms, the most urgent first; for a recipient only those who let it see their answers.

    Raises Problem(VALUE_WRONG) for a column that does not exist, and as `files.whole` does.
    """
    unknown = [key for key in ask.columns if key not in _BY_KEY]
    if unknown:
        raise Problem(ProblemKind.VALUE_WRONG, field="書き出す列", value=unknown[0])
    with ledger.read() as view:
        chosen = [_BY_KEY[key] for key in ask.columns or _remembered(view, campaign_id)]
        everybody = _flagged(view, campaign_id, ask.lead_organisation_id)
        led_by = next((one.name for one in campaigns.organisations(view) if one.id == ask.lead_organisation_id), "")
        last = rules.last_run(view, campaign_id)
    allowed = [one for one in everybody if ask.recipient is None or ask.recipient in one.consents]
    rows = [[column.value(one) for column in chosen] for one in allowed]
    sheet = Sheet(TITLE, [column.heading for column in chosen], rows, [column.width for column in chosen])
    made = FlaggedExport(len(rows), len(everybody) - len(allowed))
    about = Sheet(ABOUT, ["項目", "内容"], _about(ask, made, led_by, last), (16, 64))
    write_workbook(path, [sheet, about], title=TITLE, password=ask.password)
    return Outcome(made)


def remember_columns(ledger: Ledger, act: Act, campaign_id: int, chosen: Sequence[str]) -> Outcome[None]:
    """Remember which columns are written; nothing where they are remembered already."""
    with ledger.write(act, OperationKind.CHOOSE_COLUMNS) as operation:
        if tuple(chosen) != _remembered(operation.writing.connection, campaign_id):
            export_columns.keep(operation.writing, campaign_id, export_columns.FLAGGED, chosen)
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def consenting(ledger: Ledger, campaign_id: int) -> tuple[int, dict[Recipient, int]]:
    """How many firms are flagged, and how many of them let each recipient see their answers."""
    with ledger.read() as view:
        flagged_ids = set(flagged_store.every(view, campaign_id))
        allowing = consents.every(view, campaign_id)
    counted = Counter(who for key in flagged_ids for who in allowing.get(key, ()))
    return len(flagged_ids), {recipient: counted[recipient] for recipient in Recipient}


def _about(ask: FlaggedAsk, made: FlaggedExport, led_by: str, last: Run | None) -> list[Sequence[Value]]:
    """What whoever opens the file has to know of it."""
    if ask.recipient is None:
        given, consent = "自分の課で使う", "同意を確かめていません。ほかの機関へ渡さないでください。"
    else:
        given = word(ask.recipient)
        consent = (
            f"{given}への提供に同意した事業者だけが入っています。"
            f"抽出した事業者のうち {made.left_out_without_consent:,}件は、同意がないため入っていません。"
        )
    lines = [("渡す先", given), ("事業者", f"{made.rows:,}件"), ("同意", consent)]
    lines += [("担当", f"{led_by}が担当する事業者だけ")] if led_by else []
    lines += [("抽出", f"{with_weekday(last.ran_on)}　抽出条件 第{last.rules.version}版")] if last else []
    return [*lines]


def _remembered(view: View, campaign_id: int) -> tuple[str, ...]:
    kept = export_columns.get(view, campaign_id, export_columns.FLAGGED)
    return tuple(key for key in kept if key in _BY_KEY) or tuple(one.key for one in _COLUMNS if one.usual)


def _flagged(view: View, campaign_id: int, lead: int | None) -> list[_Firm]:
    questionnaire = campaigns.get(view, campaign_id).questionnaire
    allowing = consents.every(view, campaign_id)
    ordered = targets.lines(view, targets.find(view, campaign_id, Query(sort="priority")))
    lines = [line for line in ordered if line.priority]
    sheets = {reply.target_id: reply.sheet for reply in replies.every(view, campaign_id)}
    names = {one.id: one.name for one in campaigns.organisations(view)}
    people = {one.id: one.name for one in campaigns.persons(view)}
    leading = {case.target_id: case.decision for case in cases.every(view, campaign_id)}
    found = []
    for line in lines:
        decision = leading.get(line.id)
        led_by = decision.lead_organisation_id if decision else None
        if lead is not None and led_by != lead:
            continue
        person = decision.lead_person_id if decision else None
        said = " ".join(filter(None, [names.get(led_by or 0, ""), people.get(person or 0, "")]))
        found.append(_Firm(line, questionnaire, sheets.get(line.id, {}), frozenset(allowing.get(line.id, ())), said))
    return found


def _age(one: _Firm) -> str:
    question = one.questionnaire.by_role(QuestionRole.AGE)
    return answer_words.label(question, one.sheet.get(question.id, BLANK)) if question else ""


def _diagnosis(one: _Firm) -> str:
    code = one.line.diagnosis
    return f"{code} {one.questionnaire.diagnosis(code).name}" if code else ""


def _postal_code(one: _Firm) -> str:
    code = one.line.postal_code
    return f"{code[:3]}-{code[3:]}" if code else ""


_COLUMNS = (
    ExportColumn("number", "整理番号", 10, lambda one: form_number.shown(one.line.number)),
    ExportColumn("priority", "優先度", 6, lambda one: one.line.priority.value if one.line.priority else ""),
    ExportColumn("score", "点数", 6, lambda one: one.line.score, usual=False),
    ExportColumn("reasons", "抽出理由", 44, lambda one: "\n".join(one.line.reasons)),
    ExportColumn("diagnosis", "診断", 18, _diagnosis),
    ExportColumn("name", "事業者名", 28, lambda one: one.line.name),
    ExportColumn("office", "事業所名", 18, lambda one: one.line.office),
    ExportColumn(
        "representative", "代表者", 18, lambda one: " ".join(filter(None, [one.line.title, one.line.representative]))
    ),
    ExportColumn("age", "年齢", 7, _age),
    ExportColumn("postal_code", "郵便番号", 10, _postal_code),
    ExportColumn("municipality", "市町村", 12, lambda one: one.line.municipality, usual=False),
    ExportColumn("address", "所在地", 40, lambda one: one.line.address),
    ExportColumn("phone", "電話番号", 14, lambda one: one.line.phone),
    ExportColumn("industry", "業種", 12, lambda one: one.line.industry),
    ExportColumn("staff", "従業者数", 8, lambda one: one.line.staff),
    ExportColumn("status", "状況", 12, lambda one: word(one.line.status)),
    ExportColumn("visit_on", "訪問予定日", 12, lambda one: one.line.visit_on),
    ExportColumn("lead", "担当", 22, lambda one: one.lead, usual=False),
    ExportColumn(
        "consents", "同意した機関", 24, lambda one: "、".join(word(r) for r in Recipient if r in one.consents)
    ),
)
_BY_KEY = {column.key: column for column in _COLUMNS}

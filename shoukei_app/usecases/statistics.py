"""Statistics (集計): the funnel, the response rates, counts by municipality, industry, age and diagnosis."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from shoukei_app.domain.answers import EffectiveAnswers, Mark
from shoukei_app.domain.questionnaire import Questionnaire, QuestionRole
from shoukei_app.domain.statistics import Funnel
from shoukei_app.domain.target import OUT_OF_SCOPE, Channel
from shoukei_app.exchange.workbooks import Sheet, Value, write_workbook
from shoukei_app.store import campaigns, replies
from shoukei_app.store import statistics as counted
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.replies import Reply
from shoukei_app.store.statistics import TargetFacts
from shoukei_app.usecases import masters
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.question_tables import QuestionTable, tabulate
from shoukei_app.words.terms import word


class GroupBy(StrEnum):
    """By what the funnel is told apart."""

    MUNICIPALITY = "municipality"
    INDUSTRY = "industry"
    CHANNEL = "channel"
    DIAGNOSIS = "diagnosis"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a grouped table."""

    key: str
    title: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the statistics page and the report show."""

    funnel: Funnel
    groups: dict[GroupBy, tuple[Group, ...]]
    questions: tuple[QuestionTable, ...]
    received_by_day: dict[date, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the home page; `channels` counts the sheets that came by each way."""

    funnel: Funnel
    municipalities: tuple[Group, ...]
    received_by_day: dict[date, int]
    channels: dict[Channel, int]


def funnel(ledger: Ledger, campaign_id: int) -> Funnel:
    """The funnel of a campaign."""
    with ledger.read() as view:
        return _funnel(counted.facts(view, campaign_id))


def overview(ledger: Ledger, campaign_id: int) -> Overview:
    """What the home page shows: quick, because no answers are read."""
    with ledger.read() as view:
        facts = counted.facts(view, campaign_id)
        questionnaire = campaigns.get(view, campaign_id).questionnaire
    channels = Counter(fact.channel for fact in facts if fact.channel)
    return Overview(
        _funnel(facts),
        _groups(facts, _by_municipality(questionnaire, {})),
        counted.received_by_day(facts),
        {channel: channels[channel] for channel in Channel if channels[channel]},
    )


def report(ledger: Ledger, campaign_id: int, by: Iterable[GroupBy] = tuple(GroupBy)) -> Report:
    """All figures of a campaign."""
    with ledger.read() as view:
        facts = counted.facts(view, campaign_id)
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        answered = replies.every(view, campaign_id)
    ages = _ages(questionnaire, answered)
    return Report(
        _funnel(facts),
        {key: _groups(facts, _KEYS[key](questionnaire, ages)) for key in by},
        tabulate(questionnaire, (reply.sheet for reply in answered)),
        counted.received_by_day(facts),
    )


def export(ledger: Ledger, campaign_id: int, path: Path) -> Outcome[int]:
    """The figures as an Excel workbook."""
    figures = report(ledger, campaign_id)
    sheets = [Sheet("全体", _FUNNEL_HEADINGS, [["全体", *_funnel_row(figures.funnel)]])]
    for key, groups in figures.groups.items():
        rows = [[group.title, *_funnel_row(group.funnel)] for group in groups]
        sheets.append(Sheet(f"{GROUP_TITLES[key]}別", [GROUP_TITLES[key], *_FUNNEL_HEADINGS[1:]], rows))
    counts: list[list[Value]] = []
    for table in figures.questions:
        for row in table.rows:
            share = round(row.count / row.base, 4) if row.base else None
            counts.append([f"問{table.number}", table.title, row.code, row.title, row.count, row.base, share])
    sheets.append(Sheet("単純集計", ["問", "内容", "選択肢", "回答", "件数", "母数", "割合"], counts))
    sheets.append(Sheet("回答の確かめ", _REMARK_HEADINGS, [_remark_row(table) for table in figures.questions]))
    return Outcome(write_workbook(path, sheets, title="集計"))


GROUP_TITLES = {
    GroupBy.MUNICIPALITY: "市町村",
    GroupBy.INDUSTRY: "業種",
    GroupBy.CHANNEL: "回答方法",
    GroupBy.DIAGNOSIS: "診断類型",
    GroupBy.AGE: "代表者の年代",
}
_FUNNEL_HEADINGS = (
    "区分",
    "発送",
    "返戻",
    "対象外",
    "回収",
    "有効回答",
    "回収率",
    "有効回収率",
    "抽出",
    "訪問・電話",
    "橋渡し",
)


_REMARK_HEADINGS = ("問", "内容", "母数", *(word(mark) for mark in Mark), "平均", "中央値")


def _remark_row(table: QuestionTable) -> list[Value]:
    """How many replies have each mark on a question, and what its numbers come to."""
    average = None if table.average is None else round(table.average, 1)
    marks = (table.marked(mark) for mark in Mark)
    return [f"問{table.number}", table.title, table.base, *marks, average, table.middle]


def _funnel_row(value: Funnel) -> list[Value]:
    return [
        value.mailed,
        value.undelivered,
        value.out_of_scope,
        value.replies,
        value.valid,
        None if value.response_rate is None else round(value.response_rate, 4),
        None if value.valid_response_rate is None else round(value.valid_response_rate, 4),
        value.flagged,
        value.visited,
        value.referred,
    ]


def _funnel(facts: Iterable[TargetFacts]) -> Funnel:
    mailed = [fact for fact in facts if fact.mailed]
    return Funnel(
        mailed=len(mailed),
        undelivered=sum(fact.undelivered for fact in mailed),
        out_of_scope=sum(fact.disposition in OUT_OF_SCOPE for fact in mailed),
        replies=sum(fact.received_on is not None for fact in mailed),
        valid=sum(fact.valid for fact in mailed),
        flagged=sum(fact.flagged for fact in mailed),
        visited=sum(fact.visited for fact in mailed),
        referred=sum(fact.referred for fact in mailed),
    )


Key = Callable[[TargetFacts], tuple[str, str]]


def _by_municipality(_questionnaire: Questionnaire, _ages: dict[int, int]) -> Key:
    names = masters.municipality_names()
    return lambda fact: (fact.municipality_code, names.get(fact.municipality_code, "市町村不明"))


def _by_industry(_questionnaire: Questionnaire, _ages: dict[int, int]) -> Key:
    return lambda fact: (fact.industry or "~", fact.industry or "業種不明")


def _by_channel(_questionnaire: Questionnaire, _ages: dict[int, int]) -> Key:
    order = {channel: str(index) for index, channel in enumerate(Channel)}
    return lambda fact: (order[fact.channel], word(fact.channel)) if fact.channel else ("~", "未回収")


def _by_diagnosis(questionnaire: Questionnaire, _ages: dict[int, int]) -> Key:
    names = {kind.code: f"{kind.code} {kind.name}" for kind in questionnaire.types}
    return lambda fact: (fact.diagnosis or "~", names.get(fact.diagnosis, "未回収"))


def _by_age(_questionnaire: Questionnaire, ages: dict[int, int]) -> Key:
    def key(fact: TargetFacts) -> tuple[str, str]:
        if fact.target_id not in ages:
            return "~", "不明・未回収"
        decade = min(max(ages[fact.target_id] // 10 * 10, 20), 80)
        return str(decade), f"{decade}代{'以上' if decade == 80 else '以下' if decade == 20 else ''}"

    return key


_KEYS: dict[GroupBy, Callable[[Questionnaire, dict[int, int]], Key]] = {
    GroupBy.MUNICIPALITY: _by_municipality,
    GroupBy.INDUSTRY: _by_industry,
    GroupBy.CHANNEL: _by_channel,
    GroupBy.DIAGNOSIS: _by_diagnosis,
    GroupBy.AGE: _by_age,
}


def _groups(facts: Iterable[TargetFacts], key: Key) -> tuple[Group, ...]:
    grouped: dict[tuple[str, str], list[TargetFacts]] = {}
    for fact in facts:
        grouped.setdefault(key(fact), []).append(fact)
    return tuple(Group(code, title, _funnel(members)) for (code, title), members in sorted(grouped.items()))


def _ages(questionnaire: Questionnaire, replies: Iterable[Reply]) -> dict[int, int]:
    question = questionnaire.by_role(QuestionRole.AGE)
    if question is None:
        return {}
    ages = {}
    for reply in replies:
        age = EffectiveAnswers(questionnaire, reply.sheet)(question.id)
        if isinstance(age, int):
            ages[reply.target_id] = age
    return ages

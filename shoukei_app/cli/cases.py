"""`shoukei case …`: support cases, how far they are, who leads them, moved on and closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from shoukei_app.cli import console, named
from shoukei_app.cli.console import LEDGER
from shoukei_app.cli.decision import DECISION, decided
from shoukei_app.domain.cases import CaseOutcome, CaseState
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.query import Query
from shoukei_app.usecases import cases as use
from shoukei_app.usecases import ledgers
from shoukei_app.usecases.cases import OPEN
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word

case = click.Group("case", help="案件（開催要請 → 方向性決定 → 開催 → 結果集約 → 支援）")
NUMBERS = click.argument("numbers", metavar="整理番号...", nargs=-1, required=True)


@console.command(case, "list")
@LEDGER
@click.option("--state", type=click.Choice([one.value for one in CaseState]), help="この状態のものだけ")
@click.option("--all", "every", is_flag=True, help="終えたものも")
def list_(ledger: str, state: str | None, *, every: bool, as_json: bool) -> None:
    """案件の一覧と、年度ごとに各状態へ進んだ件数を示します。"""
    with console.opened(ledger) as open_ledger:
        campaign_id = ledgers.current_campaign(open_ledger).id
        filters = {"state": (state,) if state else (), "standing": () if every else (OPEN,)}
        query = Query(filters={key: values for key, values in filters.items() if values}, sort="number")
        lines = use.lines(open_ledger, use.find(open_ledger, campaign_id, query))
        years = use.reached_by_year(open_ledger, campaign_id)
    rows = [
        {
            "number": one.target.number,
            "firm": one.target.name,
            "state": one.case.state,
            "policy": one.case.decision.policy,
            "lead": one.lead,
            "person": one.person,
            "deadline": one.case.decision.deadline,
            "next_look": one.case.decision.next_look,
            "reviewed_by": one.case.reviewed_by,
            "outcome": one.case.decision.outcome,
        }
        for one in lines
    ]
    told = []
    for one in lines:
        decision = one.case.decision
        policy = word(decision.policy) if decision.policy else "方針は未決定"
        until = f"{month_day(decision.deadline)}まで" if decision.deadline else ""
        parts = (shown(one.target.number), one.target.name, word(one.case.state), policy, one.lead, one.person, until)
        told.append("　".join(filter(None, parts)))
    told += [f"{year}年度　{console.counts(counts, word)}" for year, counts in years.items()]
    console.emit({"cases": rows, "reached": years}, "\n".join(told) or "案件はまだありません。", as_json=as_json)


@console.command(case, "assign")
@LEDGER
@NUMBERS
@click.option("--organisation", required=True, help="主担当の機関の名前")
@click.option("--person", default="", help="主担当の人の名前")
def assign(ledger: str, numbers: tuple[str, ...], organisation: str, person: str, *, as_json: bool) -> None:
    """主担当を決めます。案件でない事業者は案件になります。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        office, lead = named.organisation(open_ledger, organisation).id, named.person_id(open_ledger, person)
        use.assign(open_ledger, console.act(), ids, office, lead)
        _tell(open_ledger, ids, f"主担当を {organisation} にしました", as_json=as_json)


@console.command(case, "decide")
@LEDGER
@NUMBERS
@DECISION
@click.option("--close", "outcome", type=click.Choice([one.value for one in CaseOutcome]), help="この結果で終える")
def decide(ledger: str, numbers: tuple[str, ...], *, as_json: bool, **said: Any) -> None:
    """会議の外で決まったことを、事業者ごとに同じように記録します。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        use.decide(open_ledger, console.act(), ids, decided(open_ledger, said))
        _tell(open_ledger, ids, "方針を記録しました", as_json=as_json)


@console.command(case, "review")
@LEDGER
@NUMBERS
def review(ledger: str, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """主担当でない人が、決まった方針を確かめます。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        use.review(open_ledger, console.act(), ids)
        _tell(open_ledger, ids, "方針を確認しました", as_json=as_json)


@console.command(case, "advance")
@LEDGER
@NUMBERS
@click.option("--state", required=True, type=click.Choice([one.value for one in CaseState]), help="この状態にする")
@click.option("--on", "day", type=console.DAY, help="その日（省くと今日）")
def advance(ledger: str, numbers: tuple[str, ...], state: str, day: datetime | None, *, as_json: bool) -> None:
    """状態を手で変えます。訪問・橋渡しなどを記録したときは、ひとりでに進みます。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        use.advance(open_ledger, console.act(), ids, CaseState(state), console.day(day))
        _tell(open_ledger, ids, f"「{word(CaseState(state))}」にしました", as_json=as_json)


@console.command(case, "close")
@LEDGER
@NUMBERS
@click.option("--outcome", required=True, type=click.Choice([one.value for one in CaseOutcome]), help="結果")
def close(ledger: str, numbers: tuple[str, ...], outcome: str, *, as_json: bool) -> None:
    """結果を付けて終えます。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        use.conclude(open_ledger, console.act(), ids, CaseOutcome(outcome))
        _tell(open_ledger, ids, f"「{word(CaseOutcome(outcome))}」で終えました", as_json=as_json)


@console.command(case, "reopen")
@LEDGER
@NUMBERS
def reopen(ledger: str, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """終えた案件を再び開きます。"""
    with console.opened(ledger) as open_ledger:
        ids = _ids(open_ledger, numbers)
        use.conclude(open_ledger, console.act(), ids, None)
        _tell(open_ledger, ids, "再び開きました", as_json=as_json)


def _ids(ledger: Ledger, numbers: Sequence[str]) -> list[int]:
    return [one.id for one in named.firms(ledger, numbers)]


def _tell(ledger: Ledger, ids: Sequence[int], done: str, *, as_json: bool) -> None:
    rows = [{"number": one.target.number, "state": one.case.state} for one in use.lines(ledger, ids)]
    console.emit({"cases": rows}, f"{len(ids):,}件：{done}", as_json=as_json)

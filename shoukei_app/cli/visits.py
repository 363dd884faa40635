"""`shoukei visits …`: visit sheets, homework, the hearing sheet.

`visit_days` has what is about days, `visit_records` what came of visits.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from shoukei_app.cli import console, named, visit_days, visit_records
from shoukei_app.cli.console import DAY, LEDGER, OUTPUT
from shoukei_app.domain.homework import Term
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.visits import week_of
from shoukei_app.usecases import hearings, homework, ledgers, targets
from shoukei_app.usecases import visits as use
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.terms import word

visits = click.Group("visits", help="訪問・電話")
_PARTS = (visit_days.planning, visit_records.records)
for part in (visit_days.days, visit_days.consultation, *(one for group in _PARTS for one in group.commands.values())):
    visits.add_command(part)


@console.command(visits, "sheets")
@LEDGER
@click.argument("target", metavar="書き出し先.pdf", type=OUTPUT)
@click.option("--blank", is_flag=True, help="何も入っていない票を1件分作る")
@click.option("--day", "on", type=DAY, help="この日に予定のある訪問・電話だけ")
@click.option("--week", type=DAY, help="この日を含む週（月～日）に予定のある訪問・電話だけ")
@click.option("--organisation", "name", default="", help="この機関が行くものだけ")
def sheets(
    ledger: str,
    target: Path,
    on: datetime | None,
    week: datetime | None,
    name: str,
    *,
    blank: bool,
    as_json: bool,
) -> None:
    """抽出した事業者と訪問予定の事業者の訪問票を印刷用PDFにします。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        campaign = ledgers.current_campaign(open_ledger)
        if blank:
            printed = use.print_blank_sheets(open_ledger, campaign.id, target, progress).value
        else:
            span = week_of(week.date()) if week else (on.date(), on.date()) if on else None
            ids = _wanted(open_ledger, campaign.id, span, name)
            printed = use.print_sheets(open_ledger, campaign.id, ids, target, progress).value
    data = {"sheets": printed.printed, "pages": printed.pages}
    text = f"訪問票 {printed.printed:,}件（{printed.pages:,}ページ）を作りました：{target}"
    console.emit(data, text, as_json=as_json)


@console.command(visits, "tasks")
@LEDGER
@click.option("--person", default="", help="この担当者のものだけ（機関あてのものを含む）")
@click.option("--organisation", "name", default="", help="この機関のものだけ")
@click.option("--overdue", is_flag=True, help="期限切れだけ")
@click.option("--today", type=DAY, help="今日とみなす日")
@click.option("--excel", type=OUTPUT, help="--organisation の機関に渡す Excel（同意のある先だけ名前を出す）")
def tasks(
    ledger: str,
    person: str,
    name: str,
    today: datetime | None,
    excel: Path | None,
    *,
    overdue: bool,
    as_json: bool,
) -> None:
    """宿題・予定・報告待ち・案件の期限を1つの一覧で示します。"""
    day = console.day(today)
    with console.opened(ledger) as open_ledger:
        campaign_id = ledgers.current_campaign(open_ledger).id
        key = named.organisation_id(open_ledger, name)
        found = homework.every(
            open_ledger, campaign_id, person_id=named.person_id(open_ledger, person), organisation_id=key
        )
        if excel is not None:
            if key is None:
                raise Problem(ProblemKind.VALUE_MISSING, field="渡す先の機関（--organisation）")
            homework.export(open_ledger, campaign_id, key, excel, day)
    shown = [one for one in found if not overdue or one.term(day) is Term.OVERDUE]
    rows = [
        {
            "id": one.id,
            "kind": one.kind.value,
            "term": one.term(day).value,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "number": one.number,
            "firm": one.firm,
            "what": one.what,
            "organisation": one.organisation,
            "persons": list(one.names),
        }
        for one in shown
    ]
    parts = [(str(one.id), word(one.term(day)), str(one.due_on or ""), one.firm, one.what, *one.names) for one in shown]
    lines = ["　".join(filter(None, words)) for words in parts]
    late = sum(one.term(day) is Term.OVERDUE for one in found)
    console.emit({"tasks": rows, "overdue": late}, "\n".join(lines) or "宿題はありません。", as_json=as_json)


@console.command(visits, "hearing")
@LEDGER
@click.option("--export", "target", type=OUTPUT, help="ヒアリング票の問いをファイルに書き出す")
@click.option("--import", "source", type=click.Path(path_type=Path), help="ファイルの問いを使う")
def hearing(ledger: str, target: Path | None, source: Path | None, *, as_json: bool) -> None:
    """訪問ヒアリング票の問いを示し、ファイルで受け渡しします。"""
    with console.opened(ledger) as open_ledger:
        campaign_id = ledgers.current_campaign(open_ledger).id
        if source is not None:
            hearings.save(open_ledger, console.act(), campaign_id, hearings.read_file(source))
        if target is not None:
            hearings.export_file(open_ledger, campaign_id, target)
        current = hearings.get(open_ledger, campaign_id)
    rows = [{"id": one.id, "number": one.number, "text": one.text, "kind": one.kind.value} for one in current.questions]
    text = "\n".join(f"問{one.number}　{one.text}" for one in current.questions)
    console.emit({"title": current.title, "version": current.version, "questions": rows}, text, as_json=as_json)


def _wanted(ledger: Ledger, campaign_id: int, span: tuple[date, date] | None, name: str) -> Sequence[int]:
    if span is None and not name:
        statuses = (TargetStatus.FLAGGED.value, TargetStatus.VISIT_PLANNED.value)
        return targets.find(ledger, campaign_id, Query(filters={"status": statuses}, sort="priority"))
    key = named.organisation_id(ledger, name)
    return use.planned_between(ledger, campaign_id, *(span or (date.min, date.max)), organisation_id=key)

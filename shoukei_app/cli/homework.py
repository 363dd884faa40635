"""`shoukei task …`: homework given, done, put off, given on; the list of it is `shoukei visits tasks`."""

from datetime import datetime

import click

from shoukei_app.cli import console, named
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.homework import Chore
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.usecases import homework, ledgers, tasks
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.tasks import NewTask

task = click.Group("task", help="宿題（一覧は visits tasks）")
ID = click.argument("key", metavar="番号", type=int)
ORGANISATION = click.option("--organisation", default="", help="宿題をする機関の名前")
PERSON = click.option("--person", default="", help="宿題をする人の名前")


@console.command(task, "add")
@LEDGER
@click.argument("what", metavar="内容")
@click.option("--number", default="", help="この整理番号の事業者についての宿題")
@ORGANISATION
@PERSON
@click.option("--due", type=console.DAY, help="期限")
def add(
    ledger: str, what: str, number: str, organisation: str, person: str, due: datetime | None, *, as_json: bool
) -> None:
    """宿題を出します。"""
    with console.opened(ledger) as open_ledger:
        new = NewTask(
            what,
            named.organisation_id(open_ledger, organisation),
            named.person_id(open_ledger, person),
            due.date() if due else None,
            named.firms(open_ledger, [number])[0].id if number else None,
        )
        tasks.give(open_ledger, console.act(), ledgers.current_campaign(open_ledger).id, [new])
    console.emit({"what": what, "due_on": new.due_on}, f"宿題を出しました：{what}", as_json=as_json)


@console.command(task, "done")
@LEDGER
@ID
@click.option("--note", default="", help="どうなったか（橋渡しの報告では必須）")
def done(ledger: str, key: int, note: str, *, as_json: bool) -> None:
    """終えたことを記録します。"""
    with console.opened(ledger) as open_ledger:
        chore = _chore(open_ledger, key)
        homework.finish(open_ledger, console.act(), chore, note)
    _tell(chore, "終えました", as_json=as_json)


@console.command(task, "put-off")
@LEDGER
@ID
@click.option("--until", "day", type=console.DAY, required=True, help="新しい期限")
@click.option("--reason", required=True, help="延期の理由")
def put_off(ledger: str, key: int, day: datetime, reason: str, *, as_json: bool) -> None:
    """期限を延ばします。"""
    with console.opened(ledger) as open_ledger:
        chore = _chore(open_ledger, key)
        homework.put_off(open_ledger, console.act(), chore, day.date(), reason)
    _tell(chore, f"{day.date()} まで延ばしました", as_json=as_json)


@console.command(task, "give")
@LEDGER
@ID
@ORGANISATION
@PERSON
def give(ledger: str, key: int, organisation: str, person: str, *, as_json: bool) -> None:
    """ほかの機関・人に渡します。"""
    with console.opened(ledger) as open_ledger:
        chore = _chore(open_ledger, key)
        office, who = named.organisation_id(open_ledger, organisation), named.person_id(open_ledger, person)
        homework.give_on(open_ledger, console.act(), chore, office, who)
    _tell(chore, f"{organisation} {person} に渡しました".replace("  ", " "), as_json=as_json)


def _chore(ledger: Ledger, key: int) -> Chore:
    for one in homework.every(ledger, ledgers.current_campaign(ledger).id):
        if one.id == key:
            return one
    raise Problem(ProblemKind.NOT_FOUND, what="宿題", key=key)


def _tell(chore: Chore, told: str, *, as_json: bool) -> None:
    data = {"id": chore.id, "kind": chore.kind, "number": chore.number}
    console.emit(data, f"{chore.firm} {chore.what}：{told}".strip(), as_json=as_json)

"""`shoukei meeting …`: follow-up meetings, their agendas, papers and decisions."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console, named
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.cli.decision import DECISION, decided
from shoukei_app.domain.cases import CaseOutcome
from shoukei_app.domain.form_number import parse, shown
from shoukei_app.domain.meeting import Meeting, MeetingKind, Seat
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.usecases import ledgers, meeting_papers, meetings, organisations
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.meetings import AgendaLine, NewMeeting
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word

meeting = click.Group("meeting", help="フォロー会議")
MEETING = click.argument("number", metavar="回", type=int)
RECIPIENT = click.option(
    "--recipient",
    type=click.Choice([one.value for one in Recipient]),
    help="この機関だけに渡す（同意のある先だけ名前を出す）",
)
NO_NAME = click.option("--no-name", is_flag=True, help="すべての名前を伏せる")


@console.command(meeting, "list")
@LEDGER
def list_(ledger: str, *, as_json: bool) -> None:
    """会議の一覧を示します。"""
    with console.opened(ledger) as open_ledger:
        found = meetings.every(open_ledger, ledgers.current_campaign(open_ledger).id)
        rows = [
            {
                "meeting": one.number,
                "kind": one.kind.value,
                "held_on": one.held_on.isoformat(),
                "place": one.place,
                "items": len(meetings.agenda(open_ledger, one.id)),
                "closed": one.closed_on is not None,
            }
            for one in found
        ]
    lines = [
        f"第{row['meeting']}回　{row['held_on']}　議題 {row['items']}件{'　終了' if row['closed'] else ''}"
        for row in rows
    ]
    console.emit({"meetings": rows}, "\n".join(lines) or "会議はまだありません。", as_json=as_json)


@console.command(meeting, "create")
@LEDGER
@click.option("--on", "held_on", type=console.DAY, required=True, help="開催日")
@click.option("--time", "held_time", default="", help="時刻（例 13:30）")
@click.option("--place", default="", help="場所")
@click.option("--ad-hoc", is_flag=True, help="臨時の会議")
@click.option("--organisation", "names", multiple=True, help="参加する機関の名前（何度でも。省くと全機関）")
def create(
    ledger: str,
    held_on: datetime,
    held_time: str,
    place: str,
    names: tuple[str, ...],
    *,
    ad_hoc: bool,
    as_json: bool,
) -> None:
    """会議を作り、議題を集めます。"""
    with console.opened(ledger) as open_ledger:
        known = organisations.every(open_ledger)
        for name in names:
            if name not in {one.name for one in known}:
                raise Problem(ProblemKind.NOT_FOUND, what="機関", key=name)
        seats = tuple(Seat(one.id) for one in known if not names or one.name in names)
        kind = MeetingKind.AD_HOC if ad_hoc else MeetingKind.MONTHLY
        new = NewMeeting(kind, held_on.date(), held_time, place, seats=seats)
        campaign = ledgers.current_campaign(open_ledger)
        (key,) = meetings.plan(open_ledger, console.act(), campaign.id, [new]).value
        reasons = meetings.draw_agenda(open_ledger, console.act(), key).value
        made = meetings.get(open_ledger, key)
        items = len(meetings.agenda(open_ledger, key))
    data = {
        "meeting": made.number,
        "items": items,
        "reasons": {reason.value: number for reason, number in reasons.items() if number},
    }
    told = "、".join(f"{word(reason)} {number}件" for reason, number in reasons.items() if number)
    console.emit(data, f"第{made.number}回（{with_weekday(made.held_on)}）：議題 {items}件（{told}）", as_json=as_json)


@console.command(meeting, "agenda")
@LEDGER
@MEETING
def agenda(ledger: str, number: int, *, as_json: bool) -> None:
    """会議の議題を示します。まだ載っていない案件があれば載せます。"""
    with console.opened(ledger) as open_ledger:
        found = _meeting(open_ledger, number)
        if found.closed_on is None:
            meetings.draw_agenda(open_ledger, console.act(), found.id)
        lines = meetings.agenda(open_ledger, found.id)
    rows = [
        {
            "number": line.target.number,
            "firm": line.target.name,
            "priority": line.target.priority.value if line.target.priority else None,
            "reasons": [reason.value for reason in line.item.reasons],
            "policy": line.item.decision.policy.value if line.item.decision and line.item.decision.policy else None,
            "decided": line.item.decision is not None,
        }
        for line in lines
    ]
    told = [
        f"{line.item.position:>3}　{shown(line.target.number)}　{line.target.name}　"
        f"{'、'.join(word(reason) for reason in line.item.reasons)}"
        for line in lines
    ]
    console.emit({"meeting": number, "items": rows}, "\n".join(told) or "議題はありません。", as_json=as_json)


@console.command(meeting, "put")
@LEDGER
@MEETING
@click.argument("numbers", metavar="整理番号...", nargs=-1, required=True)
def put(ledger: str, number: int, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """事業者を議題に載せます。"""
    with console.opened(ledger) as open_ledger:
        found = _meeting(open_ledger, number)
        ids = [one.id for one in named.firms(open_ledger, numbers)]
        count = meetings.put_on(open_ledger, console.act(), found.id, ids).value
    data = {"meeting": number, "put_on": count}
    console.emit(data, f"{count:,}件を第{number}回の議題に載せました", as_json=as_json)


@console.command(meeting, "take-off")
@LEDGER
@MEETING
@click.argument("form_number", metavar="整理番号")
def take_off(ledger: str, number: int, form_number: str, *, as_json: bool) -> None:
    """手で載せた事業者を、議題から下ろします。"""
    with console.opened(ledger) as open_ledger:
        line = _line(meetings.agenda(open_ledger, _meeting(open_ledger, number).id), form_number)
        meetings.take_off(open_ledger, console.act(), line.item.id)
    data = {"meeting": number, "number": line.target.number}
    console.emit(data, f"{line.target.name} を第{number}回の議題から下ろしました", as_json=as_json)


@console.command(meeting, "cancel")
@LEDGER
@MEETING
def cancel(ledger: str, number: int, *, as_json: bool) -> None:
    """会議を取りやめます。載っていた議題は次の会議に載ります。"""
    with console.opened(ledger) as open_ledger:
        meetings.cancel(open_ledger, console.act(), _meeting(open_ledger, number).id)
    console.emit({"meeting": number}, f"第{number}回を取りやめました", as_json=as_json)


@console.command(meeting, "decide")
@LEDGER
@MEETING
@click.argument("form_number", metavar="整理番号")
@DECISION
@click.option("--close", "outcome", type=click.Choice([one.value for one in CaseOutcome]), help="この結果で終える")
def decide(ledger: str, number: int, form_number: str, *, as_json: bool, **said: Any) -> None:
    """議題の事業者について決まったことを記録します。"""
    with console.opened(ledger) as open_ledger:
        found = _meeting(open_ledger, number)
        line = _line(meetings.agenda(open_ledger, found.id), form_number)
        decision = decided(open_ledger, said)
        meetings.decide(open_ledger, console.act(), line.item.id, decision)
    closed = decision.outcome is not None
    data = {"meeting": number, "number": line.target.number, "policy": said["policy"], "closed": closed}
    what = word(decision.policy) if decision.policy else "方針は未決定"
    console.emit(data, f"{shown(line.target.number)} {line.target.name}：{what}", as_json=as_json)


@console.command(meeting, "close")
@LEDGER
@MEETING
def close(ledger: str, number: int, *, as_json: bool) -> None:
    """会議を終えます。決まらなかった案件は次の会議に載ります。"""
    with console.opened(ledger) as open_ledger:
        left = meetings.close(open_ledger, console.act(), _meeting(open_ledger, number).id).value
    told = f"第{number}回を終えました。次回へ持ち越し {len(left)}件"
    console.emit({"meeting": number, "carried_over": len(left)}, told, as_json=as_json)


@console.command(meeting, "pack")
@LEDGER
@MEETING
@click.argument("target", metavar="書き出し先", type=OUTPUT)
@NO_NAME
@RECIPIENT
def pack(ledger: str, number: int, target: Path, recipient: str | None, *, no_name: bool, as_json: bool) -> None:
    """会議資料をPDFにします。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        made = meeting_papers.pack(
            open_ledger,
            _meeting(open_ledger, number).id,
            target,
            progress,
            recipient=Recipient(recipient) if recipient else None,
            nobody_named=no_name,
        ).value
    data = {"items": len(made.items), "named": made.named, "unnamed": len(made.items) - made.named}
    told = f"議題 {data['items']}件（名前あり {data['named']}件・伏せた件 {data['unnamed']}件）：{target}"
    console.emit(data, told, as_json=as_json)


@console.command(meeting, "minutes")
@LEDGER
@MEETING
@click.argument("target", metavar="書き出し先", type=OUTPUT)
@NO_NAME
@RECIPIENT
def minutes(ledger: str, number: int, target: Path, recipient: str | None, *, no_name: bool, as_json: bool) -> None:
    """会議の記録をPDFかExcelにします。"""
    with console.opened(ledger) as open_ledger:
        made = meeting_papers.minutes(
            open_ledger,
            _meeting(open_ledger, number).id,
            target,
            recipient=Recipient(recipient) if recipient else None,
            nobody_named=no_name,
        ).value
    data = {"decided": len(made.decided), "homework": len(made.homework), "carried_over": len(made.carried)}
    console.emit(data, f"決定 {data['decided']}件・宿題 {data['homework']}件：{target}", as_json=as_json)


def _meeting(ledger: Ledger, number: int) -> Meeting:
    found = meetings.every(ledger, ledgers.current_campaign(ledger).id)
    for one in found:
        if one.number == number:
            return one
    raise Problem(ProblemKind.NOT_FOUND, what="フォロー会議", key=f"第{number}回")


def _line(lines: tuple[AgendaLine, ...], form_number: str) -> AgendaLine:
    wanted = parse(form_number)
    for line in lines:
        if line.target.number == wanted:
            return line
    raise Problem(ProblemKind.NOT_FOUND, what="議題", key=shown(wanted))

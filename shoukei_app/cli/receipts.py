"""`shoukei receipts …`: the receipt log, sheets without a number, envelopes opened."""

from datetime import datetime
from typing import Any

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain import written_date
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.loose_sheet import Known, slip
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import BARE_ERA
from shoukei_app.domain.receipt import Arrival, BundleCount
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.usecases import envelopes, ledgers, loose_sheets
from shoukei_app.usecases import receipts as use
from shoukei_app.words.terms import word

receipts = click.Group("receipts", help="調査票の受付・番号不明の票・開けた封筒の数")
_CHANNELS = click.Choice([channel.value for channel in Channel])
_DISPOSITIONS = click.Choice([disposition.value for disposition in Disposition])
_CHANNEL = click.option("--channel", type=_CHANNELS, default=Channel.MAIL.value, show_default=True, help="届いた方法")
_DISPOSITION = click.option(
    "--disposition",
    type=_DISPOSITIONS,
    default=Disposition.ANSWERED.value,
    show_default=True,
    help="票の内容（記入あり・白紙・回答拒否・廃業・対象外・別の人が回答）",
)
_BUNDLE = click.option("--bundle", default="", help="束の名前")
_RECEIVED_ON = click.option("--received-on", type=console.DAY, help="受付日（省くと今日）")
_NOTE = click.option("--note", default="", help="備考（別の人が回答したときは、だれか）")
_CAMPAIGN = click.option("--campaign", "campaign_id", type=int, help="調査の番号（省くといちばん新しい調査）")
_ANYWAY = click.option("--anyway", is_flag=True, help="返戻・刷り損じ・廃業などの記録があっても受け付ける")


@console.command(receipts, "add")
@LEDGER
@click.argument("number", metavar="整理番号")
@_CHANNEL
@_DISPOSITION
@_BUNDLE
@_RECEIVED_ON
@_NOTE
@click.option("--again", is_flag=True, help="受付済みの票の記録を書き換える")
@_ANYWAY
@click.option("--close-firm", is_flag=True, help="事業者の状況も「廃業・閉鎖」にする")
@click.option("--no-more-mail", is_flag=True, help="事業者に今後送らない（発送不要の申出）")
@_CAMPAIGN
def add(
    ledger: str, number: str, *, again: bool, anyway: bool, campaign_id: int | None, as_json: bool, **given: Any
) -> None:
    """1枚の調査票を受け付けます。"""
    arrival = _arrival(given)
    change = FirmChange(
        status=FirmStatus.CLOSED if given["close_firm"] else None,
        do_not_mail=True if given["no_more_mail"] else None,
    )
    with console.opened(ledger) as open_ledger:
        campaign = campaign_id or ledgers.current_campaign(open_ledger).id
        outcome = use.receive(
            open_ledger, console.act(), campaign, number, arrival, again=again, anyway=anyway, change=change
        )
    _tell(outcome.value, arrival, outcome.operation, as_json=as_json)


@console.command(receipts, "loose")
@LEDGER
@_CHANNEL
@_DISPOSITION
@_BUNDLE
@_RECEIVED_ON
@_NOTE
def loose(ledger: str, *, as_json: bool, **given: Any) -> None:
    """番号のない調査票を記録し、票に書く番号（不明-1 など）を出します。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        number = loose_sheets.log(open_ledger, console.act(), campaign, _arrival(given)).value
    text = f"番号不明の票を記録しました。票に「{slip(number)}」と書いてください。"
    console.emit({"slip": slip(number)}, text, as_json=as_json)


@console.command(receipts, "search")
@LEDGER
@click.option("--industry", default="", help="業種（例 建設）")
@click.option("--staff", type=int, help="従業者数")
@click.option("--founded", default="", help="創業年（例 S30、昭和30年、1955）")
@click.option("--age", type=int, help="代表者の年齢")
@click.option("--municipality", default="", help="市町村")
@click.option("--postmark", default="", help="消印")
@click.option("--words", default="", help="書かれた語（名前・屋号・町名）")
def search(ledger: str, founded: str, *, as_json: bool, **known: Any) -> None:
    """番号が切り取られた票を、分かっていることから探します。合いそうな順に並べます。"""
    year = written_date.parse(founded, BARE_ERA) if founded else None
    if founded and year is None:
        raise Problem(ProblemKind.VALUE_WRONG, field="創業年", value=founded)
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        found = loose_sheets.search(open_ledger, campaign, Known(**known, founded=year.year if year else None))
    data = [
        {
            "number": one.target.number,
            "name": one.target.name,
            "municipality": one.target.municipality,
            "mailed": one.target.mailed,
            "clues": one.clues,
        }
        for one in found
    ]
    lines = [
        f"{shown(one.target.number)}  {one.target.name}  {one.target.municipality}  {'・'.join(map(word, one.clues))}"
        for one in found
    ]
    text = "\n".join(lines) or "合う調査対象はありません（受付済みのものは除いています）。"
    console.emit({"candidates": data}, text, as_json=as_json)


@console.command(receipts, "identify")
@LEDGER
@click.argument("slip_", metavar="不明の番号")
@click.argument("number", metavar="整理番号")
@_ANYWAY
def identify(ledger: str, slip_: str, number: str, *, anyway: bool, as_json: bool) -> None:
    """番号不明の票がどの調査対象のものか分かったとき、その受付にします。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        outcome = loose_sheets.identify(open_ledger, console.act(), campaign, slip_, number, anyway=anyway)
        (logged,) = use.lines(open_ledger, [outcome.value.id])
    receipt = logged.receipt
    arrival = Arrival(receipt.received_on, receipt.channel, receipt.disposition, receipt.bundle, receipt.note)
    _tell(outcome.value, arrival, outcome.operation, as_json=as_json)


@console.command(receipts, "opened")
@LEDGER
@click.argument("day", metavar="日", type=console.DAY)
@click.argument("count", metavar="封筒の数", type=int)
@click.option("--bundle", default="", help="この束の封筒の数（省くとその日の全部）")
def opened(ledger: str, day: datetime, count: int, bundle: str, *, as_json: bool) -> None:
    """開けた封筒の数を記録し、受け付けた票と比べます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        counted = envelopes.count(open_ledger, console.act(), campaign, day.date(), count, bundle=bundle).value
    data = {
        "day": counted.day,
        **_count(counted.total),
        "bundles": [{"bundle": one.bundle, **_count(one)} for one in counted.bundles],
    }
    lines = [_count_words(f"{counted.day}", counted.total)]
    lines += [_count_words(f"  束 {one.bundle}", one) for one in counted.wrong]
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(receipts, "list")
@LEDGER
@click.option("--day", type=console.DAY, help="この日に受け付けたものだけ（省くと全部）")
@click.option("--bundle", default="", help="この束だけ")
def list_(ledger: str, day: datetime | None, bundle: str, *, as_json: bool) -> None:
    """受付簿を並べます。番号不明の票は別に並べます。"""
    on = day.date() if day else None
    query = Query(filters={"bundle": (bundle,)} if bundle else {})
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger).id
        logged = use.lines(open_ledger, use.find(open_ledger, campaign, on, query))
        apart = [
            sheet
            for sheet in loose_sheets.waiting(open_ledger, campaign)
            if on in (None, sheet.arrival.received_on) and bundle in ("", sheet.arrival.bundle)
        ]
    rows = [
        {
            "number": one.target.number,
            "name": one.target.name,
            **_arrival_data(one.receipt),
            "recorded_at": one.receipt.recorded_at,
            "recorded_by": one.receipt.recorded_by,
        }
        for one in logged
    ]
    slips = [{"slip": slip(one.number), **_arrival_data(one.arrival)} for one in apart]
    lines = [f"受付 {len(rows):,}件　番号不明 {len(slips):,}件"]
    lines += [
        f"{one.receipt.received_on}  {shown(one.target.number)}  {word(one.receipt.disposition)}"
        f"  {word(one.receipt.channel)}  {one.receipt.bundle}  {one.target.name}"
        for one in logged
    ]
    lines += [f"{one.arrival.received_on}  {slip(one.number)}  {word(one.arrival.disposition)}" for one in apart]
    console.emit({"receipts": rows, "loose": slips}, "\n".join(lines), as_json=as_json)


def _arrival(given: dict[str, Any]) -> Arrival:
    return Arrival(
        console.day(given["received_on"]),
        Channel(given["channel"]),
        Disposition(given["disposition"]),
        given["bundle"],
        given["note"],
    )


def _arrival_data(arrival: Arrival | use.Receipt) -> dict[str, Any]:
    names = ("received_on", "channel", "disposition", "bundle", "note")
    return {name: getattr(arrival, name) for name in names}


def _tell(line: TargetLine, arrival: Arrival, operation: int | None, *, as_json: bool) -> None:
    data = {
        "number": line.number,
        "name": line.name,
        "status": line.status,
        **_arrival_data(arrival),
        "operation": operation,
    }
    kept = "受け付けました" if operation is not None else "すでに同じ内容で受け付けています"
    text = f"{shown(line.number)} {line.name} を{kept}（{word(arrival.disposition)}・{word(arrival.channel)}）。"
    console.emit(data, text, as_json=as_json)


def _count(count: BundleCount) -> dict[str, int | None]:
    return {
        "opened": count.opened,
        "received": count.received,
        "loose": count.loose,
        "difference": count.difference,
    }


def _count_words(head: str, count: BundleCount) -> str:
    loose = f"・番号不明の票 {count.loose:,}" if count.loose else ""
    return f"{head}　開けた封筒 {count.opened:,}・受け付けた票 {count.received:,}{loose}・差 {count.difference:,}"

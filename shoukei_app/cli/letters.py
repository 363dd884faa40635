"""`shoukei letter …`: the letters of a campaign go out as a file and come in from one."""

from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER, OUTPUT
from shoukei_app.usecases import ledgers
from shoukei_app.usecases import letters as use

letter = click.Group("letter", help="依頼文・督促状の文面")


@console.command(letter, "export")
@LEDGER
@click.argument("target", metavar="書き出し先.toml", type=OUTPUT)
def export(ledger: str, target: Path, *, as_json: bool) -> None:
    """文面をファイルに書き出します。ほかの台帳に取り込めます。"""
    with console.opened(ledger) as open_ledger:
        kinds = use.export_file(open_ledger, ledgers.current_campaign(open_ledger).id, target).value
    console.emit({"letters": kinds}, f"文面{len(kinds)}種類を書き出しました：{target}", as_json=as_json)


@console.command(letter, "import")
@LEDGER
@click.argument("source", metavar="文面.toml", type=INPUT)
def import_(ledger: str, source: Path, *, as_json: bool) -> None:
    """ファイルの文面を取り込みます。同じ種類の文面は置き換わります（undo で戻せます）。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        kinds = use.import_file(open_ledger, console.act(), campaign.id, source).value
    console.emit({"letters": kinds}, f"文面{len(kinds)}種類を取り込みました：{source}", as_json=as_json)

"""`shoukei export …`: Excel for the people outside."""

from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.usecases import export as use
from shoukei_app.usecases import ledgers

export = click.Group("export", help="Excelへの書き出し")


@console.command(export, "flagged")
@LEDGER
@click.argument("target", metavar="書き出し先.xlsx", type=OUTPUT)
@click.option("--recipient", type=click.Choice([recipient.value for recipient in Recipient]), help="渡す相手の機関")
def flagged(ledger: str, target: Path, recipient: str | None, *, as_json: bool) -> None:
    """抽出した事業者をExcelに書き出します。渡す相手を選ぶと、同意のない事業者は除かれます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        result = use.flagged(open_ledger, campaign.id, target, Recipient(recipient) if recipient else None).value
    data = {"rows": result.rows, "left_out_without_consent": result.left_out_without_consent}
    text = (
        f"{result.rows:,}件を書き出しました：{target}（同意がないため除いたもの {result.left_out_without_consent:,}件）"
    )
    console.emit(data, text, as_json=as_json)

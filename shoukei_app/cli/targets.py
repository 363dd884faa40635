"""`shoukei target …`: firms become targets of the campaign."""

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.usecases import ledgers
from shoukei_app.usecases import targets as use
from shoukei_app.words.terms import word

targets = click.Group("target", help="調査対象の選定")


@console.command(targets, "select")
@LEDGER
@click.option("--municipality", "municipalities", multiple=True, help="市町村コード（5桁、何度でも）。省くと全部")
@click.option("--exclude", "industries", multiple=True, help="除く業種（何度でも）")
def select(ledger: str, municipalities: tuple[str, ...], industries: tuple[str, ...], *, as_json: bool) -> None:
    """事業者を調査対象に選び、整理番号をつけます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        selection = use.plan(open_ledger, campaign.id, municipalities=municipalities, industries=industries)
        chosen = use.select(open_ledger, console.act(), campaign.id, selection).value
    text = f"{chosen:,}件を調査対象にしました。対象にしないもの：{console.counts(selection.excluded, word)}"
    console.emit({"targets": chosen, "excluded": selection.excluded}, text, as_json=as_json)

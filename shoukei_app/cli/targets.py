"""`shoukei target …`: firms become targets of the campaign."""

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.exclusion import CHOSEN, Exclusion
from shoukei_app.domain.selection import Wish
from shoukei_app.usecases import ledgers
from shoukei_app.usecases import targets as use
from shoukei_app.words.terms import word

targets = click.Group("target", help="調査対象の選定")

_RULES = "、".join(f"{rule.value}（{word(rule)}）" for rule in CHOSEN)


@console.command(targets, "select")
@LEDGER
@click.option("--municipality", "municipalities", multiple=True, help="市町村コード（5桁、何度でも）。省くと全部")
@click.option(
    "--exclude", "left_out", multiple=True, help=f"除くもの（何度でも）。{_RULES}、または業種・法人の種別の名前"
)
def select(ledger: str, municipalities: tuple[str, ...], left_out: tuple[str, ...], *, as_json: bool) -> None:
    """事業者を調査対象に選び、整理番号をつけます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        selection = use.plan(open_ledger, campaign.id, municipalities=municipalities, wish=_wish(left_out))
        chosen = use.select(open_ledger, console.act(), campaign.id, selection).value
    text = f"{chosen:,}件を調査対象にしました。対象にしないもの：{console.counts(selection.excluded, word)}"
    console.emit({"targets": chosen, "excluded": selection.excluded}, text, as_json=as_json)


def _wish(left_out: tuple[str, ...]) -> Wish:
    keys = {rule.value for rule in CHOSEN}
    names = frozenset(left_out) - keys
    return Wish(frozenset(Exclusion(value) for value in left_out if value in keys), names, names)

"""`shoukei new`, `backup`, `check`: the ledger's file itself."""

from datetime import datetime
from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.era import wareki_year
from shoukei_app.usecases import history, ledgers, protection

_root = click.Group()


@console.command(_root, "new")
@LEDGER
@click.option("--name", required=True, help="調査の名前")
@click.option("--fiscal-year", type=click.IntRange(2000, 2100), required=True, help="年度（西暦）")
@click.option("--deadline", type=console.DAY, help="回答の期限（例 2026-09-30）")
def new(ledger: str, name: str, fiscal_year: int, deadline: datetime | None, *, as_json: bool) -> None:
    """空の台帳を、標準の調査票と抽出条件つきで作ります。"""
    ledgers.create(
        ledger, console.act(), name=name, fiscal_year=fiscal_year, deadline=deadline.date() if deadline else None
    ).close()
    text = f"台帳を作りました：{ledger}（{wareki_year(fiscal_year)}度 {name}）"
    console.emit({"ledger": ledger}, text, as_json=as_json)


@console.command(_root, "backup")
@LEDGER
@click.argument("folder", metavar="控えのフォルダー", type=click.Path(file_okay=False, path_type=Path))
def backup(ledger: str, folder: Path, *, as_json: bool) -> None:
    """台帳の控えを作り、開いて確かめます。"""
    with console.opened(ledger) as open_ledger:
        made = protection.back_up(open_ledger, folder, console.now())
    text = f"控えを作りました：{made.file}（{'正常' if made.sound else '異常あり'}）"
    console.emit({"file": made.file, "integrity": "ok" if made.sound else "damaged"}, text, as_json=as_json)


@console.command(_root, "check")
@LEDGER
def check(ledger: str, *, as_json: bool) -> None:
    """台帳に壊れたところがないかを調べます。"""
    with console.opened(ledger) as open_ledger:
        sound = open_ledger.is_sound()
        chain = history.verify(open_ledger)
    state = "whole" if chain.whole else "broken"
    text = f"ファイル：{'正常' if sound else '異常あり'}　操作履歴：{'書き換えなし' if chain.whole else '合わない'}"
    console.emit({"integrity": "ok" if sound else "damaged", "chain": state}, text, as_json=as_json)

"""`shoukei postal`: the list of postcodes in use, and taking in a newer one of Japan Post without a network."""

from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.usecases import masters
from shoukei_app.words import dates
from shoukei_app.words.postal import loaded_words, status_words


@click.group()
def postal() -> None:
    """郵便番号データ：今のデータの年月を見る、新しいものを読み込む。"""


@console.command(postal, "load")
@click.argument("file", metavar="ファイル", type=console.INPUT)
@click.option("--month", metavar="年-月", default="", help="データの年月（2026-11）。省くとファイルの日付から")
def load(file: Path, month: str, *, as_json: bool) -> None:
    """日本郵便の utf_ken_all（.csv か .zip、全国版）を読み込みます。通信はしません。"""
    if month and not dates.is_month(month):
        message = "--month は 2026-11 の形で指定してください。"
        raise click.UsageError(message)
    with console.progress_bar() as progress:
        loaded = masters.load_postal_file(file, progress, month)
    data = {
        "month": loaded.month,
        "records": loaded.records,
        "before": loaded.before,
        "changed_codes": loaded.changed,
    }
    console.emit(data, loaded_words(loaded.month, loaded.records, loaded.changed), as_json=as_json)


@console.command(postal, "status")
def status(*, as_json: bool) -> None:
    """今使っている郵便番号データの年月を出します。"""
    found = masters.postal_status()
    data = {"month": found.month, "loaded": found.is_loaded, "bundled": found.bundled}
    console.emit(data, status_words(found.month, found.bundled, is_loaded=found.is_loaded), as_json=as_json)

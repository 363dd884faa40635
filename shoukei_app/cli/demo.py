"""`shoukei demo`: a whole campaign on sample data."""

from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.usecases.sample import campaign

_root = click.Group()


@console.command(_root, "demo")
@click.argument("folder", metavar="フォルダー", type=click.Path(file_okay=False, path_type=Path))
@click.option("--firms", "count", type=click.IntRange(1, 99_999), default=3500, show_default=True, help="事業者の数")
@click.option("--seed", type=int, default=1, show_default=True, help="乱数の種（同じ種からは同じ見本）")
def demo(folder: Path, count: int, seed: int, *, as_json: bool) -> None:
    """架空の事業者で、名簿から橋渡しまでの一年分の見本を作ります。"""
    with console.progress_bar() as progress:
        made = campaign.make(folder, count=count, seed=seed, progress=progress)
    data = {
        "ledger": made.ledger,
        "firms": made.firms,
        "mailed": made.mailed,
        "replied": made.replied,
        "flagged": made.flagged,
        "visited": made.visited,
        "referred": made.referred,
        "files": list(made.files),
    }
    text = (
        f"見本の台帳を作りました：{made.ledger}\n"
        f"発送 {made.mailed:,} → 回答 {made.replied:,} → 抽出 {made.flagged:,} → 訪問・電話 {made.visited:,}"
        f" → 橋渡し {made.referred:,}\n" + "\n".join(f"  {name}" for name in made.files)
    )
    console.emit(data, text, as_json=as_json)

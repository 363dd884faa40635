"""`shoukei visits …`: visit sheets; `visit_days` has what is about days."""

from pathlib import Path

import click

from shoukei_app.cli import console, visit_days
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.usecases import ledgers, targets
from shoukei_app.usecases import visits as use

visits = click.Group("visits", help="訪問・電話")
for part in (visit_days.days, visit_days.consultation, *visit_days.planning.commands.values()):
    visits.add_command(part)


@console.command(visits, "sheets")
@LEDGER
@click.argument("target", metavar="書き出し先.pdf", type=OUTPUT)
def sheets(ledger: str, target: Path, *, as_json: bool) -> None:
    """抽出した事業者と訪問予定の事業者の訪問票を印刷用PDFにします。"""
    wanted = Query(filters={"status": (TargetStatus.FLAGGED.value, TargetStatus.VISIT_PLANNED.value)}, sort="priority")
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        campaign = ledgers.current_campaign(open_ledger)
        ids = targets.find(open_ledger, campaign.id, wanted)
        printed = use.print_sheets(open_ledger, campaign.id, ids, target, progress).value
    data = {"sheets": printed.printed, "pages": printed.pages}
    text = f"訪問票 {printed.printed:,}件（{printed.pages:,}ページ）を作りました：{target}"
    console.emit(data, text, as_json=as_json)

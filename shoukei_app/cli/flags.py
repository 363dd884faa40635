"""`shoukei flags …`: the rules that choose whom to visit."""

from datetime import datetime
from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER
from shoukei_app.domain.flags import Priority
from shoukei_app.usecases import flags as use
from shoukei_app.usecases import ledgers
from shoukei_app.words.terms import word

flags = click.Group("flags", help="訪問する事業者の抽出")


@console.command(flags, "run")
@LEDGER
@click.option("--rules", "rules_file", type=INPUT, help="抽出条件のファイル（TOML）。省くと今の条件")
@click.option("--dry-run", is_flag=True, help="試すだけで記録しない")
@click.option("--on", "today", type=console.DAY, help="抽出した日（省くと今日）")
def run(ledger: str, rules_file: Path | None, dry_run: bool, today: datetime | None, *, as_json: bool) -> None:  # noqa: FBT001 - click passes it by name
    """抽出条件を回答に当てはめます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        rules = use.read_rules(rules_file) if rules_file else None
        if dry_run:
            result = use.try_rules(open_ledger, campaign.id, rules)
        else:
            result = use.run_rules(open_ledger, console.act(), campaign.id, today=console.day(today), rules=rules).value
    order = list(Priority)
    firms = sorted(result.firms, key=lambda firm: (order.index(firm.priority), firm.number))
    data = {
        "targets": result.targets,
        "flagged": len(result.firms),
        "by_priority": result.by_priority,
        "by_rule": result.by_rule,
        "changes": {"added": list(result.added), "removed": list(result.removed)},
        "firms": [{"number": firm.number, "priority": firm.priority, "reasons": list(firm.reasons)} for firm in firms],
    }
    text = (
        f"回答 {result.targets:,}件のうち {len(firms):,}件を抽出{'します（試行）' if dry_run else 'しました'}："
        f"{console.counts(result.by_priority, word)}\n"
        f"前回から 加わる {len(result.added):,}件、外れる {len(result.removed):,}件"
    )
    console.emit(data, text, as_json=as_json)

"""`shoukei flags …`: the rules that choose whom to visit."""

from datetime import datetime
from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER, OUTPUT
from shoukei_app.domain.backtest import Backtest, Tally
from shoukei_app.domain.flags import Move, Priority, to_data
from shoukei_app.domain.form_number import shown
from shoukei_app.usecases import flags as use
from shoukei_app.usecases import ledgers
from shoukei_app.usecases.flags import FlagRun
from shoukei_app.words.terms import word

flags = click.Group("flags", help="訪問する事業者の抽出")
_OUT = "none"


@console.command(flags, "run")
@LEDGER
@click.option("--rules", "rules_file", type=INPUT, help="抽出条件のファイル（TOML）。省くと今の条件")
@click.option("--dry-run", is_flag=True, help="試すだけで記録しない")
@click.option("--on", "today", type=console.DAY, help="抽出した日（省くと今日）")
def run(ledger: str, rules_file: Path | None, dry_run: bool, today: datetime | None, *, as_json: bool) -> None:  # noqa: FBT001 - click passes it by name
    """抽出条件を回答に当てはめます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        rules = use.read_rules(open_ledger, campaign.id, rules_file) if rules_file else None
        if dry_run:
            result = use.try_rules(open_ledger, campaign.id, rules)
        else:
            result = use.run_rules(open_ledger, console.act(), campaign.id, today=console.day(today), rules=rules).value
    text = (
        f"回答 {result.targets:,}件のうち {len(result.firms):,}件を抽出{'します（試行）' if dry_run else 'しました'}："
        f"{console.counts(result.by_priority, word)}\n"
        f"前回から 加わる {len(result.added):,}件、外れる {len(result.removed):,}件、"
        f"優先度が変わる {len(result.moves) - len(result.added) - len(result.removed):,}件"
    )
    if result.held:
        text += f"\n担当者の判断によるもの {len(result.held):,}件"
    console.emit(_run_data(result), text, as_json=as_json)


@console.command(flags, "rules")
@LEDGER
@click.option("--export", "export_to", type=OUTPUT, help="今の抽出条件を書き出すファイル（TOML）")
@click.option("--rules", "rules_file", type=INPUT, help="今の条件の次の版にするファイル（TOML）")
def rules_command(ledger: str, export_to: Path | None, rules_file: Path | None, *, as_json: bool) -> None:
    """抽出条件を示し、ファイルに書き出し、ファイルから次の版にします。抽出そのものは変わりません。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        if rules_file is not None:
            read = use.read_rules(open_ledger, campaign.id, rules_file)
            use.keep_rules(open_ledger, console.act(), campaign.id, read)
        rules = use.rules_in_force(open_ledger, campaign.id)
        if export_to is not None:
            use.write_rules(open_ledger, campaign.id, export_to)
        known = [(one.rules.version, one.made_at, one.made_by) for one in use.versions(open_ledger, campaign.id)]
    lines = [f"{rule.priority} {rule.score:>3}点  {rule.id}  {rule.reason}" for rule in rules.rules]
    versions = [{"version": number, "made_at": at.isoformat(), "made_by": by} for number, at, by in known]
    data = {**to_data(rules), "versions": versions}
    console.emit(data, "\n".join([f"{rules.name}　第{rules.version}版", *lines]), as_json=as_json)


@console.command(flags, "set")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.option("--priority", required=True, type=click.Choice([*Priority, _OUT]), help="優先度。none は抽出から外す")
@click.option("--reason", required=True, help="理由（一覧と訪問票に出ます）")
def set_flag(ledger: str, number: str, priority: str, reason: str, *, as_json: bool) -> None:
    """事業者を手で抽出し、外し、優先度を変えます。次の抽出でもそのままです。"""
    wanted = None if priority == _OUT else Priority(priority)
    with console.opened(ledger) as open_ledger:
        move = use.override(open_ledger, console.act(), number, wanted, reason).value
    console.emit(_move_data(move), f"{shown(move.number)}：{_moved(move)}", as_json=as_json)


@console.command(flags, "unset")
@LEDGER
@click.argument("number", metavar="整理番号")
def unset_flag(ledger: str, number: str, *, as_json: bool) -> None:
    """手で変えた抽出を取り消し、条件のとおりに戻します。"""
    with console.opened(ledger) as open_ledger:
        move = use.withdraw_override(open_ledger, console.act(), number).value
    console.emit(_move_data(move), f"{shown(move.number)}：{_moved(move)}", as_json=as_json)


@console.command(flags, "backtest")
@LEDGER
@click.option("--rules", "rules_file", type=INPUT, help="今の条件と比べる条件のファイル（TOML）")
def backtest(ledger: str, rules_file: Path | None, *, as_json: bool) -> None:
    """抽出条件を、この調査と前の調査の訪問結果に当てて確かめます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        tested = [use.backtest(open_ledger, campaign.id)]
        if rules_file is not None:
            draft = use.read_rules(open_ledger, campaign.id, rules_file)
            tested.append(use.backtest(open_ledger, campaign.id, draft))
    data = {"rule_sets": [_backtest_data(one) for one in tested]}
    console.emit(data, "\n\n".join(map(_backtest_text, tested)), as_json=as_json)


def _run_data(result: FlagRun) -> dict[str, object]:
    return {
        "targets": result.targets,
        "flagged": len(result.firms),
        "by_priority": result.by_priority,
        "by_rule": result.by_rule,
        "changes": {"added": list(result.added), "removed": list(result.removed)},
        "moves": [_move_data(move) for move in result.moves],
        "new_replies": result.new_replies,
        "held": [
            {
                "number": one.number,
                "priority": one.override.priority,
                "by_rules": one.by_rules,
                "reason": one.override.reason,
                "person": one.override.person,
            }
            for one in result.held
        ],
        "firms": [
            {"number": firm.number, "priority": firm.priority, "score": firm.score, "reasons": list(firm.reasons)}
            for firm in result.firms
        ],
    }


def _move_data(move: Move) -> dict[str, object]:
    causes = sorted(cause.value for cause in move.causes)
    return {"number": move.number, "before": move.before, "after": move.after, "causes": causes}


def _moved(move: Move) -> str:
    before, after = (word(one) if one else "抽出なし" for one in (move.before, move.after))
    return f"{before} → {after}" if before != after else f"{after} のまま"


def _backtest_data(made: Backtest) -> dict[str, object]:
    return {
        "name": made.rules.name,
        "version": made.rules.version,
        "total": _tally_data(made.total),
        "by_priority": {priority: _tally_data(tally) for priority, tally in made.by_priority.items()},
        "by_rule": {key: _tally_data(tally) for key, tally in made.by_rule.items()},
        "not_flagged": _tally_data(made.others),
        "missed": len(made.missed),
    }


def _tally_data(tally: Tally) -> dict[str, object]:
    counts = {"flagged": tally.flagged, "visited": tally.visited, "met": tally.met, "came": tally.came}
    return {**counts, "share": tally.share, "interval": tally.interval}


def _backtest_text(made: Backtest) -> str:
    rows = [("全体", made.total), *((word(key), tally) for key, tally in made.by_priority.items())]
    rows += [(rule.reason, made.by_rule[rule.id]) for rule in made.rules.rules]
    rows.append(("抽出しなかった回答者", made.others))
    lines = [f"{made.rules.name}　第{made.rules.version}版　（あてはまる・訪問・面談・次の支援へ・割合と95%の幅）"]
    return "\n".join(lines + [f"  {name}：{_tally_text(tally)}" for name, tally in rows])


def _tally_text(tally: Tally) -> str:
    counts = f"{tally.flagged:,}・{tally.visited:,}・{tally.met:,}・{tally.came:,}"
    if tally.share is None or tally.interval is None:
        return counts
    low, high = tally.interval
    return f"{counts}・{tally.share:.0%}（{low:.0%}～{high:.0%}）"

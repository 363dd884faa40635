"""`shoukei statistics`: the funnel, the rates, the tables."""

from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.usecases import ledgers
from shoukei_app.usecases import statistics as use
from shoukei_app.usecases.statistics import GroupBy

_root = click.Group()


@console.command(_root, "statistics")
@LEDGER
@click.argument("target", metavar="[書き出し先.xlsx]", type=OUTPUT, required=False)
@click.option("--by", type=click.Choice([key.value for key in GroupBy]), help="内訳の分け方")
def statistics(ledger: str, target: Path | None, by: str | None, *, as_json: bool) -> None:
    """発送から橋渡しまでの件数と回収率を出します。"""
    keys = (GroupBy(by),) if by else (GroupBy.MUNICIPALITY,)
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        figures = use.report(open_ledger, campaign.id, keys)
        if target:
            use.export(open_ledger, campaign.id, target)
    funnel = figures.funnel
    data = {
        "funnel": {
            "mailed": funnel.mailed,
            "undelivered": funnel.undelivered,
            "out_of_scope": funnel.out_of_scope,
            "replies": funnel.replies,
            "valid": funnel.valid,
            "flagged": funnel.flagged,
            "visited": funnel.visited,
            "referred": funnel.referred,
        },
        "response_rate": funnel.response_rate,
        "valid_response_rate": funnel.valid_response_rate,
        "tables": [
            {
                "by": key,
                "rows": [
                    {
                        "key": group.key,
                        "title": group.title,
                        "mailed": group.funnel.mailed,
                        "replies": group.funnel.replies,
                        "valid": group.funnel.valid,
                        "valid_response_rate": group.funnel.valid_response_rate,
                        "flagged": group.funnel.flagged,
                        "visited": group.funnel.visited,
                        "referred": group.funnel.referred,
                    }
                    for group in groups
                ],
            }
            for key, groups in figures.groups.items()
        ],
        "questions": [
            {
                "question": table.question,
                "number": table.number,
                "title": table.title,
                "base": table.base,
                "rows": [{"code": row.code, "title": row.title, "count": row.count} for row in table.rows],
                "remarks": {mark.value: count for mark, count in table.remarks},
                "average": table.average,
                "median": table.middle,
            }
            for table in figures.questions
        ],
    }
    rate = "―" if funnel.valid_response_rate is None else f"{funnel.valid_response_rate:.1%}"
    lines = [
        (
            f"発送 {funnel.mailed:,} → 回収 {funnel.replies:,}（有効 {funnel.valid:,}、有効回収率 {rate}）"
            f" → 訪問・電話 {funnel.visited:,} → 橋渡し {funnel.referred:,}"
        ),
        (
            f"有効回収率 ＝ 有効回答 {funnel.valid:,} ÷（発送 {funnel.mailed:,} − 返戻 {funnel.undelivered:,}"
            f" − 対象外 {funnel.out_of_scope:,}）"
        ),
    ]
    for groups in figures.groups.values():
        lines += [f"  {group.title}　発送 {group.funnel.mailed:,}　有効 {group.funnel.valid:,}" for group in groups]
    console.emit(data, "\n".join(lines), as_json=as_json)

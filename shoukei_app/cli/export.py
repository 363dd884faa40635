"""`shoukei export …`: Excel for the people outside."""

import sys
from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.usecases import flagged_export as use
from shoukei_app.usecases import ledgers, organisations
from shoukei_app.usecases.flagged_export import FlaggedAsk

export = click.Group("export", help="Excelへの書き出し")


@console.command(export, "flagged")
@LEDGER
@click.argument("target", metavar="書き出し先.xlsx", type=OUTPUT)
@click.option("--recipient", type=click.Choice([recipient.value for recipient in Recipient]), help="渡す相手の機関")
@click.option("--lead", help="この名前の機関が担当する事業者だけ")
@click.option("--columns", help=f"書き出す列（,で区切る）：{','.join(one.key for one in use.columns())}。次もこの列")
@click.option("--password-stdin", is_flag=True, help="標準入力の1行目をパスワードにして暗号化する")
def flagged(
    ledger: str,
    target: Path,
    recipient: str | None,
    lead: str | None,
    columns: str | None,
    password_stdin: bool,  # noqa: FBT001 - click passes it by name
    *,
    as_json: bool,
) -> None:
    """抽出した事業者をExcelに書き出します。渡す相手を選ぶと、同意のない事業者は除かれます。"""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if password_stdin and not password:
        raise Problem(ProblemKind.VALUE_MISSING, field="パスワード")
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        organisation = next((one for one in organisations.every(open_ledger) if one.name == lead), None)
        if lead and organisation is None:
            raise Problem(ProblemKind.VALUE_WRONG, field="機関の名前", value=lead)
        chosen = tuple(key.strip() for key in columns.split(",")) if columns else ()
        ask = FlaggedAsk(
            Recipient(recipient) if recipient else None, organisation.id if organisation else None, chosen, password
        )
        result = use.write(open_ledger, campaign.id, target, ask).value
        if chosen:
            use.remember_columns(open_ledger, console.act(), campaign.id, chosen)
    data = {"rows": result.rows, "left_out_without_consent": result.left_out_without_consent}
    text = (
        f"{result.rows:,}件を書き出しました：{target}（同意がないため除いたもの {result.left_out_without_consent:,}件）"
    )
    console.emit(data, text, as_json=as_json)

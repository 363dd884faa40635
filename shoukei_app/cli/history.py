"""`shoukei history`, `undo`, `redo`: who did what, taken back and made again."""

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.usecases import history as use
from shoukei_app.words.terms import word

_root = click.Group()


@console.command(_root, "history")
@LEDGER
@click.option("--verify", is_flag=True, help="履歴が書き換えられていないかを確かめる")
@click.option("--limit", type=int, default=50, help="新しい順に何件")
def history(ledger: str, verify: bool, limit: int, *, as_json: bool) -> None:  # noqa: FBT001 - click passes it by name
    """操作の履歴を新しい順に出します。"""
    with console.opened(ledger) as open_ledger:
        lines = use.operations(open_ledger, limit=limit)
        chain = use.verify(open_ledger) if verify else None
    data = {
        "operations": [
            {
                "id": line.id,
                "at": line.act.at.isoformat(),
                "person": line.act.person,
                "kind": line.kind,
                "summary": line.summary,
                "reverses": line.reverses,
                "undone": line.undone,
            }
            for line in lines
        ],
        "chain": None if chain is None else "whole" if chain.whole else "broken",
        "broken_at": chain.broken_at if chain else None,
    }
    text = [
        f"{line.id:>6} {line.act.at:%Y/%m/%d %H:%M} {line.act.person} {word(line.kind)}"
        + ("（取消済み）" if line.undone else "")
        for line in lines
    ]
    if chain:
        broken = f"履歴の{chain.broken_at}番から先が合いません。"
        text.append("履歴は書き換えられていません。" if chain.whole else broken)
    console.emit(data, "\n".join(text), as_json=as_json)


@console.command(_root, "undo")
@LEDGER
@click.option("--operation", type=int, help="履歴の番号（省くと最後の操作）")
def undo(ledger: str, operation: int | None, *, as_json: bool) -> None:
    """操作を一つ元に戻します。"""
    with console.opened(ledger) as open_ledger:
        taken_back = use.undo(open_ledger, console.act(), operation_id=operation).value
    data = {"undone": taken_back.id, "kind": taken_back.kind}
    console.emit(data, f"元に戻しました：{word(taken_back.kind)}", as_json=as_json)


@console.command(_root, "redo")
@LEDGER
def redo(ledger: str, *, as_json: bool) -> None:
    """元に戻した操作をやり直します。"""
    with console.opened(ledger) as open_ledger:
        made = use.redo(open_ledger, console.act()).value
    console.emit({"redone": made.id, "kind": made.kind}, f"やり直しました：{word(made.kind)}", as_json=as_json)

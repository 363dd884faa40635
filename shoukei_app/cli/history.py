"""`shoukei history`, `undo`, `redo`: who did what, taken back and made again."""

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.history import Operation
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.usecases import history as use
from shoukei_app.usecases import ledgers
from shoukei_app.words.changes import explained
from shoukei_app.words.history import told
from shoukei_app.words.terms import word

_root = click.Group()
_SHOWN = 200


@console.command(_root, "history")
@LEDGER
@click.option("--verify", is_flag=True, help="履歴が書き換えられていないかを確かめる")
@click.option("--limit", type=int, default=50, help="新しい順に何件")
@click.option("--operation", type=int, help="履歴の番号：この操作で変わった項目の前と後を出す")
def history(
    ledger: str,
    verify: bool,  # noqa: FBT001 - click passes it by name
    limit: int,
    operation: int | None,
    *,
    as_json: bool,
) -> None:
    """操作の履歴を新しい順に出します。"""
    if operation is not None:
        _tell_changes(ledger, operation, as_json=as_json)
        return
    with console.opened(ledger) as open_ledger:
        lines = use.operations(open_ledger, limit=limit)
        chain = use.verify(open_ledger) if verify else None
    data = {
        "operations": [_data(line) for line in lines],
        "chain": None if chain is None else "whole" if chain.whole else "broken",
        "broken_at": chain.broken_at if chain else None,
    }
    text = [_line(line) for line in lines]
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


def _tell_changes(location: str, operation: int, *, as_json: bool) -> None:
    """One operation with what it changed, field by field."""
    with console.opened(location) as opened:
        found = use.lines(opened, [operation])
        if not found:
            raise Problem(ProblemKind.NOT_FOUND, what="操作", key=operation)
        changes, total = use.details(opened, operation, _SHOWN)
        questionnaire = ledgers.current_campaign(opened).questionnaire
        fields = explained(changes, use.names_of(opened, changes), use.questions_of(opened, changes), questionnaire)
    told_fields = [
        {"record": one.record, "field": one.field, "before": one.before, "after": one.after} for one in fields
    ]
    lines = [_line(found[0])]
    lines += [f"  {one.record}　{one.field}：{one.before or '（なし）'} → {one.after or '（なし）'}" for one in fields]
    if total > _SHOWN:
        lines.append(f"  {total:,}項目のうち はじめの {_SHOWN:,}項目")
    console.emit({**_data(found[0]), "changes": told_fields, "changed": total}, "\n".join(lines), as_json=as_json)


def _data(line: Operation) -> dict[str, object]:
    return {
        "id": line.id,
        "at": line.act.at.isoformat(),
        "person": line.act.person,
        "kind": line.kind,
        "summary": line.summary,
        "reverses": line.reverses,
        "undone": line.undone,
    }


def _line(line: Operation) -> str:
    head = f"{line.id:>6} {line.act.at:%Y/%m/%d %H:%M} {line.act.person} {word(line.kind)}"
    return f"{head}　{told(line)}".rstrip() + ("（取消済み）" if line.undone else "")

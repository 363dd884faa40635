"""`shoukei list …`: lists of firms come in, the register goes out."""

from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER, OUTPUT
from shoukei_app.domain.duplicates import Reason
from shoukei_app.domain.listing import ListColumn, ReadList
from shoukei_app.usecases import duplicates
from shoukei_app.usecases import export as exports
from shoukei_app.usecases import lists as use
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.list_matching import VERDICT_WORDS, Verdict
from shoukei_app.usecases.lists import ListPreview
from shoukei_app.words.terms import word

lists = click.Group("list", help="名簿の取込と書き出し")

_FILE = click.argument("file", metavar="名簿", type=INPUT)
_SHEET = click.option("--sheet", help="シートの名前（省くと自動）")
_ENCODING = click.option("--encoding", help="文字コード（省くと自動）")
_REPORT = click.option("--report", type=OUTPUT, help="確認事項をExcelに書き出す")


@console.command(lists, "check")
@LEDGER
@_FILE
@_SHEET
@_ENCODING
@_REPORT
def check(
    ledger: str, file: Path, sheet: str | None, encoding: str | None, report: Path | None, *, as_json: bool
) -> None:
    """取り込む前に、何が起きるかを行ごとに確かめます（台帳は変わりません）。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        preview = use.check(open_ledger, _read(open_ledger, file, sheet, encoding), progress)
        if report:
            use.write_problems(preview, report)
    console.emit(_data(preview), _text(preview), as_json=as_json)


@console.command(lists, "import")
@LEDGER
@_FILE
@_SHEET
@_ENCODING
@_REPORT
def take_in(
    ledger: str, file: Path, sheet: str | None, encoding: str | None, report: Path | None, *, as_json: bool
) -> None:
    """名簿を一つの操作として取り込みます。shoukei undo で全部を元に戻せます。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        preview = use.check(open_ledger, _read(open_ledger, file, sheet, encoding), progress)
        outcome = use.take_in(open_ledger, console.act(), preview, progress)
        if report:
            use.write_problems(preview, report)
    data = {**_data(preview), "operation": outcome.operation}
    console.emit(data, "取り込みました。" + _text(preview), as_json=as_json)


@console.command(lists, "export")
@LEDGER
@click.argument("target", metavar="書き出し先", type=OUTPUT)
def export(ledger: str, target: Path, *, as_json: bool) -> None:
    """事業者の名簿をExcelかCSVに書き出します。"""
    with console.opened(ledger) as open_ledger:
        rows = exports.register(open_ledger, target).value
    console.emit({"rows": rows}, f"{rows:,}件を書き出しました：{target}", as_json=as_json)


@console.command(lists, "duplicates")
@LEDGER
def find_duplicates(ledger: str, *, as_json: bool) -> None:
    """名簿の全体から、同じ事業者かもしれない組を理由とともに挙げます（台帳は変わりません）。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        pairs = duplicates.find(open_ledger, progress)
        names = {key: firm.facts.name for key, firm in duplicates.firms_of(open_ledger, pairs).items()}
    data = [
        {
            "a": pair.a,
            "b": pair.b,
            "score": pair.likeness.score,
            "level": pair.likeness.level,
            "reasons": [_REASONS[reason] for reason in pair.likeness.reasons],
        }
        for pair in pairs
    ]
    lines = [
        f"{word(pair.likeness.level)}\t{pair.likeness.score:.2f}\t{pair.a} {names[pair.a]}\t{pair.b} {names[pair.b]}\t"
        + "・".join(_REASONS[reason] for reason in pair.likeness.reasons)
        for pair in pairs
    ]
    console.emit({"pairs": data}, "\n".join([*lines, f"{len(pairs):,}組"]), as_json=as_json)


def _read(ledger: Ledger, file: Path, sheet: str | None, encoding: str | None) -> ReadList:
    """The list, its columns as those of an earlier one of the same publisher where there is one."""
    listed = use.read(file, sheet=sheet, encoding=encoding)
    return use.read_as_before(ledger, listed, file, sheet=sheet, encoding=encoding)[0]


def _data(preview: ListPreview) -> dict[str, Any]:
    read = preview.read
    return {
        "format": read.format,
        "encoding": read.encoding,
        "sheet": read.sheet,
        "header_row": read.header_row,
        "columns": {column.value: _headings(preview, column) for column in read.columns},
        "rows": len(preview.rows),
        "new": preview.count(Verdict.NEW),
        "changed": preview.count(Verdict.CHANGED),
        "unchanged": preview.count(Verdict.UNCHANGED) + preview.count(Verdict.SAME_IN_FILE),
        "rejected": preview.count(Verdict.REJECTED),
        "problems": [
            {
                "row": row.row.number,
                "column": finding.column,
                "kind": finding.kind,
                "value": finding.value,
                "suggestion": finding.suggestion,
            }
            for row in preview.rows
            for finding in row.findings
        ],
        "possible_duplicates": [
            {
                "row": row.row.number,
                "other": row.possible_duplicate.other,
                "score": row.possible_duplicate.likeness.score,
                "level": row.possible_duplicate.likeness.level,
                "reasons": [_REASONS[reason] for reason in row.possible_duplicate.likeness.reasons],
            }
            for row in preview.rows
            if row.possible_duplicate
        ],
    }


def _headings(preview: ListPreview, column: ListColumn) -> str:
    headings = preview.read.headings
    places = preview.read.columns[column]
    named = (headings[place] if place < len(headings) else "" for place in places)
    return "+".join(name or f"{place + 1}列目" for name, place in zip(named, places, strict=True))


def _text(preview: ListPreview) -> str:
    parts = [f"{VERDICT_WORDS[verdict]} {preview.count(verdict):,}件" for verdict in Verdict]
    columns = "、".join(f"{word(column)}＝{_headings(preview, column)}" for column in preview.read.columns)
    return f"{len(preview.rows):,}行（{'、'.join(parts)}）\n列：{columns}"


_REASONS = {reason: word(reason) for reason in Reason}

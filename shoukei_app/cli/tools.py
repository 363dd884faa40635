"""`shoukei address`, `barcode`, `compare`: small questions without a ledger, one at a time or a file of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console
from shoukei_app.domain.barcode_eligibility import BarcodeReason, text_barcode
from shoukei_app.domain.cleaning import AddressSplitter
from shoukei_app.domain.postal_code import parse_postal_code
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.usecases import masters
from shoukei_app.usecases.duplicates import likeness_of
from shoukei_app.words.terms import word

_root = click.Group()
_FILE = click.option("--file", "file", type=console.INPUT, help="1行1件のファイル（UTF-8、タブ区切り）")


@console.command(_root, "address")
@click.argument("text", metavar="住所", required=False)
@_FILE
@click.option("--within", metavar="コード", multiple=True, help="どこの名簿か（都道府県2桁か市区町村5桁。繰り返せる）")
def address(text: str | None, file: Path | None, within: tuple[str, ...], *, as_json: bool) -> None:
    """住所を都道府県・郡・市町村・町域・番地に分け、郵便番号を補います。"""
    split = masters.address_splitter(within)
    if file:
        _each_line(file, lambda arguments: _address(arguments[0], split))
        return
    data = _address(_required(text, "住所"), split)
    parts = [value for name, value in data.items() if value and name != "candidates"]
    if data["candidates"]:
        parts.append(f"候補：{'、'.join(data['candidates'])}")
    console.emit(data, "　".join(parts), as_json=as_json)


@console.command(_root, "barcode")
@click.argument("postal_code", metavar="郵便番号", required=False)
@click.argument("text", metavar="住所", required=False)
@_FILE
def barcode(postal_code: str | None, text: str | None, file: Path | None, *, as_json: bool) -> None:
    """郵便番号と住所から、カスタマバーコードの符号とバーを作ります。"""
    if file:
        _each_line(file, lambda arguments: _barcode(*[*arguments, ""][:2]))
        return
    data = _barcode(_required(postal_code, "郵便番号"), _required(text, "住所"))
    said = word(BarcodeReason(data["reason"])) if data["reason"] else ""
    lines = (" ".join(data["codes"]), data["bars"], f"住所表示番号 {data['address_number'] or 'なし'}", said)
    console.emit(data, "\n".join(filter(None, lines)), as_json=as_json)


@console.command(_root, "compare")
@click.argument("name_a", metavar="名前A", required=False)
@click.argument("name_b", metavar="名前B", required=False)
@click.option("--address-a", default="", help="Aの住所")
@click.option("--address-b", default="", help="Bの住所")
@_FILE
def compare(
    name_a: str | None, name_b: str | None, address_a: str, address_b: str, file: Path | None, *, as_json: bool
) -> None:
    """二つの事業者が同じかどうかを、理由とともに答えます。"""
    if file:
        _each_line(file, lambda arguments: _compare(*[*arguments, "", "", "", ""][:4]))
        return
    data = _compare(_required(name_a, "名前A"), _required(name_b, "名前B"), address_a, address_b)
    text = f"{_LEVELS[data['level']]}（{data['score']:.2f}）{'・'.join(data['reasons'])}"
    console.emit(data, text, as_json=as_json)


_LEVELS = {"sure": "確実に同じ", "ask": "要確認", "different": "別の事業者"}


def _address(text: str, split: AddressSplitter) -> dict[str, Any]:
    parsed = split(text)
    parts = parsed.current
    return {
        "prefecture": parts.prefecture,
        "county": parts.county,
        "municipality": parts.municipality,
        "municipality_code": parts.municipality_code,
        "town": parts.town,
        "rest": parts.rest,
        "postal_code": parts.postal_code,
        "candidates": [f"{place.prefecture}{place.full_name}" for place in parsed.candidates],
    }


def _barcode(postal_code: str, text: str) -> dict[str, Any]:
    found = text_barcode(parse_postal_code(postal_code).code, text, masters.postal_master())
    return {
        "address_number": found.address_number,
        "codes": list(found.barcode.codes) if found.barcode else [],
        "bars": found.barcode.bars if found.barcode else "",
        "eligible": found.barcode is not None,
        "reason": found.reason.value if found.reason else None,
    }


def _compare(name_a: str, name_b: str, address_a: str, address_b: str) -> dict[str, Any]:
    likeness = likeness_of((name_a, address_a), (name_b, address_b))
    return {"score": likeness.score, "level": likeness.level.value, "reasons": [word(r) for r in likeness.reasons]}


def _each_line(file: Path, answer: Callable[[list[str]], dict[str, Any]]) -> None:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise Problem(ProblemKind.FILE_MISSING, path=file) from error
    except UnicodeDecodeError as error:
        raise Problem(ProblemKind.ENCODING_WRONG, path=file) from error
    for line in lines:
        click.echo(json.dumps(answer(line.split("\t")), ensure_ascii=False))


def _required(value: str | None, name: str) -> str:
    if value is None:
        message = f"{name}を指定してください。"
        raise click.UsageError(message)
    return value

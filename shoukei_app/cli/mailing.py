"""`shoukei mailing …`: a run is frozen, printed, posted; what comes back is recorded."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain import calibration as calibrations
from shoukei_app.domain.envelope import EnvelopeStyle, PostageMark, Writing
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.mailing import PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.usecases import label_sheets, ledgers, masters, postal
from shoukei_app.usecases import mailing as use
from shoukei_app.usecases.mailing import Paper
from shoukei_app.words import posting
from shoukei_app.words.printing import calibration_words, pieces_words
from shoukei_app.words.terms import word

mailing = click.Group("mailing", help="発送便の作成・印刷・返戻")
_WRITINGS = click.Choice([writing.value for writing in Writing])
_NUMERALS = click.Choice([numerals.value for numerals in Numerals])
_MARKS = click.Choice([mark.value for mark in PostageMark])
_ORDERS = click.Choice([order.value for order in PrintOrder])


@console.command(mailing, "create")
@LEDGER
@click.option("--kind", type=click.Choice([kind.value for kind in RunKind]), required=True, help="初回か督促か")
@click.option("--deadline", type=console.DAY, help="回答の期限（省くと調査の期限）")
@click.option("--on", "made_on", type=console.DAY, help="依頼文の日付（省くと今日）")
@click.option("--order", type=_ORDERS, default=PrintOrder.NUMBER.value, help="並び順")
def create(
    ledger: str, kind: str, deadline: datetime | None, made_on: datetime | None, order: str, *, as_json: bool
) -> None:
    """発送便を作ります。宛名と並び順はこの時点で固定されます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        run = use.create_run(
            open_ledger,
            console.act(),
            campaign.id,
            RunKind(kind),
            made_on=console.day(made_on),
            deadline=deadline.date() if deadline else campaign.deadline,
            order=PrintOrder(order),
        ).value
        left_out = use.left_out(open_ledger, campaign.id, run.number)
    text = (
        f"発送便 {run.number}（{word(run.kind)}）を作りました：{run.pieces:,}通。"
        f"発送しないもの：{console.counts(left_out, word)}"
    )
    console.emit({"run": run.number, "pieces": run.pieces, "not_mailed": left_out}, text, as_json=as_json)


@console.command(mailing, "print")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.argument("paper", metavar="|".join(Paper), type=click.Choice([paper.value for paper in Paper]))
@click.argument("target", metavar="書き出し先.pdf", type=OUTPUT)
@click.option("--sheet", default=label_sheets.DEFAULT_SHEET, show_default=True, help="ラベル用紙の型番か名前")
@click.option("--start", type=int, default=1, show_default=True, help="ラベルの開始位置（何面目から）")
@click.option("--order", type=click.Choice(["number", "postal"]), help="発送便と違う並び順で印刷する")
@click.option("--barcode/--no-barcode", default=True, show_default=True, help="カスタマバーコードを付けるか")
@click.option("--dividers", is_flag=True, help="郵便区の仕切りを入れる（郵便番号順になる）")
@click.option("--envelope", default=masters.DEFAULT_ENVELOPE, show_default=True, help="封筒（long3 か kaku2）")
@click.option(
    "--writing", type=_WRITINGS, default=Writing.VERTICAL.value, show_default=True, help="封筒の縦書き・横書き"
)
@click.option("--numerals", type=_NUMERALS, default=Numerals.KANJI.value, show_default=True, help="縦書きの番地の数字")
@click.option("--boxes", is_flag=True, help="郵便番号の枠のない封筒に、枠も印刷する")
@click.option("--mark", type=_MARKS, default=PostageMark.NONE.value, show_default=True, help="料金別納・後納の表示")
@click.option("--from", "first", type=int, default=1, show_default=True, help="何通目から印刷するか")
@click.option("--to", "last", type=int, help="何通目まで印刷するか（省くと最後まで）")
@click.option("--calibration", default="0,0", help="プリンターの補正（右へ mm,下へ mm,横の倍率,縦の倍率）")
def print_(
    ledger: str,
    run: int,
    paper: str,
    target: Path,
    *,
    order: str | None,
    calibration: str,
    as_json: bool,
    **options: Any,
) -> None:
    """発送便の書類を1つのPDFにします。"""
    style = EnvelopeStyle(
        Writing(options.pop("writing")),
        Numerals(options.pop("numerals")),
        options.pop("boxes"),
        PostageMark(options.pop("mark")),
    )
    correction = calibrations.parse(calibration)
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        campaign = ledgers.current_campaign(open_ledger)
        printed = use.print_run(
            open_ledger,
            campaign.id,
            run,
            Paper(paper),
            target,
            progress=progress,
            options=use.PrintOptions(
                order=PrintOrder(order) if order else None, style=style, calibration=correction, **options
            ),
        ).value
    not_printed = [{"number": number, "reason": reason} for number, reason in printed.not_printed]
    data = {
        "pages": printed.pages,
        "printed": printed.printed,
        "not_printed": not_printed,
        "pieces": printed.pieces,
        "from": printed.first,
        "to": printed.last,
        "outside_range": printed.pieces - printed.printed,
        "barcodes": printed.barcodes,
        "without_barcode": [{"number": number, "reason": reason} for number, reason in printed.without_barcode],
    }
    text = (
        f"{printed.printed:,}件（{printed.pages:,}ページ）を作りました：{target}。印刷しないもの {len(not_printed):,}件"
    )
    if printed.printed < printed.pieces:
        text += f"\n{pieces_words(printed.first, printed.last, printed.pieces)}です。"
    if correction != calibrations.NO_CALIBRATION:
        text += f"\nプリンターの補正：{calibration_words(correction)}（ほかのプリンターでは位置がずれます）"
    if Paper(paper) in use.WITH_ADDRESS:
        lacking = Counter(reason for _, reason in printed.without_barcode)
        text += f"\nカスタマバーコードあり {printed.barcodes:,}件、なし：{console.counts(lacking, word)}"
    console.emit(data, text, as_json=as_json)


@console.command(mailing, "sheets")
@LEDGER
def sheets(ledger: str, *, as_json: bool) -> None:
    """印刷できるラベル用紙を並べます（登録した用紙が先です）。"""
    with console.opened(ledger) as open_ledger:
        known = label_sheets.every(open_ledger)
    data = [
        {"sheet": sheet.id, "name": sheet.title, "description": sheet.name, "faces": sheet.faces, "own": sheet.is_own}
        for sheet in known
    ]
    console.emit({"sheets": data}, "\n".join(f"{sheet.title}　{sheet.name}" for sheet in known), as_json=as_json)


@console.command(mailing, "gauge")
@LEDGER
@click.argument("target", metavar="書き出し先.pdf", type=OUTPUT)
@click.option("--sheet", default=label_sheets.PLAIN, show_default=True, help="ラベル用紙の型番か名前（A4は無地の紙）")
@click.option("--calibration", default="0,0", help="確かめる補正（右へ mm,下へ mm,横の倍率,縦の倍率）")
def gauge(ledger: str, target: Path, sheet: str, calibration: str, *, as_json: bool) -> None:
    """プリンターの補正を読み取る「印刷位置の確認シート」をPDFにします。"""
    correction = calibrations.parse(calibration)
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        found = None if sheet == label_sheets.PLAIN else label_sheets.find(open_ledger, sheet)
    printed = label_sheets.print_gauge(target, found, progress, calibration=correction)
    console.emit({"pages": printed.pages, "sheet": sheet}, f"確認シートを作りました：{target}", as_json=as_json)


@console.command(mailing, "postal")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.option("--rates", type=console.INPUT, help="料金と割引率の表（TOML。省くと同梱のもの）")
def postal_(ledger: str, run: int, rates: Path | None, *, as_json: bool) -> None:
    """発送便を一度に差し出すときの郵便区ごとの通数、料金、割引と、割引に足りないものを数えます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        plan = postal.plan(open_ledger, campaign.id, run, postal.rates_in(rates) if rates else None)
    cost = plan.postage
    data = {
        "pieces": plan.pieces,
        "barcode_eligible": plan.eligible,
        "without_barcode": [{"number": number, "reason": reason} for number, reason in plan.without.items()],
        "districts": plan.districts,
        "discount_rate": cost.percent / 100,
        "discount_step": cost.step,
        "postage": cost.postage,
        "saving": cost.saving,
        "missing_for_discount": [
            {
                "step": missing.step,
                "rate": missing.percent / 100,
                "from_pieces": missing.pieces,
                "missing_pieces": missing.missing,
                "missing_barcodes": missing.missing_barcodes,
            }
            for missing in cost.missing
        ],
    }
    console.emit(
        data,
        "\n".join([*posting.summary(plan.pieces, plan.eligible, cost), *posting.district_lines(plan.districts)]),
        as_json=as_json,
    )


@console.command(mailing, "posted")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.option("--on", "posted_on", type=console.DAY, help="差し出した日（省くと今日）")
def posted(ledger: str, run: int, posted_on: datetime | None, *, as_json: bool) -> None:
    """発送便を郵便局に差し出したことを記録します。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        pieces = use.mark_posted(open_ledger, console.act(), campaign.id, run, console.day(posted_on)).value
    console.emit({"run": run, "pieces": pieces}, f"{pieces:,}通を差出済みにしました。", as_json=as_json)


@console.command(mailing, "returned")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.option("--reason", type=click.Choice([r.value for r in UndeliveredReason]), required=True, help="返戻の理由")
@click.option("--on", "returned_on", type=console.DAY, help="戻った日（省くと今日）")
def returned(ledger: str, number: str, reason: str, returned_on: datetime | None, *, as_json: bool) -> None:
    """宛先に届かず戻った郵便を記録します。"""
    with console.opened(ledger) as open_ledger:
        line = use.record_undelivered(
            open_ledger, console.act(), number, UndeliveredReason(reason), console.day(returned_on)
        ).value
    text = f"{shown(line.number)} {line.name} を返戻として記録しました（{word(UndeliveredReason(reason))}）。"
    console.emit({"number": line.number, "status": line.status}, text, as_json=as_json)

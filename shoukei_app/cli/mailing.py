"""`shoukei mailing …`: a run is frozen, printed, posted; what comes back is recorded."""

from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER, OUTPUT
from shoukei_app.domain import calibration as calibrations
from shoukei_app.domain.envelope import EnvelopeStyle, PostageMark, Writing
from shoukei_app.domain.form_number import parse, shown
from shoukei_app.domain.mailing import PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.usecases import label_sheets, ledgers, masters, postal, runs, undelivered
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
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in RunKind]),
    required=True,
    help="初回・督促1・督促2・再発行・返戻の再送",
)
@click.option("--deadline", type=console.DAY, help="回答の期限（省くと調査の期限）")
@click.option("--on", "made_on", type=console.DAY, help="依頼文の日付（省くと今日）")
@click.option("--order", type=_ORDERS, default=PrintOrder.NUMBER.value, help="並び順")
@click.option("--number", "numbers", multiple=True, help="再発行する整理番号")
@click.option("--reason", default="", help="再発行の理由")
def create(
    ledger: str,
    kind: str,
    deadline: datetime | None,
    made_on: datetime | None,
    *,
    as_json: bool,
    **wish: Any,
) -> None:
    """発送便を作ります。宛名と並び順はこの時点で固定されます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        run = runs.create_run(
            open_ledger,
            console.act(),
            campaign.id,
            RunKind(kind),
            made_on=console.day(made_on),
            deadline=deadline.date() if deadline else campaign.deadline,
            order=PrintOrder(wish["order"]),
            numbers=wish["numbers"],
            reason=wish["reason"],
        ).value
        left_out = runs.left_out(open_ledger, campaign.id, run.number)
        held = runs.held(open_ledger, campaign.id, run.number)
    text = (
        f"発送便 {run.number}（{word(run.kind)}）を作りました：{run.pieces:,}通。"
        f"発送しないもの：{console.counts(left_out, word)}"
    )
    if held:
        text += f"\n印刷できない文字がある宛名 {len(held):,}件は、決めるまで印刷しません（shoukei mailing names）"
    console.emit({"run": run.number, "pieces": run.pieces, "not_mailed": left_out}, text, as_json=as_json)


@console.command(mailing, "cancel")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.option("--reason", required=True, help="取りやめる理由")
@click.option("--on", "cancelled_on", type=console.DAY, help="取りやめた日（省くと今日）")
def cancel(ledger: str, run: int, reason: str, cancelled_on: datetime | None, *, as_json: bool) -> None:
    """差し出す前の発送便を取りやめます。作り直した便には新しい番号が付きます。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        void = runs.cancel_run(
            open_ledger, console.act(), campaign.id, run, cancelled_on=console.day(cancelled_on), reason=reason
        ).value
    console.emit({"run": run, "void": void}, f"発送便 {run} を取りやめました：{void:,}通が無効です。", as_json=as_json)


@console.command(mailing, "names")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.option("--number", help="決める整理番号")
@click.option("--name", "names", multiple=True, help="印刷する字：元の字=印刷する字（例 𠮷=吉）。何度でも")
@click.option("--source", default="", help="その字の出どころ（例 本人に電話で確認）")
@click.option("--leave-out", is_flag=True, help="この便では発送しない")
def names(
    ledger: str, run: int, number: str | None, names: tuple[str, ...], source: str, *, leave_out: bool, as_json: bool
) -> None:
    """印刷できない文字がある宛名を並べます。--number を付けると、どう印刷するかを決めます。"""
    if bool(number) != bool(names or leave_out):
        msg = "--number には --name か --leave-out を付けてください。"
        raise click.UsageError(msg)
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        if number:
            chosen = None
            if not leave_out:
                waiting = runs.held_name(open_ledger, campaign.id, run, number)
                chosen = waiting.with_characters(dict(_pair(pair) for pair in names))
            runs.decide_name(open_ledger, console.act(), campaign.id, run, number, chosen, source=source)
        held = runs.held(open_ledger, campaign.id, run)
    data = [{"number": one.number, "name": one.addressee.name, "characters": list(one.characters)} for one in held]
    lines = [f"宛名を決めていないもの {len(held):,}件"]
    lines += [f"{shown(one.number)}　{one.line}　（{'、'.join(map(_character, one.characters))}）" for one in held]
    console.emit({"run": run, "held": data}, "\n".join(lines), as_json=as_json)


def _pair(text: str) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not (before and equals):
        msg = f"--name は「元の字=印刷する字」の形で書いてください：{text}"
        raise click.UsageError(msg)
    return before, after


def _character(character: str) -> str:
    return f"{character} U+{ord(character):04X}"


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
@click.option("--number", "numbers", multiple=True, help="この整理番号だけを印刷する。何度でも")
@click.option("--spoiled", is_flag=True, help="刷り損じだけを刷り直す")
def print_(
    ledger: str,
    run: int,
    paper: str,
    target: Path,
    *,
    order: str | None,
    calibration: str,
    numbers: tuple[str, ...],
    spoiled: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """発送便の書類を1つのPDFにし、印刷済みと記録します。作ったあとに回答や申出があったものは印刷しません。"""
    style = EnvelopeStyle(
        Writing(options.pop("writing")),
        Numerals(options.pop("numerals")),
        options.pop("boxes"),
        PostageMark(options.pop("mark")),
    )
    correction = calibrations.parse(calibration)
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        campaign = ledgers.current_campaign(open_ledger)
        only = frozenset(parse(number) for number in numbers) if numbers else None
        if spoiled:
            only = (only or frozenset()) | use.spoiled(open_ledger, campaign.id, run)
        printed = use.print_run(
            open_ledger,
            campaign.id,
            run,
            Paper(paper),
            target,
            progress=progress,
            options=use.PrintOptions(
                order=PrintOrder(order) if order else None, style=style, calibration=correction, only=only, **options
            ),
        ).value
        if Paper(paper) is not Paper.CHECKLIST:
            runs.record_printed(open_ledger, console.act(), campaign.id, run, printed.numbers, paper)
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
        at = postal.rates_in(rates) if rates else None
        plan = postal.plan(open_ledger, campaign.id, run, at)
        reply = postal.reply_plan(open_ledger, campaign.id, run, console.day(None), at)
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
        "reply": {
            "price": reply.forecast.each - reply.approval.fee,
            "fee": reply.approval.fee,
            "expected_rate": reply.approval.expected_percent / 100,
            "expected": reply.forecast.expected,
            "postage": reply.forecast.cost,
            "received": reply.forecast.so_far,
            "postage_received": reply.forecast.cost_so_far,
            "approval_number": reply.approval.number,
            "expires_on": reply.approval.expires_on,
            "warnings": reply.warnings,
        },
    }
    lines = [
        *posting.summary(plan.pieces, plan.eligible, cost),
        posting.reply_cost(reply.forecast, reply.approval.expected_percent),
        *(f"料金受取人払：{word(warning)}" for warning in reply.warnings),
        *posting.district_lines(plan.districts),
    ]
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(mailing, "reply-paid")
@LEDGER
@click.option("--approval", "number", help="承認番号")
@click.option("--office", help="承認した郵便局")
@click.option("--approved", "approved_on", type=console.DAY, help="承認の日")
@click.option("--expires", "expires_on", type=console.DAY, help="有効期限（承認から2年以内）")
@click.option("--fee", type=click.Choice([str(fee) for fee in postal.rates().reply_fees]), help="1通ごとの手数料（円）")
@click.option("--rate", "expected_percent", type=click.IntRange(0, 100), help="見込む回収率（%）")
def reply_paid(ledger: str, *, as_json: bool, **given: Any) -> None:
    """料金受取人払の承認を記録し、今の内容を表示します。"""
    changed = {name: _plain(name, value) for name, value in given.items() if value is not None}
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        approval = replace(campaign.reply_paid, **changed)
        if changed:
            ledgers.edit_reply_paid(open_ledger, console.act(), campaign.id, approval)
    until = f"　有効期限 {approval.expires_on}" if approval.expires_on else ""
    text = f"料金受取人払　承認番号 {approval.number or '―'}　{approval.office}{until}　手数料 {approval.fee}円"
    console.emit(asdict(approval), text, as_json=as_json)


def _plain(name: str, value: Any) -> Any:
    if name == "fee":
        return int(value)
    return value.date() if isinstance(value, datetime) else value


@console.command(mailing, "spoiled")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.argument("numbers", metavar="整理番号…", nargs=-1, required=True)
def spoiled_(ledger: str, run: int, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """刷り損じを記録します。print --spoiled で刷り直します。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        count = runs.record_spoiled(open_ledger, console.act(), campaign.id, run, numbers).value
    console.emit({"run": run, "spoiled": count}, f"刷り損じ {count:,}通を記録しました。", as_json=as_json)


@console.command(mailing, "posted")
@LEDGER
@click.argument("run", metavar="発送便の番号", type=int)
@click.option("--on", "posted_on", type=console.DAY, help="差し出した日（省くと今日）")
@click.option("--all", "every", is_flag=True, help="印刷のあとに回答や申出があったものも差し出した")
def posted(ledger: str, run: int, posted_on: datetime | None, *, every: bool, as_json: bool) -> None:
    """発送便を郵便局に差し出したことを記録します。作ったあとに回答や申出があったものは差し出さないものになります。"""
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        out = runs.dropped_out(open_ledger, campaign.id, run) if every else {}
        posting_ = runs.mark_posted(
            open_ledger, console.act(), campaign.id, run, console.day(posted_on), all_the_same=out
        ).value
    not_posted = [{"number": number, "reason": reason} for number, reason in posting_.not_posted]
    text = f"{posting_.posted:,}通を差出済みにしました。"
    if not_posted:
        counts = Counter(reason for _, reason in posting_.not_posted)
        text += f"差し出さないもの：{console.counts(counts, word)}"
    console.emit({"run": run, "pieces": posting_.posted, "not_posted": not_posted}, text, as_json=as_json)


@console.command(mailing, "returned")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.option("--reason", type=click.Choice([r.value for r in UndeliveredReason]), required=True, help="返戻の理由")
@click.option("--on", "returned_on", type=console.DAY, help="戻った日（省くと今日）")
def returned(ledger: str, number: str, reason: str, returned_on: datetime | None, *, as_json: bool) -> None:
    """宛先に届かず戻った郵便を記録します。"""
    with console.opened(ledger) as open_ledger:
        line = undelivered.record(
            open_ledger, console.act(), number, UndeliveredReason(reason), console.day(returned_on)
        ).value
    text = f"{shown(line.number)} {line.name} を返戻として記録しました（{word(UndeliveredReason(reason))}）。"
    console.emit({"number": line.number, "status": line.status}, text, as_json=as_json)

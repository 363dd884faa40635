"""`shoukei answers …`: answers one sheet at a time, or in bulk."""

from datetime import datetime
from pathlib import Path

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER, OUTPUT
from shoukei_app.domain.answer_table import RECORDED, Existing, RowVerdict
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import Channel
from shoukei_app.usecases import (
    answer_tables,
    corrections,
    entry,
    flags,
    keying_figures,
    ledgers,
    targets,
    verification,
)
from shoukei_app.usecases.answer_tables import AnswerPreview, FileArrival
from shoukei_app.usecases.entry import FIRST, Keyed
from shoukei_app.words import keying
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

answers = click.Group("answers", help="回答の入力・取込・書き出し")
_LEFT_AS_THEY_ARE = (RowVerdict.SAME, RowVerdict.KEPT, RowVerdict.SUPERSEDED)
_CHANNELS = click.Choice([channel.value for channel in Channel])


@console.command(answers, "template")
@LEDGER
@click.argument("target", metavar="書き出し先", type=OUTPUT)
def template(ledger: str, target: Path, *, as_json: bool) -> None:
    """回答をまとめて書き込むための表を作ります。"""
    with console.opened(ledger) as open_ledger:
        rows = answer_tables.write_template(open_ledger, ledgers.current_campaign(open_ledger).id, target).value
    console.emit({"rows": rows}, f"{rows:,}件分の表を作りました：{target}", as_json=as_json)


@console.command(answers, "import")
@LEDGER
@click.argument("file", metavar="回答の表", type=INPUT)
@click.option("--channel", type=_CHANNELS, default=Channel.WEB.value, help="届いた方法")
@click.option("--received-on", type=console.DAY, help="受付日（省くと今日）。回答日時の列がある行はその日")
@click.option(
    "--columns",
    "given",
    metavar="見出し=問い",
    multiple=True,
    help="列の意味（例 お年=age、管理番号=整理番号、備考=-）",
)
@click.option(
    "--existing",
    type=click.Choice([choice.value for choice in Existing]),
    default=Existing.NEWER.value,
    help="回答済みの事業者：新しい方を採る（newer）か、上書きしない（keep）か",
)
@click.option("--check", "dry_run", is_flag=True, help="取り込まずに、どうなるかだけを示します")
@click.option("--report", type=OUTPUT, help="取り込めなかった行を理由とともに書き出すExcelファイル")
def take_in(
    ledger: str,
    file: Path,
    channel: str,
    received_on: datetime | None,
    given: tuple[str, ...],
    existing: str,
    report: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """回答の表を一つの操作として取り込みます。"""
    with console.opened(ledger) as open_ledger, console.progress_bar() as progress:
        campaign = ledgers.current_campaign(open_ledger)
        table = answer_tables.read(open_ledger, campaign.id, file, dict(_pair(text) for text in given))
        arrival = FileArrival(Channel(channel), console.day(received_on), Existing(existing))
        act = console.act()
        preview = answer_tables.check(open_ledger, campaign.id, table, arrival, progress, keyer=act.person)
        if not dry_run:
            answer_tables.take_in(open_ledger, act, campaign.id, preview, progress)
        if report is not None and preview.rejected:
            answer_tables.write_rejected(preview, report)
    console.emit(_told(preview), "\n".join(_lines(preview, dry_run=dry_run)), as_json=as_json)


def _told(preview: AnswerPreview) -> dict[str, object]:
    return {
        "rows": len(preview.rows),
        "recorded": preview.count(*RECORDED),
        "rejected": [{"row": row, "reason": sentence(problem)} for row, problem in preview.rejected],
        "unchanged": preview.count(RowVerdict.SAME),
        "kept": preview.count(RowVerdict.KEPT),
        "superseded": [
            {"row": row.id, "newer_row": row.newer_line} for row in preview.rows if row.verdict is RowVerdict.SUPERSEDED
        ],
        "columns": {
            column.heading: column.meaning.key for column in preview.table.columns if column.meaning is not None
        },
    }


def _lines(preview: AnswerPreview, *, dry_run: bool) -> list[str]:
    done = "記録します（まだ記録していません）" if dry_run else "記録しました"
    lines = [f"{preview.count(*RECORDED):,}件の回答を{done}（{len(preview.rows):,}行中）。"]
    others = ((verdict, preview.count(verdict)) for verdict in _LEFT_AS_THEY_ARE)
    lines += [f"  {word(verdict)}：{count:,}行" for verdict, count in others if count]
    lines += [f"  {row}行目：{sentence(problem)}" for row, problem in preview.rejected]
    return lines


def _pair(text: str) -> tuple[str, str]:
    heading, equals, meaning = text.rpartition("=")
    if not equals:
        raise Problem(ProblemKind.VALUE_WRONG, field="見出し=問い", value=text)
    return heading, meaning


@console.command(answers, "export")
@LEDGER
@click.argument("target", metavar="書き出し先", type=OUTPUT)
def export(ledger: str, target: Path, *, as_json: bool) -> None:
    """記録された回答を書き出します。"""
    with console.opened(ledger) as open_ledger:
        rows = answer_tables.write_out(open_ledger, ledgers.current_campaign(open_ledger).id, target).value
    console.emit({"rows": rows}, f"{rows:,}件の回答を書き出しました：{target}", as_json=as_json)


@console.command(answers, "set")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.argument("pairs", metavar="問い=回答", nargs=-1, required=True)
@click.option("--keyer", default="", help="入力した人")
@click.option("--pass", "pass_number", type=click.IntRange(1, 2), help="1回目か照合入力（2）か。省くと照合なしで確定")
@click.option("--channel", type=_CHANNELS, default=Channel.MAIL.value, help="届いた方法")
def set_(
    ledger: str,
    number: str,
    pairs: tuple[str, ...],
    keyer: str,
    pass_number: int | None,
    channel: str,
    *,
    as_json: bool,
) -> None:
    """1枚の調査票の回答を記録します（例 age=72 intention=1 問9=3）。"""
    written = console.by_question(pairs)
    with console.opened(ledger) as open_ledger:
        campaign = ledgers.current_campaign(open_ledger)
        sheet = entry.parse_answers(entry.questionnaire_of(open_ledger, number), written)
        recorded = entry.record(
            open_ledger,
            console.act(),
            number,
            Keyed(sheet),
            keyer=keyer,
            pass_number=pass_number or FIRST,
            channel=Channel(channel),
            final=pass_number is None,
        ).value
        counts = None if recorded.counts else sheet
        flagged = flags.would_flag(open_ledger, campaign.id, recorded.target_id, counts)
    reasons = [rule.reason for rule in flagged.rules] if flagged else []
    data = {
        "number": recorded.number,
        "diagnosis": recorded.diagnosis,
        "flags": reasons,
        "differences": list(recorded.differences),
    }
    kind = campaign.questionnaire.diagnosis(recorded.diagnosis)
    text = (
        f"{shown(recorded.number)} を記録しました。診断：{kind.code} {kind.name}"
        f"　抽出理由：{'、'.join(reasons) or 'なし'}"
    )
    console.emit(data, text, as_json=as_json)


@console.command(answers, "figures")
@LEDGER
@click.option("--persons", is_flag=True, help="担当者ごとの数字も出す（人の評価には使わないこと）")
def figures(ledger: str, *, persons: bool, as_json: bool) -> None:
    """打鍵の速さ、入力の誤り、待っている仕事、終わりの見通しを表示します。"""
    with console.opened(ledger) as open_ledger:
        campaign_id = ledgers.current_campaign(open_ledger).id
        standing = keying_figures.standing(open_ledger, campaign_id, console.now().date())
    data = keying_figures.to_data(standing, persons=persons)
    waits, counted = standing.waiting, standing.keying
    lines = [
        f"入力待ち {waits.to_key:,}　照合入力 {waits.second:,}　突合 {waits.third:,}　抽査 {waits.sample:,}",
        f"終わりの見通し：{keying.finish_words(standing.forecast)}",
        f"  {keying.range_words(standing.forecast)}",
        f"全体　{keying.work_words(counted.total)}",
    ]
    by_id = standing.questionnaire.by_id
    lines += [
        f"  問{by_id[key].number} {by_id[key].short}　{keying.work_words(work)}"
        for key, work in counted.questions.items()
        if key in by_id and work.entries
    ]
    if persons:
        lines += [f"  {hand.name}　{keying.work_words(work)}" for hand, work in counted.hands.items()]
        lines.append(keying.ABOUT_PERSONS)
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(answers, "correct")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.argument("pairs", metavar="問い=正しい回答", nargs=-1, required=True)
@click.option("--reason", required=True, help="訂正の理由（例 電話で確かめた）")
@click.option("--dry-run", is_flag=True, help="訂正せずに、訂正すると何が変わるかだけを見る")
def correct(ledger: str, number: str, pairs: tuple[str, ...], reason: str, *, dry_run: bool, as_json: bool) -> None:
    """確定した回答を理由を付けて訂正します。診断・同意・抽出が続いて変わります。"""
    with console.opened(ledger) as open_ledger:
        target = targets.by_number(open_ledger, number)
        questionnaire, _ = verification.answers_of(open_ledger, target.id)
        changed = entry.parse_answers(questionnaire, console.by_question(pairs))
        preview = corrections.preview(open_ledger, target.id, changed)
        if not dry_run:
            corrections.correct(open_ledger, console.act(), number, changed, reason)
    before, after = preview.before, preview.after
    reasons = [rule.reason for rule in after.flagged.rules] if after.flagged else []
    data = {
        "number": target.number,
        "questions": list(changed),
        "diagnosis_before": before.diagnosis.code,
        "diagnosis": after.diagnosis.code,
        "flags": reasons,
        "consents": sorted(recipient.value for recipient in after.consents),
    }
    done = "訂正すると、こうなります" if dry_run else "を訂正しました"
    text = (
        f"{shown(target.number)} {done}。診断：{before.diagnosis.code} {before.diagnosis.name}"
        f" → {after.diagnosis.code} {after.diagnosis.name}　抽出理由：{'、'.join(reasons) or 'なし'}"
    )
    console.emit(data, text, as_json=as_json)

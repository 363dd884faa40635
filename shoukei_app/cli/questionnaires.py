"""`shoukei questionnaire …`: the questionnaire is shown, goes out as a file, comes in from one or from a template."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import INPUT, LEDGER, OUTPUT
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.questionnaire_mapping import propose
from shoukei_app.usecases import ledgers
from shoukei_app.usecases import questionnaires as use
from shoukei_app.words.conditions import base_text
from shoukei_app.words.questionnaires import loss_words
from shoukei_app.words.terms import word

if TYPE_CHECKING:
    from shoukei_app.usecases.ledgers import Ledger

questionnaire = click.Group("questionnaire", help="調査票の問い・版・ひな型")

_NEW = click.option("--new-version", is_flag=True, help="回答があるとき、新しい版にして回答を引き継ぐ")
_TRY = click.option("--dry-run", is_flag=True, help="何が変わるかだけを示し、台帳は変えない")


@console.command(questionnaire, "show")
@LEDGER
def show(ledger: str, *, as_json: bool) -> None:
    """いまの調査票の問いと、これまでの版を示します。"""
    with console.opened(ledger) as opened:
        campaign = ledgers.current_campaign(opened)
        now = use.in_force(opened, campaign.id)
        versions = use.versions(opened, campaign.id)
    asked = now.questionnaire
    lines = [f"{asked.title}　第{asked.version}版　{len(asked.questions)}問　回答 {now.answered:,}件"]
    for question in asked.questions:
        base = f"　［{base_text(asked, question.base)}］" if question.base else ""
        lines.append(f"問{question.number} {question.short}（{word(question.kind)}）{base}")
    data = {
        "id": asked.id,
        "version": asked.version,
        "title": asked.title,
        "answered": now.answered,
        "runs": list(now.runs),
        "versions": [{"version": one.number, "made_at": one.made_at} for one in versions],
        "questions": [
            {
                "id": question.id,
                "number": question.number,
                "kind": question.kind,
                "text": question.text,
                "short": question.short,
                "choices": [choice.text for choice in question.choices],
            }
            for question in asked.questions
        ],
    }
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(questionnaire, "export")
@LEDGER
@click.argument("target", metavar="書き出し先.toml", type=OUTPUT)
def export(ledger: str, target: Path, *, as_json: bool) -> None:
    """いまの調査票をファイルに書き出します。ほかの台帳に取り込めます。"""
    with console.opened(ledger) as opened:
        asked = use.export_file(opened, ledgers.current_campaign(opened).id, target).value
    said = f"調査票 第{asked.version}版（{len(asked.questions)}問）を書き出しました：{target}"
    console.emit({"version": asked.version, "questions": len(asked.questions)}, said, as_json=as_json)


@console.command(questionnaire, "import")
@LEDGER
@click.argument("source", metavar="調査票.toml", type=INPUT)
@_NEW
@_TRY
def import_(ledger: str, source: Path, *, new_version: bool, dry_run: bool, as_json: bool) -> None:
    """ファイルの調査票を使います（undo で戻せます）。回答があるときは --new-version が要ります。"""
    _use(ledger, use.read_file(source), new_version=new_version, dry_run=dry_run, as_json=as_json)


@console.command(questionnaire, "templates")
def templates(*, as_json: bool) -> None:
    """同梱の調査票（ひな型）を並べます。"""
    found = use.templates()
    data = [
        {"key": one.key, "title": one.questionnaire.title, "questions": len(one.questionnaire.questions)}
        for one in found
    ]
    said = [f"{one.key}　{one.questionnaire.title}（{len(one.questionnaire.questions)}問）" for one in found]
    console.emit({"templates": data}, "\n".join(said), as_json=as_json)


@console.command(questionnaire, "use")
@LEDGER
@click.argument("key", metavar="ひな型")
@_NEW
@_TRY
def use_template(ledger: str, key: str, *, new_version: bool, dry_run: bool, as_json: bool) -> None:
    """同梱の調査票を使います（undo で戻せます）。回答があるときは --new-version が要ります。"""
    _use(ledger, use.template(key), new_version=new_version, dry_run=dry_run, as_json=as_json)


def _use(location: str, asked: Questionnaire, *, new_version: bool, dry_run: bool, as_json: bool) -> None:
    with console.opened(location) as opened:
        campaign = ledgers.current_campaign(opened)
        change = use.change(opened, campaign.id, asked)
        if not dry_run:
            _keep(opened, campaign.id, campaign.questionnaire, asked, new_version=new_version and change.answered > 0)
    lost = [{"question": one.question.id, "code": one.code, "answers": one.answers} for one in change.losses]
    data: dict[str, Any] = {
        "version": change.version,
        "answered": change.answered,
        "lost": lost,
        "rules_lost": [rule.id for rule in change.rules_lost],
    }
    verb = "使うと" if dry_run else "使います："
    lines = [f"「{asked.title}」を{verb}第{change.version}版になります。", *map(loss_words, change.losses)]
    lines += [f"抽出条件「{rule.reason}」は、この調査票では使えなくなります" for rule in change.rules_lost]
    console.emit(data, "\n".join(lines), as_json=as_json)


def _keep(opened: "Ledger", campaign_id: int, old: Questionnaire, asked: Questionnaire, *, new_version: bool) -> None:
    if new_version:
        use.new_version(opened, console.act(), campaign_id, asked, propose(old, asked))
    else:
        use.save(opened, console.act(), campaign_id, asked)

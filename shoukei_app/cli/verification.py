"""`shoukei verification …`: what waits for another look at the paper, the look itself, and the policy."""

from dataclasses import replace

import click

from shoukei_app.cli import console
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.answers import BLANK, written
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.verification import Verdict, fields_keyed_twice, policy_data
from shoukei_app.usecases import entry, ledgers, targets
from shoukei_app.usecases import verification as looks
from shoukei_app.words.answers import label
from shoukei_app.words.terms import word

verification = click.Group("verification", help="照合・突合・抽査")

_VERDICTS = {
    "first": Verdict.FIRST_ERRED,
    "second": Verdict.SECOND_ERRED,
    "both": Verdict.BOTH_ERRED,
    "unclear": Verdict.PAPER_UNCLEAR,
}
_JUDGE = click.option("--judge", default="", help="紙を見た人（省くと操作する人）")
_EVERY = click.IntRange(0, 1000)


@console.command(verification, "list")
@LEDGER
def list_(ledger: str, *, as_json: bool) -> None:
    """照合入力・突合・抽査を待つ票を並べます。回答は出しません。"""
    with console.opened(ledger) as opened:
        campaign = ledgers.current_campaign(opened).id
        second = targets.lines(opened, looks.waiting_for_second(opened, campaign))
        cases = looks.waiting(opened, campaign)
        sample = targets.lines(opened, looks.sampled(opened, campaign))
        checked, accuracy = looks.sample_accuracy(opened, campaign)
    data = {
        "second_entry": [line.number for line in second],
        "third_look": [
            {"number": case.target.number, "bundle": case.bundle, "questions": case.questions} for case in cases
        ],
        "sample": [line.number for line in sample],
        "sample_result": {
            "sheets": checked,
            "fields": accuracy.fields,
            "errors": accuracy.errors,
            "per_thousand": accuracy.per_thousand,
            "interval": list(accuracy.interval),
        },
    }
    lines = [f"照合入力を待つ票 {len(second):,}"]
    lines += [f"  {shown(line.number)}" for line in second]
    lines.append(f"突合を待つ票 {len(cases):,}")
    lines += [f"  {shown(case.target.number)}　束 {case.bundle or 'なし'}　{case.questions}問" for case in cases]
    lines.append(f"抽査を待つ票 {len(sample):,}")
    lines += [f"  {shown(line.number)}" for line in sample]
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(verification, "read")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.argument("pair", metavar="問い=紙の読み")
@_JUDGE
def read(ledger: str, number: str, pair: str, judge: str, *, as_json: bool) -> None:
    """紙に書いてあるとおりを記録し、そのあとで両方の入力と判定の案を出します。"""
    name, equals, value = pair.partition("=")
    if not equals:
        raise Problem(ProblemKind.VALUE_WRONG, field="問い=紙の読み", value=pair)
    with console.opened(ledger) as opened:
        target = targets.by_number(opened, number)
        questionnaire, _ = looks.answers_of(opened, target.id)
        ((key, reading),) = entry.parse_answers(questionnaire, {name: value}).items()
        revealed = looks.read_paper(opened, _act(judge), target.id, key, reading).value
    question = questionnaire.by_id[key]
    data = {
        "number": target.number,
        "question": key,
        "reading": written(question, revealed.reading),
        "first": {"keyer": revealed.first_keyer, "answer": written(question, revealed.first)},
        "second": {"keyer": revealed.second_keyer, "answer": written(question, revealed.second)},
        "verdict": _name(revealed.verdict),
    }
    sides = (
        ("紙の読み", revealed.reading),
        (f"1回目（{revealed.first_keyer}）", revealed.first),
        (f"照合（{revealed.second_keyer}）", revealed.second),
    )
    lines = [f"{shown(target.number)}　問{question.number}"]
    lines += [f"  {title}：{label(question, answer) or '無回答'}" for title, answer in sides]
    lines.append(f"判定の案：{word(revealed.verdict)}（--verdict {_name(revealed.verdict)}）")
    if revealed.verdict is Verdict.BOTH_ERRED:
        lines.append("紙の読みがどちらの入力とも違います。紙をもう一度見てください。")
    console.emit(data, "\n".join(lines), as_json=as_json)


@console.command(verification, "decide")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.argument("name", metavar="問い")
@click.option("--verdict", type=click.Choice(list(_VERDICTS)), required=True, help="誤った方（unclear は紙が判読不能）")
@_JUDGE
def decide(ledger: str, number: str, name: str, verdict: str, judge: str, *, as_json: bool) -> None:
    """だれの誤りかを決めます。先に read で紙の読みを記録しておきます。"""
    with console.opened(ledger) as opened:
        act = _act(judge)
        target = targets.by_number(opened, number)
        questionnaire, _ = looks.answers_of(opened, target.id)
        question = questionnaire.find(name.partition("=")[0])
        looks.open_case(opened, target.id, judge=act.person)
        revealed = looks.revealed(opened, target.id, question.id, judge=act.person)
        if revealed is None:
            raise Problem(ProblemKind.PAPER_NOT_READ, number=shown(target.number))
        answer = revealed.counting(_VERDICTS[verdict])
        decided = looks.decide(opened, act, target.id, question.id, answer, _VERDICTS[verdict]).value
    data = {
        "number": target.number,
        "question": question.id,
        "answer": written(question, answer),
        "left": list(decided.left),
        "settled": decided.settled,
    }
    state = "この票の回答が確定しました。" if decided.settled else f"残りの問い {len(decided.left)}。"
    text = f"{shown(target.number)}　問{question.number}：「{label(question, answer) or '無回答'}」で確定。{state}"
    console.emit(data, text, as_json=as_json)


@console.command(verification, "sample")
@LEDGER
@click.argument("number", metavar="整理番号")
@click.argument("pairs", metavar="問い=紙の回答", nargs=-1)
@_JUDGE
def sample(ledger: str, number: str, pairs: tuple[str, ...], judge: str, *, as_json: bool) -> None:
    """抽査の票を紙と比べた結果を記録します。違っていた問いだけ、紙の回答を書きます（なければ番号だけ）。"""
    with console.opened(ledger) as opened:
        target = targets.by_number(opened, number)
        questionnaire, counting = looks.answers_of(opened, target.id)
        paper = entry.parse_answers(questionnaire, console.by_question(pairs))
        wrong = {key: answer for key, answer in paper.items() if answer != counting.get(key, BLANK)}
        errors = looks.check_sample(opened, _act(judge), target.id, wrong).value
    result = f"誤り {errors}問を訂正しました" if errors else "誤りはありませんでした"
    data = {"number": target.number, "errors": errors, "questions": list(wrong)}
    console.emit(data, f"{shown(target.number)} を紙と比べました。{result}。", as_json=as_json)


@console.command(verification, "archive")
@LEDGER
@click.argument("place", metavar="保管場所")
@click.argument("numbers", metavar="整理番号", nargs=-1)
@click.option("--bundle", default=None, help="この束の票を全部（空なら束のない票）")
def archive(ledger: str, place: str, numbers: tuple[str, ...], bundle: str | None, *, as_json: bool) -> None:
    """確定した票の紙をしまった場所を記録します。まだ確定していない票は残します。"""
    with console.opened(ledger) as opened:
        asked = {targets.by_number(opened, number).number for number in numbers}
        found = looks.bundles(opened, ledgers.current_campaign(opened).id)
        inside = [
            (paper, settled)
            for one in found
            for settled, papers in ((True, one.settled), (False, one.unsettled))
            for paper in papers
            if paper.number in asked or one.name == bundle
        ]
        left = [paper.number for paper, settled in inside if not settled]
        ids = [paper.target_id for paper, settled in inside if settled]
        count = looks.archive(opened, console.act(), ids, place).value if ids else 0
    lines = [f"{count:,}票の保管場所を「{place}」にしました。"]
    lines += [f"  {shown(number)}：まだ確定していないので残しました" for number in left]
    console.emit({"archived": count, "left": left}, "\n".join(lines), as_json=as_json)


@console.command(verification, "policy")
@LEDGER
@click.option("--marked/--no-marked", default=None, help="調査票で指定した問いを2回入力する")
@click.option("--every", type=_EVERY, help="何票に1票を全部の問い2回入力するか（1は全票、0はしない）")
@click.option("--limit", type=_EVERY, help="1,000欄あたりの誤りがこれを超える人の票は全部2回（0は区別しない）")
@click.option("--sample", type=_EVERY, help="確定した何票に1票を紙と比べるか（0はしない）")
def policy(
    ledger: str, *, marked: bool | None, every: int | None, limit: int | None, sample: int | None, as_json: bool
) -> None:
    """照合のきまりを見る、または変えます。"""
    asked = {"marked": marked, "whole_every": every, "error_limit": limit, "sample_every": sample}
    with console.opened(ledger) as opened:
        campaign = ledgers.current_campaign(opened)
        chosen = {key: value for key, value in asked.items() if value is not None}
        held = replace(campaign.verification, **chosen)  # type: ignore[arg-type]  # each option is of its field's type
        if held != campaign.verification:
            looks.change_policy(opened, console.act(), campaign.id, held)
    fields, twice = len(campaign.questionnaire.questions), fields_keyed_twice(held, campaign.questionnaire)
    data = {**policy_data(held), "fields": fields, "keyed_twice": round(twice, 2)}
    lines = [
        f"指定の問いを2回入力：{'する' if held.marked else 'しない'}",
        f"全部の問いを2回入力：{f'{held.whole_every}票に1票' if held.whole_every else 'しない'}",
        f"誤りの多い人の票：{f'1,000欄に {held.error_limit}件を超えたら全部2回' if held.error_limit else '区別しない'}",
        f"抽査：{f'{held.sample_every}票に1票' if held.sample_every else 'しない'}",
        f"1票 {fields}欄のうち、平均 {twice:.1f}欄を2回入力します。",
    ]
    console.emit(data, "\n".join(lines), as_json=as_json)


def _act(judge: str) -> Act:
    act = console.act()
    return replace(act, person=judge) if judge else act


def _name(verdict: Verdict) -> str:
    return next(name for name, one in _VERDICTS.items() if one is verdict)

"""`shoukei visits record`, `refer`, `feedback`, `consent`: what came of visits, and what firms say in between."""

from datetime import datetime
from typing import Any

import click

from shoukei_app.cli import console, named
from shoukei_app.cli.console import LEDGER
from shoukei_app.domain.consent import ConsentChange, ConsentManner
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.visits import (
    ATTEMPTED,
    NextAction,
    ReferralKind,
    Temperature,
    VisitKind,
    VisitResult,
    VisitState,
    next_kind,
)
from shoukei_app.usecases import cases, entry, hearings, ledgers, targets
from shoukei_app.usecases import visits as use
from shoukei_app.usecases.visits import Again, Heard, NewTask
from shoukei_app.words.terms import word

records = click.Group("records")
"""Its commands stand in `shoukei visits` itself."""

_RESULTS = sorted([*(one.value for one in ATTEMPTED), VisitState.CANCELLED.value])
_RECIPIENTS = click.Choice([one.value for one in Recipient])
NUMBER = click.argument("number", metavar="整理番号")
ON = click.option("--on", "day", type=console.DAY, help="その日（省くと今日）")
GIVEN = click.option("--consent", "given", multiple=True, type=_RECIPIENTS, help="提供に同意した先（何度でも）")
WITHDRAWN = click.option("--withdraw", "withdrawn", multiple=True, type=_RECIPIENTS, help="同意を取り下げた先")
WRITTEN = click.option("--written", is_flag=True, help="同意を書面で受け取った（省くと口頭）")


@console.command(records, "record")
@LEDGER
@NUMBER
@click.argument("pairs", metavar="ヒアリング票の問い=回答...", nargs=-1)
@click.option("--result", required=True, type=click.Choice(_RESULTS), help="結果")
@click.option("--kind", default=VisitKind.VISIT.value, type=click.Choice([one.value for one in VisitKind]),
              help="予定のないときの種類")  # fmt: skip
@ON
@click.option("--said", default="", help="聞いたこと")
@click.option("--met", default="", help="面談した方")
@click.option("--temperature", type=click.Choice([one.value for one in Temperature]), help="温度感")
@click.option("--next", "action", type=click.Choice([one.value for one in NextAction]), help="次の対応")
@GIVEN
@WITHDRAWN
@WRITTEN
@click.option("--again", type=console.DAY, help="次の予定の日")
@click.option("--again-time", default="", help="次の予定の時刻（例 13:30）")
@click.option("--homework", default="", help="宿題")
@click.option("--homework-due", type=console.DAY, help="宿題の期限")
@click.option("--organisation", default="", help="宿題をする機関の名前")
def record(ledger: str, number: str, pairs: tuple[str, ...], *, as_json: bool, **said: Any) -> None:
    """訪問・電話の結果を記録します。予定があればその結果になり、なければ予定なしの訪問として残ります。"""
    day = console.day(said["day"])
    kind, action = VisitKind(said["kind"]), NextAction(said["action"]) if said["action"] else None
    warmth = Temperature(said["temperature"]) if said["temperature"] else None
    result = VisitResult(VisitState(said["result"]), said["said"], warmth, action, said["met"])
    with console.opened(ledger) as open_ledger:
        line = targets.by_number(open_ledger, number)
        hearing = hearings.get(open_ledger, ledgers.current_campaign(open_ledger).id)
        due = said["homework_due"].date() if said["homework_due"] else None
        task = NewTask(said["homework"], named.organisation_id(open_ledger, said["organisation"]), due_on=due)
        planned = next((one for one in use.of_target(open_ledger, line.id)[0] if one.made_on is None), None)
        then = next_kind(planned.kind if planned else kind, action)
        heard = Heard(
            _change(said),
            entry.parse_answers(hearing, console.by_question(pairs)) if pairs else None,
            (task,) if said["homework"] else (),
            Again(said["again"].date(), said["again_time"], then) if said["again"] else None,
        )
        use.record(open_ledger, console.act(), line.id, result, made_on=day, kind=kind, heard=heard)
        case = cases.of_targets(open_ledger, [line.id]).get(line.id)
    data = {"number": line.number, "result": result.state, "on": day, "case": case.state if case else None}
    now = f"　案件は「{word(case.state)}」" if case else ""
    console.emit(data, f"{shown(line.number)} {line.name}：{word(result.state)}{now}", as_json=as_json)


@console.command(records, "refer")
@LEDGER
@click.argument("numbers", metavar="整理番号...", nargs=-1, required=True)
@click.option("--kind", required=True, type=click.Choice([one.value for one in ReferralKind]), help="相談の内容")
@click.option("--to", "receiver", default="", help="橋渡し先の機関の名前（省くと支援センター）")
@ON
@click.option("--due", type=console.DAY, help="報告の期限（省くと翌月の同じ日）")
@click.option("--note", default="", help="申し送り（連絡を避ける人など）")
@click.option("--consented", is_flag=True, help="本人から提供の同意を口頭で得た")
def refer(ledger: str, numbers: tuple[str, ...], *, consented: bool, as_json: bool, **said: Any) -> None:
    """センターなどへ橋渡しします。同意のない事業者があれば、何も記録しません。"""
    day = console.day(said["day"])
    with console.opened(ledger) as open_ledger:
        ids = [one.id for one in named.firms(open_ledger, numbers)]
        use.refer(
            open_ledger,
            console.act(),
            ids,
            referred_on=day,
            kind=said["kind"],
            organisation_id=named.organisation_id(open_ledger, said["receiver"]),
            note=said["note"],
            consented=ids if consented else (),
            feedback_due=said["due"].date() if said["due"] else None,
        )
        due = use.of_target(open_ledger, ids[0])[1][-1].feedback_due
    receiver = said["receiver"] or word(OrganisationKind.CENTRE)
    data = {"referred": len(ids), "feedback_due": due}
    console.emit(data, f"{len(ids):,}件を {receiver} へ橋渡ししました。報告の期限 {due}", as_json=as_json)


@console.command(records, "feedback")
@LEDGER
@NUMBER
@click.argument("words", metavar="報告の内容")
@click.option("--from", "reporter", default="", help="報告した機関の名前（橋渡し先がいくつかあるとき）")
@ON
def feedback(ledger: str, number: str, words: str, reporter: str, day: datetime | None, *, as_json: bool) -> None:
    """橋渡し先からの報告を記録します。いちばん前の、報告待ちの橋渡しへの報告になります。"""
    with console.opened(ledger) as open_ledger:
        line = targets.by_number(open_ledger, number)
        waiting = [
            one
            for one in use.of_target(open_ledger, line.id)[1]
            if one.feedback_on is None and reporter in ("", one.organisation)
        ]
        if not waiting:
            raise Problem(ProblemKind.NOT_FOUND, what="報告待ちの橋渡し", key=shown(line.number))
        use.record_feedback(open_ledger, console.act(), waiting[0].id, words, on=console.day(day))
    data = {"number": line.number, "organisation": waiting[0].organisation, "waiting": len(waiting) - 1}
    told = f"{shown(line.number)} {line.name}：{waiting[0].organisation} の報告を記録しました"
    console.emit(data, told, as_json=as_json)


@console.command(records, "consent")
@LEDGER
@NUMBER
@GIVEN
@WITHDRAWN
@WRITTEN
@ON
def consent(ledger: str, number: str, *, as_json: bool, **said: Any) -> None:
    """提供の同意を示します。訪問のほかで言われた同意・取り下げ（電話など）を記録します。"""
    with console.opened(ledger) as open_ledger:
        line = targets.by_number(open_ledger, number)
        change = _change(said)
        if change.given or change.withdrawn:
            use.change_consent(open_ledger, console.act(), line.id, change, on=console.day(said["day"]))
        known = use.consents_of(open_ledger, line.id)
    standing = [one.recipient for one in known if one.stands]
    data = {"number": line.number, "consents": standing}
    told = "、".join(word(one) for one in standing) or "なし"
    console.emit(data, f"{shown(line.number)} {line.name}：提供の同意 {told}", as_json=as_json)


def _change(said: dict[str, Any]) -> ConsentChange:
    return ConsentChange(
        tuple(Recipient(one) for one in said["given"]),
        ConsentManner.WRITTEN if said["written"] else ConsentManner.ORAL,
        tuple(Recipient(one) for one in said["withdrawn"]),
    )

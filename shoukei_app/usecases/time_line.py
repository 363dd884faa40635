"""The time line of a firm (事業者の歩み): everything that happened to it in every campaign, and what is still ahead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shoukei_app.domain.mailing import PieceState
from shoukei_app.domain.target import ANSWERS
from shoukei_app.domain.visits import ReferralKind, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms
from shoukei_app.usecases.firms import Course, FirmCard
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word

PASSES = {1: "入力", 2: "照合入力"}


class Part(StrEnum):
    """What a step belongs to, by which the time line is filtered."""

    PAPER = "paper"
    TEAM = "team"
    CONTACT = "contact"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line; `tone` is "" for what is still ahead. `on` is None where the day is not known."""

    name: str
    on: date | None
    words: str
    detail: str = ""
    tone: str = "done"
    part: Part = Part.PAPER
    campaign: str = ""


def steps(card: FirmCard, course: Course) -> tuple[Step, ...]:
    """The time line of one campaign in the order of the work; every stretch of the work has at least one line."""
    parts = (
        (Part.PAPER, (_listed(card), _mailed(course), _returned(course), _keyed(course), _corrected(course))),
        (Part.TEAM, (_flagged(course), _decided(course))),
        (Part.CONTACT, (_called(course), _visited(course), _referred(course))),
        (Part.PROMISE, (_consented(course), _promised(course))),
    )
    return tuple(
        replace(step, part=part, campaign=course.campaign) for part, found in parts for one in found for step in one
    )


def history(card: FirmCard, courses: Sequence[Course], part: Part | None = None) -> tuple[Step, ...]:
    """What happened to a firm in all campaigns, and what has a day already, the newest first; of one part, or all."""
    every = [step for course in courses for step in steps(card, course)]
    if not courses:
        every = list(_listed(card))
    wanted = [step for step in dict.fromkeys(every) if (step.tone or step.on) and part in (None, step.part)]
    # What has no day of its own stands with what came before it.
    known: list[tuple[date, int, Step]] = []
    day = date.min
    for place, step in enumerate(wanted):
        day = step.on or day
        known.append((day, place, step))
    return tuple(step for _day, _place, step in sorted(known, key=lambda one: one[:2], reverse=True))


def print_handover(ledger: Ledger, firm_id: int, path: Path, *, today: date) -> Outcome[int]:
    """Print what the next person in charge needs to know of a firm; how many steps it tells.

    It is for the office itself: everything stands in it under the firm's name. Raises Problem(NOT_FOUND) and those of
    writing a PDF.
    """
    from shoukei_app.paper import handover  # noqa: PLC0415 - reportlab takes a fifth of a second to import

    card, courses = firms.card(ledger, firm_id), firms.courses(ledger, firm_id)
    facts = card.firm.facts
    told = history(card, courses)
    ahead = [step for step in told if step.tone == "accent" and step.on is not None and step.on >= today]
    lines = (
        ("代表者", " ".join(filter(None, [facts.title, facts.representative]))),
        ("所在地", facts.address.text),
        ("電話", facts.phone),
        ("業種", facts.industry),
        ("同意", "、".join(word(one) for course in courses[:1] for one in course.consents) or "なし"),
    )
    sheet = handover.Handover(
        firm=facts.name,
        made_on=today,
        facts=lines,
        ahead=tuple((step.on, step.name, step.words) for step in ahead),
        steps=tuple(
            (step.on, step.name, " ".join(filter(None, [step.words, step.detail])))
            for step in told
            if step not in ahead
        ),
    )
    handover.print_handover(path, sheet)
    return Outcome(len(told))


def _listed(card: FirmCard) -> Iterator[Step]:
    for source in card.sources[:1]:
        more = f"　ほか{len(card.sources) - 1}行" if len(card.sources) > 1 else ""
        yield Step("取込", source.taken_in_at.date(), f"{source.file_name}　{source.row_number:,}行目{more}")
    if not card.sources:
        yield Step("取込", None, "手で追加した事業者です")


def _mailed(course: Course) -> Iterator[Step]:
    for piece in course.sent:
        run = f"第{piece.run_number}便　{word(piece.kind)}"
        if piece.state is PieceState.LEFT_OUT:
            reason = word(piece.left_out) if piece.left_out else ""
            yield Step("発送", piece.made_on, f"{run}では送りません", reason, "secondary")
        else:
            state = "差出済み" if piece.posted_on else "差出の記録はまだありません"
            yield Step("発送", piece.posted_on or piece.made_on, run, state)
        if piece.state is PieceState.UNDELIVERED:
            reason = word(piece.undelivered_reason) if piece.undelivered_reason else ""
            yield Step("返戻", piece.undelivered_on, "郵便局から戻りました", reason, "attention")
    if not course.sent:
        yield Step("発送", None, "まだ発送していません", tone="")


def _returned(course: Course) -> Iterator[Step]:
    receipt = course.receipt
    if receipt is None:
        yield Step("受付", None, "まだ届いていません", tone="")
        return
    answered = receipt.disposition in ANSWERS
    detail = "　".join(filter(None, (f"束 {receipt.bundle}" if receipt.bundle else "", receipt.note)))
    words = f"{word(receipt.channel)}で届きました　{word(receipt.disposition)}"
    yield Step("受付", receipt.received_on, words, detail, "done" if answered else "attention")


def _keyed(course: Course) -> Iterator[Step]:
    for keying in course.keyings:
        name = PASSES.get(keying.pass_number, f"{keying.pass_number}回目の入力")
        yield Step(name, keying.entered_at.date(), f"{keying.keyer}が入力しました")
    if course.line.archive_place:
        yield Step("保管", None, f"調査票は「{course.line.archive_place}」にあります")
    if course.diagnosis is not None:
        day = course.keyings[-1].entered_at.date() if course.keyings else None
        yield Step("診断", day, f"{course.diagnosis.code}　{course.diagnosis.name}", course.diagnosis.advice)
    elif not course.keyings and (course.receipt is None or course.receipt.disposition in ANSWERS):
        yield Step("入力・診断", None, "まだ入力していません", tone="")


def _flagged(course: Course) -> Iterator[Step]:
    if course.by_hand is not None:
        one = course.by_hand
        words = f"手で「{word(one.priority)}」にしました" if one.priority else "手で抽出から外しました"
        yield Step("抽出の判断", one.decided_at.date(), f"{words}　{one.person}", one.reason, "attention")
    if course.line.priority is not None:
        words = f"優先度 {word(course.line.priority)}"
        yield Step("抽出", course.flagged_on, words, "\n".join(course.line.reasons), "accent")
    elif course.diagnosis is not None:
        yield Step("抽出", None, "抽出されていません", tone="")


def _visited(course: Course) -> Iterator[Step]:
    for visit in course.visits:
        name = word(visit.kind)
        who = "・".join(visit.team) or visit.organisation
        if visit.result.state is VisitState.PLANNED:
            when = f"{visit.planned_time}　" if visit.planned_time else ""
            yield Step(name, visit.planned_on, f"{when}予定　{who}".strip(), tone="accent")
            continue
        more = [f"温度感 {word(visit.result.temperature)}"] if visit.result.temperature else []
        more += [f"次の対応 {word(visit.result.next_action)}"] if visit.result.next_action else []
        detail = "\n".join(filter(None, (visit.result.said, "　".join(more))))
        tone = "done" if visit.result.state is VisitState.MET else "attention"
        with_whom = f"　面談：{visit.result.met}" if visit.result.met else ""
        yield Step(name, visit.made_on, f"{word(visit.result.state)}　{who}{with_whom}".strip(), detail, tone)
    if not course.visits and course.line.priority is not None:
        yield Step("訪問・電話", None, "まだ予定がありません", tone="")


def _referred(course: Course) -> Iterator[Step]:
    for referral in course.referrals:
        kind = word(ReferralKind(referral.kind)) if referral.kind in set(ReferralKind) else referral.kind
        yield Step("橋渡し", referral.referred_on, f"{referral.organisation}へ　{kind}", referral.note)
        if referral.feedback_on is not None:
            yield Step("報告", referral.feedback_on, f"{referral.organisation}から", referral.feedback)
        elif referral.feedback_due is not None:
            yield Step("報告", referral.feedback_due, f"{referral.organisation}から報告を受ける", tone="accent")


def _corrected(course: Course) -> Iterator[Step]:
    """Which question was put right, and why; the answers stand with the answers."""
    for one in reversed(course.corrections):
        question = course.questions.get(one.question, one.question)
        yield Step("訂正", one.corrected_at.date(), f"{question}を{one.person}が訂正しました", one.reason)


def _decided(course: Course) -> Iterator[Step]:
    for meeting, item in course.agenda:
        name = f"第{meeting.number}回フォロー会議"
        decision = item.decision
        if decision is None:
            reasons = "、".join(word(reason) for reason in item.reasons)
            yield Step(
                "会議", meeting.held_on, f"{name}の議題", reasons, "accent" if meeting.closed_on is None else "done"
            )
            continue
        days = [f"期限 {month_day(decision.deadline)}"] if decision.deadline else []
        days += [f"次に見る日 {month_day(decision.next_look)}"] if decision.next_look else []
        policy = word(decision.policy) if decision.policy else "方針なし"
        closed = f"　{word(decision.outcome)}" if decision.outcome else ""
        detail = "\n".join(filter(None, ["　".join(days), decision.note]))
        yield Step("決定", meeting.held_on, f"{name}：{policy}{closed}", detail, "accent")
    for state, day, person in course.case_steps:
        yield Step("案件", day, word(state), person)


def _called(course: Course) -> Iterator[Step]:
    for call in reversed(course.calls):
        with_whom = f"　{call.spoken_to}" if call.spoken_to else ""
        detail = "\n".join(filter(None, [call.note, call.call_again]))
        yield Step("電話", call.called_at.date(), f"{word(call.outcome)}{with_whom}　{call.caller}", detail)


def _consented(course: Course) -> Iterator[Step]:
    for one in course.said:
        yield Step("同意", one.given_on, f"{word(one.recipient)}への提供に同意（{word(one.manner)}）")
        if one.withdrawn_on is not None:
            yield Step("同意", one.withdrawn_on, f"{word(one.recipient)}への提供の同意を取り下げ", tone="attention")


def _promised(course: Course) -> Iterator[Step]:
    for task in course.tasks:
        who = "　".join(filter(None, [task.organisation, task.person]))
        if task.done_on is not None:
            yield Step("宿題", task.done_on, f"終えた：{task.what}", task.done_note)
        else:
            until = f"{month_day(task.due_on)}まで" if task.due_on else ""
            yield Step("宿題", task.due_on or task.given_on, task.what, "　".join(filter(None, [until, who])), "accent")

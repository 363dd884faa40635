"""A firm's way through a campaign as steps with dates: what happened, and what is still ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.mailing import PieceState
from shoukei_app.domain.target import ANSWERS
from shoukei_app.domain.visits import ReferralKind, VisitState
from shoukei_app.usecases.firms import Course, FirmCard
from shoukei_app.words.terms import word

PASSES = {1: "入力", 2: "照合入力"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the time line; `tone` is "" for what is still ahead. `on` is None where the day is not known."""

    name: str
    on: date | None
    words: str
    detail: str = ""
    tone: str = "done"


def steps(card: FirmCard, course: Course) -> tuple[Step, ...]:
    """The time line of one campaign in the order of the work; every stretch of the work has at least one line."""
    parts = (_listed(card), _mailed(course), _returned(course), _keyed(course), _flagged(course), _visited(course))
    return tuple(step for part in (*parts, _referred(course)) for step in part)


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
        yield Step("診断", None, f"{course.diagnosis.code}　{course.diagnosis.name}", course.diagnosis.advice)
    elif not course.keyings and (course.receipt is None or course.receipt.disposition in ANSWERS):
        yield Step("入力・診断", None, "まだ入力していません", tone="")


def _flagged(course: Course) -> Iterator[Step]:
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
        yield Step(name, visit.made_on, f"{word(visit.result.state)}　{who}".strip(), detail, tone)
    if not course.visits and course.line.priority is not None:
        yield Step("訪問・電話", None, "まだ予定がありません", tone="")


def _referred(course: Course) -> Iterator[Step]:
    for referral in course.referrals:
        kind = word(ReferralKind(referral.kind)) if referral.kind in set(ReferralKind) else referral.kind
        yield Step("橋渡し", referral.referred_on, f"{referral.organisation}へ　{kind}", referral.note)

"""The history in words: what an operation did with its main figures, and what its records and fields are called."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from shoukei_app.domain.answers import Mark
from shoukei_app.domain.cases import CaseOutcome, CaseState, SupportPolicy
from shoukei_app.domain.consent import ConsentManner
from shoukei_app.domain.era import wareki
from shoukei_app.domain.firm import FirmStatus, LegalForm
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import FieldChange, Operation, OperationKind
from shoukei_app.domain.mailing import LeftOutReason, PieceState, PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.meeting import AgendaReason, MeetingKind
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.phone_call import CallOutcome
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.domain.verification import Scope, Stage, Verdict, policy_from_data
from shoukei_app.domain.visits import NextAction, ReferralKind, Temperature, VisitKind, VisitState
from shoukei_app.words.terms import word

Summary = Mapping[str, Any]


def told(operation: Operation) -> str:
    """What an operation did, beside the word of its kind: 「整理番号 000075-2　面談した」."""
    if operation.kind in (OperationKind.UNDO, OperationKind.REDO):
        return _kind_word(operation.summary.get("kind"))
    parts = [write(operation.summary[key]) for key, write in _FIGURES.items() if key in operation.summary]
    return "　".join(filter(None, parts))


def subject_word(name: str) -> str:
    """What a record is called: firm → 事業者."""
    return _SUBJECTS.get(name, name)


def field_word(subject: str, field: str) -> str:
    """What a field of a record is called: visit, planned_on → 予定日."""
    return _FIELDS_OF.get((subject, field)) or _FIELDS.get(field, field)


def value_words(change: FieldChange, value: str) -> str:
    """A value before or after as people say it; "" stays empty."""
    if not value:
        return ""
    kind = _ENUMS.get((change.subject, change.field)) or _ENUMS.get(("", change.field))
    if kind is not None:
        return _member_word(kind, value)
    if (change.subject, change.field) in _DOCUMENTS:
        return _document(_DOCUMENTS[change.subject, change.field], value)
    if change.field in _WHOLES:
        return _WHOLES[change.field]
    if change.field == "number" and change.subject == "target":
        return shown(value)
    return {"true": "はい", "false": "いいえ"}.get(value) or _flat(value) or _day(value)


def is_inner(change: FieldChange) -> bool:
    """Whether a field only serves the program (search keys, links between records)."""
    return change.field in _INNER or change.field.endswith("_id")


def _count(title: str, unit: str = "件") -> Callable[[Any], str]:
    return lambda value: f"{title} {value:,}{unit}" if isinstance(value, int) else ""


def _text(title: str = "") -> Callable[[Any], str]:
    return lambda value: f"{title} {value}".strip() if value else ""


def _of(kinds: tuple[type[Enum], ...]) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        for kind in kinds:
            if value in {member.value for member in kind}:
                return word(kind(value))
        return str(value)

    return write


_FIGURES: Mapping[str, Callable[[Any], str]] = {
    "name": _text(),
    "renamed_from": lambda value: f"以前の名前は{value}" if value else "",
    "gone": _text("統合した事業者"),
    "removed_sheet": _text("削除した用紙"),
    "pairs": _count("組", "組"),
    "fiscal_year": lambda value: f"{value}年度",
    "file": lambda value: f"「{value}」",
    "number": lambda value: f"整理番号 {shown(str(value))}",
    "run": lambda value: f"第{value}便",
    "numbers": lambda value: (
        f"整理番号 {'、'.join(shown(str(number)) for number in value[:3])}"
        + (f" ほか{len(value) - 3}件" if len(value) > 3 else "")
    ),
    "decision": lambda value: f"印刷する宛名「{value}」" if value else "この便では発送しない",
    "source": _text("出どころ"),
    "why": _text("理由"),
    "kind": _of((RunKind,)),
    "state": _of((VisitState,)),
    "reason": _of((UndeliveredReason,)),
    "slip": lambda value: f"不明-{value}",
    "disposition": _of((Disposition,)),
    "day": lambda value: _day(str(value)),
    "bundle": _text("束"),
    "opened": _count("開けた封筒", "通"),
    "firms": _count("事業者"),
    "status": _of((FirmStatus,)),
    "industry": _text("業種"),
    "legal_form": _of((LegalForm,)),
    "do_not_mail": lambda value: "発送不要の申出あり" if value else "発送不要の申出を取消",
    "note": _text("備考に追記"),
    "outcome": _of((CallOutcome,)),
    "pages": _count("画像", "ページ"),
    "rows": _count("読んだ行", "行"),
    "new": _count("新規"),
    "changed": _count("変更"),
    "unchanged": _count("変わりなし"),
    "same_in_file": _count("同じ事業者の行", "行"),
    "targets": _count("調査対象"),
    "pieces": _count("発送", "通"),
    "printed": _count("印刷", "通"),
    "not_posted": _count("差し出さない", "通"),
    "left_out": _count("発送しない"),
    "recorded": _count("記録"),
    "rejected": _count("取り込まない行", "行"),
    "questionnaire_version": lambda value: f"第{value}版",
    "carried": _count("引き継いだ回答"),
    "verdict": _of((Verdict,)),
    "errors": _count("誤り"),
    "cases": _count("案件"),
    "meeting": lambda value: f"第{value}回",
    "meetings": _count("会議", "回"),
    "items": _count("議題"),
    "carried_over": _count("次回へ"),
    "tasks": _count("宿題"),
    "sheets": _count("票", "枚"),
    "place": _text(),
    "diagnosis": _text("診断"),
    "flagged": _count("抽出"),
    "came_in": _count("入る"),
    "went_out": _count("外れる"),
    "version": lambda value: f"第{value}版",
    "priority": lambda value: f"優先度 {value}" if value else "抽出から外す",
    "visits": _count("計画"),
    "days": _count("決めた日", "日"),
    "referred": _count("橋渡し"),
}

_SUBJECTS: Mapping[str, str] = {
    "answer_layout": "回答の表の列の割り当て",
    "phone_call": "電話での聞き取り",
    "picture": "FAXの画像",
    "organisation": "機関",
    "organisation_area": "機関の担当地域",
    "person": "担当者",
    "label_sheet": "ラベル用紙",
    "firm": "事業者",
    "firm_list": "取り込んだ名簿",
    "listed_row": "名簿の行",
    "merging": "事業者の統合",
    "told_apart": "別の事業者の確認",
    "campaign": "調査",
    "rule_set": "抽出条件",
    "questionnaire_version": "調査票の版",
    "target": "調査対象",
    "mailing_run": "発送便",
    "piece": "郵便",
    "receipt": "受付",
    "loose_sheet": "番号不明の票",
    "envelope_count": "開けた封筒の数",
    "entry": "入力",
    "reply": "回答",
    "sheet": "票",
    "support_case": "案件",
    "case_step": "案件の進行",
    "meeting": "フォロー会議",
    "meeting_seat": "会議の出席",
    "agenda_item": "議題",
    "task": "宿題",
    "adjudication": "突合",
    "correction": "訂正",
    "consent": "同意",
    "flag": "抽出",
    "flag_override": "抽出の手動変更",
    "flag_run": "抽出の実行",
    "export_columns": "書き出す列",
    "visit": "訪問・電話",
    "visit_member": "訪問の担当者",
    "referral": "橋渡し",
    "day_away": "不在の日",
    "office_day": "機関の訪問日",
    "closing_day": "休みの日",
    "consultation": "出張相談会",
    "consultation_member": "相談会の担当者",
}

_FIELDS: Mapping[str, str] = {
    "fingerprint": "見出しの組",
    "used_at": "使った日時",
    "called_at": "電話した日時",
    "caller": "電話した人",
    "spoken_to": "話した相手",
    "call_again": "かけ直す時",
    "page": "ページ",
    "digest": "画像の照合値",
    "name": "名前",
    "office": "事業所名・屋号",
    "kana": "フリガナ",
    "corporate_number": "法人番号",
    "legal_form": "経営形態",
    "title": "役職",
    "representative": "代表者",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "county": "郡",
    "municipality": "市町村",
    "municipality_code": "市町村コード",
    "town": "町域",
    "rest": "番地など",
    "address": "所在地",
    "phone": "電話番号",
    "industry": "業種",
    "staff": "従業者数",
    "status": "営業の状況",
    "status_on": "廃業・閉鎖日",
    "status_reason": "廃業・閉鎖の理由",
    "do_not_mail": "発送不要の申出",
    "note": "備考",
    "file_name": "ファイル",
    "format": "ファイルの形式",
    "encoding": "文字コード",
    "sheet": "シート",
    "header_row": "見出しの行",
    "headings": "見出し",
    "columns": "列の割り当て",
    "taken_in_at": "取り込んだ日時",
    "row_number": "行",
    "cells": "行の内容",
    "merged_at": "統合した日時",
    "merged_by": "統合した人",
    "targets": "移した調査対象",
    "before": "統合前の内容",
    "after": "統合後の内容",
    "merged_into": "統合先",
    "findings": "気づいたこと",
    "fiscal_year": "年度",
    "deadline": "回答期限",
    "goal": "回答の目標",
    "questionnaire": "調査票",
    "sender": "差出人",
    "letters": "依頼文・督促状",
    "exclusions": "対象にしない事業者の条件",
    "envelope": "窓付き封筒",
    "reply_paid": "料金受取人払",
    "cancelled_on": "取りやめた日",
    "made_from": "印刷のもと",
    "printed_as": "印刷する宛名",
    "source": "出どころ",
    "reason": "作った・取りやめた理由",
    "version": "版",
    "document": "内容",
    "mapping": "前の版からの対応",
    "number": "番号",
    "kind": "種類",
    "made_on": "作成日",
    "print_order": "印刷の順",
    "position": "順番",
    "addressee": "宛名",
    "state": "状態",
    "left_out": "発送しない理由",
    "posted_on": "差出日",
    "undelivered_on": "返戻の日",
    "undelivered_reason": "返戻の理由",
    "received_on": "受付日",
    "channel": "回答方法",
    "disposition": "調査票の状態",
    "bundle": "束",
    "recorded_at": "記録した日時",
    "recorded_by": "記録した人",
    "day": "日",
    "opened": "開けた封筒",
    "counted_at": "数えた日時",
    "counted_by": "数えた人",
    "pass_number": "何回目の入力",
    "keyer": "入力した人",
    "entered_at": "入力した日時",
    "answers": "回答",
    "memos": "入力時のメモ",
    "effort": "打鍵",
    "stage": "入力の段階",
    "scope": "照合する問い",
    "compared": "照合した欄",
    "differences": "違いのある問い",
    "sampled": "抽査の対象",
    "opened_on": "始めた日",
    "policy": "支援方針",
    "companions": "同行する機関",
    "next_look": "次に見る日",
    "reviewed_by": "確認した人",
    "reviewed_on": "確認した日",
    "outcome": "結果",
    "closed_on": "終えた日",
    "reached_on": "その日",
    "held_on": "開催日",
    "held_time": "時刻",
    "place": "場所",
    "attended": "出席",
    "reasons": "議題の理由",
    "decision": "決定",
    "decided_by": "決めた人",
    "what": "内容",
    "due_on": "期限",
    "done_on": "終えた日",
    "done_note": "結果",
    "feedback_due": "報告の期限",
    "feedback_on": "報告を受けた日",
    "feedback": "報告の内容",
    "sampled_on": "抽査した日",
    "sampled_by": "抽査した人",
    "sample_errors": "抽査で見つけた誤り",
    "archived_on": "保管した日",
    "archive_place": "保管場所",
    "question": "問い",
    "reading": "紙の読み",
    "answer": "確定した回答",
    "verdict": "判定",
    "judge": "判定した人",
    "judged_at": "判定した日時",
    "corrected_at": "訂正した日時",
    "person": "した人",
    "verification": "照合のきまり",
    "former_names": "以前の名前",
    "diagnosis": "診断",
    "remarks": "注意",
    "valid": "有効な回答",
    "recipient": "提供先",
    "given_on": "同意の日",
    "manner": "同意の方法",
    "withdrawn_on": "同意を取り下げた日",
    "priority": "優先度",
    "rules": "抽出理由",
    "decided_at": "決めた日時",
    "score": "点数",
    "by_hand": "担当者の判断",
    "made_at": "作った日時",
    "made_by": "作った人",
    "ran_on": "抽出した日",
    "list_name": "一覧",
    "flagged_on": "抽出した日",
    "planned_on": "予定日",
    "planned_time": "予定の時刻",
    "met": "面談した方",
    "said": "聞いたこと",
    "hearing": "ヒアリング票",
    "temperature": "温度感",
    "next_action": "次の対応",
    "referred_on": "橋渡しの日",
    "section": "部署",
    "role": "役職",
    "experienced": "経験あり",
    "visits_per_day": "1日の訪問の上限",
    "visits_per_week": "1週間の訪問の上限",
    "first_time": "はじまり",
    "last_time": "おわり",
    "minutes": "1枠の分数",
    "active": "使用中",
    "page_width": "用紙の幅",
    "page_height": "用紙の高さ",
    "faces_across": "横の面数",
    "faces_down": "縦の面数",
    "face_width": "面の幅",
    "face_height": "面の高さ",
    "margin_top": "上の余白",
    "margin_left": "左の余白",
    "pitch_x": "横の間隔",
    "pitch_y": "縦の間隔",
}

_FIELDS_OF: Mapping[tuple[str, str], str] = {
    ("firm", "name"): "事業者名",
    ("target", "number"): "整理番号",
    ("mailing_run", "number"): "便の番号",
    ("visit", "kind"): "方法",
    ("visit", "made_on"): "行った日",
    ("visit", "state"): "結果",
    ("referral", "kind"): "相談の内容",
    ("referral", "note"): "申し送り",
    ("task", "given_on"): "決めた日",
    ("correction", "before"): "訂正前",
    ("correction", "after"): "訂正後",
    ("correction", "reason"): "訂正の理由",
    ("flag_override", "reason"): "理由",
}

_ENUMS: Mapping[tuple[str, str], type[Enum]] = {
    ("firm", "legal_form"): LegalForm,
    ("firm", "status"): FirmStatus,
    ("organisation", "kind"): OrganisationKind,
    ("mailing_run", "kind"): RunKind,
    ("mailing_run", "print_order"): PrintOrder,
    ("piece", "state"): PieceState,
    ("piece", "left_out"): LeftOutReason,
    ("", "undelivered_reason"): UndeliveredReason,
    ("", "channel"): Channel,
    ("phone_call", "outcome"): CallOutcome,
    ("", "disposition"): Disposition,
    ("sheet", "stage"): Stage,
    ("meeting", "kind"): MeetingKind,
    ("support_case", "state"): CaseState,
    ("case_step", "state"): CaseState,
    ("support_case", "policy"): SupportPolicy,
    ("support_case", "outcome"): CaseOutcome,
    ("sheet", "scope"): Scope,
    ("adjudication", "verdict"): Verdict,
    ("", "recipient"): Recipient,
    ("consent", "manner"): ConsentManner,
    ("", "priority"): Priority,
    ("visit", "kind"): VisitKind,
    ("visit", "state"): VisitState,
    ("", "temperature"): Temperature,
    ("", "next_action"): NextAction,
    ("referral", "kind"): ReferralKind,
}

_WHOLES: Mapping[str, str] = {
    "questionnaire": "（調査票の全体）",
    "letters": "（文面の全体）",
    "document": "（条件の全体）",
    "mapping": "（対応の全体）",
    "exclusions": "（条件の全体）",
    "hearing": "（聞き取りの全体）",
    "envelope": "（窓の全体）",
    "made_from": "（文面・差出人・調査票の全体）",
}
"""Fields whose value is a document too long to be read in a line."""

_INNER = frozenset({"match_name", "search_text", "problems", "effort", "fingerprint", "digest", "facts"})


def _kind_word(kind: object) -> str:
    return _member_word(OperationKind, str(kind)) if kind else ""


def _member_word(kind: type[Enum], value: str) -> str:
    return word(kind(value)) if value in {member.value for member in kind} else value


def _document(write: Callable[[Any], str], value: str) -> str:
    """A value kept as a document; one of a shape that is no longer written stays as it is."""
    try:
        return write(json.loads(value))
    except (ValueError, TypeError, KeyError):
        return value


def _decision(kept: Mapping[str, Any]) -> str:
    parts = [_member_word(kind, kept[key]) for key, kind in _DECIDED.items() if kept[key]]
    parts += [f"{title} {_day(kept[key])}" for key, title in _DAYS_DECIDED.items() if kept[key]]
    return "、".join([*parts, *filter(None, [kept["note"]])])


def _policy(kept: Mapping[str, Any]) -> str:
    policy = policy_from_data(kept)
    parts = [
        "照合する問いを2回入力" if policy.marked else "",
        f"{policy.whole_every}票に1票は全問" if policy.whole_every else "",
        f"誤りが1,000欄に{policy.error_limit}件を超える人の票は全問" if policy.error_limit else "",
        f"{policy.sample_every}票に1票を抽査" if policy.sample_every else "",
    ]
    return "、".join(filter(None, parts)) or "照合なし"


_DECIDED: Mapping[str, type[Enum]] = {"policy": SupportPolicy, "outcome": CaseOutcome}
_DAYS_DECIDED = {"deadline": "期限", "next_look": "次に見る日"}

_DOCUMENTS: Mapping[tuple[str, str], Callable[[Any], str]] = {
    ("flag", "rules"): lambda kept: "、".join(rule["reason"] for rule in kept),
    ("reply", "remarks"): lambda kept: "、".join(word(Mark(remark["mark"])) for remark in kept),
    ("agenda_item", "reasons"): lambda kept: "、".join(word(AgendaReason(one)) for one in kept),
    ("agenda_item", "decision"): _decision,
    ("campaign", "verification"): _policy,
}
"""Fields that are kept as a document and told in words of their own."""


def _flat(value: str) -> str:
    """A list or document as its values in a row; "" for what is neither."""
    if value[:1] not in ("[", "{"):
        return ""
    try:
        return "、".join(_leaves(json.loads(value)))
    except ValueError:
        return ""


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from _leaves(part)
        case list():
            for part in value:
                yield from _leaves(part)
        case None | "":
            return
        case _:
            yield str(value)


def _day(value: str) -> str:
    try:
        if len(value) == len("2026-04-01"):
            return wareki(date.fromisoformat(value))
        at = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return value
    return f"{wareki(at.date())} {at:%H:%M}" if at else value

"""The next step in words, with the page it is done on; and the whole way, for a ledger that is still empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.visits import VisitState
from shoukei_app.usecases.next_step import TO_REFER, NextStep, Standing
from shoukei_app.words.dates import month_day

UNENTERED = Query(filters={"status": (TargetStatus.RECEIVED.value,)}, sort="received_on")
UNDELIVERED = Query(filters={"status": (TargetStatus.UNDELIVERED.value,)})
OPEN_VISITS = Query(filters={"state": (VisitState.PLANNED.value,)})


@dataclass(frozen=True, slots=True)
class Told:
    """A step as the banner says it: what to do, why now, the verb of its button, the page and what it opens there."""

    title: str
    sentence: Callable[[Standing], str]
    verb: str
    page: str
    what: object = None


def _changes(standing: Standing) -> str:
    if not standing.flags:
        return f"入力された回答 {standing.replies:,}件のうち、抽出条件に {standing.flags_in:,}件が当てはまります。"
    parts = []
    if standing.flags_in:
        parts.append(f"新しく {standing.flags_in:,}件が当てはまります")
    if standing.flags_out:
        parts.append(f"{standing.flags_out:,}件が当てはまらなくなりました")
    return f"前の抽出のあとに回答が変わり、{'、'.join(parts)}。"


def _visits(standing: Standing) -> str:
    parts = []
    if standing.visits_overdue:
        parts.append(f"予定の日を過ぎて結果のない訪問・電話が {standing.visits_overdue:,}件あります")
    if standing.visits_today:
        parts.append(f"今日の予定は {standing.visits_today:,}件です")
    return "。".join(parts) + "。"


def _on(day: date | None) -> str:
    return f"（{month_day(day)}）" if day else ""


STEPS: Mapping[NextStep, Told] = {
    NextStep.TAKE_IN_LIST: Told(
        "事業者の名簿を取り込む",
        lambda _: (
            "市町村や商工会から届いた Excel や CSV を、そのまま取り込めます。\n"
            "取り込む前に1行ずつ確かめられ、あとで元に戻せます。"
        ),
        "名簿を取り込む",
        "register",
    ),
    NextStep.SELECT_TARGETS: Told(
        "調査票を送る事業者を選ぶ",
        lambda s: f"名簿に {s.firms:,}件の事業者があります。地域や業種で選ぶと、整理番号が付きます。",
        "調査対象を選ぶ",
        "register",
    ),
    NextStep.MAKE_RUN: Told(
        "調査票を発送する",
        lambda s: f"調査対象 {s.targets:,}件に送る依頼文・調査票・宛名ラベルを、同じ順に作ります。",
        "発送便を作る",
        "mailing",
    ),
    NextStep.POST_RUN: Told(
        "印刷した郵便を差し出す",
        lambda s: f"まだ差し出していない郵便が {s.unposted:,}通あります。差し出したら、その日を記録してください。",
        "発送を開く",
        "mailing",
    ),
    NextStep.ENTER_SHEETS: Told(
        "届いた調査票を入力する",
        lambda s: f"受け付けて、まだ入力していない調査票が {s.unentered:,}件あります。",
        "入力をはじめる",
        "returns",
        UNENTERED,
    ),
    NextStep.ENTER_AGAIN: Told(
        "照合入力をする",
        lambda s: (
            f"1回目の入力を終えて、照合入力を待つ調査票が {s.second_entries:,}件あります。\n"
            "1回目とは別の人が入力してください。"
        ),
        "入力を開く",
        "returns",
        "entry",
    ),
    NextStep.JUDGE_SHEETS: Told(
        "入力の違いを紙で確かめる",
        lambda s: f"1回目の入力と照合入力に違いのある調査票が {s.differing:,}件あります。紙を見て決めます。",
        "突合をはじめる",
        "returns",
        "checking",
    ),
    NextStep.RUN_RULES: Told(
        "訪問・電話をする事業者を抽出する",
        _changes,
        "抽出を開く",
        "flags",
    ),
    NextStep.RECORD_VISITS: Told(
        "訪問・電話の結果を記録する",
        _visits,
        "訪問・電話を開く",
        "visits",
        OPEN_VISITS,
    ),
    NextStep.HOLD_MEETING: Told(
        "フォロー会議を開く",
        lambda s: f"次の会議{_on(s.meeting_on)}の議題は {s.agenda:,}件です。",
        "会議を開く",
        "meetings",
    ),
    NextStep.SEND_REMINDER: Told(
        "督促状を送る",
        lambda s: f"回答期限を過ぎました。回答を待っている事業者が {s.awaited:,}件あります。",
        "督促の発送便を作る",
        "mailing",
    ),
    NextStep.PLAN_VISITS: Told(
        "訪問・電話の日程を決める",
        lambda s: f"優先度 S・A・B で、まだ訪問・電話の予定がない事業者が {s.without_visit:,}件あります。",
        "訪問を割り振る",
        "visits",
        "allot",
    ),
    NextStep.REFER: Told(
        "センターへ橋渡しする",
        lambda s: f"面談で「センター相談」となり、まだ橋渡ししていないものが {s.to_refer:,}件あります。",
        "該当する訪問を開く",
        "visits",
        TO_REFER,
    ),
    NextStep.PREPARE_VISITS: Told(
        "来週の訪問・電話を準備する",
        lambda s: f"来週は {s.visits_next_week:,}件の予定があります。訪問票を印刷して、行く人に渡します。",
        "訪問票を印刷する",
        "visits",
        "next_week",
    ),
    NextStep.AWAIT_REPLIES: Told(
        "回答を待つ",
        lambda s: f"{s.awaited:,}件の回答を待っています。調査票が届いたら、受け付けて入力してください。",
        "受付を開く",
        "returns",
    ),
    NextStep.REPORT: Told(
        "集計して報告する",
        lambda _: "いま急ぐ仕事はありません。回収率や回答の集計を見て、Excel に書き出せます。",
        "集計を開く",
        "statistics",
    ),
}

WAY = (
    ("register", "名簿", "市町村・商工会の名簿を取り込み、重複をまとめます", NextStep.TAKE_IN_LIST),
    ("register", "調査対象", "地域や業種で送る先を選び、整理番号を付けます", NextStep.SELECT_TARGETS),
    ("mailing", "発送", "依頼文・調査票・宛名ラベルを印刷し、差し出します", NextStep.MAKE_RUN),
    ("returns", "回収・入力", "届いた調査票を受け付け、テンキーで入力します", NextStep.ENTER_SHEETS),
    ("flags", "抽出", "訪問・電話をする事業者を、条件で選びます", NextStep.RUN_RULES),
    ("meetings", "フォロー会議", "集まった機関で、支援の方針と担当を決めます", NextStep.HOLD_MEETING),
    ("visits", "訪問・電話", "日程を決め、訪問票を持って聞き取り、結果を残します", NextStep.PLAN_VISITS),
    ("statistics", "集計・報告", "回収率と回答をまとめ、Excel に書き出します", NextStep.REPORT),
)
"""The way from an empty ledger to the report: page, name, what is done there, and the step that stands for it."""

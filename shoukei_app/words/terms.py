"""The Japanese word for every member of the domain's enumerations; screens, paper and Excel all take it from here."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from shoukei_app.domain.answer_table import ColumnUse, Existing, RowVerdict
from shoukei_app.domain.answers import Mark
from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.duplicates import Level, Reason
from shoukei_app.domain.envelope import PostageMark, WindowFinding, Writing
from shoukei_app.domain.exclusion import Exclusion, SignKind
from shoukei_app.domain.firm import FirmStatus, LegalForm
from shoukei_app.domain.firm_problems import FirmProblem
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import OperationKind
from shoukei_app.domain.letter import ParagraphKind, Seal
from shoukei_app.domain.listing import FindingKind, GuessReason, ListColumn
from shoukei_app.domain.mailing import LeftOutReason, PieceState, PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.phone_call import CallOutcome
from shoukei_app.domain.postage import DiscountStep
from shoukei_app.domain.questionnaire import QuestionKind, Recipient
from shoukei_app.domain.reply_paid import ReplyPaidWarning
from shoukei_app.domain.target import Channel, Disposition, TargetStatus
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.domain.visits import NextAction, ReferralKind, Temperature, VisitKind, VisitState

# By class first: members of different StrEnums with the same value are equal to each other.
_WORDS: Mapping[type[Enum], Mapping[Any, str]] = {
    LegalForm: {LegalForm.CORPORATION: "法人", LegalForm.SOLE: "個人事業者"},
    FirmStatus: {
        FirmStatus.ACTIVE: "営業中",
        FirmStatus.CLOSED: "廃業・閉鎖",
        FirmStatus.MOVED_AWAY: "区域外へ移転",
        FirmStatus.OUT_OF_SCOPE: "対象外",
    },
    TargetStatus: {
        TargetStatus.LISTED: "未発送",
        TargetStatus.MAILED: "回答待ち",
        TargetStatus.UNDELIVERED: "返戻",
        TargetStatus.RECEIVED: "受付済み・未入力",
        TargetStatus.INVALID: "無効・対象外",
        TargetStatus.ENTERED: "入力済み",
        TargetStatus.FLAGGED: "抽出",
        TargetStatus.VISIT_PLANNED: "訪問予定",
        TargetStatus.VISITED: "訪問・電話済み",
        TargetStatus.REFERRED: "橋渡し済み",
    },
    Channel: {
        Channel.MAIL: "郵送",
        Channel.FAX: "FAX",
        Channel.WEB: "Web",
        Channel.PHONE: "電話",
        Channel.BROUGHT: "持参",
    },
    Disposition: {
        Disposition.ANSWERED: "記入あり",
        Disposition.BLANK: "白紙",
        Disposition.REFUSED: "回答拒否",
        Disposition.CLOSED: "廃業の連絡",
        Disposition.OUT_OF_SCOPE: "対象外の連絡",
    },
    Exclusion: {
        Exclusion.ALREADY_TARGET: "既に調査対象",
        Exclusion.CLOSED: "廃業・閉鎖・移転",
        Exclusion.OUT_OF_SCOPE: "対象外",
        Exclusion.DO_NOT_MAIL: "発送不要の申出",
        Exclusion.SUSPENDED: "休業中",
        Exclusion.NO_ADDRESS: "所在地が分からない",
        Exclusion.BRANCHES: "支店・営業所",
        Exclusion.CHAINS: "大型店・チェーン店",
        Exclusion.PUBLIC: "公的機関",
        Exclusion.LEGAL_FORM: "除く法人の種別",
        Exclusion.INDUSTRY: "除く業種",
    },
    SignKind: {
        SignKind.STATE: "台帳の記録",
        SignKind.NAME: "名前",
        SignKind.REMARK: "備考",
        SignKind.LEGAL_FORM: "法人の種別",
        SignKind.STAFF: "従業者数",
        SignKind.HEAD_OFFICE: "本店が別に台帳にある",
    },
    FirmProblem: {
        FirmProblem.NO_ADDRESS: "所在地がない",
        FirmProblem.NO_MUNICIPALITY: "市町村が分からない",
        FirmProblem.NO_POSTAL_CODE: "郵便番号がない",
        FirmProblem.LOST_CHARACTER: "失われた文字がある",
        FirmProblem.PRIVATE_USE_CHARACTER: "外字がある",
        FirmProblem.UNPRINTABLE_CHARACTER: "印刷できない文字がある",
        FirmProblem.CORPORATE_NUMBER_WRONG: "法人番号が正しくない",
        FirmProblem.NO_REPRESENTATIVE: "代表者名がない",
    },
    Writing: {Writing.VERTICAL: "縦書き", Writing.HORIZONTAL: "横書き"},
    Numerals: {Numerals.KANJI: "漢数字（一丁目二番三号）", Numerals.FIGURES: "算用数字（1丁目2番3号）"},
    PostageMark: {
        PostageMark.NONE: "印刷しない（切手や別納の印のために空ける）",
        PostageMark.PREPAID: "料金別納郵便",
        PostageMark.DEFERRED: "料金後納郵便",
    },
    WindowFinding: {
        WindowFinding.SMALL: "窓が小さすぎます（幅 80 mm、高さ 45 mm 以上が要ります）",
        WindowFinding.OUTSIDE_ENVELOPE: "窓が封筒からはみ出しています",
        WindowFinding.ADDRESS_HIDDEN: "中の紙が動くと、宛名が隠れるか、折り目にかかります",
        WindowFinding.NO_BARCODE: "カスタマバーコードは入りません（幅 92.9 mm 以上の窓が要ります）",
    },
    RunKind: {
        RunKind.FIRST: "初回発送",
        RunKind.REMINDER: "督促1",
        RunKind.REMINDER_2: "督促2",
        RunKind.REISSUE: "再発行",
        RunKind.REMAIL: "返戻の再送",
    },
    ParagraphKind: {
        ParagraphKind.BODY: "本文",
        ParagraphKind.ITEM: "記の項目",
        ParagraphKind.NOTE: "注記",
        ParagraphKind.HEADING: "見出し",
    },
    Seal: {
        Seal.NONE: "公印なし",
        Seal.SPACE: "公印を押す場所を空ける",
        Seal.OMITTED: "「公印省略」と書く",
    },
    PieceState: {
        PieceState.PLANNED: "印刷前",
        PieceState.PRINTED: "印刷済み",
        PieceState.SPOILED: "刷り損じ",
        PieceState.REPRINTED: "刷り直し済み",
        PieceState.POSTED: "差出済み",
        PieceState.UNDELIVERED: "返戻",
        PieceState.HELD: "宛名の確認待ち",
        PieceState.VOID: "取りやめ",
        PieceState.LEFT_OUT: "発送しない",
    },
    LeftOutReason: {
        LeftOutReason.DO_NOT_MAIL: "発送不要の申出",
        LeftOutReason.CLOSED: "廃業・閉鎖",
        LeftOutReason.MOVED_AWAY: "区域外へ移転",
        LeftOutReason.OUT_OF_SCOPE: "対象外",
        LeftOutReason.NO_ADDRESS: "住所がない",
        LeftOutReason.NO_POSTAL_CODE: "郵便番号がない",
        LeftOutReason.NO_NAME: "宛名がない",
        LeftOutReason.ALREADY_MAILED: "発送済み",
        LeftOutReason.ALREADY_REPLIED: "回答済み",
        LeftOutReason.UNDELIVERED_BEFORE: "前回が返戻",
        LeftOutReason.NOT_MAILED_BEFORE: "初回を発送していない",
        LeftOutReason.MISSING_GLYPH: "印刷できない文字がある",
        LeftOutReason.MERGED: "ほかの事業者に統合した",
        LeftOutReason.NOT_REMINDED_BEFORE: "督促1を発送していない",
        LeftOutReason.ADDRESS_UNCHANGED: "返戻のあと宛先を直していない",
        LeftOutReason.SPOILED: "刷り損じのまま",
        LeftOutReason.RUN_CANCELLED: "便を取りやめた",
    },
    BarcodeReason: {
        BarcodeReason.NO_POSTAL_CODE: "郵便番号がない",
        BarcodeReason.UNKNOWN_CODE: "今の一覧にない郵便番号",
        BarcodeReason.REPRESENTATIVE_CODE: "町域のない代表の郵便番号",
        BarcodeReason.SWITCHED_OFF: "付けない設定",
        BarcodeReason.LABEL_TOO_SMALL: "ラベルに入らない",
        BarcodeReason.WINDOW_TOO_SMALL: "封筒の窓に入らない",
        BarcodeReason.OFFICE_CODE: "事業所の個別番号（郵便番号だけ）",
        BarcodeReason.BOX: "私書箱の番号",
        BarcodeReason.NO_NUMBER: "番地がない（郵便番号だけ）",
    },
    ReplyPaidWarning: {
        ReplyPaidWarning.NO_APPROVAL: "承認番号が入っていません",
        ReplyPaidWarning.NO_EXPIRY: "有効期限が入っていません",
        ReplyPaidWarning.EXPIRES_BEFORE_DEADLINE: "有効期限が回答期限より前に切れます",
        ReplyPaidWarning.EXPIRED: "有効期限が切れています",
        ReplyPaidWarning.LONGER_THAN_ALLOWED: "有効期限が承認から2年を超えています",
        ReplyPaidWarning.TOO_FEW_PIECES: "返信用封筒が100通に満たないため、承認を受けられないことがあります",
    },
    DiscountStep: {
        DiscountStep.BARCODE: "バーコード割引",
        DiscountStep.SORTED: "区分割引",
        DiscountStep.SORTED_WITH_SLACK: "区分割引・3日の余裕",
        DiscountStep.SORTED_WITH_BARCODE: "区分割引・3日の余裕・バーコード",
    },
    UndeliveredReason: {
        UndeliveredReason.UNKNOWN_AT_ADDRESS: "あて所に尋ねあたりません",
        UndeliveredReason.MOVED: "転居先不明",
        UndeliveredReason.INCOMPLETE: "あて名不完全",
        UndeliveredReason.REFUSED: "受取拒絶",
        UndeliveredReason.NOT_COLLECTED: "保管期間経過",
        UndeliveredReason.CLOSED: "廃業",
    },
    PrintOrder: {
        PrintOrder.NUMBER: "整理番号順",
        PrintOrder.POSTAL: "郵便番号順",
        PrintOrder.MUNICIPALITY: "市町村・町域順",
        PrintOrder.KANA: "五十音順",
    },
    Priority: {Priority.S: "S 至急", Priority.A: "A 優先", Priority.B: "B 通常", Priority.C: "C 情報提供"},
    Recipient: {
        Recipient.MUNICIPALITY: "市町村",
        Recipient.PREFECTURE: "県",
        Recipient.SHOKOKAI: "商工会",
        Recipient.CENTRE: "事業承継・引継ぎ支援センター",
        Recipient.BANK: "金融機関",
    },
    OrganisationKind: {
        OrganisationKind.MUNICIPALITY: "市町村",
        OrganisationKind.PREFECTURE: "県",
        OrganisationKind.SHOKOKAI: "商工会",
        OrganisationKind.CENTRE: "センター",
        OrganisationKind.BANK: "金融機関",
        OrganisationKind.OTHER: "その他の機関",
    },
    VisitKind: {VisitKind.VISIT: "訪問", VisitKind.PHONE: "電話"},
    VisitState: {
        VisitState.PLANNED: "予定",
        VisitState.MET: "面談した",
        VisitState.ABSENT: "不在",
        VisitState.REFUSED: "断られた",
        VisitState.CANCELLED: "取りやめ",
    },
    NextAction: {
        NextAction.INFORMATION_ONLY: "情報提供のみ",
        NextAction.CALL: "電話で続ける",
        NextAction.VISIT_AGAIN: "再訪問",
        NextAction.CENTRE: "センター相談",
        NextAction.EXPERT: "専門家派遣",
        NextAction.PLAN: "承継計画策定",
        NextAction.WATCH: "経過観察",
        NextAction.NOTHING: "対応不要",
    },
    ReferralKind: {
        ReferralKind.FAMILY: "親族内承継",
        ReferralKind.STAFF: "役員・従業員承継",
        ReferralKind.THIRD_PARTY: "第三者への譲渡",
        ReferralKind.TAKING_OVER: "譲受け",
        ReferralKind.SUCCESSOR_BANK: "後継者人材バンク",
        ReferralKind.GUARANTEE: "経営者保証",
        ReferralKind.CLOSING: "廃業",
    },
    Temperature: {Temperature.HIGH: "高い", Temperature.MIDDLE: "ふつう", Temperature.LOW: "低い"},
    Level: {Level.SURE: "確実", Level.ASK: "要確認", Level.DIFFERENT: "別"},
    Reason: {
        Reason.SAME_CORPORATE_NUMBER: "法人番号が一致",
        Reason.OTHER_CORPORATE_NUMBER: "法人番号が異なる",
        Reason.SAME_NAME: "商号が一致",
        Reason.LONGER_NAME: "一方の商号が他方を含む",
        Reason.SIMILAR_NAME: "商号が似ている",
        Reason.SAME_READING: "フリガナが一致",
        Reason.SAME_ADDRESS: "所在地が一致",
        Reason.SAME_TOWN: "町域が一致",
        Reason.SAME_MUNICIPALITY: "市町村が一致",
        Reason.SAME_PHONE: "電話が一致",
        Reason.SAME_REPRESENTATIVE: "代表者が一致",
        Reason.OTHER_HOUSE_NUMBER: "番地が異なる",
        Reason.OTHER_LEGAL_FORM: "法人格が異なる",
        Reason.OTHER_OFFICE: "事業所名が異なる",
    },
    Mark: {
        Mark.NO_ANSWER: "無回答",
        Mark.ILLEGIBLE: "判読不能",
        Mark.OUT_OF_RANGE: "範囲外",
        Mark.TWO_TICKS: "複数選択",
        Mark.TOO_MANY: "選択数超過",
        Mark.TO_BE_SKIPPED: "分岐矛盾",
    },
    QuestionKind: {
        QuestionKind.SINGLE: "1つ選択",
        QuestionKind.MULTIPLE: "複数選択",
        QuestionKind.NUMBER: "数値",
        QuestionKind.YEAR: "年",
        QuestionKind.TEXT: "自由記入",
    },
    OperationKind: {
        OperationKind.NEW_LEDGER: "台帳の作成",
        OperationKind.EDIT_CAMPAIGN: "調査の設定変更",
        OperationKind.EDIT_LETTERS: "文面の変更",
        OperationKind.EDIT_ORGANISATION: "機関・担当者の変更",
        OperationKind.EDIT_LABEL_SHEET: "ラベル用紙の変更",
        OperationKind.IMPORT_LIST: "名簿の取込",
        OperationKind.ADD_FIRM: "事業者の追加",
        OperationKind.EDIT_FIRM: "事業者の変更",
        OperationKind.MERGE_FIRMS: "事業者の統合",
        OperationKind.SEPARATE_FIRMS: "統合の取消し",
        OperationKind.TELL_APART: "別の事業者と確認",
        OperationKind.EDIT_FIRMS: "事業者の一括変更",
        OperationKind.SELECT_TARGETS: "調査対象の選定",
        OperationKind.REMOVE_TARGETS: "調査対象からの除外",
        OperationKind.CREATE_RUN: "発送便の作成",
        OperationKind.CANCEL_RUN: "発送便の取りやめ",
        OperationKind.DECIDE_NAME: "印刷する宛名の決定",
        OperationKind.RECORD_PRINTED: "印刷の記録",
        OperationKind.RECORD_SPOILED: "刷り損じの記録",
        OperationKind.MARK_POSTED: "差出の記録",
        OperationKind.RECORD_UNDELIVERED: "返戻の記録",
        OperationKind.CORRECT_ADDRESS: "宛先の訂正",
        OperationKind.RECEIVE: "受付の記録",
        OperationKind.RECORD_ANSWERS: "回答の記録",
        OperationKind.IMPORT_ANSWERS: "回答の取込",
        OperationKind.RECORD_CALL: "電話の記録",
        OperationKind.KEEP_PICTURES: "FAX画像の受付",
        OperationKind.RUN_FLAGS: "抽出の実行",
        OperationKind.PLAN_VISITS: "訪問の計画",
        OperationKind.RECORD_VISIT: "訪問結果の記録",
        OperationKind.REFER: "橋渡しの記録",
        OperationKind.UNDO: "元に戻す",
        OperationKind.REDO: "やり直す",
    },
    ListColumn: {
        ListColumn.FIRM_NAME: "事業者名",
        ListColumn.OFFICE: "事業所名・屋号",
        ListColumn.OPERATOR: "設置者・営業者",
        ListColumn.KANA: "フリガナ",
        ListColumn.NAME_IMAGE: "商号イメージID",
        ListColumn.CORPORATE_NUMBER: "法人番号",
        ListColumn.LEGAL_FORM: "経営形態",
        ListColumn.TITLE: "役職",
        ListColumn.REPRESENTATIVE: "代表者",
        ListColumn.POSTAL_CODE: "郵便番号",
        ListColumn.PREFECTURE: "都道府県",
        ListColumn.MUNICIPALITY: "市町村",
        ListColumn.MUNICIPALITY_CODE: "市町村コード",
        ListColumn.STREET: "町域・番地",
        ListColumn.ADDRESS: "所在地",
        ListColumn.ADDRESS_2: "所在地の続き（方書）",
        ListColumn.PHONE: "電話番号",
        ListColumn.INDUSTRY: "業種",
        ListColumn.STAFF: "従業者数",
        ListColumn.CLOSED_ON: "廃業・閉鎖日",
        ListColumn.CLOSED_REASON: "廃業・閉鎖の理由",
        ListColumn.NOTE: "備考",
    },
    RowVerdict: {
        RowVerdict.NEW: "新しい回答",
        RowVerdict.NEWER: "回答済み：新しい方を採る",
        RowVerdict.SAME: "回答済み：同じ内容",
        RowVerdict.KEPT: "回答済み：上書きしない",
        RowVerdict.SUPERSEDED: "同じ事業者のあとの回答を採る",
        RowVerdict.REJECTED: "取り込めない",
    },
    Existing: {Existing.NEWER: "新しい方を採る", Existing.KEEP: "上書きしない"},
    ColumnUse: {
        ColumnUse.NUMBER: "整理番号",
        ColumnUse.ANSWERED_AT: "回答日時",
        ColumnUse.ANSWER: "回答",
        ColumnUse.CHOICE: "選択肢",
        ColumnUse.WORDS: "その他のことば",
    },
    CallOutcome: {
        CallOutcome.ANSWERED: "聞き取りを終えた",
        CallOutcome.CUT_OFF: "途中で切れた",
        CallOutcome.CALL_AGAIN: "かけ直しの約束",
        CallOutcome.NOBODY: "出ない・留守",
        CallOutcome.REFUSED: "回答を断られた",
    },
    GuessReason: {
        GuessReason.HEADING: "見出しから",
        GuessReason.CONTENTS: "中身から",
        GuessReason.BOTH: "見出しと中身から",
        GuessReason.KNOWN_LAYOUT: "公表されている様式から",
        GuessReason.REMEMBERED: "前に取り込んだときと同じ",
        GuessReason.GIVEN: "選んだとおり",
    },
    FindingKind: {
        FindingKind.NAME_MISSING: "事業者名がない",
        FindingKind.ADDRESS_MISSING: "所在地がない",
        FindingKind.ADDRESS_UNREADABLE: "所在地を読み取れない",
        FindingKind.ADDRESS_IS_AREA: "所在地が区域だけで、番地がない（市内一円など）",
        FindingKind.MUNICIPALITY_UNKNOWN: "市町村が分からない",
        FindingKind.MUNICIPALITY_FILLED_IN: "市町村名がないので補った（郵便番号・区切りの行から）",
        FindingKind.MUNICIPALITY_BY_LIST: "市町村名がないので補った（名簿のほかの行から）",
        FindingKind.MUNICIPALITY_MERGED: "合併前の市町村名で書かれている",
        FindingKind.POSTAL_CODE_MISSING: "郵便番号がない",
        FindingKind.POSTAL_CODE_MALFORMED: "郵便番号の形が正しくない",
        FindingKind.POSTAL_CODE_UNKNOWN: "存在しない郵便番号",
        FindingKind.POSTAL_CODE_DISAGREES: "郵便番号が所在地と合わない",
        FindingKind.POSTAL_CODE_GENERAL: "市町村全体の郵便番号が書かれている（町域の番号がある）",
        FindingKind.CORPORATE_NUMBER_WRONG: "法人番号の検査数字が合わない",
        FindingKind.PHONE_MALFORMED: "電話番号の形が正しくない",
        FindingKind.STAFF_UNREADABLE: "従業者数を読み取れない",
        FindingKind.DATE_UNREADABLE: "日付を読み取れない",
        FindingKind.PRIVATE_USE_CHARACTER: "外字（印刷できない文字）がある",
        FindingKind.LOST_CHARACTER: "文字が失われている（? など）",
        FindingKind.SUBSTITUTED_CHARACTER: "登記の字形が別の字で代用されている",
        FindingKind.CLOSED: "廃業・閉鎖している",
        FindingKind.SUPERSEDED_ROW: "同じ事業者の古い行",
        FindingKind.SECTION_ROW: "見出し・区切りの行",
        FindingKind.TOTAL_ROW: "合計の行",
        FindingKind.SAME_ROW_TWICE: "同じ事業者の行が前にある",
    },
}


def word(member: Enum) -> str:
    """The word for a member of one of the domain's enumerations."""
    return _WORDS[type(member)][member]


def words(kind: type[Enum]) -> Mapping[Any, str]:
    """Every member of an enumeration with its word, in order."""
    return _WORDS[kind]


def known() -> frozenset[type[Enum]]:
    """The enumerations that have words."""
    return frozenset(_WORDS)

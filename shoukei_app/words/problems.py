"""The sentence for every Problem: what happened, what was kept, what to do."""

from collections.abc import Mapping

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Fault
from shoukei_app.words import questionnaire_faults

_SENTENCES: Mapping[ProblemKind, str] = {
    ProblemKind.FILE_MISSING: "ファイル「{path}」が見つかりません。台帳は変わっていません。場所と名前を確かめてください。",
    ProblemKind.FILE_LOCKED: "ファイル「{path}」を開けません。ほかの人かExcelが使用中です。台帳は変わっていません。"
    "閉じてからもう一度お試しください。",
    ProblemKind.FILE_EMPTY: "ファイル「{path}」は空です。台帳は変わっていません。正しいファイルか確かめてください。",
    ProblemKind.FILE_TOO_LARGE: "ファイル「{path}」は大きすぎて読めません。台帳は変わっていません。"
    "不要なシートや列を削るか、分けて保存してからお試しください。",
    ProblemKind.FILE_UNKNOWN_TYPE: "ファイル「{path}」は名簿として読める形式ではありません。台帳は変わっていません。"
    "Excel（.xlsx）かCSVで保存し直してください。",
    ProblemKind.FILE_DAMAGED: "ファイル「{path}」は壊れていて読めません。台帳は変わっていません。"
    "元のファイルをもう一度もらうか、Excelで開いて保存し直してください。",
    ProblemKind.FILE_PROTECTED: "ファイル「{path}」にはパスワードがかかっています。台帳は変わっていません。"
    "Excelで開いてパスワードを外し、保存してからお試しください。",
    ProblemKind.ENCODING_UNKNOWN: "ファイル「{path}」の文字コードが分かりません。台帳は変わっていません。"
    "ExcelでCSV（UTF-8）として保存し直してください。",
    ProblemKind.ENCODING_WRONG: "ファイル「{path}」は指定された文字コードでは読めません。台帳は変わっていません。"
    "別の文字コードを選んでください。",
    ProblemKind.SHEET_MISSING: "ファイル「{path}」に指定されたシートがありません。台帳は変わっていません。"
    "シートの名前を確かめてください。",
    ProblemKind.NO_FIRMS_IN_FILE: "ファイル「{path}」に事業者の名簿が見つかりません。台帳は変わっていません。"
    "事業者名と、所在地か電話番号の列がある表かを確かめてください。",
    ProblemKind.NO_FIRMS_IN_SHEET: "ファイル「{path}」のシート「{sheet}」に事業者の名簿が見つかりません。台帳は変わっていません。"
    "名簿がありそうなのはシート「{other}」です。事業者名と、所在地か電話番号の列があるかを確かめてください。",
    ProblemKind.COLUMN_MISSING: "ファイル「{path}」に必要な列「{column}」がありません。台帳は変わっていません。"
    "列の見出しを確かめてください。",
    ProblemKind.POSTAL_FILE_WRONG: "ファイル「{path}」は日本郵便の郵便番号データではありません（{line}行目の形が違います）。郵便番号データは前のままです。"
    "日本郵便のサイトの「住所の郵便番号（1レコード1行、UTF-8形式）」全国版を選んでください。",
    ProblemKind.POSTAL_FILE_PARTIAL: "ファイル「{path}」には{count}都道府県分しか入っていません。郵便番号データは前のままです。"
    "全国版（utf_ken_all）を選んでください。",
    ProblemKind.POSTAL_FILE_OLDER: "ファイル「{path}」（{month}）は、今のデータ（{current}）より古いものです。郵便番号データは前のままです。"
    "新しいファイルを選んでください。",
    ProblemKind.OUTPUT_LOCKED: "「{path}」に書き込めません。Excelなどで開いているか、書き込みが許されていません。"
    "以前のファイルはそのまま残っています。閉じるか、別の名前で保存してください。",
    ProblemKind.OUTPUT_FOLDER_MISSING: "保存先のフォルダー「{path}」がありません。何も書き込んでいません。"
    "フォルダーを作るか、別の場所を選んでください。",
    ProblemKind.DISK_FULL: "ディスクの空きが足りないため、書き込みを取りやめました。それまでの記録は残っています。"
    "空きを作ってからもう一度お試しください。",
    ProblemKind.LEDGER_MISSING: "台帳「{path}」が見つかりません。何も変わっていません。場所と名前を確かめてください。",
    ProblemKind.LEDGER_EXISTS: "「{path}」は既にあります。上書きはしていません。別の名前にするか、その台帳を開いてください。",
    ProblemKind.LEDGER_NOT_OURS: "「{path}」は承継診断 調査台帳のファイルではありません。何も変えていません。"
    "別のファイルを選んでください。",
    ProblemKind.LEDGER_NEWER: "台帳「{path}」は、より新しい版のプログラムで作られています。何も変えていません。"
    "このパソコンのプログラムを更新してから開いてください。",
    ProblemKind.LEDGER_READ_ONLY: "台帳「{path}」は書き込めない場所にあります。何も変えていません。"
    "書き込める場所へ写してから開いてください。",
    ProblemKind.LEDGER_BUSY: "台帳「{path}」をほかの人が書き込み中です。何も変えていません。少し待ってからもう一度お試しください。",
    ProblemKind.LEDGER_DAMAGED: "台帳「{path}」が壊れています。何も変えていません。控え（バックアップ）を開いてください。",
    ProblemKind.LEDGER_UNREACHABLE: "台帳「{path}」に届きません。何も変えていません。"
    "ネットワークや保存場所への接続と、アクセスの権限を確かめてください。",
    ProblemKind.NOT_FOUND: "探しているもの（{what} {key}）が台帳にありません。何も変わっていません。一覧を開き直してください。",
    ProblemKind.NOTHING_TO_UNDO: "元に戻せる操作がありません。何も変わっていません。",
    ProblemKind.NOTHING_TO_REDO: "やり直せる操作がありません。何も変わっていません。",
    ProblemKind.CHANGED_SINCE: "この操作のあとに同じ記録が変わっているため、取り消せません。何も変わっていません。"
    "あとの操作から順に元に戻してください。",
    ProblemKind.CHANGED_MEANWHILE: "「{name}」は、開いたあとにほかの操作で変わっています（{fields}）。保存していません。"
    "いまの内容を確かめてから、もう一度保存してください。",
    ProblemKind.PREVIEW_STALE: "名簿を確かめたあとに、台帳の事業者が変わっています。取り込みはしていません。もう一度名簿を確かめてから取り込んでください。",
    ProblemKind.NO_CAMPAIGN: "台帳に調査がありません。何も変わっていません。先に調査を作ってください。",
    ProblemKind.NO_TARGETS: "条件に合う調査対象がありません。何も変わっていません。地域や条件を見直してください。",
    ProblemKind.NOBODY_TO_MAIL: "発送できる調査対象がありません。発送便は作っていません。発送しない理由の一覧を確かめてください。",
    ProblemKind.NOT_IN_RUN: "整理番号「{number}」は第{run}便でこの操作ができる状態にありません。何も記録していません。"
    "便の番号と、その郵便の状態を確かめてください。",
    ProblemKind.NOTHING_TO_PRINT: "第{run}便に印刷するものがありません（回答・申出・廃業などで外れたもの {missing}件）。"
    "書類は作っていません。封入照合表で理由を確かめてください。",
    ProblemKind.RUN_CANCELLED: "第{run}便は取りやめた便です。何もしていません。新しい発送便を作ってください。",
    ProblemKind.RUN_POSTED: "第{run}便は差し出した記録があるため、取りやめられません。何も変わっていません。"
    "誤って記録したときは、先に差出の記録を元に戻してください。",
    ProblemKind.NOT_HELD: "整理番号「{number}」の宛名は確認を待っていません。何も変わっていません。便を開き直してください。",
    ProblemKind.NOT_UNDELIVERED: "整理番号「{number}」に返戻の記録がありません。何も変わっていません。先に返戻を記録してください。",
    ProblemKind.FORM_NUMBER_WRONG: "整理番号「{number}」は正しくありません（検査数字が合いません）。何も記録していません。"
    "紙の番号をもう一度見てください。",
    ProblemKind.FORM_NUMBER_UNKNOWN: "整理番号「{number}」はこの台帳にありません。何も記録していません。"
    "別の調査や別の台帳の票でないか確かめてください。",
    ProblemKind.ALREADY_RECEIVED: "整理番号「{number}」は{received_on}に受付済みです。何も記録していません。"
    "同じ票でないか確かめてください。",
    ProblemKind.NUMBER_OF_OTHER_CAMPAIGN: "整理番号「{number}」は「{campaign}」の票です。何も記録していません。"
    "その調査で受け付けるか、票を取り分けてください。",
    ProblemKind.RECEIPT_DOUBTFUL: "整理番号「{number}」（{name}）は、{doubts}。まだ受け付けていません。"
    "票を確かめてください。それでも受け付けることができます。",
    ProblemKind.SLIP_UNKNOWN: "番号不明の票「{slip}」はこの調査にありません。何も記録していません。"
    "票に書いた「不明-」の番号を確かめてください。",
    ProblemKind.SLIP_IDENTIFIED: "番号不明の票「{slip}」は、整理番号「{number}」の票と分かっています。何も記録していません。"
    "違うときは、先にその記録を元に戻してください。",
    ProblemKind.NOT_RECEIVED: "整理番号「{number}」はまだ受け付けていません。何も記録していません。先に受付をしてください。",
    ProblemKind.SAME_KEYER: "照合入力は1回目と別の人が行います（1回目：{keyer}）。何も記録していません。"
    "入力担当を切り替えてください。",
    ProblemKind.KEYED_BY_OTHER: "{number} の1回目は{keyer}さんが入力しました。照合が済むまで、ほかの人は開けません。"
    "照合入力をするときは「照合入力」に切り替えてください。",
    ProblemKind.FIRST_ENTRY_MISSING: "{number} はまだ1回目の入力がありません。何も記録していません。"
    "先に1回目を入力してください。",
    ProblemKind.SHEET_SETTLED: "{number} は2人の入力が済んでいます。何も変えていません。"
    "違いは「突合」で、確定した回答は「訂正」で直してください。",
    ProblemKind.NOTHING_TO_JUDGE: "{number} に突合を待つ問いはありません。何も変えていません。ほかの人が済ませたかもしれません。",
    ProblemKind.PAPER_NOT_READ: "{number} の紙の読みがまだ記録されていません。何も変えていません。先に紙に書いてあるとおりを入れてください。",
    ProblemKind.NOTHING_TO_CORRECT: "{number} にはまだ確定した回答がありません。何も変えていません。"
    "入力と照合を済ませてから訂正してください。",
    ProblemKind.CORRECT_ALREADY: "{number} の回答はもうそのとおりです。何も変えていません。"
    "問いと回答を確かめてください。",
    ProblemKind.NOT_SAMPLED: "{number} は抽査を待つ票ではありません。何も変えていません。"
    "もう済んでいるか、抽査に当たっていない票です。",
    ProblemKind.MEETING_CLOSED: "第{number}回の会議は終わっています。何も変えていません。"
    "決定を変えるときは、次の会議か案件の画面で直してください。",
    ProblemKind.MEETING_DECIDED: "第{number}回の会議では、すでに決まったことがあります。取りやめていません。"
    "決定を「元に戻す」で戻すか、会議を終了してください。",
    ProblemKind.MUST_BE_LOOKED_AT: "{firm} は議題から外せません。何も変えていません。"
    "方針を決めるか、次に見る日を入れて先へ送ってください。",
    ProblemKind.NOTHING_TO_REVIEW: "支援方針がまだ決まっていない事業者があります。何も変えていません。"
    "先に方針を決めてから確認してください。",
    ProblemKind.OWN_PLAN: "{person}さんが主担当の案件が含まれています。何も変えていません。"
    "方針の確認は、主担当でない人が行ってください。",
    ProblemKind.REFERRED_WITHOUT_CONSENT: "{count}件は、{organisation}への提供に同意していません。橋渡しは記録していません。"
    "本人の同意を得たら、同意を得たことと一緒に記録してください。",
    ProblemKind.QUESTION_UNKNOWN: "「{question}」という問いはこの調査票にありません。何も記録していません。"
    "問いの番号を確かめてください。",
    ProblemKind.ANSWER_UNREADABLE: "問{question}の回答「{value}」は、この問いの答えとして読めません。この値は記録していません。"
    "調査票の選択肢と数字を確かめてください。",
    ProblemKind.ANSWER_CELL_UNREADABLE: "{column}列「{heading}」の「{value}」は、問{question}の答えとして読めません。この行は取り込んでいません。"
    "その問いの選択肢のどれかに直すか、列の割り当てを確かめて、もう一度取り込んでください。",
    ProblemKind.ANSWER_ROW_WITHOUT_NUMBER: "整理番号が空です。この行は取り込んでいません。"
    "事業者名などから番号を調べて書き入れ、もう一度取り込んでください。",
    ProblemKind.ANSWER_ROW_EMPTY: "整理番号「{number}」の行に回答がありません。この行は取り込んでいません。"
    "列の割り当てを確かめてください。",
    ProblemKind.ANSWER_ROW_NUMBER_WRONG: "{column}列「{heading}」の「{value}」は整理番号として読めません（7けた、検査数字が合うもの）。この行は取り込んでいません。"
    "事業者名などから番号を調べて直し、もう一度取り込んでください。",
    ProblemKind.ANSWER_COLUMN_UNKNOWN: "「{heading}」という見出しの列はこの表にありません。何も記録していません。見出しの書き方を確かめてください。",
    ProblemKind.ANSWER_TABLE_STALE: "表を確かめたあとに、台帳の回答が変わっています。取り込みはしていません。もう一度内容を確かめてから取り込んでください。",
    ProblemKind.PICTURE_UNREADABLE: "「{path}」を画像として読み取れません。受け付けていません。PDF・TIFF・PNG・JPEG のどれかで保存し直してください。",
    ProblemKind.RATES_UNREADABLE: "料金の表「{path}」を読み取れません（{found}）。何も変わっていません。同梱の表 postage.toml を手本に書き方を確かめてください。",
    ProblemKind.RULES_UNREADABLE: "抽出条件を読み取れません（{found}）。何も変わっていません。条件の書き方を確かめてください。",
    ProblemKind.QUESTIONNAIRE_UNREADABLE: "調査票に誤りがあります。{fault}何も変わっていません。"
    "直してからもう一度お試しください。",
    ProblemKind.ENVELOPE_UNKNOWN: "封筒「{envelope}」は登録されていません。何も印刷していません。封筒の種類を確かめてください。",
    ProblemKind.LABEL_SHEET_UNKNOWN: "ラベル用紙「{sheet}」は登録されていません。何も印刷していません。用紙の型番を確かめてください。",
    ProblemKind.LABEL_SHEET_EXISTS: "ラベル用紙「{sheet}」は既にあります。用紙は登録していません。別の名前を付けてください。",
    ProblemKind.LABEL_SHEET_TOO_FINE: "面の大きさ {width}×{height} mm、{faces}面では宛名を印刷できません。用紙は登録していません。"
    "面を {smallest} mm 以上、{largest}面以下にしてください。",
    ProblemKind.LABEL_SHEET_OVERLAPS: "隣の面と重なります（面 {width}×{height} mm、間隔 横 {pitch_x} mm・縦 {pitch_y} mm）。"
    "用紙は登録していません。間隔は面の端から次の面の同じ端までの長さです。測り直してください。",
    ProblemKind.LABEL_SHEET_OUTSIDE: "面が用紙（{paper} mm）からはみ出します（右へ {right} mm、下へ {bottom} mm）。"
    "用紙は登録していません。面の数、大きさ、間隔、余白を確かめてください。",
    ProblemKind.CALIBRATION_UNREADABLE: "印刷の補正「{text}」を読み取れません。何も印刷していません。"
    "右へ、下へ（mm）、横、縦の倍率の順に「1.2,-0.5,1.0,1.0」のように入れてください。",
    ProblemKind.CALIBRATION_TOO_LARGE: "補正が大きすぎます（右へ {dx} mm、下へ {dy} mm、横 {across} %、縦 {down} %）。補正は前のままです。"
    "位置は±{shift} mm、伸び縮みは±{stretch} % までです。目盛の読みと、用紙の向き・印刷の倍率（100 %）を確かめてください。",
    ProblemKind.PIECE_OUTSIDE: "{first}通目から{last}通目までは、この便（{pieces}通）にありません。何も印刷していません。"
    "1から{pieces}までの数を入れてください。",
    ProblemKind.PIECE_NOT_IN_RUN: "整理番号「{number}」はこの書類に入っていません。何も印刷していません。"
    "別の便の番号でないか、発送しないものでないか確かめてください。",
    ProblemKind.START_FACE_OUTSIDE: "開始位置{face}はこの用紙の面数（{faces}面）を超えています。何も印刷していません。"
    "1から{faces}までの数を入れてください。",
    ProblemKind.TEXT_DOES_NOT_FIT: "調査票の{page}ページ目に「{question}」が収まりません。印刷していません。"
    "文を短くするか、選択肢を減らしてください。",
    ProblemKind.DOUBLE_BOOKED: "{person}さんには{at}に別の訪問・電話の予定があります。何も記録していません。"
    "日時か担当者を変えてください。",
    ProblemKind.FIRM_DOUBLE_BOOKED: "「{firm}」には{at}に別の訪問・電話の予定があります。何も記録していません。別の日を選んでください。",
    ProblemKind.DAY_OFF: "{at}は休みの日です（{name}）。何も記録していません。別の日を選んでください。",
    ProblemKind.PERSON_AWAY: "{person}さんは{at}は不在です。何も記録していません。別の日か別の人を選んでください。",
    ProblemKind.OFFICE_STAYS: "{at}は{office}の訪問日ではありません。何も記録していません。決めてある訪問日から選んでください。",
    ProblemKind.TOO_MANY_VISITS: "{person}さんの{period}の訪問・電話は{count}件になり、上限の{limit}件を超えます。何も記録していません。"
    "別の日か別の人を選んでください。",
    ProblemKind.VISIT_MADE: "「{firm}」の訪問・電話は結果が記録されています。日時は変えていません。次の訪問は、新しく計画してください。",
    ProblemKind.SLOT_TAKEN: "{at}の相談枠には空きがありません。何も記録していません。別の枠を選んでください。",
    ProblemKind.CONSULTATION_BOOKED: "予約の入った相談会は取りやめられません（{count}件）。何も変えていません。先に予約を取り消してください。",
    ProblemKind.OTHER_CORPORATE_NUMBER: "法人番号の異なる二つの事業者（{number}と{other}）は統合できません。何も変わっていません。"
    "どちらかの法人番号が誤りなら、先にその事業者の法人番号を直してください。",
    ProblemKind.CHARACTER_UNPRINTABLE: "「{text}」の中の「{characters}」は印刷できない文字です。印刷していません。"
    "別の文字に改めてください。",
    ProblemKind.LETTER_TOO_LONG: "文面が1枚に{lines}行分収まりません（宛名：{firm}）。印刷していません。"
    "段落か記の項目を短くしてください。",
    ProblemKind.LETTER_FIELD_UNKNOWN: "文面の中の「{field}」は差し込める項目ではありません。印刷していません。"
    "消して、項目のボタンから入れ直してください。",
    ProblemKind.LETTER_FIELD_EMPTY: "文面に差し込む「{field}」がまだ入っていません。印刷していません。"
    "発送の設定か発送便に入れるか、文面から外してください。",
    ProblemKind.LETTER_SEALS_DO_NOT_FIT: "差出人が{senders}者では、公印を押す場所が取れません。印刷していません。"
    "「公印省略」にするか、差出人を2者までにしてください。",
    ProblemKind.LETTERS_UNREADABLE: "「{path}」を文面として読み取れません（{found}）。何も変わっていません。"
    "このプログラムが書き出した文面のファイルか確かめてください。",
    ProblemKind.QUESTIONNAIRE_IN_USE: "この調査票には記録した回答が{answers}件あるため、そのままでは変えられません。何も変わっていません。"
    "「新しい版にする」で、いまの回答の行き先を確かめてから変えてください。",
    ProblemKind.NOT_DONE_HERE: "「{what}」はこの一覧では終えたり移したりできません。何も変わっていません。"
    "Enter で開き、その画面で記録・変更してください。",
    ProblemKind.HEARING_IN_USE: "「{question}」には訪問・電話で聞き取った回答があるため、消したり選択肢を入れ替えたりできません。"
    "ヒアリング票は変わっていません。問いを残したまま、新しい問いを加えてください。",
    ProblemKind.QUESTIONNAIRE_UNFINISHED: "調査票に直すところが{count}か所あります（{first}）。保存していません。"
    "印の付いた問いを直してからもう一度保存してください。",
    ProblemKind.QUESTION_ASKED_ABOUT: "「{question}」は{by}の条件に使われています。問いは消していません。"
    "先にその条件から外してください。",
    ProblemKind.CHOICE_ASKED_ABOUT: "「{question}」の選択肢「{choice}」は{by}の条件に使われています。選択肢は消していません。"
    "先にその条件から外してください。",
    ProblemKind.QUESTION_ORDER: "「{question}」を聞くかどうかは「{other}」の答えで決まるため、先に聞くことはできません。何も変わっていません。"
    "「{other}」より後ろに置くか、「誰に聞くか」を変えてください。",
    ProblemKind.CONDITION_NEEDS_KIND: "「{question}」は{by}の条件に使われていて、この答え方ではその条件を判定できません。答え方は前のままです。"
    "先にその条件を変えてください。",
    ProblemKind.TOO_FEW_CHOICES: "「{question}」の選択肢は最後の1つです。選択肢は消していません。"
    "答え方を変えるか、問いごと消してください。",
    ProblemKind.VALUE_MISSING: "「{field}」が空です。何も記録していません。入力してください。",
    ProblemKind.VALUE_WRONG: "「{field}」の値「{value}」は正しくありません。何も記録していません。確かめて入れ直してください。",
}


class _Blank(dict[str, object]):
    """A sentence is shown even where a detail is not known."""

    def __missing__(self, key: str) -> str:
        return "―"


def sentence(problem: Problem) -> str:
    """The sentence for a problem, with its data filled in."""
    data = _Blank(problem.data)
    if isinstance(fault := data.get("fault"), Fault):
        data["fault"] = questionnaire_faults.sentence(fault, problem.data)
    return _SENTENCES[problem.kind].format_map(data)


def kinds() -> frozenset[ProblemKind]:
    """The kinds that have a sentence."""
    return frozenset(_SENTENCES)

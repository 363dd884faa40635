"""What is wrong with a questionnaire, as a sentence that names the question and says what to do."""

from collections.abc import Mapping

from shoukei_app.domain.questionnaire import Fault

_SENTENCES: Mapping[Fault, str] = {
    Fault.UNREADABLE: "定義の形が違います（{found}）。書き出した調査票のファイルか、項目の名前の綴りを確かめてください。",
    Fault.NO_QUESTIONS: "問いが一つもありません。問いを加えてください。",
    Fault.NO_TYPES: "診断の類型が一つもありません。少なくとも「判定不能」を加えてください。",
    Fault.ID_TWICE: "{where}の識別名「{found}」が二度使われています。どちらかを別の名前にしてください。",
    Fault.NUMBER_WRONG: "{where}の番号が並びと合いません（{place}番目にあります）。番号は上から順に付けてください。",
    Fault.ROLE_TWICE: "{where}と同じ役割（{found}）の問いがほかにあります。役割は一つの問いだけに付けてください。",
    Fault.CHOICES_MISSING: "{where}に選択肢がありません。選択肢を加えるか、答え方を変えてください。",
    Fault.CHOICES_UNWANTED: "{where}の答え方では選択肢を決められません。選択肢を消すか、答え方を「1つ選択」などに変えてください。",
    Fault.LIMIT_UNWANTED: "{where}は複数選択ではないので「いくつまで」は決められません。数を消すか、答え方を変えてください。",
    Fault.LIMIT_WRONG: "{where}の「{limit}つまで」が選択肢の数（{choices}）に合いません。1から{choices}までにしてください。",
    Fault.EXCLUSIVE_UNWANTED: "{where}は複数選択ではないので「ほかと一緒に選べない」選択肢は要りません。その印を外してください。",
    Fault.RANGE_UNWANTED: "{where}は数や日付で答える問いではないので、範囲は決められません。範囲を消してください。",
    Fault.RANGE_EMPTY: "{where}の最小（{minimum}）が最大（{maximum}）より大きくなっています。数を入れ替えてください。",
    Fault.LINES_WRONG: "{where}の記入欄の行数（{lines}）が正しくありません。1以上にしてください。",
    Fault.ERA_UNKNOWN: "{where}の元号「{found}」は分かりません。M・T・S・H・R のどれかにするか、空にしてください。",
    Fault.CONDITION_UNREADABLE: "{where}の条件を読み取れません（{found}）。条件の書き方を確かめてください。",
    Fault.QUESTION_LATER: "{where}の条件が、後にある問{other}を見ています。前の問いだけを条件にするか、順番を入れ替えてください。",
    Fault.QUESTION_UNKNOWN: "{where}が、この調査票にない問い「{found}」を指しています。ある問いに直してください。",
    Fault.TEST_UNFIT: "{where}の条件が、問{other}の答え方に合いません。問{other}の種類に合う条件に直してください。",
    Fault.CHOICE_UNKNOWN: "{where}の条件にある問{other}の選択肢 {code} はありません（{choices}まで）。番号を直してください。",
    Fault.NEVER_HOLDS: "{where}の条件は、どう答えてもあてはまりません。条件を見直してください。",
    Fault.MARKS_NOTHING: "{where}に、印を付ける問いがありません。問いを選んでください。",
}
_WHERE = (("question", "問{question}「{short}」"), ("check", "確認「{check}」"), ("type", "類型「{type}」"))


def sentence(fault: Fault, data: Mapping[str, object]) -> str:
    """The sentence for a fault with the data of its problem (`domain.questionnaire.faults`)."""
    where = next((shape.format_map(data) for key, shape in _WHERE if key in data), "この調査票")
    return _SENTENCES[fault].format_map({**data, "where": where})


def known() -> frozenset[Fault]:
    """The faults that have a sentence."""
    return frozenset(_SENTENCES)

"""The design of a questionnaire in words: what is to mend, what gets lost, what a version changed."""

from collections.abc import Iterator, Mapping

from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.domain.questionnaire_edit import Gap, GapKind
from shoukei_app.domain.questionnaire_mapping import Loss, VersionMapping, carried_condition

_GAPS: Mapping[GapKind, str] = {
    GapKind.NO_TITLE: "調査票の表題を入れてください。",
    GapKind.NO_TEXT: "問いの文を入れてください。",
    GapKind.NO_SHORT: "一覧や集計に出す短い名前を入れてください。",
    GapKind.NO_SECTION: "区分の名前を入れてください。",
    GapKind.CHOICE_EMPTY: "選択肢{detail}の言葉を入れてください。",
    GapKind.CHOICE_TWICE: "選択肢「{detail}」が2つあります。どちらかを変えてください。",
    GapKind.ONE_CHOICE: "選択肢は2つ以上必要です。",
    GapKind.CHECK_EMPTY: "{detail}番目の確認の文を入れてください。",
    GapKind.TYPE_EMPTY: "{detail}番目の類型の記号と名前を入れてください。",
}


def gap_words(gap: Gap) -> str:
    """What to fill in, as a sentence."""
    return _GAPS[gap.kind].format(detail=gap.detail)


def loss_words(loss: Loss) -> str:
    """Answers without a place: 「問12の回答 34件は新しい版に行き先がありません：旧版のまま残ります」."""
    where = f"問{loss.question.number}"
    if loss.code is not None:
        choice = loss.question.choice(loss.code)
        where += f"「{choice.text if choice else loss.code}」"
    return f"{where}の回答 {loss.answers:,}件は新しい版に行き先がありません：旧版のまま残ります"


def changes(old: Questionnaire, new: Questionnaire, mapping: VersionMapping) -> tuple[str, ...]:
    """What a version changed, one line a question, in the order of the new one; what is gone comes last."""
    return tuple(_changes(old, new, mapping))


def _changes(old: Questionnaire, new: Questionnaire, mapping: VersionMapping) -> Iterator[str]:
    if (old.title, old.lead, old.purpose) != (new.title, new.lead, new.purpose):
        yield "表題・前書きを変更"
    kept_in_order = _in_order(old, new, mapping)
    for question in new.questions:
        source = mapping.sources.get(question.id)
        before = old.by_id.get(source.question) if source else None
        if before is None:
            yield f"{_named(question)}：新しい問い"
            continue
        found = [] if question.id in kept_in_order else [f"旧問{before.number}から移動"]
        found += _differences(before, question)
        if question.base != (carried_condition(before.base, mapping) if before.base else None):
            found.append("誰に聞くかを変更")
        if found:
            yield f"{_named(question)}：{'、'.join(found)}"
    kept = {source.question for source in mapping.sources.values()}
    for question in old.questions:
        if question.id not in kept:
            yield f"旧{_named(question)}：なくした問い"
    if old.checks != new.checks:
        yield "確認を変更"
    if old.types != new.types:
        yield "診断の類型を変更"


def _in_order(old: Questionnaire, new: Questionnaire, mapping: VersionMapping) -> set[str]:
    """The new questions that stand in the order in which they stood: the longest such row of them."""
    rows: list[tuple[int, list[str]]] = []
    for question in new.questions:
        source = mapping.sources.get(question.id)
        if source is not None:
            number = old.by_id[source.question].number
            rows.append((number, [*_longest([row for last, row in rows if last < number]), question.id]))
    return set(_longest([row for _, row in rows]))


def _longest(rows: list[list[str]]) -> list[str]:
    return max(rows, key=len) if rows else []


def _differences(old: Question, new: Question) -> Iterator[str]:
    if old.kind is not new.kind:
        yield "答え方を変更"
    if (old.text, old.note, old.group) != (new.text, new.note, new.group):
        yield "文を変更"
    before, after = [choice.text for choice in old.choices], [choice.text for choice in new.choices]
    if before != after:
        added, gone = [text for text in after if text not in before], [text for text in before if text not in after]
        said = [f"「{text}」を追加" for text in added] + [f"「{text}」を削除" for text in gone]
        yield "選択肢" + ("、".join(said) if said else "の順を変更")
    if (old.limit, old.unit, old.minimum, old.maximum) != (new.limit, new.unit, new.minimum, new.maximum):
        yield "範囲・単位を変更"


def _named(question: Question) -> str:
    return f"問{question.number} {question.short}".strip()

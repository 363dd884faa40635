"""A keyer who does not look at the screen: the strokes that a sheet takes, and what comes of them without a window."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.enter_count import needs_plus
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.gui.sheet.sheet_keying import SheetKeying

ENTER, SAVE, BLANK_KEY, ILLEGIBLE_KEY, BACK, UP, DOWN = "Enter", "Ctrl+Enter", "F5", "F4", "F2", "Up", "Down"
COMMANDS = {BLANK_KEY: "blank", ILLEGIBLE_KEY: "illegible", BACK: "back", UP: "up", DOWN: "down"}


@dataclass(frozen=True)
class Stroke:
    """One key. `role`: "answer", "end" (of an open answer), or "other"; `question` is the one the keyer means."""

    key: str
    role: str
    question: str


def new_draft(questionnaire: Questionnaire) -> Draft:
    return Draft(questionnaire, cast("Any", None), "")


def strokes(questionnaire: Questionnaire, sheet: AnswerSheet) -> list[Stroke]:
    """The fewest keys for a sheet, Ctrl+Enter at the end included; answers in skipped questions are gone back to."""
    draft, made = new_draft(questionnaire), list[Stroke]()
    plus = needs_plus(draft.questions)

    def give() -> None:
        question = draft.questions[draft.place]
        answer = sheet.get(question.id, BLANK)
        made.extend(of_question(question, answer, plus=question.id in plus))
        draft.give(answer)
        draft.place = draft.next_place()

    while True:
        missed = [
            place
            for place, one in enumerate(draft.questions[: draft.place])
            if one.id not in draft.passed and one.id in sheet
        ]
        if missed:
            made.extend(_way_back(draft, missed[0]))
            draft.place = missed[0]
        if draft.current is None:
            break
        give()
    if made[-1].key == ENTER:
        made.pop()  # Ctrl+Enter closes the last question
    elif made[-1].key == "+" and made[-1].role == "end":
        del made[-2:]
    return [*made, Stroke(SAVE, "other", "")]


def _way_back(draft: Draft, place: int) -> list[Stroke]:
    here = draft.place
    by_up = [UP] * (here - place)
    draft.place = here
    by_back = [BACK, *[DOWN] * (place - draft.place_before())]
    shorter = by_back if draft.place_before() < place and len(by_back) < len(by_up) else by_up
    return [Stroke(key, "other", "") for key in shorter]


def of_question(question: Question, answer: Answer, *, plus: bool = False) -> list[Stroke]:
    """The keys of one answer."""
    many = question.kind is QuestionKind.MULTIPLE
    single = bool(question.choices) and not many
    keys = _written(question, answer)
    ends = [] if single else [(ENTER, "end")]
    if any(choice.other for code in answer.codes if (choice := question.choice(code))):
        words = [*((key, "answer") for key in answer.text), (ENTER, "end")] if answer.text else [(BLANK_KEY, "end")]
        ends += words
    if plus:
        ends.append(("+", "end"))
    return [Stroke(key, role, question.id) for key, role in [*keys, *ends]]


def _written(question: Question, answer: Answer) -> list[tuple[str, str]]:
    many = question.kind is QuestionKind.MULTIPLE
    if answer.illegible:
        return [(ILLEGIBLE_KEY, "answer")]
    if answer.blank:
        return [] if question.kind is QuestionKind.TEXT else [("0" if _zero(question) else BLANK_KEY, "answer")]
    if many:
        return _ticks(answer.codes, len(question.choices))
    if len(answer.codes) > 1:
        return [("+", "other"), *_ticks(answer.codes, len(question.choices)), ("+", "other")]
    if answer.codes:
        code = str(answer.codes[0])
        longer = any(str(one.code) != code and str(one.code).startswith(code) for one in question.choices)
        return [*((digit, "answer") for digit in code), *([(".", "other")] if longer else [])]
    text = answer.text if answer.number is None else str(answer.number)
    return [(key, "answer") for key in (_year(question, answer) if question.kind is QuestionKind.YEAR else text)]


def _zero(question: Question) -> bool:
    return bool(question.choices) or (question.kind is QuestionKind.NUMBER and (question.minimum or 0) > 0)


def _year(question: Question, answer: Answer) -> str:
    named = re.search(r"（(明治|大正|昭和|平成|令和)(元|\d+)年）", in_words(question, answer))
    if named is None:
        return str(answer.number)
    count = "1" if named[2] == "元" else named[2]
    letter = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}[named[1]]
    return count if letter == getattr(question, "era", "S") else f"{letter}{count}"


def _ticks(codes: Iterable[int], choices: int) -> list[tuple[str, str]]:
    """Codes from top to bottom, with a point only where digits run together could be read in two ways."""
    keys: list[tuple[str, str]] = []
    ordered = sorted(codes)
    for place, code in enumerate(ordered):
        before = ordered[place - 1] if place else 0
        after = ordered[place + 1] if place + 1 < len(ordered) else None
        keys += [(digit, "answer") for digit in str(code)]
        if _apart(code, before, after, choices):
            keys.append((".", "other"))
    return keys


def _apart(code: int, before: int, after: int | None, choices: int) -> bool:
    def tens(digit: int, above: int) -> bool:
        return digit > 0 and max(10 * digit, above + 1) <= min(10 * digit + 9, choices)

    if code < 10:
        if after is None or not tens(code, before):
            return False  # alone it is only asked about as the last one, where Enter closes it
        return before < 10 * code + int(str(after)[0]) <= choices
    first, second = divmod(code, 10)
    could_be_two = first > before and (first < second <= choices or tens(second, first))
    if not could_be_two:
        return False
    return after is not None or first < second <= choices


def press(keys: SheetKeying, stroke: str) -> bool:
    """Press one key; whether the sheet was saved by it (with questions not seen it is not)."""
    if stroke == SAVE:
        return keys.save() and not keys.draft.not_seen
    if stroke == ENTER:
        if keys.at_end:
            return not keys.draft.not_seen
        keys.enter()
    elif stroke in COMMANDS:
        keys.commands[COMMANDS[stroke]]()
    else:
        keys.typed(keys.text + stroke)
    return False


def noticed(questionnaire: Questionnaire, pressed: Iterable[str]) -> tuple[str, Draft]:
    """Press keys blindly: the first sentence that appears ("" where none does, then the sheet is saved), the draft."""
    keys = SheetKeying(new_draft(questionnaire))
    saved = False
    for key in pressed:
        saved = press(keys, key)
        if keys.sentence:
            return keys.sentence, keys.draft
    return "" if saved else f"見ていない問い {keys.draft.not_seen}", keys.draft

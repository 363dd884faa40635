"""Every numbered rule of every questionnaire, in the three places where it acts: on paper, at entry, in the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from every_kind import EVERY_KIND
from pdf_reader import Pdf, apart

from shoukei_app.domain import answers
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers, Mark, Remark
from shoukei_app.domain.conditions import All, Condition, Fact, Not, Operator, Test
from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, FormField
from shoukei_app.domain.form_number import form_number
from shoukei_app.domain.form_rules import FormRule, RuleKind, rules_of
from shoukei_app.domain.outcomes import example
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.gui.sheet.keying import Keying
from shoukei_app.paper import questionnaire_form
from shoukei_app.usecases.bundled_questionnaires import bundled, bundled_questionnaire
from shoukei_app.usecases.question_tables import QuestionTable, tabulate
from shoukei_app.words.answers import explained
from shoukei_app.words.conditions import base_text
from shoukei_app.words.form_rules import rule_words, ticks_note

QUESTIONNAIRES = {one.id: one for one in (*(bundled_questionnaire(name) for name, _ in bundled()), EVERY_KIND)}
RULES = [(name, rule) for name, one in QUESTIONNAIRES.items() for rule in rules_of(one)]


@dataclass(frozen=True)
class Case:
    """One rule with what it is about."""

    questionnaire: Questionnaire
    rule: FormRule

    @property
    def question(self) -> Question:
        return self.questionnaire.by_id[self.rule.question]

    def sheet(self, condition: Condition | None, *, bases: bool = True, **more: Answer) -> dict[str, Answer]:
        """A sheet as somebody fills it in of whom `condition` is true."""
        subjects = self.questionnaire.counting if bases else self.questionnaire.writable
        facts = example(condition, subjects) if condition else {}
        assert facts is not None
        given = {name: _answer(fact) for name, fact in facts.items()}
        return {name: answer for name, answer in (given | more).items() if not answer.blank}

    def asked(self, answer: Answer) -> dict[str, Answer]:
        """A sheet of somebody who is asked this question and answers so."""
        return self.sheet(self.question.base, **{self.question.id: answer})

    def marks(self, sheet: AnswerSheet) -> list[Mark]:
        """The remarks that the question's own rules make."""
        found = answers.remarks(self.questionnaire, sheet)
        return [one.mark for one in found if one.question == self.question.id and not one.check]

    def table(self, sheet: AnswerSheet, question: str = "") -> QuestionTable:
        """The table of this question (or another) over one sheet."""
        tables = {table.question: table for table in tabulate(self.questionnaire, [sheet])}
        return tables[question or self.question.id]

    def next_after(self, sheet: AnswerSheet) -> int:
        """The place of the question that the entry goes to after this one."""
        asked = EffectiveAnswers(self.questionnaire, sheet).asked
        later = self.questionnaire.questions[self.question.number :]
        return next((one.number for one in later if one.id in asked), len(self.questionnaire.questions) + 1)


@pytest.fixture(params=RULES, ids=[f"{name}-{rule.name}-{rule.kind}" for name, rule in RULES])
def case(request: pytest.FixtureRequest) -> Case:
    name, rule = request.param
    return Case(QUESTIONNAIRES[name], rule)


def _answer(fact: Fact) -> Answer:
    match fact:
        case frozenset():
            return Answer(tuple(sorted(fact)))
        case int():
            return Answer(number=fact)
        case str():
            return Answer(text=fact)
        case _:
            return BLANK


@cache
def _printed(name: str) -> str:
    """The text of the printed form without white space."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "票.pdf"
        questionnaire_form.print_questionnaires(target, [form_number(1)], QUESTIONNAIRES[name], Progress())
        pdf = Pdf(target)
        return "".join(pdf.squeezed(page) for page in range(len(pdf)))


@cache
def _fields(name: str) -> tuple[FormField, ...]:
    return tuple(field for page in questionnaire_form.layout(QUESTIONNAIRES[name]).pages for field in page.fields)


def _squeezed(text: str) -> str:
    return "".join(text.split())


# on paper


def test_on_paper(case: Case) -> None:
    _ON_PAPER[case.rule.kind](case, _printed(case.questionnaire.id))


def _base_on_paper(case: Case, text: str) -> None:
    assert case.question.base is not None
    whom = base_text(case.questionnaire, case.question.base)
    assert _squeezed(whom + (case.question.group or case.question.text)) in text
    assert whom in rule_words(case.questionnaire, case.rule).paper


def _one_tick_on_paper(case: Case, text: str) -> None:
    if ticks_note(case.question):
        assert _squeezed(case.question.text + "（1つだけ") in text
    else:
        boxes = _boxes(case)
        assert len(boxes) == 2
        assert len({box.area.y for box in boxes}) == 1


def _limit_on_paper(case: Case, text: str) -> None:
    assert _squeezed(f"{case.question.text}（{case.question.limit}つまで") in text


def _exclusive_on_paper(case: Case, _text: str) -> None:
    rows: dict[float, list[int]] = {}
    for box in _boxes(case):
        rows.setdefault(box.area.y, []).append(box.code)
    assert [case.rule.code] in rows.values()


def _range_on_paper(case: Case, _text: str) -> None:
    fields = [one for one in _fields(case.questionnaire.id) if one.question == case.question.id]
    places = sorted(one.place for one in fields if isinstance(one, DigitCell))
    digits = {QuestionKind.YEAR: 4, QuestionKind.DATE: 8}.get(case.question.kind, len(str(case.question.maximum)))
    assert places == list(range(digits))
    eras = [one.letter for one in fields if isinstance(one, EraBox)]
    assert eras == (["M", "T", "S", "H", "R", ""] if case.question.by_date else [])


def _skip_on_paper(case: Case, text: str) -> None:
    target = case.questionnaire.by_id.get(case.rule.target)
    arrow = f"→問{target.number}へ" if target else "→終わりです"
    choice = case.question.choice(case.rule.code)
    assert choice is not None
    lead = case.question.text if case.question.group else f"{choice.code}.{choice.text}{'（）' if choice.other else ''}"
    assert _squeezed(lead) + arrow in text


def _check_on_paper(case: Case, text: str) -> None:
    check = case.questionnaire.check(case.rule.check)
    assert check is not None
    assert _squeezed(check.sentence) not in text


def _boxes(case: Case) -> list[ChoiceBox]:
    fields = _fields(case.questionnaire.id)
    return [one for one in fields if isinstance(one, ChoiceBox) and one.question == case.question.id]


_ON_PAPER = {
    RuleKind.BASE: _base_on_paper,
    RuleKind.ONE_TICK: _one_tick_on_paper,
    RuleKind.LIMIT: _limit_on_paper,
    RuleKind.EXCLUSIVE: _exclusive_on_paper,
    RuleKind.RANGE: _range_on_paper,
    RuleKind.SKIP: _skip_on_paper,
    RuleKind.CHECK: _check_on_paper,
}


# at entry and in the figures


def test_at_entry_and_in_the_figures(case: Case) -> None:
    _ELSEWHERE[case.rule.kind](case)


def _any_answer(question: Question) -> Answer:
    if question.by_ticks:
        return Answer((1,))
    return Answer(number=question.maximum or 5) if question.by_number else Answer(text="あり")


def _base(case: Case) -> None:
    question, answer = case.question, _any_answer(case.question)
    assert question.base is not None
    asked, skipped = case.asked(answer), case.sheet(Not(question.base))
    written_anyway = {**skipped, question.id: answer}
    assert case.marks(asked) == []
    assert case.marks(skipped) == []
    assert case.marks(written_anyway) == [Mark.TO_BE_SKIPPED]
    assert case.marks(case.sheet(question.base)) == ([] if question.by_words else [Mark.NO_ANSWER])
    if not question.by_words:
        assert case.table(asked).base == 1
        passed = case.table(written_anyway)
        assert (passed.base, sum(row.count for row in passed.rows)) == (0, 0)
        assert (passed.marked(Mark.TO_BE_SKIPPED), passed.marked(Mark.NO_ANSWER)) == (1, 0)


def _one_tick(case: Case) -> None:
    codes = [choice.code for choice in case.question.choices if not choice.other]
    plain = next(code for code in codes if not any(str(one).startswith(str(code)) for one in codes if one != code))
    assert Keying(case.question, BLANK).typed(str(plain)).answer == Answer((plain,))
    assert case.marks(case.asked(Answer((plain,)))) == []
    assert case.marks(case.asked(Answer((1, 2)))) == [Mark.TWO_TICKS]
    table = case.table(case.asked(Answer((1, 2))))
    assert table.base == 1
    assert [row.count for row in table.rows if row.given] == [0] * len(case.question.choices)
    assert table.rows[-1].count == 1
    assert table.remarks == ((Mark.TWO_TICKS, 1),)


def _limit(case: Case) -> None:
    limit = case.question.limit
    assert limit is not None
    within, beyond = tuple(range(1, limit + 1)), tuple(range(1, limit + 2))
    keying = Keying(case.question, BLANK)
    assert not keying.typed("".join(map(str, within))).sentence
    assert keying.typed(str(limit + 1)).sentence
    assert tuple(keying.codes) == within, "held back until it is typed again"
    assert case.marks(case.asked(Answer(within))) == []
    assert case.marks(case.asked(Answer(beyond))) == [Mark.TOO_MANY]
    table = case.table(case.asked(Answer(beyond)))
    assert [row.count for row in table.rows[: limit + 1]] == [1] * (limit + 1)
    assert table.remarks == ((Mark.TOO_MANY, 1),)


def _exclusive(case: Case) -> None:
    alone, together = case.asked(Answer((case.rule.code,))), case.asked(Answer((1, case.rule.code)))
    assert case.marks(alone) == []
    assert case.marks(together) == [Mark.CONTRADICTION]
    assert case.table(alone).rows[case.rule.code - 1].count == 1
    table = case.table(together)
    assert (table.rows[0].count, table.rows[case.rule.code - 1].count) == (1, 0)
    assert table.remarks == ((Mark.CONTRADICTION, 1),)


def _range(case: Case) -> None:
    question = case.question
    step = 10000 if question.kind is QuestionKind.DATE else 1
    inside, outside = question.maximum, (question.maximum or 0) + step
    assert inside is not None
    keying, text = Keying(question, BLANK), answers.written(question, Answer(number=outside))
    asked_again = keying.enter(text)
    assert (asked_again.answer, bool(asked_again.sentence)) == (None, True)
    assert keying.enter(text).answer == Answer(number=outside)
    assert Keying(question, BLANK).enter(answers.written(question, Answer(number=inside))).answer is not None
    assert case.marks(case.asked(Answer(number=inside))) == []
    assert case.marks(case.asked(Answer(number=outside))) == [Mark.OUT_OF_RANGE]
    assert sum(row.count for row in case.table(case.asked(Answer(number=inside))).rows if row.given) == 1
    table = case.table(case.asked(Answer(number=outside)))
    assert (table.base, sum(row.count for row in table.rows if row.given)) == (1, 0)
    assert table.remarks == ((Mark.OUT_OF_RANGE, 1),)


def _skip(case: Case) -> None:
    target = case.questionnaire.by_id.get(case.rule.target)
    chosen = Test(case.question.id, Operator.ANY_OF, (case.rule.code,))
    sheet = case.sheet(All((chosen, *([target.base] if target and target.base else []))))
    last = target.number if target else len(case.questionnaire.questions) + 1
    assert sheet[case.question.id].codes == (case.rule.code,)
    assert case.next_after(sheet) == last
    for passed in case.questionnaire.questions[case.question.number : last - 1]:
        if not passed.by_words:
            assert case.table(sheet, passed.id).base == 0
    if target and not target.by_words:
        assert case.table(sheet, target.id).base == 1


def _check(case: Case) -> None:
    check = case.questionnaire.check(case.rule.check)
    assert check is not None
    sheet = case.sheet(check.when, bases=False)
    marked = [one for one in answers.remarks(case.questionnaire, sheet) if one.check == check.id]
    assert {one.question for one in marked} == set(check.questions)
    assert all(one.mark is Mark.CONTRADICTION for one in marked)
    assert {explained(case.questionnaire, one) for one in marked} == {check.sentence}
    assert not [one for one in answers.remarks(case.questionnaire, {}) if one.mark is Mark.CONTRADICTION]
    asked = EffectiveAnswers(case.questionnaire, sheet).asked
    for name in check.questions:
        table = case.table(sheet, name)
        assert table.marked(Mark.CONTRADICTION) == 1
        counted = sum(row.count for row in table.rows if row.given)
        assert bool(counted) is (name in asked and name in sheet), "a check changes nothing in what counts"


_ELSEWHERE = {
    RuleKind.BASE: _base,
    RuleKind.ONE_TICK: _one_tick,
    RuleKind.LIMIT: _limit,
    RuleKind.EXCLUSIVE: _exclusive,
    RuleKind.RANGE: _range,
    RuleKind.SKIP: _skip,
    RuleKind.CHECK: _check,
}


# the list itself


def test_every_kind_of_rule_is_gone_through() -> None:
    assert set(_ON_PAPER) == set(_ELSEWHERE) == set(RuleKind)
    assert {rule.kind for name, rule in RULES if name == EVERY_KIND.id} == set(RuleKind)
    assert {question.kind for question in EVERY_KIND.questions} == set(QuestionKind)


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_rules_are_numbered_and_nothing_is_left_out(name: str) -> None:
    questionnaire = QUESTIONNAIRES[name]
    rules = rules_of(questionnaire)
    assert [rule.name for rule in rules] == [f"R{place}" for place in range(1, len(rules) + 1)]
    by_kind: Mapping[RuleKind, list[str]] = {
        kind: [rule.check or rule.question for rule in rules if rule.kind is kind] for kind in RuleKind
    }
    assert by_kind[RuleKind.BASE] == [one.id for one in questionnaire.questions if one.base]
    assert by_kind[RuleKind.LIMIT] == [one.id for one in questionnaire.questions if one.limit]
    assert by_kind[RuleKind.CHECK] == [one.id for one in questionnaire.checks]
    words = [rule_words(questionnaire, rule) for rule in rules]
    assert len({one.title for one in words}) == len(words)
    assert all(one.paper and one.entry and one.figures for one in words)


def test_a_remark_of_a_check_names_it() -> None:
    sheet = {"worries": Answer((1,)), "one": Answer((2,))}
    found = [one for one in answers.remarks(EVERY_KIND, sheet) if one.check]
    assert found == [
        Remark("worries", Mark.CONTRADICTION, "money_but_books"),
        Remark("one", Mark.CONTRADICTION, "money_but_books"),
    ]


# the sheets themselves


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_nothing_on_a_sheet_touches_anything_else(name: str, tmp_path: Path) -> None:
    target = tmp_path / "票.pdf"
    questionnaire_form.print_questionnaires(target, [form_number(1)], QUESTIONNAIRES[name], Progress())
    pdf = Pdf(target)
    for place, page in enumerate(questionnaire_form.layout(QUESTIONNAIRES[name]).pages):
        boxes = [one.area for one in (*page.of(ChoiceBox), *page.of(EraBox))]
        cells = [one.area for one in page.of(DigitCell)]
        assert all(3.5 <= box.width <= 4.5 and box.width == box.height for box in boxes)
        areas = [one.area for one in page.fields]
        assert all(apart(one, other) for at, one in enumerate(areas) for other in areas[at + 1 :])
        glyphs = list(pdf.glyphs(place))
        assert glyphs
        for _, glyph in glyphs:
            assert glyph.x >= 14.0
            assert glyph.x + glyph.width <= 196.0
            assert all(apart(glyph, area) for area in (*boxes, *cells))


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_boxes_of_yes_and_no_stand_in_columns(name: str) -> None:
    questionnaire = QUESTIONNAIRES[name]
    asked = [one.id for one in questionnaire.questions if one.kind is QuestionKind.YES_NO and not one.group]
    boxes = [one for one in _fields(name) if isinstance(one, ChoiceBox) and one.question in asked]
    for code in (1, 2):
        assert len({round(box.area.x, 3) for box in boxes if box.code == code}) == bool(asked)

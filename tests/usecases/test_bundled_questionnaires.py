"""The bundled questionnaires: usable as they are, with the trees and outcomes that are known of them."""

import pytest

from shoukei_app import assets
from shoukei_app.domain import answers
from shoukei_app.domain.answers import Answer, AnswerSheet, EffectiveAnswers, Mark
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import QuestionKind, QuestionRole
from shoukei_app.paper import questionnaire_form
from shoukei_app.usecases import ledgers
from shoukei_app.usecases.bundled_questionnaires import bundled, bundled_questionnaire
from shoukei_app.usecases.question_tables import QuestionTable, tabulate

YES, NO = Answer((1,)), Answer((2,))


def test_all_files_are_listed_with_their_titles() -> None:
    files = [name for name in assets.names("questionnaires", ".toml") if "hearing" not in name]
    assert sorted(f"questionnaires/{name}.toml" for name, _ in bundled()) == files
    assert bundled()[0] == ("nagano", ledgers.default_questionnaire().title)
    assert len({title for _, title in bundled()}) == len(bundled())
    with pytest.raises(Problem) as caught:
        bundled_questionnaire("nothing")
    assert caught.value.kind is ProblemKind.NOT_FOUND


@pytest.mark.parametrize(("name", "pages"), [("nagano", 2), ("taimen", 1), ("jiko", 1), ("genko", 1)])
def test_each_prints_on_one_sheet_and_asks_whom_it_may_be_shown_to(name: str, pages: int) -> None:
    one = bundled_questionnaire(name)
    assert one.id == name
    assert len(questionnaire_form.layout(one).pages) == pages
    assert one.by_role(QuestionRole.CONSENT)
    assert one.types[-1].when is None
    assert one.verified == {question.id for question in one.questions if question.kind is not QuestionKind.TEXT}


# 相対用


def _tree(first: bool, *, second: bool = True, seventh: bool = True, tenth: bool = True) -> AnswerSheet:
    """The sheet of a firm, followed as far as its answers lead."""
    say = {True: YES, False: NO}
    if first:
        return {"q1": YES, "q2": say[second]}
    return {"q1": NO, "q7": say[seventh]} | ({} if seventh else {"q10": say[tenth]})


def _shares(tables: dict[str, QuestionTable], question: str, code: int) -> float:
    row = tables[question].rows[code - 1]
    return round(100 * row.count / row.base, 1)


def test_the_tree_of_a_prefecture_is_reproduced() -> None:
    """Q1 yes 61.7 %, Q7 yes 20.7 % of Q1-no, Q10 no 90.7 % of Q7-no, of invented replies in these shares."""
    sheets = [
        *[_tree(True)] * 2468,
        *[_tree(False, seventh=True)] * 317,
        *[_tree(False, seventh=False, tenth=True)] * 113,
        *[_tree(False, seventh=False, tenth=False)] * 1102,
    ]
    astray = {**_tree(True), "q7": YES, "q10": NO}  # wrote on where there was nothing to answer
    sheets[:50] = [astray] * 50
    tables = {table.question: table for table in tabulate(bundled_questionnaire("taimen"), sheets)}
    assert {name: tables[name].base for name in ("q1", "q2", "q7", "q10")} == {
        "q1": 4000,
        "q2": 2468,
        "q7": 1532,
        "q10": 1215,
    }
    assert (_shares(tables, "q1", 1), _shares(tables, "q7", 1), _shares(tables, "q10", 2)) == (61.7, 20.7, 90.7)
    assert tables["q7"].marked(Mark.TO_BE_SKIPPED) == tables["q10"].marked(Mark.TO_BE_SKIPPED) == 50
    assert tables["q8"].base == 317


@pytest.mark.parametrize(
    ("sheet", "asked"),
    [
        ({"q1": YES, "q2": YES}, "q1 q2 q3 q4 q5 q6"),
        ({"q1": YES, "q2": NO}, "q1 q2 q8 q9"),
        ({"q1": NO, "q7": YES}, "q1 q7 q8 q9"),
        ({"q1": NO, "q7": NO}, "q1 q7 q10 q11"),
    ],
)
def test_the_four_ways_through_the_eleven_questions(sheet: AnswerSheet, asked: str) -> None:
    found = EffectiveAnswers(bundled_questionnaire("taimen"), sheet).asked
    assert found == {*asked.split(), "consent"}


@pytest.mark.parametrize(
    ("name", "sheet", "code"),
    [
        ("taimen", {"q1": YES, "q2": YES, "q3": YES, "q4": YES, "q5": YES, "q6": NO}, "A"),
        ("taimen", {"q1": YES, "q2": YES, "q3": NO, "q4": NO}, "B"),
        ("taimen", {"q1": YES, "q2": NO}, "C"),
        ("taimen", {"q1": NO, "q7": YES}, "C"),
        ("taimen", {"q1": NO, "q7": NO, "q10": YES}, "D"),
        ("taimen", {"q1": NO, "q7": NO, "q10": NO}, "E"),
        ("taimen", {"q1": Answer((1, 2))}, "Z"),
        ("jiko", {"group": Answer((1,)), "q3": YES, "q4": NO, "q5": YES}, "B"),
        ("jiko", {"group": Answer((2,)), "q6": YES, "q7": NO}, "C"),
        ("jiko", {"group": Answer((3,)), "q8": NO}, "E"),
        ("jiko", {"group": Answer((1,)), "q3": YES, "q4": YES, "q5": YES}, "A"),
        ("jiko", {"q3": NO}, "Z"),
        ("genko", {"successor": Answer((1,)), "who": Answer((1,)), "plan": YES, "training": YES}, "A"),
        ("genko", {"successor": Answer((1,)), "who": Answer((2,)), "plan": NO}, "B"),
        ("genko", {"successor": Answer((2,)), "who": Answer((1,))}, "C"),
        ("genko", {"successor": Answer((2,)), "who": Answer((3,))}, "D"),
        ("genko", {"successor": Answer((3,)), "search": NO}, "E"),
        ("genko", {}, "Z"),
    ],
)
def test_the_outcomes_of_the_official_structures(name: str, sheet: AnswerSheet, code: str) -> None:
    assert answers.diagnose(bundled_questionnaire(name), sheet).code == code


def test_the_parts_of_the_short_sheet_are_asked_of_those_they_are_for() -> None:
    genko = bundled_questionnaire("genko")
    progress, search = {"plan", "training", "assets"}, {"search", "adviser"}
    for successor, who, expected in ((1, 1, progress), (2, 2, progress), (1, 3, search), (3, None, search)):
        sheet = {"successor": Answer((successor,))} | ({"who": Answer((who,))} if who else {})
        assert EffectiveAnswers(genko, sheet).asked & (progress | search) == expected

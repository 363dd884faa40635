"""The simple tabulation: bases after all bases, bands of numbers, and the remarks beside each table."""

import pytest

from shoukei_app.domain.answers import Answer, AnswerSheet, Mark
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.usecases.bundled_questionnaires import bundled_questionnaire
from shoukei_app.usecases.question_tables import QuestionTable, tabulate


@pytest.fixture(scope="module")
def nagano() -> Questionnaire:
    return bundled_questionnaire("nagano")


def _table(questionnaire: Questionnaire, question: str, *sheets: AnswerSheet) -> QuestionTable:
    return next(table for table in tabulate(questionnaire, sheets) if table.question == question)


def _rows(table: QuestionTable) -> dict[str, int]:
    return {row.title: row.count for row in table.rows if row.count}


def test_ages_stand_in_bands_with_their_middle(nagano: Questionnaire) -> None:
    ages = [34, 52, 58, 68, 71, 72, 81, 105]
    table = _table(nagano, "age", *({"age": Answer(number=age)} for age in ages), {}, {"age": Answer(number=999)})
    assert _rows(table) == {
        "30〜39歳": 1,
        "50〜59歳": 2,
        "60〜69歳": 1,
        "70〜79歳": 2,
        "80〜89歳": 1,
        "100〜109歳": 1,
        "無回答": 1,
        "無効（数えないもの）": 1,
    }
    assert (table.base, table.middle, table.average) == (10, 69.5, 67.625)
    assert table.remarks == ((Mark.NO_ANSWER, 1), (Mark.OUT_OF_RANGE, 1))
    assert sum(row.count for row in table.rows) == table.base


def test_years_have_a_middle_and_no_average(nagano: Questionnaire) -> None:
    table = _table(nagano, "founded", *({"founded": Answer(number=year)} for year in (1950, 1985, 2001)))
    assert _rows(table) == {"1950〜1959年": 1, "1980〜1989年": 1, "2000年以降": 1}
    assert (table.middle, table.average) == (1985, None)


def test_what_does_not_count_is_told_apart_from_what_is_missing(nagano: Questionnaire) -> None:
    sheets = [{"form": Answer((1,))}, {"form": Answer((1, 2))}, {"form": Answer(illegible=True)}, {}]
    table = _table(nagano, "form", *sheets)
    assert _rows(table) == {"個人事業": 1, "無回答": 1, "無効（数えないもの）": 2}
    assert dict(table.remarks) == {Mark.NO_ANSWER: 1, Mark.ILLEGIBLE: 1, Mark.TWO_TICKS: 1}
    assert [row.given for row in table.rows] == [True, True, False, False]


def test_words_make_no_table(nagano: Questionnaire) -> None:
    tables = tabulate(nagano, [{"remarks": Answer(text="株の評価")}])
    assert [table.question for table in tables] == [one.id for one in nagano.questions if one.id != "remarks"]


def test_without_replies_every_table_is_empty(nagano: Questionnaire) -> None:
    assert all((table.base, table.remarks, table.middle) == (0, (), None) for table in tabulate(nagano, []))

"""What holds of every questionnaire and every answer."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from random_questionnaires import questionnaires

from shoukei_app.domain import answers, conditions, questionnaire
from shoukei_app.domain.answers import BLANK, Answer, EffectiveAnswers, Mark, parse_answer
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.routing import next_question


@st.composite
def _date_number(draw: st.DrawFn) -> int:
    day = draw(st.dates(date(1, 1, 1)))
    month_known, day_known = draw(st.sampled_from([(False, False), (True, False), (True, True)]))
    return day.year * 10000 + day.month * 100 * month_known + day.day * day_known


def _answers(question: Question) -> st.SearchStrategy[Answer]:
    if question.by_ticks:
        codes = st.sets(st.integers(1, len(question.choices)), min_size=1)
        words = st.sampled_from(["", "観光農園", "その他の 理由"])
        return st.builds(lambda ticked, text: Answer(tuple(sorted(ticked)), text=text), codes, words)
    match question.kind:
        case QuestionKind.NUMBER:
            return st.builds(lambda number: Answer(number=number), st.integers(-9999, 10**11))
        case QuestionKind.YEAR:
            return st.builds(lambda number: Answer(number=number), st.integers(0, 9999))
        case QuestionKind.DATE:
            return st.builds(lambda number: Answer(number=number), _date_number())
        case _:
            return st.builds(lambda text: Answer(text=text), st.sampled_from(["困りごと", "2代目", "S30.4.1"]))


@given(questionnaires())
def test_a_questionnaire_reads_back(drawn: Questionnaire) -> None:
    data = json.loads(json.dumps(questionnaire.to_data(drawn)))
    assert questionnaire.from_data(data) == drawn
    assert not list(questionnaire.faults(drawn))


@given(questionnaires(), st.data())
def test_what_is_written_reads_back(drawn: Questionnaire, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(drawn.questions))
    answer = data.draw(st.one_of(_answers(question), st.just(BLANK), st.just(Answer(illegible=True))))
    assert parse_answer(question, answers.written(question, answer)) == answer
    sheet = {question.id: answer} if not answer.blank else {}
    assert dict(answers.from_data(json.loads(json.dumps(answers.to_data(sheet))))) == sheet


@given(questionnaires(), st.data())
def test_every_answer_is_counted_or_marked(drawn: Questionnaire, data: st.DataObject) -> None:
    """Whatever is written: it counts, or a remark says why it does not."""
    sheet = {question.id: data.draw(st.one_of(_answers(question), st.just(BLANK))) for question in drawn.questions}
    effective = EffectiveAnswers(drawn, sheet)
    marked = {remark.question for remark in answers.remarks(drawn, sheet)}
    for question in drawn.questions:
        answer = sheet[question.id]
        if effective(question.id) is None and not answer.blank:
            assert question.id in marked
        if question.id in effective.asked and answer.blank and not question.by_words:
            assert answers.Remark(question.id, Mark.NO_ANSWER) in answers.remarks(drawn, sheet)


@given(questionnaires(), st.data())
def test_no_arrow_leads_past_a_question_that_is_asked(drawn: Questionnaire, data: st.DataObject) -> None:
    sheet = {question.id: data.draw(_answers(question)) for question in drawn.questions}
    asked = EffectiveAnswers(drawn, sheet).asked
    for question in drawn.questions:
        codes = sheet[question.id].codes
        if question.one_tick and len(codes) == 1 and question.id in asked:
            target = next_question(drawn, question, codes[0])
            last = target.number - 1 if target else len(drawn.questions)
            assert not asked & {passed.id for passed in drawn.questions[question.number : last]}


@given(questionnaires())
def test_a_verified_question_is_keyed_with_everything_that_leads_to_it(drawn: Questionnaire) -> None:
    for question in drawn.questions:
        if question.verify:
            assert question.id in drawn.verified
        if question.id in drawn.verified and question.base is not None:
            assert drawn.verified.issuperset(conditions.subjects(question.base))

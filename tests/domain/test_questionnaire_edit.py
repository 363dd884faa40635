"""Designing a questionnaire: any sequence of edits reads back, and conditions go on meaning the same choices."""

import tomllib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain import conditions, questionnaire
from shoukei_app.domain import questionnaire_edit as edit
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Choice, QuestionKind, Questionnaire, QuestionRole
from shoukei_app.domain.questionnaire_edit import Design, GapKind
from shoukei_app.domain.questionnaire_mapping import Source, VersionMapping, carried_condition, carry, losses, propose

DEFAULT = questionnaire.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))


def begun() -> Design:
    return edit.begin(DEFAULT)


def refused(kind: ProblemKind, run: object) -> Problem:
    with pytest.raises(Problem) as caught:
        run()  # type: ignore[operator]
    assert caught.value.kind is kind
    return caught.value


def meant(asked: Questionnaire, condition: Condition) -> object:
    """A condition with the words of choices in the place of codes."""
    match condition:
        case Test(subject, operator, operand):
            question = asked.by_id.get(subject)
            if isinstance(operand, tuple) and question is not None:
                return subject, operator, frozenset(question.choices[code - 1].text for code in operand)
            return subject, operator, operand
        case Not(part):
            return "not", meant(asked, part)
        case All(parts):
            return "all", tuple(meant(asked, part) for part in parts)
        case Some(parts, least):
            return least, tuple(meant(asked, part) for part in parts)


def meanings(asked: Questionnaire) -> dict[str, object]:
    found = {one.id: meant(asked, one.base) for one in asked.questions if one.base}
    found |= {kind.code: meant(asked, kind.when) for kind in asked.types if kind.when}
    return found | {check.id: meant(asked, check.when) for check in asked.checks}


def without(meaning: object, word: str) -> object:
    """What is left of a meaning when nobody can choose `word` any more."""
    if isinstance(meaning, frozenset):
        return meaning - {word}
    return tuple(without(part, word) for part in meaning) if isinstance(meaning, tuple) else meaning


def one_edit(data: st.DataObject, design: Design) -> tuple[Design, str]:
    """Any edit, and the words of the choice that it took away."""
    asked = design.questionnaire
    chosen = data.draw(st.sampled_from(asked.questions))
    place = st.integers(0, len(asked.questions))
    kinds = st.sampled_from(QuestionKind)
    edits: list[Callable[[], Design]] = [
        lambda: edit.add_question(design, data.draw(place), data.draw(kinds)),
        lambda: edit.copy_question(design, chosen.id),
        lambda: edit.remove_question(design, chosen.id),
        lambda: edit.move_question(design, chosen.id, data.draw(place)),
        lambda: edit.change_question(design, replace(chosen, kind=data.draw(kinds))),
        lambda: edit.change_question(design, replace(chosen, text=f"{chosen.text}。")),
    ]
    choice = data.draw(st.sampled_from(chosen.choices)) if chosen.choices else None
    if choice is None:
        return data.draw(st.sampled_from(edits))(), ""
    at = st.integers(0, len(chosen.choices))
    fresh = Choice(0, f"選択肢{chosen.id}{len(asked.questions)}{len(chosen.choices)}")
    edits += [
        lambda: edit.add_choice(design, chosen.id, data.draw(at), fresh),
        lambda: edit.move_choice(design, chosen.id, choice.code, data.draw(at)),
    ]
    if data.draw(st.booleans()):
        return edit.remove_choice(design, chosen.id, choice.code), choice.text
    return data.draw(st.sampled_from(edits))(), ""


@given(st.data())
@settings(max_examples=40)
def test_any_sequence_of_edits_reads_back_and_means_the_same(data: st.DataObject) -> None:
    design = begun()
    for _ in range(data.draw(st.integers(1, 12))):
        before = meanings(design.questionnaire)
        try:
            design, gone = one_edit(data, design)
        except Problem as problem:
            assert {"question", "check", "type"} & set(problem.data)
            assert meanings(design.questionnaire) == before
            continue
        now = design.questionnaire
        assert questionnaire.from_data(questionnaire.to_data(now)) == now
        assert [one.number for one in now.questions] == list(range(1, len(now.questions) + 1))
        after = meanings(now)
        assert all(after[key] in (before[key], without(before[key], gone)) for key in before.keys() & after.keys())
        for new, source in design.mapping.sources.items():
            first = DEFAULT.by_id[source.question].choices
            for code, moved in source.codes.items():
                assert now.by_id[new].choices[moved - 1].text == first[code - 1].text


def test_codes_in_bases_and_types_follow_a_removed_choice() -> None:
    design = edit.remove_choice(begun(), "intention", 2)
    assert design.questionnaire.by_id["successor"].base == Test("intention", Operator.ANY_OF, (1, 2))
    closing = next(kind for kind in design.questionnaire.types if kind.code == "F")
    assert closing.when is not None
    assert 3 in next(test for test in conditions.tests(closing.when) if test.subject == "intention").operand  # type: ignore[operator]
    assert design.mapping.sources["intention"] == Source("intention", {1: 1, 3: 2, 4: 3, 5: 4})


def test_what_a_condition_needs_cannot_be_taken_away() -> None:
    problem = refused(ProblemKind.QUESTION_ASKED_ABOUT, lambda: edit.remove_question(begun(), "intention"))
    assert "問9（誰に聞くか）" in str(problem.data["by"])
    refused(ProblemKind.QUESTION_ORDER, lambda: edit.move_question(begun(), "successor", 0))
    refused(ProblemKind.QUESTION_ORDER, lambda: edit.move_question(begun(), "intention", 30))
    question = DEFAULT.by_id["intention"]
    refused(
        ProblemKind.CONDITION_NEEDS_KIND,
        lambda: edit.change_question(begun(), replace(question, kind=QuestionKind.TEXT)),
    )
    found = refused(ProblemKind.CHOICE_ASKED_ABOUT, lambda: edit.remove_choice(begun(), "successor", 1))
    assert (found.data["choice"], found.data["by"]) == (
        DEFAULT.by_id["successor"].choices[0].text,
        "類型「A 準備進行中」",
    )


def test_a_base_asks_what_its_question_can_say() -> None:
    age = DEFAULT.by_id["generation"]
    good = replace(age, base=Test("age", Operator.AT_LEAST, 60))
    assert edit.change_question(begun(), good).questionnaire.by_id["generation"].base == good.base
    refused(
        ProblemKind.QUESTIONNAIRE_UNREADABLE,
        lambda: edit.change_question(begun(), replace(age, base=Test("form", Operator.ANY_OF, (3,)))),
    )
    refused(
        ProblemKind.QUESTION_ORDER,
        lambda: edit.change_question(begun(), replace(age, base=Test("intention", Operator.ANY_OF, (1,)))),
    )


def test_a_role_is_played_by_one_question() -> None:
    generation = replace(DEFAULT.by_id["generation"], role=QuestionRole.AGE)
    made = edit.change_question(begun(), generation).questionnaire
    assert made.by_id["age"].role is None
    assert made.by_role(QuestionRole.AGE) == made.by_id["generation"]


def test_a_section_is_renamed_as_a_whole() -> None:
    made = edit.rename_section(begun(), "staff", "会社について").questionnaire
    first = [one.id for one in DEFAULT.questions if one.section == DEFAULT.questions[0].section]
    assert [one.id for one in made.questions if one.section == "会社について"] == first


def test_what_is_still_to_mend_is_named_at_its_question() -> None:
    assert edit.gaps(DEFAULT) == ()
    design = edit.add_question(begun(), 3, QuestionKind.SINGLE)
    fresh = design.questionnaire.questions[3]
    assert {(one.kind, one.question) for one in edit.gaps(design.questionnaire)} == {
        (GapKind.NO_TEXT, fresh.id),
        (GapKind.NO_SHORT, fresh.id),
    }
    doubled = edit.change_choice(begun(), "form", Choice(2, "個人事業"))
    assert [one.kind for one in edit.gaps(doubled.questionnaire)] == [GapKind.CHOICE_TWICE]


def test_answers_are_carried_and_losses_are_counted_before() -> None:
    design = edit.remove_choice(edit.remove_question(begun(), "industry"), "intention", 2)
    sheets = [
        {"industry": Answer((1,)), "intention": Answer((2,)), "age": Answer(number=70)},
        {"industry": Answer((3,)), "intention": Answer((4,)), "problems": Answer((16,), text="鳥獣の害")},
    ]
    assert carry(design.mapping, sheets[0]) == {"age": Answer(number=70)}
    assert carry(design.mapping, sheets[1]) == {
        "intention": Answer((3,)),
        "problems": Answer((16,), text="鳥獣の害"),
    }
    found = losses(design.mapping, DEFAULT, sheets)
    assert [(one.question.id, one.code, one.answers) for one in found] == [("industry", None, 2), ("intention", 2, 1)]


def test_a_mapping_is_proposed_by_words() -> None:
    design = edit.move_choice(begun(), "sales", 1, 5)
    renamed = replace(design.questionnaire.by_id["sales"], id="turnover", text="年間の売上高はおよそどのくらいですか。")
    questions = tuple(renamed if one.id == "sales" else one for one in design.questionnaire.questions)
    fresh = replace(renamed, id="colour", text="好きな色は何ですか。", choices=(Choice(1, "赤"), Choice(2, "青")))
    proposed = propose(DEFAULT, replace(design.questionnaire, questions=(*questions, fresh)))
    assert proposed.sources["turnover"] == Source("sales", {1: 5, 2: 1, 3: 2, 4: 3, 5: 4})
    assert "colour" not in proposed.sources
    assert propose(DEFAULT, DEFAULT) == begun().mapping


def test_rules_follow_a_mapping_or_are_named_as_lost() -> None:
    mapping = VersionMapping({"q1": Source("successor", {3: 1, 4: 2})})
    nobody = Test("successor", Operator.ANY_OF, (3, 4))
    assert carried_condition(nobody, mapping) == Test("q1", Operator.ANY_OF, (1, 2))
    assert carried_condition(Test("firm.staff", Operator.AT_LEAST, 5), mapping) is not None
    assert carried_condition(All((nobody, Test("age", Operator.AT_LEAST, 70))), mapping) is None
    assert carried_condition(Not(Test("successor", Operator.ANY_OF, (1,))), mapping) is None
    assert conditions.holds(nobody, {"successor": frozenset({3})}.get)

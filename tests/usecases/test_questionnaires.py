"""The questionnaire of a campaign: replaced before the first answer, versions after it, answers carried, undone."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from shoukei_app.domain import questionnaire_edit as edit
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Choice, QuestionKind, Questionnaire
from shoukei_app.store import replies
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, firms, flags, history, ledgers, questionnaires, runs, targets
from shoukei_app.usecases.entry import Keyed

CAMPAIGN = 1
TODAY = date(2026, 7, 1)
LATER = Act("山岸", datetime(2026, 8, 1, 9, 0))


def mail_to(ledger: Ledger, act: Act, *names: str) -> list[str]:
    for place, name in enumerate(names, start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, act, FirmFacts(name, address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    return [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))]


def post(ledger: Ledger, act: Act) -> None:
    runs.create_run(ledger, act, CAMPAIGN, RunKind.FIRST, made_on=TODAY, deadline=None)
    runs.mark_posted(ledger, act, CAMPAIGN, 1, TODAY)


def current(ledger: Ledger) -> Questionnaire:
    return ledgers.campaign(ledger, CAMPAIGN).questionnaire


def renamed(ledger: Ledger, title: str = "町の調査票") -> Questionnaire:
    return replace(current(ledger), title=title)


def test_before_the_first_answer_it_is_replaced_and_undone(ledger: Ledger, act: Act) -> None:
    before, digest = current(ledger), ledger.digest()
    design = edit.move_choice(edit.begin(before), "successor", 3, 0)
    saved = questionnaires.save(ledger, act, CAMPAIGN, design.questionnaire, design.mapping)
    assert saved.value == 1
    assert current(ledger) == design.questionnaire
    old_nobody = next(rule for rule in flags.rules_in_force(ledger, CAMPAIGN).rules if rule.id == "old_nobody")
    assert Test("successor", Operator.ANY_OF, (1, 4)) in old_nobody.when.parts  # type: ignore[union-attr]
    assert history.undo_state(ledger, act.person).undo.kind is OperationKind.EDIT_QUESTIONNAIRE  # type: ignore[union-attr]
    history.undo(ledger, act)
    assert ledger.digest() == digest
    assert questionnaires.save(ledger, act, CAMPAIGN, before).operation is None


def test_what_is_unfinished_is_not_kept(ledger: Ledger, act: Act) -> None:
    design = edit.add_question(edit.begin(current(ledger)), 0, QuestionKind.TEXT)
    with pytest.raises(Problem) as caught:
        questionnaires.save(ledger, act, CAMPAIGN, design.questionnaire)
    assert caught.value.kind is ProblemKind.QUESTIONNAIRE_UNFINISHED
    assert caught.value.data["count"] == 2


def test_after_a_run_was_made_a_change_gets_its_own_number(file_ledger: Ledger, act: Act) -> None:
    mail_to(file_ledger, act, "見本商店")
    runs.create_run(file_ledger, act, CAMPAIGN, RunKind.FIRST, made_on=TODAY, deadline=None)
    assert questionnaires.in_force(file_ledger, CAMPAIGN).runs == (1,)
    assert questionnaires.change(file_ledger, CAMPAIGN, renamed(file_ledger)).version == 2
    assert questionnaires.save(file_ledger, act, CAMPAIGN, renamed(file_ledger)).value == 2
    assert questionnaires.save(file_ledger, act, CAMPAIGN, renamed(file_ledger, "村の調査票")).value == 2
    assert [(one.number, one.questionnaire.title) for one in questionnaires.versions(file_ledger, CAMPAIGN)] == [
        (2, "村の調査票"),
        (1, runs.made_from(file_ledger, CAMPAIGN, 1).questionnaire.title),
    ]


def test_under_recorded_answers_only_a_new_version_is_made(ledger: Ledger, act: Act) -> None:
    first, second = mail_to(ledger, act, "見本商店", "試験工業")
    entry.record(
        ledger,
        act,
        first,
        Keyed({"intention": Answer((4,)), "industry": Answer((2,)), "consent": Answer((1, 4))}),
        final=True,
    )
    entry.record(
        ledger,
        act,
        second,
        Keyed({"intention": Answer((2,)), "successor": Answer((3,)), "age": Answer(number=72)}),
        final=True,
    )
    before, digest = current(ledger), ledger.digest()
    with pytest.raises(Problem) as caught:
        questionnaires.save(ledger, act, CAMPAIGN, renamed(ledger))
    assert (caught.value.kind, caught.value.data) == (ProblemKind.QUESTIONNAIRE_IN_USE, {"answers": 2})
    assert ledger.digest() == digest

    design = edit.remove_choice(edit.remove_question(edit.begin(before), "industry"), "intention", 2)
    change = questionnaires.change(ledger, CAMPAIGN, design.questionnaire, design.mapping)
    assert (change.version, change.answered) == (2, 2)
    assert [(one.question.id, one.code, one.answers) for one in change.losses] == [
        ("industry", None, 1),
        ("intention", 2, 1),
    ]
    made = questionnaires.new_version(ledger, act, CAMPAIGN, design.questionnaire, design.mapping)
    assert made.value == current(ledger).version == 2
    with ledger.read() as view:
        one, other = replies.every(view, CAMPAIGN)
    assert dict(one.sheet) == {"intention": Answer((3,)), "consent": Answer((1, 4))}
    assert one.diagnosis == "F"
    assert "intention" not in other.sheet
    assert other.sheet["age"] == Answer(number=72)
    assert entry.open_sheet(ledger, first, keyer=act.person).sheet["industry"] == Answer((2,))
    assert [one.number for one in questionnaires.versions(ledger, CAMPAIGN)] == [2, 1]
    history.undo(ledger, act)
    assert ledger.digest() == digest
    assert current(ledger) == before


def test_a_sheet_is_read_with_the_version_it_was_printed_from(file_ledger: Ledger, act: Act) -> None:
    (number, *_) = mail_to(file_ledger, act, "見本商店", "試験工業")
    post(file_ledger, act)
    entry.record(file_ledger, act, number, Keyed({"age": Answer(number=70)}), final=True)
    old = current(file_ledger)
    for word in ("ひと昔前", "ふた昔前"):
        design = edit.add_choice(edit.begin(current(file_ledger)), "intention", 0, Choice(0, word))
        questionnaires.new_version(file_ledger, LATER, CAMPAIGN, design.questionnaire, design.mapping)
    ids = targets.find(file_ledger, CAMPAIGN, Query())
    with file_ledger.read() as view:
        for target_id in ids:
            assert questionnaires.of_target(view, target_id) == old
            assert questionnaires.carried(view, CAMPAIGN, 1, {"intention": Answer((2,))}) == {"intention": Answer((4,))}


def test_without_paper_a_sheet_is_read_with_the_version_it_was_keyed_in(file_ledger: Ledger, act: Act) -> None:
    first, second = mail_to(file_ledger, act, "見本商店", "試験工業")
    entry.record(file_ledger, act, first, Keyed({"age": Answer(number=70)}), final=True)
    design = edit.add_choice(edit.begin(current(file_ledger)), "intention", 0, Choice(0, "新しい選択肢"))
    questionnaires.new_version(file_ledger, LATER, CAMPAIGN, design.questionnaire, design.mapping)
    lines = targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))
    ids = {line.number: line.id for line in lines}
    with file_ledger.read() as view:
        assert questionnaires.of_target(view, ids[first]).version == 1
        assert questionnaires.of_target(view, ids[second]).version == 2
        assert questionnaires.carried(view, CAMPAIGN, 2, {"intention": Answer((2,))}) == {"intention": Answer((2,))}


def test_rules_that_ask_what_is_gone_are_named_before_and_left_out(file_ledger: Ledger, act: Act) -> None:
    questions = tuple(one for one in current(file_ledger).questions if one.id != "visit")
    shorter = edit.begin(current(file_ledger))
    assert "visit" in shorter.mapping.sources
    changed = replace(current(file_ledger), questions=questions)
    mapping = edit.begin(changed).mapping
    lost = questionnaires.change(file_ledger, CAMPAIGN, changed, mapping).rules_lost
    assert [rule.id for rule in lost] == ["wish"]
    questionnaires.save(file_ledger, act, CAMPAIGN, changed, mapping)
    assert "wish" not in {rule.id for rule in flags.rules_in_force(file_ledger, CAMPAIGN).rules}


def test_a_questionnaire_travels_as_a_file(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    target = tmp_path / "調査票.toml"
    asked = questionnaires.export_file(file_ledger, CAMPAIGN, target).value
    questionnaires.save(file_ledger, act, CAMPAIGN, renamed(file_ledger))
    assert questionnaires.read_file(target) == asked
    assert {one.key for one in questionnaires.templates()} >= {"nagano"}
    assert questionnaires.template("nagano") == asked
    with pytest.raises(Problem):
        questionnaires.template("なし")

"""What digits mean for one question."""

import pytest

from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.questionnaire import Question
from shoukei_app.gui.sheet.keying import Effect, Keying, in_words
from shoukei_app.usecases import ledgers

QUESTIONS = ledgers.default_questionnaire()


def question(name: str) -> Question:
    return QUESTIONS.find(name)


def keyed(name: str, keys: str, written: Answer = BLANK) -> tuple[Answer | None, list[str]]:
    """Press keys one by one; a line feed is Enter. The answer (None: not complete) and the sentences shown."""
    keying = Keying(question(name), written)
    text, sentences, answer = "", [], None
    for key in keys:
        assert answer is None, "keys after the question was closed"
        effect: Effect = keying.enter(text) if key == "\n" else keying.typed(text + key)
        text, answer = effect.text, effect.answer
        if effect.sentence:
            sentences.append(effect.sentence)
    return answer, sentences


@pytest.mark.parametrize(
    ("name", "keys", "answer"),
    [
        ("form", "2", Answer((2,))),
        ("form", "２", Answer((2,))),
        ("form", "\n", BLANK),
        ("industry", "3", Answer((3,))),  # nothing else begins with 3: no Enter
        ("industry", "10", Answer((10,))),
        ("industry", "1\n", Answer((1,))),
        ("industry", "11林業の手伝い\n", Answer((11,), text="林業の手伝い")),
        ("industry", "11\n", Answer((11,))),
        ("staff", "12\n", Answer(number=12)),
        ("staff", "１２\n", Answer(number=12)),
        ("founded", "S30\n", Answer(number=1955)),
        ("founded", "昭和30\n", Answer(number=1955)),
        ("founded", "1955\n", Answer(number=1955)),
        ("consent", "134\n", Answer((1, 3, 4))),
        ("consent", "１３\n", Answer((1, 3))),
        ("consent", "\n", BLANK),
        ("problems", "1+5+12\n", Answer((1, 5, 12))),
        ("problems", "1 5 12\n", Answer((1, 5, 12))),
        ("problems", "1,2\n", Answer((1, 2))),
        ("problems", "12\n", Answer((12,))),
        ("problems", "1.16\n", Answer((1, 16))),
        ("problems", "15\n駐車場\n", Answer((15,), text="駐車場")),
        ("form", "+12\n", Answer((1, 2))),
        ("remarks", "特になし\n", Answer(text="特になし")),
    ],
)
def test_keys_make_an_answer(name: str, keys: str, answer: Answer) -> None:
    assert keyed(name, keys) == (answer, [])


def test_a_second_tick_is_added_to_a_single_choice_after_going_back() -> None:
    assert keyed("form", "+2\n", Answer((1,))) == (Answer((1, 2)), [])


@pytest.mark.parametrize("keys", ["7", "industry:12"])
def test_a_code_that_is_not_there_is_refused_at_once(keys: str) -> None:
    name, _, digits = keys.rpartition(":")
    answer, sentences = keyed(name or "form", digits)
    assert answer is None
    assert "という選択肢はありません" in sentences[0]


def test_digits_run_together_are_never_guessed_apart() -> None:
    answer, sentences = keyed("problems", "125\n")
    assert answer is None
    assert sentences == ["125 という選択肢はありません（1〜16）。番号の間は空けるか + で区切ります。"]


def test_a_forgotten_enter_does_not_add_the_next_answer() -> None:
    answer, sentences = keyed("consent", "352")
    assert answer is None
    assert "Enter の押し忘れ" in sentences[0]
    assert keyed("consent", "352\n")[0] == Answer((3, 5))
    assert keyed("consent", "3522\n")[0] == Answer((2, 3, 5))


def test_one_more_than_the_limit_is_asked_for_twice() -> None:
    answer, sentences = keyed("closing", "1234\n")
    assert answer == Answer((1, 2, 3))
    assert "3つまで" in sentences[0]
    assert keyed("closing", "12344\n")[0] == Answer((1, 2, 3, 4))


def test_a_number_out_of_range_wants_enter_twice_and_is_kept() -> None:
    answer, sentences = keyed("age", "180\n")
    assert answer is None
    assert "範囲の外" in sentences[0]
    assert keyed("age", "180\n\n")[0] == Answer(number=180)


def test_enter_keeps_what_was_written_before() -> None:
    for written in (Answer((2,)), Answer(illegible=True)):
        assert keyed("form", "\n", written)[0] == written
    assert keyed("consent", "\n", Answer((1, 2)))[0] == Answer((1, 2))
    assert keyed("age", "\n", Answer(number=70))[0] == Answer(number=70)


def test_what_was_understood_is_said_in_words() -> None:
    assert in_words(question("founded"), Answer(number=1955)) == "1955年（昭和30年）"
    assert in_words(question("age"), Answer(number=68)) == "68歳"
    assert in_words(question("consent"), Answer((1, 3))) == "1 市町村　3 商工会"
    assert in_words(question("form"), BLANK) == "無回答"
    assert Keying(question("founded"), BLANK).meaning("R1") == "2019年（令和元年）"

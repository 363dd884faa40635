"""What keys mean for one question."""

from dataclasses import replace

import pytest

from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind
from shoukei_app.gui.sheet.enter_count import needs_plus
from shoukei_app.gui.sheet.keying import ILLEGIBLE, Effect, Keying, in_words
from shoukei_app.usecases import ledgers

QUESTIONS = ledgers.default_questionnaire()
KEYS = {"\n": "enter", "▷": "blank", "?": "illegible"}
"""Enter, F5 and F4 among the keys of a test; "<" is Backspace."""


def question(name: str) -> Question:
    return QUESTIONS.find(name)


def choices(count: int) -> Question:
    made = tuple(Choice(code, f"{code}番") for code in range(1, count + 1))
    return replace(question("support"), choices=made)


def press(keying: Keying, keys: str) -> tuple[Answer | None, list[str]]:
    """Press keys one by one. The answer (None: not complete) and the sentences shown."""
    text, sentences, answer = "", [], None
    for key in keys:
        assert answer is None, "keys after the question was closed"
        effect = Effect(text)
        if key in KEYS:
            effect = getattr(keying, KEYS[key])(text)
        elif key == "<" and not text:
            keying.take_back()
        else:
            effect = keying.typed(text[:-1] if key == "<" else text + key)
        text, answer = effect.text, effect.answer
        if effect.sentence:
            sentences.append(effect.sentence)
    return answer, sentences


def keyed(name: str, keys: str, written: Answer = BLANK, *, seen: bool = False) -> tuple[Answer | None, list[str]]:
    return press(Keying(question(name), written, seen=seen), keys)


@pytest.mark.parametrize(
    ("name", "keys", "answer"),
    [
        ("form", "2", Answer((2,))),
        ("form", "２", Answer((2,))),
        ("form", "0", BLANK),
        ("form", "▷", BLANK),
        ("form", "?", ILLEGIBLE),
        ("form", "+12+", Answer((1, 2))),
        ("industry", "3", Answer((3,))),  # nothing else begins with 3
        ("industry", "10", Answer((10,))),
        ("industry", "1 ", Answer((1,))),
        ("industry", "1.", Answer((1,))),
        ("industry", "1+", Answer((1,))),
        ("industry", "+25+", Answer((2, 5))),
        ("industry", "11林業の手伝い\n", Answer((11,), text="林業の手伝い")),
        ("industry", "11▷", Answer((11,))),
        ("staff", "12\n", Answer(number=12)),
        ("staff", "１２\n", Answer(number=12)),
        ("staff", "0\n", BLANK),
        ("staff", "▷\n", BLANK),
        ("staff", "?\n", ILLEGIBLE),
        ("staff", "?<12\n", Answer(number=12)),
        ("founded", "S30\n", Answer(number=1955)),
        ("founded", "Ｓ３０\n", Answer(number=1955)),
        ("founded", "昭和30\n", Answer(number=1955)),
        ("founded", "1955\n", Answer(number=1955)),
        ("founded", "30\n", Answer(number=1955)),
        ("founded", "S30.4\n", Answer(number=1955)),
        ("founded", "昭和30年4月\n", Answer(number=1955)),
        ("founded", "H元.10\n", Answer(number=1989)),
        ("founded", "1955/4\n", Answer(number=1955)),
        ("consent", "134\n", Answer((1, 3, 4))),
        ("consent", "１３\n", Answer((1, 3))),
        ("consent", "0\n", BLANK),
        ("consent", "▷\n", BLANK),
        ("consent", "?\n", ILLEGIBLE),
        ("consent", "123<<4\n", Answer((1, 4))),
        ("problems", "3712\n", Answer((3, 7, 12))),
        ("problems", "31012\n", Answer((3, 10, 12))),
        ("problems", "1 5 12\n", Answer((1, 5, 12))),
        ("problems", "1,2\n", Answer((1, 2))),
        ("problems", "1.16\n", Answer((1, 16))),
        ("problems", "18\n", Answer((1, 8))),  # there is no 18
        ("problems", "12 \n", Answer((12,))),
        ("problems", "11\n", Answer((11,))),
        ("problems", "10\n", Answer((10,))),
        ("problems", "15 \n駐車場\n", Answer((15,), text="駐車場")),
        ("problems", "15.\n▷", Answer((15,))),
        ("remarks", "特になし\n", Answer(text="特になし")),
        ("remarks", "\n", BLANK),
    ],
)
def test_keys_make_an_answer(name: str, keys: str, answer: Answer) -> None:
    assert keyed(name, keys) == (answer, [])


@pytest.mark.parametrize(
    ("count", "keys", "codes"),
    [
        (9, "135789\n", (1, 3, 5, 7, 8, 9)),
        (10, "110\n", (1, 10)),
        (12, "21112\n", (2, 11, 12)),
        (25, "3712\n", (3, 7, 12)),
        (25, "3720\n", (3, 7, 20)),
        (25, "2 3\n", (2, 3)),
        (25, "31223\n", (3, 12, 23)),
        (99, "9\n", (9,)),
        (99, "5 69 99\n", (5, 69, 99)),
        (99, "98 99\n", (98, 99)),
    ],
)
def test_digits_are_taken_apart_by_their_order_on_the_paper(count: int, keys: str, codes: tuple[int, ...]) -> None:
    assert press(Keying(choices(count), BLANK), keys) == (Answer(codes), [])


def test_what_can_be_read_in_two_ways_is_asked_once() -> None:
    answer, sentences = keyed("problems", "13\n")
    assert answer is None
    assert "13 か、1 と 3 か" in sentences[0]
    assert keyed("problems", "13\n\n")[0] == Answer((13,))
    assert keyed("problems", "13\n<<1 3\n")[0] == Answer((1, 3))
    answer, sentences = keyed("problems", "135")
    assert answer is None
    assert "決まりません" in sentences[0]
    assert keyed("problems", "135 \n")[0] == Answer((13,)), "the refused digit is not in"


@pytest.mark.parametrize(
    ("name", "keys", "part"),
    [
        ("form", "\n", "無回答なら 0"),
        ("industry", "1\n", "空白か ."),
        ("form", "+12\n", "＋ で閉じ"),
        ("form", "7", "という選択肢はありません"),
        ("industry", "12", "という選択肢はありません"),
        ("form", "a", "番号を数字で"),
        ("consent", "\n", "0 を入れて Enter"),
        ("consent", "13+", "Enter"),
        ("consent", "130", "0 は、印が一つもないとき"),
        ("consent", "01", "0（印なし）に番号は続きません"),
        ("consent", "a", "番号を数字で"),
        ("consent", "11", "1 は入っています"),
        ("consent", "6", "という選択肢はありません"),
        ("consent", "1?", "もう入れてあります"),
        ("consent", "?1", "判読不能にしてあります"),
        ("consent", "▷▷", "もう入れてあります"),
        ("staff", "\n", "F5 を押して Enter"),
        ("staff", "01", "0（無回答）に数字は続きません"),
        ("staff", "▷1", "無回答にしてあります"),
        ("staff", "1a\n", "読めません"),
        ("problems", "15 \n\n", "なければ F5"),
        ("problems", "15 \n24\n", "数字だけでは"),
        ("problems", "15 \n２４\n", "数字だけでは"),
        ("founded", "S30.13.\n", "読めません"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(name: str, keys: str, part: str) -> None:
    answer, sentences = keyed(name, keys)
    assert answer is None
    assert len(sentences) == 1
    assert part in sentences[0]


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


def test_enter_keeps_what_was_seen_before() -> None:
    for written in (Answer((2,)), ILLEGIBLE, BLANK):
        assert keyed("form", "\n", written, seen=True) == (written, [])
    assert keyed("consent", "\n", Answer((1, 2)), seen=True)[0] == Answer((1, 2))
    assert keyed("consent", "3\n", Answer((1, 2)), seen=True)[0] == Answer((1, 2, 3))
    assert keyed("consent", "<<\n", Answer((1, 2)), seen=True)[0] is None, "all ticks taken back: 0 has to be said"
    assert keyed("consent", "▷\n", Answer((1, 2)), seen=True)[0] == BLANK
    assert keyed("age", "\n", Answer(number=70), seen=True)[0] == Answer(number=70)


def test_two_ticks_are_keyed_anew_after_going_back() -> None:
    assert keyed("form", "+12+", Answer((1,)), seen=True) == (Answer((1, 2)), [])


def test_a_question_that_is_left_keeps_what_was_closed_of_it() -> None:
    for name, keys, so_far in (
        ("consent", "13", Answer((1, 3))),
        ("age", "6", Answer(number=6)),
        ("consent", "", None),
        ("form", "", None),
        ("staff", "?", ILLEGIBLE),
    ):
        keying = Keying(question(name), BLANK)
        press(keying, keys)
        assert keying.so_far(keys if name == "age" else "") == so_far


def test_what_was_understood_is_said_in_words() -> None:
    assert in_words(question("founded"), Answer(number=1955)) == "1955年（昭和30年）"
    assert in_words(question("age"), Answer(number=68)) == "68歳"
    assert in_words(question("consent"), Answer((1, 3))) == "1 市町村　3 商工会"
    assert in_words(question("form"), BLANK) == "無回答"
    meaning = Keying(question("founded"), BLANK).meaning
    assert meaning("R1") == "2019年（令和元年）　Enter で次へ"
    assert meaning("30") == "1955年（昭和30年）　Enter で次へ"
    assert meaning("S30.4") == "1955年（昭和30年）　Enter で次へ"


def test_only_what_follows_makes_a_second_key_necessary() -> None:
    assert needs_plus(QUESTIONS.questions) == frozenset()
    many, single, text = question("consent"), question("form"), question("remarks")
    other = replace(single, id="other", choices=(Choice(1, "はい"), Choice(2, "その他", other=True)))
    asks = replace(text, id="asks", base=Test("form", Operator.ANY_OF, (1,)))
    looks = replace(text, id="looks", base=Test("consent", Operator.ANY_OF, (1,)))
    assert needs_plus([many, other]) == {"consent"}
    assert needs_plus([other, many]) == frozenset()
    assert needs_plus([many, single, asks]) == {"consent"}
    assert needs_plus([single, many, asks]) == frozenset()
    assert needs_plus([many, looks]) == {"consent"}


def test_enter_and_plus_close_where_one_enter_is_not_enough() -> None:
    for keys, answer in (("13\n+", Answer((1, 3))), ("0\n+", BLANK), ("?\n+", ILLEGIBLE)):
        assert press(Keying(question("consent"), BLANK, plus=True), keys) == (answer, [])
    for keys in ("13+", "13\n4", "13\n\n"):
        answer_, sentences = press(Keying(question("consent"), BLANK, plus=True), keys)
        assert answer_ is None
        assert len(sentences) == 1
    words = Keying(question("problems"), BLANK, plus=True)
    assert press(words, "15 \n駐車場\n+") == (Answer((15,), text="駐車場"), [])
    forgotten, sentences = press(Keying(question("problems"), BLANK, plus=True), "15 \n駐車場+")
    assert forgotten is None
    assert "Enter のあと" in sentences[0]


def test_full_width_letters_of_a_year() -> None:
    assert question("founded").kind is QuestionKind.YEAR
    assert keyed("founded", "ｈ１０\n")[0] == Answer(number=1998)

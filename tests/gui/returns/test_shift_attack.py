"""A forgotten Enter never shifts the following answers unnoticed; and nothing is said where nothing was forgotten."""

from random import Random

from blind_keyer import ENTER, Stroke, noticed, strokes

from shoukei_app.domain import conditions
from shoukei_app.domain.answers import Answer, EffectiveAnswers
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.usecases import ledgers

TRIALS = 10_000
DEFAULT = ledgers.default_questionnaire()
WORDS = ("駐車場", "息子と相談中", "知人", "a", "3年前から", "「24」")


def invent(questionnaire: Questionnaire, random: Random) -> dict[str, Answer]:
    """A sheet with what real ones have: blanks, two ticks, その他, illegible, answers where none were due."""
    sheet: dict[str, Answer] = {}
    for question in questionnaire.questions:
        asked = question.base is None or conditions.holds(question.base, EffectiveAnswers(questionnaire, sheet))
        if random.random() < (0.05 if asked else 0.96):
            continue
        answer = Answer(illegible=True) if random.random() < 0.02 else given(question, random)
        if not answer.blank:
            sheet[question.id] = answer
    return sheet


def given(question: Question, random: Random) -> Answer:
    if question.kind is QuestionKind.TEXT:
        return Answer(text=random.choice(("", "", *WORDS)))
    if not question.choices:
        low = {QuestionKind.YEAR: 1868}.get(question.kind, question.minimum or 0)
        high = {QuestionKind.YEAR: 2026}.get(question.kind, min(question.maximum or 99, 120))
        return Answer(number=random.randint(low, high))
    many = random.randint(0, min(question.limit or 6, len(question.choices)))
    if question.kind is QuestionKind.SINGLE:
        many = 2 if random.random() < 0.03 else 1
    codes = tuple(sorted(random.sample(range(1, len(question.choices) + 1), many)))
    other = any(question.choices[code - 1].other for code in codes)
    return Answer(codes, text=random.choice(("", *WORDS)) if other else "")


def enters(made: list[Stroke], questionnaire: Questionnaire) -> list[int]:
    """Where in the strokes of a sheet an Enter ends a multiple choice."""
    kinds = {question.id: question.kind for question in questionnaire.questions}
    many = QuestionKind.MULTIPLE
    return [place for place, one in enumerate(made) if one.key == ENTER and kinds.get(one.question) is many]


def attack(questionnaire: Questionnaire, seed: int, trials: int) -> int:
    """Drop one Enter at random on as many sheets; how many went unnoticed."""
    random, missed, tried = Random(seed), 0, 0
    while tried < trials:
        made = strokes(questionnaire, invent(questionnaire, random))
        places = enters(made, questionnaire)
        if places:
            tried += 1
            dropped = random.choice(places)
            missed += not noticed(questionnaire, [one.key for one in made[:dropped] + made[dropped + 1 :]])[0]
    return missed


def test_nothing_is_said_of_a_sheet_keyed_right_and_it_reads_back() -> None:
    random = Random(1)
    for _ in range(TRIALS):
        sheet = invent(DEFAULT, random)
        made = [one.key for one in strokes(DEFAULT, sheet)]
        said, draft = noticed(DEFAULT, made)
        assert (said, dict(draft.sheet)) == ("", sheet), made


def test_a_dropped_enter_is_noticed_within_the_sheet_every_time() -> None:
    assert attack(DEFAULT, 2, TRIALS) == 0

"""Random questionnaires that can be used, for the properties that hold of every one."""

from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from shoukei_app.domain import questionnaire
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import QuestionKind, Questionnaire

_WORDS = st.text("承継診断の問いabc「」。 ", min_size=1, max_size=12)
_FLAGS = st.booleans()


@st.composite
def _question(draw: st.DrawFn, place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(QuestionKind))
    data: dict[str, Any] = {"id": f"q{place}", "kind": kind.value, "text": draw(_WORDS), "short": draw(_WORDS)}
    match kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            data["choices"] = draw(st.lists(_choice(alone=kind is QuestionKind.MULTIPLE), min_size=1, max_size=12))
            if kind is QuestionKind.MULTIPLE and draw(_FLAGS):
                data["limit"] = draw(st.integers(1, len(data["choices"])))
        case QuestionKind.NUMBER | QuestionKind.YEAR | QuestionKind.DATE:
            low = draw(st.integers(0, 3000))
            data |= draw(st.sampled_from([{}, {"minimum": low}, {"minimum": low, "maximum": low + 40}]))
            data["unit"] = draw(st.sampled_from(["人", ""])) if kind is QuestionKind.NUMBER else ""
            data["era"] = draw(st.sampled_from(["S", "H", ""]))
        case QuestionKind.TEXT:
            data["lines"] = draw(st.integers(1, 5))
    for name in ("note", "spoken", "group"):
        if draw(_FLAGS):
            data[name] = draw(_WORDS)
    if draw(_FLAGS):
        data["verify"] = draw(_FLAGS)
    return data


@st.composite
def _choice(draw: st.DrawFn, *, alone: bool) -> dict[str, Any]:
    recipient = draw(st.sampled_from([None, *questionnaire.Recipient]))
    data: dict[str, Any] = {"text": draw(_WORDS), "other": draw(_FLAGS), "exclusive": alone and draw(_FLAGS)}
    return data | ({"recipient": recipient.value} if recipient else {})


@st.composite
def _test(draw: st.DrawFn, questions: list[dict[str, Any]]) -> dict[str, Any]:
    asked = draw(st.sampled_from(questions))
    count = 2 if asked["kind"] == "yes_no" else len(asked.get("choices", ()))
    if count and draw(_FLAGS):
        return {"on": asked["id"], "any_of": sorted(draw(st.sets(st.integers(1, count), min_size=1)))}
    if "minimum" in asked and draw(_FLAGS):
        return {"on": asked["id"], "at_least": asked["minimum"] + draw(st.integers(0, 40))}
    return {"on": asked["id"], "answered": draw(_FLAGS)}


@st.composite
def _condition(draw: st.DrawFn, questions: list[dict[str, Any]]) -> dict[str, Any]:
    parts = draw(st.lists(_test(questions), min_size=1, max_size=3))
    return draw(st.sampled_from([parts[0], {"all": parts}, {"any": parts}, {"not": parts[0]}]))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire of up to eight questions in up to three sections, with bases, types and checks."""
    questions: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, 8))):
        question = draw(_question(place))
        if questions and draw(_FLAGS):
            question["base"] = draw(_condition(questions))
        questions.append(question)
    data: dict[str, Any] = {
        "id": "random",
        "version": draw(st.integers(1, 99)),
        "title": draw(_WORDS),
        "lead": draw(_WORDS),
        "types": [{"code": "A", "name": "", "advice": "", "when": draw(_condition(questions))}],
        "checks": [
            {
                "id": f"c{place}",
                "sentence": draw(_WORDS),
                "questions": [draw(st.sampled_from(questions))["id"]],
                "when": draw(_condition(questions)),
            }
            for place in range(draw(st.integers(0, 2)))
        ],
    }
    borders = sorted(draw(st.sets(st.integers(1, max(len(questions) - 1, 1)), max_size=2)))
    starts = [0, *(border for border in borders if border < len(questions))]
    data["sections"] = [
        {"title": f"第{start}", "questions": questions[start:end]}
        for start, end in zip(starts, [*starts[1:], len(questions)], strict=True)
    ]
    try:
        return questionnaire.from_data(data)
    except Problem:  # a base that never holds: drawn again
        reject()

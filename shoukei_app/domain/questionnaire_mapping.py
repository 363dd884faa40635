"""From one version of a questionnaire to the next: which question and choice became which, and what is lost."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any, TypeAlias

from shoukei_app.domain.answers import Answer, AnswerSheet
from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test
from shoukei_app.domain.questionnaire import Question, Questionnaire

Rewrite: TypeAlias = Callable[[Test], Test | None]

SIMILAR = 0.6
"""From this share of common characters on two texts are proposed as the same question or choice in other words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answers of a new question come from: the old question, and its codes as old → new."""

    question: str
    codes: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionMapping:
    """The source of each new question by its id; a question without one begins without answers."""

    sources: Mapping[str, Source] = field(default_factory=dict)

    def destinations(self, old: str) -> tuple[str, ...]:
        """The new questions that take the answers of an old one."""
        return tuple(new for new, source in self.sources.items() if source.question == old)


@dataclass(frozen=True, slots=True)
class Loss:
    """Answers that have no place in the new version: of a whole question, or (`code`) of one of its choices."""

    question: Question
    code: int | None
    answers: int


def compatible(old: Question, new: Question) -> bool:
    """Whether answers to `old` can be answers to `new`: ticks to ticks, words to words, figures to figures."""
    return old.kind is new.kind or (old.by_ticks and new.by_ticks)


def identity(questionnaire: Questionnaire) -> VersionMapping:
    """Every question from itself."""
    return VersionMapping(
        {
            question.id: Source(question.id, {choice.code: choice.code for choice in question.choices})
            for question in questionnaire.questions
        }
    )


def after(first: VersionMapping, second: VersionMapping) -> VersionMapping:
    """Two steps as one: what `first` brought goes on where `second` leads."""
    sources = {}
    for new, source in second.sources.items():
        start = first.sources.get(source.question)
        if start is not None:
            codes = {old: source.codes[between] for old, between in start.codes.items() if between in source.codes}
            sources[new] = Source(start.question, codes)
    return VersionMapping(sources)


def propose(old: Questionnaire, new: Questionnaire) -> VersionMapping:
    """What most likely became what: the same id with the same words first, the same words, then similar ones."""
    open_old = {question.id: question for question in old.questions}
    found: dict[str, Source] = {}
    for likeness in _LIKENESSES:
        for question in new.questions:
            likely = [one for one in open_old.values() if question.id not in found and compatible(one, question)]
            best = max(likely, key=partial(likeness, question), default=None)
            if best is not None and likeness(question, best) > 0:
                found[question.id] = source_of(best, question)
                del open_old[best.id]
    return VersionMapping({question.id: found[question.id] for question in new.questions if question.id in found})


def source_of(old: Question, new: Question) -> Source:
    """A question with its choices matched: the same words first, then similar ones, each used once."""
    codes: dict[int, int] = {}
    free = {choice.code: choice for choice in new.choices}
    for choice in old.choices:
        same = next((one.code for one in free.values() if one.text == choice.text), None)
        if same is not None:
            codes[choice.code] = same
            del free[same]
    for choice in old.choices:
        if choice.code not in codes and free:
            best = max(free.values(), key=lambda one: _likeness(one.text, choice.text))
            if _likeness(best.text, choice.text) >= SIMILAR:
                codes[choice.code] = best.code
                del free[best.code]
    return Source(old.id, dict(sorted(codes.items())))


def carry(mapping: VersionMapping, sheet: AnswerSheet) -> AnswerSheet:
    """The answers of a sheet as answers to the new version; what has no place there is left out."""
    carried = {
        new: _carried(source, sheet[source.question])
        for new, source in mapping.sources.items()
        if source.question in sheet
    }
    return {new: answer for new, answer in carried.items() if not answer.blank}


def carry_memos(mapping: VersionMapping, memos: Mapping[str, str]) -> dict[str, str]:
    """Words noted at questions, at the questions that these became."""
    return {new: memos[source.question] for new, source in mapping.sources.items() if source.question in memos}


def losses(mapping: VersionMapping, old: Questionnaire, sheets: Iterable[AnswerSheet]) -> tuple[Loss, ...]:
    """What of these sheets has no place in the new version, in the order of the old questions."""
    counts: Counter[tuple[str, int | None]] = Counter()
    kept = {
        question.id: {code for new in mapping.destinations(question.id) for code in mapping.sources[new].codes}
        for question in old.questions
        if mapping.destinations(question.id)
    }
    for sheet in sheets:
        for question, answer in sheet.items():
            if question not in kept:
                counts[question, None] += not answer.blank
            else:
                counts.update((question, code) for code in answer.codes if code not in kept[question])
    order = [(question, code) for question in old.questions for code in (None, *(c.code for c in question.choices))]
    return tuple(
        Loss(question, code, counts[question.id, code]) for question, code in order if counts[question.id, code]
    )


def carried_condition(condition: Condition, mapping: VersionMapping) -> Condition | None:
    """The same condition over the new version; None where it asks what the new version does not know.

    Subjects that are no questions of the old version (a fact of the register) are handed over as they are.
    """
    new_ids: dict[str, str] = {}
    for new, source in mapping.sources.items():
        new_ids.setdefault(source.question, new)

    def test(one: Test) -> Test | None:
        if "." in one.subject:
            return one
        new = new_ids.get(one.subject)
        return None if new is None else renumbered(replace(one, subject=new), mapping.sources[new].codes)

    return rewritten(condition, test)


def renumbered(test: Test, codes: Mapping[int, int]) -> Test | None:
    """A test with its codes as old → new; None where it could not mean the same any more.

    「1か3を選んだ」 without choice 3 is 「1を選んだ」; 「1も3も選んだ」 without choice 3 never holds.
    """
    if not isinstance(test.operand, tuple):
        return test
    ticked = [code for code in test.operand if isinstance(code, int)]
    kept = tuple(sorted(codes[code] for code in ticked if code in codes))
    lost = len(kept) < len(test.operand)
    return None if not kept or (lost and test.operator is Operator.ALL_OF) else replace(test, operand=kept)


def rewritten(condition: Condition, test: Rewrite) -> Condition | None:
    """A condition whose tests went through `test`; None as soon as one of them has no counterpart."""
    match condition:
        case Test():
            return test(condition)
        case Not(part):
            inner = rewritten(part, test)
            return None if inner is None else Not(inner)
        case All(parts) | Some(parts, _):
            made = [rewritten(part, test) for part in parts]
            whole = tuple(part for part in made if part is not None)
            return replace(condition, parts=whole) if len(whole) == len(parts) else None


def to_data(mapping: VersionMapping) -> dict[str, Any]:
    """The data form of a mapping; `from_data` reads it back."""
    return {
        new: {"from": source.question, "codes": [[before, after] for before, after in source.codes.items()]}
        for new, source in mapping.sources.items()
    }


def from_data(data: Mapping[str, Any]) -> VersionMapping:
    """Read a mapping from its data form."""
    return VersionMapping({new: Source(each["from"], dict(each["codes"])) for new, each in data.items()})


def _carried(source: Source, answer: Answer) -> Answer:
    if not answer.codes:
        return answer
    codes = tuple(sorted({source.codes[code] for code in answer.codes if code in source.codes}))
    return replace(answer, codes=codes, text=answer.text if codes else "")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _similar(one: Question, other: Question) -> float:
    return max(0.0, _likeness(one.text, other.text) - SIMILAR)


_LIKENESSES: tuple[Callable[[Question, Question], float], ...] = (
    lambda one, other: one.id == other.id and one.text == other.text,
    lambda one, other: (one.text, one.group) == (other.text, other.group),
    lambda one, other: one.id == other.id and _similar(one, other),
    lambda one, other: one.id == other.id and one.short == other.short,
    _similar,
)
"""How likely one question became the other (0: not at all), the surest sign first."""

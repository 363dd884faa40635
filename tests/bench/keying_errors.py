"""Simulation of keying: errors left in 1,200 sheets by single entry, double entry, and double with a third look.

`python -m tests.bench.keying_errors [repetitions]`. Every field is misread with a rate of 0.3–2 %: by each keyer for
himself, or, for a fifth of the errors, by both in the same way (a tick between two boxes, a digit that looks like
another). What is keyed twice, what differs, who erred and what counts comes from the program's own functions; nothing
but the fingers and eyes is invented. The judge misreads at the same rate and looks again where he read what neither
keyer did. Intervals are of 95 % (Wilson's) over all repetitions.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from shoukei_app.domain import verification
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers
from shoukei_app.domain.keying_figures import Rate
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.target import Channel
from shoukei_app.domain.verification import Accuracy, Verdict, VerificationPolicy
from shoukei_app.usecases import ledgers
from shoukei_app.usecases.sample import answers
from tests.bench import _firms

SHEETS = 1_200
REPETITIONS = 40
RATES = (0.003, 0.005, 0.01, 0.02)
COMMON_SHARE = 0.2
MARK = 0.5
"""Errors per 1,000 fields that may be left under the default policy."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet as it was filled in, with the questions that are fields of it: those answered or asked."""

    number: str
    sheet: AnswerSheet
    fields: tuple[str, ...]


@dataclass(slots=True)
class Left:
    """Wrong fields after the verification, among all fields and among those keyed twice by the questionnaire."""

    wrong: int = 0
    fields: int = 0
    wrong_verified: int = 0
    verified: int = 0

    def add(self, paper: Paper, counts: AnswerSheet, questionnaire: Questionnaire) -> None:
        """Compare what counts with the paper."""
        for key in paper.fields:
            wrong = not verification.same(paper.sheet.get(key, BLANK), counts.get(key, BLANK))
            verified = key in questionnaire.verified
            self.fields += 1
            self.wrong += wrong
            self.verified += verified
            self.wrong_verified += verified and wrong


@dataclass
class Run:
    """One simulation: the rates, and what each way of keying left."""

    rate: float
    common: float
    random: Random
    left: dict[str, Left] = field(default_factory=dict)
    keyed: int = 0
    twice: int = 0
    looks: int = 0


def main() -> None:
    """Print the errors left, by error rate and by way of keying."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else REPETITIONS
    questionnaire, policy = ledgers.default_questionnaire(), VerificationPolicy()
    papers = _papers(questionnaire)
    fields = sum(len(paper.fields) for paper in papers)
    verified = len(questionnaire.verified)
    print(f"{SHEETS:,} sheets, {fields:,} fields, {repetitions} repetitions; {policy}")
    print(f"keyed twice: {verified} of {len(questionnaire.questions)} questions; below: errors left in 1,000 fields")
    worst = 0.0
    for common in (0.0, COMMON_SHARE):
        print(f"\n{'independent errors only' if not common else f'{common:.0%} of the errors common to both keyers'}")
        for rate in RATES:
            run = _simulate(questionnaire, policy, papers, rate, common, repetitions)
            share, looks = run.twice / run.keyed, run.looks / repetitions
            print(f"  {rate:.1%} a field ({share:.0%} of the fields are keyed twice, {looks:.0f} third looks)")
            for name, left in run.left.items():
                every, marked = Rate(left.wrong, left.fields), Rate(left.wrong_verified, left.verified)
                print(f"    {name:<22} all fields {_told(every)}   verified questions {_told(marked)}")
            if not common:
                last = run.left[_PAPER_FIRST]
                worst = max(worst, 1000 * last.wrong / last.fields, 1000 * last.wrong_verified / last.verified)
    print(f"\nworst with independent errors, default policy: {worst / 10:.4f} % of fields (mark: {MARK / 10:.2f} %)")


_SINGLE, _MATCH, _PAPER_FIRST = "single", "double, made to match", "double, paper first"


def _simulate(
    questionnaire: Questionnaire,
    policy: VerificationPolicy,
    papers: Sequence[Paper],
    rate: float,
    common: float,
    repetitions: int,
) -> Run:
    run = Run(rate, common, Random(f"{rate} {common}"), {name: Left() for name in (_SINGLE, _MATCH, _PAPER_FIRST)})
    for _ in range(repetitions):
        accuracy = {1: Accuracy(), 2: Accuracy()}
        for paper in papers:
            _key_sheet(run, questionnaire, policy, paper, accuracy)
    return run


def _key_sheet(
    run: Run, questionnaire: Questionnaire, policy: VerificationPolicy, paper: Paper, accuracy: dict[int, Accuracy]
) -> None:
    shared = _misread(questionnaire, paper.sheet, paper.fields, run.rate * run.common, run.random)
    alone = run.rate * (1 - run.common)
    first = _misread(questionnaire, shared, paper.fields, alone, run.random)
    scope = verification.scope_of(policy, questionnaire, paper.number, Channel.MAIL, accuracy[1])
    asked = verification.questions_of(questionnaire, scope)
    keyed_twice = tuple(key for key in paper.fields if key in set(asked))
    seen = {key: shared[key] for key in keyed_twice if key in shared}
    second = _misread(questionnaire, seen, keyed_twice, alone, run.random)
    differing = verification.differences(questionnaire, first, second, asked)
    sides = {key: run.random.choice((first, second)).get(key, BLANK) for key in differing}
    judged, verdicts = _third_look(run, questionnaire, paper, first, second, differing)
    run.keyed += len(paper.fields)
    run.twice += len(keyed_twice)
    run.looks += len(differing)
    accuracy[1] = _measured(accuracy[1], len(keyed_twice), verdicts, Verdict.FIRST_ERRED)
    accuracy[2] = _measured(accuracy[2], len(keyed_twice), verdicts, Verdict.SECOND_ERRED)
    run.left[_SINGLE].add(paper, verification.settled(first, {}), questionnaire)
    run.left[_MATCH].add(paper, verification.settled(first, sides), questionnaire)
    run.left[_PAPER_FIRST].add(paper, verification.settled(first, judged), questionnaire)


def _third_look(
    run: Run,
    questionnaire: Questionnaire,
    paper: Paper,
    first: AnswerSheet,
    second: AnswerSheet,
    differing: Sequence[str],
) -> tuple[dict[str, Answer], list[Verdict]]:
    judged, verdicts = {}, []
    for key in differing:
        question = questionnaire.by_id[key]
        read = partial(_misread, questionnaire, paper.sheet, (key,), run.rate, run.random)
        one, other = first.get(key, BLANK), second.get(key, BLANK)
        judged[key] = read().get(key, BLANK)
        found = verification.verdict(question, judged[key], one, other)
        if found is Verdict.BOTH_ERRED:
            judged[key] = read().get(key, BLANK)
            found = verification.verdict(question, judged[key], one, other)
        verdicts.append(found)
    return judged, verdicts


def _measured(before: Accuracy, fields: int, verdicts: Sequence[Verdict], mine: Verdict) -> Accuracy:
    errors = sum(verdict in (mine, Verdict.BOTH_ERRED) for verdict in verdicts)
    return Accuracy(before.fields + fields, before.errors + errors)


def _misread(
    questionnaire: Questionnaire, sheet: AnswerSheet, keys: Sequence[str], rate: float, random: Random
) -> AnswerSheet:
    """What is read of these fields of a sheet; those misread become something else."""
    wrong = [key for key in keys if random.random() < rate]
    if not wrong:
        return sheet
    read = dict(sheet)
    for key in wrong:
        question, written = questionnaire.by_id[key], sheet.get(key, BLANK)
        slip = written
        while verification.same(slip, written):
            slip = _slip(question, written, random)
        read[key] = slip
    return {key: answer for key, answer in read.items() if not answer.blank}


def _slip(question: Question, written: Answer, random: Random) -> Answer:
    if not written.blank and random.random() < 0.1:
        return BLANK
    if question.choices:
        return Answer(_other_ticks(question, written.codes, random))
    if question.kind is QuestionKind.TEXT:
        place = random.randrange(len(written.text)) if written.text else 0
        return Answer(text=f"{written.text[:place]}{random.choice(('', '？'))}{written.text[place + 1 :]}")
    digits = str(written.number) if written.number is not None else str(random.randrange(1, 10))
    place = random.randrange(len(digits))
    if len(digits) > 1 and random.random() < 0.3:
        order = list(digits)
        other = (place + 1) % len(order)
        order[place], order[other] = order[other], order[place]
        return Answer(number=int("".join(order)))
    return Answer(number=int(f"{digits[:place]}{random.randrange(10)}{digits[place + 1 :]}"))


def _other_ticks(question: Question, codes: tuple[int, ...], random: Random) -> tuple[int, ...]:
    """A tick taken for its neighbour, passed over, or seen where there is none."""
    most = len(question.choices)
    kind = random.random()
    if not codes or (kind < 0.15 and len(codes) < most):
        return tuple(sorted({*codes, random.randint(1, most)}))
    moved = random.choice(codes)
    rest = tuple(code for code in codes if code != moved)
    if len(codes) > 1 and kind < 0.5:
        return rest
    neighbour = moved + random.choice((-1, 1))
    return tuple(sorted({*rest, neighbour if 1 <= neighbour <= most else 2 * moved - neighbour}))


def _papers(questionnaire: Questionnaire) -> list[Paper]:
    random = Random(1)
    made = _firms.invent(SHEETS)
    return [
        _paper(questionnaire, f"{number:07}", answers.invent(questionnaire, firm, random))
        for number, firm in enumerate(made, start=1)
    ]


def _paper(questionnaire: Questionnaire, number: str, sheet: Mapping[str, Answer]) -> Paper:
    asked = EffectiveAnswers(questionnaire, sheet).asked
    fields = (
        question.id
        for question in questionnaire.questions
        if question.id in sheet or (question.id in asked and question.kind is not QuestionKind.TEXT)
    )
    return Paper(number, sheet, tuple(fields))


def _told(rate: Rate) -> str:
    low, high = rate.interval or (0.0, 0.0)
    return f"{rate.per_thousand or 0.0:7.3f} ({low:.3f}–{high:.3f})"


if __name__ == "__main__":
    main()

"""Keystrokes of 200 sheets of the default questionnaire: `python -m tests.bench.keystrokes`.

Strokes that carry an answer (digits, letters; one for a blank), the ends that answers of open length need (Enter; F5
for その他 without words), and all others: what sets codes apart, going back, saving. The form number is counted apart:
a hand scanner types it. The last question's end is the Ctrl+Enter that saves. Words are counted as the characters they
are, not as the strokes the input method takes; so they are also left out of the second row.
"""

import sys
from collections import Counter
from random import Random

from shoukei_app.usecases import ledgers
from shoukei_app.usecases.sample import answers
from tests.bench import _firms
from tests.gui.blind_keyer import Stroke, noticed, strokes

SHEETS = 200
NUMBER = 8
"""Seven digits and Enter."""


def main() -> None:
    """Print the table."""
    questionnaire = ledgers.default_questionnaire()
    random, made, fields = Random(5), list[list[Stroke]](), list[int]()
    for firm in _firms.invent(SHEETS):
        sheet = answers.invent(questionnaire, firm, random)
        made.append(strokes(questionnaire, sheet))
        said, draft = noticed(questionnaire, [one.key for one in made[-1]])
        assert (said, dict(draft.sheet)) == ("", sheet)
        fields.append(len(draft.passed))
    _row(f"{SHEETS} sheets, {sum(fields) / SHEETS:.1f} questions each", made)
    texts = {question.id for question in questionnaire.questions if question.kind.value == "text"}
    _row(
        "the same without what is written in words",
        [[one for one in keys if one.question not in texts] for keys in made],
    )
    others = Counter(one.key for keys in made for one in keys if one.role == "other")
    sys.stdout.write(f"the others by key: {dict(others.most_common())}\n")
    sys.stdout.write(f"besides, for each sheet: {NUMBER} for the form number, 0 with the scanner\n")


def _row(words: str, made: list[list[Stroke]]) -> None:
    count = Counter(one.role for keys in made for one in keys)
    carrying, ends, others = count["answer"], count["end"], count["other"]
    total, sheets = carrying + ends + others, len(made)
    worst = max(len(keys) for keys in made)
    sys.stdout.write(
        f"{words}\n"
        f"  a sheet: {total / sheets:.1f} strokes = {carrying / sheets:.1f} answers + {ends / sheets:.1f} ends + "
        f"{others / sheets:.1f} others; at most {worst}\n"
        f"  above answers with their ends: {others / (carrying + ends):+.1%}\n"
        f"  above the bare answers: {(ends + others) / carrying:+.1%}\n"
    )


if __name__ == "__main__":
    main()

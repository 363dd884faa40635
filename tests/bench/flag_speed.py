"""The rules over 100,000 answered targets by the clock: dry run, first run, re-run, a changed rule.

`python -m tests.bench.flag_speed`. Firms and answers are invented by the published weights; every figure is a single
run with the journal written, as an office waits for it; the collector is set as the command line sets it (the window
keeps it from its worker altogether). Each must stay below 2 seconds.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from shoukei_app.__main__ import COLLECTOR
from shoukei_app.domain import answers, facts, form_number
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.flags import Priority, Rule
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.store import schema
from shoukei_app.store.journal import Writing
from shoukei_app.usecases import flags, ledgers
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.sample import answers as sample_answers
from tests.bench import _firms

T = TypeVar("T")
TARGETS = 100_000
SHEETS = 5_000
ACT = Act("計測", datetime(2026, 9, 1, 12))
TODAY = date(2026, 9, 1)
LATER = date(2026, 9, 20)


def main() -> None:
    """Print the table."""
    gc.set_threshold(*COLLECTOR)
    with tempfile.TemporaryDirectory() as name:
        ledger = _ledger(Path(name) / "大.shoukei")
        campaign = ledgers.current_campaign(ledger)
        _row("dry run, nothing flagged yet", lambda: flags.try_rules(ledger, campaign.id))
        _row("first run", lambda: flags.run_rules(ledger, ACT, campaign.id, today=TODAY))
        _row("dry run beside the flags that stand", lambda: flags.try_rules(ledger, campaign.id))
        _row("run again, nothing changed", lambda: flags.run_rules(ledger, ACT, campaign.id, today=LATER))
        rules = flags.rules_in_force(ledger, campaign.id)
        older = Rule("older", "65歳以上", Priority.B, Test("age", Operator.AT_LEAST, 65))
        changed = replace(rules, rules=(*rules.rules[:-1], older))
        _row("dry run of changed rules", lambda: flags.try_rules(ledger, campaign.id, changed))
        run = partial(flags.run_rules, ledger, ACT, campaign.id, today=LATER, rules=changed)
        result = _row("run of changed rules", run).value
        sys.stdout.write(
            f"flagged {len(result.firms):,} of {result.targets:,}; {len(result.moves):,} differ from the run before\n"
        )
        ledger.close()


def _row(title: str, what: Callable[[], T]) -> T:
    began, worked = time.perf_counter(), time.process_time()
    made = what()
    wall, processor = time.perf_counter() - began, time.process_time() - worked
    sys.stdout.write(f"{title:<45}{wall:7.2f} s   processor {processor:5.2f} s\n")
    sys.stdout.flush()
    return made


def _ledger(path: Path) -> Ledger:
    ledger = ledgers.create(path, ACT, name="計測", fiscal_year=2026)
    campaign = ledgers.current_campaign(ledger)
    with ledger.write(ACT, OperationKind.IMPORT_LIST) as operation:
        _fill(operation.writing, campaign.id, campaign.questionnaire)
    return ledger


def _fill(writing: Writing, campaign_id: int, questionnaire: Questionnaire) -> None:
    random = Random(1)
    invented = _firms.invent(SHEETS)
    sheets = [sample_answers.invent(questionnaire, firm, random) for firm in invented]
    drawn = [random.randrange(len(invented)) for _ in range(TARGETS)]
    firms = writing.add_all(
        schema.firm,
        [
            {
                "name": invented[place].name,
                "municipality": invented[place].municipality,
                "municipality_code": invented[place].municipality_code,
                "industry": invented[place].industry,
                "staff": invented[place].staff,
                "legal_form": "corporation" if invented[place].corporation else "sole",
                "status": "active",
            }
            for place in drawn
        ],
    )
    numbers = [form_number.form_number(serial) for serial in range(1, TARGETS + 1)]
    columns = ("campaign_id", "firm_id", "number")
    targets = writing.add_values(
        schema.target, columns, [(campaign_id, key, number) for key, number in zip(firms, numbers, strict=True)]
    )
    told = [
        (
            answers.to_data(sheet),
            facts.answered(questionnaire, sheet),
            answers.diagnose(questionnaire, sheet).code,
        )
        for sheet in sheets
    ]
    writing.add_values(
        schema.reply,
        ("target_id", "answers", "facts", "diagnosis", "remarks", "memos", "valid"),
        [(key, *told[place], [], {}, True) for key, place in zip(targets, drawn, strict=True)],
    )


if __name__ == "__main__":
    main()

"""Lays 300 visits on 60 days by the clock: the schedule alone, and with everything read from and kept in a ledger.

`python -m tests.bench.schedule_speed`. Invented firms in twelve towns, twelve 商工会 of three persons, the Centre.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.usecases import cases, firms, ledgers, organisations, targets, visit_planning
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

FIRMS, TOWNS, DAYS, RUNS = 300, 12, 60, 7
FIRST = date(2026, 11, 24)
ACT = Act("計測", datetime(2026, 11, 20, 9))


def main() -> None:
    """Print the lines."""
    with tempfile.TemporaryDirectory() as name:
        ledger = _ledger(Path(name) / "大.shoukei")
        asked = visit_planning.asked(ledger, 1)
        last = FIRST + timedelta(days=DAYS - 1)
        _row(f"who asks for a visit ({len(asked)} of {FIRMS})", lambda: visit_planning.asked(ledger, 1))
        made = visit_planning.allot(ledger, asked, FIRST, last)
        _row(f"{len(asked)} visits on {DAYS} days", lambda: visit_planning.allot(ledger, asked, FIRST, last))
        began = time.perf_counter()
        visit_planning.plan(ledger, ACT, made.plans)
        print(f"{'kept, every rule checked':<44} {time.perf_counter() - began:8.3f} s")
        print(f"planned {len(made.plans)}, no place for {len(made.left)}, teams' days {_rounds(made.plans)}")
        ledger.close()


def _rounds(plans: tuple[VisitPlan, ...]) -> int:
    return len({(one.planned_on, one.team) for one in plans})


def _row(what: str, do: Callable[[], object]) -> None:
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - began)
    print(f"{what:<44} {statistics.median(seconds):8.3f} s")


def _ledger(path: Path) -> Ledger:
    chance = random.Random(7)
    ledger = ledgers.create(path, ACT, name="計測", fiscal_year=2026)
    for place in range(FIRMS):
        town = place % TOWNS
        code = f"38{town:02}{chance.randrange(1000):03}"
        address = Address(code, "長野県", "", "架空市", f"202{town + 1:02}", "見本町", f"{place}番地")
        firms.add(ledger, ACT, FirmFacts(f"見本商店{place}", address=address))
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    for town in range(TOWNS):
        people = tuple(NewPerson(f"担当 {town}-{number}", experienced=number == 0) for number in range(3))
        area = (f"202{town + 1:02}",)
        new = NewOrganisation(OrganisationKind.SHOKOKAI, f"商工会{town}", areas=area, persons=people)
        organisations.add(ledger, ACT, new)
    centre = (NewPerson("内山", experienced=True), NewPerson("江川", experienced=True))
    organisations.add(ledger, ACT, NewOrganisation(OrganisationKind.CENTRE, "センター", persons=centre))
    keys = targets.find(ledger, 1, Query())
    kinds = [
        SupportPolicy.VISIT_SHOKOKAI,
        SupportPolicy.VISIT_SHOKOKAI,
        SupportPolicy.CALL,
        SupportPolicy.VISIT_WITH_CENTRE,
    ]
    for number, policy in enumerate(kinds):
        mine = keys[number :: len(kinds)]
        cases.decide(ledger, ACT, mine, Decision(policy, deadline=date(2027, 1, 29)))
    return ledger


if __name__ == "__main__":
    main()

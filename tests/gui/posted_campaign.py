"""A small campaign whose first run was posted, for tests of the pages 発送 and 回収・入力."""

from datetime import date

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import RunKind
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, runs, targets

FIRMS = 6
CAMPAIGN = 1


def select_targets(ledger: Ledger, act: Act) -> None:
    """Six invented firms, all of them targets."""
    for number in range(1, FIRMS + 1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        facts = FirmFacts(f"見本商店{number}", representative="見本 太郎", address=address, staff=number)
        firms.add(ledger, act, facts)
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))


def post_first_run(ledger: Ledger, act: Act) -> None:
    """The same with a first run, handed to the post."""
    select_targets(ledger, act)
    runs.create_run(ledger, act, CAMPAIGN, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    runs.mark_posted(ledger, act, CAMPAIGN, 1, date(2026, 7, 2))

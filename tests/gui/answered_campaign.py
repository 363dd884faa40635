"""The posted campaign with four answers in it and people who could go, for tests of the pages after 回収・入力."""

from datetime import date

from posted_campaign import CAMPAIGN, post_first_run

from shoukei_app.domain.answers import Answer, AnswerSheet
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, flags, organisations, receipts, targets
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

SHEETS: tuple[AnswerSheet, ...] = (
    {"age": Answer(number=66), "visit": Answer((1,)), "consent": Answer((1, 4))},
    {"age": Answer(number=72), "intention": Answer((1,)), "successor": Answer((3,)), "consent": Answer((1,))},
    {"age": Answer(number=41), "support": Answer((2,))},
    {"age": Answer(number=45), "intention": Answer((5,))},
)
"""S by the wish to be visited, S by age without a successor, C by the wish for help, and one that no rule flags."""

FLAGGED = 3


def answer(ledger: Ledger, act: Act) -> list[int]:
    """Post, answer, and add a 商工会 with two persons and the Centre with one; the targets' ids in their order."""
    post_first_run(ledger, act)
    organisations.add(
        ledger,
        act,
        NewOrganisation(
            OrganisationKind.SHOKOKAI,
            "見本商工会",
            areas=("20201",),
            persons=(NewPerson("小口 直人", "経営指導員", experienced=True), NewPerson("上條 葵", "経営支援員")),
        ),
    )
    organisations.add(
        ledger,
        act,
        NewOrganisation(OrganisationKind.CENTRE, "見本センター", areas=("20201",), persons=(NewPerson("内山"),)),
    )
    ids = targets.find(ledger, CAMPAIGN, Query(sort="number"))
    for line, sheet in zip(targets.lines(ledger, ids), SHEETS, strict=False):
        receipts.receive(ledger, act, CAMPAIGN, line.number, Arrival(date(2026, 7, 10), channel=Channel.MAIL))
        entry.record(ledger, act, line.number, entry.Keyed(sheet), final=True)
    return ids


def flag(ledger: Ledger, act: Act) -> list[int]:
    """The same, with the rules run."""
    ids = answer(ledger, act)
    flags.run_rules(ledger, act, CAMPAIGN, today=date(2026, 7, 20))
    return ids

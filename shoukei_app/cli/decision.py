"""The options by which something is decided of a firm, in a meeting or outside of one."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from shoukei_app.cli import console, named
from shoukei_app.domain.cases import CaseOutcome, Decision, SupportPolicy
from shoukei_app.usecases.ledgers import Ledger

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--policy", type=click.Choice([one.value for one in SupportPolicy]), help="支援方針"),
    click.option("--lead", default="", help="主担当の機関の名前"),
    click.option("--person", default="", help="主担当の人の名前"),
    click.option("--companion", "companions", multiple=True, help="同行する機関の名前（何度でも）"),
    click.option("--deadline", type=console.DAY, help="期限"),
    click.option("--next-look", type=console.DAY, help="次に見る日"),
    click.option("--note", default="", help="申し合わせ"),
)


def DECISION(function: F) -> F:  # noqa: N802 - a decorator, as LEDGER and DAY are
    """Declare the options of a decision."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def decided(ledger: Ledger, said: Mapping[str, Any]) -> Decision:
    """The decision that the options give. Raises Problem(NOT_FOUND) for a name that nobody has."""
    return Decision(
        policy=SupportPolicy(said["policy"]) if said["policy"] else None,
        lead_organisation_id=named.organisation_id(ledger, said["lead"]),
        lead_person_id=named.person_id(ledger, said["person"]),
        companions=tuple(named.organisation(ledger, name).id for name in said["companions"]),
        deadline=said["deadline"].date() if said["deadline"] else None,
        next_look=said["next_look"].date() if said["next_look"] else None,
        note=said["note"],
        outcome=CaseOutcome(said["outcome"]) if said.get("outcome") else None,
    )

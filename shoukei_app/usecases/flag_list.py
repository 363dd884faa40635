"""The list of flagged firms as a page shows it: by which values it can be filtered, and how many firms have each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.store import campaigns, cases, consents, targets
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.ledger import Ledger

STATUSES = (TargetStatus.FLAGGED, TargetStatus.VISIT_PLANNED, TargetStatus.VISITED, TargetStatus.REFERRED)
"""How far a flagged firm can have come."""

NOBODY = "none"
"""The value of those that nobody leads, or that consent to nothing."""

BY_HAND = "by_hand"
"""The value of those that a person decided of, among the rules."""


@dataclass(frozen=True, slots=True)
class FlagList:
    """The flagged firms: for each filter its values by target, and the names of those who lead."""

    values: Mapping[str, Mapping[int, tuple[str, ...]]]
    leads: Mapping[int, str]

    def counts(self, key: str) -> dict[str, int]:
        """How many firms have each value."""
        return dict(Counter(value for values in self.values[key].values() for value in values))

    def keeps(self, target_id: int, filters: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether a firm has one of the chosen values of every filter."""
        return all(
            not wanted or any(value in wanted for value in self.values[key].get(target_id, ()))
            for key, wanted in filters.items()
        )


def read(ledger: Ledger, campaign_id: int) -> FlagList:
    """The flagged firms of a campaign."""
    with ledger.read() as view:
        standing = flagged_store.every(view, campaign_id)
        consenting = consents.every(view, campaign_id)
        leading = {case.target_id: case.decision for case in cases.every(view, campaign_id)}
        names = {one.id: one.name for one in campaigns.organisations(view)}
        people = {one.id: one.name for one in campaigns.persons(view)}
        about = targets.places(view, campaign_id, list(standing))
        found = {one: set(targets.find(view, campaign_id, Query(filters={"status": (one.value,)}))) for one in STATUSES}
    leads = {}
    for key in standing.keys() & leading.keys():
        decision = leading[key]
        said = [names.get(decision.lead_organisation_id or 0, ""), people.get(decision.lead_person_id or 0, "")]
        leads[key] = " ".join(filter(None, said))
    lead_ids = {key: (str(one.lead_organisation_id),) for key, one in leading.items() if one.lead_organisation_id}
    values: dict[str, dict[int, tuple[str, ...]]] = {
        "priority": {key: (one.priority.value,) for key, one in standing.items()},
        "rule": {key: _rules(one) for key, one in standing.items()},
        "municipality_code": {key: (about[key][0],) for key in standing},
        "diagnosis": {key: (about[key][1],) for key in standing},
        "consent": {
            key: tuple(recipient.value for recipient in consenting.get(key, ())) or (NOBODY,) for key in standing
        },
        "lead": {key: lead_ids.get(key, (NOBODY,)) for key in standing},
        "status": {key: (one.value,) for one, keys in found.items() for key in keys if key in standing},
    }
    return FlagList(values, leads)


def _rules(standing: flagged_store.Standing) -> tuple[str, ...]:
    by_hand = (BY_HAND,) if standing.by_hand else ()
    return (*by_hand, *(rule["id"] for rule in standing.rules))

"""What a figure stands for: the firms behind it as a page and a query, where there is a filter for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from shoukei_app.domain.query import Query
from shoukei_app.domain.statistics import Funnel
from shoukei_app.domain.target import Channel, TargetStatus
from shoukei_app.usecases.statistics import Group, GroupBy

_MAILED = tuple(status.value for status in TargetStatus if status is not TargetStatus.LISTED)
_REPLIED = tuple(
    status for status in _MAILED if status not in (TargetStatus.MAILED.value, TargetStatus.UNDELIVERED.value)
)
_VALID = tuple(status for status in _REPLIED if status not in (TargetStatus.RECEIVED.value, TargetStatus.INVALID.value))
_VISITED = (TargetStatus.VISITED.value, TargetStatus.REFERRED.value)


@dataclass(frozen=True, slots=True)
class Opens:
    """The page a figure opens and the statuses it shows there; None shows all that the page has."""

    page: str
    statuses: tuple[str, ...] | None


FIGURES: Mapping[str, Opens] = {
    "mailed": Opens("returns", _MAILED),
    "undelivered": Opens("returns", (TargetStatus.UNDELIVERED.value,)),
    "replies": Opens("returns", _REPLIED),
    "valid": Opens("returns", _VALID),
    "flagged": Opens("flags", None),
    "visited": Opens("flags", _VISITED),
    "referred": Opens("flags", (TargetStatus.REFERRED.value,)),
}
"""The figures of the funnel that can be opened, by the name they have in `domain.statistics.Funnel`."""

_GROUP_FILTERS = {
    GroupBy.MUNICIPALITY: "municipality_code",
    GroupBy.INDUSTRY: "industry",
    GroupBy.CHANNEL: "channel",
    GroupBy.DIAGNOSIS: "diagnosis",
}
_UNKNOWN = "~"


def query_of(figure: str, by: GroupBy | None = None, group: Group | None = None) -> tuple[str, Query] | None:
    """Page and query for a figure, of one group or of all; None where no filter says the same."""
    opens = FIGURES.get(figure)
    if opens is None:
        return None
    filters: dict[str, tuple[str, ...]] = {} if opens.statuses is None else {"status": opens.statuses}
    if group is not None:
        key = _GROUP_FILTERS.get(by) if by else None
        if key is None or group.key == _UNKNOWN:
            return None
        filters[key] = (_value(by, group.key),)
    return opens.page, Query(filters=filters)


def formulas(funnel: Funnel) -> tuple[str, str]:
    """The valid response rate (without the rate itself) and the plain one, with their figures in place."""
    base = f"発送 {funnel.mailed:,} － 返戻 {funnel.undelivered:,} － 対象外 {funnel.out_of_scope:,}"
    valid = f"＝ 有効回答 {funnel.valid:,} ÷（{base}）"
    plain = (
        f"回収率 {percent(funnel.response_rate)} ＝ 回収 {funnel.replies:,} ÷"
        f"（発送 {funnel.mailed:,} － 返戻 {funnel.undelivered:,}）"
    )
    return valid, plain


def percent(rate: float | None) -> str:
    """24.8%, or a dash where there is no base."""
    return "―" if rate is None else f"{rate:.1%}"


def _value(by: GroupBy | None, key: str) -> str:
    # Groups by channel are keyed by their place in the order of the channels.
    return list(Channel)[int(key)].value if by is GroupBy.CHANNEL else key

"""Why a flag differs from the one that stands: the rules of the last run, asked again today, tell the causes apart."""

from functools import lru_cache

from shoukei_app.domain.flags import Cause, Priority


@lru_cache(maxsize=256)
def causes(
    before: Priority | None,
    after: Priority | None,
    *,
    by_last_rules: Priority | None,
    ran_before: bool,
    is_new: bool,
    by_hand: bool,
) -> frozenset[Cause]:
    """The causes of one difference; there is always at least one.

    `by_last_rules` is what the rules of the last run say of what is known today (None: no flag), `ran_before` whether
    there was one, `is_new` whether the answers came after it, `by_hand` whether a person decided.
    """
    if by_hand:
        return frozenset({Cause.PERSON})
    if not ran_before:
        return frozenset({Cause.NEW_REPLY})
    found = set()
    if is_new:
        found.add(Cause.NEW_REPLY)
    elif by_last_rules is not before:
        found.add(Cause.FACTS)
    if by_last_rules is not after:
        found.add(Cause.RULES)
    return frozenset(found)

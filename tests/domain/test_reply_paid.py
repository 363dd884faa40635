"""Reply-paid post: what is wrong with an approval, and what the replies cost."""

from datetime import date

from shoukei_app.domain import reply_paid
from shoukei_app.domain.reply_paid import ReplyForecast, ReplyPaid, ReplyPaidWarning

TODAY = date(2026, 7, 1)
DEADLINE = date(2026, 8, 21)


def _wrong(approval: ReplyPaid, pieces: int = 3500) -> list[ReplyPaidWarning]:
    return list(reply_paid.warnings(approval, DEADLINE, pieces, TODAY))


def test_an_approval_is_checked() -> None:
    good = ReplyPaid("123", "見本局", date(2026, 5, 1), date(2028, 5, 1))
    assert _wrong(good) == []
    assert _wrong(good, 99) == [ReplyPaidWarning.TOO_FEW_PIECES]
    assert _wrong(ReplyPaid()) == [ReplyPaidWarning.NO_APPROVAL, ReplyPaidWarning.NO_EXPIRY]
    assert _wrong(ReplyPaid("1", expires_on=date(2026, 8, 20))) == [ReplyPaidWarning.EXPIRES_BEFORE_DEADLINE]
    assert _wrong(ReplyPaid("1", expires_on=date(2026, 6, 30))) == [ReplyPaidWarning.EXPIRED]
    long = ReplyPaid("1", "", date(2024, 2, 29), date(2026, 12, 1))
    assert _wrong(long) == [ReplyPaidWarning.LONGER_THAN_ALLOWED]
    assert reply_paid.from_data(reply_paid.to_data(good)) == good


def test_replies_cost_postage_and_fee_and_are_never_fewer_than_came() -> None:
    approval = ReplyPaid(fee=15, expected_percent=25)
    made = reply_paid.forecast(approval, 110, delivered=3221, so_far=12)
    assert made == ReplyForecast(125, 806, 12)
    assert (made.cost, made.cost_so_far) == (100_750, 1_500)
    assert reply_paid.forecast(approval, 110, delivered=4, so_far=3).expected == 3

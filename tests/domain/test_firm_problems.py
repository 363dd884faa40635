"""What keeps a firm from being written to, and which characters the bundled faces draw."""

from dataclasses import replace

from shoukei_app import assets
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.firm_problems import FirmProblem, problems
from shoukei_app.domain.typeface import drawable

SOUND = FirmFacts(
    "れい商店",
    representative="例 一郎",
    address=Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100"),
)
DRAWABLE = drawable(assets.data)


def test_a_sound_firm_has_no_problem() -> None:
    assert problems(SOUND, DRAWABLE) == {}


def test_what_is_missing_and_what_stands_there() -> None:
    bad = FirmFacts("外字\ue000と\U0003106c", corporate_number="1", address=Address(rest="どこか"), office="見?本")
    assert problems(bad, DRAWABLE) == {
        FirmProblem.NO_MUNICIPALITY: "どこか",
        FirmProblem.NO_POSTAL_CODE: "",
        FirmProblem.LOST_CHARACTER: "見?本",
        FirmProblem.PRIVATE_USE_CHARACTER: "\ue000",
        FirmProblem.UNPRINTABLE_CHARACTER: "\U0003106c",
        FirmProblem.CORPORATE_NUMBER_WRONG: "1",
        FirmProblem.NO_REPRESENTATIVE: "",
    }
    assert FirmProblem.NO_ADDRESS in problems(FirmFacts("れい"), DRAWABLE)


def test_a_sequence_is_a_problem_only_where_no_font_draws_it() -> None:
    known = replace(SOUND, name="𠮷屋\u200b", representative="辻\U000e0100 葛\U000e0101")
    assert problems(known, DRAWABLE) == {}
    unknown = replace(SOUND, representative="髙\U000e0107")
    assert problems(unknown, DRAWABLE) == {FirmProblem.UNPRINTABLE_CHARACTER: "髙\U000e0107"}

"""How addressees are written: 様 for a person, 御中 for the rest, each name once and as it stands."""

import pytest

from shoukei_app.domain.addressing import address_lines, shown_postal_code
from shoukei_app.domain.firm import Address
from shoukei_app.domain.mailing import Addressee

WHERE = Address("3800921", "長野県", "", "長野市", "20201", "大字架空", "1番地2 架空ビル3階")


@pytest.mark.parametrize(
    ("addressee", "names"),
    [
        (("株式会社 架空", "", "", ""), ["株式会社 架空　御中"]),
        (("株式会社 架空", "北支店", "", ""), ["株式会社 架空", "北支店　御中"]),
        (("株式会社 架空", "", "代表取締役", "仮名 太郎"), ["株式会社 架空", "代表取締役　仮名 太郎　様"]),
        (("架空屋", "", "", "仮名 太郎"), ["架空屋", "仮名 太郎　様"]),
        (("㈱架空", "本店", "社長", "髙﨑"), ["㈱架空", "本店", "社長　髙﨑　様"]),
        (("仮名 太郎", "", "代表", "仮名太郎"), ["仮名 太郎　様"]),
        (("仮名 太郎", "架空屋", "", "仮名　太郎"), ["架空屋", "仮名 太郎　様"]),
        (("架空屋", "架空屋", "", ""), ["架空屋　御中"]),
        (("株式会社 架空", "", "代表取締役", ""), ["株式会社 架空　御中"]),
    ],
)
def test_names(addressee: tuple[str, str, str, str], names: list[str]) -> None:
    assert [line.whole for line in address_lines(Addressee(*addressee, WHERE)).names] == names


def test_address_is_parted_where_it_reads_best() -> None:
    lines = address_lines(Addressee("架空", "", "", "", WHERE))
    assert lines.postal_code == "〒380-0921"
    assert lines.address == ("長野県長野市", "大字架空1番地2", "架空ビル3階")
    assert "".join(lines.address) == WHERE.text.replace(" ", "")


def test_a_missing_postcode_is_left_out() -> None:
    assert shown_postal_code("") == ""

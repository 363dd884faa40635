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
        # A person alone: with 様 where first and last name stand apart, else it might be a firm's.
        (("仮名 太郎", "", "", ""), ["仮名 太郎　様"]),
        (("仮名　太郎", "架空屋", "", ""), ["仮名　太郎", "架空屋　御中"]),
        (("架空電設", "", "", ""), ["架空電設　御中"]),
        (("架空 食堂", "", "", ""), ["架空 食堂　御中"]),
        # One person, written in two ways: as the person writes it.
        (("高橋太郎", "", "", "髙橋 太郎"), ["髙橋 太郎　様"]),
        (("仮名太郎", "", "代表者", "代表者 仮名太郎"), ["仮名太郎　様"]),
        # 先生 is the list's to say.
        (("架空医院", "", "院長", "仮名 花子"), ["架空医院", "院長　仮名 花子　様"]),
        (("架空医院", "", "院長", "仮名 花子 先生"), ["架空医院", "院長　仮名 花子　先生"]),
        (("架空税理士事務所", "", "", "仮名 一"), ["架空税理士事務所", "仮名 一　様"]),
        # What the list has is not doubled.
        (("株式会社 架空 御中", "", "", ""), ["株式会社 架空　御中"]),
        (("株式会社 架空", "", "社長", "仮名 太郎様"), ["株式会社 架空", "社長　仮名 太郎　様"]),
        (("株式会社 架空", "", "社長", "仮名 太郎 殿"), ["株式会社 架空", "社長　仮名 太郎　様"]),
        (("株式会社 架空", "", "社長", "社長 仮名 太郎"), ["株式会社 架空", "社長　仮名 太郎　様"]),
        (("株式会社 架空", "", "", "代表取締役 仮名 太郎"), ["株式会社 架空", "代表取締役　仮名 太郎　様"]),
        (("旅館 架空御殿", "", "", ""), ["旅館 架空御殿　御中"]),
        # 連名
        (
            ("株式会社 架空", "", "代表取締役", "仮名 太郎、仮名 花子"),
            ["株式会社 架空", "代表取締役　仮名 太郎　様", "　　　　　　仮名 花子　様"],
        ),
        (
            ("合同会社 架空", "", "", "代表社員 仮名 太郎／業務執行社員 仮名 花子"),
            ["合同会社 架空", "代表社員　仮名 太郎　様", "業務執行社員　仮名 花子　様"],
        ),
        (("架空屋", "", "", "仮名太郎・仮名花子"), ["架空屋", "仮名太郎　様", "仮名花子　様"]),
        (("架空屋", "", "", "ジョン・スミス"), ["架空屋", "ジョン・スミス　様"]),
        (("架空屋", "", "", "仮名・スミス・花子"), ["架空屋", "仮名・スミス・花子　様"]),
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


def test_a_title_is_told_apart_where_a_line_may_have_to_break() -> None:
    *_, line = address_lines(Addressee("架空", "", "代表取締役会長兼社長", "仮名　太郎", WHERE)).names
    assert (line.title, line.text, line.honorific) == ("代表取締役会長兼社長", "代表取締役会長兼社長　仮名　太郎", "様")

"""Kinds of addresses that no list at hand has: streets of 京都, 条 and 地割, namesakes, old names, buildings."""

import pytest

from shoukei_app import assets
from shoukei_app.domain.address import AddressFinding, split_address
from shoukei_app.domain.postal_master import PostalMaster

Expected = tuple[str, str, str, str]  # municipality, town, rest, postcode


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


def check(master: PostalMaster, text: str, expected: Expected) -> None:
    parsed = split_address(text, master)
    current = parsed.current
    assert (current.municipality, current.town, current.rest, current.postal_code) == expected
    written = parsed.written.text
    assert "".join((parsed.lead + written + parsed.tail).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("京都市中京区烏丸通御池下る虎屋町99", ("京都市中京区", "烏丸通御池下る虎屋町", "99", "6048171")),
        ("京都市下京区烏丸通七条下ル東塩小路町99", ("京都市下京区", "烏丸通七条下ル東塩小路町", "99", "6008216")),
        ("京都市上京区今出川通烏丸東入玄武町99", ("京都市上京区", "今出川通烏丸東入玄武町", "99", "6020893")),
        ("京都市左京区吉田本町99", ("京都市左京区", "吉田本町", "99", "6068317")),
        ("札幌市中央区北1条西28丁目", ("札幌市中央区", "北一条西", "28丁目", "0640821")),
        ("札幌市中央区北一条西九丁目", ("札幌市中央区", "北一条西", "九丁目", "0600001")),
        ("札幌市北区北２４条西９丁目９－９", ("札幌市北区", "北二十四条西", "９丁目９－９", "0010024")),
        ("帯広市西5条南99丁目", ("帯広市", "西五条南", "99丁目", "0800015")),
        ("旭川市六条通9丁目", ("旭川市", "６条通", "9丁目", "0700036")),
        ("岩手県九戸郡洋野町種市第23地割99番地", ("洋野町", "種市", "第23地割99番地", "0287914")),
        ("岩手県久慈市山形町川井第8地割99番地", ("久慈市", "山形町川井", "第8地割99番地", "0288602")),
        ("松山市1番町4丁目9番地", ("松山市", "一番町", "4丁目9番地", "7900001")),
        ("東京都千代田区三番町9", ("千代田区", "三番町", "9", "1020075")),
        ("新潟市学校町通1番町999番地", ("新潟市中央区", "学校町通", "1番町999番地", "9518126")),
        ("長野県小諸市丙9", ("小諸市", "丙", "9", "3840803")),
    ],
)
def test_ways_of_counting_and_streets(master: PostalMaster, text: str, expected: Expected) -> None:
    check(master, text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("木曾町福島9999", ("木曽町", "福島", "9999", "3970001")),
        ("阿南町東条99", ("阿南町", "東條", "99", "3991502")),
        ("竜ヶ崎市9999", ("龍ケ崎市", "", "9999", "3010000")),
        ("鎌が谷市新鎌ヶ谷9-9", ("鎌ケ谷市", "新鎌ケ谷", "9-9", "2730107")),
        ("四条畷市中野本町9-9", ("四條畷市", "中野本町", "9-9", "5750051")),
        ("西多摩郡桧原村999", ("檜原村", "", "999", "1900200")),
        ("千代田区霞ヶ関9-9-9", ("千代田区", "霞が関", "9-9-9", "1000013")),
        ("関ヶ原町大字関ヶ原999", ("関ケ原町", "関ケ原", "999", "5031501")),
        ("上越市大字木田9-9-9", ("上越市", "木田", "9-9-9", "9430805")),
        ("沖縄県国頭郡今帰仁村字仲宗根99", ("今帰仁村", "仲宗根", "99", "9050401")),
        ("南城市佐敷字新里9999", ("南城市", "佐敷新里", "9999", "9011412")),
        ("高知市本町９ノ９", ("高知市", "本町", "９ノ９", "7800870")),
    ],
)
def test_spellings(master: PostalMaster, text: str, expected: Expected) -> None:
    check(master, text, expected)


@pytest.mark.parametrize(
    ("text", "prefecture", "municipality"),
    [
        ("府中市宮西町9", "東京都", "府中市"),
        ("府中市府川町9", "広島県", "府中市"),
        ("伊達市鹿島町9", "北海道", "伊達市"),
        ("伊達市保原町字舟橋9", "福島県", "伊達市"),
        ("川崎町大字前川9", "宮城県", "川崎町"),
        ("川崎町大字田原9", "福岡県", "川崎町"),
        ("池田町六之井9", "岐阜県", "池田町"),
        ("高森町下市田9", "長野県", "高森町"),
        ("美郷町土崎9", "秋田県", "美郷町"),
        ("美里町北浦9", "宮城県", "美里町"),
        ("明和町大字馬之上9", "三重県", "明和町"),
        ("南部町福士9", "山梨県", "南部町"),
    ],
)
def test_namesakes_are_told_apart_by_their_town(
    master: PostalMaster, text: str, prefecture: str, municipality: str
) -> None:
    parsed = split_address(text, master)
    assert (parsed.current.prefecture, parsed.current.municipality) == (prefecture, municipality)
    assert AddressFinding.MUNICIPALITY_GUESSED not in parsed.findings


@pytest.mark.parametrize("text", ["池田町大字池田9", "高山村大字高井9", "名古屋市三の丸9", "府中市9"])
def test_namesakes_that_the_town_does_not_tell_are_all_named(master: PostalMaster, text: str) -> None:
    parsed = split_address(text, master)
    assert AddressFinding.MUNICIPALITY_AMBIGUOUS in parsed.findings
    assert len(parsed.candidates) > 1
    assert parsed.postal_code == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大阪市中之島9-9-9", ("大阪市北区", "中之島", "9-9-9", "5300005")),
        ("横浜市本町9-99", ("横浜市中区", "本町", "9-99", "2310005")),
        ("浜松市元城町99", ("浜松市中央区", "元城町", "99", "4300946")),
        ("上水内郡信州新町大字新町9999", ("長野市", "信州新町新町", "9999", "3812405")),
        ("上水内郡戸隠村豊岡9999", ("長野市", "戸隠豊岡", "9999", "3814102")),
        ("木曽郡木曽福島町9999", ("木曽町", "", "9999", "3970000")),
        ("宮城県黒川郡富谷町富谷99", ("富谷市", "富谷", "99", "9813311")),
        ("福岡県筑紫郡那珂川町西隈9", ("那珂川市", "西隈", "9", "8111242")),
        ("松本市梓川支所 松本市梓川梓9999", ("松本市", "梓川梓", "9999", "3901702")),
        ("軽井沢町大字長倉9999", ("軽井沢町", "長倉", "9999", "3890111")),
    ],
)
def test_what_is_left_out_or_was_renamed(master: PostalMaster, text: str, expected: Expected) -> None:
    check(master, text, expected)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("長野市北石堂町９９９９　ＪＡ架空ビル１２階", "９９９９　ＪＡ架空ビル１２階"),
        ("長野市北石堂町九九九番地 Ｋａｋｕ Ｂｌｄｇ． Ⅱ", "九九九番地 Ｋａｋｕ Ｂｌｄｇ． Ⅱ"),
        ("長野市北石堂町9－9（架空会館）", "9－9（架空会館）"),
        ("長野市\n北石堂町\n9-9", "9-9"),
        ("長野市北石堂町9-9\r\n架空ビル301", "9-9\r\n架空ビル301"),
        ("(〒380-0826)長野市北石堂町9", "9"),
        ("〒380-0826\n長野市北石堂町9", "9"),
        ("郵便番号380-0826 長野市北石堂町9", "9"),
    ],
)
def test_what_stands_around(master: PostalMaster, text: str, rest: str) -> None:
    check(master, text, ("長野市", "北石堂町", rest, "3800826"))


@pytest.mark.parametrize(
    ("code", "municipality"),
    [
        ("20201", "長野市"),
        ("202011", "長野市"),
        ("２０２０１１", "長野市"),
        ("20462", "安曇野市"),
        ("204625", "安曇野市"),
    ],
)
def test_a_code_with_and_without_its_check_digit(master: PostalMaster, code: str, municipality: str) -> None:
    meaning = master.municipalities.meant_by(code)
    assert meaning is not None
    assert [master.municipalities.get(found).name for found in meaning.codes] == [municipality]  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["202012", "2020", "99999", "000000"])
def test_a_code_with_a_wrong_check_digit_or_of_nowhere_means_nothing(master: PostalMaster, code: str) -> None:
    assert master.municipalities.meant_by(code) is None

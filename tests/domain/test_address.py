import pytest

from shoukei_app import assets
from shoukei_app.domain.address import AddressFinding, ParsedAddress, split_address
from shoukei_app.domain.firm import Address
from shoukei_app.domain.postal_master import PostalMaster


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


def short(parsed: ParsedAddress) -> tuple[str, str, str, str]:
    """Municipality, town and rest as they are called today, and the postcode."""
    current = parsed.current
    return current.municipality, current.town, current.rest, current.postal_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("長野県北佐久郡御代田町大字馬瀬口１２３４番地１", ("御代田町", "馬瀬口", "１２３４番地１", "3890207")),
        ("長野県松本市大手9丁目99番9号", ("松本市", "大手", "9丁目99番9号", "3900874")),
        # 町域のない村
        ("長野県上伊那郡南箕輪村9999番地", ("南箕輪村", "", "9999番地", "3994511")),
        ("長野県上伊那郡南箕輪村字中9999番地", ("南箕輪村", "", "字中9999番地", "3994511")),
        # 甲乙丙丁
        ("長野県小諸市甲9999番地", ("小諸市", "甲", "9999番地", "3840801")),
        ("長野県東御市滋野乙9999", ("東御市", "滋野", "乙9999", "3890512")),
        # 数字を含む町域
        ("長野県塩尻市大門一番町9番9号", ("塩尻市", "大門一番町", "9番9号", "3990736")),
        ("長野県塩尻市大門１番町9番9号", ("塩尻市", "大門一番町", "9番9号", "3990736")),
        ("長野県塩尻市大門99番地", ("塩尻市", "大門", "99番地", "3990744")),
        # 一つの町域に複数の番号
        ("長野県塩尻市片丘3635番地", ("塩尻市", "片丘", "3635番地", "3990071")),
        ("長野県塩尻市片丘9999番地", ("塩尻市", "片丘", "9999番地", "3990711")),
        ("長野県駒ヶ根市下平2070番地", ("駒ヶ根市", "下平", "2070番地", "3994232")),
        ("長野県松本市石芝2丁目9番9号", ("松本市", "石芝", "2丁目9番9号", "3900845")),
        ("長野県松本市石芝三丁目9番9号", ("松本市", "石芝", "三丁目9番9号", "3990007")),
        ("長野県松本市安曇上高地9999", ("松本市", "安曇", "上高地9999", "3901516")),
        # 旧大字の名残
        ("長野県長野市大字南長野北石堂町9999番地", ("長野市", "北石堂町", "9999番地", "3800826")),
        ("長野県長野市大字南長野字幅下999-9", ("長野市", "南長野", "字幅下999-9", "3800837")),
        ("長野県長野市大字鶴賀七瀬中町999", ("長野市", "鶴賀", "七瀬中町999", "3800904")),
        ("長野県長野市大字三輪荒屋999番地", ("長野市", "荒屋", "999番地", "3800804")),
        # 大字・字の有無
        ("長野県安曇野市三郷大字明盛9999", ("安曇野市", "三郷明盛", "9999", "3998101")),
        ("長野県安曇野市明盛9999", ("安曇野市", "三郷明盛", "9999", "3998101")),
        ("長野県佐久市臼田町下小田切99", ("佐久市", "下小田切", "99", "3840303")),
        # 表記のゆれ
        ("長野県駒ケ根市赤穂9999", ("駒ヶ根市", "赤穂", "9999", "3994117")),
        ("長野県駒が根市赤穂9999", ("駒ヶ根市", "赤穂", "9999", "3994117")),
        ("長野県木曽郡木祖村薮原99", ("木祖村", "薮原", "99", "3996201")),
        ("長野県小県郡青木村大字田澤99", ("青木村", "田沢", "99", "3861601")),
        ("長野県下伊那郡下条村睦沢99", ("下條村", "睦沢", "99", "3992101")),
        ("東京都葛󠄀飾区立石9-99-9", ("葛飾区", "立石", "9-99-9", "1240012")),
        ("ﾅｶﾞﾉ県", ("", "", "ﾅｶﾞﾉ県", "")),
        ("長野県飯田市東中央通9999", ("飯田市", "東中央通り", "9999", "3950025")),
        ("長野県松本市　大手　　９ － ９", ("松本市", "大手", "９ － ９", "3900874")),
        # 都道府県や郡がない
        ("松本市大手9-9", ("松本市", "大手", "9-9", "3900874")),
        ("長野県御代田町馬瀬口9", ("御代田町", "馬瀬口", "9", "3890207")),
        ("東京世田谷区三軒茶屋9-99-99", ("世田谷区", "三軒茶屋", "9-99-99", "1540024")),
        # 二度書かれたもの
        ("長野県松本市長野県松本市大手9-9", ("松本市", "大手", "9-9", "3900874")),
        # 政令市
        ("大阪市北区西天満9-9-9", ("大阪市北区", "西天満", "9-9-9", "5300047")),
        ("札幌市中央区北3条西9丁目99", ("札幌市中央区", "北三条西", "9丁目99", "0600003")),
        ("北海道札幌市西区二十四軒４条9丁目9-9", ("札幌市西区", "二十四軒四条", "9丁目9-9", "0630804")),
        # 京都の通り名
        ("京都市上京区室町通出水上る近衛町999", ("京都市上京区", "室町通出水上る近衛町", "999", "6028019")),
        ("京都市中京区御幸町通姉小路下ル丸屋町999", ("京都市中京区", "御幸町通姉小路下ル丸屋町", "999", "6048086")),
        # 地割
        ("岩手県九戸郡洋野町種市第十六地割9-9", ("洋野町", "種市", "第十六地割9-9", "0287915")),
        # 隣の県の番号
        ("群馬県吾妻郡嬬恋村鎌原高峰高原9", ("嬬恋村", "鎌原", "高峰高原9", "3840097")),
        ("長野県下水内郡栄村大字堺18000番地", ("栄村", "堺", "18000番地", "9498321")),
    ],
)
def test_parts_and_code(master: PostalMaster, text: str, expected: tuple[str, str, str, str]) -> None:
    assert short(split_address(text, master)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("長野県南安曇郡穂高町大字有明99", ("安曇野市", "穂高有明", "99", "3998301")),
        ("上伊那郡高遠町西高遠99", ("伊那市", "高遠町西高遠", "99", "3960211")),
        ("長野県更埴市大字杭瀬下99", ("千曲市", "杭瀬下", "99", "3870011")),
        ("長野県東筑摩郡波田町9999", ("松本市", "波田", "9999", "3901401")),
        ("長野県木曽郡山口村99", ("中津川市", "山口", "99", "5080501")),
        ("埼玉県浦和市常盤九丁目9番9号", ("さいたま市浦和区", "常盤", "九丁目9番9号", "3300061")),
        ("兵庫県篠山市北新町99", ("丹波篠山市", "北新町", "99", "6692332")),
        ("静岡県浜松市中区砂山町99", ("浜松市中央区", "砂山町", "99", "4300926")),
    ],
)
def test_merged_municipalities_become_todays(
    master: PostalMaster, text: str, expected: tuple[str, str, str, str]
) -> None:
    parsed = split_address(text, master)
    assert short(parsed) == expected
    assert AddressFinding.MUNICIPALITY_MERGED in parsed.findings
    assert parsed.is_sure
    assert parsed.former is not None
    assert parsed.former.name.endswith(parsed.written.municipality)
    assert parsed.written.text == text


def test_what_was_written_is_kept_beside_what_it_is_called_today(master: PostalMaster) -> None:
    parsed = split_address("〒399-8303　南安曇郡穂髙町大字穂高９９番地 TEL 0263-99-9999", master)
    assert parsed.lead == "〒399-8303"
    assert parsed.written == Address("3998303", "", "南安曇郡", "穂髙町", "20220", "大字穂高", "９９番地")
    assert parsed.current == Address("3998303", "長野県", "", "安曇野市", "20220", "穂高", "９９番地")
    assert parsed.tail == "TEL 0263-99-9999"
    assert parsed.town == "穂高"
    assert parsed.findings == (AddressFinding.PREFECTURE_FILLED_IN, AddressFinding.MUNICIPALITY_MERGED)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", AddressFinding.EMPTY),
        ("〒390-0874", AddressFinding.EMPTY),
        ("アメリカ合衆国", AddressFinding.MUNICIPALITY_UNKNOWN),
        ("東京都世田屋区三軒茶屋", AddressFinding.MUNICIPALITY_UNKNOWN),
        ("府中市99番地", AddressFinding.MUNICIPALITY_AMBIGUOUS),
        ("三軒茶屋9-99-99", AddressFinding.MUNICIPALITY_GUESSED),
        ("長野県西筑摩郡木曽町福島99", AddressFinding.COUNTY_DIFFERS),
        ("長野県松本市六軒茶屋9", AddressFinding.TOWN_UNKNOWN),
        ("長野県長野市鶴賀9999", AddressFinding.CODE_BY_DEFAULT),
        ("長野県飯田市無名沢上郷黒田99", AddressFinding.WORDS_BEFORE_TOWN),
    ],
)
def test_what_is_not_sure_says_why(master: PostalMaster, text: str, finding: AddressFinding) -> None:
    parsed = split_address(text, master)
    assert finding in parsed.findings
    assert not parsed.is_sure


def test_a_name_in_two_municipalities_gives_both(master: PostalMaster) -> None:
    parsed = split_address("長野県南佐久郡千代里99", master)
    assert {place.name for place in parsed.candidates} == {"小海町", "佐久穂町"}
    assert parsed.postal_code == ""
    chosen = split_address("長野県南佐久郡千代里99", master, municipality_hint="小海町")
    assert (chosen.current.municipality, chosen.town) == ("小海町", "千代里")
    listed = split_address("府中市宮町99", master, postal_code="1830023")
    assert listed.current.prefecture == "東京都"


@pytest.mark.parametrize(
    ("text", "prefecture", "municipality", "expected"),
    [
        ("大字馬瀬口99", "", "北佐久郡御代田町", ("御代田町", "馬瀬口", "99", "3890207")),
        ("大字馬瀬口99", "", "20323", ("御代田町", "馬瀬口", "99", "3890207")),
        ("大字馬瀬口99", "", "長野県御代田町", ("御代田町", "馬瀬口", "99", "3890207")),
        ("御代田町大字馬瀬口99", "長野県", "御代田町", ("御代田町", "馬瀬口", "99", "3890207")),
        ("中央区磯上通9-9-99", "兵庫県", "神戸市", ("神戸市中央区", "磯上通", "9-9-99", "6510086")),
        ("大字有明99", "長野県", "20462", ("安曇野市", "穂高有明", "99", "3998301")),
        ("上村99", "長野県", "飯田市", ("飯田市", "上村", "99", "3991403")),
        ("9999番地", "長野県", "南箕輪村", ("南箕輪村", "", "9999番地", "3994511")),
        ("松本市大手9", "長野県", "長野市", ("松本市", "大手", "9", "3900874")),
        ("宮前町9", "長野県", "どこにもない市", ("", "", "宮前町9", "")),
    ],
)
def test_hints_fill_in_what_the_text_leaves_out(
    master: PostalMaster, text: str, prefecture: str, municipality: str, expected: tuple[str, str, str, str]
) -> None:
    parsed = split_address(text, master, prefecture_hint=prefecture, municipality_hint=municipality)
    assert short(parsed) == expected
    assert parsed.written.text == text


@pytest.mark.parametrize(
    ("text", "lead", "written", "tail"),
    [
        ("〒３９０－０８７４長野県松本市大手9-9", "〒３９０－０８７４", "長野県松本市大手9-9", ""),
        ("390-0874 松本市大手9-9", "390-0874", "松本市大手9-9", ""),
        ("3900874松本市大手9-9", "3900874", "松本市大手9-9", ""),
        ("(390-0874)松本市大手9-9", "(390-0874)", "松本市大手9-9", ""),
        ("〒松本市大手9-9", "〒", "松本市大手9-9", ""),
        ("松本市大手9-9 0263-99-9999", "", "松本市大手9-9", "0263-99-9999"),
        ("松本市大手9-9（電話０２６３－９９－９９９９）", "", "松本市大手9-9", "（電話０２６３－９９－９９９９）"),
        ("松本市大手9-9 ℡0263(99)9999", "", "松本市大手9-9", "℡0263(99)9999"),
        ("松本市大手0263-9-9", "", "松本市大手0263-9-9", ""),
    ],
)
def test_what_stands_before_and_behind(master: PostalMaster, text: str, lead: str, written: str, tail: str) -> None:
    parsed = split_address(text, master)
    assert (parsed.lead, parsed.written.text, parsed.tail) == (lead, written, tail)
    assert parsed.town == "大手"


def test_a_listed_code_only_chooses_between_codes_of_the_town(master: PostalMaster) -> None:
    alone = split_address("愛知県小牧市大字大山99", master)
    assert (alone.postal_code, {area.postal_code for area in alone.areas}) == ("", {"4850026", "4850801"})
    assert AddressFinding.CODE_AMBIGUOUS in alone.findings
    assert split_address("愛知県小牧市大字大山99", master, postal_code="4850801").postal_code == "4850801"
    assert split_address("愛知県小牧市大字大山99", master, postal_code="1000001").postal_code == ""
    assert split_address("長野県松本市大手9", master, postal_code="1000001").postal_code == "3900874"


def test_a_representative_code_is_said_to_be_one(master: PostalMaster) -> None:
    parsed = split_address("長野県松本市六軒茶屋99", master)
    assert (parsed.postal_code, parsed.is_representative) == ("3990000", True)
    assert parsed.written.town == "六軒茶屋"
    assert not split_address("長野県松本市大手9", master).is_representative


@pytest.mark.parametrize(
    ("text", "within", "expected"),
    [
        ("中央区磯上通9-9", ("28",), "神戸市中央区"),
        ("中央区磯上通9-9", ("28100",), "神戸市中央区"),
        ("中央区磯上通9-9", ("281000",), "神戸市中央区"),
        ("東区葵9-9", ("23",), "名古屋市東区"),
        ("北区西天満9-9", ("27",), "大阪市北区"),  # 堺市北区 has no such town
        ("府中市99番地", ("34",), "府中市"),
        ("池田町99番地", ("20",), "池田町"),
        ("番町9-9-9", ("37201",), "高松市"),
        ("大字馬瀬口99", ("20",), "御代田町"),
        ("千代田区丸の内9-9", ("20",), "千代田区"),  # a firm elsewhere is found there
        ("松本市大手9-9", ("20201",), "松本市"),
    ],
)
def test_the_area_of_the_list_chooses_where_the_text_does_not(
    master: PostalMaster, text: str, within: tuple[str, ...], expected: str
) -> None:
    parsed = split_address(text, master, within=within)
    assert parsed.current.municipality == expected
    assert parsed.written.text == text


@pytest.mark.parametrize("text", ["中央区磯上通9-9", "中央区9-9", "北区9-9", "港区築港9-9", "南区沖新町9-9"])
def test_a_ward_that_several_cities_have_is_not_guessed(master: PostalMaster, text: str) -> None:
    parsed = split_address(text, master)
    assert AddressFinding.MUNICIPALITY_AMBIGUOUS in parsed.findings
    assert (parsed.municipality, parsed.postal_code) == (None, "")
    ward = text[: text.index("区") + 1]
    assert len(parsed.candidates) > 2
    assert all(place.name.endswith(ward) for place in parsed.candidates)


def test_the_ward_that_has_the_town_comes_first_among_the_candidates(master: PostalMaster) -> None:
    assert split_address("中央区磯上通9-9", master).candidates[0].name == "神戸市中央区"
    assert split_address("港区築港9-9", master).candidates[0].name in ("大阪市港区", "名古屋市港区")


@pytest.mark.parametrize(
    ("text", "prefecture", "code", "expected"),
    [
        ("磯子区磯子9-9", "", "", "横浜市磯子区"),
        ("中央区磯上通9-9", "兵庫県", "", "神戸市中央区"),
        ("中央区磯上通9-9", "", "6510086", "神戸市中央区"),
        ("兵庫県中央区磯上通9-9", "", "", "神戸市中央区"),
        ("港区六本木9-9", "", "", "港区"),
        ("東京都北区王子9-9", "", "", "北区"),
    ],
)
def test_a_ward_is_settled_by_what_else_is_known(
    master: PostalMaster, text: str, prefecture: str, code: str, expected: str
) -> None:
    parsed = split_address(text, master, prefecture_hint=prefecture, postal_code=code)
    assert parsed.current.municipality == expected
    assert parsed.is_sure
    assert (AddressFinding.CITY_FILLED_IN in parsed.findings) == ("市" in expected)


def test_a_town_alone_gives_the_municipalities_that_have_it(master: PostalMaster) -> None:
    parsed = split_address("番町9-9-9", master)
    assert "高松市" in {place.name for place in parsed.candidates}
    assert parsed.municipality is None
    assert split_address("本町9", master).candidates == ()  # hundreds have one
    assert len(split_address("本町9", master, prefecture_hint="長野県").candidates) > 1


NUMBERS = ("9", "９番地", "1番町9", "99番地9", "1丁目9-9", "3条9", "9-9字上9", "9地割", "12", "2-2 コーポ9")


def test_a_beginning_read_before_gives_what_a_first_reading_gives(master: PostalMaster) -> None:
    """Openings are kept only where no number behind them makes them another place."""
    for place in master.municipalities.of_prefecture("長野県"):
        for oaza, area in zip(("", "大字", "字上", "大字上字") * 400, master.areas_of(place.code)[::9], strict=False):
            beginning = f"{place.prefecture}{place.full_name}{oaza}{area.town}"
            for number in NUMBERS:
                kept = split_address(beginning + number, master)
                master.openings.clear()
                assert split_address(beginning + number, master) == kept
                split_address(beginning + "7", master)


def test_a_town_speaks_against_the_ward_that_a_hint_chose(master: PostalMaster) -> None:
    parsed = split_address("中央区銀座9-9", master, within=("28",))
    assert [place.name for place in parsed.candidates] == ["中央区", "神戸市中央区"]
    assert split_address("中央区銀座9-9", master, postal_code="6510086").candidates == parsed.candidates
    unknown = split_address("中央区無名町9", master, within=("28",))
    assert (unknown.current.municipality, unknown.findings[-1]) == ("神戸市中央区", AddressFinding.TOWN_UNKNOWN)
    assert split_address("大阪府磯子区磯子9", master).municipality is None  # 磯子区 is in 横浜市


def test_the_town_comes_before_a_postcode_of_elsewhere(master: PostalMaster) -> None:
    assert split_address("府中市宮西町9", master, postal_code="7260004").current.prefecture == "東京都"
    assert split_address("府中市9", master, postal_code="7260004").current.prefecture == "広島県"

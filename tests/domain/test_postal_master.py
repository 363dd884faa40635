import lzma
from collections.abc import Callable

import pytest

from shoukei_app import assets
from shoukei_app.domain.postal_master import AreaKind, PostalMaster


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


def made(files: dict[str, str]) -> Callable[[str], bytes]:
    """A reader of resources that holds only these."""
    empty = {"areas/merged_municipalities.tsv": "", "post/changed_codes.tsv": "", "post/offices.tsv.xz": ""}
    contents = {**empty, **files}
    return lambda name: lzma.compress(contents[name].encode()) if name.endswith(".xz") else contents[name].encode()


def small() -> PostalMaster:
    return PostalMaster(
        made(
            {
                "post/municipalities.tsv": (
                    "# month\t2031-02\n# code\tprefecture\tcounty\tname\tkana\n"
                    "20901\t長野県\t\t試市\tタメシシ\n20999\t長野県\t上試郡\t試村\tタメシムラ\n"
                ),
                "post/prefixes.tsv": "399\t20\n",
                "post/towns/20.tsv.xz": (
                    ">20901\n3990000\t\t\tr\n3990001\t東町\n3990002\t西町\t1〜20番地\n3990003\t西町\tその他\n"
                    ">20999\n3990901\t試村\t\td\n"
                ),
                "post/offices.tsv.xz": "3998501\t20901\t試市役所\t東町1\n3998701\t20901\t試銀行\t私書箱第1号\tbox\n",
                "post/changed_codes.tsv": "# old\n3995555\t20901\t東町\t3990001\t2030-12\n",
            }
        )
    )


def test_a_made_master_is_read_whole() -> None:
    master = small()
    assert master.month == "2031-02"
    assert [area.town for area in master.areas_of("20901")] == ["", "東町", "西町", "西町"]
    assert master.areas("3990000")[0].kind is AreaKind.REPRESENTATIVE
    assert master.areas("3990901")[0].kind is AreaKind.DIRECT
    assert master.offices("3998501")[0].name == "試市役所"
    assert [office.is_box for office in master.offices("3998701")] == [True]
    assert master.changed("3995555")[0].new == "3990001"
    assert master.areas("1234567") == master.offices("1234567") == master.changed("1234567") == ()


def test_lists_are_read_when_they_are_needed_and_once() -> None:
    asked: list[str] = []
    read = made(
        {
            "post/municipalities.tsv": "# month\t2031-02\n20901\t長野県\t\t試市\tタメシシ\n",
            "post/prefixes.tsv": "399\t20\n",
            "post/towns/20.tsv.xz": ">20901\n3990001\t東町\n",
        }
    )

    def counted(name: str) -> bytes:
        asked.append(name)
        return read(name)

    master = PostalMaster(counted)
    assert asked == ["post/municipalities.tsv", "areas/merged_municipalities.tsv"]
    for _ in range(2):
        master.towns("20901")
        master.areas("3990001")
    assert asked[2:] == ["post/towns/20.tsv.xz", "post/prefixes.tsv"]


def test_a_municipality_of_which_the_list_knows_no_town_is_whole() -> None:
    assert small().towns("20999").is_whole
    assert not small().towns("20901").is_whole


def test_an_unknown_municipality_has_no_towns(master: PostalMaster) -> None:
    for code in ("99999", "", "20"):
        assert master.areas_of(code) == ()
        assert master.towns(code).at("長野", 0) == (0, ())


def test_all_of_japan_is_there(master: PostalMaster) -> None:
    everything = master.municipalities.all()
    cities = [place for place in everything if master.municipalities.wards(place.code)]
    assert len(master.municipalities.prefectures()) == 47
    assert len(cities) == 20
    wards = sum(len(master.municipalities.wards(city.code)) for city in cities)
    # 1,718 市町村 and the 23 区 of Tokyo
    assert len(everything) - wards == 1_741
    assert all(master.areas_of(place.code) for place in everything if place not in cities)


def test_the_ways_a_code_can_be_meant(master: PostalMaster) -> None:
    assert [area.kind for area in master.areas("3990000")] == [AreaKind.REPRESENTATIVE]
    assert [area.town for area in master.areas("3900874")] == ["大手"]
    assert master.areas("3994511")[0].kind is AreaKind.DIRECT
    assert master.areas("3840097")[0].municipality_code == "10425"  # 軽井沢の隣、群馬県嬬恋村
    assert {change.new for change in master.changed("3994501")} == {"3960041"}


def test_every_code_leads_to_its_areas_and_back(master: PostalMaster) -> None:
    for place in master.municipalities.of_prefecture("長野県"):
        for area in master.areas_of(place.code):
            assert area in master.areas(area.postal_code)
            assert len(area.postal_code) == 7
            assert area.postal_code.isdecimal()


def test_floors_of_a_building_are_remarks_on_its_town(master: PostalMaster) -> None:
    assert {area.town for area in master.areas("1006003")} == {"霞が関"}


def test_the_municipalities_of_nagano_and_their_offices(master: PostalMaster) -> None:
    lines = [line.split("\t") for line in assets.text("areas/nagano.tsv").splitlines() if not line.startswith("#")]
    assert [(code, name) for code, name, _ in lines] == [
        (place.code, place.name) for place in master.municipalities.of_prefecture("長野県")
    ]
    assert len(lines) == 77
    offices = {office for *_, office in lines}
    assert offices == {"佐久", "上田", "諏訪", "上伊那", "南信州", "木曽", "松本", "北アルプス", "長野", "北信"}


def test_former_municipalities_lead_to_todays(master: PostalMaster) -> None:
    names = master.municipalities
    assert [place.name for place in names.today("20462")] == ["安曇野市"]
    assert [place.name for place in names.today("20431")] == ["中津川市"]  # 県境を越えた合併
    assert [place.name for place in names.today("22135")] == ["浜松市中央区", "浜松市浜名区"]
    assert names.today("20202")[0].name == "松本市"
    assert names.today("00000") == ()


@pytest.mark.parametrize(
    ("code", "former", "today"),
    [
        ("20443", "四賀村", "20202"),
        ("20444", "本城村", "20452"),
        ("20445", "坂北村", "20452"),
        ("20345", "真田町", "20203"),
        ("20346", "武石村", "20203"),
        ("20347", "和田村", "20350"),
        ("20462", "穂高町", "20220"),
        ("20581", "信州新町", "20201"),
        ("28221", "篠山市", "28221"),
    ],
)
def test_codes_of_former_municipalities(master: PostalMaster, code: str, former: str, today: str) -> None:
    names = master.municipalities
    assert [place.code for place in names.today(code)] == [today]
    assert (former, code) in {(gone.name, gone.code) for gone in names.former_in(today)}


def test_every_former_municipality_lies_in_one_of_today(master: PostalMaster) -> None:
    names = master.municipalities
    seen = set()
    for place in names.all():
        for former in names.former_in(place.code):
            assert all(names.get(code) for code in former.today)
            seen.add((former.prefecture, former.county, former.name))
    assert len([key for key in seen if key[0] == "長野県"]) >= 51
    assert len(seen) > 1_800


def test_codes_that_changed_are_no_longer_those_of_their_town(master: PostalMaster) -> None:
    lines = assets.text("post/changed_codes.tsv").splitlines()
    changes = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(changes) > 100
    for old, municipality, town, new, seen in changes:
        areas = [area for area in master.areas_of(municipality) if area.town == town]
        assert old not in {area.postal_code for area in areas}
        assert not new or new in {area.postal_code for area in master.areas_of(municipality)}
        assert "2019-12" <= seen < master.month


def test_the_names_of_all_towns_are_those_of_the_municipalities(master: PostalMaster) -> None:
    assert PostalMaster(assets.data).towns_anywhere("長倉9", 0) == (2, tuple(sorted(having(master, "長倉"))))
    assert master.towns_anywhere("長倉9", 0, {"20321"}) == (2, ("20321",))
    assert master.towns_anywhere("大門1番町9", 0, {"20215"}) == (5, ("20215",))
    assert master.towns_anywhere("どこにもない町", 0) == (0, ())


def having(master: PostalMaster, town: str) -> list[str]:
    return [place.code for place in master.municipalities.all() if town in set(master.towns(place.code).names())]

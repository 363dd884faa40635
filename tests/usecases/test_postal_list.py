"""A list of postcodes in Japan Post's layout, invented, loaded over the bundled one and read back."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from shoukei_app import assets, files
from shoukei_app.cli.main import shoukei
from shoukei_app.domain.address import ParsedAddress
from shoukei_app.domain.postal_agreement import PostalAgreement
from shoukei_app.domain.postal_file import parse_postal_file
from shoukei_app.domain.postal_master import AreaKind, PostalMaster
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import CancelledError, Progress
from shoukei_app.usecases import masters
from shoukei_app.words.problems import sentence

BUNDLED = PostalMaster(assets.data)
CITY = ("20991", "長野県", "架空市")
VILLAGE = ("20992", "長野県", "架空郡試村")
WARD = ("14991", "神奈川県", "横浜市架空区")

TOWNS = (
    (CITY, "3990000", "以下に掲載がない場合"),
    (CITY, "3990001", "東町"),
    (CITY, "3990002", "西山（１〜５００番地）"),
    (CITY, "3990003", "西山（その他）"),
    (CITY, "3990004", "大字北原、南原"),
    (CITY, "3990005", "ケ丘第１５地割〜第２１地割（上、下）"),
    (CITY, "3990006", "中央架空ビル（次のビルを除く）"),
    (CITY, "3996001", "東町架空タワー（１階）"),
    (VILLAGE, "3990901", "試村一円"),
    (WARD, "2310999", "港町"),
)


def row(place: tuple[str, str, str], code: str, town: str) -> str:
    municipality, prefecture, city = place
    kana = "カクウ" if "郡" not in city else "カクウグンタメシムラ"
    kana = "ヨコハマシカクウク" if "区" in city else kana
    return (
        f'{municipality},"{code[:3]}  ","{code}","ケン","{kana}","チョウ","{prefecture}","{city}","{town}",0,0,0,0,0,0'
    )


def lines(towns: tuple[tuple[tuple[str, str, str], str, str], ...] = TOWNS) -> list[str]:
    """The rows of these towns, and one for every prefecture that they leave out."""
    names = BUNDLED.municipalities
    there = {place[0][:2] for place, _, _ in towns}
    others = [
        row((f"{code}991", name, "架空町市"), f"{code}99999", "本町")
        for code, name in zip(names.prefecture_codes(), names.prefectures(), strict=True)
        if code not in there
    ]
    return [row(*town) for town in towns] + others


def written(path: Path, content: list[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join([*content, ""]).encode(encoding))
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    chosen = tmp_path / "利用者 の データ"
    monkeypatch.setenv(files.FOLDER_VARIABLE, str(chosen))
    masters.postal_master.cache_clear()
    yield chosen
    masters.postal_master.cache_clear()
    masters.municipality_names.cache_clear()


def split(text: str, postal_code: str = "") -> ParsedAddress:
    return masters.address_splitter()(text, postal_code=postal_code)


def refused(path: Path, kind: ProblemKind) -> Problem:
    with pytest.raises(Problem) as raised:
        masters.load_postal_file(path, Progress(), "2031-02")
    assert raised.value.kind is kind
    assert masters.postal_status() == masters.PostalStatus(BUNDLED.month, False, BUNDLED.month)
    assert split("長野県松本市大手9").postal_code == "3900874"
    assert path.name in sentence(raised.value)
    return raised.value


def test_a_list_is_loaded_and_used(tmp_path: Path, folder: Path) -> None:
    progress = Progress()
    loaded = masters.load_postal_file(written(tmp_path / "utf_ken_all.csv", lines()), progress, "2031-02")
    assert (loaded.month, loaded.before, loaded.records) == ("2031-02", BUNDLED.month, len(lines()))
    assert progress.done == progress.total
    assert masters.postal_status() == masters.PostalStatus("2031-02", True, BUNDLED.month)
    assert [file.name for file in (folder / "postal").iterdir()] == ["postal-2031-02.zip"]
    for text, town, code in (
        ("長野県架空市東町9", "東町", "3990001"),
        ("長野県架空市西山499番地", "西山", "3990002"),
        ("長野県架空市西山501番地", "西山", "3990003"),
        ("長野県架空市北原9", "大字北原", "3990004"),
        ("長野県架空市南原9", "南原", "3990004"),
        ("長野県架空市ヶ丘第十六地割9", "ケ丘", "3990005"),
        ("長野県架空市東町9 架空タワー1階", "東町", "3996001"),
        ("架空郡試村999番地", "", "3990901"),
        ("横浜市架空区港町9", "港町", "2310999"),
        ("架空区港町9", "港町", "2310999"),
        ("港町9", "港町", "2310999"),
    ):
        parsed = split(text)
        assert (parsed.current.town, parsed.postal_code) == (town, code), text
    assert split("長野県架空市どこか9").is_representative
    assert masters.postal_master().areas("3990901")[0].kind is AreaKind.DIRECT
    assert masters.municipality_names()["20991"] == "架空市"
    assert masters.postal_master().offices("1008111")  # the bundled receivers stay


def test_the_older_file_with_its_long_towns_gives_the_same(tmp_path: Path) -> None:
    long = (CITY, "3990002", "西山（１〜５００番地、八百番地、ああああああああああああああああああああああ、いいい）")
    towns = (*TOWNS[:2], long, *TOWNS[3:])
    one = parse_postal_file("\n".join(lines(towns)).encode())
    whole = long[2]
    cut = [row(CITY, "3990002", whole[:20]), row(CITY, "3990002", whole[20:30]), row(CITY, "3990002", whole[30:])]
    older = [*lines(towns)[:2], *cut, *lines(towns)[3:]]
    cp932 = [line.replace("〜", "～") for line in older]
    assert len(parse_postal_file("\r\n".join(cp932).encode("cp932"))) == len(one)
    masters.load_postal_file(written(tmp_path / "KEN_ALL.CSV", cp932, "cp932"), Progress(), "2031-02")
    assert split("長野県架空市西山499番地").postal_code == "3990002"
    assert split("長野県架空市西山いいい").postal_code == "3990002"


def test_a_code_of_last_month_is_known_as_changed(tmp_path: Path, folder: Path) -> None:
    masters.load_postal_file(written(tmp_path / "1.csv", lines()), Progress(), "2031-01")
    moved = (TOWNS[0], (CITY, "3990011", "東町"), *TOWNS[2:])
    loaded = masters.load_postal_file(written(tmp_path / "2.csv", lines(moved)), Progress(), "2031-02")
    assert (loaded.before, loaded.changed) == ("2031-01", 1)
    master = masters.postal_master()
    change = master.changed("3990001")[0]
    assert (change.new, change.town, change.seen) == ("3990011", "東町", "2031-01")
    parsed = split("長野県架空市東町9", "3990001")
    assert parsed.postal_code == "3990011"
    assert masters.postal_check()("3990001", parsed) is PostalAgreement.CHANGED_CODE
    masters.load_postal_file(written(tmp_path / "3.csv", lines(moved)), Progress(), "2031-03")
    assert masters.postal_master().changed("3990001")[0].seen == "2031-01"  # known for good
    assert sorted(file.name for file in (folder / "postal").iterdir()) == ["postal-2031-02.zip", "postal-2031-03.zip"]


def test_a_file_that_is_something_else_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    assert refused(
        written(tmp_path / "名簿.csv", ["事業者名,所在地", "架空商店,架空市"]), ProblemKind.POSTAL_FILE_WRONG
    )
    broken = lines()
    broken[5] = broken[5].replace(',"3990005"', ',"39900"')
    assert refused(written(tmp_path / "途中.csv", broken), ProblemKind.POSTAL_FILE_WRONG).data["line"] == 6
    unclosed = [*lines(), row(CITY, "3990009", "北山（１〜")]
    refused(written(tmp_path / "切れた.csv", unclosed), ProblemKind.POSTAL_FILE_WRONG)
    partial = refused(written(tmp_path / "県版.csv", lines()[:-3]), ProblemKind.POSTAL_FILE_PARTIAL)
    assert partial.data["count"] == 44
    refused(tmp_path / "無い.csv", ProblemKind.FILE_MISSING)
    (tmp_path / "画像.csv").write_bytes(b"\xff\xfe\x00\x81\x00\xff" * 9)
    refused(tmp_path / "画像.csv", ProblemKind.ENCODING_UNKNOWN)
    (tmp_path / "壊れた.zip").write_bytes(b"PK\x03\x04 nothing")
    refused(tmp_path / "壊れた.zip", ProblemKind.FILE_DAMAGED)


def test_an_older_list_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    path = written(tmp_path / "old.csv", lines())
    with pytest.raises(Problem) as raised:
        masters.load_postal_file(path, Progress(), "2019-01")
    assert raised.value.kind is ProblemKind.POSTAL_FILE_OLDER
    assert "2019-01" in sentence(raised.value)


def test_the_month_is_that_of_the_file_in_the_archive(tmp_path: Path) -> None:
    archive = tmp_path / "utf_ken_all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(zipfile.ZipInfo("utf_ken_all.csv", (2031, 5, 30, 9, 0, 0)), "\r\n".join(lines()))
    assert masters.load_postal_file(archive, Progress()).month == "2031-05"


def test_stopping_or_a_damaged_archive_leaves_the_list_before(tmp_path: Path, folder: Path) -> None:
    progress = Progress(cancelled=True)
    with pytest.raises(CancelledError):
        masters.load_postal_file(written(tmp_path / "1.csv", lines()), progress, "2031-02")
    assert not folder.exists()
    (folder / "postal").mkdir(parents=True)
    (folder / "postal" / "postal-2031-09.zip").write_bytes(b"PK half of it")
    masters.postal_master.cache_clear()
    assert masters.postal_master().month == BUNDLED.month


def test_the_command_line_loads_and_says_what_is_in_use(tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        result = CliRunner().invoke(shoukei, ["postal", *map(str, arguments)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "プログラム付属" in run("status")
    path = written(tmp_path / "utf_ken_all.csv", lines())
    assert "2031年2月" in run("load", path, "--month", "2031-02")
    assert "2031年2月（読み込んだもの" in run("status")
    wrong = CliRunner().invoke(
        shoukei, ["postal", "load", str(written(tmp_path / "x.csv", ["a,b"])), "--month", "2031-03"]
    )
    assert wrong.exit_code == 1
    assert "前のまま" in wrong.stderr

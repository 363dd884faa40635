import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.person_name import FirmCell, is_person, split_firm_cell, split_title


@pytest.mark.parametrize(
    "name", ["見本\u3000太郎", "見本太郎", "見本 花子", "ジョン・スミス".replace("・", "\u3000"), "髙𠮷 一"]
)
def test_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "株式会社見本",
        "見本理容所",
        "みほん屋",
        "見本市",
        "代表取締役",
        "",
        "見本建設工業",
        "見本 (有)",
        "Sample Inc.",
        "見本3号店",
    ],
)
def test_organisations(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("written", "title", "person"),
    [
        ("代表取締役\u3000見本太郎", "代表取締役", "見本太郎"),
        ("代表取締役見本太郎", "代表取締役", "見本太郎"),
        ("代表取締役社長 見本 太郎", "代表取締役社長", "見本 太郎"),
        ("理事長 見本太郎", "理事長", "見本太郎"),
        ("代表 見本太郎", "代表", "見本太郎"),
        ("代表取締役", "代表取締役", ""),
        ("会長島太郎", "", "会長島太郎"),
        ("長 一郎", "", "長 一郎"),
        ("見本太郎", "", "見本太郎"),
    ],
)
def test_titles(written: str, title: str, person: str) -> None:
    assert split_title(written) == (title, person)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("株式会社見本 代表取締役 見本太郎", FirmCell("株式会社見本", "", "代表取締役", "見本太郎")),
        ("株式会社見本\n代表取締役\u3000見本太郎", FirmCell("株式会社見本", "", "代表取締役", "見本太郎")),
        ("株式会社見本\n高原支店\n支店長 見本太郎", FirmCell("株式会社見本", "高原支店", "支店長", "見本太郎")),
        ("株式会社見本\n見本太郎", FirmCell("株式会社見本", "", "", "見本太郎")),
        ("有限会社\u3000見本\u3000商店", FirmCell("有限会社\u3000見本\u3000商店")),
        ("見本の里\n（旧見本荘）", FirmCell("見本の里 （旧見本荘）")),
    ],
)
def test_cells_that_hold_more_than_a_name(cell: str, parts: FirmCell) -> None:
    assert split_firm_cell(cell) == parts


@given(st.text(max_size=40))
def test_no_character_of_a_cell_is_lost(cell: str) -> None:
    parts = split_firm_cell(cell)
    joined = parts.name + parts.office + parts.title + parts.representative
    assert sorted("".join(joined.split())) == sorted("".join(cell.split()))
    split_title(cell)
    is_person(cell)

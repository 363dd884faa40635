"""Guessing what a column means. The headings are words that publishers use; every name and address is invented."""

import pytest
from list_samples import FIRMS

from shoukei_app.domain.listing import ListColumn
from shoukei_app.exchange.columns import GuessReason, guess_columns, known_layout
from shoukei_app.exchange.headings import Attribute, Subject, read_heading

NAME, CODE, ADDRESS, PHONE, PERSON = ([firm[place] for firm in FIRMS] for place in range(5))
OTHER_ADDRESS = [f"東京都千代田区見本町{number}番地" for number in range(1, 19)]
OTHER_PHONE = [f"03-0000-{number:04}" for number in range(18)]
TITLE = ["代表取締役"] * 18
KANA = ["ミホンセイサクショ", "タメシヤ", "ソバドコロミホン", "ココロミ", "テホンジドウシャ", "レイダイ"] * 3
COMPANY = [f"株式会社見本{number}" for number in range(18)]
MIXED = [
    company if number % 2 else person for number, (company, person) in enumerate(zip(COMPANY, PERSON, strict=True))
]
NUMBER = [str(number) for number in range(1, 19)]
DATE = ["R5.4.1", "H30.12.3", "2024/4/1"] * 6
KIND = ["飲食店営業", "菓子製造業", "食肉販売業"] * 6
BLANK = [""] * 18


def guessed(**columns: list[str]) -> dict[str, str]:
    """The headings that are taken for each meaning; blanks at the ends of a keyword stand for repeated headings."""
    headings = [heading.strip("_") for heading in columns]
    found = guess_columns(headings, list(zip(*columns.values(), strict=True)))
    return {column.value: "+".join(headings[index] for index in indices) for column, indices in found.columns.items()}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param(
            {
                "施設名称１": NAME,
                "施設名称２": BLANK,
                "施設名称かな": KANA,
                "施設郵便番号": CODE,
                "施設所在地１": ADDRESS,
                "施設所在地２": BLANK,
            }
            | {
                "施設電話番号": PHONE,
                "営業者名": MIXED,
                "営業者名かな": KANA,
                "業種": KIND,
                "許可番号": NUMBER,
                "許可開始日": DATE,
            },
            {"firm_name": "施設名称１", "office": "施設名称２", "kana": "施設名称かな", "representative": "営業者名"}
            | {
                "postal_code": "施設郵便番号",
                "address": "施設所在地１",
                "address_2": "施設所在地２",
                "phone": "施設電話番号",
                "industry": "業種",
            },
            id="food licences",
        ),
        pytest.param(
            {
                "業務種別": KIND,
                "施設名称１": NAME,
                "施設郵便番号": CODE,
                "施設所在地１": ADDRESS,
                "開設者申請者名": MIXED,
                "開設者役職名": TITLE,
            }
            | {
                "開設者代表者名": PERSON,
                "開設者都道府県名称": ["東京都"] * 18,
                "開設者住所１": OTHER_ADDRESS,
                "開設確認日": DATE,
            },
            {
                "firm_name": "施設名称１",
                "operator": "開設者申請者名",
                "title": "開設者役職名",
                "representative": "開設者代表者名",
            }
            | {"postal_code": "施設郵便番号", "address": "施設所在地１", "industry": "業務種別"},
            id="barbers",
        ),
        pytest.param(
            {
                "事業所番号": NUMBER,
                "事業所名": NAME,
                "事業所郵便番号": CODE,
                "事業所所在地1": ["長野県佐久市"] * 18,
                "事業所所在地2": ["中込9番地"] * 18,
            }
            | {
                "事業所所在地3": ["見本ビル２Ｆ"] * 18,
                "事業所電話": PHONE,
                "事業所FAX": OTHER_PHONE,
                "法人(設置者)名": COMPANY,
                "法人(設置者)〒": CODE,
            },
            {
                "firm_name": "事業所名",
                "operator": "法人(設置者)名",
                "postal_code": "事業所郵便番号",
                "phone": "事業所電話",
            }
            | {"address": "事業所所在地1+事業所所在地2", "address_2": "事業所所在地3"},
            id="care homes of a prefecture",
        ),
        pytest.param(
            {
                "No": NUMBER,
                "法人の名称": COMPANY,
                "法人の名称_かな": KANA,
                "法人番号": ["7000012050002"] * 18,
                "法人住所（市区町村）": ["長野県佐久市"] * 18,
            }
            | {
                "法人住所（番地以降）": ["中込9番地"] * 18,
                "法人電話番号": PHONE,
                "事業所の名称": NAME,
                "事業所住所（番地以降）": ["見本1番地"] * 18,
            },
            {
                "firm_name": "法人の名称",
                "office": "事業所の名称",
                "kana": "法人の名称_かな",
                "corporate_number": "法人番号",
            }
            | {"municipality": "法人住所（市区町村）", "street": "法人住所（番地以降）", "phone": "法人電話番号"},
            id="corporations with their offices",
        ),
        pytest.param(
            {
                "提出者名": COMPANY,
                "提出者名（英字）": ["MIHON"] * 18,
                "提出者名（ヨミ）": KANA,
                "所在地": ADDRESS,
                "提出者法人番号": ["7000012050002"] * 18,
            },
            {
                "firm_name": "提出者名",
                "kana": "提出者名（ヨミ）",
                "address": "所在地",
                "corporate_number": "提出者法人番号",
            },
            id="listed companies",
        ),
        pytest.param(
            {
                "許可番号": NUMBER,
                "商号又は名称": COMPANY,
                "代表者名": PERSON,
                "営業所名": ["本店"] * 18,
                "郵便番号": CODE,
                "所在地": ADDRESS,
                "電話番号": PHONE,
            },
            {"firm_name": "商号又は名称", "office": "営業所名", "representative": "代表者名"}
            | {"postal_code": "郵便番号", "address": "所在地", "phone": "電話番号"},
            id="builders",
        ),
        pytest.param(
            {
                "会員番号": NUMBER,
                "会員事業所名": NAME,
                "会員代表者名": PERSON,
                "会員住所": ADDRESS,
                "会員電話番号": PHONE,
                "部会名": ["商業部会"] * 18,
            },
            {
                "firm_name": "会員事業所名",
                "representative": "会員代表者名",
                "address": "会員住所",
                "phone": "会員電話番号",
            },
            id="members",
        ),
        pytest.param(
            {
                "申請者氏名": PERSON,
                "申請者住所": OTHER_ADDRESS,
                "営業所屋号": NAME,
                "営業所所在地": ADDRESS,
                "営業所電話": PHONE,
                "営業の種類": KIND,
            },
            {
                "firm_name": "営業所屋号",
                "representative": "申請者氏名",
                "address": "営業所所在地",
                "phone": "営業所電話",
                "industry": "営業の種類",
            },
            id="the person stands first",
        ),
        pytest.param(
            {"氏名": PERSON, "住所": ADDRESS, "電話": PHONE},
            {"firm_name": "氏名", "address": "住所", "phone": "電話"},
            id="persons only",
        ),
        pytest.param(
            {
                "名称": NAME,
                "郵便番号": CODE,
                "住所": ADDRESS,
                "電話番号": PHONE,
                "代表者名": PERSON,
                "郵便番号_": CODE,
                "住所_": OTHER_ADDRESS,
                "電話番号_": OTHER_PHONE,
            },
            {
                "firm_name": "名称",
                "postal_code": "郵便番号",
                "address": "住所",
                "phone": "電話番号",
                "representative": "代表者名",
            },
            id="the same headings twice",
        ),
        pytest.param(
            {
                "屋号": NAME,
                "姓": [p.split("\u3000")[0] for p in PERSON],
                "名": [p.split("\u3000")[1] for p in PERSON],
                "住所": ADDRESS,
                "TEL": PHONE,
            },
            {"firm_name": "屋号", "representative": "姓+名", "address": "住所", "phone": "TEL"},
            id="family and given name",
        ),
        pytest.param(
            {
                "事業者名": NAME,
                "都道府県": ["長野県"] * 18,
                "市区町村": ["佐久市"] * 18,
                "町名番地": ["中込9"] * 18,
                "建物名": BLANK,
                "ＴＥＬ": PHONE,
            },
            {
                "firm_name": "事業者名",
                "prefecture": "都道府県",
                "municipality": "市区町村",
                "street": "町名番地",
                "address_2": "建物名",
                "phone": "ＴＥＬ",
            },
            id="an address in four columns",
        ),
        pytest.param(
            {
                "id": NUMBER,
                "name": NAME,
                "kana": KANA,
                "title": TITLE,
                "representative": PERSON,
                "postal_code": [c.replace("-", "") for c in CODE],
            }
            | {
                "prefecture": ["長野県"] * 18,
                "municipality": ["佐久市"] * 18,
                "municipality_code": ["20217"] * 18,
                "town": ["中込"] * 18,
                "rest": ["9番地"] * 18,
            }
            | {
                "phone": PHONE,
                "industry": KIND,
                "staff": NUMBER,
                "status": ["active"] * 18,
                "sources": ["名簿.xlsx:3"] * 18,
            },
            {
                "firm_name": "name",
                "kana": "kana",
                "title": "title",
                "representative": "representative",
                "postal_code": "postal_code",
            }
            | {
                "prefecture": "prefecture",
                "municipality": "municipality",
                "municipality_code": "municipality_code",
                "street": "town+rest",
            }
            | {"phone": "phone", "industry": "industry", "staff": "staff", "closed_reason": "status"},
            id="our own export",
        ),
    ],
)
def test_publishers_and_their_words(columns: dict[str, list[str]], expected: dict[str, str]) -> None:
    assert guessed(**columns) == expected


def test_a_heading_that_the_cells_contradict_is_not_believed() -> None:
    found = guess_columns(
        ["事業所名", "電話番号", "郵便番号", "所在地"], list(zip(NAME, CODE, PHONE, ADDRESS, strict=True))
    )
    assert found.columns[ListColumn.POSTAL_CODE] == (1,)
    assert found.columns[ListColumn.PHONE] == (2,)
    assert found.guesses[1].reason is GuessReason.CONTENTS


def test_damaged_cells_do_not_make_a_heading_wrong() -> None:
    codes = [code.replace("-", "")[1:] if number % 2 else code for number, code in enumerate(CODE)]
    phones = [phone.replace("-", "?") for phone in PHONE]
    assert guessed(事業所名=NAME, 郵便番号=codes, 所在地=ADDRESS, 電話番号=phones) == {
        "firm_name": "事業所名",
        "postal_code": "郵便番号",
        "address": "所在地",
        "phone": "電話番号",
    }


def test_every_column_has_a_guess_with_its_confidence_and_reason() -> None:
    found = guess_columns(
        ["番号", "事業所名", "所在地", "謎の欄"], list(zip(NUMBER, NAME, ADDRESS, ["あ"] * 18, strict=True))
    )
    assert [(guess.index, guess.heading, guess.meaning) for guess in found.guesses] == [
        (0, "番号", None),
        (1, "事業所名", ListColumn.FIRM_NAME),
        (2, "所在地", ListColumn.ADDRESS),
        (3, "謎の欄", None),
    ]
    assert found.guesses[1].confidence > 0.7
    assert found.guesses[2].reason is GuessReason.BOTH
    assert found.has_firms


@pytest.mark.parametrize(
    ("heading", "attribute", "subject"),
    [
        ("所　在　地", Attribute.ADDRESS, Subject.NONE),
        ("主たる営業所の所在地", Attribute.ADDRESS, Subject.FIRM),
        ("営業所の名称、屋号又は商号", Attribute.NAME, Subject.FACILITY),
        ("氏名（法人にあっては、その名称及び代表者の氏名）", Attribute.PERSON, Subject.NONE),
        ("名称（フリガナ）", Attribute.KANA, Subject.NONE),
        ("ﾌﾘｶﾞﾅ", Attribute.KANA, Subject.NONE),
        ("電話番号（半角）※必須", Attribute.PHONE, Subject.NONE),
        ("法人(設置者)電話", Attribute.PHONE, Subject.OPERATOR),
        ("代表者職・氏名", Attribute.REPRESENTATIVE, Subject.REPRESENTATIVE),
        ("代表者住所", Attribute.ADDRESS, Subject.REPRESENTATIVE),
        ("担当者名", Attribute.NAME, Subject.CONTACT),
        ("従業員数（人）", Attribute.STAFF, Subject.NONE),
        ("No.", Attribute.SERIAL, Subject.NONE),
        ("Nagano", Attribute.UNKNOWN, Subject.NONE),
        ("", Attribute.UNKNOWN, Subject.NONE),
    ],
)
def test_headings(heading: str, attribute: Attribute, subject: Subject) -> None:
    read = read_heading(heading)
    assert (read.attribute, read.subject) == (attribute, subject)


def test_a_heading_under_another_takes_its_subject() -> None:
    read = read_heading("名称", "開設者")
    assert (read.attribute, read.subject) == (Attribute.NAME, Subject.OPERATOR)


def test_other_thirty_columns_are_no_known_layout() -> None:
    assert known_layout([["x"] * 30] * 3) is None
    assert known_layout([]) is None

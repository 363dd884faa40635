"""Invented addressees, senders and letters."""

import tomllib
from datetime import date

from shoukei_app import assets
from shoukei_app.domain.firm import Address
from shoukei_app.domain.form_number import form_number
from shoukei_app.domain.letter import LetterTemplate, Occasion, letters_from_data
from shoukei_app.domain.mailing import Addressee, Piece, Sender

DATED = date(2026, 9, 1)
DEADLINE = date(2026, 10, 16)

SENDER = Sender(
    name="北信地域 事業承継支援 合同チーム",
    section="（長野県北信地域振興局 商工観光課）",
    head="課長　架空 太郎",
    postal_code="3830000",
    address="長野県中野市大字架空1番地",
    phone="0269-00-0000",
    fax="0269-00-0001",
    contact="架空・仮名",
)

OCCASION = Occasion(SENDER, DATED, DEADLINE, "令和8年度 事業承継診断")


def address(postal_code: str, municipality: str, town: str, rest: str, county: str = "") -> Address:
    return Address(postal_code, "長野県", county, municipality, "", town, rest)


ADDRESSEES = (
    Addressee(
        "株式会社 架空精機", "", "代表取締役", "柳澤 仮一郎", address("3890500", "東御市", "架空町", "1234番地5")
    ),
    Addressee("架空商店", "", "", "", address("3820000", "高山村", "大字架空", "4972", "上高井郡")),
    Addressee(
        "医療法人社団 架空長寿会",
        "架空高原クリニック",
        "理事長",
        "髙﨑 邉子",
        address("3891200", "飯綱町", "大字架空", "2795番地1 架空町民会館別館 北棟3階305号室", "上水内郡"),
    ),
    Addressee(
        "特定非営利活動法人 架空ふるさと産業振興・後継者育成支援ネットワーク協議会",
        "架空町柏原サテライト事業所",
        "代表理事",
        "仮名 三郎",
        address(
            "3891300",
            "信濃町",
            "大字架空",
            "字小丸山428番地2 架空地域産業振興センタービルディング新館5階 コワーキングスペース内",
            "上水内郡",
        ),
    ),
    Addressee("田", "", "", "", address("3800000", "長野市", "架空町", "1")),
    Addressee("小松 仮男", "", "", "小松仮男", address("3892500", "野沢温泉村", "大字架空", "9817番地", "下高井郡")),
    Addressee("㈱①架空堂", "", "", "", address("3800000", "長野市", "架空町", "２丁目３番地")),
)


def pieces(count: int = len(ADDRESSEES)) -> list[Piece]:
    """As many pieces as asked for, the addressees in turn."""
    return [
        Piece(serial, form_number(serial), ADDRESSEES[(serial - 1) % len(ADDRESSEES)]) for serial in range(1, count + 1)
    ]


def template(name: str = "first") -> LetterTemplate:
    return letters_from_data(tomllib.loads(assets.text("letters/standard.toml")))[name]

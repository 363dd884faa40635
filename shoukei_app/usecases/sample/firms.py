"""Invents firms: real municipalities, towns and postcodes, invented names, persons and telephone numbers."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from shoukei_app import assets
from shoukei_app.domain.corporate_number import check_digit
from shoukei_app.domain.postal_master import AreaKind, PostalArea, PostalMaster

_CORPORATE_SHARE = 0.58
_CORPORATE_FORMS = ("株式会社", "株式会社", "株式会社", "有限会社", "有限会社", "合同会社")
_FIRST_CORPORATE_BASE = 990000000000
_TAKEN_AGAIN_AFTER = 3


@dataclass(frozen=True, slots=True)
class SampleFirm:
    """One invented firm, as a list would hold it."""

    name: str
    kana: str
    corporate_number: str
    title: str
    representative: str
    postal_code: str
    county: str
    municipality: str
    municipality_code: str
    town: str
    street: str
    phone: str
    industry: str
    industry_code: int
    staff: int
    corporation: bool


def invent(count: int, random: Random, master: PostalMaster, shares: Mapping[str, int]) -> list[SampleFirm]:
    """Invent `count` firms, spread over municipalities (5-digit codes) by `shares` of 100."""
    names = tomllib.loads(assets.text("sample/names.toml"))
    areas = {code: _towns(master, code) for code in shares}
    weights = [industry["share"] for industry in names["industries"]]
    codes = random.choices(list(shares), weights=list(shares.values()), k=count)
    taken: set[tuple[str, str]] = set()
    firms = []
    for serial, code in enumerate(codes, start=1):
        industry = random.choices(names["industries"], weights=weights)[0]
        while True:
            area = random.choice(areas[code])
            corporation = random.random() < _CORPORATE_SHARE
            name, kana, surname = _name(random, names, industry, corporation=corporation)
            if (name, area.town) not in taken:
                taken.add((name, area.town))
                break
        municipality = master.municipalities.get(code)
        assert municipality is not None
        given = random.choice(names["given"])
        firms.append(
            SampleFirm(
                name=name,
                kana=kana,
                corporate_number=_corporate_number(serial) if corporation else "",
                title=random.choice(names["titles"]["corporation"]) if corporation else "",
                representative=f"{surname}　{given[0]}",
                postal_code=area.postal_code,
                county=municipality.county,
                municipality=municipality.name,
                municipality_code=code,
                town=area.town,
                street=_street(random),
                phone=f"0269-{serial // 10_000:02d}-{serial % 10_000:04d}",
                industry=industry["name"],
                industry_code=industry["code"],
                staff=_staff(random, corporation=corporation),
                corporation=corporation,
            )
        )
    return firms


def _towns(master: PostalMaster, code: str) -> Sequence[PostalArea]:
    areas = [area for area in master.areas_of(code) if area.kind is AreaKind.TOWN and not area.remark]
    return areas or master.areas_of(code)


def _name(
    random: Random, names: Mapping[str, Any], industry: Mapping[str, Any], *, corporation: bool
) -> tuple[str, str, str]:
    pattern, tail = random.choice(industry["patterns"])
    surname = random.choice(names["surnames"])
    mark = random.choice(names["marks"])
    chosen = mark if "{m}" in pattern else surname
    if "{m}" in pattern and random.random() < 0.7:
        chosen = (surname[0] + mark[0], surname[1] + mark[1])  # marks are few: most are told apart by a surname
    name = pattern.format(s=chosen[0], m=chosen[0])
    head = pattern.split("{")[0]
    kana = {"民宿": "ミンシュク", "そば処": "ソバドコロ", "食堂": "ショクドウ", "美容室": "ビヨウシツ"}.get(head, head)
    kana = kana + chosen[1] + tail
    if corporation:
        form = random.choice(_CORPORATE_FORMS)
        name = f"{form}{name}" if random.random() < 0.6 else f"{name}{form}"
    return name, kana, surname[0]


def _street(random: Random) -> str:
    match random.randrange(4):
        case 0:
            return f"{random.randint(1, 4999)}番地"
        case 1:
            return f"{random.randint(1, 4999)}番地{random.randint(1, 30)}"
        case 2:
            return f"{random.randint(1, 1999)}-{random.randint(1, 40)}"
        case _:
            return f"{random.randint(1, 2999)}"


def _staff(random: Random, *, corporation: bool) -> int:
    return max(1, round(random.lognormvariate(1.5 if corporation else 0.5, 0.9)))


def _corporate_number(serial: int) -> str:
    base = str(_FIRST_CORPORATE_BASE + serial)
    return f"{check_digit(base)}{base}"

"""The columns of the register, of the preview of a list, and the words of a firm's facts."""

from collections.abc import Mapping

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import FirmFacts, FirmStatus
from shoukei_app.gui.kit.lines import Column
from shoukei_app.usecases.firms import RegisterLine
from shoukei_app.words.firm_problems import remedy
from shoukei_app.words.terms import word

STATUS_TONES: Mapping[FirmStatus, str] = {
    FirmStatus.ACTIVE: "",
    FirmStatus.CLOSED: "secondary",
    FirmStatus.MOVED_AWAY: "secondary",
    FirmStatus.OUT_OF_SCOPE: "secondary",
}


def postal_code_shown(code: str) -> str:
    """A postcode with its hyphen: 389-1211; what is no postcode stays as it is."""
    return f"{code[:3]}-{code[3:]}" if len(code) == 7 else code


def name_shown(facts: FirmFacts) -> str:
    """The firm and, where it has one, its office."""
    return f"{facts.name}　{facts.office}" if facts.office else facts.name


def person_shown(facts: FirmFacts) -> str:
    """The representative with the title in front."""
    return "　".join(filter(None, (facts.title, facts.representative)))


REGISTER = (
    Column[RegisterLine](
        "number",
        "整理番号",
        lambda line: form_number.shown(line.number) if line.number else "―",
        96,
        sort="number",
        code=True,
        tone=lambda line: "" if line.number else "secondary",
        tooltip=lambda line: "" if line.number else "この調査の対象ではありません",
    ),
    Column[RegisterLine](
        "name",
        "事業者名",
        lambda line: name_shown(line.facts),
        180,
        grow=3,
        sort="name",
        tooltip=lambda line: name_shown(line.facts),
    ),
    Column[RegisterLine](
        "municipality", "市町村", lambda line: line.facts.address.municipality, 96, sort="municipality"
    ),
    Column[RegisterLine]("town", "町域", lambda line: line.facts.address.town, 100, grow=1, sort="town"),
    Column[RegisterLine](
        "representative",
        "代表者",
        lambda line: line.facts.representative,
        112,
        grow=1,
        sort="representative",
        tooltip=lambda line: person_shown(line.facts),
    ),
    Column[RegisterLine]("phone", "電話番号", lambda line: line.facts.phone, 120, sort="phone", code=True),
    Column[RegisterLine]("industry", "業種", lambda line: line.facts.industry, 104, grow=1, sort="industry"),
    Column[RegisterLine](
        "staff",
        "従業者数",
        lambda line: "" if line.facts.staff is None else f"{line.facts.staff:,}",
        76,
        sort="staff",
        numeric=True,
    ),
    Column[RegisterLine](
        "status",
        "営業の状況",
        lambda line: word(line.facts.status),
        92,
        sort="status",
        tone=lambda line: STATUS_TONES[line.facts.status],
    ),
    Column[RegisterLine](
        "problems",
        "確かめること",
        lambda line: "、".join(map(word, line.problems)),
        116,
        grow=1,
        sort="problems",
        tone=lambda line: "attention" if line.problems else "",
        tooltip=lambda line: "\n".join(f"{word(one)}：{remedy(one, found)}" for one, found in line.problems.items()),
    ),
    Column[RegisterLine](
        "postal_code",
        "郵便番号",
        lambda line: postal_code_shown(line.facts.address.postal_code),
        96,
        sort="postal_code",
        code=True,
        shown=False,
    ),
    Column[RegisterLine]("rest", "番地ほか", lambda line: line.facts.address.rest, 160, sort="rest", shown=False),
    Column[RegisterLine]("kana", "フリガナ", lambda line: line.facts.kana, 160, sort="kana", shown=False),
    Column[RegisterLine](
        "corporate_number",
        "法人番号",
        lambda line: line.facts.corporate_number,
        124,
        sort="corporate_number",
        code=True,
        shown=False,
    ),
    Column[RegisterLine](
        "legal_form",
        "経営形態",
        lambda line: word(line.facts.legal_form) if line.facts.legal_form else "",
        96,
        sort="legal_form",
        shown=False,
    ),
    Column[RegisterLine](
        "do_not_mail",
        "発送",
        lambda line: "発送不要の申出" if line.facts.do_not_mail else "",
        120,
        sort="do_not_mail",
        shown=False,
    ),
    Column[RegisterLine](
        "note", "備考", lambda line: line.facts.note.replace("\n", "　"), 160, sort="note", shown=False
    ),
)

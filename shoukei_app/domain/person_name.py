"""Names of persons beside names of firms: telling them apart, and taking a title from in front of a name."""

import re
from dataclasses import dataclass
from typing import Final

from shoukei_app.domain.text import strip_legal_form

# Longer ones first where one begins with another.
TITLES: Final = (
    "代表取締役会長兼社長",
    "代表取締役社長兼会長",
    "代表取締役会長",
    "代表取締役社長",
    "代表取締役専務",
    "代表取締役",
    "取締役会長",
    "取締役社長",
    "専務取締役",
    "常務取締役",
    "取締役",
    "代表清算人",
    "清算人",
    "代表執行役社長",
    "代表執行役",
    "執行役員",
    "業務執行社員",
    "代表社員",
    "職務執行者",
    "無限責任社員",
    "有限責任社員",
    "代表理事組合長",
    "代表理事会長",
    "代表理事長",
    "代表理事",
    "代表役員",
    "代表者",
    "副理事長",
    "理事長",
    "専務理事",
    "常務理事",
    "常任理事",
    "理事",
    "組合長理事",
    "組合長",
    "会長",
    "副社長",
    "社長",
    "専務",
    "常務",
    "支配人",
    "支店長",
    "支社長",
    "所長",
    "工場長",
    "店長",
    "店主",
    "院長",
    "園長",
    "校長",
    "館長",
    "施設長",
    "センター長",
    "事務局長",
    "局長",
    "部長",
    "課長",
    "管理者",
    "管理薬剤師",
    "責任者",
    "住職",
    "宮司",
    "会頭",
    "当主",
    "女将",
    "代表",
    "長",
)
_OFFICE_ENDINGS: Final = (
    r"(?:支店|本店|支社|支所|営業所|事業所|工場|出張所|製作所|店|センター|ショップ|号店|本部|事務所)"
)
_TITLE_WORDS: Final = frozenset(TITLES)
_BLANK: Final = r"[ 　]"
_TITLE: Final = "|".join(re.escape(title) for title in TITLES if title != "長")
_TITLE_FIRST = re.compile(rf"^({_TITLE}){_BLANK}*(?:[:：]{_BLANK}*)?(.*)$", re.DOTALL)
_FIRM_TITLE_PERSON = re.compile(rf"^(.+?)[ 　\n]+({_TITLE})[ 　\n]+([^\n]+)$", re.DOTALL)
_CHARACTER: Final = (
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff"
    "\ufe00-\ufe0f\U00020000-\U000323af\U000e0100-\U000e01ef]"
)
_TWO_PARTS = re.compile(rf"{_CHARACTER}{{1,7}}{_BLANK}+{_CHARACTER}{{1,7}}")
_ONE_PART = re.compile(rf"{_CHARACTER}{{2,7}}")
_ORGANISATION = re.compile(
    r"会社|法人|組合|協会|公社|公団|協議会|連合会|事務所|営業所|事業所|商店|商会|商事|工業|産業|建設|興業|製作|食堂|旅館|"
    r"処|亭|麺|寿司|鮨|そば|うどん|カフェ|病院|医院|診療所|薬局|学校|大学|幼稚園|保育|センター|クラブ|グループ|サービス|ハウス|ホーム|ホテル|委員会|財団|社団|"
    r"[^ 　](?:市|町|村|県|店|社|園|寺|神社|院|館|荘|屋|家|会|所|部|課|校|局|業|亭|庵|軒|堂|房|苑|処|窯|丸|号)$"
)


@dataclass(frozen=True, slots=True)
class FirmCell:
    """The parts of a cell that holds more than a firm's name."""

    name: str
    office: str = ""
    title: str = ""
    representative: str = ""


def is_person(text: str) -> bool:
    """Whether `text` reads like a person's name (山田　太郎, 山田太郎) and not like an organisation's."""
    bare = text.strip()
    if not bare or bare in _TITLE_WORDS or strip_legal_form(bare)[0] or _ORGANISATION.search(bare):
        return False
    return _TWO_PARTS.fullmatch(bare) is not None or (len(bare) <= 7 and _ONE_PART.fullmatch(bare) is not None)


def split_title(text: str) -> tuple[str, str]:
    """A title in front of a name: "代表取締役　山田太郎" → ("代表取締役", "山田太郎"); ("", text) without one.

    A title alone gives ("代表取締役", ""). A short one counts only before a blank: 会長島太郎 may be 会 長島太郎.
    """
    bare = text.strip()
    found = _TITLE_FIRST.match(bare)
    if found is None:
        return "", bare
    title, person = found[1], found[2].strip()
    joined = person and bare[len(title)] not in " 　\n:："
    if joined and (len(title) <= 2 or not is_person(person)):
        return "", bare
    return title, person


def split_firm_cell(text: str) -> FirmCell:
    """Take "株式会社○○ 代表取締役 山田太郎", or one thing a line, apart; a cell that is only a name comes back whole.

    Splits only at a title between blanks or at line breaks: blanks alone also stand inside names.
    """
    bare = text.strip()
    found = _FIRM_TITLE_PERSON.match(bare)
    if found and "\n" not in found[1]:
        return FirmCell(found[1].strip(), "", found[2], found[3].strip())
    lines = [line.strip() for line in bare.splitlines() if line.strip()]
    if len(lines) < 2:
        return FirmCell(bare)
    return _by_lines(lines)


def _by_lines(lines: list[str]) -> FirmCell:
    name, office, title, representative = lines[0], "", "", ""
    loose: list[str] = []
    for line in lines[1:]:
        line_title, person = split_title(line)
        if line_title:
            title, representative = line_title, person
        elif title and not representative and is_person(line):
            representative = line
        elif not office and re.search(_OFFICE_ENDINGS + "$", line):
            office = line
        elif not representative and line is lines[-1] and is_person(line) and strip_legal_form(name)[0]:
            representative = line
        else:
            loose.append(line)
    return FirmCell(" ".join([name, *loose]), office, title, representative)

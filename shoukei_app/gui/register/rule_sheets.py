"""What stands behind one rule: the firms it matches, each with what made it match, and the words an office edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.exclusion import Exclusion, ExclusionRule, Sign, SignKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import Field, Form, LinesField, NumberField
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.usecases import firms, ledgers
from shoukei_app.words.terms import word

SIZE = (760, 520)
WORDS_WIDTH = 560


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A firm that a rule matches, and what made it match."""

    id: int
    name: str
    place: str
    sign: Sign


COLUMNS = (
    Column[MatchLine]("name", "事業者名", lambda line: line.name, 240, grow=2, tooltip=lambda line: line.name),
    Column[MatchLine]("place", "所在地", lambda line: line.place, 180, grow=1),
    Column[MatchLine]("sign", "当てはまったところ", lambda line: sign_shown(line.sign), 220, grow=1),
)


def sign_shown(sign: Sign) -> str:
    """What made a rule match, in words: 名前に「営業所」."""
    match sign.kind:
        case SignKind.NAME | SignKind.REMARK:
            return f"{word(sign.kind)}に「{sign.text}」"
        case SignKind.LEGAL_FORM:
            return sign.text
        case SignKind.STAFF:
            return f"従業者 {int(sign.text):,}人"
        case _:
            return word(sign.kind)


class MatchSheet(dialogs.Sheet):
    """The firms of an area that a rule matches, whether it is ticked or not."""

    def __init__(self, shell: Shell, parent: QWidget, rule: Exclusion, signs: Mapping[int, Sign]) -> None:
        self._ledger = shell.session.ledger
        self._signs = dict(signs)
        self.table: Table[MatchLine] = Table(
            "exclusion", COLUMNS, find=self._find, lines=self._lines, placeholder="名前や所在地で探す"
        )
        super().__init__(parent, f"{word(rule)}　{len(signs):,}件", self.table, "", stop="閉じる")
        self.resize(*(theme().px(side) for side in SIZE))
        self.table.refresh()

    def _find(self, query: Query) -> Sequence[int]:
        ids = list(self._signs)
        if not query.text:
            return ids
        found = set(firms.find(self._ledger, Query(query.text)))
        key = search_key(query.text)
        return [one for one in ids if one in found or key in search_key(sign_shown(self._signs[one]))]

    def _lines(self, ids: Sequence[int]) -> Sequence[MatchLine]:
        return [
            MatchLine(
                firm.id,
                name_shown(firm.facts),
                f"{firm.facts.address.municipality}{firm.facts.address.town}",
                self._signs[firm.id],
            )
            for firm in firms.lines(self._ledger, ids)
        ]


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as it is typed: one word a line."""

    endings: str = ""
    office_endings: str = ""
    words: str = ""
    remarks: str = ""
    legal_forms: str = ""
    staff_from: int | None = None


TEXTS: Mapping[str, tuple[str, str]] = {
    "endings": ("名前の終わりのことば", "事業者名か事業所名が、このことばで終わるもの。"),
    "office_endings": ("事業所名の終わりのことば", "事業所名だけを見ます（「山田鉄工場」のような社名は外しません）。"),
    "words": ("名前の中のことば", "事業者名か事業所名のどこかに、このことばがあるもの。"),
    "remarks": ("備考の中のことば", "備考か廃業などの理由に、このことばがあるもの。"),
    "legal_forms": ("法人の種別", "名前に付く種別（独立行政法人 など）。略さずに入れます。"),
}
SHOWN: Mapping[Exclusion, tuple[str, ...]] = {
    Exclusion.SUSPENDED: ("remarks", "words"),
    Exclusion.BRANCHES: ("endings", "office_endings"),
    Exclusion.CHAINS: ("words", "staff_from"),
    Exclusion.PUBLIC: ("endings", "words", "legal_forms"),
}
"""Which parts of a rule are worth editing."""


class WordsSheet(dialogs.Sheet):
    """The words of one rule, kept in the ledger with the campaign."""

    def __init__(self, shell: Shell, parent: QWidget, rule: ExclusionRule) -> None:
        self._shell = shell
        self._rule = rule
        self.form: Form[RuleDraft] = Form([_field(name) for name in SHOWN[rule.key]])
        note = label(
            "1行に1つずつ入れます。全角・半角、ひらがな・カタカナ、新字・旧字の違いは問いません。",
            "secondary",
            wrap=True,
        )
        content = holding(column(note, self.form, spacing=2 * GRID))
        super().__init__(parent, f"「{word(rule.key)}」とみなすことば", content, "保存する")
        self.setFixedWidth(theme().px(WORDS_WIDTH))
        self.verb.setAutoDefault(False)
        self.form.fill(_draft(rule))

    def run(self) -> bool:
        """Keep the words."""
        draft = self.form.value()
        if draft is None:
            return False
        rule, shell = _rule(self._rule, draft), self._shell
        ledger, act, campaign_id = shell.session.ledger, shell.session.act(), shell.session.campaign_id
        assert campaign_id is not None
        campaign = campaign_id
        rules = ledgers.campaign(ledger, campaign).exclusions
        kept = tuple(rule if one.key is rule.key else one for one in rules)
        shell.desk.write(
            lambda _progress: ledgers.edit_exclusions(ledger, act, campaign, kept),
            title="ことばを保存しています",
            done=lambda _none: shell.say(f"「{word(rule.key)}」のことばを保存しました", undo=True),
            cancellable=False,
        )
        return True


def _field(name: str) -> Field:
    if name == "staff_from":
        help_ = "これ以上の事業者を大型店とみなします。空にすると、人数では見ません。"
        return NumberField(key=name, label="従業者数", minimum=1, maximum=999_999, unit="人以上", help=help_)
    title, help_ = TEXTS[name]
    return LinesField(key=name, label=title, help=help_, lines=5)


def _draft(rule: ExclusionRule) -> RuleDraft:
    return RuleDraft(**{name: "\n".join(getattr(rule, name)) for name in TEXTS}, staff_from=rule.staff_from)


def _rule(rule: ExclusionRule, draft: RuleDraft) -> ExclusionRule:
    texts = {name: getattr(draft, name).split("\n") for name in TEXTS}
    words: dict[str, Any] = {
        name: tuple(dict.fromkeys(filter(None, map(str.strip, lines)))) for name, lines in texts.items()
    }
    return replace(rule, **words, staff_from=draft.staff_from)

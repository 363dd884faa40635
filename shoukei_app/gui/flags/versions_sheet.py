"""The versions of the rules; one of them can be tried again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from shoukei_app.domain.era import wareki
from shoukei_app.domain.flags import RuleSet
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.flags import RuleVersion

_PLACE = Qt.ItemDataRole.UserRole


class VersionsSheet(Sheet):
    """Shows every version, the newest first, and what each has beside the one before; `chosen` is to be tried."""

    def __init__(self, parent: QWidget, versions: Sequence[RuleVersion]) -> None:
        self.chosen: RuleSet | None = None
        self._versions = versions
        self.list = QListWidget()
        self.list.setAccessibleName("抽出条件の版")
        self.list.setMinimumHeight(theme().px(240))
        self.list.setWordWrap(True)
        self.list.setSpacing(GRID // 2)
        for place, one in enumerate(versions):
            before = versions[place + 1].rules if place + 1 < len(versions) else None
            item = QListWidgetItem(_told(one, before, newest=place == 0), self.list)
            item.setData(_PLACE, place)
        self.list.setCurrentRow(0)
        note = label(
            "選んだ版の条件を試せます。「この条件で抽出する」を押すまで、何も変わりません。", "note", wrap=True
        )
        super().__init__(
            parent, "抽出条件の版", holding(column(self.list, note, spacing=GRID)), "この版を試す", stop="閉じる"
        )
        self.setMinimumWidth(theme().px(560))
        self.list.currentRowChanged.connect(self._show)
        self._show(0)

    def run(self) -> bool:
        """Keep the version."""
        self.chosen = self._versions[self.list.currentRow()].rules
        return True

    def _show(self, place: int) -> None:
        self.verb.setEnabled(place >= 0)


def _told(version: RuleVersion, before: RuleSet | None, *, newest: bool) -> str:
    rules = {rule.id: rule for rule in version.rules.rules}
    head = f"第{version.rules.version}版{'（いまの条件）' if newest else ''}　{wareki(version.made_at.date())}"
    head += f"　{version.made_by}　条件 {len(rules):,}件"
    if before is None:
        return f"{head}\n最初の条件"
    old = {rule.id: rule for rule in before.rules}
    said = [f"加えた：{rule.reason}" for key, rule in rules.items() if key not in old]
    said += [f"外した：{rule.reason}" for key, rule in old.items() if key not in rules]
    said += [f"直した：{rule.reason}" for key, rule in rules.items() if key in old and old[key] != rule]
    return "\n".join([head, *(said or ["並びを変えた"])])

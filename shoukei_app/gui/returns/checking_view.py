"""突合・抽査・保管 beside each other: what happens to a sheet between its second entry and its box."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, button, row
from shoukei_app.gui.kit.views import Views, ViewSwitch
from shoukei_app.gui.returns.archive_view import ArchiveView
from shoukei_app.gui.returns.judging_view import JudgingView
from shoukei_app.gui.returns.policy_sheet import ask_policy
from shoukei_app.gui.returns.sampling_view import SamplingView

JUDGING, SAMPLING, ARCHIVE = "judging", "sampling", "archive"


class CheckingView(QWidget):
    """Three views and the policy; `on_step` is called when other keys hold than before."""

    def __init__(self, shell: Shell, on_step: Callable[[], object]) -> None:
        super().__init__()
        self._on_step = on_step
        self.judging = JudgingView(shell, on_step)
        self.sampling = SamplingView(shell, on_step)
        self.archive = ArchiveView(shell)
        self._parts: dict[str, JudgingView | SamplingView | ArchiveView] = {
            JUDGING: self.judging,
            SAMPLING: self.sampling,
            ARCHIVE: self.archive,
        }
        self._views = Views(self._parts)
        self._shown: JudgingView | SamplingView | ArchiveView = self.judging
        self.switch = ViewSwitch(
            ((JUDGING, "突合", "Ctrl+4"), (SAMPLING, "抽査", "Ctrl+5"), (ARCHIVE, "保管", "Ctrl+6")), self._show_part
        )
        policy = button("照合のきまり…", lambda: ask_policy(shell, self.window()), symbol="sliders-horizontal")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addLayout(row(self.switch, STRETCH, policy))
        outer.addWidget(self._views, 1)

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of what is in sight."""
        return self._shown.hints

    def show_part(self, key: str) -> None:
        """Bring one of the three into sight."""
        self.switch.choose(key)

    def refresh(self) -> None:
        """Read what is in sight anew."""
        self._shown.refresh()

    def begin_campaign(self) -> None:
        """Put down what is at hand: it is of another campaign."""
        for view in (self.judging, self.sampling):
            if view.step != "list":
                view.leave()

    def take_focus(self) -> None:
        """Let the keyboard go on where it was."""
        self._shown.take_focus()

    def _show_part(self, key: str) -> None:
        self._shown = self._parts[key]
        self._views.show_view(key)
        self.refresh()
        self._on_step()
        self.take_focus()

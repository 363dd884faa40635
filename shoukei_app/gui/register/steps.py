"""The line that says which step of a few one is at."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, Symbol, label, repolish, row, set_tone


class StepLine(QWidget):
    """Numbered steps side by side; those done are green, the present one stands out."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._marks: list[QLabel] = []
        self._words: list[QLabel] = []
        parts: list[QWidget | None] = []
        for place, words in enumerate(steps):
            mark, text = label(str(place + 1), "chip"), label(words, "secondary")
            self._marks.append(mark)
            self._words.append(text)
            if place:
                parts.append(Symbol("caret-right", size=14))
            parts += [mark, text]
        self.setLayout(row(*parts, STRETCH, spacing=GRID))

    def mark(self, current: int) -> None:
        """Show that the step with this number (from 0) is the present one."""
        for place, (mark, words) in enumerate(zip(self._marks, self._words, strict=True)):
            mark.setText("✓" if place < current else str(place + 1))
            set_tone(mark, "accent" if place == current else "done" if place < current else "")
            words.setProperty("role", "strong" if place == current else "secondary")
            repolish(words)
        self.setAccessibleName(f"{len(self._words)}段階のうち{current + 1}：{self._words[current].text()}")

"""The questionnaire while it is designed: what is in force, what stands now, every step between for undo."""

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace

from shoukei_app.domain import questionnaire_edit, questionnaire_mapping
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Questionnaire, faults, from_data, to_data
from shoukei_app.domain.questionnaire_edit import Design
from shoukei_app.words import problems
from shoukei_app.words.questionnaires import gap_words

_MOST_STEPS = 300


@dataclass(slots=True)
class Draft:
    """The design in hand. Typing at one place is one step until `pause`."""

    kept: Questionnaire
    design: Design
    _before: list[Design] = field(default_factory=list)
    _after: list[Design] = field(default_factory=list)
    _touched: str = ""

    @classmethod
    def of(cls, kept: Questionnaire) -> "Draft":
        """Begin with the questionnaire in force."""
        return cls(kept, questionnaire_edit.begin(kept))

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire as it stands now."""
        return self.design.questionnaire

    @property
    def edited(self) -> bool:
        """Whether it differs from the one in force."""
        return self.questionnaire != self.kept

    def change(self, design: Design, touched: str = "") -> None:
        """Take another state; `touched` names the place where somebody types."""
        if design == self.design:
            return
        if not touched or touched != self._touched:
            self._before = [*self._before[1 - _MOST_STEPS :], self.design]
        self._after = []
        self._touched = touched
        self.design = design

    def pause(self) -> None:
        """What is typed from now on is a step of its own."""
        self._touched = ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._after)

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self._after.append(self.design)
            self.design, self._touched = self._before.pop(), ""

    def redo(self) -> None:
        """Make it again."""
        if self._after:
            self._before.append(self.design)
            self.design, self._touched = self._after.pop(), ""

    def to_mend(self) -> dict[str, list[str]]:
        """What has to be mended before it can be used: sentences by question id, those of no question under ""."""
        found: dict[str, list[str]] = {}
        for gap in questionnaire_edit.gaps(self.questionnaire):
            found.setdefault(gap.question, []).append(gap_words(gap))
        for problem in faults(self.questionnaire):
            number = problem.data.get("question")
            key = self.questionnaire.questions[number - 1].id if isinstance(number, int) else ""
            found.setdefault(key, []).append(_short(problem))
        return found

    def as_text(self) -> str:
        """The draft for the drawer of this desk, "" where nothing was changed."""
        if not self.edited:
            return ""
        return json.dumps(
            {
                "kept": to_data(self.kept),
                "questionnaire": to_data(self.questionnaire),
                "mapping": questionnaire_mapping.to_data(self.design.mapping),
            },
            ensure_ascii=False,
        )

    def onto(self, kept: Questionnaire) -> "Draft | None":
        """What is being designed, over another questionnaire in force; None where nothing differs from it."""
        asked = replace(self.questionnaire, version=kept.version)
        if not self.edited or asked == kept:
            return None
        return Draft(kept, Design(asked, questionnaire_mapping.propose(kept, asked)))

    @classmethod
    def taken_up(cls, text: str, kept: Questionnaire) -> "Draft | None":
        """A draft out of the drawer; None where there is none that can be read, or for this version."""
        with suppress(Problem, ValueError, KeyError, TypeError):
            data = json.loads(text)
            if from_data(data["kept"]) == kept:
                mapping = questionnaire_mapping.from_data(data["mapping"])
                return cls(kept, Design(from_data(data["questionnaire"]), mapping))
        return None


def _short(problem: Problem) -> str:
    """The sentence of a fault without what is only true of a file."""
    text = problems.sentence(problem)
    return text.removeprefix("調査票に誤りがあります。").replace(
        "何も変わっていません。直してからもう一度お試しください。", ""
    )

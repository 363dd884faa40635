"""「宛名を確かめる」: one name that no font can print; a person says how it is printed, or leaves it out of the run."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import Form, TextField
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.runs import HeldName


@dataclass(frozen=True, slots=True)
class PrintedName:
    """What is printed, and where that was taken from."""

    name: str
    office: str
    title: str
    representative: str
    town: str
    rest: str
    source: str


_LABELS = {
    "name": "事業者名",
    "office": "事業所名・屋号",
    "title": "役職",
    "representative": "代表者",
    "town": "町域",
    "rest": "番地など",
}


class NamesSheet(dialogs.Sheet):
    """Asks about one piece. After it was accepted, `chosen` is the addressee to print and `source` where it is from;
    `chosen` is None where the piece is to be left out.
    """

    def __init__(self, parent: QWidget, held: HeldName, place: int, count: int) -> None:
        self.chosen: Addressee | None = None
        self.source = ""
        self._held = held
        value = _value(held.addressee)
        wanted = [key for key in _LABELS if set(held.characters) & set(getattr(value, key))]
        self.form: Form[PrintedName] = Form(
            [
                *(
                    TextField(key=key, label=f"印刷する{_LABELS[key]}", help=f"台帳：{_shown(value, key, held)}")
                    for key in wanted
                ),
                TextField(
                    key="source",
                    label="その字の出どころ",
                    placeholder="本人に電話で確認、登記簿、名刺 など",
                    required=True,
                ),
            ],
            check=lambda typed: _check(typed, held),
        )
        head = label(f"{form_number.shown(held.number)}　{place:,} / {count:,}件", "secondary")
        codes = "、".join(f"U+{ord(character):04X}" for character in held.characters)
        note = label(
            f"印刷できない文字（{codes}）があります。ここで決めた字は宛名の印刷だけに使い、台帳の名前は変わりません。"
            "次の便でも同じ字で印刷します。",
            "secondary",
            wrap=True,
        )
        self.leave_out = button("この便では発送しない", self._leave_out, kind="quiet")
        content = column(head, note, self.form, row(self.leave_out, STRETCH), spacing=2 * GRID)
        super().__init__(parent, "宛名を確かめる", holding(content), "この宛名で印刷する", stop="あとで決める")
        self.setMinimumWidth(theme().px(520))
        self.form.fill(value)

    def run(self) -> bool:
        """Take what was typed; a name that still cannot be printed stays."""
        typed = self.form.value()
        if typed is None:
            return False
        who = self._held.addressee
        self.chosen = Addressee(
            typed.name,
            typed.office,
            typed.title,
            typed.representative,
            replace(who.address, town=typed.town, rest=typed.rest),
        )
        self.source = typed.source
        return True

    def _leave_out(self) -> None:
        self.chosen = None
        self.accept()


def _value(who: Addressee) -> PrintedName:
    return PrintedName(
        who.name, who.office, who.title, who.representative, who.address.town, who.address.rest, source=""
    )


def _shown(value: PrintedName, key: str, held: HeldName) -> str:
    """What the register holds, with its unprintable characters in brackets: the screen may not draw them either."""
    text: str = getattr(value, key)
    return "".join(f"［{c} U+{ord(c):04X}］" if c in held.characters else c for c in text)


def _check(typed: PrintedName, held: HeldName) -> dict[str, str]:
    wrong = {key for key in _LABELS if set(held.characters) & set(getattr(typed, key))}
    return dict.fromkeys(wrong, "印刷できない文字が残っています。印刷する字に置き換えてください。")

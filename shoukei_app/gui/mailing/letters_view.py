"""文面: the letters of the campaign, edited beside a live proof on a real firm; nothing is kept until 保存."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from shoukei_app.domain import letter_fields
from shoukei_app.domain.letter import (
    MOST_SENDERS,
    Letters,
    LetterTemplate,
    Occasion,
    Paragraph,
    ParagraphKind,
    Place,
    Seal,
    template_for,
    with_text,
)
from shoukei_app.domain.mailing import RunKind, Sender
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, chip, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.field_text import FieldText
from shoukei_app.gui.mailing.letter_draft import LetterDraft
from shoukei_app.gui.mailing.letter_proof import LetterProof
from shoukei_app.gui.mailing.letter_rows import ParagraphRow, SenderRow, TextRow
from shoukei_app.usecases import ledgers, letters
from shoukei_app.usecases.letters import Proof
from shoukei_app.words import problems
from shoukei_app.words.terms import word, words

STEP_MS = 1500
"""After so long without a key, what is typed next is a step of its own for undo."""

LETTER_FILE = dialogs.FileKind("文面", (".toml",))
_AT_HAND = 5

_TEXTS = (
    ("letterhead", "レターヘッド（左上の1行）", "空なら印刷しません"),
    ("number", "文書番号（右上、日付の上）", "例：8産第123号"),
    ("title", "表題", ""),
    ("opening", "頭語", ""),
    ("closing", "結語", ""),
)


class LettersView(QWidget):
    """The editor at the left, the proof at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.draft = LetterDraft()
        self._occasion: Occasion | None = None
        self._campaign: int | None = None
        self._runs: dict[str, tuple[int, ...]] = {}
        self._last: FieldText | None = None
        self._typing = QTimer(self, interval=STEP_MS, singleShot=True)
        self._typing.timeout.connect(self.draft.pause)
        self.proof = LetterProof(shell.desk, self._show_faults)
        self.texts: dict[str, TextRow] = {}
        self.paragraphs: list[ParagraphRow] = []
        self.senders: list[SenderRow] = []
        self.kind = ChoiceBox(self)
        for kind, name in words(RunKind).items():
            self.kind.addItem(name, kind.value)
        self.kind.setAccessibleName("どの発送の文面か")
        self.kind.currentIndexChanged.connect(lambda _index: self._choose_kind())
        self.undo_button = _icon("arrow-counter-clockwise", "文面の編集を元に戻す（Ctrl+Z）", self.undo)
        self.redo_button = _icon("arrow-clockwise", "やり直す（Ctrl+Y）", self.redo)
        self.more = button("文面の出し入れ", self._show_more, symbol="caret-down")
        self.save_button = button("保存", self.save, kind="primary", symbol="check")
        self.drop_button = button("保存前に戻す", self.show_campaign, kind="quiet")
        self.warning = chip("", "attention")
        bar = row(
            self.kind,
            self.undo_button,
            self.redo_button,
            self.warning,
            STRETCH,
            self.more,
            self.drop_button,
            self.save_button,
        )
        left = holding(column(self._make_chips(), scrolled(self._make_editor()), spacing=GRID))
        right = Card(padded=False)
        right.add(self.proof, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.setSizes([theme().px(600), theme().px(520)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID + 4)
        outer.addLayout(bar)
        outer.addWidget(split, 1)
        self.warning.hide()

    @property
    def edited(self) -> bool:
        """Whether something is not kept yet."""
        return bool(self.draft.changed)

    def show_campaign(self) -> None:
        """Show what the ledger holds."""
        session = self._shell.session
        if session.campaign_id is None:
            return
        ledger, campaign_id = session.ledger, session.campaign_id
        self._campaign = campaign_id
        self.draft.begin(letters.of(ledger, campaign_id), self.draft.kind or next(iter(RunKind)).value)
        self._show()
        if self.isVisible():
            self.refresh_firms()

    def refresh_campaign(self) -> None:
        """Something changed in the ledger: read it, but leave alone what is being edited."""
        if not self.edited:
            self.show_campaign()
        elif self.isVisible():
            self.refresh_firms()

    def refresh_firms(self) -> None:
        """Read what the proof is made on: the occasion, the runs, the firms."""
        session = self._shell.session
        if session.campaign_id is None:
            return
        ledger, campaign_id = session.ledger, session.campaign_id
        today = date.today()  # noqa: DTZ011 - the day on this desk's calendar
        self._occasion = letters.occasion(ledger, campaign_id, today)
        self._runs = dict(letters.runs_by_kind(ledger, campaign_id))
        self._shell.desk.read(
            lambda _progress: letters.recipients(ledger, campaign_id),
            title="宛先",
            done=self.proof.show_pieces,
        )
        self._show_state()

    def save(self) -> None:
        """Keep the letters, as one operation."""
        session, changed = self._shell.session, self.draft.changed
        if session.campaign_id is None or not changed:
            return
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: letters.save(ledger, act, campaign_id, changed),
            title="文面の保存",
            done=lambda _value: self._on_saved(),
        )

    def undo(self) -> None:
        """Take back the last step of editing."""
        self.draft.undo()
        self._show()

    def redo(self) -> None:
        """Make it again."""
        self.draft.redo()
        self._show()

    def insert_field(self, key: str) -> None:
        """Put a field where somebody was last typing; into the last paragraph where nobody was."""
        target = self._last or (self.paragraphs[-1].text if self.paragraphs else self.texts["title"].text)
        target.insert_field(key)

    def add_paragraph(self, kind: ParagraphKind) -> None:
        """Add an empty paragraph: behind the last of its kind, else at the end."""
        rows = list(self.draft.template.paragraphs)
        same = [place for place, each in enumerate(rows) if each.kind is kind]
        place = same[-1] + 1 if same else len(rows)
        self._set_paragraphs([*rows[:place], Paragraph("", kind), *rows[place:]])
        self.paragraphs[place].text.setFocus()

    def add_sender(self) -> None:
        """Let one more sign: the first is the campaign's sender."""
        own = self.draft.template.senders
        fresh = [Sender(name="")]
        if not own and self._occasion is not None:
            fresh = [self._occasion.sender, *fresh]
        self.draft.change(replace(self.draft.template, senders=(*own, *fresh)[:MOST_SENDERS]))
        self._show()
        self.senders[-1].edits["name"].setFocus()

    def restore_standard(self) -> None:
        """Take the standard words for this kind of run, as one step that can be taken back."""
        own = self.draft.template
        fresh = template_for(letters.standard(), self.draft.kind)
        looks = replace(fresh, letterhead=own.letterhead, number=own.number, seal=own.seal, senders=own.senders)
        self.draft.change(looks)
        self._show()
        self._shell.say("標準の文にしました。保存するまで台帳は変わりません")

    def _make_chips(self) -> QWidget:
        fields = letter_fields.FIELDS
        at_hand = [fields[0], fields[1], *[each for each in fields if each.key in ("number", "deadline", "sender")]]
        chips = []
        for field in at_hand[:_AT_HAND]:
            made = button(field.name, partial(self.insert_field, field.key), kind="chip")
            made.setToolTip(f"例：{field.example}")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chips.append(made)
        self._rest = button("ほかの項目", self._show_fields, kind="chip", symbol="caret-down")
        self._rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return holding(row(label("差し込む", "secondary"), *chips, self._rest, STRETCH))

    def _make_editor(self) -> QWidget:
        head = Card()
        made = {key: self._text_row(key, name, placeholder) for key, name, placeholder in _TEXTS}
        first = row(made["letterhead"], made["number"], spacing=2 * GRID)
        first.setStretch(0, 3)
        first.setStretch(1, 2)
        second = row(made["title"], made["opening"], made["closing"], spacing=2 * GRID)
        second.setStretch(0, 1)
        for key in ("opening", "closing"):
            made[key].setFixedWidth(theme().px(72))
        head.add(first)
        head.add(second)
        body = Card("本文", "Enter で段落を分けます")
        self._paragraph_place = column(spacing=GRID)
        body.add(self._paragraph_place)
        adding = [
            button(word(kind), partial(self.add_paragraph, kind), kind="quiet", symbol="plus") for kind in ParagraphKind
        ]
        body.add(row(*adding, STRETCH))
        signed = Card("差出人", "日付と整理番号、QRコードは自動で入ります")
        self._sender_note = label("", "secondary", wrap=True)
        signed.add(self._sender_note)
        self._sender_place = column(spacing=GRID)
        signed.add(self._sender_place)
        self.add_sender_button = button("連名の差出人を加える", self.add_sender, kind="quiet", symbol="plus")
        self.seal = ChoiceBox(self)
        for name in words(Seal).values():
            self.seal.addItem(name)
        self.seal.setAccessibleName("公印")
        self.seal.currentIndexChanged.connect(lambda _index: self._on_seal())
        self._seal_error = label("", "error", wrap=True)
        share = button("レターヘッド・公印・差出人をほかの文面にも使う", self._share, kind="link")
        signed.add(row(self.add_sender_button, STRETCH, self.seal))
        signed.add(self._seal_error)
        signed.add(row(share, STRETCH))
        self._seal_error.hide()
        return holding(column(head, body, signed, STRETCH, spacing=GRID + 4))

    def _text_row(self, key: str, name: str, placeholder: str) -> TextRow:
        made = TextRow(name, placeholder=placeholder)
        self._connect(made.text)
        made.text.edited.connect(partial(self._on_text, key))
        made.text.split.connect(partial(self._on_split_line, made.text))
        self.texts[key] = made
        return made

    def _connect(self, text: FieldText) -> None:
        text.undo_asked.connect(self.undo)
        text.redo_asked.connect(self.redo)
        text.entered.connect(partial(self._remember, text))

    def _remember(self, text: FieldText) -> None:
        self._last = text

    def _on_text(self, key: str) -> None:
        self._change(with_text(self.draft.template, Place(key), self.texts[key].text.kept()), key)

    def _on_split_line(self, text: FieldText, lines: list[str]) -> None:
        text.fill("".join(lines))
        text.edited.emit()

    def _on_paragraph(self, place: int, touched: str) -> None:
        rows = [each.value() for each in self.paragraphs]
        key = f"{place} {touched}" if touched else ""
        self._change(replace(self.draft.template, paragraphs=tuple(rows)), key)

    def _on_split(self, place: int, lines: list[str]) -> None:
        rows = list(self.draft.template.paragraphs)
        kept = [text for text in lines if text.strip()] if len(lines) > 2 else lines
        parts = [Paragraph(text.strip(), rows[place].kind) for text in kept] or [Paragraph("", rows[place].kind)]
        self._set_paragraphs([*rows[:place], *parts, *rows[place + 1 :]])
        target = self.paragraphs[place + len(parts) - 1].text
        target.setFocus()
        cursor = target.textCursor()
        cursor.setPosition(0)
        target.setTextCursor(cursor)

    def _on_join(self, place: int) -> None:
        if not place:
            return
        rows = list(self.draft.template.paragraphs)
        before = letter_fields.shown(rows[place - 1].text)
        rows[place - 1 : place + 1] = [replace(rows[place - 1], text=rows[place - 1].text + rows[place].text)]
        self._set_paragraphs(rows)
        target = self.paragraphs[place - 1].text
        target.setFocus()
        cursor = target.textCursor()
        cursor.setPosition(len(before.encode("utf-16-le")) // 2)
        target.setTextCursor(cursor)

    def _on_move(self, place: int, way: int) -> None:
        rows = list(self.draft.template.paragraphs)
        if not way:
            del rows[place]
        elif 0 <= place + way < len(rows):
            rows[place], rows[place + way] = rows[place + way], rows[place]
        self._set_paragraphs(rows)

    def _set_paragraphs(self, rows: list[Paragraph]) -> None:
        self.draft.change(replace(self.draft.template, paragraphs=tuple(rows)))
        self._show()

    def _on_sender(self, place: int, touched: str) -> None:
        senders = tuple(each.value() for each in self.senders)
        self._change(replace(self.draft.template, senders=senders), f"sender {place} {touched}")

    def _on_move_sender(self, place: int, way: int) -> None:
        rows = list(self.draft.template.senders)
        if not way:
            del rows[place]
        elif 0 <= place + way < len(rows):
            rows[place], rows[place + way] = rows[place + way], rows[place]
        self.draft.change(replace(self.draft.template, senders=tuple(rows)))
        self._show()

    def _on_seal(self) -> None:
        self._change(replace(self.draft.template, seal=list(Seal)[self.seal.currentIndex()]), "")

    def _share(self) -> None:
        self.draft.share_looks([kind.value for kind in RunKind if kind.value != self.draft.kind])
        self._show()
        self._shell.say("ほかの文面にも同じ体裁を入れました。保存するまで台帳は変わりません")

    def _change(self, template: LetterTemplate, touched: str) -> None:
        self.draft.change(template, touched)
        self._typing.start()
        self._show_state()

    def _choose_kind(self) -> None:
        self.draft.kind = str(self.kind.currentData())
        self.draft.pause()
        self._show()

    def _show(self) -> None:
        """Show the draft: rows are kept where there are enough, so that the cursor stays."""
        template = self.draft.template
        _choose(self.kind, max(0, self.kind.findData(self.draft.kind)))
        for key, each in self.texts.items():
            each.text.fill(getattr(template, key))
        if len(self.paragraphs) != len(template.paragraphs):
            self._last = None
            clear(self._paragraph_place)
            self.paragraphs = [self._paragraph_row(place, each) for place, each in enumerate(template.paragraphs)]
            for made in self.paragraphs:
                self._paragraph_place.addWidget(made)
        for made, paragraph in zip(self.paragraphs, template.paragraphs, strict=True):
            made.fill(paragraph)
        if len(self.senders) != len(template.senders):
            clear(self._sender_place)
            self.senders = [
                SenderRow(each, partial(self._on_sender, place), partial(self._on_move_sender, place))
                for place, each in enumerate(template.senders)
            ]
            for shown in self.senders:
                self._sender_place.addWidget(shown)
        for shown, sender in zip(self.senders, template.senders, strict=True):
            shown.fill(sender)
        _choose(self.seal, list(Seal).index(template.seal))
        self._show_state()

    def _paragraph_row(self, place: int, paragraph: Paragraph) -> ParagraphRow:
        made = ParagraphRow(paragraph, partial(self._on_paragraph, place), partial(self._on_move, place))
        self._connect(made.text)
        made.text.split.connect(partial(self._on_split, place))
        made.text.join_asked.connect(partial(self._on_join, place))
        return made

    def _show_state(self) -> None:
        draft = self.draft
        self.undo_button.setEnabled(draft.can_undo)
        self.redo_button.setEnabled(draft.can_redo)
        self.save_button.setEnabled(self.edited)
        self.drop_button.setVisible(self.edited)
        own = self._occasion.sender.name.replace("\n", "・") if self._occasion else ""
        self._sender_note.setVisible(not draft.template.senders)
        self._sender_note.setText(f"発送の設定の差出人（{own or 'まだ入っていません'}）の名前で出します。")
        self.add_sender_button.setEnabled(len(draft.template.senders) < MOST_SENDERS)
        runs = [number for kind in draft.changed for number in self._runs.get(kind, ())]
        self.warning.setVisible(bool(runs))
        if runs:
            numbers = "・".join(f"第{number}便" for number in sorted(runs))
            self.warning.setText(f"{numbers}は変える前の文面のままです。新しい文面は、次に作る便から使います")
        if self._occasion is not None:
            self.proof.show_letter(draft.template, self._occasion)

    def _show_faults(self, proof: Proof) -> None:
        said: dict[Place, str] = {}
        for fault in proof.faults:
            # Nobody wanted to print yet.
            said.setdefault(fault.place, problems.sentence(fault.problem).replace("印刷していません。", ""))
        for key, each in self.texts.items():
            each.say(said.get(Place(key), ""))
        for place, made in enumerate(self.paragraphs):
            made.say(said.get(Place("paragraphs", place), ""))
        for place, shown in enumerate(self.senders):
            shown.say(said.get(Place("senders", place), ""))
        seal = said.get(Place("seal"), "") or said.get(Place("sender"), "")
        self._seal_error.setText(seal)
        self._seal_error.setVisible(bool(seal))

    def _show_fields(self) -> None:
        menu = QMenu(self)
        for field in letter_fields.FIELDS:
            menu.addAction(f"{field.name}　（例：{field.example}）", partial(self.insert_field, field.key))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._rest.mapToGlobal(QPoint(0, self._rest.height())))

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.addAction("標準の文に戻す", self.restore_standard)
        menu.addSeparator()
        menu.addAction("ファイルに書き出す…", self._export)
        menu.addAction("ファイルから取り込む…", self._import)
        session = self._shell.session
        earlier = [one for one in ledgers.all_campaigns(session.ledger) if one.id != session.campaign_id]
        if earlier:
            menu.addSeparator()
        for one in earlier:
            menu.addAction(f"「{one.name}」の文面を写す", partial(self._take, one.letters))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _export(self) -> None:
        target = dialogs.save_file(self, "文面を書き出す", LETTER_FILE, "文面.toml", "letters")
        session = self._shell.session
        if target is None or session.campaign_id is None:
            return
        ledger, campaign_id = session.ledger, session.campaign_id
        self._shell.desk.read(
            lambda _progress: letters.export_file(ledger, campaign_id, target),
            title="文面の書き出し",
            done=lambda _value: self._shell.say(f"保存済みの文面を {target.name} に書き出しました"),
        )

    def _import(self) -> None:
        source = dialogs.open_file(self, "文面を取り込む", [LETTER_FILE], "letters")
        if source is not None:
            self._shell.desk.read(lambda _progress: letters.read_file(source), title="文面の取り込み", done=self._take)

    def _take(self, taken: Letters) -> None:
        """Put letters from elsewhere into the draft, as one step; they are kept with 保存."""
        self.draft.change_all(taken)
        self._show()
        self._shell.say("文面を入れました。確かめてから保存してください")

    def _on_saved(self) -> None:
        self.show_campaign()
        self._shell.say("文面を保存しました", undo=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the firms are read once somebody looks."""
        super().showEvent(event)
        self.refresh_firms()


def _choose(box: ChoiceBox, place: int) -> None:
    blocker = QSignalBlocker(box)
    box.setCurrentIndex(place)
    blocker.unblock()


def _icon(symbol: str, name: str, run: Callable[[], object]) -> QWidget:
    made = button("", run, kind="icon", symbol=symbol)
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made

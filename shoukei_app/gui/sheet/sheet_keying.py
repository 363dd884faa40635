"""The keys of a whole sheet, without a window: which question they reach, what is refused, when it may be saved."""

from collections.abc import Callable

from shoukei_app.domain.questionnaire import QuestionKind
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.enter_count import needs_plus
from shoukei_app.gui.sheet.keying import Effect, Keying

_AT_END = "すべての問いを終えています。どこかで Enter を押し忘れていないか、紙と見比べてください（F2 で戻ります）。"
_ENTER_AT_END = (
    "最後の問いを Enter で閉じたときは、もう一度 Enter で保存します。Ctrl+Enter は最後の問いの中で押します。"
)
_WORDS_MISSING = "その他 の内容を入れてください。紙に記入がなければ、もう一度 Ctrl+Enter。"


class SheetKeying:
    """Keeps the current question's `keying`, the `text` that stands in its field and the `sentence` below it.

    Every key is a method; those that can close a question say whether another one is the current one now.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.keying: Keying | None = None
        self.text = ""
        self.sentence = ""
        self._needs_plus = needs_plus(draft.questions)
        self._ended_by_enter = False
        self.commands: dict[str, Callable[[], object]] = {
            "back": lambda: self.leave_to(draft.place_before()),
            "up": lambda: self.leave_to(draft.place - 1),
            "down": lambda: self.leave_to(draft.place + 1),
            "illegible": lambda: self._apply(lambda keying: keying.illegible(self.text)),
            "blank": lambda: self._apply(lambda keying: keying.blank(self.text)),
            "erase": self.erase,
            "enter": self.enter,
        }
        """What a key does by its name, for whoever has only that."""
        self.go_to(draft.place)

    @property
    def at_end(self) -> bool:
        """Whether every question was passed and the sheet waits to be saved."""
        return self.keying is None

    def go_to(self, place: int) -> None:
        """Make a question the current one; past the last one comes the end."""
        draft = self.draft
        draft.place = max(0, min(place, len(draft.questions)))
        self.text, self.sentence, self.keying = "", "", None
        self._ended_by_enter = False
        question = draft.current
        if question is not None:
            written, seen = draft.answer(question.id), question.id in draft.passed
            self.keying = Keying(question, written, seen=seen, plus=question.id in self._needs_plus)
            self.text = written.text if question.kind is QuestionKind.TEXT else ""

    def leave_to(self, place: int) -> None:
        """Go to another question; what was typed in one that is not closed is kept, and said to be unfinished."""
        keying, sentence = self.keying, ""
        if keying is not None and keying.has_content(self.text):
            sentence = f"問{keying.question.number} はまだ閉じていません。戻って Enter で閉じてください。"
        self.put_down()
        self.go_to(place)
        self.sentence = sentence

    def put_down(self) -> None:
        """Keep in the draft what there is of the current question."""
        if self.keying is not None and (so_far := self.keying.so_far(self.text)) is not None:
            self.draft.keep_unclosed(so_far)

    def typed(self, text: str) -> bool:
        """The field holds another text."""
        if self.keying is None:
            self.sentence = _AT_END
            return False
        return self._apply(lambda keying: keying.typed(text))

    def enter(self) -> bool:
        """Enter in the field."""
        closed = self._apply(lambda keying: keying.enter(self.text))
        self._ended_by_enter = self.at_end
        return closed

    def tick(self, code: int) -> bool:
        """A choice was pressed with the mouse."""
        return self._apply(lambda keying: keying.tick(code))

    def erase(self) -> None:
        """Backspace in an empty field."""
        self.sentence = ""
        if self.keying is not None:
            self.keying.take_back()

    def save(self) -> bool:
        """Ctrl+Enter; False where the sheet is not ready: a sentence says why.

        It closes the question it is pressed in, and the last one also where nothing was typed. After an Enter on that
        one it is refused once: whoever always pressed both would not notice that a forgotten Enter left one of them.
        """
        if self.keying is None:
            refused, self._ended_by_enter = self._ended_by_enter, False
            self.sentence = _ENTER_AT_END if refused else ""
            return not refused
        if not self.keying.has_content(self.text) and not self.draft.at_last:
            return True
        if self._apply(lambda keying: keying.save(self.text)):
            return True
        self.sentence = self.sentence or _WORDS_MISSING
        return False

    def _apply(self, key: Callable[[Keying], Effect]) -> bool:
        if self.keying is None:
            return False
        effect = key(self.keying)
        if effect.answer is None:
            self.text, self.sentence = effect.text, effect.sentence
            return False
        self.draft.give(effect.answer)
        self.go_to(self.draft.next_place())
        return True

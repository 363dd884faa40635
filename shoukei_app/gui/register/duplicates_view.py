"""名寄せ: the pairs of the register that could be one firm, decided one after the other or, where sure, all at once."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from shoukei_app.domain.duplicate_search import Pair
from shoukei_app.domain.duplicates import Level
from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.problem import Problem
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import EmptyState, button
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.register.pair_list import PairList
from shoukei_app.gui.register.side_by_side import SideBySide
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import duplicates, firms

LIST, PAIR = "list", "pair"
MERGE_ALL = (
    "法人番号が一致するか、商号・法人格・所在地などが十分に一致する組を、1組ずつ見比べずに統合します。"
    "商号と所在地を引き継いだ別の法人は、法人番号がなければ見分けられません。\n"
    "残すのは法人番号や整理番号のあるほう、どちらも同じなら先に登録したほうです。"
    "空いている項目はもう一方の値で埋め、食い違う項目は残すほうの値にします。備考は両方を続けて書きます。\n"
    "整理番号・訪問の記録・名簿の行は、残すほうに移ります。\n"
    "直後なら「元に戻す」ですべて戻せます。あとからでも、事業者カードで1件ずつ取り消せます。"
)


class DuplicatesView(View):
    """The search begins when the view is made. `card_asked` carries a firm's id."""

    title = "名寄せ"

    card_asked = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: tuple[Pair, ...] | None = None
        self._numbers: dict[tuple[int, int], int] = {}
        self._open: dict[int, Pair] = {}
        self._current: int | None = None
        self._after: int | None = None
        self._place = 0
        self._decided: list[int] = []
        self._step = LIST
        self._again = button("もう一度探す", self.search, symbol="arrows-clockwise")
        self._empty = EmptyState(" ", " ", self._again, "users")
        self.pair_list = PairList(lambda pairs: duplicates.firms_of(self.session.ledger, pairs), self._empty)
        self.side_by_side = SideBySide(shell)
        self._steps = Views({LIST: self.pair_list, PAIR: self.side_by_side})
        self.add(self._steps, 1)
        self.actions_ = self.set_actions(
            [
                Action("back", "名簿の一覧へ戻る", self._back, "arrow-left", "Esc"),
                Action(
                    "again",
                    "探し直す",
                    self.search,
                    "arrows-clockwise",
                    "F5",
                    enabled=lambda: self._step == LIST and self._found is not None,
                    hint="名簿を取り込んだり書き直したりしたあとに、もう一度見比べます",
                ),
                Action(
                    "merge_all",
                    "確実な組をまとめて統合…",
                    self._merge_all,
                    "git-merge",
                    enabled=lambda: bool(self._sure()),
                    hint="確実な組を、1組ずつ見比べずに統合します",
                ),
            ],
            others=("back",),
        )
        self._list_buttons = (self.actions_.button("again"), self.actions_.button("merge_all", "primary"))
        for made in self._list_buttons:
            self._head.addWidget(made)
        self.pair_list.opened.connect(self.show_pair)
        self.pair_list.apart_asked.connect(self._tell_apart)
        self.side_by_side.merge_asked.connect(self._merge)
        self.side_by_side.apart_asked.connect(self._tell_current_apart)
        self.side_by_side.later_asked.connect(self._go_on)
        self.side_by_side.card_asked.connect(self.card_asked)
        self.search()

    @property
    def step(self) -> str:
        """What is in sight: LIST or PAIR."""
        return self._step

    @property
    def pairs(self) -> Sequence[Pair]:
        """The pairs that are still open, the surest first."""
        return tuple(self._open.values())

    def search(self) -> None:
        """Compare the whole register anew, off the window's thread."""
        ledger = self.session.ledger
        self._found = None
        self._decided.clear()
        self._empty_says("名簿を見比べています", "終わると、同じ事業者と思われる組がここに並びます。", can_search=False)
        self._show_open()
        self.desk.read(
            partial(duplicates.find, ledger),
            title="同じ事業者を探しています",
            done=self._was_found,
            ended=self._search_ended,
        )

    def refresh(self) -> None:
        """The register changed: pairs decided since are gone, those whose decision was taken back are there again."""
        if self._found is not None:
            self._show_open()

    def start(self) -> None:
        """The keyboard begins where the step's work is."""
        if self._step == LIST:
            self.pair_list.table.focus_rows()
        else:
            self.side_by_side.start()

    def show_pair(self, number: int) -> None:
        """Open a pair side by side."""
        self._current = number
        self.side_by_side.show_pair(self._open[number])
        self._go(PAIR)
        self.side_by_side.start()

    def _was_found(self, found: tuple[Pair, ...]) -> None:
        self._found = found
        self._show_open()
        self.start()

    def _search_ended(self) -> None:
        if self._found is None:
            self._empty_says("探すのを途中でやめました", "台帳は変わっていません。", can_search=True)

    def _show_open(self) -> None:
        before = set(self._open)
        pairs = duplicates.still_open(self.session.ledger, self._found) if self._found else ()
        self._open = {self._numbers.setdefault((pair.a, pair.b), len(self._numbers)): pair for pair in pairs}
        if self._found is not None and not pairs:
            self._say_why_empty(bool(self._found))
        self.pair_list.show_pairs(self._open)
        sure = len(self._sure())
        words = f"確実な {sure:,}組をまとめて統合…" if sure else "確実な組をまとめて統合…"
        self.actions_["merge_all"].setText(words)
        if self._step == PAIR:
            self._follow(before)
        self.actions_.update()
        self._show_state()

    def _follow(self, before: set[int]) -> None:
        """After a decision the next pair is shown, after its undo the pair it was about; else the same one anew."""
        back = [number for number in self._decided if number in self._open and number not in before]
        if back:
            self._decided.remove(back[-1])
            self.show_pair(back[-1])
        elif self._current in self._open:
            self.side_by_side.reread(self._open[self._current])
        else:
            ids = self.pair_list.table.model.ids
            at_its_place = ids[self._place] if self._place < len(ids) else None
            self._show_next(self._after if self._after in self._open else at_its_place)

    def _show_next(self, number: int | None) -> None:
        if number is not None and number in self._open:
            self.pair_list.table.select(number)
            self.show_pair(number)
        else:
            self._go(LIST)

    def _go_on(self) -> None:
        if self._current is not None:
            self._show_next(self.pair_list.following(self._current))

    def _merge(self) -> None:
        proposal, number = self.side_by_side.proposal, self._current
        if proposal is None or number is None:
            return
        ledger, act, sides = self.session.ledger, self.session.act(), self.side_by_side.sides
        names = (proposal.gone.facts.name, proposal.kept.facts.name)
        self._begin(number)
        self.desk.write(
            lambda _progress: duplicates.merge(ledger, act, proposal, sides),
            title="事業者を統合しています",
            done=partial(self._was_merged, names),
            failed=self._was_refused,
            ended=self._end,
            cancellable=False,
        )

    def _was_merged(self, names: tuple[str, str], _facts: FirmFacts) -> None:
        gone, kept = names
        what = f"2つの「{kept}」を1つに統合しました" if gone == kept else f"「{gone}」を「{kept}」に統合しました"
        self.shell.say(f"{what}　{self._left()}", undo=True)

    def _tell_current_apart(self) -> None:
        if self._current is not None:
            self._tell_apart([self._current])

    def _tell_apart(self, numbers: Sequence[int]) -> None:
        ledger, act = self.session.ledger, self.session.act()
        pairs = [(self._open[number].a, self._open[number].b) for number in numbers]
        self._begin(*numbers)
        self.desk.write(
            lambda _progress: duplicates.tell_apart(ledger, act, pairs),
            title="別の事業者として記録しています",
            done=self._was_told_apart,
            ended=self._end,
            cancellable=False,
        )

    def _was_told_apart(self, count: int) -> None:
        what = "別の事業者" if count == 1 else f"{count:,}組を別の事業者"
        self.shell.say(f"{what}として記録しました。次から候補に出しません　{self._left()}", undo=True)

    def _merge_all(self) -> None:
        sure = self._sure()
        title = f"確実な {len(sure):,}組をまとめて統合しますか"
        if not sure or not dialogs.confirm(self, title, MERGE_ALL, f"{len(sure):,}組を統合する"):
            return
        ledger, act = self.session.ledger, self.session.act()
        self.desk.write(
            lambda progress: duplicates.merge_all(ledger, act, sure, progress),
            title="確実な組を統合しています",
            done=self._were_merged,
        )

    def _were_merged(self, count: int) -> None:
        self.shell.say(f"{count:,}件の事業者を、同じ事業者に統合しました　{self._left()}", undo=True)

    def _was_refused(self, problem: Problem) -> None:
        dialogs.show_problem(self, problem)
        self.side_by_side.reread()

    def _begin(self, *numbers: int) -> None:
        ids = list(self.pair_list.table.model.ids)
        self._after = self.pair_list.following(numbers[-1])
        self._place = ids.index(numbers[-1]) if numbers[-1] in ids else 0
        self._decided.extend(numbers)
        self.side_by_side.set_busy(busy=True)

    def _end(self) -> None:
        self.side_by_side.set_busy(busy=False)

    def _back(self) -> None:
        if self._step == PAIR:
            self._go(LIST)
        else:
            self.finished.emit()

    def _go(self, step: str) -> None:
        self._step = step
        self._steps.show_view(step)
        self.actions_["back"].setText("名簿の一覧へ戻る" if step == LIST else "組の一覧へ戻る")
        for made in self._list_buttons:
            made.setVisible(step == LIST)
        self.actions_.update()
        self._show_state()
        if step == LIST:
            if self._current is not None:
                self.pair_list.table.select(self._current)
            self.pair_list.table.focus_rows()

    def _sure(self) -> list[Pair]:
        return [pair for pair in self._open.values() if pair.likeness.level is Level.SURE]

    def _left(self) -> str:
        return f"残り {len(self._open):,}組" if self._open else "すべての組を確かめました"

    def _show_state(self) -> None:
        if self._found is None:
            self.set_state("名簿を見比べています")
        elif self._step == PAIR:
            self.set_state(self._left())
        else:
            count = firms.count(self.session.ledger)
            found = f"同じかもしれない組 {len(self._open):,}組" if self._open else "確かめる組はありません"
            self.set_state(f"{count:,}事業者のうち、{found}")

    def _say_why_empty(self, decided: bool) -> None:  # noqa: FBT001 - private
        if decided:
            title, words = "すべての組を確かめました", "新しい名簿を取り込んだあとに、また探してください。"
        else:
            title, words = (
                "同じ事業者と思われる組はありません",
                (
                    "商号・所在地・電話・代表者のどれかが重なる組を、名簿の全体から探しました。\n"
                    "新しい名簿を取り込んだあとに、また探してください。別の事業者と記録した組は出てきません。"
                ),
            )
        self._empty_says(title, words, can_search=True)

    def _empty_says(self, title: str, sentence: str, *, can_search: bool) -> None:
        self._empty.title.setText(title)
        self._empty.sentence.setText(sentence)
        self._again.setVisible(can_search)

"""What went into a firm by 名寄せ: the spelling it had, when and by whom it was merged, and the way back."""

from collections.abc import Callable, Sequence

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, label, row
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.gui.register.pair_words import place_shown
from shoukei_app.usecases.duplicates import PastMerging
from shoukei_app.words.dates import with_weekday


def merged_card(past: Sequence[PastMerging], separate: Callable[[PastMerging], None]) -> Card:
    """A card of the firms merged into one; `separate` is called where a person wants one taken out again."""
    made = Card("統合された事業者", f"{len(past):,}件")
    for one in past:
        day = with_weekday(one.merging.merged_at.date())
        name = label(name_shown(one.gone.facts), "strong", wrap=True)
        parts = [name, label(f"{day}に {one.merging.merged_by or '（記名なし）'} が統合", "secondary", wrap=True)]
        if place := place_shown(one.gone.facts):
            parts.insert(1, label(place, "secondary", wrap=True))
        undo = button("統合を取り消す…", _asking(separate, one), kind="link", symbol="git-fork")
        undo.setObjectName("separate")
        made.add(column(*parts, row(undo, STRETCH), spacing=GRID // 2))
    return made


def separation_told(past: PastMerging, kept: str) -> str:
    """What comes back and what stays when a merge is taken back."""
    return (
        f"「{past.gone.facts.name}」を「{kept}」から分け、統合前の2つの事業者に戻します。\n"
        "戻るもの：統合で変わった項目のうち、そのあと書き直していないもの。移した整理番号・訪問の記録・名簿の行。\n"
        "そのまま残るもの：統合のあとに書き直した項目は、「"
        f"{kept}」に残ります。\n"
        "この2つは別の事業者として記録し、名寄せの候補には出しません。"
    )


def _asking(separate: Callable[[PastMerging], None], one: PastMerging) -> Callable[[], None]:
    return lambda: separate(one)

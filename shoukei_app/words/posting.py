"""A lot for the post in words: its postage, the discount it reaches, and what the next ones still ask for."""

from collections.abc import Iterator

from shoukei_app.domain.postage import Discount, DiscountStep, Postage
from shoukei_app.domain.reply_paid import ReplyForecast
from shoukei_app.words.terms import word

_TO_DO = {
    DiscountStep.BARCODE: "バーコードのある郵便だけをまとめて差し出す",
    DiscountStep.SORTED: "郵便番号順に印刷し、郵便区ごとに束ねて差し出す",
    DiscountStep.SORTED_WITH_SLACK: "郵便区ごとに束ね、送達の3日の余裕を認めて差し出す",
    DiscountStep.SORTED_WITH_BARCODE: "バーコードを付け、郵便区ごとに束ね、送達の3日の余裕を認めて差し出す",
}


def cost(lot: Postage) -> str:
    """What a lot costs: 「料金の見込み 354,200円（割引 8%、30,800円安い）」."""
    if not lot.saving:
        return f"料金の見込み {lot.postage:,}円（割引なし）"
    return f"料金の見込み {lot.postage:,}円（割引 {lot.percent}%、{lot.saving:,}円安い）"


def to_do(lot: Postage) -> str:
    """How the lot must be handed in for its discount, "" where there is none."""
    return _TO_DO[lot.step] if lot.step else ""


def next_step(lot: Postage) -> str:
    """The nearest discount that is not reached, and what it lacks; "" where there is none within reach.

    A lot that has a discount is told of the next one only where a tenth more pieces would do.
    """
    higher = [discount for discount in lot.missing if discount.percent > lot.percent]
    if not higher:
        return ""
    nearest = min(higher, key=lambda step: (step.missing + step.missing_barcodes, -step.percent))
    if lot.step and nearest.missing + nearest.missing_barcodes > lot.pieces // 10:
        return ""
    return f"あと{lacking(nearest)}で {nearest.percent}%（{word(nearest.step)}）"


def lacking(discount: Discount) -> str:
    """What a discount still asks for: 「730通、バーコード付き 120通」."""
    parts = [f"{discount.missing:,}通"] if discount.missing else []
    if discount.missing_barcodes:
        parts.append(f"バーコード付き {discount.missing_barcodes:,}通")
    return "、".join(parts)


def summary(pieces: int, barcoded: int, lot: Postage) -> Iterator[str]:
    """What can carry a barcode and the postage; then how to get the discount, and what the next one lacks."""
    bare = f"（付けられないもの {pieces - barcoded:,}通）" if barcoded < pieces else ""
    yield f"カスタマバーコード {barcoded:,}通{bare}　{cost(lot)}"
    yield from filter(None, ("　".join(filter(None, (to_do(lot), next_step(lot)))),))


def district_lines(districts: dict[str, int]) -> Iterator[str]:
    """How many pieces go to each delivery district."""
    yield f"郵便区　{len(districts):,}"
    yield from (f"{district}　{count:,}通" for district, count in districts.items())


def reply_cost(forecast: ReplyForecast, percent: int) -> str:
    """What the replies cost: 「返信の料金の見込み 109,375円（875通 × 125円、回収 25%）　これまで 12通 1,500円」."""
    words = f"返信の料金の見込み {forecast.cost:,}円（{forecast.expected:,}通 × {forecast.each}円、回収 {percent}%）"
    return words + (f"　これまで {forecast.so_far:,}通 {forecast.cost_so_far:,}円" if forecast.so_far else "")

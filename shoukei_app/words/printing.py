"""What people read about printing: the gauge, the correction of a printer, a range of pieces."""

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.gauge import MARK_NAMES, Gauge

GAUGE = "印刷位置の確認シート"

PLAIN = "A4（無地）"


def calibration_words(calibration: Calibration) -> str:
    """What a correction does: 「右へ1.2 mm、上へ0.5 mm、横 +0.30 %」, or 「なし」."""
    parts = []
    for shift, more, less in ((calibration.dx, "右", "左"), (calibration.dy, "下", "上")):
        if abs(shift) >= 0.05:
            parts.append(f"{more if shift > 0 else less}へ{abs(shift):.1f} mm")
    for scale, edge in ((calibration.sx, "横"), (calibration.sy, "縦")):
        if abs(scale - 1) >= 0.00005:
            parts.append(f"{edge} {(scale - 1) * 100:+.2f} %")
    return "、".join(parts) or "なし"


def gauge_lines(gauge: Gauge, sheet: str, calibration: Calibration, printer: str) -> tuple[str, ...]:
    """What is printed in the middle of the gauge."""
    used = "なし" if calibration == NO_CALIBRATION else calibration_words(calibration)
    head = (f"用紙：{sheet or PLAIN}", *((f"プリンター：{printer}",) if printer else ()), f"付けている補正：{used}", "")
    if gauge.by_cuts:
        return (
            *head,
            "1. ラベル用紙そのものに、倍率 100 %（拡大縮小なし）で印刷します。",
            "　 普通紙に印刷し、ラベル用紙に重ねて光に透かしても読めます。",
            "2. ①〜④の十字は、ラベルの切れ目の上にあるはずです。",
            "3. 切れ目が目盛のいくつにあるかを読みます（0.5 mm まで）。",
            "　 横の目盛：十字より右が＋、左が−",
            "　 縦の目盛：十字より下が＋、上が−",
            "4. 読んだ数を画面の①〜④に入れます。すべて 0 なら補正は要りません。",
        )
    places = [f"{name} 左から {x:g}、上から {y:g}" for name, (x, y) in zip(MARK_NAMES, gauge.marks, strict=True)]
    return (
        *head,
        "1. 倍率 100 %（拡大縮小なし）で印刷します。",
        "2. 定規で、用紙の左端と上端から①〜④の十字の中心までを測ります。",
        "3. 測った長さ（0.5 mm まで）を画面の①〜④に入れます。",
        "正しい長さ（mm）：",
        f"　 {'　'.join(places[:2])}",
        f"　 {'　'.join(places[2:])}",
    )


def pieces_words(first: int, last: int, pieces: int) -> str:
    """Which pieces of how many."""
    return f"{pieces:,}通すべて" if (first, last) == (1, pieces) else f"{pieces:,}通のうち {first:,}〜{last:,}通目"

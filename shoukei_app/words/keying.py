"""The figures of keying in words: rates with their intervals, speed, and when the work is done."""

from shoukei_app.domain.forecast import Forecast
from shoukei_app.domain.keying_figures import Rate, Work
from shoukei_app.words.dates import month_day

ABOUT_PERSONS = (
    "速さと誤りは、票の読みやすさや担当した票で変わります。人を比べるためでなく、読み違えやすい問いと、"
    "手順の直しどころを見つけるために使ってください。"
)


def rate_words(rate: Rate) -> str:
    """3.2, with the 95 % interval where there are few errors: 3.2（1.1〜9.4）; a dash where nothing was compared."""
    if rate.per_thousand is None or rate.interval is None:
        return "―"
    if not rate.uncertain:
        return f"{rate.per_thousand:.1f}"
    low, high = rate.interval
    return f"{rate.per_thousand:.1f}（{low:.1f}〜{high:.1f}）"


def speed_words(work: Work) -> str:
    """9,360, or a dash where too few strokes were made."""
    speed = work.strokes_per_hour
    return "―" if speed is None else f"{speed:,}"


def finish_words(forecast: Forecast) -> str:
    """The day on which the keying is done, in a few words."""
    if forecast.left <= 0:
        return "待っている票はありません"
    if forecast.finish is None:
        return "まだ見通せません"
    return f"{month_day(forecast.finish)}ごろ"


def range_words(forecast: Forecast) -> str:
    """How far off the day can be, and what it is reckoned from."""
    if forecast.left <= 0:
        return "これから届く票は数えていません。"
    if forecast.finish is None:
        return f"1回目の入力に直して、あと {forecast.left:,.0f}枚です。入力を始めると、終わる日の見通しが出ます。"
    pace = f"あと {forecast.left:,.0f}枚（1回目の入力に直した枚数）を、1日 {forecast.pace:,.0f}枚で進めた場合です。"
    if forecast.earliest is None:
        return f"{pace}入力した日がまだ少なく、幅は出せません。"
    based = (
        f"直近の開庁日 {forecast.days}日の実績から。土日・祝日などの休み、突合と抽査、これから届く票は数えていません。"
    )
    if forecast.latest is None:
        return f"早ければ {month_day(forecast.earliest)}。日ごとの差が大きく、遅いほうは見通せません。{pace}{based}"
    if forecast.earliest == forecast.latest:
        return f"{pace}{based}"
    return f"{month_day(forecast.earliest)}〜{month_day(forecast.latest)}（5回に4回の幅）。{pace}{based}"


def work_words(work: Work) -> str:
    """Speed and errors on one line, the number of fields beside the rates."""
    return (
        f"1時間の打鍵 {speed_words(work)}　誤り {work.errors:,}／照合 {work.fields:,}項目"
        f"　1,000項目に {rate_words(work.by_field)}　1,000打鍵に {rate_words(work.by_stroke)}"
    )

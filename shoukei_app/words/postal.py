"""What the window and the command line say about the list of postcodes."""

from shoukei_app.words.dates import year_month


def status_words(month: str, bundled: str, *, is_loaded: bool) -> str:
    """Which list is in use: 郵便番号データ：2026年11月（読み込んだもの。プログラム付属は2026年10月）."""
    how = f"読み込んだもの。プログラム付属は{year_month(bundled)}" if is_loaded else "プログラム付属"
    return f"郵便番号データ：{year_month(month)}（{how}）"


def loaded_words(month: str, records: int, changed: int) -> str:
    """What a load brought."""
    towns = f"前のデータから番号が変わった町域は{changed:,}件です。" if changed else "番号が変わった町域はありません。"
    return f"郵便番号データ（{year_month(month)}、{records:,}件）を読み込みました。{towns}"

"""A change made to many firms at once, told before it is made."""

from shoukei_app.domain.era import wareki
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.words.terms import word


def told(change: FirmChange, firms: int, altered: int) -> str:
    """What a change does to `firms` firms, of which `altered` are not already so; "" for a change of nothing.

    「12件の業種を「製造業」にします。うち3件は、すでにそうなっています。」
    """
    if change.is_empty:
        return ""
    settings = [*_status(change), *_values(change)]
    sentences = [f"{firms:,}件の{'、'.join(settings)}します。"] if settings else []
    if change.note:
        sentences.append(f"{'' if settings else f'{firms:,}件の'}備考に「{change.note}」を書き足します。")
    if altered == 0:
        sentences.append("すべて、すでにそうなっています。")
    elif altered < firms:
        sentences.append(f"うち{firms - altered:,}件は、すでにそうなっています。")
    return "".join(sentences)


def _status(change: FirmChange) -> list[str]:
    if change.status is None:
        return []
    day = wareki(change.status_on) if change.status_on is not None else ""
    about = "、".join(filter(None, (day, change.status_reason)))
    return [f"営業の状況を「{word(change.status)}」{f'（{about}）' if about else ''}に"]


def _values(change: FirmChange) -> list[str]:
    found = [f"業種を「{change.industry}」に"] if change.industry else []
    if change.legal_form is not None:
        found.append(f"経営形態を「{word(change.legal_form)}」に")
    if change.do_not_mail is not None:
        found.append("発送を「不要の申出あり」に" if change.do_not_mail else "発送を「送ってよい」に")
    return found

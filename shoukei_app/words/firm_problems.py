"""What to do about each problem of a firm, in one sentence."""

from collections.abc import Mapping

from shoukei_app.domain.firm_problems import FirmProblem

_REMEDIES: Mapping[FirmProblem, str] = {
    FirmProblem.NO_ADDRESS: "町域と番地が空です。郵便が届かないので、所在地を調べて入れてください。",
    FirmProblem.NO_MUNICIPALITY: "「{found}」から市町村が読み取れません。市町村の名前から書き直してください。",
    FirmProblem.NO_POSTAL_CODE: "郵便番号が空です。編集の画面で、所在地から候補を入れられます。",
    FirmProblem.LOST_CHARACTER: "「{found}」で、もとの字が失われています。名簿の原本を見て入れ直してください。",
    FirmProblem.PRIVATE_USE_CHARACTER: "外字（{found}）は印刷できません。正しい字か、代わりの字に改めてください。",
    FirmProblem.UNPRINTABLE_CHARACTER: "「{found}」は紙に印刷できません。印刷できる字に改めてください。",
    FirmProblem.CORPORATE_NUMBER_WRONG: "「{found}」は検査数字が合いません。書類か公表サイトで確かめてください。",
    FirmProblem.NO_REPRESENTATIVE: "宛名に代表者名が入りません。分かれば入れてください。空のままでも発送できます。",
}


def remedy(problem: FirmProblem, found: str) -> str:
    """What to do about a problem; `found` is what stands there."""
    shown = "、".join(f"U+{ord(one):04X}" for one in found) if problem is FirmProblem.PRIVATE_USE_CHARACTER else found
    return _REMEDIES[problem].format(found=shown)

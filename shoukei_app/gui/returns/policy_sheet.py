"""照合のきまり: what is keyed twice, in plain words, with what it costs; three ready-made policies."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.verification import VerificationPolicy, fields_keyed_twice
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import CheckField, Form, NumberField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Part, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import ledgers, verification
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.problems import sentence

PRESETS: tuple[tuple[str, VerificationPolicy], ...] = (
    ("全問2回", VerificationPolicy(whole_every=1)),
    ("大事な問いだけ", VerificationPolicy()),
    ("照合なし", VerificationPolicy(marked=False, whole_every=0, error_limit=0)),
)

_FIELDS = (
    CheckField(key="marked", label="調査票で「照合する」とした問いを、すべての票で2回入力する"),
    NumberField(
        key="whole_every",
        label="全部の問いを2回入力する票",
        unit="票に1票",
        minimum=0,
        maximum=1000,
        width=88,
        required=True,
        help="1 なら全部の票、0 ならどの票もしません。どの票になるかは、入力する人にはわかりません。",
    ),
    NumberField(
        key="error_limit",
        label="誤りがこれより多い人の票は、全部の問いを2回入力する",
        unit="件（1,000欄あたり）",
        minimum=0,
        maximum=1000,
        width=88,
        required=True,
        help="300欄を比べてから数えます。0 なら人による区別をしません。",
    ),
    NumberField(
        key="sample_every",
        label="確定した票を紙ともう一度比べる（抽査）",
        unit="票に1票",
        minimum=0,
        maximum=1000,
        width=88,
        required=True,
        help="残っている誤りの割合がわかります。0 なら抽査をしません。",
    ),
)


class PolicySheet(dialogs.Sheet):
    """Shows a policy; `asked` is the one the person chose."""

    def __init__(self, parent: QWidget, questionnaire: Questionnaire, policy: VerificationPolicy, sheets: int) -> None:
        self._questionnaire = questionnaire
        self._sheets = sheets
        self.asked: VerificationPolicy | None = None
        self.form: Form[VerificationPolicy] = Form(_FIELDS)
        self.form.fill(policy)
        self.cost = label("", "strong", wrap=True)
        presets: list[Part] = [label("選ぶ：", "secondary")]
        presets += [button(words, partial(self.choose, ready)) for words, ready in PRESETS]
        marked = "・".join(
            f"問{question.number}" for question in questionnaire.questions if question.id in questionnaire.verified
        )
        content = column(
            label(
                "2回目は別の人が、1回目を見ずに入力します。違いがあれば、紙を見て突合します。", "secondary", wrap=True
            ),
            row(*presets, STRETCH),
            self.form,
            label(f"「照合する」とした問い：{marked or 'なし'}", "secondary", wrap=True),
            self.cost,
            spacing=2 * GRID,
        )
        super().__init__(parent, "照合のきまり", holding(content), "このきまりにする")
        self.setMinimumWidth(theme().px(560))
        self.form.changed.connect(self._show_cost)
        self._show_cost()

    def choose(self, ready: VerificationPolicy) -> None:
        """Put a ready-made policy into the form; the sample stays as it is."""
        self.form.fill(replace(ready, sample_every=self.form.typed().sample_every))
        self._show_cost()

    def run(self) -> bool:
        """Take what was chosen."""
        self.asked = self.form.value()
        return self.asked is not None

    def _show_cost(self) -> None:
        self.cost.setText(cost_told(self.form.typed(), self._questionnaire, self._sheets))


def cost_told(policy: VerificationPolicy, questionnaire: Questionnaire, sheets: int) -> str:
    """What a policy costs: fields keyed twice, of how many, over so many sheets."""
    fields = len(questionnaire.questions) * sheets
    twice = round(fields_keyed_twice(policy, questionnaire) * sheets)
    share = twice / fields if fields else 0.0
    return f"手間の目安：{sheets:,}票・{fields:,}欄のうち、2回入力するのは {twice:,}欄（{share:.0%}）"


def ask_policy(shell: Shell, parent: QWidget, done: Callable[[], object] | None = None) -> None:
    """Show the policy of the campaign and keep what was chosen."""
    session = shell.session
    ledger, campaign_id = session.ledger, session.campaign_id
    if campaign_id is None:
        return
    campaign = ledgers.campaign(ledger, campaign_id)
    sheet = PolicySheet(parent, campaign.questionnaire, campaign.verification, campaign.goal or 1000)
    sheet.exec()
    asked = sheet.asked
    sheet.deleteLater()
    if asked is None or asked == campaign.verification:
        return
    act, policy = session.act(), asked

    def job(_progress: Progress) -> Outcome[None]:
        return verification.change_policy(ledger, act, campaign_id, policy)

    def said(_value: None) -> None:
        shell.say("照合のきまりを変えました。これから入力する票に使います", undo=True)
        if done is not None:
            done()

    def refused(problem: Problem) -> None:
        shell.say(sentence(problem))

    shell.desk.write(job, title="照合のきまり", done=said, failed=refused)

"""Flags (抽出): the rules applied to the answers, tried first, then kept; a person may decide beside the rules."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from shoukei_app.domain import answers, conditions, facts, flag_causes, flags, form_number
from shoukei_app.domain import backtest as backtesting
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.backtest import Backtest, Found
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.facts import Askable, FirmSubject
from shoukei_app.domain.flags import ORDER, Cause, Flagged, Move, Override, Priority, Rule, RuleSet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.visits import ATTEMPTED, VisitState
from shoukei_app.exchange import rules_file
from shoukei_app.store import campaigns, replies, targets, visits
from shoukei_app.store import facts as known_facts
from shoukei_app.store import flags as flagged_store
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.flags import Standing
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.rules import RuleVersion, Run
from shoukei_app.usecases import masters, rule_subjects
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["RuleVersion"]  # the window names it from here


@dataclass(frozen=True, slots=True)
class FlaggedFirm:
    """One flagged target: its number, priority, points and every reason."""

    target_id: int
    number: str
    priority: Priority
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A target of which a person decided, with what the rules alone would say (None: no flag)."""

    number: str
    override: Override
    by_rules: Priority | None


@dataclass(frozen=True)
class FlagRun:
    """What a run of the rules says, and how it differs from the flags that stand.

    `targets` is how many answered; `flagged` the verdicts by target; `by_rule` counts the firms of the list for which
    a rule holds; `held` those a person decided of; `new_replies` the answers that came since the last run.
    """

    targets: int
    rules: RuleSet
    flagged: dict[int, Flagged]
    numbers: dict[int, str]
    by_priority: dict[Priority, int]
    by_rule: dict[str, int]
    moves: tuple[Move, ...]
    held: tuple[Held, ...]
    new_replies: int
    last_run: Run | None
    last_reply_id: int

    @cached_property
    def firms(self) -> tuple[FlaggedFirm, ...]:
        """The list: the most urgent first, then by points, then by form number."""
        ordered = sorted(
            self.flagged,
            key=lambda key: (ORDER[self.flagged[key].priority], -self.flagged[key].score, self.numbers[key]),
        )
        return tuple(
            FlaggedFirm(key, self.numbers[key], value.priority, value.score, value.reasons)
            for key in ordered
            for value in (self.flagged[key],)
        )

    @property
    def added(self) -> tuple[str, ...]:
        """The form numbers of those that come in."""
        return tuple(move.number for move in self.moves if move.before is None)

    @property
    def removed(self) -> tuple[str, ...]:
        """The form numbers of those that go out."""
        return tuple(move.number for move in self.moves if move.after is None)


def try_rules(ledger: Ledger, campaign_id: int, rules: RuleSet | None = None, besides: Sequence[Rule] = ()) -> FlagRun:
    """Apply rules (None: those in force) to every reply without keeping anything.

    `besides` are rules that flag nobody and are counted all the same, over every reply.
    """
    with ledger.read() as view:
        return _tried(view, campaign_id, rules or rule_sets.newest(view, campaign_id)[1], besides)[0]


def run_rules(
    ledger: Ledger, act: Act, campaign_id: int, *, today: date, rules: RuleSet | None = None
) -> Outcome[FlagRun]:
    """Apply rules and keep the flags. Rules that are not in force yet become the campaign's next version.

    Where nothing has changed since the last run nothing is written.
    """
    with ledger.write(act, OperationKind.RUN_FLAGS) as operation:
        writing = operation.writing
        rule_set_id, newest = rule_sets.newest(writing.connection, campaign_id)
        if rules is not None and rules.rules != newest.rules:
            newest = replace(rules, version=newest.version + 1)
            rule_set_id = rule_sets.add(writing, act, campaign_id, newest)
        result, standing = _tried(writing.connection, campaign_id, newest)
        flagged_store.keep(writing, standing, rule_set_id, result.flagged, today)
        last = result.last_run
        seen = last is not None and (last.rule_set_id, last.last_reply_id) == (rule_set_id, result.last_reply_id)
        if writing.changes or not seen:
            rule_sets.note_run(writing, campaign_id, rule_set_id, result.last_reply_id, today)
        operation.summary["flagged"] = len(result.flagged)
        operation.summary |= {"came_in": len(result.added), "went_out": len(result.removed)}
    return Outcome(result, frozenset({Subject.FLAG}), operation.id)


def keep_rules(ledger: Ledger, act: Act, campaign_id: int, rules: RuleSet) -> Outcome[RuleSet]:
    """Put rules into force as the next version without running them; nothing where they are in force already."""
    with ledger.write(act, OperationKind.EDIT_RULES) as operation:
        newest = rule_sets.newest(operation.writing.connection, campaign_id)[1]
        if rules.rules != newest.rules:
            newest = replace(rules, version=newest.version + 1)
            rule_sets.add(operation.writing, act, campaign_id, newest)
        operation.summary["version"] = newest.version
    return Outcome(newest, frozenset({Subject.FLAG}), operation.id)


def override(ledger: Ledger, act: Act, typed_number: str, priority: Priority | None, reason: str) -> Outcome[Move]:
    """Flag a firm by hand or change its priority; None takes it out. It stays so in later runs until it is withdrawn.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, VALUE_MISSING without a reason.
    """
    if not reason.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="理由")
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.OVERRIDE_FLAG, {"number": number, "why": reason.strip()}) as operation:
        target = targets.by_number(operation.writing.connection, number)
        decision = Override(target.id, priority, reason.strip(), act.person, act.at)
        flagged_store.keep_override(operation.writing, decision)
        move = _follow(operation.writing, target.id, act.at.date())
        operation.summary["priority"] = priority.value if priority else ""
    return Outcome(move, frozenset({Subject.FLAG}), operation.id)


def withdraw_override(ledger: Ledger, act: Act, typed_number: str) -> Outcome[Move]:
    """Let the rules decide of a firm again. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN."""
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.WITHDRAW_OVERRIDE, {"number": number}) as operation:
        target = targets.by_number(operation.writing.connection, number)
        flagged_store.remove_override(operation.writing, target.id)
        move = _follow(operation.writing, target.id, act.at.date())
    return Outcome(move, frozenset({Subject.FLAG}), operation.id)


def overrides(ledger: Ledger, campaign_id: int) -> dict[int, Override]:
    """What persons decided beside the rules, by target."""
    with ledger.read() as view:
        return flagged_store.overrides(view, campaign_id)


def would_flag(ledger: Ledger, campaign_id: int, target_id: int, sheet: AnswerSheet | None = None) -> Flagged | None:
    """What the rules in force would say of one target if these answers counted (None: of those that do count)."""
    with ledger.read() as view:
        verdict = verdict_on(view, campaigns.get(view, campaign_id), target_id)
        return verdict(replies.sheet_of(view, target_id) or {} if sheet is None else sheet)


def verdict_on(view: View, campaign: Campaign, target_id: int) -> Callable[[AnswerSheet], Flagged | None]:
    """What the rules in force, and a person who decided beside them, say of one target, for any answers of it."""
    rules = rule_sets.newest(view, campaign.id)[1]
    about = known_facts.of_firm(view, campaign.id, target_id, _asked(rules), masters.regional_offices())
    by_hand = flagged_store.override_of(view, target_id)
    judge = flags.judge(rules.rules)

    def verdict(sheet: AnswerSheet) -> Flagged | None:
        diagnosis = answers.diagnose(campaign.questionnaire, sheet).code
        known = {**facts.answered(campaign.questionnaire, sheet), FirmSubject.DIAGNOSIS.value: diagnosis, **about}
        return flags.decided(judge(known.get), by_hand)

    return verdict


def were_run(view: View, campaign_id: int) -> bool:
    """Whether the rules were ever run, so that a changed answer changes a flag."""
    return rule_sets.last_run(view, campaign_id) is not None


def follow(writing: Writing, campaign: Campaign, target_id: int, today: date) -> Move | None:
    """A target's answers changed: its flag follows the rules in force; None where none were ever run.

    What is given back says what became of the flag; `before` and `after` are alike where it stayed.
    """
    return _follow(writing, target_id, today) if were_run(writing.connection, campaign.id) else None


def rules_in_force(ledger: Ledger, campaign_id: int) -> RuleSet:
    """The newest version of a campaign's rules."""
    with ledger.read() as view:
        return rule_sets.newest(view, campaign_id)[1]


def known_rules(ledger: Ledger, campaign_id: int) -> tuple[Rule, ...]:
    """The rules in force, then those of earlier versions that are not: what can be turned on for a try."""
    found: dict[str, Rule] = {}
    for version in versions(ledger, campaign_id):
        for rule in version.rules.rules:
            found.setdefault(rule.id, rule)
    return tuple(found.values())


def versions(ledger: Ledger, campaign_id: int) -> tuple[RuleVersion, ...]:
    """Every version of a campaign's rules, the newest first."""
    with ledger.read() as view:
        return rule_sets.every(view, campaign_id)


def subjects(ledger: Ledger, campaign_id: int) -> tuple[Askable, ...]:
    """Everything that a rule of a campaign can ask about, the questions first."""
    return rule_subjects.every(ledger, campaign_id)


def read_rules(ledger: Ledger, campaign_id: int, path: Path) -> RuleSet:
    """Read rules from a TOML file. Raises Problem: FILE_*, RULES_UNREADABLE, also for what nobody here can answer."""
    rules = rules_file.read(path)
    rule_subjects.check(ledger, campaign_id, rules)
    return rules


def write_rules(ledger: Ledger, campaign_id: int, path: Path) -> RuleSet:
    """Write the rules in force to a TOML file."""
    rules = rules_in_force(ledger, campaign_id)
    rules_file.write(path, rules)
    return rules


def backtest(ledger: Ledger, campaign_id: int, rules: RuleSet | None = None) -> Backtest:
    """Hold rules (None: those in force) against the visits of this campaign and the earlier ones of the ledger."""
    with ledger.read() as view:
        rules = rules or rule_sets.newest(view, campaign_id)[1]
        earlier = [one.id for one in campaigns.every(view) if one.id <= campaign_id]
        return backtesting.backtest(rules, _found(view, earlier, rules))


def _found(view: View, campaign_ids: list[int], rules: RuleSet) -> Iterator[tuple[int, Flagged | None, Found]]:
    judge, asked = flags.judge(rules.rules), _asked(rules)
    for campaign_id in campaign_ids:
        results, referred = visits.results(view, campaign_id), visits.referred(view, campaign_id)
        for target_id, _, _, known in known_facts.every(view, campaign_id, asked, masters.regional_offices()):
            made = results.get(target_id, ())
            actions = {one.next_action for one in made if one.state is VisitState.MET}
            came = bool(actions - backtesting.CAME_TO_NOTHING - {None}) or target_id in referred
            met = any(one.state is VisitState.MET for one in made) or target_id in referred
            visited = met or any(one.state in ATTEMPTED for one in made)
            yield target_id, judge(known.get), Found(visited, met, came)


def _tried(
    view: View, campaign_id: int, rules: RuleSet, besides: Sequence[Rule] = ()
) -> tuple[FlagRun, Mapping[int, Standing]]:
    """What rules say of every reply, and the flags that stand."""
    last = rule_sets.last_run(view, campaign_id)
    standing = flagged_store.every(view, campaign_id)
    by_hand = flagged_store.overrides(view, campaign_id)
    asked = _asked(rules) | (_asked(last.rules) if last else frozenset()) | _asked(RuleSet("", 0, tuple(besides)))
    judge = flags.judge(rules.rules)
    others = [(rule.id, conditions.compiled(rule.when)) for rule in besides]
    counted = dict.fromkeys((rule.id for rule in besides), 0)
    judge_again = judge if last is None or last.rules.rules == rules.rules else flags.judge(last.rules.rules)
    last_id = last.last_reply_id if last else 0
    flagged: dict[int, Flagged] = {}
    numbers: dict[int, str] = {}
    moves: list[Move] = []
    held: list[Held] = []
    newest = new = 0
    for target_id, number, reply_id, known in known_facts.every(view, campaign_id, asked, masters.regional_offices()):
        numbers[target_id] = number
        newest = max(newest, reply_id)
        new += reply_id > last_id
        verdict = by_rules = judge(known.get)
        for rule_id, check in others:
            counted[rule_id] += check(known.get)
        decision = by_hand.get(target_id)
        if decision is not None:
            verdict = flags.decided(by_rules, decision)
            held.append(Held(number, decision, _priority(by_rules)))
        if verdict is not None:
            flagged[target_id] = verdict
        old = standing.get(target_id)
        if (old.priority if old else None) is (verdict.priority if verdict else None):
            continue
        by_last = by_rules if judge_again is judge else judge_again(known.get)
        before, after = _priority(old), _priority(verdict)
        why = flag_causes.causes(
            before,
            after,
            by_last_rules=_priority(by_last),
            ran_before=last is not None,
            is_new=reply_id > last_id,
            by_hand=decision is not None,
        )
        moves.append(Move(target_id, number, before, after, why))
    for line in targets.lines(view, sorted({*by_hand, *standing}.difference(numbers))):
        # Nothing counts of these any more, or nothing ever did: a person decides, or nobody.
        numbers[line.id] = line.number
        decision = by_hand.get(line.id)
        verdict = flags.decided(None, decision)
        if decision is not None:
            held.append(Held(line.number, decision, None))
        if verdict is not None:
            flagged[line.id] = verdict
        if line.priority is not _priority(verdict):
            cause = Cause.FACTS if decision is None else Cause.PERSON
            moves.append(Move(line.id, line.number, line.priority, _priority(verdict), frozenset({cause})))
    by_priority, by_rule = _counted(rules, flagged)
    result = FlagRun(
        targets=len(numbers),
        rules=rules,
        flagged=flagged,
        numbers=numbers,
        by_priority=by_priority,
        by_rule=counted | by_rule,
        moves=tuple(sorted(moves, key=lambda move: move.number)),
        held=tuple(held),
        new_replies=new if last else 0,
        last_run=last,
        last_reply_id=newest,
    )
    return result, standing


def _counted(rules: RuleSet, flagged: Mapping[int, Flagged]) -> tuple[dict[Priority, int], dict[str, int]]:
    """How many firms of the list have each priority, and for how many each rule holds."""
    by_priority = dict.fromkeys(Priority, 0)
    by_rule = {rule.id: 0 for rule in rules.rules}
    # Firms share the few verdicts that there are, so those are counted by identity first.
    counts = Counter(map(id, flagged.values()))
    for verdict in {id(value): value for value in flagged.values()}.values():
        by_priority[verdict.priority] += counts[id(verdict)]
        for rule in verdict.rules:
            by_rule[rule.id] += counts[id(verdict)]
    return by_priority, by_rule


def _follow(writing: Writing, target_id: int, today: date) -> Move:
    """Make the flag of one target what the rules in force, where they were ever run, and a person say of it today."""
    view = writing.connection
    (line,) = targets.lines(view, [target_id])
    campaign_id = campaigns.of_target(view, target_id)
    before = flagged_store.of_target(view, target_id)
    by_hand = flagged_store.override_of(view, target_id)
    rule_set_id, rules = rule_sets.newest(view, campaign_id)
    by_rules = None
    if were_run(view, campaign_id):
        known = known_facts.of_target(view, campaign_id, target_id, _asked(rules), masters.regional_offices())
        by_rules = flags.flag(rules.rules, known.get) if known is not None else None
    after = flags.decided(by_rules, by_hand)
    flagged_store.keep_one(writing, target_id, rule_set_id, after, today)
    cause = Cause.PERSON if by_hand else Cause.FACTS
    return Move(target_id, line.number, _priority(before), _priority(after), frozenset({cause}))


def _asked(rules: RuleSet) -> frozenset[str]:
    return frozenset(subject for rule in rules.rules for subject in conditions.subjects(rule.when))


def _priority(flagged: Flagged | Standing | None) -> Priority | None:
    return flagged.priority if flagged else None

"""What is known of a card's hotspots: whether they were tested, and on these data."""

from geo.analysis.verdicts import JUDGED_SHARE, Verdict, judge_gain
from geo.service.opening import open_store
from geo.store import Store
from geo.themes import Evidence, ThemeCard, read_themes
from geo.workspace import Workspace


def check_evidence(workspace: Workspace, theme: str) -> bool | None:
    """Say whether a card's evidence belongs to the data that are here; None without evidence."""
    evidence = read_themes(workspace).card(theme).evidence
    if evidence is None:
        return None
    with open_store(workspace) as store:
        return _is_ours(store, theme, evidence)


def judge_card(store: Store, theme: str, card: ThemeCard) -> Verdict:
    """Say what a card's own evidence tells of its hotspots on the data of a store."""
    evidence = card.evidence
    if evidence is None:
        return Verdict.UNTESTED
    return judge_evidence(evidence) if _is_ours(store, theme, evidence) else Verdict.OTHER_DATA


def judge_evidence(evidence: Evidence) -> Verdict:
    """Judge what a card's settings caught by the rule that judges a back-test."""
    if evidence.share != JUDGED_SHARE:
        # Somebody's own figures, at a share by which nothing else is judged.
        return Verdict.UNTESTED
    # Where nothing was known yet there was nothing to count, and nothing to beat.
    known = evidence.incidents if evidence.earlier is None else evidence.earlier
    incidents = min(evidence.incidents, known)
    return judge_gain(evidence.gain_low, evidence.gain_high, incidents=incidents)


def _is_ours(store: Store, theme: str, evidence: Evidence) -> bool:
    return store.fingerprint(theme=theme, last=evidence.last) == evidence.fingerprint

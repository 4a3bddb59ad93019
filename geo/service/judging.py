"""What is known of a card's hotspots: whether they were tested, and on these data."""

from geo.analysis.verdicts import Verdict, judge_gain
from geo.store import Store
from geo.themes import Evidence, ThemeCard, read_themes
from geo.workspace import Workspace


def check_evidence(workspace: Workspace, theme: str) -> bool | None:
    """Say whether a card's evidence belongs to the data that are here; None without evidence."""
    evidence = read_themes(workspace).card(theme).evidence
    if evidence is None:
        return None
    with Store(workspace.store_path) as store:
        return _is_ours(store, theme, evidence)


def judge_card(store: Store, theme: str, card: ThemeCard) -> Verdict:
    """Say what a card's own evidence tells of its hotspots on the data of a store."""
    evidence = card.evidence
    if evidence is None:
        return Verdict.UNTESTED
    if not _is_ours(store, theme, evidence):
        return Verdict.OTHER_DATA
    return judge_gain(evidence.gain_low, evidence.gain_high, incidents=evidence.incidents)


def _is_ours(store: Store, theme: str, evidence: Evidence) -> bool:
    return store.fingerprint(theme=theme, last=evidence.last) == evidence.fingerprint

"""The evidence of a theme's card, and settings that were found for it, as labels and texts."""

from typing import Final

from geo.present.cards import describe_card, say_evidence, say_rule
from geo.present.wording import say_count, say_date
from geo.service.answers import TunedCard
from geo.themes import HotspotSettings, ThemeCard, Themes

# Of all that a card settles, what its evidence is about.
_LABELS: Final = ("Wat telt als hotspot", "Herkomst van de kaart", "Getoetst")


def describe_evidence(theme: str, themes: Themes, *, is_ours: bool | None) -> list[tuple[str, str]]:
    """Say what counts as a hotspot of a theme, and on what that was tested.

    Parameters
    ----------
    theme
        Name of the card.
    themes
        Every card.
    is_ours
        Whether the evidence belongs to the workspace's own data; None without evidence.
    """
    described = describe_card(theme, themes, is_ours=is_ours is not False)
    facts = [fact for fact in described if fact[0] in _LABELS]
    evidence = themes.card(theme).evidence
    if evidence is None:
        return facts
    whose = "andere gegevens dan die hier staan" if is_ours is False else "deze gegevens"
    return [
        *facts,
        ("Datum van de toets", say_date(evidence.tuned_on)),
        ("Vingerafdruk van de gegevens", f"{evidence.fingerprint} (van {whose})"),
    ]


def describe_tuned(tuned: TunedCard, card: ThemeCard) -> list[tuple[str, str]]:
    """Say which settings were found, beside those that the card has, and what they caught."""
    params = tuned.setting.params
    found = HotspotSettings(
        eps_m=params.eps_m,
        min_samples=params.min_samples,
        half_life_days=params.half_life_days,
        window_months=tuned.setting.window_months,
    )
    return [
        ("Nu op de kaart", _say_settings(card)),
        ("Gevonden", _say_settings(card.model_copy(update={"hotspots": found}))),
        ("Wat dat ving", say_evidence(tuned.evidence)),
        ("Vingerafdruk van de gegevens", tuned.evidence.fingerprint),
    ]


def _say_settings(card: ThemeCard) -> str:
    days = say_count(round(card.hotspots.half_life_days), "dag", "dagen")
    return f"{say_rule(card)} Een melding van {days} oud telt half."

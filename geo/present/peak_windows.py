"""Peak windows in words."""

from collections.abc import Sequence
from typing import Final

from geo.analysis.local_time import DAYS, HOURS
from geo.analysis.peak_windows import PeakWindow
from geo.analysis.timing import WeekHours
from geo.analysis.trends import SMALL_COUNT
from geo.present.wording import WEEKDAYS, say_count, say_number

NO_PEAK: Final = "geen duidelijke piek"

_SHORT_DAY: Final = 2


def say_window(window: PeakWindow) -> str:
    """Name a window: ``di-do 18-22 uur``; one that ends after midnight says so."""
    days = _say_days(window)
    if window.hours == HOURS:
        return f"{days}, de hele dag"
    end = window.first_hour + window.hours
    if end <= HOURS:
        return f"{days} {window.first_hour}-{end} uur"
    return f"{days} {window.first_hour}-{end - HOURS} uur (de dag erna)"


def say_peaks(peaks: Sequence[PeakWindow], week: WeekHours) -> str:
    """Say when most happens, and how much of it; no percentage of fewer than ten incidents.

    Parameters
    ----------
    peaks
        Of this week, the highest first.
    week
        Weights of its hours.
    """
    known = float(week.weights.sum())
    if round(known - week.uniform) == 0:
        return "Geen piek: het uur is van geen enkele melding bekend."
    if not peaks:
        return "Geen piek: geen stuk van de week springt er duidelijk genoeg uit."
    first, *others = [_say_peak(peak, known) for peak in peaks]
    return "; daarna ".join([f"Piek: {first}", *others]) + "."


def say_peak(peak: PeakWindow | None) -> str:
    """Say in a few words when a hotspot stands out: ``di-do 18-22 uur, 41% van de meldingen``.

    Of fewer than ten incidents no percentage is said, and of a hotspot that does not stand out
    that it has no peak.
    """
    if peak is None:
        return NO_PEAK
    if is_small(peak):
        known = _count_known(peak)
        return f"{say_window(peak)}, {say_number(peak.incidents)} van de {known} meldingen"
    return f"{say_window(peak)}, {say_number(100 * peak.share)}% van de meldingen"


def is_small(peak: PeakWindow) -> bool:
    """Whether a peak is that of so few incidents that its share says little."""
    return _count_known(peak) < SMALL_COUNT


def _count_known(peak: PeakWindow) -> int:
    return round(peak.incidents / peak.share)


def _say_days(window: PeakWindow) -> str:
    if window.days == DAYS:
        return "elke dag"
    first, last = (
        WEEKDAYS[day % DAYS][:_SHORT_DAY]
        for day in (window.first_day, window.first_day + window.days - 1)
    )
    return first if window.days == 1 else f"{first}-{last}"


def _say_peak(peak: PeakWindow, known: float) -> str:
    counted = (
        f"{say_window(peak)}, naar schatting {say_number(peak.incidents)} van de "
        f"{say_count(round(known), 'melding', 'meldingen')}"
    )
    if round(known) < SMALL_COUNT:
        return counted
    share, of_week = say_number(100 * peak.share), say_number(100 * peak.share_of_week)
    return f"{counted} ({share}%) in {of_week}% van de week"

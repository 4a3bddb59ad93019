"""One sentence on whether hotspots or a method do better than counting old incidents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.analysis.verdicts import JUDGED_SHARE, Verdict


@dataclass(frozen=True)
class Subject:
    """What a sentence is about: its name, and how it goes on in the past tense."""

    name: str
    did: str


HOTSPOTS: Final = Subject("de hotspots van dit thema", "deden")
METHOD: Final = Subject("deze manier van rekenen", "deed")

LABEL: Final = "Had het geholpen"

_SENTENCES: Final[Mapping[Verdict, str]] = {
    Verdict.BEATS: "{Name} {did} het in de weken erna beter dan het tellen van oude meldingen "
    "({measured}): het verschil is meer dan toeval verklaart.",
    Verdict.NOT_BETTER: "{Name} {did} het in de weken erna niet aantoonbaar beter dan het tellen "
    "van oude meldingen ({measured}).",
    Verdict.WORSE: "{Name} {did} het in de weken erna slechter dan het tellen van oude meldingen "
    "({measured}).",
    Verdict.TOO_FEW: "Er zijn te weinig meldingen om te zeggen of {name} het beter {did} dan het "
    "tellen van oude meldingen.",
    Verdict.UNTESTED: "Nog niet getoetst: of {name} het in de weken erna beter {did} dan het "
    "tellen van oude meldingen, is niet nagerekend.",
    Verdict.OTHER_DATA: "Getoetst op andere gegevens dan die hier staan: of {name} het hier beter "
    "{did} dan het tellen van oude meldingen, is niet nagerekend.",
    Verdict.UNFAIR: "Niet eerlijk te toetsen: op een deel van deze perioden zijn de instellingen "
    "gekozen. Of {name} het beter {did} dan het tellen van oude meldingen, is hier niet te zeggen.",
}
_MEASURED: Final = f"gemeten in {JUDGED_SHARE:.0%} van het gebied"


def say_verdict(verdict: Verdict, subject: Subject = HOTSPOTS) -> str:
    """Say in one sentence what is known of a method or set of hotspots beside the plain count."""
    name = subject.name
    return _SENTENCES[verdict].format(
        Name=name[0].upper() + name[1:], name=name, did=subject.did, measured=_MEASURED
    )

"""What an evaluation found, in words."""

from collections.abc import Mapping
from typing import Final

from geo.advice.displacement import Spread, Undefined
from geo.advice.evaluation import Advice, Verdict

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.EFFECTIVE: "werkzaam aangetoond",
    Verdict.NO_EFFECT_SHOWN: "geen effect aangetoond",
    Verdict.INSUFFICIENT: "onvoldoende gegevens",
    Verdict.DISPLACEMENT: "verplaatsing waarschijnlijk",
}

ADVICE: Final[Mapping[Advice, str]] = {
    Advice.EXTEND: "verlengen",
    Advice.MOVE: "verplaatsen",
    Advice.WITHDRAW: "weghalen",
}

SPREADS: Final[Mapping[Spread, str]] = {
    Spread.DIFFUSION: "ook rondom waren er minder meldingen",
    Spread.NEITHER: "rondom veranderde er niets",
    Spread.PARTIAL: "een deel van de meldingen verschoof naar rondom",
    Spread.TOTAL: "rondom kwamen er meer meldingen bij dan er op de plek zelf af gingen",
}

UNDEFINED: Final[Mapping[Undefined, str]] = {
    Undefined.NO_BUFFER: "niet te berekenen: er is geen gebied rondom geteld",
    Undefined.EMPTY_CONTROL: "niet te berekenen: in het vergelijkingsgebied waren geen meldingen",
    Undefined.NO_REDUCTION: (
        "niet te berekenen: op de plek zelf nam het aantal meldingen niet af tegenover het "
        "vergelijkingsgebied"
    ),
}

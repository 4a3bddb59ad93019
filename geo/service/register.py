"""What the municipality tells of this product in the algorithm register, as far as it is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.analysis.verdicts import Verdict
from geo.schema import OpportunityKind
from geo.service.answers import DataStatus
from geo.service.contents import read_status
from geo.service.judging import judge_card
from geo.service.opening import open_store
from geo.service.opportunities import load_opportunities
from geo.settings import Settings
from geo.themes import Themes, read_themes
from geo.workspace import Workspace


@dataclass(frozen=True)
class RegisterFacts:
    """What an entry in the register rests on.

    Parameters
    ----------
    settings
        What the municipality wrote down itself.
    themes
        Every card: codes, parameters and evidence.
    verdicts
        Theme to what its evidence tells on the data that are here.
    data
        What the store holds.
    grounds
        Where incidents could have happened, as far as that is loaded: without it nothing is weighed
        against chance.
    """

    settings: Settings
    themes: Themes
    verdicts: Mapping[str, Verdict]
    data: DataStatus
    grounds: frozenset[OpportunityKind]


def gather_register(workspace: Workspace) -> RegisterFacts:
    """Gather what is known for an entry in the algorithm register.

    Raises
    ------
    HotspotkaartError
        If a card or the store cannot be read.
    """
    themes = read_themes(workspace)
    with open_store(workspace) as store:
        verdicts = {name: judge_card(store, name, card) for name, card in themes.cards.items()}
        data = read_status(store, workspace)
    asked = {card.opportunities for card in themes.cards.values() if card.opportunities}
    grounds = frozenset(kind for kind in asked if load_opportunities(workspace, kind) is not None)
    return RegisterFacts(workspace.settings, themes, verdicts, data, grounds)

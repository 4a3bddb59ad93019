"""What people read who are not let in, and who they are when they are."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.access import Role, Viewer
from geo.present.wording import say_list

ROLES: Final = {
    Role.WIJKAGENT: "wijkagent",
    Role.OPENBARE_ORDE: "openbare orde",
    Role.BELEID: "beleid",
    Role.BEHEER: "beheer",
    Role.LOCAL: "deze computer",
}

OUTSIDE_TITLE: Final = "Hotspotkaart is hier niet bereikbaar"
OUTSIDE: Final = (
    "Zonder aanmelding werkt Hotspotkaart alleen op de computer waarop het draait, op het adres "
    "http://127.0.0.1. Dit bezoek komt van een andere computer, of via een tussenliggende server."
)
OUTSIDE_REMEDY: Final = (
    "Wilt u Hotspotkaart met meer mensen gebruiken? De beheerder zet dan eerst de aanmelding aan: "
    "een bestand secrets.toml met de gegevens van uw aanmeldvoorziening (OpenID Connect), en in "
    "gemeente.toml welke groep welke rol heeft. In de handleiding staat hoe, onder Beveiliging."
)


def render_outside_page() -> str:
    """Write the page for who comes from elsewhere while nobody can sign in."""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{OUTSIDE_TITLE}</title>"
        "<style>body{font:1.05rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;"
        "padding:0 1.2rem;color:#1b2733}h1{font-size:1.5rem;color:#154273}</style></head>"
        f"<body><main><h1>{OUTSIDE_TITLE}</h1><p>{OUTSIDE}</p><p>{OUTSIDE_REMEDY}</p></main>"
        "</body></html>"
    )


def say_viewer(viewer: Viewer, names: Mapping[str, str]) -> str:
    """Say in which role somebody is here, and in which wijken.

    Parameters
    ----------
    viewer
        Who.
    names
        Names of wijken by their codes; one without a name is left out.
    """
    roles = say_list([ROLES[role] for role in Role if role in viewer.roles])
    wijken = [names[code] for code in sorted(viewer.wijken) if code in names]
    return f"Aangemeld als {roles}" + (f" ({say_list(wijken)})" if wijken else "")


def say_hidden(sources: Sequence[str]) -> str:
    """Say of which sources somebody sees figures alone; empty where there are none."""
    if not sources:
        return ""
    return (
        f"Van de bron {say_list(sources)} ziet u in uw rol alleen aantallen en geen plekken: er is "
        "geen grondslag vastgelegd om die aan de gemeente te verstrekken."
    )


def say_contact(contact: str) -> str:
    """Say whom to ask for a role."""
    return f"Vraag een rol aan bij {contact}." if contact else "Vraag de functioneel beheerder."


def say_no_role() -> str:
    """Say that somebody signed in who has no role here."""
    return (
        "U bent aangemeld, maar geen van uw groepen heeft een rol in Hotspotkaart. Daarom ziet u "
        "hier niets."
    )


def say_refused(title: str, viewer: Viewer) -> str:
    """Say that a page is not for the roles of who opened it."""
    roles = say_list([ROLES[role] for role in Role if role in viewer.roles])
    return f"De pagina {title} hoort niet bij uw rol ({roles})."

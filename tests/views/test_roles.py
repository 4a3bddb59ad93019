"""Every role before every page: the menu, the refusal of a link, and files that are not theirs."""

import shutil

import pytest
from reading import said
from visit_drawings import BEGINS, draw_plan, draw_stop

from geo import service
from geo.access import LOCAL, Right, Role, Viewer
from geo.audit import Act, check_trail, read_uses
from geo.schema import Layer
from geo.service.opening import open_store
from geo.views import cached
from geo.views.pages import PAGES
from geo.views.reception import list_open
from geo.workspace import open_workspace

AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"WK059706"}), known_as="a1")
ORDER = Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o1")
POLICY = Viewer(frozenset({Role.BELEID}), known_as="b1")
KEEPER = Viewer(frozenset({Role.BEHEER}), known_as="k1")
VIEWERS = {"wijkagent": AGENT, "openbare_orde": ORDER, "beleid": POLICY, "beheer": KEEPER}

# Which pages each role may see, by hand.
OPEN = {
    "wijkagent": "overzicht hotspots wijk patrouille ronde acties bewijs verantwoording",
    "openbare_orde": "overzicht hotspots wijk camera acties bewijs driehoek verantwoording",
    "beleid": "overzicht driehoek verantwoording",
    "beheer": "overzicht bewijs gegevens verantwoording",
}
PAGE_NAMES = [entry.file.removesuffix(".py") for entry in PAGES]


@pytest.fixture
def come_as(monkeypatch, open_app):
    """Open the app as somebody whom the entrance let in."""

    def come(viewer, *where, **query):
        monkeypatch.setattr("geo.views.reception.receive_visitor", lambda _: viewer)
        return open_app(*where, **query)

    return come


@pytest.mark.parametrize("role", VIEWERS)
def test_the_menu_holds_the_pages_of_a_role(role):
    opened = [entry.file.removesuffix(".py") for entry in list_open(VIEWERS[role])]
    assert opened == OPEN[role].split()


def test_the_local_operator_may_see_every_page():
    assert list_open(LOCAL) == list(PAGES)


@pytest.mark.parametrize("page", PAGE_NAMES)
@pytest.mark.parametrize("role", VIEWERS)
def test_every_role_before_every_page(come_as, full, role, page):
    app = come_as(VIEWERS[role], full, f"geo/views/{page}.py")
    assert not app.exception
    refused = "hoort niet bij uw rol" in said(app.error)
    assert refused is (page not in OPEN[role].split())
    if refused:
        assert not app.get("download_button")
        assert not app.get("component_instance")
        assert not app.dataframe
        assert not app.get("html")[3:]
    else:
        # Nothing on the page asks for what the role may not have.
        assert not app.error


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_nobody_without_a_role_sees_a_page(come_as, full, page):
    app = come_as(Viewer(frozenset(), known_as="n1"), full, f"geo/views/{page}.py")
    assert not app.exception
    assert "hoort niet bij uw rol" in said(app.error)
    assert not app.get("download_button")
    assert not app.dataframe
    assert not app.get("component_instance")


def test_a_link_to_a_plan_of_another_wijk_leads_nowhere(come_as, full, tmp_path):
    root = shutil.copytree(full, tmp_path / "eigen")
    workspace = open_workspace(root)
    wijken = service.list_layers(workspace)[Layer.WIJKEN].areas.set_index("area_code").geometry
    theirs, own = (
        wijken[code].representative_point().coords[0] for code in ("WK059701", "WK059706")
    )
    stops = [draw_stop(1, 1, "een", x=x, y=y) for x, y in (theirs, own)]
    with open_store(workspace, to_write=True) as store:
        there, here = (
            store.patrols.add_plan(draw_plan(stops=(stop,)), recorded_at=BEGINS).plan_id
            for stop in stops
        )
    app = come_as(AGENT, root, "geo/views/ronde.py", plan=there)
    assert not app.exception
    assert f"Er is geen bewaard plan {there}" in said(app.error)
    listed = "\n".join(str(element.proto.body) for element in app.get("html"))
    assert f"plan={here}" in listed
    assert f"plan={there}" not in listed
    assert not app.get("bidi_component")
    assert come_as(AGENT, root, "geo/views/ronde.py", plan=here).get("bidi_component")


def test_a_refusal_is_written_down(come_as, full):
    come_as(POLICY, full, "geo/views/camera.py")
    use = read_uses(full, most=1)[0]
    assert (use.who, use.roles, use.act, use.what) == ("b1", ("beleid",), Act.REFUSED, "Camera")


def test_a_page_is_written_down_once_with_its_filters(come_as, full):
    before = len(read_uses(full))
    app = come_as(AGENT, full, "geo/views/hotspots.py", thema="Fietsdiefstal")
    app.run()
    uses = read_uses(full)[: len(read_uses(full)) - before]
    assert [use.what for use in uses] == ["Hotspots"]
    assert uses[0].filters["thema"] == "fietsdiefstal"
    assert check_trail(full).faults == ()


def test_an_answer_that_is_kept_for_one_role_is_not_found_by_another(full):
    workspace = open_workspace(full)
    stamps = {
        name: cached.stamp_workspace(workspace.__class__(full, workspace.settings, viewer))
        for name, viewer in {
            **VIEWERS,
            "lokaal": LOCAL,
            "wijkagent elders": Viewer(AGENT.roles, frozenset({"WK059701"})),
        }.items()
    }
    assert len({stamp[0] for stamp in stamps.values()}) == len(stamps)


def test_two_of_one_role_share_what_is_kept(full):
    workspace = open_workspace(full)
    one, two = (
        cached.stamp_workspace(workspace.__class__(full, workspace.settings, viewer))
        for viewer in (AGENT, Viewer(AGENT.roles, AGENT.wijken, known_as="a2"))
    )
    assert one == two


def test_a_page_of_the_whole_town_leaves_nothing_behind_for_a_wijkagent(come_as, full):
    whole = come_as(LOCAL, full, "geo/views/overzicht.py", thema="Fietsdiefstal")
    mine = come_as(AGENT, full, "geo/views/overzicht.py", thema="Fietsdiefstal")
    again = come_as(LOCAL, full, "geo/views/overzicht.py", thema="Fietsdiefstal")
    figures = [str(app.get("html")[3].proto.body) for app in (whole, mine, again)]
    assert figures[0] == figures[2] != figures[1]


def test_policy_sees_figures_and_neither_hotspots_nor_weak_places(come_as, full):
    app = come_as(POLICY, full, "geo/views/overzicht.py")
    headings = [element.value for element in app.subheader]
    assert "Alle thema's" in headings
    assert "Nieuwste hotspots" not in headings
    assert "Belangrijkste hotspots" not in headings


def test_rights_of_pages_are_rights_of_roles():
    assert {entry.right for entry in PAGES} <= set(Right)

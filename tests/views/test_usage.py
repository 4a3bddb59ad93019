"""Section Gebruik of page Gegevens, and what is written down when a file is taken along."""

import pytest
from reading import said

from geo.audit import Act, read_uses
from geo.views.blocks.downloads import TakeAway, _hand_out
from geo.workspace import open_workspace

GEGEVENS = "geo/views/gegevens.py"


def test_the_section_says_that_the_trail_is_whole_and_shows_it(open_app, sparse):
    open_app(sparse, "geo/views/overzicht.py")
    app = open_app(sparse, GEGEVENS, onderdeel="Gebruik")
    assert not app.exception
    assert "ongeschonden" in said(app.success)
    table = app.dataframe[0].value
    assert list(table["Waarvan"]) == ["Gegevens", "Overzicht"]
    assert set(table["Wie"]) == {"lokaal"}


def test_the_section_says_so_where_somebody_touched_the_trail(open_app, sparse):
    open_app(sparse, "geo/views/overzicht.py")
    trail = sparse / "audit" / "trail.jsonl"
    trail.write_bytes(trail.read_bytes().replace(b"Overzicht", b"Hotspots"))
    app = open_app(sparse, GEGEVENS, onderdeel="Gebruik")
    assert "regel 1 is veranderd" in said(app.error)


@pytest.mark.parametrize("content", [b"1", lambda: b"1"])
def test_a_file_is_written_down_before_it_is_handed_out(sparse, content):
    workspace = open_workspace(sparse)
    assert _hand_out(TakeAway("CSV", "a.csv", "text/csv", content, rows=3), workspace) == b"1"
    use = read_uses(sparse)[0]
    assert (use.act, use.what, use.rows) == (Act.FILE, "a.csv", 3)


def test_a_file_that_cannot_be_written_down_is_not_handed_out(sparse):
    (sparse / "audit").write_text("in the way")
    made = []
    file = TakeAway("CSV", "a.csv", "text/csv", lambda: bytes(made.append(1) or b""))
    with pytest.raises(Exception, match="audit trail"):
        _hand_out(file, open_workspace(sparse))
    assert made == []

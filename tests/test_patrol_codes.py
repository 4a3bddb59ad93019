import base64
import re

from geo.present.patrol.codes import code_html


def test_a_code_is_a_picture_of_its_own_that_can_be_read_out():
    html = code_html("https://kaart.example/ronde?plan=1&team=2", label='Code "1" <b>')
    (drawn,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert base64.b64decode(drawn).startswith(b"<svg")
    assert 'alt="Code &quot;1&quot; &lt;b&gt;"' in html


def test_the_same_address_gives_the_same_code_and_another_another():
    first, again, other = (code_html(address, label="x") for address in ("a", "a", "b"))
    assert first == again
    assert first != other

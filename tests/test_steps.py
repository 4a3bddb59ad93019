import json

import pytest

from geo.present.steps import step


def test_step_is_a_verb_with_its_data():
    assert json.loads(step("drawHeat", rows=[[1.5, 2]])) == ["drawHeat", {"rows": [[1.5, 2]]}]


def test_no_text_ends_the_script_in_which_it_stands():
    text = step("drawLabels", rows=["</script><!--"])
    assert "<" not in text
    assert json.loads(text)[1]["rows"] == ["</script><!--"]


def test_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        step("drawHeat", rows=[float("nan")])

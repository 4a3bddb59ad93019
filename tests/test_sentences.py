import ast
import string
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from geo.errors import HotspotkaartError, ParamsError
from geo.params import Period
from geo.present.sentences import SENTENCES, say_error, say_problem

CODE = Path(__file__).resolve().parents[1] / "geo"
SIGNATURE = {"expected", "got", "remedy"}


def failures():
    """Key to the facts of each place in geo/ that raises it."""
    found = defaultdict(list)
    for path in CODE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for call in [node for node in ast.walk(function) if isinstance(node, ast.Call)]:
                names = {keyword.arg for keyword in call.keywords}
                if names >= SIGNATURE:
                    for key in keys_of(call.args[0], function, tree):
                        found[key].append(names - SIGNATURE)
    return dict(found)


def keys_of(node, function, tree):
    """The constant, or what callers in the same file pass for it."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [node.body.value, node.orelse.value]
    assert isinstance(node, ast.Name), ast.unparse(node)
    parameters = [argument.arg for argument in function.args.args]
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    defaults = {argument.arg: value for argument, value in named if value is not None}
    passed = []
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        if isinstance(call.func, ast.Name) and call.func.id == function.name:
            given = defaults | dict(zip(parameters, call.args, strict=False))
            given |= {keyword.arg: keyword.value for keyword in call.keywords}
            passed += keys_of(given[node.id], function, tree)
    assert passed, f"nobody passes {node.id} to {function.name}"
    return passed


FAILURES = failures()


def placeholders(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(FAILURES))
def test_every_failure_has_a_dutch_sentence_that_its_facts_fill(key):
    assert key in SENTENCES
    for facts in FAILURES[key]:
        assert placeholders(SENTENCES[key]) <= facts, key


def test_no_sentence_is_left_over():
    assert set(SENTENCES) <= set(FAILURES)


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_a_sentence_ends_and_says_what_to_do(key):
    sentence = SENTENCES[key]
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence[0] == "{"


def test_a_real_failure_reads_as_dutch():
    with pytest.raises(ParamsError) as caught:
        Period(first=date(2026, 11, 24), last=date(2026, 11, 1))
    assert say_error(caught.value) == (
        "De periode eindigt (1 november 2026) voordat ze begint (24 november 2026). "
        "Draai de twee datums om."
    )


def test_a_failure_without_a_sentence_gives_its_key_and_no_english():
    error = HotspotkaartError("brand-new", expected="this", got="that", remedy="do so")
    assert "brand-new" in say_error(error)
    assert "expected" not in say_error(error)


def test_a_path_is_shown_by_its_name_only():
    error = ParamsError(
        "file-damaged", expected="a", got="b", remedy="c", file=Path("/home/someone/x.csv")
    )
    assert say_error(error).startswith("x.csv is beschadigd")


def test_what_nobody_foresaw_is_said_without_its_words():
    ours = ParamsError("hotspot-unknown", expected="a", got="b", remedy="c")
    assert say_problem(ours) == say_error(ours)
    full = say_problem(OSError(28, "No space left on device: /secret/path"))
    assert full.startswith("De computer kon dit niet afmaken (OSError)")
    unknown = say_problem(ZeroDivisionError("division by zero"))
    assert "kenmerk: ZeroDivisionError" in unknown
    assert not any(word in full + unknown for word in ("secret", "division by"))

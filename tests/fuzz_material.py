"""Files that lie, made by hypothesis out of small ones that are right."""

import io
import json
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

# A word, a number or a text between quotes: what a field of any text format is.
_FIELD = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[\w.+-]+')
# Mostly a few: what is wrong in many places is refused at the first of them.
_CHANGES = st.sampled_from([1, 1, 1, 2, 2, 3, 6])
_MOST_COPIES = 40

HTML = "<img src=x onerror=alert(1)>\"'</script><script>alert(1)</script>"
WORDS = [
    "", " ", "0", "-1", "1e999", "-1e-999", "nan", "NaN", "inf", "Infinity", "null", "None", "true",
    "9" * 25, "9" * 400, "1" * 5000, "0x7fffffff", "2147483648", "-9223372036854775809",
    "1e308", "4e-324", "1_000", "1.000,5", "٣", "½", "²",
    "2018-02-30", "0000-00-00", "9999-12-31T23:59:59.999999999Z", "0001-01-01", "31-12-2018 24:00",
    "1970-01-01T00:00:00+23:59", "12:61", "2018-03-25 02:30", "20180230",
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
    HTML, "${7*7}", "{{7*7}}", "{0}", "{", "}", "%s%n", "[x](javascript:alert(1))", "`",
    "\u202etxt.exe", "\ufeff", "\u200b", "\u0000", "\ud83d\udca3", "e\u0301" * 50, "\u2028", "\x85",
    "../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "\\\\host\\share", "a" * 20_000,
    "POINT", "EPSG:4326", "EPSG:28992", "EPSG:3857", "EPSG:0", "+proj=longlat",
    "Polygon", "Point", "GeometryCollection", "Feature", "FeatureCollection", "geometry",
    "jeugdoverlast", "overig", "1.1.1", "GM0597", "WK059701", "2025JJ00", "2025MM13",
]  # fmt: skip
NASTY = [word.encode("utf-8", "surrogatepass") for word in WORDS]
_MARKS = [
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b'"', b"'", b";", b",", b"\t", b"\n", b"\r", b"|",
    b"[", b"]", b"{", b"}", b"<", b">", b"&", b"=", b".", b"\\", b"[" * 2000, b'{"a":' * 500,
    b"\xf0\x9f", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\x80\x80\x80\x80\x08", b"\x7f" * 9,
]  # fmt: skip

_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.sampled_from([10**400, -(10**30), 1e308, 180.0, 4.6, 51.87, 102_300.0, 430_500.0]),
)
_STEPS = ("flip", "cut", "drop", "repeat", "put", "fill", "swap")


@st.composite
def draw_damaged(draw, seeds):
    """One of some files with bytes flipped, cut, dropped, repeated, put in, filled or swapped."""
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(_CHANGES)):
        content = _damage(draw, content)
    return content


@st.composite
def draw_swapped(draw, seeds):
    """One of some texts with a few of its fields in each other's place, or with nasty ones."""
    content = draw(st.sampled_from(seeds))
    fields = list(_FIELD.finditer(content))
    if not fields:
        return content
    places = {draw(st.integers(0, len(fields) - 1)) for _ in range(draw(_CHANGES))}
    parts, end = [], 0
    for place in sorted(places):
        field = fields[place]
        parts += [content[end : field.start()], _swap(draw, field[0], fields)]
        end = field.end()
    return b"".join([*parts, content[end:]])


def draw_texts(seeds):
    """A text of which fields or bytes have changed."""
    return st.one_of(draw_swapped(seeds), draw_swapped(seeds), draw_damaged(seeds))


@st.composite
def draw_json(draw, seeds):
    """JSON of which parts have been given another value, of any kind."""
    content = json.loads(draw(st.sampled_from(seeds)))
    parts = list(_list_parts(content, names := _list_names(content)))
    nested = st.recursive(
        _SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(names) | st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=6,
    )
    for _ in range(draw(_CHANGES)):
        holder, key = draw(st.sampled_from(parts))
        with suppress(KeyError, IndexError):
            _change_part(draw, holder, key, nested)
    return json.dumps(content).encode()


@st.composite
def draw_tables(draw, names):
    """Delimited text under some of the known names, with nasty cells and ragged rows."""
    mark = draw(st.sampled_from(";,\t|"))
    header = draw(st.lists(st.sampled_from(names), min_size=1, max_size=8))
    cells = st.sampled_from(WORDS) | st.text(max_size=6) | st.integers().map(str)
    rows = draw(st.lists(st.lists(cells, max_size=len(header) + 1), max_size=6))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(mark.join(row) for row in [header, *rows])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]))
    return text.encode(encoding, "replace")


@st.composite
def draw_toml(draw, seeds):
    """Settings of which lines have another value, come twice, are missing or new."""
    lines = draw(st.sampled_from(seeds)).decode().splitlines()
    for _ in range(draw(_CHANGES)):
        place = draw(st.integers(0, max(len(lines) - 1, 0)))
        line = lines[place] if lines else ""
        name = line.partition("=")[0].strip() or "name"
        changed = draw(
            st.sampled_from(_TOML_VALUES).map(lambda value, name=name: f"{name} = {value}")
            | st.sampled_from([f"[{name}]", f"[[{name}]]", f"{line}\n{line}", "", f"x{line}"])
            | st.sampled_from(lines or [""])
        )
        lines[place : place + 1] = [changed]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


_TOML_VALUES = [
    "nan", "inf", "-inf", "-1", "0", "1e400", "true", "[]", "{}", "[[1]]", "[{}]", '[""]', "''",
    "9223372036854775808", "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "{a = {b = {}}}",
    "'''\n'''", "4326", "28992", "28992.0", "'28992'", "[1, 2]", "{ 'Ridderkerk' = 1 }",
    "[" * 300 + "]" * 300, "[" * 3000 + "]" * 3000, "1" * 5000, "1_0", "0o17",
    *(json.dumps(word) for word in WORDS if "\ud83d" not in word and "\0" not in word),
]  # fmt: skip


@st.composite
def draw_workbooks(draw, seeds):
    """A workbook of which one part is not as it should be, or is damaged itself."""
    content = draw(st.sampled_from(seeds))
    if draw(st.integers(0, 5)) == 0:
        return draw(draw_damaged([content]))
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(draw(_CHANGES)):
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(draw_texts([parts[name]]))
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


@st.composite
def draw_geopackages(draw, seeds):
    """A GeoPackage in which values have been set that nobody would, or which is damaged."""
    content = draw(st.sampled_from(seeds))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "laag.gpkg"
        path.write_bytes(content)
        address = f"file:{quote(str(path))}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as database:
            drop_triggers(database)
            database.execute("PRAGMA writable_schema = ON")
            for _ in range(draw(_CHANGES)):
                with suppress(sqlite3.Error, OverflowError, UnicodeError):
                    _change_table(draw, database)
            with suppress(sqlite3.Error):
                database.commit()
        content = path.read_bytes()
    return draw(draw_damaged([content])) if draw(st.integers(0, 4)) == 0 else content


@st.composite
def draw_parquet(draw, columns, *, others, places, metadata):
    """Parquet of which some columns are of another type, or with places of odd bytes.

    ``columns`` are right, two values each; ``others`` may come besides.
    """
    names = st.sampled_from([*columns, *others])
    odd = draw(st.dictionaries(names, st.sampled_from(_ARRAYS), max_size=4))
    right = {name: pa.array([*values, None]) for name, values in columns.items()}
    table = pa.table(right | odd)
    if draw(st.booleans()):
        changed = st.sampled_from([*places, None]) | draw_damaged(places)
        shapes = [draw(st.sampled_from(places)) for _ in range(table.num_rows)]
        if draw(st.booleans()):
            shapes[draw(st.integers(0, len(shapes) - 1))] = draw(changed)
        table = table.append_column("geometry", pa.array(shapes, pa.binary()))
        told = draw(st.one_of(st.just(metadata), draw_swapped([metadata]), draw_json([metadata])))
        table = table.replace_schema_metadata({b"geo": told})
    written = io.BytesIO()
    pq.write_table(table, written)
    content = written.getvalue()
    return draw(draw_damaged([content])) if draw(st.integers(0, 2)) == 0 else content


_THREE = [None, 1, 2]
_ARRAYS = [
    pa.array(["102300", "x", None]),
    pa.array([102_300.5, float("nan"), None]),
    pa.array([430_500.0, float("inf"), -1e300]),
    pa.array([2**63 - 1, -(2**63), None]),
    pa.array([2**64 - 1, 0, None], pa.uint64()),
    pa.array(["2018-01-05 10:00", HTML, ""]),
    pa.array([[1], [], None]),
    pa.array([{"a": {"b": 1}}, None, {"a": None}]),
    pa.array(["a", "a", None]).dictionary_encode(),
    pa.array([b"\xff\x00", b"", None]),
    pa.array(_THREE, pa.decimal128(38, 10)),
    pa.array(_THREE, pa.date32()),
    pa.array([None, 2**62, -(2**62)], pa.date64()),
    pa.array(_THREE, pa.time64("ns")),
    pa.array([None, 2**40, -(2**40)], pa.timestamp("s")),
    pa.array([None, 2**63 - 1, 0], pa.timestamp("us", "Europe/Amsterdam")),
    pa.array([None, 0, 1], pa.timestamp("ns", "+23:59")),
    pa.array([None, 2**62, 1], pa.duration("s")),
    pa.array([None, True, False]),
    pa.nulls(3),
    pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int64())),
    pa.array(_THREE, pa.float16()),
]


def drop_triggers(database):
    """Take away the triggers of a GeoPackage, which ask for what only its maker knows."""
    known = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in database.execute(known).fetchall():
        database.execute(f'DROP TRIGGER "{name}"')


def _damage(draw, content):
    step = draw(st.sampled_from(_STEPS))
    start = draw(st.integers(0, len(content)))
    stop = min(start + draw(st.sampled_from([1, 2, 4, 8, 64, 1024])), len(content))
    piece = content[start:stop]
    others = {
        "flip": lambda: bytes(byte ^ draw(st.sampled_from([1, 128, 255])) for byte in piece[:4]),
        "drop": lambda: b"",
        "repeat": lambda: piece * draw(st.integers(2, _MOST_COPIES)),
        "put": lambda: draw(st.sampled_from([*_MARKS, *NASTY])) + piece,
        "fill": lambda: draw(st.sampled_from([b"\0", b"\xff", b"\x7f"])) * len(piece),
        "swap": lambda: draw(st.binary(min_size=len(piece[:8]), max_size=len(piece[:8]))),
    }
    if step == "cut":
        return content[:start]
    kept = {"flip": 4, "swap": 8}.get(step, len(piece))
    return content[:start] + others[step]() + piece[kept:] + content[stop:]


def _swap(draw, field, fields):
    value = draw(
        st.sampled_from(NASTY)
        | st.integers(0, len(fields) - 1).map(lambda place: fields[place][0])
        | st.integers().map(lambda number: str(number).encode())
    )
    is_quoted = field.startswith(b'"') and not value.startswith(b'"')
    return b'"' + value.replace(b'"', b"") + b'"' if is_quoted else value


def _list_parts(content, names):
    """Yield each place in JSON where a value stands: what holds it, and under which key."""
    inside = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in inside:
        yield content, key
        if isinstance(value, dict | list):
            yield from _list_parts(value, names)


def _list_names(content):
    found = set(re.findall(r'"(\w+)":', json.dumps(content)))
    return sorted(found) or ["a"]


def _change_part(draw, holder, key, nested):
    what = draw(st.sampled_from(["value", "value", "value", "remove", "wrap", "many"]))
    if what == "remove":
        del holder[key]
    elif what == "wrap":
        depth = draw(st.sampled_from([1, 2, 200]))
        for _ in range(depth):
            holder[key] = [holder[key]]
    elif what == "many":
        holder[key] = [holder[key]] * draw(st.integers(0, _MOST_COPIES))
    else:
        holder[key] = draw(nested)


def _change_table(draw, database):
    """Set a column of some table, or of the schema itself, to something odd."""
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE sql > ''")]
    table = draw(st.sampled_from([*sorted(tables), "sqlite_master", "laag", "laag"]))
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    column = draw(st.sampled_from(columns or ["rootpage"]))
    blobs = [
        bytes(row[0])
        for row in database.execute(f'SELECT "{column}" FROM "{table}"')
        if isinstance(row[0], bytes)
    ]
    value = draw(
        (draw_damaged(blobs) if blobs else st.binary(max_size=40))
        | st.sampled_from(WORDS)
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats()
        | st.none()
    )
    database.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,))

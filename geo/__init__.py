"""Hotspotkaart: from a file of incidents to hotspots on a map."""

import os

# A file must not make GDAL read another one, ask another machine or start a program: these formats
# stay closed. GDAL reads this setting once, when pyogrio is first imported; this line runs before
# any module of the house can do that.
_CLOSED = (
    "OGR_VRT", "GDALG", "ADBC", "AmigoCloud", "Carto", "CSW", "EEDA", "Elasticsearch", "GeoRSS",
    "GML", "GPSBabel", "HTTP", "KML", "LIBKML", "LVBAG", "MapML", "NGW", "OAPIF", "OGCAPI",
    "PLSCENES", "WFS",
)  # fmt: skip
# Each once: a program that starts another hands the setting on.
_SKIPPED = filter(None, os.environ.get("OGR_SKIP", "").split(","))
os.environ["OGR_SKIP"] = ",".join(dict.fromkeys([*_SKIPPED, *_CLOSED]))

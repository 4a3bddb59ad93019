"""Hotspotkaart: from a file of incidents to hotspots on a map."""

import os

# A file that points GDAL at another file must stay closed. GDAL reads this setting once, when
# pyogrio is first imported; this line runs before any module of the house can do that.
os.environ.setdefault("OGR_SKIP", "OGR_VRT")

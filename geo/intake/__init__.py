"""Files and public services become clean frames here."""

import os

# A file that points GDAL at another file must stay closed. GDAL reads this setting once, when
# pyogrio is first imported, which the modules of this room do after this line.
os.environ.setdefault("OGR_SKIP", "OGR_VRT")

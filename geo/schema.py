"""Column names and code lists: nothing else in the project spells them."""

from enum import StrEnum
from typing import Final

# The incident frame, the same everywhere in the house.
INCIDENT_ID: Final = "incident_id"
SOURCE: Final = "source"
CODE: Final = "code"
THEME: Final = "theme"
STARTED_AT: Final = "started_at"
ENDED_AT: Final = "ended_at"
TIME_PRECISION: Final = "time_precision"
PLACE_PRECISION: Final = "place_precision"
REPORTER: Final = "reporter"
WEIGHT: Final = "weight"
GEOMETRY: Final = "geometry"

INCIDENT_COLUMNS: Final = (
    INCIDENT_ID,
    SOURCE,
    CODE,
    THEME,
    STARTED_AT,
    ENDED_AT,
    TIME_PRECISION,
    PLACE_PRECISION,
    REPORTER,
    WEIGHT,
    GEOMETRY,
)

# Local day on which an incident started, beside it in the store.
STARTED_ON: Final = "started_on"
# Added by the store where it is asked what came in when.
ARRIVED_AT: Final = "arrived_at"

# Added by the spatial join.
WIJK_CODE: Final = "wijk_code"
BUURT_CODE: Final = "buurt_code"
PARK_ID: Final = "park_id"

# The area frame of every layer.
AREA_CODE: Final = "area_code"
AREA_NAME: Final = "name"
INHABITANTS: Final = "inhabitants"
DWELLINGS: Final = "dwellings"
# Whom to turn to: a function or desk with its number or address, never a person.
CONTACT: Final = "contact"

AREA_COLUMNS: Final = (AREA_CODE, AREA_NAME, INHABITANTS, DWELLINGS, CONTACT, GEOMETRY)

# The frame of streets.
STREET_CLASS: Final = "class"
# 1 where cars go along the line only, -1 against it, 0 both ways.
ONE_WAY: Final = "one_way"
# Bridges and tunnels, which meet no street that they cross.
OFF_GROUND: Final = "off_ground"

STREET_COLUMNS: Final = (STREET_CLASS, AREA_NAME, ONE_WAY, OFF_GROUND, GEOMETRY)

# The hotspot frame.
RANK: Final = "rank"
HOTSPOT_ID: Final = "id"
INCIDENTS: Final = "incidents"
CORE_POINTS: Final = "core_points"
AREA_HA: Final = "area_ha"
SCORE: Final = "score"
CENTRE: Final = "centre"

HOTSPOT_COLUMNS: Final = (
    RANK,
    HOTSPOT_ID,
    INCIDENTS,
    CORE_POINTS,
    AREA_HA,
    SCORE,
    WIJK_CODE,
    PARK_ID,
    CENTRE,
    GEOMETRY,
)

# Added to cells of a grid by a forecast.
EXPECTED: Final = "expected"

# Added to cells of a grid by the search for those that stand out.
NEARBY: Final = "nearby"
G_STAR: Final = "g"
ADJUSTED: Final = "adjusted"
WARMTH: Final = "kind"

# Where incidents could have happened: places, and how much each counts.
OPPORTUNITY_COLUMNS: Final = (WEIGHT, GEOMETRY)

# Added to hotspots when they are held against chance.
P_VALUE: Final = "p_value"

# Added to codes by the list that knows them.
TITLE: Final = "title"

# Added to themes: the local day of a theme's first incident of all.
FIRST_DAY: Final = "first_day"

# Added to hotspots by the comparison with an earlier period.
CHANGE: Final = "change"
EARLIER_ID: Final = "earlier_id"
EARLIER_INCIDENTS: Final = "earlier_incidents"
MOVED_M: Final = "moved_m"

# Added to incidents by the clustering.
CLUSTER: Final = "cluster"
IS_CORE: Final = "is_core"
NOISE: Final = -1

# Counts that the store makes for the check of the data.
HAS_PLACE: Final = "has_place"
LOCATED: Final = "located"
PLACES: Final = "places"
RECENT: Final = "recent"
SHARED: Final = "shared"
THEMES: Final = "themes"
X: Final = "x"
Y: Final = "y"
MONTH: Final = "month"
FIRST_ON: Final = "first_on"
LAST_ON: Final = "last_on"

# The frame of the police's open figures: a row a kind, area and period of a table. ``MONTH_NUMBER``
# is 0 for a whole year, and a figure that is withheld is missing.
TABLE: Final = "table_id"
TOPIC: Final = "topic"
AREA: Final = "area"
YEAR: Final = "year"
MONTH_NUMBER: Final = "month_number"
FIGURE: Final = "figure"

FIGURE_KEY: Final = (TABLE, TOPIC, AREA, YEAR, MONTH_NUMBER)

OTHER_THEME: Final = "overig"
DEMO_SOURCE: Final = "demo"


class Layer(StrEnum):
    """The area layers that a workspace may hold."""

    WIJKEN = "wijken"
    BUURTEN = "buurten"
    PARKS = "parks"


class LineLayer(StrEnum):
    """The layers of lines that a workspace may hold; no incident lies in one."""

    STREETS = "streets"


LAYER_COLUMN: Final = {
    Layer.WIJKEN: WIJK_CODE,
    Layer.BUURTEN: BUURT_CODE,
    Layer.PARKS: PARK_ID,
}


class PointLayer(StrEnum):
    """The layers of places that a workspace may hold; no incident lies in one."""

    ADDRESSES = "addresses"
    PREMISES = "premises"
    SCHOOLS = "schools"


class OutlineLayer(StrEnum):
    """The layers of outlines that a workspace may hold; no incident is counted in one."""

    FOOTPRINTS = "footprints"
    WATER = "water"


# What a card may name as the places at which its incidents could have happened.
OpportunityKind = PointLayer | LineLayer


class OpenTable(StrEnum):
    """The police's open tables, by the number under which they are published."""

    CRIMES_BY_REGION = "47013NED"
    CRIMES_BY_YEAR = "47018NED"
    CRIMES_BY_MONTH = "47022NED"
    NUISANCE = "47024NED"


class Warmth(StrEnum):
    """Whether a cell stands out among all others."""

    HOT = "hot"
    COLD = "cold"
    USUAL = "usual"


class Against(StrEnum):
    """The period with which another is compared."""

    BEFORE = "before"
    YEAR_EARLIER = "year-earlier"


class Change(StrEnum):
    """What became of a hotspot since an earlier period."""

    NEW = "new"
    GROWN = "grown"
    SHRUNK = "shrunk"
    EQUAL = "equal"
    MOVED = "moved"
    VANISHED = "vanished"


class DayPart(StrEnum):
    """The four parts of a day, six hours each from midnight on; the values are shown on screen."""

    NIGHT = "nacht"
    MORNING = "ochtend"
    AFTERNOON = "middag"
    EVENING = "avond"


class TimePrecision(StrEnum):
    """How precisely the time of an incident is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class PlacePrecision(StrEnum):
    """How precisely the place of an incident is known; the values are shown on screen."""

    ADDRESS = "adres"
    STREET = "straat"
    POSTCODE = "postcode"
    GRID = "raster"
    UNKNOWN = "onbekend"


class Reporter(StrEnum):
    """Who made the record; the values are shown on screen."""

    CITIZEN = "burger"
    POLICE = "politie"
    MUNICIPALITY = "gemeente"
    UNKNOWN = "onbekend"


class Weakness(StrEnum):
    """What makes incidents less trustworthy than they look."""

    WITHOUT_PLACE = "without-place"
    SNAP_POINT = "snap-point"
    DEFAULT_PLACE = "default-place"
    SHARED_PLACE = "shared-place"
    DAY_ONLY = "day-only"
    MONTH_ONLY = "month-only"
    CODE_STOPS = "code-stops"
    CODE_DOUBLES = "code-doubles"
    POLICE_RECORDS = "police-records"


class Refusal(StrEnum):
    """Why a row is not taken in."""

    BROKEN_ROW = "broken-row"
    NO_TIME = "no-time"
    UNREADABLE_TIME = "unreadable-time"
    END_BEFORE_START = "end-before-start"
    IN_FUTURE = "in-future"
    NO_PLACE = "no-place"
    UNREADABLE_NUMBER = "unreadable-number"
    IMPOSSIBLE_PLACE = "impossible-place"
    OUTSIDE = "outside"
    NO_CODE = "no-code"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_THEME = "unknown-theme"


class TravelMode(StrEnum):
    """How a team travels."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    CAR = "car"


class Organisation(StrEnum):
    """For whom a patrol team works."""

    POLICE = "police"
    BOA = "boa"
    YOUTH_WORK = "youth_work"


class ShiftName(StrEnum):
    """The shifts of a day, of which each workspace sets the hours."""

    EARLY = "early"
    LATE = "late"
    NIGHT = "night"


class PlaceKind(StrEnum):
    """Why a place is among those that a patrol may visit."""

    HOTSPOT = "hotspot"
    REPEAT = "repeat"
    ADDED = "added"
    APPOINTMENT = "appointment"

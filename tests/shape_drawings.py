"""Hand-drawn layers for the tests of files of shapes."""

import geopandas as gpd
import shapely
from drawings import CRS

from geo.present.layer_looks import look_of_areas, look_of_points
from geo.present.shape_layers import ShapeLayer

FACTS = {"source": "demo", "data_until": "2018-12-31", "audience": "intern", "eps_m": 150.0}


def draw_squares(*, name="Oost", count=2):
    """Squares of 100 metres in a row, drawn with the clock; all have the same name."""
    shapes = [
        shapely.box(100000 + 200 * at, 431000, 100100 + 200 * at, 431100) for at in range(count)
    ]
    frame = gpd.GeoDataFrame({"name": [name] * count, "incidents": range(count)}, geometry=shapes)
    return ShapeLayer("vlakken", "Vlakken", frame.set_crs(CRS), look_of_areas())


def draw_dots(*, stated=None):
    """Three points, numbered."""
    points = [shapely.Point(100000 + 50 * at, 431500) for at in range(3)]
    frame = gpd.GeoDataFrame({"rank": [1, 2, 3]}, geometry=points, crs=CRS)
    look = look_of_points("punt", name_column="rank")
    return ShapeLayer("punten", "Punten", frame, look, key="rank", stated=stated)

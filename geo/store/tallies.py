"""Questions about how well incidents are known, each answered by one count over all of them."""

from typing import Final

BY_KIND: Final = """
SELECT theme, code, reporter, time_precision, place_precision, x IS NOT NULL AS has_place,
    count(*) AS incidents
FROM incidents GROUP BY ALL ORDER BY ALL
"""

# An incident of which the month is known may have happened on its last day.
BY_MONTH: Final = """
SELECT theme, code, date_trunc('month', started_on)::DATE AS month, count(*) AS incidents,
    min(started_on) AS first_on,
    max(CASE time_precision WHEN 'month' THEN last_day(started_on) ELSE started_on END) AS last_on
FROM incidents GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

# Places count to the millimetre. A row without a theme counts what lies there of all themes.
COUNT_SPOTS: Final = """
CREATE OR REPLACE TEMP TABLE spots AS
WITH by_theme AS MATERIALIZED (
    SELECT theme, round(x * 1000)::BIGINT AS x, round(y * 1000)::BIGINT AS y,
        count(*) AS incidents,
        count(*) FILTER (started_on > (SELECT max(started_on) FROM incidents) - 365) AS recent,
        1 AS themes
    FROM incidents WHERE x IS NOT NULL GROUP BY ALL
)
FROM by_theme UNION ALL
SELECT NULL, x, y, sum(incidents)::BIGINT, sum(recent)::BIGINT, count(*) FROM by_theme
GROUP BY x, y
"""

BY_SPOT: Final = """
SELECT theme, sum(incidents)::BIGINT AS located, count(*) AS places,
    sum(recent)::BIGINT AS recent,
    coalesce(sum(recent) FILTER (recent > 1), 0)::BIGINT AS shared
FROM spots GROUP BY theme ORDER BY theme NULLS LAST
"""

CROWDED_SPOTS: Final = """
SELECT theme, x / 1000 AS x, y / 1000 AS y, incidents, themes FROM spots WHERE incidents >= $1
ORDER BY theme NULLS LAST, incidents DESC, x, y
"""

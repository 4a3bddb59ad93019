"""The statements that settle what an import, an undo and a backup bring."""

from typing import Final

from geo import schema

_NAMES = ", ".join(name for name in schema.INCIDENT_COLUMNS if name != schema.GEOMETRY)

# The attached file of a backup goes by this name.
BACKUP: Final = "kept"

STAGE: Final = """
CREATE OR REPLACE TEMP TABLE staged (
    "row" BIGINT, incident_id VARCHAR, source VARCHAR, code VARCHAR, theme VARCHAR,
    started_at TIMESTAMP, ended_at TIMESTAMP, started_on DATE, time_precision VARCHAR,
    place_precision VARCHAR, reporter VARCHAR, weight DOUBLE, x DOUBLE, y DOUBLE,
    content UHUGEINT, has_id BOOLEAN
);
CREATE OR REPLACE TEMP TABLE refused ("row" BIGINT, reason VARCHAR, cells VARCHAR);
"""

# Places count to the millimetre. Without a code it is the theme that tells incidents apart.
_SPOT = (
    "coalesce(round(x * 1000)::BIGINT::VARCHAR, ''), coalesce(round(y * 1000)::BIGINT::VARCHAR, '')"
)
_MOMENT = "epoch_us(started_at)::VARCHAR, epoch_us(ended_at)::VARCHAR"
_CONTENT = f"""md5_number(concat_ws('|', coalesce(code, ''), theme, {_MOMENT}, time_precision,
        place_precision, reporter, weight::VARCHAR, {_SPOT}))"""
_LIKENESS = f"md5(concat_ws('|', coalesce(code, theme), {_MOMENT}, {_SPOT}))"

# A row without an id is named after its content, as if it were the first of its kind in the file.
ADD_STAGED: Final = f"""
INSERT INTO staged BY NAME
SELECT * REPLACE (coalesce(incident_id, {_LIKENESS} || '-1') AS incident_id),
    {_CONTENT} AS content, incident_id IS NOT NULL AS has_id
FROM incoming
"""
ADD_REFUSED: Final = "INSERT INTO refused BY NAME SELECT * FROM incoming"

# Most rows are alone with their id. Only the others are put in order: those of which the hash of
# the id comes back, and those with an id as it is made here, which may be that of another row.
_AGAIN = """
CREATE OR REPLACE TEMP TABLE again AS
WITH often AS (
    SELECT hash(source, incident_id) AS place FROM staged GROUP BY place HAVING count(*) > 1
),
named AS (
    SELECT "row", source, content, CASE WHEN has_id THEN incident_id
        ELSE left(incident_id, 32) || '-' || row_number() OVER (
            PARTITION BY has_id, source, incident_id ORDER BY "row") END AS incident_id
    FROM staged
    WHERE hash(source, incident_id) IN (FROM often)
        OR has_id AND regexp_full_match(incident_id, '[0-9a-f]{32}-[0-9]+')
)
SELECT *, lag(content) OVER told AS earlier, last_value(content) OVER (
        PARTITION BY source, incident_id ORDER BY "row"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS latest
FROM named WINDOW told AS (PARTITION BY source, incident_id ORDER BY "row");
"""

# A row is held against the row before it that has the same id, or else against the store. Where
# the last row of an id says what the store says already, the file brings nothing new on that id.
# What is neither in the store nor twice in the file is new, and not listed.
_SETTLED = """
CREATE OR REPLACE TEMP TABLE settled AS
WITH told AS (
    SELECT "row", source, incident_id, content, NULL AS earlier, content AS latest,
        false AS is_again
    FROM staged ANTI JOIN again USING ("row")
    UNION ALL
    SELECT "row", source, incident_id, content, earlier, latest, true FROM again
),
compared AS (
    SELECT told.*, incidents.content AS kept
    FROM told LEFT JOIN incidents USING (source, incident_id)
)
SELECT "row", source, incident_id,
    CASE WHEN coalesce(earlier, kept) IS NULL THEN 'new'
        WHEN kept = latest OR coalesce(earlier, kept) = content THEN 'duplicate'
        ELSE 'replaced' END AS verdict
FROM compared WHERE kept IS NOT NULL OR is_again;
"""
# What says nothing new, and what a later row of the file says anew.
_PASSED_OVER = """
CREATE OR REPLACE TEMP TABLE passed_over AS
SELECT "row" FROM settled WHERE verdict = 'duplicate'
UNION ALL
SELECT "row" FROM (
    SELECT "row", row_number() OVER (PARTITION BY source, incident_id ORDER BY "row" DESC) AS place
    FROM settled WHERE verdict <> 'duplicate'
) WHERE place > 1;
"""
SETTLE: Final = f"{_AGAIN}{_SETTLED}{_PASSED_OVER}"

COUNT_VERDICTS: Final = """
SELECT verdict, count(*) FROM settled GROUP BY 1
UNION ALL SELECT 'staged', count(*) FROM staged
"""

MERGE: Final = """
INSERT INTO replaced BY NAME
SELECT incidents.*, $import_id AS replaced_by FROM incidents
SEMI JOIN (FROM settled WHERE verdict = 'replaced') USING (source, incident_id);
DELETE FROM incidents USING settled
WHERE settled.verdict = 'replaced' AND incidents.source = settled.source
    AND incidents.incident_id = settled.incident_id;
INSERT INTO incidents BY NAME
SELECT staged.* EXCLUDE ("row", has_id)
        REPLACE (coalesce(again.incident_id, staged.incident_id) AS incident_id),
    $import_id AS import_id
FROM staged ANTI JOIN passed_over USING ("row") LEFT JOIN again USING ("row")
ORDER BY "row";
"""

# A row leaves the quarantine when the same file brings it again, a corrected file gets it wrong
# once more, or a repaired one names its key: it must not be there twice.
RELEASE: Final = """
INSERT INTO released BY NAME
SELECT quarantine.*, $import_id AS released_by
FROM quarantine JOIN imports USING (import_id)
WHERE digest = $digest
    OR source = $source AND cells <> '{}' AND cells IN (SELECT cells FROM refused)
    OR import_id || '-' || "row" IN (SELECT unnest($repaired::VARCHAR[]));
"""

KEEP_REFUSED: Final = """
DELETE FROM quarantine USING released
WHERE released.released_by = $import_id AND released.import_id = quarantine.import_id
    AND released."row" = quarantine."row";
INSERT INTO quarantine BY NAME SELECT *, $import_id AS import_id FROM refused;
"""

# A row that left the quarantine was mended, unless this file got it wrong once more: known by the
# same file and row, by the same cells, or by the key that it carries.
MENDED: Final = """
SELECT count(*) FROM released JOIN imports USING (import_id)
WHERE released_by = $import_id
    AND NOT (digest = $digest AND "row" IN (SELECT "row" FROM refused))
    AND NOT (source = $source AND cells <> '{}' AND cells IN (SELECT cells FROM refused))
    AND import_id || '-' || "row" NOT IN (
        SELECT key FROM (
            SELECT unnest($rows::BIGINT[]) AS "row", unnest($repaired::VARCHAR[]) AS key
        ) SEMI JOIN refused USING ("row"))
"""

# The newest first. The last one can be undone, unless an older release made it; ``waiting`` counts
# the refused rows that nobody has mended yet.
LIST_IMPORTS: Final = """
SELECT imports.* EXCLUDE (mapping),
    import_id = max(import_id) OVER () AND import_id >= (
        SELECT value FROM meta WHERE key = 'first_undoable') AS undoable,
    (SELECT count(*) FROM quarantine WHERE quarantine.import_id = imports.import_id) AS waiting
FROM imports ORDER BY import_id DESC
"""

COUNT_BY_SOURCE: Final = """
SELECT source, count(*) AS incidents, count(*) FILTER (x IS NULL) AS without_place,
    min(started_on) AS first, max(started_on) AS last
FROM incidents GROUP BY source ORDER BY source
"""

UNDO: Final = """
DELETE FROM incidents WHERE import_id = $import_id;
INSERT INTO incidents BY NAME
SELECT * EXCLUDE (replaced_by) FROM replaced WHERE replaced_by = $import_id;
DELETE FROM replaced WHERE replaced_by = $import_id;
DELETE FROM quarantine WHERE import_id = $import_id;
INSERT INTO quarantine BY NAME
SELECT * EXCLUDE (released_by) FROM released WHERE released_by = $import_id;
DELETE FROM released WHERE released_by = $import_id;
DELETE FROM imports WHERE import_id = $import_id;
UPDATE meta SET value = value + 1 WHERE key = 'data_version';
"""

# A template for a filter of the incidents and the numbers of two values: a local day, and its
# midnight. Files of one run have one moment: what came in at the first of all is what the store
# began with.
NEWS: Final = f"""
WITH began AS (SELECT min(imported_at) AS moment FROM imports),
known AS (
    SELECT source, incident_id, min(import_id) AS first_id FROM replaced
    GROUP BY source, incident_id
),
arrivals AS (
    SELECT incidents.*, imports.imported_at AS arrived_at
    FROM (FROM incidents{{where}}) AS incidents
    LEFT JOIN known USING (source, incident_id)
    LEFT JOIN imports ON imports.import_id = coalesce(first_id, incidents.import_id)
        AND imports.imported_at > (SELECT moment FROM began)
)
SELECT {_NAMES}, x, y, arrived_at FROM arrivals
WHERE started_on >= ${{day}} OR arrived_at >= ${{midnight}}
ORDER BY started_at, source, incident_id
"""

# The version never comes back to a number that it had, nor does the number of an import.
SETTLE_META: Final = f"""
UPDATE meta SET value = greatest(value, coalesce(
    (SELECT max(value) FROM {BACKUP}.meta WHERE {BACKUP}.meta.key = 'data_version'), 0)) + 1
WHERE key = 'data_version';
UPDATE meta SET value = greatest(value, coalesce((SELECT max(import_id) FROM {BACKUP}.imports), 0),
    coalesce((SELECT max(value) FROM {BACKUP}.meta WHERE {BACKUP}.meta.key = 'last_import'), 0))
WHERE key = 'last_import';
UPDATE meta SET value = coalesce(
    (SELECT max(value) FROM {BACKUP}.meta WHERE {BACKUP}.meta.key = 'first_undoable'),
    (SELECT max(import_id) FROM {BACKUP}.imports) + 1, 1)
WHERE key = 'first_undoable';
"""

# Beside the placements that they belong to, which were numbered before.
ADD_SURVEYS: Final = f"""
INSERT INTO surveys BY NAME
SELECT DISTINCT new_id AS placement_id, theirs.* EXCLUDE (placement_id)
FROM {BACKUP}.surveys AS theirs JOIN numbered USING (placement_id)
WHERE NOT EXISTS (FROM main.surveys AS ours
    WHERE ours.placement_id = new_id AND ours.moment = theirs.moment
        AND ours.recorded_at = theirs.recorded_at);
"""

# Figures of no placement: no store would have written them.
STRAY_SURVEYS: Final = """
SELECT placement_id FROM surveys ANTI JOIN placements USING (placement_id)
"""

PLANNED_VISITS: Final = """
SELECT planned_visits.* EXCLUDE (arrives, why),
    version = max(version) OVER (PARTITION BY plan_id) AS is_last
FROM planned_visits
ORDER BY starts, plan_id, version, team, stop
"""

# Plans of a backup come beside those of the store, as placements do; their ids never collide. A
# version that both have stays as the store has it, with its own visits.
ADD_PATROLS: Final = f"""
INSERT INTO planned_visits BY NAME
SELECT theirs.* FROM {BACKUP}.planned_visits AS theirs
ANTI JOIN main.patrol_plans USING (plan_id, version);
INSERT INTO patrol_plans BY NAME
SELECT theirs.* FROM {BACKUP}.patrol_plans AS theirs
ANTI JOIN main.patrol_plans USING (plan_id, version);
INSERT INTO ticks BY NAME SELECT * FROM {BACKUP}.ticks ON CONFLICT DO NOTHING;
"""

# What no store would have written: a version that skips one, or a visit or tick of no version.
STRAY_PATROLS: Final = """
SELECT plan_id FROM patrol_plans GROUP BY plan_id
HAVING min(version) <> 1 OR max(version) <> count(*)
UNION ALL SELECT plan_id FROM planned_visits ANTI JOIN patrol_plans USING (plan_id, version)
UNION ALL SELECT plan_id FROM ticks ANTI JOIN patrol_plans USING (plan_id, version)
"""

# What was removed stays told, whatever is put back.
ADD_REMOVALS: Final = f"""
INSERT INTO removals BY NAME
SELECT theirs.* FROM {BACKUP}.removals AS theirs
ANTI JOIN main.removals USING (removed_at, source)
"""

"""The statements that make the tables, and bring those of an earlier release up to date."""

from typing import Final

SCHEMA_VERSION: Final = 5

_INCIDENT = """
    incident_id VARCHAR NOT NULL, source VARCHAR NOT NULL, code VARCHAR, theme VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP NOT NULL, started_on DATE NOT NULL,
    time_precision VARCHAR NOT NULL, place_precision VARCHAR NOT NULL, reporter VARCHAR NOT NULL,
    weight DOUBLE NOT NULL, x DOUBLE, y DOUBLE, content UHUGEINT NOT NULL,
    import_id BIGINT NOT NULL"""
_REFUSED = """
    import_id BIGINT NOT NULL, "row" BIGINT NOT NULL, reason VARCHAR NOT NULL,
    cells VARCHAR NOT NULL"""

# What an import takes the place of, kept so that the import can be undone.
_CREATE_KEPT = f"""
CREATE TABLE replaced ({_INCIDENT}, replaced_by BIGINT NOT NULL);
CREATE TABLE released ({_REFUSED}, released_by BIGINT NOT NULL);
"""

# Both only grow: a later version, or a later figure, leaves the earlier ones as they are.
_CREATE_PLACEMENTS = """
CREATE TABLE placements (
    placement_id BIGINT NOT NULL, version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, body VARCHAR NOT NULL, PRIMARY KEY (placement_id, version)
);
CREATE TABLE surveys (
    placement_id BIGINT NOT NULL, moment VARCHAR NOT NULL, asked BIGINT NOT NULL,
    safe BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL
);
"""

# These only grow too. A tick of a plan is known by the id that the phone gave it: sent twice it is
# one.
_CREATE_PATROLS = """
CREATE TABLE patrol_plans (
    plan_id VARCHAR NOT NULL, version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, body VARCHAR NOT NULL, PRIMARY KEY (plan_id, version)
);
CREATE TABLE planned_visits (
    plan_id VARCHAR NOT NULL, version BIGINT NOT NULL, team BIGINT NOT NULL, stop BIGINT NOT NULL,
    place VARCHAR NOT NULL, kind VARCHAR NOT NULL, theme VARCHAR NOT NULL,
    label VARCHAR NOT NULL, area VARCHAR NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL,
    arrives TIMESTAMP NOT NULL, starts TIMESTAMP NOT NULL, leaves TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, PRIMARY KEY (plan_id, version, team, stop)
);
CREATE TABLE ticks (
    tick_id VARCHAR NOT NULL, plan_id VARCHAR NOT NULL, version BIGINT NOT NULL,
    team BIGINT NOT NULL, stop BIGINT NOT NULL, place VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL, kind VARCHAR NOT NULL, finding VARCHAR,
    ticked_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP NOT NULL, PRIMARY KEY (plan_id, tick_id)
);
"""

# What was taken out because its term was over: how much, by which rule, and nothing of what it was.
_CREATE_REMOVALS = """
CREATE TABLE removals (
    removed_at TIMESTAMP NOT NULL, source VARCHAR NOT NULL, term VARCHAR NOT NULL,
    ground VARCHAR NOT NULL, before DATE NOT NULL, incidents BIGINT NOT NULL,
    replaced BIGINT NOT NULL, refused BIGINT NOT NULL
);
"""

# Grows as well, as placements do.
_CREATE_AGREEMENTS = """
CREATE TABLE agreements (
    agreement_id BIGINT NOT NULL, version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, body VARCHAR NOT NULL, PRIMARY KEY (agreement_id, version)
);
"""

# Of an open figure a row is added where an import says otherwise than the one before it: the last
# one counts, and the earlier ones tell what was revised, when, and by which file.
_CREATE_OPEN_FIGURES = """
CREATE TABLE open_imports (
    open_import_id VARCHAR NOT NULL, imported_at TIMESTAMP NOT NULL, file VARCHAR NOT NULL,
    digest VARCHAR NOT NULL, table_id VARCHAR NOT NULL, "read" BIGINT NOT NULL,
    left_out BIGINT NOT NULL, added BIGINT NOT NULL, revised BIGINT NOT NULL,
    same BIGINT NOT NULL, PRIMARY KEY (open_import_id)
);
CREATE TABLE open_figures (
    table_id VARCHAR NOT NULL, topic VARCHAR NOT NULL, area VARCHAR NOT NULL,
    year BIGINT NOT NULL, month_number BIGINT NOT NULL, figure BIGINT,
    open_import_id VARCHAR NOT NULL,
    PRIMARY KEY (table_id, topic, area, year, month_number, open_import_id)
);
"""

CREATE: Final = f"""
CREATE TABLE meta (key VARCHAR, value BIGINT);
INSERT INTO meta VALUES ('schema_version', {SCHEMA_VERSION}), ('data_version', 0),
    ('last_import', 0), ('first_undoable', 1);
CREATE TABLE incidents ({_INCIDENT});
CREATE TABLE imports (
    import_id BIGINT NOT NULL, imported_at TIMESTAMP NOT NULL, file VARCHAR NOT NULL,
    digest VARCHAR NOT NULL, source VARCHAR NOT NULL, mapping VARCHAR NOT NULL, theme VARCHAR,
    "read" BIGINT NOT NULL, accepted BIGINT NOT NULL, duplicate BIGINT NOT NULL,
    replaced BIGINT NOT NULL, refused BIGINT NOT NULL, reasons VARCHAR NOT NULL,
    left_behind VARCHAR NOT NULL, facts VARCHAR NOT NULL
);
CREATE TABLE quarantine ({_REFUSED});
{_CREATE_KEPT}
{_CREATE_PLACEMENTS}
{_CREATE_PATROLS}
{_CREATE_REMOVALS}
{_CREATE_AGREEMENTS}
{_CREATE_OPEN_FIGURES}
"""

# From each earlier version to the one after it. An import of version 1 cannot be undone: what it
# replaced was not kept.
MIGRATE: Final = {
    1: f"""
{_CREATE_KEPT}
INSERT INTO meta SELECT 'last_import', coalesce(max(import_id), 0) FROM imports;
INSERT INTO meta SELECT 'first_undoable', coalesce(max(import_id), 0) + 1 FROM imports;
UPDATE meta SET value = 2 WHERE key = 'schema_version';
""",
    2: f"""
{_CREATE_PLACEMENTS}
UPDATE meta SET value = 3 WHERE key = 'schema_version';
""",
    3: f"""
{_CREATE_PATROLS}
UPDATE meta SET value = 4 WHERE key = 'schema_version';
""",
    4: f"""
{_CREATE_REMOVALS}
{_CREATE_AGREEMENTS}
{_CREATE_OPEN_FIGURES}
UPDATE meta SET value = 5 WHERE key = 'schema_version';
""",
}

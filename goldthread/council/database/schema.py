"""Database objects outside Django's models: row-level security, the sealed audit log and the search function.

Run by the owner role after every migration, and safe to run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connections

from goldthread.council.records.spec import Part, confidential_types, parts_of

# A person may be read by their own account before they have chosen a council: that is how the choice is
# made. Everything else is visible from inside one council only.
_OWN_ACCOUNT = "account_id = NULLIF(current_setting('goldthread.account', true), '')::uuid"
_COUNCIL = "council_id = NULLIF(current_setting('goldthread.council', true), '')::uuid"

_ALSO_READ = {"goldthread_person": _OWN_ACCOUNT}

# The operators of full-text search are not leakproof, so PostgreSQL will not use their index behind a
# row-level policy: it would read every row of the council instead. This function belongs to the owner,
# passes the policy, and puts the council into its own condition.
_SEARCH = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

ALTER TABLE goldthread_searchentry ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title || ' ' || reference), 'A') || setweight(to_tsvector('english', body), 'B')
) STORED;
CREATE INDEX IF NOT EXISTS search_by_words ON goldthread_searchentry USING gin (words);
CREATE INDEX IF NOT EXISTS search_by_reference ON goldthread_searchentry (council_id, reference) WHERE reference <> '';
CREATE INDEX IF NOT EXISTS search_newest_feedback ON goldthread_searchentry (council_id, "on" DESC, id DESC)
    WHERE kind = 'feedback';
CREATE INDEX IF NOT EXISTS search_newest_others ON goldthread_searchentry (council_id, "on" DESC, id DESC)
    WHERE kind <> 'feedback';
CREATE INDEX IF NOT EXISTS search_words_near ON goldthread_searchword USING gin (word gin_trgm_ops);

-- A word that is in most of what is stored matches most of it, and ranking reads every match. So no more
-- than `most` pieces of feedback and `most` other records are ranked, the newest. Planned again for each search: for a
-- common word it is quicker to go back in time, for a rare one to look it up.
CREATE OR REPLACE FUNCTION goldthread_search(
    query tsquery, open_to text[], own_teams jsonb, of_kind text, of_theme text, of_team uuid,
    since date, until date, most int
)
RETURNS TABLE (entry_id uuid, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    here uuid := NULLIF(current_setting('goldthread.council', true), '')::uuid;
BEGIN
    RETURN QUERY
    SELECT newest.id, ts_rank_cd(newest.words, query, 1)
    FROM ((/* feedback */) UNION ALL (/* others */)) newest;
END $$;

CREATE OR REPLACE FUNCTION goldthread_near_words(wanted text, most int)
RETURNS TABLE (word text, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT w.word, similarity(w.word, wanted)
    FROM goldthread_searchword w
    WHERE w.word % wanted
      AND council_id = NULLIF(current_setting('goldthread.council', true), '')::uuid
    ORDER BY 2 DESC, 1
    LIMIT most
$$;
"""

# Passages of published reports, for the same reason: the newest `most` that have the words, or all that match without.
_PASSAGES = """
CREATE OR REPLACE FUNCTION goldthread_passages(
    query tsquery, of_area text, of_statement text, of_scores int[], of_speaker text, of_tells text, of_system text,
    of_themes uuid[], confirmed boolean, since date, until date, most int
)
RETURNS TABLE (passage_id uuid, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    here uuid := NULLIF(current_setting('goldthread.council', true), '')::uuid;
BEGIN
    RETURN QUERY
    SELECT newest.id, ts_rank_cd(newest.words, query, 1)
    FROM (
        SELECT p.id, p.words
        FROM goldthread_publishedpassage p JOIN goldthread_publishedreport r ON r.id = p.report_id
        WHERE p.words @@ query AND p.council_id = here AND r.withdrawn_on IS NULL
          AND (of_area IS NULL OR r.area = of_area)
          AND (of_statement IS NULL OR r.statement = of_statement)
          AND (of_scores IS NULL OR r.score = ANY (of_scores))
          AND (of_speaker IS NULL OR p.speaker = of_speaker)
          AND (of_tells IS NULL OR p.tells = of_tells)
          AND (of_system IS NULL OR p.systems ? of_system)
          AND (of_themes IS NULL OR EXISTS (
              SELECT FROM goldthread_passagetheme t
              WHERE t.passage_id = p.id AND t.theme_id = ANY (of_themes) AND t.state <> 'declined'
          ))
          AND (confirmed IS NULL OR r.confirmed_on IS NOT NULL)
          AND (since IS NULL OR r.published_on >= since)
          AND (until IS NULL OR r.published_on <= until)
        ORDER BY p.id DESC LIMIT most
    ) newest;
END $$;
"""

_NEWEST = """
        SELECT e.id, e.words FROM goldthread_searchentry e
        WHERE e.words @@ query AND e.council_id = here AND e.kind {which} 'feedback'
          AND (e.permission = ANY (open_to) OR own_teams -> e.permission ? e.team_id::text)
          AND (of_kind IS NULL OR e.kind = of_kind)
          AND (of_theme IS NULL OR e.themes ? of_theme)
          AND (of_team IS NULL OR e.team_id = of_team)
          AND (since IS NULL OR e."on" >= since)
          AND (until IS NULL OR e."on" <= until)
        ORDER BY e."on" DESC, e.id DESC LIMIT most
"""
_SEARCH = _SEARCH.replace("/* feedback */", _NEWEST.format(which="="))
_SEARCH = _SEARCH.replace("/* others */", _NEWEST.format(which="<>"))

_SEALED_TRAIL = """
CREATE OR REPLACE FUNCTION goldthread_trail_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER IF EXISTS trail_is_sealed ON goldthread_auditline;
CREATE TRIGGER trail_is_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON goldthread_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION goldthread_trail_is_sealed();

CREATE OR REPLACE FUNCTION goldthread_trail_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.council_id = OLD.council_id AND NEW.number = OLD.number + 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the end of the audit log only moves on' USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER IF EXISTS trail_goes_on ON goldthread_audithead;
CREATE TRIGGER trail_goes_on BEFORE UPDATE OR DELETE ON goldthread_audithead
    FOR EACH ROW EXECUTE FUNCTION goldthread_trail_goes_on();
"""


# Counts of wrong passwords, for all processes of the web server, in the table layout of Django's cache.
_COUNTS = """
CREATE TABLE IF NOT EXISTS goldthread_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS goldthread_cache_expires ON goldthread_cache (expires);
"""


def protected_tables() -> list[str]:
    """Return every table that holds a council's records, history tables included."""
    return sorted(
        model._meta.db_table
        for model in apps.get_app_config("goldthread").get_models(include_auto_created=True)
        if any(field.name == "council" for field in model._meta.concrete_fields)
    )


def _readers() -> dict[str, str]:
    """Return who may read a row of each confidential table, as its type states it; of a part, whoever reads its record."""
    readers = {}
    for model in confidential_types().values():
        table = model._meta.db_table
        readers[table] = model.spec.confidential
        for part in parts_of(model):
            assert isinstance(part.spec, Part)
            column = part._meta.get_field(part.spec.of).column
            readers[part._meta.db_table] = f'EXISTS (SELECT 1 FROM "{table}" whole WHERE whole.id = {column})'
    return readers


def _statements(tables: Iterable[str]) -> list[str]:
    statements, readers = [], _readers()
    for table in tables:
        seen = f"{_COUNCIL} AND ({readers[table]})" if table in readers else _COUNCIL
        statements += [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'DROP POLICY IF EXISTS own_council ON "{table}"',
            f'CREATE POLICY own_council ON "{table}" USING ({seen}) WITH CHECK ({_COUNCIL})',
        ]
        if table in _ALSO_READ:
            statements += [
                f'DROP POLICY IF EXISTS own_account ON "{table}"',
                f'CREATE POLICY own_account ON "{table}" FOR SELECT USING ({_ALSO_READ[table]})',
            ]
    return [*statements, _SEARCH, _PASSAGES, _SEALED_TRAIL, _COUNTS]


def _checksum() -> str:
    return hashlib.sha256("\n".join(_statements(protected_tables())).encode()).hexdigest()


def protect_tables(using: str) -> None:
    """Put row-level security on every council's table, and create the search function and the sealed log."""
    connection = connections[using]
    # Migrated to an earlier release, a database lacks the tables of later ones, and is not ready to be served.
    tables = protected_tables()
    there = sorted({*tables} & {*connection.introspection.table_names()})
    with connection.cursor() as cursor:
        for statement in _statements(there):
            cursor.execute(statement)
        if there != tables:
            return
        cursor.execute(f"COMMENT ON FUNCTION goldthread_trail_is_sealed() IS '{_checksum()}'")


def tables_are_protected(using: str) -> bool:
    """Return whether the database has the objects of this version."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regprocedure('goldthread_trail_is_sealed()'), 'pg_proc')")
        return cursor.fetchone()[0] == _checksum()


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Answer Django's post_migrate signal."""
    protect_tables(using)

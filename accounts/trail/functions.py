"""The trail's own functions in PostgreSQL: its guards, the seal, and forgetting.

All run with the rights of the tables' owner, so that a role that may only read the trail can seal it and forget in it,
and cannot write into it. Their search path ends with ``pg_temp``: nobody's temporary table stands in for the trail.
"""

from __future__ import annotations

# What a seal's hash covers of a change besides its values; the program works it out anew when it verifies.
OWN_DATA = """jsonb_build_array(c.id, (extract(epoch FROM c.at) * 1000000)::bigint, c.transaction, c.actor_id, c.door,
    c.role, c."table", c.row, c.kind)::text"""

GUARD = """CREATE OR REPLACE FUNCTION crm_trail_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('crm.forgetting', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $body$"""

GUARDED = ("accounts_change", "accounts_seal", "accounts_auditentry")


def guards(table: str) -> list[str]:
    name = f"crm_guard_{table}"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION crm_trail_guard()",
        f"DROP TRIGGER IF EXISTS {name}_truncate ON {table}",
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION crm_trail_guard()",
    ]


# Writers never wait for the chain: whatever is committed is sealed afterwards, by one sealer at a time. Every
# transaction below ``known`` of the last seal had ended then, so only changes from there on can be without a seal;
# numbers of transactions begin anew when a dump is restored elsewhere, and then all are looked at once.
SEAL = f"""CREATE OR REPLACE FUNCTION crm_trail_seal(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $body$
DECLARE
    one record;
    place bigint;
    before bytea;
    since bigint;
    ended bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    now_known bigint;
    sealed integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('crm_trail_seal'));
    SELECT position, hash, known INTO place, before, since FROM accounts_seal ORDER BY position DESC LIMIT 1;
    place := coalesce(place, 0);
    before := coalesce(before, ''::bytea);
    since := CASE WHEN since IS NULL OR since > ended THEN 0 ELSE since END;
    SELECT CASE WHEN count(*) <= most THEN ended ELSE since END INTO now_known FROM (
        SELECT 1 FROM accounts_change c WHERE c.transaction >= since
           AND NOT EXISTS (SELECT 1 FROM accounts_seal s WHERE s.change = c.id) LIMIT most + 1) waiting;
    FOR one IN
        SELECT c.id, {OWN_DATA} AS own,
               CASE WHEN c.salt IS NOT NULL
                    THEN sha256(convert_to(c.salt::text || c.plain::text, 'UTF8')) END AS plain,
               CASE WHEN c.personal_salt IS NOT NULL
                    THEN sha256(convert_to(c.personal_salt::text || c.personal::text, 'UTF8')) END AS personal
          FROM accounts_change c
         WHERE c.transaction >= since AND NOT EXISTS (SELECT 1 FROM accounts_seal s WHERE s.change = c.id)
         ORDER BY c.transaction, c.id LIMIT most
    LOOP
        place := place + 1;
        before := sha256(before || convert_to(place || ' ' || now_known || ' ' || one.own, 'UTF8')
                         || coalesce(one.plain, ''::bytea) || '\\x00'::bytea || coalesce(one.personal, ''::bytea));
        INSERT INTO accounts_seal (position, change, plain, personal, known, at, hash)
            VALUES (place, one.id, one.plain, one.personal, now_known, now(), before);
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END $body$"""

# Values and salt go, the fingerprints in the chain stay: the chain holds, and nobody can guess the value from it.
FORGET = """CREATE OR REPLACE FUNCTION crm_trail_forget(which bigint[], entries bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $body$
DECLARE
    gone bigint[];
BEGIN
    WHILE crm_trail_seal(100000) > 0 LOOP
    END LOOP;
    PERFORM set_config('crm.forgetting', 'on', true);
    WITH blanked AS (
        UPDATE accounts_change SET personal = NULL, personal_salt = NULL
         WHERE id = ANY(which) AND personal_salt IS NOT NULL RETURNING id)
    SELECT array_agg(id ORDER BY id) INTO gone FROM blanked;
    UPDATE accounts_auditentry SET label = '', changes = '{}' WHERE id = ANY(entries);
    PERFORM set_config('crm.forgetting', '', true);
    IF gone IS NOT NULL THEN
        INSERT INTO accounts_change
            (at, transaction, actor_id, door, role, "table", row, kind, salt, plain, personal_salt, personal)
        SELECT now(), pg_current_xact_id()::text::bigint, nullif(current_setting('crm.actor', true), '')::bigint,
               coalesce(current_setting('crm.door', true), ''), session_user, 'accounts_change', NULL, 'F',
               gen_random_uuid(), jsonb_build_object('changes', gone), NULL, NULL;
    END IF;
    RETURN coalesce(cardinality(gone), 0);
END $body$"""

ALL = [GUARD, *(line for table in GUARDED for line in guards(table)), SEAL, FORGET]

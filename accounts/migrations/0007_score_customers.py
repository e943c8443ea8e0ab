"""Customers are scored by the database, so that imports, bulk writes and raw SQL are scored too.

A row of accounts_customerquality stands from its instant until the next change of a required field, of whose the
customer is, or of the rules. The first row of a customer reaches back to the day it is known since.
"""

from django.db import migrations

FILLED = """
CREATE FUNCTION accounts_is_filled(said text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN said IS NULL THEN false ELSE (
        SELECT word <> '' AND word !~ '^[[:punct:]—–…。，、·]+$' AND word NOT IN (
            'n/a', 'na', 'n.a.', 'none', 'null', 'nil', 'unknown', 'unbekannt', 'undefined', 'tbd', 'tba', 'todo',
            'not available', 'not applicable', 'xxx', 'xxxx', 'empty', 'blank', 'no data', 'placeholder',
            '无', '暂无', '未知', '没有', '不详', '不知道', '空', '待定', '待补充', '待填', '未填', '未填写', '不适用', '无数据')
        FROM (SELECT lower(btrim(regexp_replace(said, '[\\s\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u2060\\u3000\\ufeff]+', ' ', 'g'))) AS word) w
    ) END
$$;

CREATE FUNCTION accounts_field_filled(c accounts_customer, field text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE field
        WHEN 'owner' THEN (c).owner_id IS NOT NULL
        WHEN 'segment' THEN (c).segment_id IS NOT NULL
        WHEN 'channel' THEN (c).channel_id IS NOT NULL
        WHEN 'region' THEN (c).region_id IS NOT NULL
        WHEN 'since' THEN (c).since IS NOT NULL
        WHEN 'country' THEN btrim((c).country) <> ''
        ELSE accounts_is_filled(CASE field
            WHEN 'name' THEN (c).name WHEN 'email' THEN (c).email WHEN 'phone' THEN (c).phone
            WHEN 'website' THEN (c).website WHEN 'industry' THEN (c).industry WHEN 'city' THEN (c).city
            WHEN 'address' THEN (c).address END)
    END
$$;
"""

SCORE = """
CREATE FUNCTION accounts_quality_of(ids bigint[])
RETURNS TABLE (customer_id bigint, required int, filled int, fields varchar[], missing varchar[],
               owner_id bigint, team_id bigint, segment_id bigint, known timestamptz, written timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT c.id, count(s.field)::int, (count(*) FILTER (WHERE s.is_filled))::int,
        coalesce(array_agg(s.field ORDER BY s.field) FILTER (WHERE s.field IS NOT NULL), '{}'),
        coalesce(array_agg(s.field ORDER BY s.field) FILTER (WHERE NOT s.is_filled), '{}'),
        c.owner_id, c.team_id, c.segment_id,
        least(c.recorded_at, c.since::timestamp AT TIME ZONE z.name), c.recorded_at
    FROM accounts_customer c
    CROSS JOIN (SELECT coalesce((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC')::text AS name) z
    LEFT JOIN LATERAL (
        SELECT r.field, accounts_field_filled(c, r.field) AS is_filled
        FROM (SELECT DISTINCT field FROM accounts_datarule WHERE required AND kind IN ('', c.kind)) r
    ) s ON true
    WHERE ids IS NULL OR c.id = ANY(ids)
    GROUP BY c.id, z.name
$$;

CREATE FUNCTION accounts_score(ids bigint[], fresh boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE moment timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM accounts_datarule WHERE required)
        AND NOT EXISTS (SELECT FROM accounts_customerquality WHERE until IS NULL) THEN
        RETURN;
    END IF;
    IF NOT fresh THEN
        UPDATE accounts_customerquality q SET until = greatest(moment, q.at) FROM accounts_quality_of(ids) w
            WHERE q.customer_id = w.customer_id AND q.until IS NULL
            AND (q.required, q.fields, q.missing, q.owner_id, q.team_id, q.segment_id)
                IS DISTINCT FROM (w.required, w.fields, w.missing, w.owner_id, w.team_id, w.segment_id);
    END IF;
    INSERT INTO accounts_customerquality
        (customer_id, at, required, filled, fields, missing, owner_id, team_id, segment_id, recorded_at)
        SELECT w.customer_id,
            CASE WHEN NOT fresh AND EXISTS (SELECT FROM accounts_customerquality b WHERE b.customer_id = w.customer_id)
                THEN moment ELSE least(w.known, moment) END,
            w.required, w.filled, w.fields, w.missing, w.owner_id, w.team_id, w.segment_id,
            CASE WHEN fresh THEN least(w.written, moment) ELSE moment END
        FROM accounts_quality_of(ids) w
        WHERE w.required > 0
        AND NOT EXISTS (SELECT FROM accounts_customerquality q WHERE q.customer_id = w.customer_id AND q.until IS NULL);
END $$;

CREATE FUNCTION accounts_customer_scored() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT id FROM new_rows);
    ELSE
        ids := ARRAY(SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE
            (n.name, n.kind, n.email, n.phone, n.website, n.industry, n.city, n.country, n.address,
             n.owner_id, n.team_id, n.segment_id, n.channel_id, n.region_id, n.since)
            IS DISTINCT FROM
            (o.name, o.kind, o.email, o.phone, o.website, o.industry, o.city, o.country, o.address,
             o.owner_id, o.team_id, o.segment_id, o.channel_id, o.region_id, o.since));
    END IF;
    IF cardinality(ids) > 0 THEN
        PERFORM accounts_score(ids, TG_OP = 'INSERT');
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_customer_unscored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts_customerquality q USING old_rows o WHERE q.customer_id = o.id;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_score(NULL, false);
    RETURN NULL;
END $$;

CREATE TRIGGER customer_scored_insert AFTER INSERT ON accounts_customer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_customer_scored();
CREATE TRIGGER customer_scored_update AFTER UPDATE ON accounts_customer
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_customer_scored();
CREATE TRIGGER customer_unscored AFTER DELETE ON accounts_customer REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_customer_unscored();
CREATE TRIGGER datarule_changed AFTER INSERT OR UPDATE OR DELETE ON accounts_datarule
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_rules_changed();

CREATE VIEW accounts_fieldquality AS
    SELECT q.id * 100 + f.n AS id, q.id AS quality_id, q.customer_id, f.field, f.field <> ALL (q.missing) AS filled
    FROM accounts_customerquality q, unnest(q.fields) WITH ORDINALITY AS f(field, n);
"""

DROP = """
DROP VIEW accounts_fieldquality;
DROP TRIGGER datarule_changed ON accounts_datarule;
DROP TRIGGER customer_unscored ON accounts_customer;
DROP TRIGGER customer_scored_update ON accounts_customer;
DROP TRIGGER customer_scored_insert ON accounts_customer;
DROP FUNCTION accounts_rules_changed();
DROP FUNCTION accounts_customer_unscored();
DROP FUNCTION accounts_customer_scored();
DROP FUNCTION accounts_score(bigint[], boolean);
DROP FUNCTION accounts_quality_of(bigint[]);
DROP FUNCTION accounts_field_filled(accounts_customer, text);
DROP FUNCTION accounts_is_filled(text);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_data_quality")]
    operations = [migrations.RunSQL(FILLED + SCORE, DROP)]

-- By hand: engagement, touches, uses and quality of customers' data, who is on file.
CREATE TEMP TABLE engaging AS
SELECT (e.at AT TIME ZONE '{zone}')::date AS d, e.at, date_trunc('month', e.at AT TIME ZONE '{zone}')::date AS m, coalesce(coalesce(c.merged_into_id, c.id)::text, 'visitor ' || e.visitor) AS person,
    coalesce(c.merged_into_id, c.id) AS party, e.owner_id AS owner, e.team_id AS team, e.segment_id AS segment, e.channel_id AS channel, e.kind, e.n, e.points, e.pages, e.minutes
FROM marketing_engagementevent e LEFT JOIN accounts_customer c ON c.id = e.customer_id
WHERE {during[e.at]} AND NOT e.is_bot AND NOT e.is_internal AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal));

CREATE TABLE hand_engagement AS
SELECT {cut[stamps]}, sum(points) AS points, sum(pages) FILTER (WHERE kind = 'visit') AS pages, sum(n) FILTER (WHERE kind = 'visit' AND pages IS NOT NULL) AS paged,
    sum(minutes) FILTER (WHERE kind = 'visit') AS minutes, sum(n) FILTER (WHERE kind = 'visit' AND minutes IS NOT NULL) AS timed
FROM engaging {sets[stamps]};

CREATE TEMP TABLE touching AS
SELECT party, d, m, owner, team, segment, channel, n FROM engaging WHERE party IS NOT NULL
UNION ALL SELECT coalesce(c.merged_into_id, c.id), (i.at AT TIME ZONE '{zone}')::date, date_trunc('month', i.at AT TIME ZONE '{zone}')::date,
    i.owner_id, i.team_id, i.segment_id, i.channel_id, 1
FROM accounts_interaction i JOIN accounts_customer c ON c.id = i.customer_id WHERE {during[i.at]} AND i.done AND NOT (c.is_test OR c.is_internal);
CREATE TABLE hand_touches AS SELECT {cut[stamps]}, sum(n) AS touches FROM touching {sets[stamps]};

CREATE TEMP VIEW visiting AS SELECT person AS party, d, m, owner, team, segment, channel FROM engaging;
CREATE TEMP VIEW ordering AS SELECT party, d, m, owner, team, segment, channel FROM shopping WHERE {on[d]};
CREATE TEMP VIEW using_data AS
SELECT coalesce(c.merged_into_id, c.id) AS party, u."on" AS d, date_trunc('month', u."on"::timestamp)::date AS m, u.owner_id AS owner, u.team_id AS team, u.segment_id AS segment, u.channel_id AS channel
FROM marketing_datause u JOIN accounts_customer c ON c.id = u.customer_id WHERE {on[u."on"]} AND u.consented AND NOT (c.is_test OR c.is_internal);

CREATE TEMP TABLE visiting_steps AS SELECT scope, id, d, count(*) AS engaged FROM (SELECT scope, id, party, m, min(d) AS d FROM ({keyed[visiting|stamps]}) k GROUP BY 1, 2, 3, 4) x GROUP BY 1, 2, 3;
{running[hand_engaged|visiting_steps|month|engaged]};
CREATE TEMP TABLE ordering_steps AS SELECT scope, id, d, count(*) AS ordered FROM (SELECT scope, id, party, m, min(d) AS d FROM ({keyed[ordering|stamps]}) k GROUP BY 1, 2, 3, 4) x GROUP BY 1, 2, 3;
{running[hand_orderers|ordering_steps|month|ordered]};
CREATE TEMP TABLE touching_steps AS SELECT scope, id, d, count(*) AS in_touch FROM (SELECT scope, id, party, m, min(d) AS d FROM ({keyed[touching|stamps]}) k GROUP BY 1, 2, 3, 4) x GROUP BY 1, 2, 3;
{running[hand_touched|touching_steps|month|in_touch]};
CREATE TEMP TABLE using_steps AS SELECT scope, id, d, count(*) AS used FROM (SELECT scope, id, party, m, min(d) AS d FROM ({keyed[using_data|stamps]}) k GROUP BY 1, 2, 3, 4) x GROUP BY 1, 2, 3;
{running[hand_data_used|using_steps|month|used]};

CREATE TABLE hand_on_file AS
WITH i AS (
    SELECT (s.at AT TIME ZONE '{zone}')::date AS s, (lead(s.at) OVER (PARTITION BY s.customer_id ORDER BY s.at, s.id) AT TIME ZONE '{zone}')::date AS f,
        s.owner_id AS owner, s.team_id AS team, s.segment_id AS segment
    FROM accounts_customerstatus s JOIN accounts_customer c ON c.id = s.customer_id WHERE c.merged_into_id IS NULL AND NOT (c.is_test OR c.is_internal)),
e AS (SELECT s AS d, 1 AS v, owner, team, segment FROM i WHERE f IS NULL OR f > s UNION ALL SELECT f, -1, owner, team, segment FROM i WHERE f > s),
k AS (SELECT {cut[owner team segment]}, sum(v) AS v FROM e {sets[owner team segment]}),
r AS (SELECT slice, owner, team, segment, d, lead(d) OVER w AS following, sum(v) OVER w AS on_file FROM k WINDOW w AS (PARTITION BY slice, owner, team, segment ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, on_file
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE on_file <> 0;

CREATE TABLE hand_quality AS
WITH i AS (
    SELECT (q.at AT TIME ZONE '{zone}')::date AS s, (q.until AT TIME ZONE '{zone}')::date AS f, q.owner_id AS owner, q.team_id AS team, q.segment_id AS segment, q.filled, q.required
    FROM accounts_customerquality q JOIN accounts_customer c ON c.id = q.customer_id WHERE c.merged_into_id IS NULL AND NOT (c.is_test OR c.is_internal)),
e AS (
    SELECT s AS d, owner, team, segment, filled, required, (filled = required)::int AS complete, 1 AS scored FROM i WHERE f IS NULL OR f > s
    UNION ALL SELECT f, owner, team, segment, -filled, -required, -(filled = required)::int, -1 FROM i WHERE f > s),
k AS (SELECT {cut[owner team segment]}, sum(filled) AS filled, sum(required) AS required, sum(complete) AS complete, sum(scored) AS scored FROM e {sets[owner team segment]}),
r AS (
    SELECT slice, owner, team, segment, d, lead(d) OVER w AS following, sum(filled) OVER w AS filled, sum(required) OVER w AS required, sum(complete) OVER w AS complete,
        sum(scored) OVER w AS scored FROM k WINDOW w AS (PARTITION BY slice, owner, team, segment ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, filled, required, complete, scored
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE scored <> 0;

CREATE TABLE hand_checks AS
WITH r AS (
    SELECT v.checked_on AS d, v.owner_id AS owner, v.team_id AS team, v.segment_id AS segment, v.channel_id AS channel, v.valid
    FROM accounts_valuecheck v JOIN accounts_customer c ON c.id = v.customer_id WHERE {on[v.checked_on]} AND NOT (c.is_test OR c.is_internal))
SELECT {cut[stamps]}, count(*) AS checked, count(*) FILTER (WHERE valid) AS valid FROM r {sets[stamps]};

-- Active when the month began by the pace of the segment, and lapsed within it.
CREATE TEMP TABLE pace_steps AS
WITH o AS (SELECT s.party, s.d, s.d + coalesce(g.inactive_after_days, 180) AS until, lead(s.d) OVER (PARTITION BY s.party ORDER BY s.ordered_at, s.order_id) AS nx, s.owner, s.team, s.segment, s.channel
    FROM shopping s LEFT JOIN accounts_segment g ON g.id = s.segment),
a AS (
    SELECT o.*, g::date AS m, (g + interval '1 month')::date AS n FROM o,
        generate_series(date_trunc('month', o.d::timestamp) + interval '1 month', least(coalesce(nx, 'infinity'), until, date '{end}')::timestamp, interval '1 month') g),
r AS (
    SELECT m AS d, owner, team, segment, channel, 1 AS paced, 0 AS gone FROM a
    UNION ALL SELECT until, owner, team, segment, channel, 0, 1 FROM a WHERE until < n AND (nx IS NULL OR nx > until)
    UNION ALL SELECT nx, owner, team, segment, channel, 0, -1 FROM a WHERE until < n AND nx > until AND nx < n)
SELECT scope, id, d, sum(paced) AS paced, sum(gone) AS gone FROM ({keyed[r|stamps]}) k GROUP BY 1, 2, 3;
{running[hand_own_pace|pace_steps|month|paced, gone]}

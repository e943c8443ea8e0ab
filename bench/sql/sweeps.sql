-- By hand: figures whose days do not add up, each for every day at once by a running sum over interval ends.
CREATE TABLE hand_pipeline AS
WITH changes AS (
    SELECT x.*, lead(x.at) OVER (PARTITION BY x.deal_id ORDER BY x.at, x.id) AS following FROM sales_stagechange x
    JOIN sales_deal y ON y.id = x.deal_id LEFT JOIN accounts_customer c ON c.id = y.customer_id
    WHERE c.id IS NULL OR NOT (c.is_test OR c.is_internal)),
i AS MATERIALIZED (
    SELECT (x.at AT TIME ZONE '{zone}')::date AS s, (x.following AT TIME ZONE '{zone}')::date AS f, x.amount_home * x.probability AS v,
        x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, y.channel_id AS channel, p.top_id AS category
    FROM changes x JOIN sales_deal y ON y.id = x.deal_id LEFT JOIN sales_productcategory p ON p.id = y.category_id WHERE x.outcome = 'open'),
e AS (
    SELECT s AS d, v, owner, team, segment, channel, category FROM i WHERE f IS NULL OR f > s
    UNION ALL SELECT f, -v, owner, team, segment, channel, category FROM i WHERE f > s),
k AS (
    SELECT grouping(owner, team, segment, channel, category) AS slice, d, owner, team, segment, channel, category, sum(v) AS v FROM e
    GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, category),
        (d, team, owner), (d, team, segment), (d, team, channel), (d, team, category))),
r AS (
    SELECT slice, owner, team, segment, channel, category, d, lead(d) OVER w AS following, sum(v) OVER w AS weighted FROM k
    WINDOW w AS (PARTITION BY slice, owner, team, segment, channel, category ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, channel, category, weighted
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE weighted <> 0;

-- One row per slice, key, customer and day with the day's orders; a team holds all teams below it.
CREATE TEMP TABLE bought AS
WITH b AS MATERIALIZED (
    SELECT coalesce(c.merged_into_id, c.id) AS c, (o.ordered_at AT TIME ZONE '{zone}')::date AS d, o.owner_id, o.team_id, o.segment_id, o.channel_id
    FROM sales_order o JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND NOT (c.is_test OR c.is_internal))
SELECT scope, id, c, d, count(*) AS n FROM (
    SELECT 'company' AS scope, 0 AS id, c, d FROM b UNION ALL SELECT 'owner', owner_id, c, d FROM b
    UNION ALL SELECT 'team', t.ancestor_id, c, d FROM b JOIN accounts_teamtree t ON t.team_id = b.team_id
    UNION ALL SELECT 'segment', segment_id, c, d FROM b UNION ALL SELECT 'channel', channel_id, c, d FROM b) u GROUP BY 1, 2, 3, 4;

CREATE TABLE hand_bought AS
WITH w AS (SELECT *, lag(d) OVER p AS pv, lead(d) OVER p AS nx FROM bought WINDOW p AS (PARTITION BY scope, id, c ORDER BY d)),
t AS (SELECT *, least(CASE WHEN n >= 2 THEN d + 365 ELSE pv + 365 END, nx) AS until FROM w WHERE n >= 2 OR pv IS NOT NULL),
e AS (
    SELECT scope, id, d, 1 AS buyers, n AS orders, 0 AS again FROM w
    UNION ALL SELECT scope, id, least(d + 365, nx), -1, 0, 0 FROM w UNION ALL SELECT scope, id, d + 365, 0, -n, 0 FROM w
    UNION ALL SELECT scope, id, d, 0, 0, 1 FROM t WHERE until > d UNION ALL SELECT scope, id, until, 0, 0, -1 FROM t WHERE until > d),
k AS (SELECT scope, id, d, sum(buyers) AS buyers, sum(orders) AS orders, sum(again) AS again FROM e GROUP BY 1, 2, 3),
r AS (
    SELECT scope, id, d, lead(d) OVER w AS following, sum(buyers) OVER w AS buyers, sum(orders) OVER w AS orders, sum(again) OVER w AS again
    FROM k WINDOW w AS (PARTITION BY scope, id ORDER BY d))
SELECT scope, id, g::date AS d, buyers, orders, again
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE buyers <> 0;

CREATE TABLE hand_retained AS
WITH y AS (SELECT scope, id, c, extract(year FROM d)::int AS year, min(d) AS d FROM bought GROUP BY 1, 2, 3, 4),
e AS (
    SELECT scope, id, make_date(year + 1, 1, 1) AS d, 1 AS before, 0 AS again FROM y
    UNION ALL SELECT scope, id, make_date(year + 2, 1, 1), -1, 0 FROM y
    UNION ALL SELECT n.scope, n.id, n.d, 0, 1 FROM y n JOIN y b ON (b.scope, b.id, b.c, b.year) = (n.scope, n.id, n.c, n.year - 1)
    UNION ALL SELECT n.scope, n.id, make_date(n.year + 1, 1, 1), 0, -1 FROM y n JOIN y b ON (b.scope, b.id, b.c, b.year) = (n.scope, n.id, n.c, n.year - 1)),
k AS (SELECT scope, id, d, sum(before) AS before, sum(again) AS again FROM e GROUP BY 1, 2, 3),
r AS (SELECT scope, id, d, lead(d) OVER w AS following, sum(before) OVER w AS before, sum(again) OVER w AS again FROM k WINDOW w AS (PARTITION BY scope, id ORDER BY d))
SELECT scope, id, g::date AS d, before, again
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE before <> 0 OR again <> 0;

CREATE TABLE hand_lapsed AS
WITH w AS (SELECT scope, id, c, d, lead(d) OVER p AS nx FROM bought WINDOW p AS (PARTITION BY scope, id, c ORDER BY d)),
months AS (SELECT g::date AS s FROM generate_series(date_trunc('month', date '{first}'), date '{end}', '1 month') g),
a AS (SELECT scope, id, s, count(*) AS n FROM w JOIN months ON s > d AND s <= least(d + 180, nx) GROUP BY 1, 2, 3),
l AS (SELECT scope, id, d, nx, d + 180 AS f, date_trunc('month', (d + 180)::timestamp)::date AS s FROM w WHERE nx IS NULL OR nx >= d + 180),
e AS (
    SELECT scope, id, s AS d, n AS before, 0 AS lapsed FROM a UNION ALL SELECT scope, id, (s + interval '1 month')::date, -n, 0 FROM a
    UNION ALL SELECT scope, id, f, 0, 1 FROM l WHERE d < s
    UNION ALL SELECT scope, id, least(nx, (s + interval '1 month')::date), 0, -1 FROM l WHERE d < s),
k AS (SELECT scope, id, d, sum(before) AS before, sum(lapsed) AS lapsed FROM e GROUP BY 1, 2, 3),
r AS (SELECT scope, id, d, lead(d) OVER w AS following, sum(before) OVER w AS before, sum(lapsed) OVER w AS lapsed FROM k WINDOW w AS (PARTITION BY scope, id ORDER BY d))
SELECT scope, id, g::date AS d, before, lapsed
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE before <> 0 OR lapsed <> 0

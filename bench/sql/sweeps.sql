-- By hand: figures whose days do not add up, each for every day at once by a running sum over interval ends.
CREATE TABLE hand_pipeline AS
WITH changes AS (
    SELECT x.*, lead(x.at) OVER (PARTITION BY x.deal_id ORDER BY x.at, x.id) AS following FROM sales_stagechange x
    JOIN sales_deal y ON y.id = x.deal_id LEFT JOIN accounts_customer c ON c.id = y.customer_id
    WHERE c.id IS NULL OR NOT (c.is_test OR c.is_internal)),
i AS MATERIALIZED (
    SELECT (x.at AT TIME ZONE '{zone}')::date AS s, (x.following AT TIME ZONE '{zone}')::date AS f, x.amount_home * x.probability AS v,
        coalesce(nullif(x.amount_home, 0), g.price, 0) AS worth, x.probability AS chance, y.expected_close + 1 AS due,
        x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, y.channel_id AS channel, p.top_id AS category
    FROM changes x JOIN sales_deal y ON y.id = x.deal_id LEFT JOIN sales_productcategory p ON p.id = y.category_id
    LEFT JOIN sales_product g ON g.id = y.product_id WHERE x.outcome = 'open'),
e AS (
    SELECT s AS d, 1 AS n, v, worth, chance, 0 AS late, owner, team, segment, channel, category FROM i WHERE f IS NULL OR f > s
    UNION ALL SELECT f, -1, -v, -worth, -chance, 0, owner, team, segment, channel, category FROM i WHERE f > s
    UNION ALL SELECT greatest(s, due), 0, 0, 0, 0, 1, owner, team, segment, channel, category FROM i WHERE due IS NOT NULL AND (f IS NULL OR f > greatest(s, due))
    UNION ALL SELECT f, 0, 0, 0, 0, -1, owner, team, segment, channel, category FROM i WHERE due IS NOT NULL AND f > greatest(s, due)),
k AS (
    SELECT {cut[stamps category]}, sum(n) AS n, sum(v) AS v, sum(worth) AS worth, sum(chance) AS chance, sum(late) AS late FROM e {sets[stamps category]}),
r AS (
    SELECT slice, owner, team, segment, channel, category, d, lead(d) OVER w AS following, sum(n) OVER w AS open, sum(v) OVER w AS weighted, sum(worth) OVER w AS worth,
        sum(chance) OVER w AS chance, sum(late) OVER w AS late FROM k WINDOW w AS (PARTITION BY slice, owner, team, segment, channel, category ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, channel, category, open, weighted, worth, chance, late
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE open <> 0;

CREATE TABLE hand_leads_open AS
WITH i AS (
    SELECT (x.at AT TIME ZONE '{zone}')::date AS s, (lead(x.at) OVER (PARTITION BY x.lead_id ORDER BY x.at, x.id) AT TIME ZONE '{zone}')::date AS f, x.status,
        x.expected_amount AS worth, x.probability AS chance, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, y.channel_id AS channel, p.top_id AS category
    FROM sales_leadchange x JOIN sales_lead y ON y.id = x.lead_id LEFT JOIN sales_productcategory p ON p.id = y.category_id LEFT JOIN accounts_customer c ON c.id = y.customer_id
    WHERE y.disqualified_reason NOT IN ('spam', 'test', 'duplicate') AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal))),
e AS (
    SELECT s AS d, 1 AS n, worth, chance, owner, team, segment, channel, category FROM i WHERE status IN ('new', 'working') AND (f IS NULL OR f > s)
    UNION ALL SELECT f, -1, -worth, -chance, owner, team, segment, channel, category FROM i WHERE status IN ('new', 'working') AND f > s),
k AS (SELECT {cut[stamps category]}, sum(n) AS n, sum(worth) AS worth, sum(chance) AS chance FROM e {sets[stamps category]}),
r AS (
    SELECT slice, owner, team, segment, channel, category, d, lead(d) OVER w AS following, sum(n) OVER w AS open, sum(worth) OVER w AS worth, sum(chance) OVER w AS chance
    FROM k WINDOW w AS (PARTITION BY slice, owner, team, segment, channel, category ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, channel, category, open AS leads_open, worth AS leads_worth, chance AS leads_chance
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE open <> 0;

-- One row per slice, key, customer and day with the day's orders; a team holds all teams below it.
CREATE TEMP TABLE bought AS
WITH b AS MATERIALIZED (SELECT party AS c, d, owner, team, segment, channel FROM valid_order WHERE {during[ordered_at|years]} AND party IS NOT NULL)
SELECT scope, id, c, d, count(*) AS n FROM ({keyed[b|stamps]}) u GROUP BY 1, 2, 3, 4;

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
SELECT scope, id, g::date AS d, buyers, orders AS their_orders, again AS repeaters
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
SELECT scope, id, g::date AS d, before AS active, lapsed AS gone
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE before <> 0 OR lapsed <> 0;

-- Active customers: an order holds until the next one or for 180 days.
CREATE TABLE hand_stock AS
WITH o AS (
    SELECT *, d AS s, least(lead(d) OVER (PARTITION BY party ORDER BY ordered_at, id), d + 180) AS f FROM valid_order WHERE party IS NOT NULL),
e AS (
    SELECT s AS d, 1 AS v, owner, team, segment, channel FROM o WHERE f > s
    UNION ALL SELECT f, -1, owner, team, segment, channel FROM o WHERE f > s),
k AS (SELECT {cut[stamps]}, sum(v) AS v FROM e {sets[stamps]}),
r AS (
    SELECT slice, owner, team, segment, channel, d, lead(d) OVER w AS following, sum(v) OVER w AS active FROM k
    WINDOW w AS (PARTITION BY slice, owner, team, segment, channel ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, channel, active
FROM r, generate_series(greatest(d, date '{since}'), least(following - 1, date '{end}'), interval '1 day') g WHERE active <> 0;

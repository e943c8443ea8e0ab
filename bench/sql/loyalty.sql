-- By hand: customers within a month (each counts from the day they first do it), and since their first order.
CREATE TEMP TABLE openings AS
SELECT DISTINCT ON (party, category) order_id FROM valid_line WHERE party IS NOT NULL AND category IS NOT NULL
ORDER BY party, category, ordered_at, order_id, id;

CREATE TEMP TABLE shopping AS
SELECT o.id AS order_id, o.party, o.d, o.ordered_at, o.owner, o.team, o.segment, o.channel, o.net_home, o.cost_home, date_trunc('month', o.d::timestamp)::date AS m,
    min(o.d) OVER w AS first_on, row_number() OVER w AS nth, row_number() OVER (PARTITION BY o.party, date_trunc('month', o.d::timestamp) ORDER BY o.ordered_at, o.id) AS nth_of_month,
    o.id IN (SELECT order_id FROM openings) AS opens, first_value(o.owner) OVER w AS first_owner, first_value(o.team) OVER w AS first_team,
    first_value(o.segment) OVER w AS first_segment, first_value(o.channel) OVER w AS first_channel
FROM valid_order o WHERE o.party IS NOT NULL
WINDOW w AS (PARTITION BY o.party ORDER BY o.ordered_at, o.id);

CREATE TEMP TABLE shoppers_steps AS
WITH s AS (SELECT * FROM shopping WHERE {on[d]}), k AS ({keyed[s|stamps]}),
x AS (
    SELECT scope, id, party, m, min(d) AS any_day, min(d) FILTER (WHERE first_on < m) AS existing, min(d) FILTER (WHERE first_on < m AND opens) AS crossed,
        min(d) FILTER (WHERE first_on < m OR nth_of_month >= 2) AS repeating FROM k GROUP BY 1, 2, 3, 4)
SELECT scope, id, v.d, sum(a) AS shoppers, sum(b) AS existing, sum(c) AS crossed, sum(e) AS repeating
FROM x CROSS JOIN LATERAL (VALUES (any_day, 1, 0, 0, 0), (existing, 0, 1, 0, 0), (crossed, 0, 0, 1, 0), (repeating, 0, 0, 0, 1)) v(d, a, b, c, e)
WHERE v.d IS NOT NULL GROUP BY 1, 2, 3;
{running[hand_shoppers|shoppers_steps|month|shoppers, existing, crossed, repeating]};

CREATE TABLE hand_lifetime AS
WITH r AS (SELECT d, first_owner AS owner, first_team AS team, first_segment AS segment, first_channel AS channel, net_home, cost_home, nth FROM shopping)
SELECT {cut[stamps]}, sum(net_home) AS earned, sum(cost_home) AS cost, count(*) FILTER (WHERE nth = 1) AS customers FROM r {sets[stamps]};

CREATE TABLE hand_lifetime_refunds AS
WITH r AS (
    SELECT (f.refunded_at AT TIME ZONE '{zone}')::date AS d, s.first_owner AS owner, s.first_team AS team, s.first_segment AS segment,
        s.first_channel AS channel, f.amount_home FROM sales_refund f JOIN shopping s ON s.order_id = f.order_id)
SELECT {cut[stamps]}, sum(amount_home) AS given_back FROM r {sets[stamps]};

CREATE TABLE hand_prospects AS
WITH f AS (SELECT party, min(d) AS d FROM shopping GROUP BY 1),
r AS (
    SELECT c.since AS d, coalesce(s.owner_id, c.owner_id) AS owner, coalesce(s.team_id, c.team_id) AS team, coalesce(s.segment_id, c.segment_id) AS segment,
        c.channel_id AS channel, f.d - c.since AS days
    FROM accounts_customer c LEFT JOIN f ON f.party = c.id
    LEFT JOIN (SELECT DISTINCT ON (customer_id) * FROM accounts_customerstatus ORDER BY customer_id, at, id) s ON s.customer_id = c.id
    WHERE {on[c.since]} AND NOT (c.is_test OR c.is_internal) AND c.merged_into_id IS NULL AND c.since IS NOT NULL AND (f.d IS NULL OR f.d >= c.since))
SELECT {cut[stamps]}, count(*) AS prospects, count(days) AS bought, count(*) FILTER (WHERE days <= 30) AS bought_30, count(*) FILTER (WHERE days <= 90) AS bought_90
FROM r {sets[stamps]};

CREATE TEMP TABLE product_days AS
SELECT party, same, category, date_trunc('month', d::timestamp)::date AS m, min(d) AS d FROM valid_line
WHERE {during[ordered_at|quarter]} AND party IS NOT NULL AND same IS NOT NULL GROUP BY 1, 2, 3, 4;

CREATE TEMP TABLE product_steps AS
WITH r AS (
    SELECT o.party, o.same, o.category, (o.m + interval '1 month')::date AS m, n.d FROM product_days o
    LEFT JOIN (SELECT party, same, m, min(d) AS d FROM product_days GROUP BY 1, 2, 3) n ON (n.party, n.same, n.m) = (o.party, o.same, (o.m + interval '1 month')::date)),
k AS ({keyed[r|category]}),
x AS (SELECT scope, id, party, same, m, min(d) AS d FROM k GROUP BY 1, 2, 3, 4, 5)
SELECT scope, id, v.d, sum(a) AS pairs, sum(b) AS pairs_again FROM x CROSS JOIN LATERAL (VALUES (m, 1, 0), (x.d, 0, 1)) v(d, a, b) WHERE v.d IS NOT NULL GROUP BY 1, 2, 3;
{running[hand_product_again|product_steps|month|pairs, pairs_again]};

CREATE TEMP TABLE again_steps AS
WITH b AS (SELECT DISTINCT party, order_id, owner, team, segment, channel, date_trunc('month', d::timestamp)::date AS m, d FROM valid_line WHERE {during[ordered_at|quarter]} AND party IS NOT NULL),
r AS (
    SELECT DISTINCT o.party, o.owner, o.team, o.segment, o.channel, (o.m + interval '1 month')::date AS m, n.d FROM b o
    LEFT JOIN (SELECT party, m, min(d) AS d FROM b GROUP BY 1, 2) n ON (n.party, n.m) = (o.party, (o.m + interval '1 month')::date)),
k AS ({keyed[r|stamps]}),
x AS (SELECT scope, id, party, m, min(d) AS d FROM k GROUP BY 1, 2, 3, 4)
SELECT scope, id, v.d, sum(a) AS before, sum(b) AS again FROM x CROSS JOIN LATERAL (VALUES (m, 1, 0), (x.d, 0, 1)) v(d, a, b) WHERE v.d IS NOT NULL GROUP BY 1, 2, 3;
{running[hand_buyers_again|again_steps|month|before, again]};

CREATE TEMP TABLE spend_steps AS
WITH b AS (SELECT party, category, date_trunc('month', d::timestamp)::date AS m, d, sum(amount_home) AS a FROM valid_line WHERE {during[ordered_at]} AND party IS NOT NULL GROUP BY 1, 2, 3, 4),
c AS (SELECT party, category, m, min(d) AS d FROM b WHERE category IS NOT NULL GROUP BY 1, 2, 3),
r AS (
    SELECT category, d, 1 AS buyers, 0 AS own, 0 AS whole FROM c UNION ALL SELECT category, d, 0, a, 0 FROM b WHERE category IS NOT NULL
    UNION ALL SELECT c.category, greatest(c.d, b.d), 0, 0, b.a FROM c JOIN b USING (party, m))
SELECT scope, id, d, sum(buyers) AS category_buyers, sum(own) AS own, sum(whole) AS whole FROM ({keyed[r|category]}) k GROUP BY 1, 2, 3;
{running[hand_category_spend|spend_steps|month|category_buyers, own, whole]};

CREATE TEMP TABLE lost_steps AS
WITH o AS (SELECT party, owner, team, segment, channel, d, lead(d) OVER (PARTITION BY party ORDER BY ordered_at, order_id) AS nx FROM shopping),
r AS (
    SELECT o.party, o.owner, o.team, o.segment, o.channel, g::date AS m, CASE WHEN nx < g + interval '1 month' THEN nx END AS d FROM o,
        generate_series(date_trunc('month', (o.d + 180)::timestamp) + interval '1 month', least(nx, date '{end}')::timestamp, interval '1 month') g),
k AS ({keyed[r|stamps]}),
x AS (SELECT scope, id, party, m, min(d) AS d FROM k GROUP BY 1, 2, 3, 4)
SELECT scope, id, v.d, sum(a) AS lost, sum(b) AS won_back FROM x CROSS JOIN LATERAL (VALUES (m, 1, 0), (x.d, 0, 1)) v(d, a, b) WHERE v.d IS NOT NULL GROUP BY 1, 2, 3;
{running[hand_lost|lost_steps|month|lost, won_back]};

CREATE TEMP TABLE cohort_steps AS
WITH f AS (SELECT party, first_owner AS owner, first_team AS team, first_segment AS segment, first_channel AS channel, m AS since FROM shopping WHERE nth = 1),
n AS (SELECT party, m, min(d) AS d FROM shopping GROUP BY 1, 2),
r AS (
    SELECT f.*, i, (f.since + interval '1 month' * i)::date AS d, 1 AS a, 0 AS b FROM f, unnest(ARRAY[1, 3, 6, 12]) i
    UNION ALL SELECT f.*, i, n.d, 0, 1 FROM f CROSS JOIN unnest(ARRAY[1, 3, 6, 12]) i JOIN n ON n.party = f.party AND n.m = (f.since + interval '1 month' * i)::date)
SELECT scope, id, d, sum(a) FILTER (WHERE i = 1) AS size_1, sum(b) FILTER (WHERE i = 1) AS back_1, sum(a) FILTER (WHERE i = 3) AS size_3,
    sum(b) FILTER (WHERE i = 3) AS back_3, sum(a) FILTER (WHERE i = 6) AS size_6, sum(b) FILTER (WHERE i = 6) AS back_6,
    sum(a) FILTER (WHERE i = 12) AS size_12, sum(b) FILTER (WHERE i = 12) AS back_12
FROM ({keyed[r|stamps]}) k WHERE d <= date '{end}' GROUP BY 1, 2, 3;
{running[hand_cohorts|cohort_steps|month|size_1, back_1, size_3, back_3, size_6, back_6, size_12, back_12]};

CREATE TABLE hand_reorders AS
WITH g AS (
    SELECT order_id, party, category, d, ordered_at, owner, team, segment, channel, max(unit_price) AS price, max(tier) AS tier, array_agg(product_id) AS products
    FROM valid_line WHERE party IS NOT NULL AND category_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9),
r AS (
    SELECT *, lag(order_id) OVER w AS earlier, CASE WHEN tier IS NOT NULL AND lag(tier) OVER w IS NOT NULL THEN tier > lag(tier) OVER w
        ELSE price > lag(price) OVER w AND NOT products && lag(products) OVER w END AS higher FROM g
    WINDOW w AS (PARTITION BY party, category ORDER BY ordered_at, order_id))
SELECT {cut[stamps category]}, count(*) AS reorders, count(*) FILTER (WHERE higher) AS higher FROM r WHERE earlier IS NOT NULL AND {on[d]} {sets[stamps category]};

CREATE TABLE hand_baskets AS
WITH r AS (SELECT order_id, d, owner, team, segment, channel, count(DISTINCT category) >= 2 AS mixed FROM valid_line WHERE {during[ordered_at]} GROUP BY 1, 2, 3, 4, 5, 6)
SELECT {cut[stamps]}, count(*) AS baskets, count(*) FILTER (WHERE mixed) AS mixed FROM r {sets[stamps]};

-- By hand: every buyer's recency, frequency and monetary value of the 365 days to yesterday, scored by rank in fifths;
-- first and last day of buying, how many days besides the first, and what was spent on one of them.
CREATE TABLE hand_rfm AS
WITH o AS MATERIALIZED (
    SELECT coalesce(c.merged_into_id, c.id) AS c, (o.ordered_at AT TIME ZONE '{zone}')::date AS d, sum(o.net_home) AS v, count(*) AS n
    FROM sales_order o JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND NOT (c.is_test OR c.is_internal) AND o.ordered_at < timestamp '{end}' AT TIME ZONE '{zone}'
    GROUP BY 1, 2),
f AS (
    SELECT coalesce(c.merged_into_id, c.id) AS c, sum(f.amount_home) AS back
    FROM sales_refund f JOIN sales_order o ON o.id = f.order_id JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status <> 'cancelled' AND NOT o.is_test AND NOT (c.is_test OR c.is_internal)
        AND f.refunded_at >= (date '{end}' - 365)::timestamp AT TIME ZONE '{zone}' AND f.refunded_at < timestamp '{end}' AT TIME ZONE '{zone}'
    GROUP BY 1),
w AS (SELECT *, min(d) OVER (PARTITION BY c) AS first_on FROM o),
b AS (
    SELECT w.c, first_on, max(d) AS last_on, date '{end}' - 1 - max(d) AS recency, count(*) - 1 AS x, avg(v) FILTER (WHERE d > first_on AND v > 0) AS z,
        coalesce(sum(n) FILTER (WHERE d >= date '{end}' - 365), 0) AS frequency,
        coalesce(sum(v) FILTER (WHERE d >= date '{end}' - 365), 0) - coalesce(max(f.back), 0) AS monetary
    FROM w LEFT JOIN f ON f.c = w.c GROUP BY w.c, first_on),
k AS (
    SELECT *, count(*) OVER w AS among, rank() OVER (w ORDER BY recency DESC) AS a, rank() OVER (w ORDER BY frequency) AS f, rank() OVER (w ORDER BY monetary) AS m
    FROM b WINDOW w AS (PARTITION BY frequency > 0))
SELECT k.c, first_on, last_on, recency, frequency, monetary, x, z, CASE WHEN frequency > 0 THEN 1 + 5 * (a - 1) / among END AS r, CASE WHEN frequency > 0 THEN 1 + 5 * (k.f - 1) / among END AS f,
    CASE WHEN frequency > 0 THEN 1 + 5 * (k.m - 1) / among END AS m, s.owner_id AS owner, s.team_id AS team, s.segment_id AS segment
FROM k JOIN accounts_customer a ON a.id = k.c
LEFT JOIN (SELECT DISTINCT ON (customer_id) * FROM accounts_customerstatus WHERE at < timestamp '{end}' AT TIME ZONE '{zone}' ORDER BY customer_id, at DESC, id DESC) s
    ON s.customer_id = k.c

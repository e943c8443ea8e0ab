-- By hand: every buyer's recency, frequency and monetary value of the 365 days to yesterday, scored by rank in fifths.
CREATE TABLE hand_rfm AS
WITH o AS (
    SELECT coalesce(c.merged_into_id, c.id) AS c, (o.ordered_at AT TIME ZONE '{zone}')::date AS d, o.net_home AS v, 1 AS n
    FROM sales_order o JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND NOT (c.is_test OR c.is_internal) AND o.ordered_at < timestamp '{end}' AT TIME ZONE '{zone}'
    UNION ALL SELECT coalesce(c.merged_into_id, c.id), (f.refunded_at AT TIME ZONE '{zone}')::date, -f.amount_home, 0
    FROM sales_refund f JOIN sales_order o ON o.id = f.order_id JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status <> 'cancelled' AND NOT o.is_test AND NOT (c.is_test OR c.is_internal) AND f.refunded_at < timestamp '{end}' AT TIME ZONE '{zone}'),
b AS (
    SELECT c, date '{end}' - 1 - max(d) FILTER (WHERE n = 1) AS recency, coalesce(sum(n) FILTER (WHERE d >= date '{end}' - 365), 0) AS frequency,
        coalesce(sum(v) FILTER (WHERE d >= date '{end}' - 365), 0) AS monetary
    FROM o GROUP BY c HAVING sum(n) > 0),
k AS (
    SELECT *, count(*) OVER w AS among, rank() OVER (w ORDER BY recency DESC) AS a, rank() OVER (w ORDER BY frequency) AS f, rank() OVER (w ORDER BY monetary) AS m
    FROM b WINDOW w AS (PARTITION BY frequency > 0))
SELECT k.c, recency, frequency, monetary, CASE WHEN frequency > 0 THEN 1 + 5 * (a - 1) / among END AS r, CASE WHEN frequency > 0 THEN 1 + 5 * (k.f - 1) / among END AS f,
    CASE WHEN frequency > 0 THEN 1 + 5 * (k.m - 1) / among END AS m, s.owner_id, s.team_id, s.segment_id
FROM k JOIN accounts_customer a ON a.id = k.c
LEFT JOIN (SELECT DISTINCT ON (customer_id) * FROM accounts_customerstatus WHERE at < timestamp '{end}' AT TIME ZONE '{zone}' ORDER BY customer_id, at DESC, id DESC) s
    ON s.customer_id = k.c

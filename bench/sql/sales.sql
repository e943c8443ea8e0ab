-- By hand: the daily totals behind the KPIs, by the same splits the engine keeps, one statement a source. ``slice`` is the
-- grouping number; a bit is set where a column is not split by.
CREATE TEMP VIEW valid_order AS
SELECT o.*, (o.ordered_at AT TIME ZONE '{zone}')::date AS d, coalesce(c.merged_into_id, c.id) AS party,
    o.owner_id AS owner, o.team_id AS team, o.segment_id AS segment, o.channel_id AS channel, o.region_id AS region
FROM sales_order o LEFT JOIN accounts_customer c ON c.id = o.customer_id
WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal));

CREATE TEMP VIEW valid_line AS
SELECT l.id, l.order_id, l.product_id, l.category_id, l.kind, l.quantity, l.unit_price, l.amount_home, p.top_id AS category,
    o.d, o.party, o.ordered_at, o.owner, o.team, o.segment, o.channel, o.region, g.tier, coalesce(g.successor_id, l.product_id) AS same
FROM sales_orderline l JOIN valid_order o ON o.id = l.order_id LEFT JOIN sales_productcategory p ON p.id = l.category_id
LEFT JOIN sales_product g ON g.id = l.product_id
WHERE l.kind <> 'shipping';

CREATE TABLE hand_orders AS
SELECT {cut[stamps region]}, count(*) AS orders, sum(net_home) AS net, sum(items) AS items FROM valid_order o
WHERE {during[o.ordered_at|quarter]} {sets[stamps region]};

CREATE TABLE hand_lines AS
SELECT {cut[team category]}, sum(amount_home) AS net, sum(quantity) FILTER (WHERE kind = 'product') AS items
FROM valid_line WHERE {during[ordered_at]} {sets[team category]};

CREATE TABLE hand_refunds AS
WITH r AS (
    SELECT (f.refunded_at AT TIME ZONE '{zone}')::date AS d, o.owner_id AS owner, o.team_id AS team, o.segment_id AS segment,
        o.channel_id AS channel, o.region_id AS region, f.amount_home
    FROM sales_refund f JOIN sales_order o ON o.id = f.order_id LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE {during[f.refunded_at|quarter]} AND o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps region]}, sum(amount_home) AS refunded
FROM r {sets[stamps region]};

CREATE TABLE hand_parts AS
WITH r AS (
    SELECT (f.refunded_at AT TIME ZONE '{zone}')::date AS d, o.team_id AS team, p.top_id AS category, l.kind, f.amount_home, f.quantity
    FROM (SELECT f.refunded_at, f.order_id, x.line_id, x.quantity, x.amount_home FROM sales_refund f JOIN sales_refundline x ON x.refund_id = f.id
          UNION ALL SELECT f.refunded_at, f.order_id, NULL, 0, f.amount_home - coalesce(x.said, 0) FROM sales_refund f
          LEFT JOIN (SELECT refund_id, sum(amount_home) AS said FROM sales_refundline GROUP BY 1) x ON x.refund_id = f.id
          WHERE f.amount_home <> coalesce(x.said, 0)) f
    JOIN sales_order o ON o.id = f.order_id LEFT JOIN sales_orderline l ON l.id = f.line_id
    LEFT JOIN sales_productcategory p ON p.id = l.category_id LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE {during[f.refunded_at]} AND o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[team category]}, sum(amount_home) AS refunded, sum(quantity) FILTER (WHERE kind = 'product') AS items
FROM r {sets[team category]};

CREATE TABLE hand_deals AS
WITH r AS (
    SELECT (x.closed_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category, x.outcome, x.amount_home, x.closed_at >= x.opened_at AS forward,
        (x.closed_at AT TIME ZONE '{zone}')::date - (x.opened_at AT TIME ZONE '{zone}')::date AS days
    FROM sales_deal x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE {during[x.closed_at|quarter]} AND x.outcome <> 'open' AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps category]}, count(*) AS closed, count(*) FILTER (WHERE outcome = 'won') AS won, count(*) FILTER (WHERE outcome = 'lost') AS lost,
    sum(amount_home) FILTER (WHERE outcome = 'won') AS won_amount, sum(amount_home) AS closed_amount,
    sum(days) FILTER (WHERE outcome = 'won' AND forward) AS cycle, count(*) FILTER (WHERE outcome = 'won' AND forward) AS cycles
FROM r {sets[stamps category]};

CREATE TABLE hand_leads AS
WITH r AS (
    SELECT (x.received_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category, x.won_at
    FROM sales_lead x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE {during[x.received_at]} AND x.disqualified_reason NOT IN ('spam', 'test', 'duplicate') AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps category]}, count(*) AS leads, count(won_at) AS leads_won
FROM r {sets[stamps category]};

CREATE TABLE hand_leads_won AS
WITH r AS (
    SELECT (x.won_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category
    FROM sales_lead x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE {during[x.won_at]} AND x.won_at IS NOT NULL AND x.disqualified_reason NOT IN ('spam', 'test', 'duplicate') AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps category]}, count(*) AS won
FROM r {sets[stamps category]};

CREATE TABLE hand_new AS
WITH brought AS (
    SELECT coalesce(c.merged_into_id, c.id) AS party FROM accounts_referral f JOIN accounts_customer c ON c.id = f.customer_id
    JOIN accounts_customer m ON m.id = f.referrer_id WHERE coalesce(m.merged_into_id, m.id) <> coalesce(c.merged_into_id, c.id)),
r AS (SELECT DISTINCT ON (party) * FROM valid_order WHERE party IS NOT NULL ORDER BY party, ordered_at, id)
SELECT {cut[stamps region]}, count(*) AS new, count(*) FILTER (WHERE party IN (SELECT party FROM brought)) AS sent
FROM r {sets[stamps region]};

CREATE TABLE hand_recruits AS
WITH f AS (SELECT party, min(d) AS d FROM valid_order WHERE party IS NOT NULL GROUP BY 1),
r AS (SELECT DISTINCT o.party, o.d, p.top_id AS category FROM valid_order o JOIN f USING (party, d) JOIN sales_orderline l ON l.order_id = o.id
      JOIN sales_productcategory p ON p.id = l.category_id)
SELECT {cut[category]}, count(*) AS recruits FROM r {sets[category]};

CREATE TABLE hand_calls_made AS
WITH r AS (
    SELECT (i.at AT TIME ZONE '{zone}')::date AS d, i.owner_id AS owner, i.team_id AS team, i.segment_id AS segment, i.channel_id AS channel
    FROM accounts_interaction i LEFT JOIN accounts_customer c ON c.id = i.customer_id
    WHERE {during[i.at]} AND i.kind = 'call' AND i.direction = 'out' AND i.done AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS made
FROM r {sets[stamps]};

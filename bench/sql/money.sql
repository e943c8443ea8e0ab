-- By hand: expenses, advertisements, campaigns, trainings.
CREATE TABLE hand_expenses AS
WITH days AS (
    SELECT e.*, day AS d, amount_home AS v FROM sales_expense e WHERE spread_from IS NULL
    UNION ALL SELECT e.*, spread_from + n, round(amount_home * (n + 1) / s, 4) - round(amount_home * n / s, 4)
    FROM sales_expense e, LATERAL (SELECT spread_until - spread_from + 1 AS s) x, generate_series(0, s - 1) n WHERE spread_from IS NOT NULL),
r AS (
    SELECT *, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel,
        cost_center = 'sales' AND kind IN ('travel', 'communication', 'entertainment', 'internal_resources', 'third_party') AS selling
    FROM days WHERE {on[d]} AND status <> 'rejected')
SELECT {cut[stamps]}, sum(v) FILTER (WHERE selling) AS expense, sum(v) FILTER (WHERE selling AND status = 'approved') AS approved,
    sum(v) FILTER (WHERE cost_center = 'call_center') AS running, sum(v) FILTER (WHERE is_acquisition) AS acquiring
FROM r {sets[stamps]};

CREATE TABLE hand_ads AS
WITH r AS (SELECT *, day AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel FROM marketing_adresult WHERE {on[day]})
SELECT {cut[stamps]}, sum(impressions) AS impressions, sum(clicks - invalid_clicks) AS clicks, sum(spend) AS paid, sum(revenue) AS earned FROM r {sets[stamps]};

CREATE TEMP TABLE partaking AS
SELECT m.id, m.campaign_id, least(x.first, m.took_part_on) AS d, coalesce(c.merged_into_id, c.id, -m.id) AS party, coalesce(c.merged_into_id, c.id) AS customer,
    m.completed_on IS NOT NULL AS completed, a.owner_id AS owner, a.team_id AS team, m.segment_id AS segment, a.channel_id AS channel, a.starts_on, a.ends_on
FROM marketing_member m JOIN marketing_campaign a ON a.id = m.campaign_id LEFT JOIN accounts_customer c ON c.id = m.customer_id
LEFT JOIN (
    SELECT m.id, min(x."on") AS first FROM marketing_response x JOIN marketing_member m ON m.id = x.member_id JOIN marketing_campaign a ON a.id = m.campaign_id
    WHERE NOT x.automatic AND x.kind <> 'unsubscribe' AND x."on" BETWEEN a.starts_on AND a.ends_on + a.grace_days GROUP BY 1) x ON x.id = m.id
WHERE {on[least(x.first, m.took_part_on)]} AND (x.first IS NOT NULL OR m.took_part_on IS NOT NULL) AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal));

CREATE TEMP TABLE partaking_steps AS
WITH done AS (
    SELECT DISTINCT p.id FROM partaking p JOIN valid_order o ON o.party = p.customer
    WHERE o.campaign_id = p.campaign_id OR o.campaign_id IS NULL AND o.d BETWEEN p.starts_on AND p.ends_on + 30),
r AS (SELECT p.*, date_trunc('month', p.d::timestamp)::date AS m, p.completed OR done.id IS NOT NULL AS finished, p.id AS row FROM partaking p LEFT JOIN done USING (id)),
b AS (SELECT party, d, m, finished, owner, team, segment, channel FROM r),
k AS ({keyed[b|stamps]}),
x AS (SELECT scope, id, party, m, min(d) AS a, min(d) FILTER (WHERE finished) AS f FROM k GROUP BY 1, 2, 3, 4)
SELECT scope, id, v.d, sum(p) AS took_part, sum(q) AS finished FROM x CROSS JOIN LATERAL (VALUES (a, 1, 0), (f, 0, 1)) v(d, p, q) WHERE v.d IS NOT NULL GROUP BY 1, 2, 3;
{running[hand_participants|partaking_steps|month|took_part, finished]};

CREATE TABLE hand_campaign_touches AS
WITH r AS (
    SELECT (i.at AT TIME ZONE '{zone}')::date AS d, i.owner_id AS owner, i.team_id AS team, i.segment_id AS segment, i.channel_id AS channel, i.cost
    FROM accounts_interaction i JOIN marketing_campaigninteraction l ON l.interaction_id = i.id LEFT JOIN accounts_customer c ON c.id = i.customer_id
    WHERE {during[i.at]} AND i.done AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS touches, sum(cost) AS touch_cost FROM r {sets[stamps]};

-- What a campaign sold in its days (1) and its members bought in as many days before (2), less refunds of those days.
CREATE TEMP TABLE sold AS
WITH moved AS (
    SELECT d, campaign_id, customer_id, net_home AS v, net_home, cost_home FROM valid_order
    UNION ALL SELECT (f.refunded_at AT TIME ZONE '{zone}')::date, o.campaign_id, o.customer_id, -f.amount_home, NULL, NULL FROM sales_refund f JOIN valid_order o ON o.id = f.order_id)
SELECT a.id, sum(v) FILTER (WHERE d >= a.starts_on AND (s.campaign_id = a.id OR s.campaign_id IS NULL AND m.id IS NOT NULL)) AS sales,
    sum(v) FILTER (WHERE d < a.starts_on AND m.id IS NOT NULL) AS usual,
    sum(net_home) FILTER (WHERE d >= a.starts_on AND cost_home > 0 AND (s.campaign_id = a.id OR s.campaign_id IS NULL AND m.id IS NOT NULL)) AS net,
    sum(cost_home) FILTER (WHERE d >= a.starts_on AND cost_home > 0 AND (s.campaign_id = a.id OR s.campaign_id IS NULL AND m.id IS NOT NULL)) AS cost
FROM marketing_campaign a JOIN moved s ON s.d BETWEEN a.starts_on - (a.ends_on - a.starts_on + 1) AND a.ends_on
LEFT JOIN marketing_member m ON m.campaign_id = a.id AND m.customer_id = s.customer_id WHERE {on[a.ends_on]} AND a.status <> 'cancelled' GROUP BY 1;

CREATE TABLE hand_campaigns AS
WITH w AS (
    SELECT a.ends_on AS d, a.owner_id AS owner, a.team_id AS team, a.segment_id AS segment, a.channel_id AS channel, coalesce(s.sales, 0) AS sales,
        coalesce(a.baseline_sales, CASE WHEN EXISTS (SELECT FROM marketing_member m WHERE m.campaign_id = a.id) THEN coalesce(s.usual, 0) END) AS base,
        coalesce(a.margin_rate, (s.net - s.cost) / nullif(s.net, 0)) AS margin,
        coalesce((SELECT sum(actual) FROM marketing_spend x WHERE x.campaign_id = a.id), 0) + coalesce(
            (SELECT sum(amount_home) FROM sales_expense x WHERE x.campaign_id = a.id AND x.status <> 'rejected'), 0) AS cost
    FROM marketing_campaign a LEFT JOIN sold s USING (id) WHERE {on[a.ends_on]} AND a.status <> 'cancelled')
SELECT {cut[stamps]}, sum(sales - base) FILTER (WHERE base IS NOT NULL) AS grown, sum(base) AS base,
    sum((sales - base) * margin - cost) FILTER (WHERE base IS NOT NULL AND margin IS NOT NULL) AS profit,
    sum(cost) FILTER (WHERE base IS NOT NULL AND margin IS NOT NULL) AS cost
FROM w {sets[stamps]};

CREATE TEMP TABLE own_sales AS
SELECT owner, d, sum(v) AS v FROM (SELECT owner, d, net AS v FROM hand_orders WHERE slice = 15 UNION ALL SELECT owner, d, -refunded FROM hand_refunds WHERE slice = 15) x
WHERE owner IS NOT NULL GROUP BY 1, 2;
CREATE TABLE hand_trainees AS
WITH r AS (
    SELECT t.completed_on AS d, a.user_id AS owner, a.team_id AS team,
        coalesce(sum(s.v) FILTER (WHERE s.d < t.completed_on), 0) AS before, coalesce(sum(s.v) FILTER (WHERE s.d > t.completed_on), 0) AS after
    FROM sales_trainingattendee a JOIN sales_training t ON t.id = a.training_id
    LEFT JOIN own_sales s ON s.owner = a.user_id AND s.d BETWEEN t.completed_on - t.effect_days AND t.completed_on + t.effect_days AND s.d <> t.completed_on
    WHERE {on[t.completed_on]} GROUP BY a.id, t.completed_on, a.user_id, a.team_id)
SELECT {cut[owner team]}, sum(after - before) FILTER (WHERE before > 0) AS gained, sum(before) FILTER (WHERE before > 0) AS before FROM r {sets[owner team]}

-- By hand: one row per KPI, closed day and scope (company, every team and person with something
-- that day), both sides and the value, from the totals.
CREATE TABLE hand_kpi (kpi text, d date, scope text, id bigint, num numeric, den numeric, value numeric);

{scoped[orders|hand_orders|stamps region|orders, net, items]};
{scoped[refunds|hand_refunds|stamps region|refunded]};
{scoped[deals|hand_deals|stamps category|closed, won, lost, cycle, cycles, won_amount]};
{scoped[leads|hand_leads|stamps category|leads, leads_won]};
{scoped[pipeline|hand_pipeline|stamps category|weighted, worth, open, chance]};
{scoped[made|hand_calls_made|stamps|made]};

{figures[orders refunds]}
    ('sales_revenue', net - refunded, NULL, false, in_orders OR in_refunds), ('transactions', orders, NULL, false, in_orders),
    ('average_unit_sale', net - refunded, orders, true, in_orders OR in_refunds),
    ('items_per_transaction', items, orders, true, in_orders), ('average_order_size', net, orders, true, in_orders){published};

{figures[deals leads pipeline made]}
    ('win_rate', won, closed, true, in_deals), ('loss_rate', lost, closed, true, in_deals), ('lost_deals', lost, NULL, false, in_deals),
    ('sales_cycle_days', cycle, cycles, true, in_deals), ('close_rate', leads_won, leads, true, in_leads),
    ('weighted_pipeline', weighted, NULL, false, in_pipeline), ('sales_calls', made, NULL, false, in_made){published};

-- Month to date: revenue against the same days of the month before (a whole month against the whole one), and against
-- the quotas of the month.
INSERT INTO hand_kpi
WITH g AS (
    SELECT d, scope, id, net AS revenue FROM orders UNION ALL SELECT d, scope, id, -refunded FROM refunds),
scopes AS (SELECT DISTINCT scope, id FROM g UNION SELECT 'team', id FROM accounts_team),
daily AS (SELECT d, scope, id, sum(revenue) AS revenue FROM g GROUP BY 1, 2, 3),
m AS (
    SELECT x::date AS d, s.scope, s.id, sum(coalesce(g.revenue, 0)) OVER (PARTITION BY s.scope, s.id, date_trunc('month', x) ORDER BY x) AS revenue
    FROM scopes s CROSS JOIN generate_series(date '{since}', date '{end}' - 1, '1 day') x LEFT JOIN daily g ON (g.d, g.scope, g.id) = (x::date, s.scope, s.id)),
said AS (
    SELECT t.starts_on, 'owner' AS scope, t.owner_id AS id, sum(t.amount) AS quota FROM analytics_target t WHERE t.kpi = 'sales_revenue' AND t.replaced_at IS NULL GROUP BY 1, 3
    UNION ALL SELECT starts_on, 'company', 0, sum(amount) FROM analytics_target WHERE kpi = 'sales_revenue' AND replaced_at IS NULL GROUP BY 1
    UNION ALL SELECT t.starts_on, 'team', x.ancestor_id, sum(t.amount) FROM analytics_target t JOIN accounts_membership p ON p.user_id = t.owner_id
        JOIN accounts_teamtree x ON x.team_id = p.team_id WHERE t.kpi = 'sales_revenue' AND t.replaced_at IS NULL GROUP BY 1, 3),
j AS (
    SELECT m.*, coalesce(p.revenue, 0) AS old, coalesce(q.quota, 0) AS quota FROM m
    LEFT JOIN m p ON (p.d, p.scope, p.id) = (CASE WHEN date_trunc('month', m.d + 1) = m.d + 1 THEN date_trunc('month', m.d)::date - 1
        ELSE (m.d - interval '1 month')::date END, m.scope, m.id)
    LEFT JOIN said q ON (q.starts_on, q.scope, q.id) = (date_trunc('month', m.d)::date, m.scope, m.id))
SELECT v.kpi, j.d, j.scope, j.id, v.num, v.den, CASE WHEN v.ratio THEN v.num::numeric(48, 20) / nullif(v.den, 0) ELSE v.num END
FROM j CROSS JOIN LATERAL (VALUES
    ('sales_growth_rate', revenue - old, CASE WHEN old >= 0 THEN old END, true),
    ('sales_quota', quota, NULL, false), ('sales_quota_attainment', revenue, quota, true)) v(kpi, num, den, ratio)
WHERE j.d >= date '{first}' AND (j.scope <> 'owner' OR coalesce(v.num, 0) <> 0 OR coalesce(v.den, 0) <> 0)

-- By hand: one row per KPI, closed day and scope (company, every team with those below it, every person with something
-- that day), both sides and the value, from the totals.
CREATE TEMP TABLE daily (d date, scope text, id bigint, orders numeric, net numeric, items numeric, refunded numeric, closed numeric,
    won numeric, lost numeric, cycle numeric, cycles numeric, leads numeric, leads_won numeric, weighted numeric, new numeric,
    buyers numeric, their_orders numeric, again numeric, before numeric, back numeric, active numeric, lapsed numeric, acquisition numeric,
    answered numeric, open_wait numeric, resolved numeric, to_last numeric, offered numeric, taken numeric, quick numeric,
    given_up numeric, waited numeric, handled numeric, made numeric, contacted numeric, responded numeric, spent numeric, planned numeric);

INSERT INTO daily (d, scope, id, orders, net, items)
SELECT d, 'company', 0, orders, net, items FROM hand_orders WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, orders, net, items FROM hand_orders WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, orders, net, items FROM hand_orders h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, refunded)
SELECT d, 'company', 0, refunded FROM hand_refunds WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, refunded FROM hand_refunds WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, refunded FROM hand_refunds h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, closed, won, lost, cycle, cycles)
SELECT d, 'company', 0, closed, won, lost, cycle, cycles FROM hand_deals WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, closed, won, lost, cycle, cycles FROM hand_deals WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, closed, won, lost, cycle, cycles FROM hand_deals h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, leads, leads_won)
SELECT d, 'company', 0, leads, leads_won FROM hand_leads WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, leads, leads_won FROM hand_leads WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, leads, leads_won FROM hand_leads h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, weighted)
SELECT d, 'company', 0, weighted FROM hand_pipeline WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, weighted FROM hand_pipeline WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, weighted FROM hand_pipeline h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, new)
SELECT d, 'company', 0, new FROM hand_new WHERE slice = 31
UNION ALL SELECT d, 'owner', owner, new FROM hand_new WHERE slice = 15
UNION ALL SELECT d, 'team', t.ancestor_id, new FROM hand_new h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 23;
INSERT INTO daily (d, scope, id, buyers, their_orders, again)
SELECT d, scope, id, buyers, orders, again FROM hand_bought WHERE scope IN ('company', 'team', 'owner');
INSERT INTO daily (d, scope, id, before, back)
SELECT d, scope, id, before, again FROM hand_retained WHERE scope IN ('company', 'team', 'owner');
INSERT INTO daily (d, scope, id, active, lapsed)
SELECT d, scope, id, before, lapsed FROM hand_lapsed WHERE scope IN ('company', 'team', 'owner');
INSERT INTO daily (d, scope, id, acquisition, spent, planned)
SELECT d, 'company', 0, coalesce(acquisition, 0), coalesce(spent, 0), coalesce(planned, 0) FROM hand_spend WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, coalesce(acquisition, 0), coalesce(spent, 0), coalesce(planned, 0) FROM hand_spend WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, acquisition, spent, planned FROM hand_spend h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id, answered, open_wait)
SELECT d, 'company', 0, answered, open_wait FROM hand_answered WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, answered, open_wait FROM hand_answered WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, answered, open_wait FROM hand_answered h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id, resolved, to_last)
SELECT d, 'company', 0, resolved, to_last FROM hand_resolved WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, resolved, to_last FROM hand_resolved WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, resolved, to_last FROM hand_resolved h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id, offered, taken, quick, given_up, waited, handled)
SELECT d, 'company', 0, offered, taken, quick, given_up, waited, talked + wrapped FROM hand_calls WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, offered, taken, quick, given_up, waited, talked + wrapped FROM hand_calls WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, offered, taken, quick, given_up, waited, talked + wrapped FROM hand_calls h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id, made)
SELECT d, 'company', 0, made FROM hand_calls_made WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, made FROM hand_calls_made WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, made FROM hand_calls_made h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id, contacted, responded)
SELECT d, 'company', 0, contacted, responded FROM hand_members WHERE slice = 15
UNION ALL SELECT d, 'owner', owner, contacted, responded FROM hand_members WHERE slice = 7
UNION ALL SELECT d, 'team', t.ancestor_id, contacted, responded FROM hand_members h JOIN accounts_teamtree t ON t.team_id = h.team WHERE slice = 11;
INSERT INTO daily (d, scope, id)
SELECT d, 'company', 0 FROM generate_series(date '{first}', date '{end}' - 1, '1 day') d
UNION ALL SELECT d, 'team', t.id FROM generate_series(date '{first}', date '{end}' - 1, '1 day') d, accounts_team t;

CREATE TEMP TABLE g AS
SELECT d, scope, id, sum(orders) AS orders, sum(net) AS net, sum(items) AS items, sum(refunded) AS refunded, sum(closed) AS closed, sum(won) AS won,
    sum(lost) AS lost, sum(cycle) AS cycle, sum(cycles) AS cycles, sum(leads) AS leads, sum(leads_won) AS leads_won, sum(weighted) AS weighted,
    sum(new) AS new, sum(buyers) AS buyers, sum(their_orders) AS their_orders, sum(again) AS again, sum(before) AS before, sum(back) AS back,
    sum(active) AS active, sum(lapsed) AS lapsed, sum(acquisition) AS acquisition, sum(answered) AS answered, sum(open_wait) AS open_wait,
    sum(resolved) AS resolved, sum(to_last) AS to_last, sum(offered) AS offered, sum(taken) AS taken, sum(quick) AS quick, sum(given_up) AS given_up,
    sum(waited) AS waited, sum(handled) AS handled, sum(made) AS made, sum(contacted) AS contacted, sum(responded) AS responded, sum(spent) AS spent, sum(planned) AS planned
FROM daily WHERE d < date '{end}' AND d >= date '{first}' AND id IS NOT NULL GROUP BY d, scope, id;

CREATE TABLE hand_kpi AS
SELECT v.kpi, g.d, g.scope, g.id, coalesce(v.num, 0) AS num, CASE WHEN v.ratio THEN coalesce(v.den, 0) END AS den,
    CASE WHEN v.ratio THEN coalesce(v.num, 0)::numeric(48, 20) / nullif(v.den, 0) ELSE coalesce(v.num, 0) END AS value
FROM g CROSS JOIN LATERAL (VALUES
    ('sales_revenue', coalesce(net, 0) - coalesce(refunded, 0), NULL, false, orders IS NOT NULL OR refunded IS NOT NULL),
    ('transactions', orders, NULL, false, orders IS NOT NULL),
    ('average_unit_sale', coalesce(net, 0) - coalesce(refunded, 0), orders, true, orders IS NOT NULL OR refunded IS NOT NULL),
    ('items_per_transaction', items, orders, true, orders IS NOT NULL),
    ('average_order_size', net, orders, true, orders IS NOT NULL),
    ('win_rate', won, closed, true, closed IS NOT NULL), ('loss_rate', lost, closed, true, closed IS NOT NULL),
    ('lost_deals', lost, NULL, false, closed IS NOT NULL), ('close_rate', leads_won, leads, true, leads IS NOT NULL),
    ('sales_cycle_days', cycle, cycles, true, closed IS NOT NULL), ('weighted_pipeline', weighted, NULL, false, weighted IS NOT NULL),
    ('sales_calls', made, NULL, false, made IS NOT NULL), ('new_customers', new, NULL, false, new IS NOT NULL),
    ('active_customers', buyers, NULL, false, buyers IS NOT NULL), ('purchase_frequency', their_orders, buyers, true, buyers IS NOT NULL),
    ('repurchase_rate', again, buyers, true, buyers IS NOT NULL), ('customer_retention_rate', back, before, true, before IS NOT NULL),
    ('churn_rate', lapsed, active, true, active IS NOT NULL), ('new_customer_penetration', new, new, true, new IS NOT NULL),
    ('customer_acquisition_cost', acquisition, new, true, acquisition IS NOT NULL OR new IS NOT NULL),
    ('avg_first_response_time', open_wait / 60, answered, true, answered IS NOT NULL),
    ('avg_resolution_time', to_last / 3600, resolved, true, resolved IS NOT NULL),
    ('service_level', quick, offered, true, offered IS NOT NULL), ('abandonment_rate', given_up, offered, true, offered IS NOT NULL),
    ('avg_speed_of_answer', waited, taken, true, offered IS NOT NULL), ('avg_handle_time', handled, taken, true, offered IS NOT NULL),
    ('campaign_response_rate', responded, contacted, true, contacted IS NOT NULL),
    ('promo_cost_control_rate', spent, planned, true, spent IS NOT NULL)) v(kpi, num, den, ratio, seen)
WHERE g.scope <> 'owner' OR v.seen;

-- Month to date: revenue against the same days of the month before (a whole month against the whole one), and against
-- the quotas of the month.
INSERT INTO hand_kpi
WITH scopes AS (SELECT DISTINCT scope, id FROM g WHERE scope <> 'owner' OR orders IS NOT NULL OR refunded IS NOT NULL),
m AS (
    SELECT x::date AS d, s.scope, s.id, sum(coalesce(g.net, 0) - coalesce(g.refunded, 0)) OVER (PARTITION BY s.scope, s.id, date_trunc('month', x) ORDER BY x) AS revenue
    FROM scopes s CROSS JOIN generate_series(date '{first}', date '{end}' - 1, '1 day') x LEFT JOIN g ON (g.d, g.scope, g.id) = (x::date, s.scope, s.id)),
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
WHERE j.scope <> 'owner' OR coalesce(v.num, 0) <> 0 OR coalesce(v.den, 0) <> 0;

CREATE INDEX ON hand_kpi (kpi, scope, id, d)

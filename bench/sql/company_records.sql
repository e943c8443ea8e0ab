-- Money, work and data beside orders, tickets and calls. Columns that are not named have a value from bench/company.py.
INSERT INTO sales_expense (id, owner_id, team_id, segment_id, channel_id, day, kind, cost_center, amount, currency, rate, amount_home, is_acquisition, status, spread_from, spread_until, campaign_id)
SELECT row_number() OVER (), u, 2 + (u - 1) / 6, NULL, NULL, m::date + k * 3, (ARRAY['travel','communication','entertainment','internal_resources','third_party'])[1 + (u + k) % 5],
    'sales', 100 + u + k, 'CNY', 1, 100 + u + k, (u + k) % 3 = 0, (ARRAY['approved','submitted','approved','rejected'])[1 + (u * k) % 4], NULL, NULL,
    CASE WHEN (u + k) % 11 = 0 THEN 1 + (u + k) % 24 END
FROM generate_series(date '{first}', date '{end}' - 31, interval '1 month') m, generate_series(1, 48) u, generate_series(1, 4) k;

INSERT INTO sales_expense (id, owner_id, team_id, day, kind, cost_center, amount, currency, rate, amount_home, is_acquisition, status, spread_from, spread_until)
SELECT 1000000 + row_number() OVER (), 49, 10, m::date, 'other', 'call_center', 50000, 'CNY', 1, 50000, false, 'approved', m::date, (m + interval '1 month' - interval '1 day')::date
FROM generate_series(date_trunc('month', date '{first}') + interval '1 month', date '{end}' - 31, interval '1 month') m;

INSERT INTO sales_marketsize (market, period, starts_on, size, published_by)
SELECT 'Everything', 'quarter', q::date, 50000000, 'Association' FROM generate_series(date_trunc('quarter', date '{first}'), date '{end}', interval '3 months') q;

INSERT INTO sales_training (id, name, completed_on, effect_days, cost)
SELECT g, 'Training ' || g, date '{first}' + 60 + g * 60, 30, 1000 FROM generate_series(1, 10) g;
INSERT INTO sales_trainingattendee (training_id, user_id, team_id)
SELECT t, u, 2 + (u - 1) / 6 FROM generate_series(1, 10) t, generate_series(1, 48) u WHERE (t + u) % 8 = 0;

UPDATE marketing_campaign SET baseline_sales = 1000 * id, margin_rate = 0.3 WHERE id % 3 = 0;
UPDATE marketing_spend SET campaign_id = 1 + id % 24 WHERE id % 4 = 0;
UPDATE marketing_member SET took_part_on = contacted_on + (id % 5)::int, completed_on = CASE WHEN id % 3 = 0 THEN contacted_on + 6 END WHERE id % 10 = 0;
UPDATE sales_order SET campaign_id = 1 + id % 24 WHERE id % 100 = 0;
INSERT INTO marketing_campaigninteraction (interaction_id, campaign_id) SELECT id, 1 + id % 24 FROM accounts_interaction WHERE id % 20 = 0;
UPDATE accounts_interaction SET cost = 5 + id % 7 WHERE id % 20 = 0 AND id % 3 > 0;

INSERT INTO marketing_adresult (owner_id, team_id, channel_id, day, campaign_id, ad, placement, impressions, clicks, invalid_clicks, spend, conversions, revenue)
SELECT 59, 1, 1 + n % 6, d::date, 1 + n, 'Ad ' || n, 'feed', 1000 + (random() * 9000)::int, 20 + (random() * 300)::int, (random() * 20)::int,
    round((20 + 200 * random())::numeric, 2), (random() * 10)::int, round((1000 * random())::numeric, 2)
FROM generate_series(date '{first}', date '{end}' - 1, interval '1 day') d, generate_series(0, 9) n;

INSERT INTO marketing_engagementevent (id, owner_id, team_id, segment_id, channel_id, customer_id, visitor, kind, at, n, pages, minutes, is_bot, is_internal, weight, points)
SELECT g, c.owner_id, c.team_id, c.segment_id, c.channel_id, c.id, CASE WHEN c.id IS NULL THEN 'v' || g % 5000 ELSE '' END, s.kind, s.at, n,
    CASE WHEN s.kind = 'visit' AND g % 5 > 0 THEN 1 + g % 12 END, CASE WHEN s.kind = 'visit' AND g % 7 > 0 THEN 0.5 * (g % 40) END, g % 100 = 0, g % 333 = 0, w, n * w
FROM (SELECT *, CASE kind WHEN 'visit' THEN 1 WHEN 'login' THEN 2 ELSE 1.5 END AS w FROM (
    SELECT g, (ARRAY['visit','visit','visit','login','click'])[1 + g % 5] AS kind, 1 + g % 2 AS n,
        CASE WHEN g % 4 > 0 THEN 1 + floor({customers} * power(random(), 2.5))::int END AS customer_id,
        timestamp '{first} 00:30' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 3600) * power(g / ({events} + 1.0), 0.9)) AS at
    FROM generate_series(1, {events}) g) e) s LEFT JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO marketing_datause (owner_id, team_id, segment_id, channel_id, customer_id, "on", use, consented)
SELECT c.owner_id, c.team_id, c.segment_id, c.channel_id, c.id, date '{first}' + floor({days} * power(g / ({checks} + 1.0), 0.9))::int,
    (ARRAY['campaign','recommendation','service'])[1 + g % 3], g % 9 > 0
FROM generate_series(1, {checks}) g JOIN accounts_customer c ON c.id = 1 + (g * 7919::bigint) % {customers};

INSERT INTO accounts_valuecheck (owner_id, team_id, segment_id, channel_id, customer_id, field, checked_on, valid, how)
SELECT c.owner_id, c.team_id, c.segment_id, c.channel_id, c.id, (ARRAY['email','phone'])[1 + g % 2], date '{first}' + floor({days} * power(g / ({checks} + 1.0), 0.9))::int,
    g % 8 > 0, 'sample'
FROM generate_series(1, {checks}) g JOIN accounts_customer c ON c.id = 1 + (g * 104729::bigint) % {customers};

INSERT INTO accounts_customerquality (owner_id, team_id, segment_id, customer_id, at, until, required, filled, fields, missing)
SELECT c.owner_id, c.team_id, c.segment_id, c.id, CASE v WHEN 1 THEN c.recorded_at ELSE c.recorded_at + interval '20 days' END,
    CASE WHEN v = 1 AND c.id % 2 = 0 THEN c.recorded_at + interval '20 days' END, 5, 2 + v + c.id % 2, '{{name,email,phone,city,owner}}', '{{}}'
FROM accounts_customer c, generate_series(1, 2) v WHERE v = 1 OR c.id % 2 = 0 ORDER BY c.id;

INSERT INTO service_agentstate (owner_id, team_id, queue_id, state, started_at, ended_at, paid)
SELECT a, 10, 1 + a % 2, 'staffed', s, s + interval '8 hours 30 minutes', true
FROM generate_series(49, 48 + {agents}) a, generate_series(date '{first}', date '{end}' - 1, interval '1 day') d, LATERAL (SELECT d::timestamp AT TIME ZONE '{zone}' + interval '9 hours' AS s) x
UNION ALL
SELECT a, 10, 1 + a % 2, CASE WHEN k % 20 = 19 THEN 'break' ELSE (ARRAY['available','talk','wrap_up','available','hold'])[1 + (k + a) % 5] END, s, s + interval '24 minutes', k % 20 <> 19
FROM generate_series(49, 48 + {agents}) a, generate_series(date '{first}', date '{end}' - 1, interval '1 day') d, generate_series(0, 19) k,
    LATERAL (SELECT d::timestamp AT TIME ZONE '{zone}' + interval '9 hours' + interval '25 minutes' * k AS s) x;

INSERT INTO service_scorecard (id, recorded_at, updated_at, version, name, is_active) VALUES (1, now(), now(), 1, 'Usual', true);
INSERT INTO service_callreview (call_id, scorecard_id, evaluator_id, reviewed_at, fatal, score)
SELECT id, 1, 59, entered_at + interval '1 day', id % 40 = 0, CASE WHEN id % 40 = 0 THEN 0 ELSE 60 + id % 41 END FROM service_call WHERE outcome = 'answered' AND id % 50 = 0;

INSERT INTO service_ticketmessage (ticket_id, at, direction, author_id, automatic)
SELECT id, first_response_at, 'out', owner_id, false FROM service_ticket WHERE first_response_at IS NOT NULL
UNION ALL SELECT id, opened_at + interval '1 hour', 'in', NULL, id % 21 = 0 FROM service_ticket WHERE id % 3 = 0
UNION ALL SELECT id, resolved_at - interval '1 minute', 'out', 49 + id % 10, false FROM service_ticket WHERE id % 4 = 0 AND resolved_at IS NOT NULL
UNION ALL SELECT id, resolved_at + interval '2 days', 'in', NULL, false FROM service_ticket WHERE id % 7 = 0 AND resolved_at < timestamp '{end}' AT TIME ZONE '{zone}' - interval '3 days';

INSERT INTO service_fieldjob (owner_id, team_id, segment_id, channel_id, number, subject, job_type, territory_id, customer_id, urgency, value_tier, created_at, dispatched_at)
SELECT 49 + g % 10, 10, c.segment_id, c.channel_id, 'F' || g, 'Repair', 'repair', 1 + g % 5, c.id, 1 + g % 5, 1 + g % 4, at,
    CASE WHEN g % 30 > 0 THEN at + interval '1 hour' * (2 + g * 7 % 50) END
FROM (SELECT g, 1 + (g * 7919::bigint) % {customers} AS customer_id,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 300000) * power(g / ({jobs} + 1.0), 0.9)) AS at
      FROM generate_series(1, {jobs}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO service_processincident (owner_id, team_id, occurred_on, process, department, severity, description, action_taken)
SELECT 1 + g % 48, 2 + (g % 48) / 6, date '{first}' + g * 3 % {days}, 'Ordering', 'Sales', 'low', '', '' FROM generate_series(1, 400) g;

INSERT INTO sales_leadchange (lead_id, at, status, probability, expected_amount, owner_id, team_id, segment_id)
SELECT id, received_at, 'new', 0.05, 100 + id % 900, owner_id, team_id, segment_id FROM sales_lead
UNION ALL SELECT id, received_at + interval '1 hour', 'working', 0.15, 100 + id % 900, owner_id, team_id, segment_id FROM sales_lead WHERE id % 2 = 0
UNION ALL SELECT id, coalesce(converted_at, received_at + interval '9 days'), status, 0, 100 + id % 900, owner_id, team_id, segment_id FROM sales_lead;

UPDATE sales_deal SET expected_close = (opened_at + interval '30 days')::date WHERE id % 2 = 0;
INSERT INTO sales_dealcredit (deal_id, user_id, share)
SELECT d.id, CASE n WHEN 1 THEN d.owner_id ELSE 1 + d.owner_id % 48 END, CASE n WHEN 1 THEN 0.7 ELSE 0.3 END FROM sales_deal d, generate_series(1, 2) n WHERE d.id % 10 = 0;

INSERT INTO sales_contract (id, owner_id, team_id, segment_id, channel_id, number, customer_id, category_id, status, starts_on, ends_on, annual_value, renewed_on)
SELECT g, c.owner_id, c.team_id, c.segment_id, c.channel_id, 'K' || g, c.id, 9 + g % 40, CASE WHEN g % 50 = 0 THEN 'draft' ELSE 'active' END, s, s + 180, 1000 + g % 5000,
    CASE WHEN g % 3 > 0 THEN s + 170 + (g % 60)::int END
FROM (SELECT g, 1 + (g * 7919::bigint) % {customers} AS customer_id, date '{first}' + floor(({days} - 200) * power(g / ({contracts} + 1.0), 0.9))::int AS s
      FROM generate_series(1, {contracts}) g) x JOIN accounts_customer c ON c.id = x.customer_id ORDER BY g;

INSERT INTO sales_contractdocument (owner_id, team_id, segment_id, channel_id, name, kind, contract_id, customer_id, filed_on, lost_on, found_on, discarded_on)
SELECT owner_id, team_id, segment_id, channel_id, 'Contract ' || number, 'contract', id, customer_id, starts_on, CASE WHEN id % 40 = 0 THEN starts_on + 30 END,
    CASE WHEN id % 120 = 0 THEN starts_on + 45 END, CASE WHEN id % 7 = 0 THEN starts_on + 90 END FROM sales_contract ORDER BY id;

INSERT INTO sales_departure (owner_id, team_id, segment_id, channel_id, customer_id, left_on, kind, reason_id)
SELECT c.owner_id, c.team_id, c.segment_id, c.channel_id, c.id, c.since + 100, 'left', NULL FROM accounts_customer c WHERE c.id % 25 = 0 AND c.since + 100 < date '{end}' ORDER BY c.id;

INSERT INTO analytics_goal (id, name, kpi, period, owner_id, team_id, kind, change, target_value, baseline_value, due_on, is_implementation, status)
SELECT g, 'Goal ' || g, 'sales_revenue', 'month', CASE WHEN g % 3 = 0 THEN 1 + g % 48 END, CASE WHEN g % 3 = 1 THEN 2 + g % 8 END, 'percent', 10, 1000, 900,
    date '{first}' + g * 6, g % 5 = 0, (ARRAY['met','missed','met','open'])[1 + g % 4] FROM generate_series(1, 120) g WHERE g % 3 > 0 OR g % 4 <> 3;
INSERT INTO analytics_goalreading (goal_id, "on", value)
SELECT id, due_on - n, 900 + id * n % 400 FROM analytics_goal, generate_series(0, 60) n WHERE due_on - n >= date '{first}' AND due_on - n < date '{end}';

INSERT INTO analytics_memberforecast (member_id, day, cell, probability, based_on)
SELECT m.id, a.starts_on, '', 0.01 * (1 + m.id % 30), 100 FROM marketing_member m JOIN marketing_campaign a ON a.id = m.campaign_id WHERE a.starts_on < date '{end}'

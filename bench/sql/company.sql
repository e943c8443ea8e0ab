-- The bench company, in plain SQL: {customers} customers, {orders} orders, two years from {first}, growing by a third.
-- Users 1 to 48 sell in teams 2 to 9 below team 1, users 49 to 58 answer in team 10. Row numbers follow time.
SELECT setseed(0.42);

INSERT INTO accounts_customer (id, recorded_at, updated_at, version, source, external_id, kind, name, status,
    owner_id, team_id, segment_id, channel_id, region_id, email, phone, website, industry, city, country, address, note,
    since, is_test, is_internal, merged_into_id, merged_at)
SELECT g, s.at, s.at, 1, '', '', CASE WHEN g % 2 = 0 THEN 'company' ELSE 'person' END,
    (ARRAY['North','Blue','Silver','Golden','Green','Quiet','Bright','Stone'])[1 + g % 8] || ' '
        || (ARRAY['Harbour','Bridge','Field','Garden','Tower','River','Market'])[1 + g % 7] || ' ' || g,
    'customer', owner, 2 + (owner - 1) / 6, 1 + floor(4 * power(random(), 1.6))::int,
    1 + floor(6 * power(random(), 1.4))::int, 1 + floor(5 * random())::int,
    'customer' || g || '@customer.example', '+86 10 ' || lpad((g * 7919::bigint % 100000000)::text, 8, '0'), '', '', '', 'CN', '',
    '', s.at::date, g % 5000 = 0, false, CASE WHEN g % 250 = 0 THEN g - 1 END, CASE WHEN g % 250 = 0 THEN s.at END
FROM (SELECT g, 1 + floor(48 * power(random(), 1.4))::int AS owner,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 day' * floor({days} * power(g / ({customers} + 1.0), 0.8)) AS at
      FROM generate_series(1, {customers}) g) s ORDER BY g;

INSERT INTO accounts_customerstatus (customer_id, at, status, owner_id, team_id, segment_id)
SELECT id, recorded_at, 'customer', owner_id, team_id, segment_id FROM accounts_customer ORDER BY id;

CREATE TEMP TABLE new_order AS
SELECT g AS id, CASE WHEN random() < .06 THEN NULL
        ELSE 1 + ((floor({customers} * power(random(), 2.5))::bigint * 7919) % {customers}) END AS customer_id,
    CASE WHEN random() < .03 THEN 'cancelled' ELSE 'completed' END AS status, random() < .005 AS is_test,
    CASE WHEN random() < .1 THEN 7.12345678 ELSE 1 END AS rate,
    least(12, 1 + floor(-ln(1 - random()) * 1.96)::int) AS lines,
    timestamp '{first}' AT TIME ZONE '{zone}' + interval '1 day' * floor({days} * power(g / ({orders} + 1.0), 0.8))
        + interval '1 second' * least(86399, greatest(0, (13.5 + 6.7 * (random() + random() + random() + random() - 2)) * 3600)) AS at
FROM generate_series(1, {orders}) g;

CREATE TEMP TABLE new_line AS
SELECT row_number() OVER () AS id, s.*, p.kind, p.category_id, p.price, round(p.cost * s.quantity, 4) AS cost_home,
    round(p.price * s.quantity * (1 - s.off), 2) AS amount
FROM (SELECT o.id AS order_id, o.rate, 1 + floor(500 * power(random(), 2.2))::int AS product_id,
        1 + floor(-ln(1 - random()) * 0.9)::int AS quantity,
        CASE WHEN random() < .25 THEN round((random() * 0.3)::numeric, 2) ELSE 0 END AS off
      FROM (SELECT id, rate, lines FROM new_order ORDER BY id) o, generate_series(1, o.lines)) s
JOIN sales_product p ON p.id = s.product_id;
CREATE INDEX ON new_line (order_id);
ANALYZE new_line;

INSERT INTO sales_order (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, number, customer_id, region_id, status, ordered_at, cancelled_at, currency, rate, net, net_home,
    cost_home, items, is_test, note)
SELECT o.id, o.at, o.at, 1, '', '', c.owner_id, c.team_id, c.segment_id, coalesce(c.channel_id, 2), 'B' || o.id,
    o.customer_id, c.region_id, o.status, o.at, CASE WHEN o.status = 'cancelled' THEN o.at + interval '1 day' END,
    CASE WHEN o.rate = 1 THEN 'CNY' ELSE 'USD' END, o.rate, l.net, l.net_home, l.cost_home, l.items, o.is_test, ''
FROM new_order o LEFT JOIN accounts_customer c ON c.id = o.customer_id
JOIN (SELECT order_id, coalesce(sum(amount) FILTER (WHERE kind <> 'shipping'), 0) AS net,
        coalesce(sum(round(amount * rate, 4)) FILTER (WHERE kind <> 'shipping'), 0) AS net_home,
        coalesce(sum(cost_home) FILTER (WHERE kind <> 'shipping'), 0) AS cost_home,
        coalesce(sum(quantity) FILTER (WHERE kind = 'product'), 0) AS items FROM new_line GROUP BY 1) l ON l.order_id = o.id
ORDER BY o.id;

INSERT INTO sales_orderline (id, order_id, product_id, kind, category_id, quantity, unit_price, discount, amount,
    amount_home, cost_home)
SELECT id, order_id, product_id, kind, category_id, quantity, price, round(price * quantity, 2) - amount, amount,
    round(amount * rate, 4), cost_home
FROM new_line ORDER BY id;

INSERT INTO sales_refund (id, recorded_at, updated_at, version, source, external_id, order_id, refunded_at, amount,
    amount_home, reason)
SELECT row_number() OVER (ORDER BY o.id), o.at + wait, o.at + wait, 1, '', '', o.id, o.at + wait, l.amount,
    round(l.amount * o.rate, 4), 'returned'
FROM (SELECT *, interval '1 day' * (1 + id % 20) AS wait FROM new_order) o
JOIN LATERAL (SELECT amount FROM new_line l WHERE l.order_id = o.id ORDER BY id LIMIT 1) l ON true
WHERE o.id % 25 = 0 AND o.at + wait < timestamp '{end}' AT TIME ZONE '{zone}';

INSERT INTO sales_refundline (refund_id, line_id, quantity, amount_home)
SELECT f.id, l.id, l.quantity, f.amount_home FROM sales_refund f
JOIN (SELECT order_id, min(id) AS id FROM sales_orderline GROUP BY 1) m ON m.order_id = f.order_id
JOIN sales_orderline l ON l.id = m.id;

INSERT INTO sales_payment (recorded_at, updated_at, version, source, external_id, order_id, paid_at, amount, method, reference)
SELECT at, at, 1, '', '', id, at, net, 'transfer', '' FROM (SELECT id, ordered_at AS at, net FROM sales_order WHERE status = 'completed' ORDER BY id) o;

INSERT INTO sales_lead (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, name, company, email, phone, status, disqualified_reason, received_at, converted_at, won_at, category_id,
    customer_id, note)
SELECT g, at, at, 1, '', '', c.owner_id, c.team_id, c.segment_id, c.channel_id, 'Lead ' || g, '', '', '',
    CASE WHEN r < .1 THEN 'disqualified' WHEN r < .3 THEN 'converted' ELSE 'lost' END,
    CASE WHEN r < .06 THEN 'spam' WHEN r < .1 THEN 'no_answer' ELSE '' END, at,
    CASE WHEN r >= .1 AND r < .3 THEN at + interval '2 days' END,
    CASE WHEN r >= .1 AND r < .22 THEN at + interval '1 day' * (3 + g % 40) END, 9 + g % 40, s.customer_id, ''
FROM (SELECT g, random() AS r, 1 + floor({customers} * random())::int AS customer_id,
        timestamp '{first} 10:00' AT TIME ZONE '{zone}' + interval '1 second' * floor(86400 * ({days} - 50) * power(g / ({leads} + 1.0), 0.9)) AS at
      FROM generate_series(1, {leads}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

CREATE TEMP TABLE new_deal AS
SELECT g AS id, r, 1 + floor({customers} * random())::int AS customer_id,
    timestamp '{first} 10:00' AT TIME ZONE '{zone}' + interval '1 second' * floor(86400 * {days} * power(g / ({deals} + 1.0), 0.85)) AS at,
    interval '1 hour' * (3 + floor(-ln(1 - random()) * 24 * 30)) AS lasts,
    round((500 + 20000 * power(random(), 3))::numeric, 2) AS amount
FROM (SELECT g, random() AS r FROM generate_series(1, {deals}) g) s;

INSERT INTO sales_deal (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, name, customer_id, category_id, stage_id, outcome, probability, currency, amount, amount_home, opened_at,
    closed_at, note)
SELECT d.id, at, at, 1, '', '', c.owner_id, c.team_id, c.segment_id, c.channel_id, 'Deal ' || d.id, c.id, 9 + d.id % 40,
    CASE WHEN NOT over THEN 2 WHEN won THEN 5 ELSE 6 END, CASE WHEN NOT over THEN 'open' WHEN won THEN 'won' ELSE 'lost' END,
    CASE WHEN NOT over THEN 0.3 WHEN won THEN 1 ELSE 0 END, 'CNY', amount, amount, at, CASE WHEN over THEN at + lasts END, ''
FROM (SELECT *, r < .45 AS won, at + lasts < timestamp '{end}' AT TIME ZONE '{zone}' AS over FROM new_deal) d
JOIN accounts_customer c ON c.id = d.customer_id ORDER BY d.id;

INSERT INTO sales_stagechange (deal_id, at, recorded_at, stage_id, outcome, probability, amount_home, owner_id, team_id, segment_id)
SELECT d.id, s.at, s.at, s.stage, s.outcome, s.probability, d.amount_home, d.owner_id, d.team_id, d.segment_id
FROM sales_deal d JOIN new_deal n ON n.id = d.id
CROSS JOIN LATERAL (VALUES (d.opened_at, 1, 'open', 0.1), (d.opened_at + n.lasts * 0.3, 2, 'open', 0.3),
    (d.opened_at + n.lasts * 0.6, 3, 'open', 0.5), (d.closed_at, d.stage_id::int, d.outcome, d.probability)) s(at, stage, outcome, probability)
WHERE s.at < timestamp '{end}' AT TIME ZONE '{zone}' AND (s.stage IN (1, 2, 3) OR d.closed_at IS NOT NULL)
ORDER BY s.at;

INSERT INTO accounts_interaction (recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, customer_id, kind, direction, at, duration_seconds, connected, subject, note, done)
SELECT at, at, 1, '', '', c.owner_id, c.team_id, c.segment_id, c.channel_id, c.id,
    (ARRAY['call','call','email','visit','meeting'])[1 + g % 5], CASE WHEN g % 6 = 0 THEN 'in' ELSE 'out' END, at, 300, true,
    'About the offer', '', true
FROM (SELECT g, 1 + floor({customers} * power(random(), 1.5))::int AS customer_id,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({calls} + 1.0), 0.9)) AS at
      FROM generate_series(1, {calls}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO service_call (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, direction, queue_id, customer_id, phone, topic, priority, outcome, entered_at, answered_at, ended_at,
    wait_seconds, talk_seconds, hold_seconds, wrap_up_seconds, is_test, is_internal, note)
SELECT g, at, at, 1, '', '', CASE WHEN outcome = 'answered' THEN agent END, 10, c.segment_id, 4,
    CASE WHEN g % 12 = 0 THEN 'out' ELSE 'in' END, 1 + g % 2, c.id, '', '', '', outcome, at,
    CASE WHEN outcome = 'answered' THEN at + interval '1 second' * wait END, at + interval '1 second' * (wait + talk), wait,
    CASE WHEN outcome = 'answered' THEN talk END, CASE WHEN outcome = 'answered' AND g % 3 = 0 THEN 30 END,
    CASE WHEN outcome = 'answered' THEN 10 + g % 60 END, g % 400 = 0, false, ''
FROM (SELECT g, 1 + floor({customers} * power(random(), 1.5))::int AS customer_id, 49 + floor(10 * power(random(), 1.2))::int AS agent,
        (ARRAY['answered','answered','answered','answered','answered','answered','answered','answered','answered','answered','abandoned','ivr','blocked'])[1 + floor(13 * random())::int] AS outcome,
        floor(-ln(1 - random()) * 16)::int AS wait, 20 + floor(-ln(1 - random()) * 210)::int AS talk,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({calls} + 1.0), 0.9)) AS at
      FROM generate_series(1, {calls}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO service_ticket (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id,
    channel_id, number, customer_id, queue_id, subject, topic, priority, status, opened_at, first_response_at,
    first_response_open_seconds, first_resolved_at, resolved_at, resolution_open_seconds, reopened, is_test)
SELECT g, at, at, 1, '', '', agent, 10, c.segment_id, c.channel_id, 'T' || g, c.id, 1 + g % 2, 'Where is my order?', (ARRAY['delivery','bill',''])[1 + g % 3], 'normal',
    CASE WHEN solved IS NULL THEN 'open' ELSE 'resolved' END, at, answered, extract(epoch FROM answered - at)::int / 3, solved, solved,
    extract(epoch FROM solved - at)::int / 3, 0, g % 500 = 0
FROM (SELECT *, CASE WHEN a < timestamp '{end}' AT TIME ZONE '{zone}' THEN a END AS answered,
        CASE WHEN g % 20 > 0 AND a + more < timestamp '{end}' AT TIME ZONE '{zone}' THEN a + more END AS solved FROM (
        SELECT *, at + interval '1 minute' * (5 + floor(-ln(1 - random()) * 90)) AS a, interval '1 minute' * floor(-ln(1 - random()) * 1400) AS more FROM (
        SELECT g, 1 + floor({customers} * power(random(), 1.6))::int AS customer_id, 49 + floor(10 * power(random(), 1.2))::int AS agent,
            timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({tickets} + 1.0), 0.9)) AS at
        FROM generate_series(1, {tickets}) g) s) t) u JOIN accounts_customer c ON c.id = u.customer_id ORDER BY g;

INSERT INTO marketing_member (id, recorded_at, updated_at, source, external_id, campaign_id, customer_id, segment_id, contacted_on, delivered)
SELECT row_number() OVER (), now(), now(), '', '', a.id, c.id, c.segment_id, a.starts_on + (c.id % 5)::int, c.id % 30 > 0
FROM marketing_campaign a JOIN accounts_customer c ON (c.id * 31 + a.id) % 40 = 0;

INSERT INTO marketing_response (recorded_at, updated_at, member_id, "on", kind, automatic)
SELECT now(), now(), id, contacted_on + (id % 9)::int, CASE WHEN id % 90 = 0 THEN 'unsubscribe' ELSE 'reply' END, id % 77 = 0
FROM marketing_member WHERE id % 7 = 0;

INSERT INTO marketing_spend (recorded_at, updated_at, version, source, external_id, owner_id, team_id, channel_id, day, kind,
    planned, actual, is_acquisition, note)
SELECT now(), now(), 1, '', '', 59, 1, 1 + k, d::date, (ARRAY['promotion','advertising','sales'])[1 + k],
    400, round((300 + 200 * random())::numeric, 2), true, ''
FROM generate_series(date '{first}', date '{end}' - 1, '1 day') d, generate_series(0, 2) k;

INSERT INTO analytics_target (recorded_at, updated_at, version, kpi, period, starts_on, owner_id, amount, note, set_at)
SELECT now(), now(), 1, 'sales_revenue', 'month', m::date, u, 20000 + 500 * u, '', now()
FROM generate_series(date_trunc('month', date '{first}'), date '{end}', '1 month') m, generate_series(1, 48) u;

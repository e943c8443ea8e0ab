-- By hand: the daily totals behind the KPIs, by the same splits the engine keeps (total, each dimension, each team by each
-- other dimension), one statement a source. ``slice`` is the grouping number; a bit is set where a column is not split by.
CREATE TABLE hand_orders AS
WITH r AS (
    SELECT (o.ordered_at AT TIME ZONE '{zone}')::date AS d, o.owner_id AS owner, o.team_id AS team, o.segment_id AS segment,
        o.channel_id AS channel, o.region_id AS region, o.net_home, o.items
    FROM sales_order o LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel, region) AS slice, d, owner, team, segment, channel, region,
    count(*) AS orders, sum(net_home) AS net, sum(items) AS items
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, region),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, region));

CREATE TABLE hand_lines AS
WITH r AS (
    SELECT (o.ordered_at AT TIME ZONE '{zone}')::date AS d, o.team_id AS team, p.top_id AS category, l.kind, l.amount_home, l.quantity
    FROM sales_orderline l JOIN sales_order o ON o.id = l.order_id LEFT JOIN sales_productcategory p ON p.id = l.category_id
    LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE l.kind <> 'shipping' AND o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test
        AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(team, category) AS slice, d, team, category, sum(amount_home) AS net, sum(quantity) FILTER (WHERE kind = 'product') AS items
FROM r GROUP BY GROUPING SETS ((d), (d, team), (d, category), (d, team, category));

CREATE TABLE hand_refunds AS
WITH r AS (
    SELECT (f.refunded_at AT TIME ZONE '{zone}')::date AS d, o.owner_id AS owner, o.team_id AS team, o.segment_id AS segment,
        o.channel_id AS channel, o.region_id AS region, f.amount_home
    FROM sales_refund f JOIN sales_order o ON o.id = f.order_id LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel, region) AS slice, d, owner, team, segment, channel, region, sum(amount_home) AS refunded
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, region),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, region));

CREATE TABLE hand_parts AS
WITH r AS (
    SELECT (f.refunded_at AT TIME ZONE '{zone}')::date AS d, o.team_id AS team, p.top_id AS category, l.kind, f.amount_home, f.quantity
    FROM (SELECT f.refunded_at, f.order_id, x.line_id, x.quantity, x.amount_home FROM sales_refund f JOIN sales_refundline x ON x.refund_id = f.id
          UNION ALL SELECT f.refunded_at, f.order_id, NULL, 0, f.amount_home - coalesce(x.said, 0) FROM sales_refund f
          LEFT JOIN (SELECT refund_id, sum(amount_home) AS said FROM sales_refundline GROUP BY 1) x ON x.refund_id = f.id
          WHERE f.amount_home <> coalesce(x.said, 0)) f
    JOIN sales_order o ON o.id = f.order_id LEFT JOIN sales_orderline l ON l.id = f.line_id
    LEFT JOIN sales_productcategory p ON p.id = l.category_id LEFT JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(team, category) AS slice, d, team, category, sum(amount_home) AS refunded, sum(quantity) FILTER (WHERE kind = 'product') AS items
FROM r GROUP BY GROUPING SETS ((d), (d, team), (d, category), (d, team, category));

CREATE TABLE hand_deals AS
WITH r AS (
    SELECT (x.closed_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category, x.outcome, x.amount_home, x.closed_at >= x.opened_at AS forward,
        (x.closed_at AT TIME ZONE '{zone}')::date - (x.opened_at AT TIME ZONE '{zone}')::date AS days
    FROM sales_deal x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE x.outcome <> 'open' AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel, category) AS slice, d, owner, team, segment, channel, category,
    count(*) AS closed, count(*) FILTER (WHERE outcome = 'won') AS won, count(*) FILTER (WHERE outcome = 'lost') AS lost,
    sum(amount_home) FILTER (WHERE outcome = 'won') AS won_amount, sum(amount_home) AS closed_amount,
    sum(days) FILTER (WHERE outcome = 'won' AND forward) AS cycle, count(*) FILTER (WHERE outcome = 'won' AND forward) AS cycles
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, category),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, category));

CREATE TABLE hand_leads AS
WITH r AS (
    SELECT (x.received_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category, x.won_at
    FROM sales_lead x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE x.disqualified_reason NOT IN ('spam', 'test', 'duplicate') AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel, category) AS slice, d, owner, team, segment, channel, category, count(*) AS leads, count(won_at) AS leads_won
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, category),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, category));

CREATE TABLE hand_leads_won AS
WITH r AS (
    SELECT (x.won_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment,
        x.channel_id AS channel, p.top_id AS category
    FROM sales_lead x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE x.won_at IS NOT NULL AND x.disqualified_reason NOT IN ('spam', 'test', 'duplicate') AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel, category) AS slice, d, owner, team, segment, channel, category, count(*) AS won
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, category),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, category));

CREATE TABLE hand_new AS
WITH f AS (
    SELECT DISTINCT ON (coalesce(c.merged_into_id, c.id)) o.ordered_at, o.owner_id AS owner, o.team_id AS team, o.segment_id AS segment,
        o.channel_id AS channel, o.region_id AS region
    FROM sales_order o JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND NOT (c.is_test OR c.is_internal)
    ORDER BY coalesce(c.merged_into_id, c.id), o.ordered_at, o.id),
r AS (SELECT (ordered_at AT TIME ZONE '{zone}')::date AS d, owner, team, segment, channel, region FROM f)
SELECT grouping(owner, team, segment, channel, region) AS slice, d, owner, team, segment, channel, region, count(*) AS new
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, region),
    (d, team, owner), (d, team, segment), (d, team, channel), (d, team, region));

CREATE TABLE hand_recruits AS
WITH o AS (
    SELECT o.id, coalesce(c.merged_into_id, c.id) AS party, (o.ordered_at AT TIME ZONE '{zone}')::date AS d
    FROM sales_order o JOIN accounts_customer c ON c.id = o.customer_id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test AND NOT (c.is_test OR c.is_internal)),
f AS (SELECT party, min(d) AS d FROM o GROUP BY 1),
r AS (SELECT DISTINCT o.party, o.d, p.top_id AS category FROM o JOIN f USING (party, d) JOIN sales_orderline l ON l.order_id = o.id
      JOIN sales_productcategory p ON p.id = l.category_id)
SELECT grouping(category) AS slice, d, category, count(*) AS recruits FROM r GROUP BY GROUPING SETS ((d), (d, category));

CREATE TABLE hand_calls_made AS
WITH r AS (
    SELECT (i.at AT TIME ZONE '{zone}')::date AS d, i.owner_id AS owner, i.team_id AS team, i.segment_id AS segment, i.channel_id AS channel
    FROM accounts_interaction i LEFT JOIN accounts_customer c ON c.id = i.customer_id
    WHERE i.kind = 'call' AND i.direction = 'out' AND i.done AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS made
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_answered AS
WITH r AS (
    SELECT (t.first_response_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, t.first_response_open_seconds AS s, extract(epoch FROM t.first_response_at - t.opened_at)::bigint AS clock
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE t.first_response_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS answered, sum(s) AS open_wait, sum(clock) AS clock_wait
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_resolved AS
WITH r AS (
    SELECT (t.resolved_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, extract(epoch FROM t.resolved_at - t.opened_at)::bigint AS s, t.resolution_open_seconds AS o
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE t.resolved_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS resolved, sum(s) AS to_last, sum(o) AS open_to_last
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_first_resolved AS
WITH r AS (
    SELECT (t.first_resolved_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, extract(epoch FROM t.first_resolved_at - t.opened_at)::bigint AS s
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE t.first_resolved_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS resolved, sum(s) AS to_first
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_calls AS
WITH r AS (
    SELECT (x.entered_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel,
        x.outcome = 'answered' AS ok, x.wait_seconds AS wait, coalesce(x.talk_seconds, 0) + coalesce(x.hold_seconds, 0) AS talk,
        coalesce(x.wrap_up_seconds, 0) AS wrap
    FROM service_call x WHERE x.direction = 'in' AND x.outcome IN ('answered', 'abandoned') AND NOT x.is_test AND NOT x.is_internal)
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS offered, count(*) FILTER (WHERE ok) AS taken,
    count(*) FILTER (WHERE ok AND wait <= 20) AS quick, count(*) FILTER (WHERE NOT ok) AS given_up,
    count(*) FILTER (WHERE NOT ok AND wait <= 20) AS soon, count(*) FILTER (WHERE NOT ok AND wait < 5) AS short,
    sum(wait) FILTER (WHERE ok) AS waited, sum(talk) FILTER (WHERE ok) AS talked, sum(wrap) FILTER (WHERE ok) AS wrapped
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_members AS
WITH r AS (
    SELECT m.contacted_on AS d, a.owner_id AS owner, a.team_id AS team, m.segment_id AS segment, a.channel_id AS channel, m.delivered,
        EXISTS (SELECT FROM marketing_response x WHERE x.member_id = m.id AND NOT x.automatic AND x.kind <> 'unsubscribe'
            AND x."on" BETWEEN a.starts_on AND a.ends_on + a.grace_days) AS responded
    FROM marketing_member m JOIN marketing_campaign a ON a.id = m.campaign_id LEFT JOIN accounts_customer c ON c.id = m.customer_id
    WHERE m.contacted_on IS NOT NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, count(*) AS contacted,
    count(*) FILTER (WHERE delivered) AS delivered, count(*) FILTER (WHERE responded) AS responded
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

CREATE TABLE hand_spend AS
WITH r AS (SELECT day AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel, kind, planned, actual, is_acquisition FROM marketing_spend)
SELECT grouping(owner, team, segment, channel) AS slice, d, owner, team, segment, channel, sum(actual) FILTER (WHERE is_acquisition) AS acquisition,
    sum(actual) FILTER (WHERE kind = 'promotion') AS spent, sum(planned) FILTER (WHERE kind = 'promotion') AS planned
FROM r GROUP BY GROUPING SETS ((d), (d, owner), (d, team), (d, segment), (d, channel), (d, team, owner), (d, team, segment), (d, team, channel));

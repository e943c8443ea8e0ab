-- By hand: tickets, calls, complaints and feedback.
CREATE TABLE hand_answered AS
WITH r AS (
    SELECT (t.first_response_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, t.first_response_open_seconds AS s, extract(epoch FROM t.first_response_at - t.opened_at)::bigint AS clock
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE {during[t.first_response_at]} AND t.first_response_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS answered, sum(s) AS open_wait, sum(clock) AS clock_wait
FROM r {sets[stamps]};

CREATE TABLE hand_resolved AS
WITH r AS (
    SELECT (t.resolved_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, extract(epoch FROM t.resolved_at - t.opened_at)::bigint AS s, t.resolution_open_seconds AS o
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE {during[t.resolved_at]} AND t.resolved_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS resolved, sum(s) AS to_last, sum(o) AS open_to_last
FROM r {sets[stamps]};

CREATE TABLE hand_first_resolved AS
WITH r AS (
    SELECT (t.first_resolved_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment,
        t.channel_id AS channel, extract(epoch FROM t.first_resolved_at - t.opened_at)::bigint AS s
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE {during[t.first_resolved_at]} AND t.first_resolved_at IS NOT NULL AND NOT t.is_test AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS resolved, sum(s) AS to_first
FROM r {sets[stamps]};

CREATE TABLE hand_calls AS
WITH r AS (
    SELECT (x.entered_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel,
        x.outcome = 'answered' AS ok, x.wait_seconds AS wait, coalesce(x.talk_seconds, 0) + coalesce(x.hold_seconds, 0) AS talk,
        coalesce(x.wrap_up_seconds, 0) AS wrap
    FROM service_call x WHERE {during[x.entered_at]} AND x.direction = 'in' AND x.outcome IN ('answered', 'abandoned') AND NOT x.is_test AND NOT x.is_internal)
SELECT {cut[stamps]}, count(*) AS offered, count(*) FILTER (WHERE ok) AS taken,
    count(*) FILTER (WHERE ok AND wait <= 20) AS quick, count(*) FILTER (WHERE NOT ok) AS given_up,
    count(*) FILTER (WHERE NOT ok AND wait <= 20) AS soon, count(*) FILTER (WHERE NOT ok AND wait < 5) AS short,
    sum(wait) FILTER (WHERE ok) AS waited, sum(talk) FILTER (WHERE ok) AS talked, sum(wrap) FILTER (WHERE ok) AS wrapped
FROM r {sets[stamps]};

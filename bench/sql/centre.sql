-- By hand: every call, agents' time, reviews, what a resolution took, field jobs, incidents.
CREATE TABLE hand_every_call AS
WITH r AS (
    SELECT (entered_at AT TIME ZONE '{zone}')::date AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel,
        direction, outcome, coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0) AS talk
    FROM service_call WHERE {during[entered_at]} AND NOT is_test AND NOT is_internal AND outcome NOT IN ('phantom', 'out_of_hours'))
SELECT {cut[stamps]}, count(*) AS calls, count(*) FILTER (WHERE direction = 'in') AS inbound, count(*) FILTER (WHERE direction = 'out') AS outbound,
    sum(talk) FILTER (WHERE outcome = 'answered') AS connected, sum(talk) FILTER (WHERE outcome = 'answered' AND direction = 'in') AS connected_in,
    sum(talk) FILTER (WHERE outcome = 'answered' AND direction = 'out') AS connected_out, count(*) FILTER (WHERE outcome = 'blocked') AS blocked,
    count(*) FILTER (WHERE direction = 'in' AND outcome IN ('answered', 'abandoned')) AS reached
FROM r {sets[stamps]};

CREATE TABLE hand_dialled AS
WITH r AS (
    SELECT (entered_at AT TIME ZONE '{zone}')::date AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel
    FROM service_call WHERE {during[entered_at]} AND direction = 'out' AND NOT is_test AND NOT is_internal AND outcome <> 'blocked')
SELECT {cut[stamps]}, count(*) AS dialled FROM r {sets[stamps]};

-- Hours on duty are those of the shift without unpaid breaks; what an agent does lies within the shift here.
CREATE TABLE hand_agents AS
WITH r AS (
    SELECT (started_at AT TIME ZONE '{zone}')::date AS d, owner_id AS owner, team_id AS team, state, paid, extract(epoch FROM ended_at - started_at) / 3600 AS hours
    FROM service_agentstate WHERE {during[started_at]} AND ended_at IS NOT NULL AND state <> 'off')
SELECT {cut[owner team]}, sum(hours) FILTER (WHERE state = 'available') AS available, sum(hours) FILTER (WHERE state IN ('talk', 'hold', 'wrap_up', 'handling')) AS handling,
    coalesce(sum(hours) FILTER (WHERE state = 'staffed'), 0) - coalesce(sum(hours) FILTER (WHERE state <> 'staffed' AND NOT paid), 0) AS working
FROM r {sets[owner team]};

CREATE TABLE hand_reviews AS
WITH r AS (
    SELECT (c.entered_at AT TIME ZONE '{zone}')::date AS d, c.owner_id AS owner, c.team_id AS team, c.segment_id AS segment, c.channel_id AS channel, v.score
    FROM service_callreview v JOIN service_call c ON c.id = v.call_id WHERE {during[c.entered_at]} AND NOT c.is_test AND NOT c.is_internal AND c.outcome NOT IN ('phantom', 'out_of_hours'))
SELECT {cut[stamps]}, count(*) AS reviewed, sum(score) AS scored FROM r {sets[stamps]};

CREATE TABLE hand_opened AS
WITH r AS (
    SELECT (t.opened_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment, t.channel_id AS channel, t.status
    FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE {during[t.opened_at]} AND NOT t.is_test AND NOT t.is_spam AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS came, count(*) FILTER (WHERE status = 'resolved') AS solved FROM r {sets[stamps]};

CREATE TABLE hand_settled AS
WITH t AS MATERIALIZED (
    SELECT t.* FROM service_ticket t LEFT JOIN accounts_customer c ON c.id = t.customer_id
    WHERE {during[t.resolved_at]} AND t.resolved_at IS NOT NULL AND NOT t.is_test AND NOT t.is_spam AND t.merged_into_id IS NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal))),
told AS (
    SELECT t.id, count(*) FILTER (WHERE x.may_open AND x.at <= t.opened_at) AS opening, count(*) FILTER (WHERE x.at <= t.resolved_at AND NOT (x.may_open AND x.at <= t.opened_at)) AS more,
        count(*) FILTER (WHERE x.at > t.resolved_at AND x.at <= t.resolved_at + interval '7 days') AS later
    FROM t JOIN service_ticketcontact x ON x.ticket_id = t.id GROUP BY 1),
ours AS (SELECT t.id, count(DISTINCT x.owner_id) AS agents FROM t JOIN service_ticketagent x ON x.ticket_id = t.id AND x.at <= t.resolved_at GROUP BY 1),
anew AS (
    SELECT DISTINCT t.id FROM t JOIN service_ticket x ON x.customer_id = t.customer_id AND x.topic = t.topic AND x.id <> t.id AND x.opened_at > t.resolved_at
        AND x.opened_at <= t.resolved_at + interval '7 days' AND NOT x.is_test AND NOT x.is_spam AND x.merged_into_id IS DISTINCT FROM t.id WHERE t.topic <> ''
    UNION SELECT t.id FROM t JOIN service_call x ON x.customer_id = t.customer_id AND x.topic = t.topic AND x.entered_at > t.resolved_at
        AND x.entered_at <= t.resolved_at + interval '7 days' AND x.direction = 'in' AND NOT x.is_test AND NOT x.is_internal WHERE t.topic <> ''),
reopened AS (SELECT DISTINCT ticket_id FROM service_ticketevent WHERE kind = 'reopened'),
r AS (
    SELECT (t.resolved_at AT TIME ZONE '{zone}')::date AS d, t.owner_id AS owner, t.team_id AS team, t.segment_id AS segment, t.channel_id AS channel,
        greatest(coalesce(told.opening, 0), 1) + coalesce(told.more, 0) AS contacts, coalesce(ours.agents, 0) AS agents, NOT t.beyond_first_level AS easy,
        greatest(coalesce(told.opening, 0), 1) + coalesce(told.more, 0) = 1 AND t.reopened = 0 AND reopened.ticket_id IS NULL AND coalesce(told.later, 0) = 0
            AND anew.id IS NULL AS held
    FROM t LEFT JOIN told USING (id) LEFT JOIN ours USING (id) LEFT JOIN anew USING (id) LEFT JOIN reopened ON reopened.ticket_id = t.id)
SELECT {cut[stamps]}, count(*) AS settled, sum(contacts) AS contacts, sum(agents) AS agents, count(*) FILTER (WHERE held) AS at_once,
    count(*) FILTER (WHERE easy) AS easy, count(*) FILTER (WHERE easy AND held) AS easy_at_once
FROM r {sets[stamps]};

CREATE TABLE hand_dispatches AS
WITH r AS (
    SELECT (j.dispatched_at AT TIME ZONE '{zone}')::date AS d, j.owner_id AS owner, j.team_id AS team, j.segment_id AS segment, j.channel_id AS channel,
        NOT EXISTS (SELECT FROM service_fieldjob x WHERE x.territory_id IS NOT DISTINCT FROM j.territory_id AND x.id <> j.id AND x.created_at <= j.dispatched_at
            AND (x.dispatched_at IS NULL OR x.dispatched_at > j.dispatched_at) AND (x.cancelled_at IS NULL OR x.cancelled_at > j.dispatched_at)
            AND (x.score > j.score OR x.score = j.score AND (x.created_at, x.id) < (j.created_at, j.id))) AS in_turn
    FROM service_fieldjob j WHERE {during[j.dispatched_at]} AND j.dispatched_at IS NOT NULL)
SELECT {cut[stamps]}, count(*) AS dispatched, count(*) FILTER (WHERE in_turn) AS in_turn FROM r {sets[stamps]};

CREATE TABLE hand_incidents AS
WITH r AS (SELECT occurred_on AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel FROM service_processincident WHERE {on[occurred_on]})
SELECT {cut[stamps]}, count(*) AS incidents FROM r {sets[stamps]}

-- By hand: campaigns, money spent, answers to surveys.
CREATE TABLE hand_members AS
WITH r AS (
    SELECT m.contacted_on AS d, a.owner_id AS owner, a.team_id AS team, m.segment_id AS segment, a.channel_id AS channel, m.delivered,
        EXISTS (SELECT FROM marketing_response x WHERE x.member_id = m.id AND NOT x.automatic AND x.kind <> 'unsubscribe'
            AND x."on" BETWEEN a.starts_on AND a.ends_on + a.grace_days) AS responded
    FROM marketing_member m JOIN marketing_campaign a ON a.id = m.campaign_id LEFT JOIN accounts_customer c ON c.id = m.customer_id
    WHERE {on[m.contacted_on]} AND m.contacted_on IS NOT NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS contacted,
    count(*) FILTER (WHERE delivered) AS delivered, count(*) FILTER (WHERE responded) AS responded
FROM r {sets[stamps]};

CREATE TABLE hand_spend AS
WITH r AS (SELECT day AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel, kind, planned, actual, is_acquisition FROM marketing_spend WHERE {on[day|quarter]})
SELECT {cut[stamps]}, sum(actual) FILTER (WHERE is_acquisition) AS acquisition,
    sum(actual) FILTER (WHERE kind = 'promotion') AS spent, sum(planned) FILTER (WHERE kind = 'promotion') AS planned,
    sum(actual) FILTER (WHERE kind = 'advertising') AS booked, sum(planned) FILTER (WHERE kind = 'advertising') AS budget
FROM r {sets[stamps]};

CREATE TABLE hand_forecasts AS
WITH r AS (
    SELECT f.day AS d, a.owner_id AS owner, a.team_id AS team, m.segment_id AS segment, f.probability,
        EXISTS (SELECT FROM marketing_response x WHERE x.member_id = m.id AND NOT x.automatic AND x.kind <> 'unsubscribe'
            AND x."on" BETWEEN a.starts_on AND a.ends_on + a.grace_days) AS answered
    FROM analytics_memberforecast f JOIN marketing_member m ON m.id = f.member_id JOIN marketing_campaign a ON a.id = m.campaign_id
    LEFT JOIN accounts_customer c ON c.id = m.customer_id
    WHERE {on[f.day]} AND m.contacted_on IS NOT NULL AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[owner team segment]}, sum(probability) AS likely, count(*) AS members, count(*) FILTER (WHERE answered) AS answered FROM r {sets[owner team segment]};

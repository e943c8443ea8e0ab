-- By hand: stages passed, credit for deals, seats, contracts, documents, departures.
CREATE TABLE hand_entries AS
WITH f AS (
    SELECT DISTINCT ON (x.deal_id, x.stage_id) x.deal_id, x.stage_id, x.at, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, y.channel_id AS channel, p.top_id AS category, g.position
    FROM sales_stagechange x JOIN sales_deal y ON y.id = x.deal_id JOIN sales_stage g ON g.id = x.stage_id LEFT JOIN sales_productcategory p ON p.id = y.category_id
    LEFT JOIN accounts_customer c ON c.id = y.customer_id WHERE x.outcome = 'open' AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal))
    ORDER BY x.deal_id, x.stage_id, x.at, x.id),
won AS (SELECT DISTINCT deal_id FROM sales_stagechange WHERE outcome = 'won'),
farthest AS (SELECT deal_id, max(position) AS position FROM f GROUP BY 1),
chain AS (SELECT id, lead(id) OVER (ORDER BY position, name, id) AS following FROM sales_stage WHERE outcome = 'open'),
r AS (
    SELECT f.*, (f.at AT TIME ZONE '{zone}')::date AS d, won.deal_id IS NOT NULL AS was_won, won.deal_id IS NOT NULL OR farthest.position > f.position AS beyond,
        CASE WHEN chain.following IS NULL THEN won.deal_id IS NOT NULL ELSE n.deal_id IS NOT NULL END AS went_on
    FROM f JOIN chain ON chain.id = f.stage_id JOIN farthest USING (deal_id) LEFT JOIN won USING (deal_id)
    LEFT JOIN f n ON n.deal_id = f.deal_id AND n.stage_id = chain.following)
SELECT {cut[stamps category]}, count(*) AS entered, count(*) FILTER (WHERE went_on) AS went_on, count(*) FILTER (WHERE beyond) AS beyond, count(*) FILTER (WHERE was_won) AS came_through
FROM r WHERE {during[at]} {sets[stamps category]};

CREATE TABLE hand_credited AS
WITH r AS (
    SELECT (y.closed_at AT TIME ZONE '{zone}')::date AS d, s.user_id AS owner, y.team_id AS team, y.segment_id AS segment, y.channel_id AS channel, p.top_id AS category, s.share, y.outcome, y.amount_home
    FROM sales_deal y JOIN sales_dealshare s ON s.deal_id = y.id LEFT JOIN sales_productcategory p ON p.id = y.category_id LEFT JOIN accounts_customer c ON c.id = y.customer_id
    WHERE {during[y.closed_at]} AND y.outcome <> 'open' AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps category]}, sum(share) AS closed, sum(share) FILTER (WHERE outcome = 'won') AS won, sum(share) FILTER (WHERE outcome = 'lost') AS lost,
    sum(share * amount_home) AS closed_amount, sum(share * amount_home) FILTER (WHERE outcome = 'won') AS won_amount
FROM r {sets[stamps category]};

CREATE TABLE hand_seats AS
WITH i AS (
    SELECT m.user_id AS owner, m.team_id AS team, since AS s, least(until + 1, lead(since) OVER (PARTITION BY user_id ORDER BY since, m.id)) AS f
    FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.role = 'rep'),
r AS (SELECT owner, team, g::date AS d FROM i, generate_series(greatest(s, date '{first}'), least(f - 1, date '{end}'), interval '1 day') g)
SELECT {cut[owner team]}, count(*) AS seats FROM r {sets[owner team]};

CREATE TABLE hand_contracts AS
WITH r AS (
    SELECT x.ends_on AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel, p.top_id AS category, x.annual_value,
        x.renewed_on <= x.ends_on + o.renewal_grace_days AS went_on
    FROM sales_contract x LEFT JOIN sales_productcategory p ON p.id = x.category_id JOIN accounts_customer c ON c.id = x.customer_id, accounts_organisation o
    WHERE {on[x.ends_on]} AND x.status <> 'draft' AND NOT (c.is_test OR c.is_internal))
SELECT {cut[stamps category]}, count(*) AS due, count(*) FILTER (WHERE went_on) AS renewed, sum(annual_value) AS value, sum(annual_value) FILTER (WHERE went_on) AS renewed_value
FROM r {sets[stamps category]};

CREATE TABLE hand_documents AS
WITH r AS (SELECT lost_on AS d, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel, found_on FROM sales_contractdocument WHERE {on[lost_on]} AND lost_on IS NOT NULL)
SELECT {cut[stamps]}, count(*) FILTER (WHERE found_on IS NULL) AS documents_lost FROM r {sets[stamps]};

CREATE TABLE hand_filed AS
WITH i AS (
    SELECT filed_on AS s, least(CASE WHEN found_on IS NULL THEN lost_on END, discarded_on) AS f, owner_id AS owner, team_id AS team, segment_id AS segment, channel_id AS channel
    FROM sales_contractdocument),
e AS (
    SELECT s AS d, 1 AS v, owner, team, segment, channel FROM i WHERE f IS NULL OR f > s UNION ALL SELECT f, -1, owner, team, segment, channel FROM i WHERE f > s),
k AS (SELECT {cut[stamps]}, sum(v) AS v FROM e {sets[stamps]}),
r AS (SELECT slice, owner, team, segment, channel, d, lead(d) OVER w AS following, sum(v) OVER w AS filed FROM k WINDOW w AS (PARTITION BY slice, owner, team, segment, channel ORDER BY d))
SELECT slice, g::date AS d, owner, team, segment, channel, filed
FROM r, generate_series(greatest(d, date '{first}'), least(following - 1, date '{end}'), interval '1 day') g WHERE filed <> 0;

CREATE TABLE hand_departures AS
WITH r AS (
    SELECT x.left_on AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel
    FROM sales_departure x JOIN accounts_customer c ON c.id = x.customer_id WHERE {on[x.left_on]} AND NOT (c.is_test OR c.is_internal))
SELECT {cut[stamps]}, count(*) AS departed FROM r {sets[stamps]};

CREATE TABLE hand_goals AS
WITH r AS (SELECT due_on AS d, owner_id AS owner, team_id AS team, status = 'met' AS met, is_implementation FROM analytics_goal WHERE {on[due_on|year]} AND status <> 'dropped')
SELECT {cut[owner team]}, count(*) AS goals, count(*) FILTER (WHERE met) AS met, count(*) FILTER (WHERE is_implementation) AS introducing,
    count(*) FILTER (WHERE met AND is_implementation) AS introduced
FROM r {sets[owner team]};

CREATE TEMP VIEW reading AS
SELECT r.id AS row, r.goal_id AS person, r."on" AS at, r."on" AS d, date_trunc('month', r."on"::timestamp)::date AS m, g.owner_id AS owner, g.team_id AS team,
    r.value - g.baseline_value AS change, g.baseline_value AS baseline
FROM analytics_goalreading r JOIN analytics_goal g ON g.id = r.goal_id WHERE {on[r."on"]} AND r.value IS NOT NULL AND g.baseline_value IS NOT NULL AND g.status <> 'dropped';
{latest[reading_steps|reading|owner team|change, baseline]};
{running[hand_readings|reading_steps|month|change, baseline]}

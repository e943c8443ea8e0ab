-- By hand: complaints, feedback, and answers to surveys, of which a customer's latest in the month counts.
CREATE TABLE hand_complaints AS
WITH r AS (
    SELECT (x.received_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel,
        p.top_id AS category, x.region_id AS region, x.validity, x.duplicate_of_id IS NULL AS first_told,
        x.closed_at <= x.received_at + interval '1 hour' * x.target_hours AS in_time
    FROM service_complaint x LEFT JOIN accounts_customer c ON c.id = x.customer_id LEFT JOIN sales_productcategory p ON p.id = x.category_id
    WHERE {during[x.received_at]} AND NOT x.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps category region]}, count(*) AS received, count(*) FILTER (WHERE validity = 'valid' AND first_told) AS valid,
    count(*) FILTER (WHERE validity = 'pending' AND first_told) AS pending, count(*) FILTER (WHERE in_time) AS in_time
FROM r {sets[stamps category region]};

CREATE TABLE hand_feedback AS
WITH r AS (
    SELECT (x.received_at AT TIME ZONE '{zone}')::date AS d, x.owner_id AS owner, x.team_id AS team, x.segment_id AS segment, x.channel_id AS channel,
        x.answered_at <= x.received_at + interval '1 hour' * x.target_hours AS in_time, x.dissatisfied AND x.origin = 'follow_up' AS found, x.resolved_at
    FROM marketing_feedback x LEFT JOIN accounts_customer c ON c.id = x.customer_id
    WHERE {during[x.received_at]} AND NOT x.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal)))
SELECT {cut[stamps]}, count(*) AS told, count(*) FILTER (WHERE in_time) AS told_in_time, count(*) FILTER (WHERE found) AS found,
    count(*) FILTER (WHERE found AND resolved_at IS NOT NULL) AS settled
FROM r {sets[stamps]};

CREATE TEMP TABLE said AS
SELECT x.id AS row, coalesce(c.merged_into_id, c.id, -x.id) AS party, coalesce(c.merged_into_id, c.id, -x.id) || '/' || x.survey_id AS person, x.answered_at AS at,
    (x.answered_at AT TIME ZONE '{zone}')::date AS d, date_trunc('month', x.answered_at AT TIME ZONE '{zone}')::date AS m, x.owner_id AS owner, x.team_id AS team,
    x.segment_id AS segment, x.channel_id AS channel, s.kind, s.scale, x.score, x.recalls_ad, x.recognises_ad, x.names_brand, x.recognises_brand, x.opinion
FROM marketing_answer x JOIN marketing_survey s ON s.id = x.survey_id LEFT JOIN accounts_customer c ON c.id = x.customer_id
WHERE {during[x.answered_at|quarter]} AND NOT x.is_test AND (c.id IS NULL OR NOT (c.is_test OR c.is_internal));

CREATE TEMP VIEW recommending AS
SELECT row, person, at, d, m, owner, team, segment, channel, 1 AS asked, (score >= 9)::int AS promoters, (score BETWEEN 7 AND 8)::int AS passives,
    (score <= 6)::int AS detractors FROM said WHERE kind = 'nps' AND score IS NOT NULL;
{latest[recommending_steps|recommending|stamps|asked, promoters, passives, detractors]};
{running[hand_recommendations|recommending_steps|month|asked, promoters, passives, detractors]};

CREATE TEMP VIEW rating AS
SELECT row, person, at, d, m, owner, team, segment, channel, 1 AS rated,
    (CASE scale WHEN 'five' THEN score >= 4 WHEN 'three' THEN score = 3 ELSE score >= 9 END)::int AS satisfied,
    CASE scale WHEN 'three' THEN score * 2 - 1 WHEN 'ten' THEN 1 + (score - 1) * 4 / 9.0 WHEN 'eleven' THEN 1 + score * 4 / 10.0 ELSE score END AS stars
FROM said WHERE kind = 'csat' AND score IS NOT NULL;
{latest[rating_steps|rating|stamps|rated, satisfied, stars]};
{running[hand_satisfaction|rating_steps|month|rated, satisfied, stars]};

CREATE TEMP VIEW recalling AS
SELECT row, person, at, d, m, owner, team, segment, channel, 1 AS ad_asked, (coalesce(recalls_ad, false) OR coalesce(recognises_ad, false))::int AS ad_known,
    (recognises_ad IS NOT NULL)::int AS shown, coalesce(recognises_ad, false)::int AS recognised, (recalls_ad IS NOT NULL)::int AS unshown,
    coalesce(recalls_ad, false)::int AS recalled FROM said WHERE recalls_ad IS NOT NULL OR recognises_ad IS NOT NULL;
{latest[recalling_steps|recalling|stamps|ad_asked, ad_known, shown, recognised, unshown, recalled]};
{running[hand_ad_recall|recalling_steps|month|ad_asked, ad_known, shown, recognised, unshown, recalled]};

CREATE TEMP VIEW naming AS
SELECT row, person, at, d, m, owner, team, segment, channel, 1 AS brand_asked, (coalesce(names_brand, false) OR coalesce(recognises_brand, false))::int AS brand_known,
    (recognises_brand IS NOT NULL)::int AS told, coalesce(recognises_brand, false)::int AS recognised, (names_brand IS NOT NULL)::int AS untold,
    coalesce(names_brand, false)::int AS named FROM said WHERE names_brand IS NOT NULL OR recognises_brand IS NOT NULL;
{latest[naming_steps|naming|stamps|brand_asked, brand_known, told, recognised, untold, named]};
{running[hand_brand_recall|naming_steps|month|brand_asked, brand_known, told, recognised, untold, named]};

CREATE TEMP VIEW judging AS
SELECT row, person, at, d, m, owner, team, segment, channel, knows::int AS judged, (knows AND opinion >= 4)::int AS liked
FROM (SELECT *, coalesce(names_brand, false) OR coalesce(recognises_brand, false) OR (names_brand IS NULL AND recognises_brand IS NULL) AS knows FROM said) s
WHERE opinion IS NOT NULL;
{latest[judging_steps|judging|stamps|judged, liked]};
{running[hand_brand_opinion|judging_steps|month|judged, liked]};

CREATE TEMP TABLE scored AS
SELECT z.id AS row, s.party || '/' || z.attribute_id AS person, s.at, s.d, s.m, s.owner, s.team, s.segment, s.channel, z.attribute_id AS attribute, s.kind, z.score AS points, 1 AS scores
FROM marketing_attributescore z JOIN said s ON s.row = z.answer_id;
CREATE TEMP VIEW of_service AS SELECT * FROM scored WHERE kind IN ('csat', 'index');
{latest[of_service_steps|of_service|stamps attribute|points, scores]};
{running[hand_attributes|of_service_steps|month|points, scores]};
CREATE TEMP VIEW of_ads AS SELECT * FROM scored WHERE kind = 'ad';
{latest[of_ads_steps|of_ads|stamps attribute|points, scores]};
{running[hand_ad_attributes|of_ads_steps|month|points, scores]}

-- By hand: the figures of what customers say.
{scoped[complaints|hand_complaints|stamps category region|received, valid, in_time]};
{scoped[feedback|hand_feedback|stamps|told, told_in_time, found, settled]};
{figures[complaints orders]}
    ('complaint_rate', received, orders, true, in_complaints OR in_orders){published};
{figures[complaints feedback]}
    ('valid_complaints', valid, NULL, false, in_complaints), ('complaint_handling_rate', in_time, received, true, in_complaints),
    ('feedback_timeliness', told_in_time, told, true, in_feedback), ('dissatisfaction_resolution_rate', settled, found, true, in_feedback){published};

{by_scope[recommendations|hand_recommendations|asked, promoters, detractors]};
{by_scope[satisfaction|hand_satisfaction|rated, satisfied, stars]};
{by_scope[ad_recall|hand_ad_recall|ad_asked, ad_known]};
{by_scope[brand_recall|hand_brand_recall|brand_asked, brand_known]};
{by_scope[brand_opinion|hand_brand_opinion|judged, liked]};
{figures[recommendations satisfaction ad_recall brand_recall brand_opinion]}
    ('nps', 100 * (promoters - detractors), asked, true, in_recommendations), ('customer_satisfaction', satisfied, rated, true, in_satisfaction),
    ('customer_satisfaction_mean', stars, rated, true, in_satisfaction), ('ad_awareness', ad_known, ad_asked, true, in_ad_recall),
    ('brand_awareness', brand_known, brand_asked, true, in_brand_recall), ('brand_reputation', liked, judged, true, in_brand_opinion){published};

-- Indices: at the ends of months and on the last day, of the company and its teams.
CREATE TEMP TABLE ends AS
SELECT x::date AS e, date_trunc('month', x)::date AS m, date_trunc('quarter', x)::date AS q FROM generate_series(date '{first}', date '{end}' - 1, interval '1 day') x
WHERE extract(day FROM x + interval '1 day') = 1 OR x = date '{end}' - 1;
CREATE TEMP TABLE chiefs AS SELECT 'company' AS scope, 0::bigint AS id UNION ALL SELECT 'team', id FROM accounts_team;

INSERT INTO hand_kpi
WITH k AS (SELECT * FROM ({keyed[scored|team]}) s),
l AS (SELECT DISTINCT ON (e, scope, k.id, person) e, scope, k.id, kind, attribute, points FROM k JOIN ends ON d BETWEEN ends.m AND e
    ORDER BY e, scope, k.id, person, at DESC, row DESC),
a AS (SELECT e, scope, id, kind = 'ad' AS of_ads, attribute, avg(points) AS mean FROM l GROUP BY 1, 2, 3, 4, 5),
i AS (SELECT e, scope, a.id, of_ads, sum(t.weight * (mean - 1) * 25) AS num, sum(t.weight) AS den, count(*) AS n
    FROM a JOIN marketing_surveyattribute t ON t.id = a.attribute GROUP BY 1, 2, 3, 4),
v AS (SELECT CASE WHEN of_ads THEN 'ad_success_index' ELSE 'customer_satisfaction_index' END AS kpi, e, scope, id, num, den FROM i WHERE n = CASE WHEN of_ads THEN 3 ELSE 5 END)
SELECT c.kpi, ends.e, chiefs.scope, chiefs.id, num, den, num / den FROM ends CROSS JOIN chiefs
CROSS JOIN (VALUES ('ad_success_index'), ('customer_satisfaction_index')) c(kpi) LEFT JOIN v ON (v.kpi, v.e, v.scope, v.id) = (c.kpi, ends.e, chiefs.scope, chiefs.id);

INSERT INTO hand_kpi
WITH b AS (SELECT e, scope, id, c, sum(n) AS n FROM bought JOIN ends ON d BETWEEN q AND e WHERE scope IN ('company', 'team') GROUP BY 1, 2, 3, 4),
repeats AS (SELECT e, scope, id, count(*) FILTER (WHERE n >= 2) / count(*)::numeric AS rate FROM b GROUP BY 1, 2, 3),
k AS (SELECT * FROM ({keyed[recommending|team]}) s),
l AS (SELECT DISTINCT ON (e, scope, k.id, person) e, scope, k.id, promoters FROM k JOIN ends ON d BETWEEN q AND e ORDER BY e, scope, k.id, person, at DESC, row DESC),
ours AS (SELECT e, scope, id, avg(promoters) AS rate FROM l GROUP BY 1, 2, 3),
v AS (SELECT e, scope, repeats.id, 100 * (o.loyalty_repurchase_weight * repeats.rate + o.loyalty_promoter_weight * ours.rate) AS value
    FROM repeats JOIN ours USING (e, scope, id), accounts_organisation o)
SELECT 'customer_loyalty_index', ends.e, chiefs.scope, chiefs.id, value, NULL, value FROM ends CROSS JOIN chiefs LEFT JOIN v ON (v.e, v.scope, v.id) = (ends.e, chiefs.scope, chiefs.id)

-- By hand: expenses, advertising, campaigns, trainings, the market.
{scoped[spend|hand_spend|stamps|acquisition, spent, planned, booked, budget]};
{running[spend_month|spend|month|acquisition, spent, planned, booked, budget]};
{running[new_month|new|month|new, sent]};
{scoped[expenses|hand_expenses|stamps|expense, approved, running, acquiring]};
{running[expenses_month|expenses|month|expense, approved, running, acquiring]};
{running[orders_month|orders|month|orders, net, items]};
{running[refunds_month|refunds|month|refunded]};
{running[calls_month|calls|month|offered, taken, quick, given_up, waited, talked, wrapped]};
{scoped[dialled|hand_dialled|stamps|dialled]};
{running[dialled_month|dialled|month|dialled]};

{figures[spend_month new_month expenses_month]}
    ('customer_acquisition_cost', acquisition + acquiring, new, true, in_spend_month OR in_new_month OR in_expenses_month),
    ('promo_cost_control_rate', spent, planned, true, in_spend_month), ('ad_cost_control_rate', booked, budget, true, in_spend_month){published};
{figures[expenses_month orders_month refunds_month]}
    ('sales_expense_ratio', expense, net - refunded, true, in_expenses_month OR in_orders_month OR in_refunds_month){published};
UPDATE hand_kpi SET value = NULL WHERE kpi = 'sales_expense_ratio' AND den < 0;
{figures[expenses_month calls_month dialled_month]}
    ('cost_per_call', running, offered + dialled, true, in_expenses_month OR in_calls_month OR in_dialled_month){published};

{scoped[ads|hand_ads|stamps|impressions, clicks, paid, earned]};
{scoped[campaign_touches|hand_campaign_touches|stamps|touches, touch_cost]};
{scoped[campaigns|hand_campaigns|stamps|grown, base, profit, cost]};
{scoped[trainees|hand_trainees|owner team|gained, before]};
{by_scope[participants|hand_participants|took_part, finished]};
{figures[expenses ads campaign_touches]}
    ('sales_expense', expense, NULL, false, in_expenses), ('ctr', clicks, impressions, true, in_ads), ('cpm', paid * 1000, impressions, true, in_ads),
    ('cpc', paid, clicks, true, in_ads), ('roas', earned, paid, true, in_ads), ('avg_interaction_cost', touch_cost, touches, true, in_campaign_touches){published};
{figures[campaigns trainees participants]}
    ('campaign_sales_growth', grown, base, true, in_campaigns), ('marketing_roi', profit, cost, true, in_campaigns),
    ('training_effectiveness', gained, before, true, in_trainees), ('campaign_participation', took_part, NULL, false, in_participants),
    ('transaction_rate', finished, took_part, true, in_participants){published};
UPDATE hand_kpi SET value = NULL WHERE kpi = 'campaign_sales_growth' AND den < 0;

-- Of the company and its teams, at the ends of months and on the last day: the market's share in the quarter to date, and
-- growth of advertising against growth of sales, on as many months or days before.
INSERT INTO hand_kpi
WITH moved AS (SELECT d, scope, id, net AS v FROM orders UNION ALL SELECT d, scope, id, -refunded FROM refunds),
r AS (SELECT e, k.scope, k.id, coalesce(sum(v), 0) AS revenue FROM ends CROSS JOIN chiefs k LEFT JOIN moved m ON (m.scope, m.id) = (k.scope, k.id) AND m.d BETWEEN q AND e GROUP BY 1, 2, 3)
SELECT 'market_share', r.e, r.scope, r.id, revenue, s.size, revenue / nullif(s.size, 0) FROM r JOIN ends USING (e)
LEFT JOIN sales_marketsize s ON s.period = 'quarter' AND s.starts_on = ends.q AND ends.e = (ends.q + interval '3 months')::date - 1;

INSERT INTO hand_kpi
WITH spans AS (
    SELECT e, q AS f, CASE WHEN extract(day FROM e + 1) = 1 THEN (q - interval '1 month' * n)::date WHEN n = 1 THEN (q - interval '1 month')::date ELSE q - (e - q + 1) END AS pf,
        CASE WHEN extract(day FROM e + 1) <> 1 AND n = 1 THEN (e - interval '1 month')::date ELSE q - 1 END AS pl
    FROM (SELECT *, (extract(month FROM m) - extract(month FROM q))::int + 1 AS n FROM ends) x),
moved AS (
    SELECT d, scope, id, booked AS a, 0 AS v FROM spend UNION ALL SELECT d, scope, id, 0, net FROM orders UNION ALL SELECT d, scope, id, 0, -refunded FROM refunds),
x AS (
    SELECT e, k.scope, k.id, coalesce(sum(a) FILTER (WHERE d >= f), 0) AS a, coalesce(sum(a) FILTER (WHERE d < f), 0) AS pa, coalesce(sum(v) FILTER (WHERE d >= f), 0) AS v,
        coalesce(sum(v) FILTER (WHERE d < f), 0) AS pv
    FROM spans CROSS JOIN chiefs k LEFT JOIN moved m ON (m.scope, m.id) = (k.scope, k.id) AND (m.d BETWEEN f AND e OR m.d BETWEEN pf AND pl) GROUP BY 1, 2, 3),
y AS (SELECT e, scope, id, CASE WHEN pa > 0 THEN (a - pa)::numeric(48, 20) / pa END AS num, CASE WHEN pv > 0 THEN (v - pv)::numeric(48, 20) / pv END AS den FROM x)
SELECT 'ad_effectiveness_ratio', e, scope, id, num, den, num / nullif(den, 0) FROM y;

{scoped[seats|hand_seats|owner team|seats]};
{figures[orders_month refunds_month seats]}
    ('revenue_per_rep', net - refunded, seats, true, in_orders_month OR in_refunds_month OR in_seats){published};

INSERT INTO hand_kpi
WITH t AS (
    SELECT e, k.scope, k.id, sum(closed) AS closed, sum(won) AS won, sum(won_amount) AS amount, sum(cycle) AS days, sum(cycles) AS cycles
    FROM ends CROSS JOIN chiefs k JOIN deals x ON (x.scope, x.id) = (k.scope, k.id) AND x.d BETWEEN e - 89 AND e GROUP BY 1, 2, 3),
y AS (
    SELECT ends.e, k.scope, k.id, coalesce(p.open, 0) * (won / closed::numeric(48, 20)) * (amount / won::numeric(48, 20)) AS num, days / cycles::numeric(48, 20) AS den
    FROM ends CROSS JOIN chiefs k LEFT JOIN t ON (t.scope, t.id) = (k.scope, k.id) AND t.e = ends.e AND closed > 0 AND won > 0 AND cycles > 0
    LEFT JOIN pipeline p ON (p.scope, p.id, p.d) = (k.scope, k.id, ends.e))
SELECT 'sales_velocity', e, scope, id, num, den, num / nullif(den, 0) FROM y;

{scoped[goals|hand_goals|owner team|goals, met, introducing, introduced]};
{running[goals_year|goals|year|goals, met, introducing, introduced]};
{running[goals_month|goals|month|goals, met, introducing, introduced]};
{by_scope[readings|hand_readings|change, baseline]};
{figures[goals_year]}
    ('goal_attainment', met, goals, true, in_goals_year){published};
{figures[goals_month readings]}
    ('crm_adoption', introduced, introducing, true, in_goals_month), ('baseline_improvement', change, baseline, true, in_readings){published};
-- No score card is in use: there is nothing to say.
INSERT INTO hand_kpi SELECT 'kpi_scorecard', e, scope, id, NULL, NULL, NULL FROM ends CROSS JOIN chiefs;

-- Of the channels with anything in the month, those with money booked to them.
INSERT INTO hand_kpi
WITH x AS (
    {by_channel[hand_orders|stamps region|1|net]} UNION ALL {by_channel[hand_refunds|stamps region|1|-refunded]}
    UNION ALL {by_channel[hand_spend|stamps|2|acquisition]} UNION ALL {by_channel[hand_expenses|stamps|3|acquiring]}
    UNION ALL {by_channel[hand_new|stamps region|4|new]} UNION ALL {by_channel[hand_leads|stamps category|5|leads]}
    UNION ALL {by_channel[hand_campaign_touches|stamps|6|touches]}),
s AS (SELECT e, scope, id, channel, what, sum(v) AS v FROM x JOIN ends ON d BETWEEN m AND e GROUP BY 1, 2, 3, 4, 5),
c AS (SELECT e, scope, id, channel, bool_or(what IN (2, 3)) AS booked FROM s WHERE v <> 0 GROUP BY 1, 2, 3, 4),
n AS (SELECT e, scope, id, count(*) AS channels, count(*) FILTER (WHERE booked) AS booked FROM c GROUP BY 1, 2, 3)
SELECT 'channel_effectiveness', ends.e, k.scope, k.id, coalesce(booked, 0), coalesce(channels, 0), booked / nullif(channels, 0)::numeric
FROM ends CROSS JOIN chiefs k LEFT JOIN n ON (n.e, n.scope, n.id) = (ends.e, k.scope, k.id);

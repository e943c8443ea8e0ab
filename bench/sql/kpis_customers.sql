-- By hand: customers who come, come back, buy more or leave.
{scoped[new|hand_new|stamps region|new, sent]};
{by_scope[bought_|hand_bought|buyers, their_orders, repeaters]};
{by_scope[retained|hand_retained|before, again]};
{by_scope[lapsed|hand_lapsed|active, gone]};

{figures[new]}
    ('new_customers', new, NULL, false, in_new), ('new_customer_penetration', new, new, true, in_new), ('referral_rate', sent, new, true, in_new){published};

{figures[bought_ retained lapsed]}
    ('active_customers', buyers, NULL, false, in_bought_), ('purchase_frequency', their_orders, buyers, true, in_bought_),
    ('repurchase_rate', repeaters, buyers, true, in_bought_), ('customer_retention_rate', again, before, true, in_retained),
    ('churn_rate', gone, active, true, in_lapsed){published};

{by_scope[shoppers|hand_shoppers|shoppers, existing, crossed]};
{by_scope[lost|hand_lost|lost, won_back]};
{by_scope[cohorts|hand_cohorts|size_1, back_1, size_3, back_3, size_6, back_6, size_12, back_12]};
{by_scope[products|hand_product_again|pairs, pairs_again]};
{by_scope[wallets|hand_category_spend|category_buyers, own, whole]};
{scoped[reorders|hand_reorders|stamps category|reorders, higher]};
{scoped[prospects|hand_prospects|stamps|prospects, bought]};
{scoped[life|hand_lifetime|stamps|earned, customers]};
{scoped[back|hand_lifetime_refunds|stamps|given_back]};
{running[life_ever|life|ever|earned, customers]};
{running[back_ever|back|ever|given_back]};

{figures[shoppers lost cohorts]}
    ('cross_sell_rate', crossed, existing, true, in_shoppers), ('winback_rate', won_back, lost, true, in_lost),
    ('cohort_retention', back_1, size_1, true, in_cohorts){published};
UPDATE hand_kpi SET value = NULL WHERE kpi = 'cohort_retention' AND extract(day FROM d + 1) <> 1;

{figures[reorders prospects life_ever back_ever]}
    ('upsell_rate', higher, reorders, true, in_reorders), ('sales_conversion_rate', bought, prospects, true, in_prospects),
    ('clv_historic', earned - given_back, customers, true, in_life_ever OR in_back_ever){published};

{figures[products wallets shoppers|company]}
    ('product_retention_rate', pairs_again, pairs, true, false), ('category_involvement', own, whole, true, false),
    ('category_penetration', category_buyers, shoppers, true, false){published};

-- The stock of customers against that of the last day of the month before.
{scoped[stock|hand_stock|stamps|active]};
INSERT INTO hand_kpi
WITH scopes AS (SELECT DISTINCT scope, id FROM stock UNION SELECT 'team', id FROM accounts_team),
j AS (
    SELECT x::date AS d, k.scope, k.id, coalesce(n.active, 0) AS now, coalesce(o.active, 0) AS old
    FROM scopes k CROSS JOIN generate_series(date '{first}', date '{end}' - 1, interval '1 day') x
    LEFT JOIN stock n ON (n.d, n.scope, n.id) = (x::date, k.scope, k.id)
    LEFT JOIN stock o ON (o.d, o.scope, o.id) = (date_trunc('month', x)::date - 1, k.scope, k.id))
SELECT 'customer_growth_rate', d, scope, id, now - old, old, (now - old)::numeric(48, 20) / nullif(old, 0) FROM j WHERE scope <> 'owner' OR now <> old OR old <> 0;

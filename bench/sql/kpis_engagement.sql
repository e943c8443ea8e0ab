-- By hand: open leads, contracts, engagement, quality of data.
{scoped[leads_open|hand_leads_open|stamps category|leads_open, leads_worth, leads_chance]};
{scoped[entries|hand_entries|stamps category|entered, went_on]};
{scoped[contracts|hand_contracts|stamps category|due, renewed]};
{scoped[documents|hand_documents|stamps|documents_lost]};
{scoped[departures|hand_departures|stamps|departed]};
{figures[pipeline leads_open entries contracts documents departures]}
    ('sales_volume', worth + leads_worth, NULL, false, in_pipeline OR in_leads_open),
    ('lead_success_probability', chance + leads_chance, open + leads_open, true, in_pipeline OR in_leads_open),
    ('funnel_stage_conversion', went_on, entered, true, in_entries), ('renewal_rate', renewed, due, true, in_contracts),
    ('contract_document_loss', documents_lost, NULL, false, in_documents), ('churn_reasons', departed, departed, true, in_departures){published};

-- Engagement, touches, uses and quality of data.
{scoped[engagement|hand_engagement|stamps|points, pages, paged, minutes, timed]};
{running[engagement_month|engagement|month|points, pages, paged, minutes, timed]};
{scoped[touches|hand_touches|stamps|touches]};
{running[touches_month|touches|month|touches]};
{by_scope[orderers|hand_orderers|ordered]};
{by_scope[data_used|hand_data_used|used]};
{scoped[on_file|hand_on_file|owner team segment|on_file]};
{scoped[quality|hand_quality|owner team segment|filled, required, complete, scored]};
{scoped[checks|hand_checks|stamps|checked, valid]};
{figures[engagement_month orderers touches_month on_file data_used]}
    ('customer_engagement', points, ordered, true, in_engagement_month OR in_orderers),
    ('interaction_frequency', touches, on_file, true, in_touches_month OR in_on_file), ('customer_data_utilization', used, on_file, true, in_data_used OR in_on_file){published};
{figures[quality checks]}
    ('customer_data_completeness', filled, required, true, in_quality), ('customer_data_accuracy', valid, checked, true, in_checks){published};

-- By hand: service, the call centre, campaigns.
{scoped[answered|hand_answered|stamps|answered, open_wait]};
{scoped[resolved|hand_resolved|stamps|resolved, to_last]};
{scoped[calls|hand_calls|stamps|offered, taken, quick, given_up, waited, talked, wrapped]};
{scoped[members|hand_members|stamps|contacted, responded]};

{figures[answered resolved calls members]}
    ('avg_first_response_time', open_wait / 60, answered, true, in_answered), ('avg_resolution_time', to_last / 3600, resolved, true, in_resolved),
    ('service_level', quick, offered, true, in_calls), ('abandonment_rate', given_up, offered, true, in_calls),
    ('avg_speed_of_answer', waited, taken, true, in_calls), ('avg_handle_time', talked + wrapped, taken, true, in_calls),
    ('campaign_response_rate', responded, contacted, true, in_members){published};

{scoped[every_call|hand_every_call|stamps|calls, inbound, outbound, connected, blocked, reached]};
{scoped[agents|hand_agents|owner team|available, handling, working]};
{scoped[reviews|hand_reviews|stamps|reviewed, scored]};
{scoped[opened|hand_opened|stamps|came, solved]};
{scoped[settled|hand_settled|stamps|settled, contacts, agents, at_once]};
{scoped[dispatches|hand_dispatches|stamps|dispatched, in_turn]};
{scoped[incidents|hand_incidents|stamps|incidents]};
{figures[every_call reviews calls opened]}
    ('call_volume', calls, NULL, false, in_every_call), ('call_duration', connected, NULL, false, in_every_call), ('blocked_calls', blocked, NULL, false, in_every_call),
    ('blockage_rate', blocked, blocked + reached, true, in_every_call), ('call_quality_score', scored, reviewed, true, in_reviews),
    ('avg_after_call_work', wrapped, taken, true, in_calls), ('avg_talk_time', talked, taken, true, in_calls), ('resolution_rate', solved, came, true, in_opened){published};
{figures[agents dispatches incidents]}
    ('connect_time_ratio', available, working, true, in_agents), ('agent_utilization', handling, working, true, in_agents),
    ('agent_occupancy', handling, handling + available, true, in_agents), ('field_service_priority', in_turn, dispatched, true, in_dispatches),
    ('process_incidents', incidents, NULL, false, in_incidents){published};
{figures[settled]}
    ('avg_contacts_per_resolution', contacts, settled, true, in_settled), ('avg_agents_per_resolution', agents, settled, true, in_settled),
    ('first_contact_resolution_rate', at_once, settled, true, in_settled){published};

{scoped[forecasts|hand_forecasts|owner team segment|likely, members, answered]};
{figures[forecasts]}
    ('predicted_participation', likely, members, true, in_forecasts){published};

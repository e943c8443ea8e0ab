-- What customers say: referrals, answers to surveys, complaints, feedback.
INSERT INTO accounts_referral (recorded_at, updated_at, version, source, external_id, referrer_id, customer_id, "on", programme, reward, segment_id)
SELECT c.recorded_at, c.recorded_at, 1, '', '', r.id, c.id, c.since, '', '', r.segment_id
FROM accounts_customer c JOIN accounts_customer r ON r.id = 1 + (c.id * 31) % {customers} WHERE c.id % 20 = 0 AND r.id <> c.id;

INSERT INTO marketing_survey (id, recorded_at, updated_at, version, source, external_id, name, kind, scale, wave, touchpoint, question, opens_on, ad)
SELECT n, now(), now(), 1, '', '', 'Survey ' || n, kind, scale, '', 'relation', '', '{first}', ad
FROM (VALUES (1, 'csat', 'five', ''), (2, 'nps', 'eleven', ''), (3, 'index', 'five', ''), (4, 'ad', 'five', 'Spring'), (5, 'brand', 'five', '')) v(n, kind, scale, ad);

INSERT INTO marketing_surveyattribute (id, recorded_at, updated_at, version, survey_id, name, weight, position)
SELECT n, now(), now(), 1, CASE WHEN n <= 5 THEN 3 ELSE 4 END, 'Attribute ' || n, 1 + n % 3, n FROM generate_series(1, 8) n;

INSERT INTO marketing_answer (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id, channel_id, survey_id,
    customer_id, region_id, answered_at, via, score, recalls_ad, recognises_ad, names_brand, recognises_brand, opinion, reference, comment, is_test)
SELECT g, at, at, 1, '', '', c.owner_id, c.team_id, c.segment_id, c.channel_id, survey, CASE WHEN g % 30 > 0 THEN c.id END, c.region_id, at, 'email',
    CASE survey WHEN 1 THEN 1 + floor(5 * power(r, 0.5)) WHEN 2 THEN floor(11 * power(r, 0.6)) END,
    CASE WHEN survey = 4 AND g % 3 > 0 THEN r < .4 END, CASE WHEN survey = 4 AND g % 3 < 2 THEN r < .6 END,
    CASE WHEN survey = 5 AND g % 3 > 0 THEN r < .3 END, CASE WHEN survey = 5 AND g % 3 < 2 THEN r < .7 END,
    CASE WHEN survey = 5 AND g % 4 > 0 THEN 1 + floor(5 * r) END, '', '', g % 300 = 0
FROM (SELECT g, random() AS r, (ARRAY[1,1,1,2,2,2,3,4,5])[1 + g % 9] AS survey, 1 + floor({customers} * power(random(), 2.5))::int AS customer_id,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({answers} + 1.0), 0.9)) AS at
      FROM generate_series(1, {answers}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO marketing_attributescore (answer_id, attribute_id, score)
SELECT a.id, t.id, 1 + (a.id * t.id) % 5 FROM marketing_answer a JOIN marketing_surveyattribute t ON t.survey_id = a.survey_id ORDER BY 1, 2;

INSERT INTO marketing_feedback (recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id, channel_id, kind, origin,
    customer_id, topic, text, received_at, dissatisfied, target_hours, answered_at, reply, resolved_at, is_test)
SELECT at, at, 1, '', '', 49 + g % 10, 10, c.segment_id, c.channel_id, CASE WHEN g % 3 = 0 THEN 'suggestion' ELSE 'opinion' END,
    (ARRAY['follow_up','sent_in','survey'])[1 + g % 3], c.id, '', 'Text', at, g % 4 = 1, 48,
    CASE WHEN g % 10 > 0 THEN at + interval '1 hour' * (1 + g % 60) END, '', CASE WHEN g % 4 = 1 AND g % 7 > 0 THEN at + interval '3 days' END, g % 200 = 0
FROM (SELECT g, 1 + floor({customers} * random())::int AS customer_id,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({complaints} + 1.0), 0.9)) AS at
      FROM generate_series(1, {complaints}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g;

INSERT INTO service_complaint (id, recorded_at, updated_at, version, source, external_id, owner_id, team_id, segment_id, channel_id, number, customer_id,
    subject, description, category_id, region_id, received_at, target_hours, validity, duplicate_of_id, closed_at, outcome, is_test)
SELECT g, at, at, 1, '', '', 49 + g % 10, 10, c.segment_id, c.channel_id, 'C' || g, c.id, 'Late', '', 9 + g % 40, c.region_id, at, 48,
    (ARRAY['valid','invalid','pending','valid','valid'])[1 + g % 5], CASE WHEN g % 25 = 0 THEN g - 1 END,
    CASE WHEN g % 8 > 0 THEN at + interval '1 hour' * (1 + g % 70) END, '', g % 200 = 0
FROM (SELECT g, 1 + floor({customers} * random())::int AS customer_id,
        timestamp '{first} 09:00' AT TIME ZONE '{zone}' + interval '1 second' * floor((86400 * {days} - 40000) * power(g / ({complaints} + 1.0), 0.9)) AS at
      FROM generate_series(1, {complaints}) g) s JOIN accounts_customer c ON c.id = s.customer_id ORDER BY g

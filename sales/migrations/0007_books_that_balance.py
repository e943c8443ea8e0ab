"""Names of competitors become records, leads get a history, and the database keeps what must always add up:
the shares of a deal's success, and every booking of the points ledger, to which one may only add."""

from django.db import migrations

COMPETITORS = """
INSERT INTO sales_competitor (name, position)
    SELECT DISTINCT trim(competitor_name), 0 FROM sales_deal WHERE trim(competitor_name) <> '';
UPDATE sales_deal d SET competitor_id = c.id FROM sales_competitor c WHERE c.name = trim(d.competitor_name);
SET CONSTRAINTS ALL IMMEDIATE;
"""

LEADS = """
INSERT INTO sales_leadchange (lead_id, at, recorded_at, status, probability, expected_amount, owner_id, team_id, segment_id)
    SELECT id, received_at, recorded_at, CASE WHEN status = 'working' THEN 'working' ELSE 'new' END, probability,
        coalesce(expected_amount, 0), owner_id, team_id, segment_id FROM sales_lead ORDER BY id;
INSERT INTO sales_leadchange (lead_id, at, recorded_at, status, probability, expected_amount, owner_id, team_id, segment_id)
    SELECT id, greatest(received_at, coalesce(converted_at, updated_at)), recorded_at, status, probability,
        coalesce(expected_amount, 0), owner_id, team_id, segment_id
    FROM sales_lead WHERE status NOT IN ('new', 'working') ORDER BY id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

SHARES = """
CREATE VIEW sales_dealshare AS
    SELECT c.id * 2 AS id, c.deal_id, c.user_id, c.share FROM sales_dealcredit c
    UNION ALL
    SELECT d.id * 2 + 1, d.id, d.owner_id, 1.0000 FROM sales_deal d
    WHERE NOT EXISTS (SELECT FROM sales_dealcredit c WHERE c.deal_id = d.id);

CREATE FUNCTION sales_credits_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
    total numeric;
BEGIN
    FOREACH one IN ARRAY array_remove(ARRAY[CASE WHEN TG_OP <> 'DELETE' THEN NEW.deal_id END,
                                            CASE WHEN TG_OP <> 'INSERT' THEN OLD.deal_id END], NULL) LOOP
        SELECT sum(share) INTO total FROM sales_dealcredit WHERE deal_id = one;
        IF total <> 1 THEN
            RAISE EXCEPTION 'The credits of deal % add up to %, not to 1', one, total USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER credits_are_whole AFTER INSERT OR UPDATE OR DELETE ON sales_dealcredit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sales_credits_are_whole();
"""

LEDGER = """
CREATE FUNCTION sales_booking_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint := CASE TG_TABLE_NAME WHEN 'sales_loyaltyentry' THEN (to_jsonb(NEW) ->> 'booking_id')::bigint
                  ELSE (to_jsonb(NEW) ->> 'id')::bigint END;
    total bigint;
BEGIN
    SELECT sum(points) INTO total FROM sales_loyaltyentry WHERE booking_id = one;
    IF total IS DISTINCT FROM 0 THEN
        RAISE EXCEPTION 'The entries of booking % add up to %, not to 0', one, coalesce(total::text, 'nothing')
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sales_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The points ledger is only added to: book the difference' USING ERRCODE = 'check_violation';
END $$;

CREATE CONSTRAINT TRIGGER booking_balances AFTER INSERT ON sales_loyaltyentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sales_booking_balances();
CREATE CONSTRAINT TRIGGER booking_has_entries AFTER INSERT ON sales_loyaltybooking
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sales_booking_balances();
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON sales_loyaltyentry
    FOR EACH ROW EXECUTE FUNCTION sales_ledger_only_grows();
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON sales_loyaltybooking
    FOR EACH ROW EXECUTE FUNCTION sales_ledger_only_grows();
"""

DROP_LEDGER = """
DROP TRIGGER booking_balances ON sales_loyaltyentry;
DROP TRIGGER booking_has_entries ON sales_loyaltybooking;
DROP TRIGGER ledger_only_grows ON sales_loyaltyentry;
DROP TRIGGER ledger_only_grows ON sales_loyaltybooking;
DROP FUNCTION sales_booking_balances();
DROP FUNCTION sales_ledger_only_grows();
"""
DROP_SHARES = """
DROP TRIGGER credits_are_whole ON sales_dealcredit;
DROP FUNCTION sales_credits_are_whole();
DROP VIEW sales_dealshare;
"""
NAMES = "UPDATE sales_deal d SET competitor_name = c.name FROM sales_competitor c WHERE c.id = d.competitor_id"


class Migration(migrations.Migration):
    dependencies = [("sales", "0006_contracts_credits_points")]
    operations = [
        migrations.RunSQL(COMPETITORS, NAMES),
        migrations.RunSQL(LEADS, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="deal", name="competitor_name"),
        migrations.RunSQL(SHARES, DROP_SHARES),
        migrations.RunSQL(LEDGER, DROP_LEDGER),
    ]

"""The words of a booking of points may be taken back when a person is erased; its points never."""

from __future__ import annotations

from django.db import migrations

LET_NOTES_GO = """
DROP TRIGGER ledger_only_grows ON sales_loyaltybooking;
CREATE TRIGGER ledger_only_grows BEFORE DELETE ON sales_loyaltybooking
    FOR EACH ROW EXECUTE FUNCTION sales_ledger_only_grows();
CREATE TRIGGER ledger_is_not_rewritten BEFORE UPDATE ON sales_loyaltybooking
    FOR EACH ROW WHEN (NEW.note <> '' OR to_jsonb(OLD) - 'note' IS DISTINCT FROM to_jsonb(NEW) - 'note')
    EXECUTE FUNCTION sales_ledger_only_grows();
"""
KEEP_ALL = """
DROP TRIGGER ledger_is_not_rewritten ON sales_loyaltybooking;
DROP TRIGGER ledger_only_grows ON sales_loyaltybooking;
CREATE TRIGGER ledger_only_grows BEFORE UPDATE OR DELETE ON sales_loyaltybooking
    FOR EACH ROW EXECUTE FUNCTION sales_ledger_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0009_privacy")]
    operations = [migrations.RunSQL(LET_NOTES_GO, KEEP_ALL)]

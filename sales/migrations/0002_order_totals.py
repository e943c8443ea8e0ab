"""Order headers carry the totals of their lines, kept by the database so that raw SQL keeps them too.

Shipping is not revenue; services are, but are not items (rules.md G4, items_per_transaction).
"""

from django.db import migrations

REFRESH = """
CREATE FUNCTION sales_order_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM sales_refresh_totals(ARRAY(SELECT DISTINCT order_id FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sales_refresh_totals(ARRAY(SELECT DISTINCT order_id FROM old_rows));
    ELSE
        PERFORM sales_refresh_totals(ARRAY(SELECT order_id FROM new_rows UNION SELECT order_id FROM old_rows));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sales_refresh_totals(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE sales_order o SET net = t.net, net_home = t.net_home, cost_home = t.cost_home, items = t.items
    FROM (
        SELECT i.id,
               coalesce(sum(l.amount) FILTER (WHERE l.kind <> 'shipping'), 0) AS net,
               coalesce(sum(l.amount_home) FILTER (WHERE l.kind <> 'shipping'), 0) AS net_home,
               coalesce(sum(l.cost_home) FILTER (WHERE l.kind <> 'shipping'), 0) AS cost_home,
               coalesce(sum(l.quantity) FILTER (WHERE l.kind = 'product'), 0) AS items
        FROM unnest(ids) AS i(id) LEFT JOIN sales_orderline l ON l.order_id = i.id GROUP BY i.id
    ) t
    WHERE o.id = t.id AND (o.net, o.net_home, o.cost_home, o.items) IS DISTINCT FROM (t.net, t.net_home, t.cost_home, t.items)
$$;

CREATE TRIGGER order_totals_insert AFTER INSERT ON sales_orderline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sales_order_totals();
CREATE TRIGGER order_totals_update AFTER UPDATE ON sales_orderline
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sales_order_totals();
CREATE TRIGGER order_totals_delete AFTER DELETE ON sales_orderline REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION sales_order_totals();
"""

DROP = """
DROP TRIGGER order_totals_insert ON sales_orderline;
DROP TRIGGER order_totals_update ON sales_orderline;
DROP TRIGGER order_totals_delete ON sales_orderline;
DROP FUNCTION sales_order_totals();
DROP FUNCTION sales_refresh_totals(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]
    operations = [migrations.RunSQL(REFRESH, DROP)]

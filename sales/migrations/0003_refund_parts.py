"""Refunds cut into their lines, with one more part for what no line says, so that parts always add up."""

from django.db import migrations

CREATE = """
CREATE VIEW sales_refundpart AS
    SELECT p.id, p.refund_id, p.line_id, l.product_id, l.category_id, l.kind, p.quantity, p.amount_home
    FROM sales_refundline p JOIN sales_orderline l ON l.id = p.line_id
    UNION ALL
    SELECT -r.id, r.id, NULL, NULL, NULL, '', 0, r.amount_home - coalesce(p.said, 0)
    FROM sales_refund r
    LEFT JOIN (SELECT refund_id, sum(amount_home) AS said FROM sales_refundline GROUP BY 1) p ON p.refund_id = r.id
    WHERE r.amount_home <> coalesce(p.said, 0)
"""


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_order_totals")]
    operations = [migrations.RunSQL(CREATE, "DROP VIEW sales_refundpart")]

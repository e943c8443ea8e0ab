"""Which days a change makes dirty: surveys and their answers, feedback, complaints, referrals."""

from __future__ import annotations

from analytics.marks.mark import Marks, day, mark

ANSWERED = day("a.answered_at")
# A referral tells of the day its customer, or whoever that was merged into, first bought.
FIRST_BOUGHT = """SELECT 'first', d FROM (
    SELECT min(%s) AS d FROM r JOIN accounts_customer c ON c.id IN (r.customer_id, r.referrer_id)
    JOIN accounts_customer s ON coalesce(s.merged_into_id, s.id) = coalesce(c.merged_into_id, c.id)
    JOIN sales_order o ON o.customer_id = s.id
    WHERE o.status NOT IN ('draft', 'cancelled') AND NOT o.is_test
    GROUP BY coalesce(c.merged_into_id, c.id)) f WHERE d IS NOT NULL""" % day("o.ordered_at")

TABLES = (
    Marks("marketing_answer", (mark("answer", day("r.answered_at")),)),
    Marks(
        "marketing_attributescore",
        (mark("answer", ANSWERED, "JOIN marketing_answer a ON a.id = r.answer_id"),),
    ),
    Marks(
        "marketing_survey",
        (mark("answer", ANSWERED, "JOIN marketing_answer a ON a.survey_id = r.id"),),
        ("kind", "scale"),
    ),
    Marks("marketing_feedback", (mark("feedback", day("r.received_at")),)),
    Marks("service_complaint", (mark("complaint", day("r.received_at")),)),
    Marks("accounts_referral", (FIRST_BOUGHT,)),
    Marks(
        "accounts_customer",
        (
            mark("answer", ANSWERED, "JOIN marketing_answer a ON a.customer_id = r.id"),
            mark("feedback", day("f.received_at"), "JOIN marketing_feedback f ON f.customer_id = r.id"),
            mark("complaint", day("p.received_at"), "JOIN service_complaint p ON p.customer_id = r.id"),
        ),
        ("is_test", "is_internal", "merged_into_id"),
    ),
    Marks(
        "sales_productcategory",
        (mark("complaint", day("p.received_at"), "JOIN service_complaint p ON p.category_id = r.id"),),
        ("top_id",),
    ),
)

"""Who may see, change and add what: the access rules written a second time, by hand, to check the first by.

Nothing here is imported from the program. A cell is ``view/write/add``; ``write`` is changing, deleting, handing on or
merging. ``own team all`` as everybody says them; ``c``: hangs on a customer one sees; ``q``: waits unassigned in a
queue of one's team; ``+`` is the union, ``-`` none. Worked out in Python over the rows of the world, without a query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.matrix.world import Row

ROLES = ("rep", "sales_manager", "agent", "service_manager", "marketer", "executive", "auditor", "admin")
EVERYBODY = "all/-/-"

RULES = """
lists        all/-/-         all/-/-           all/-/-             all/-/-           all/-/-      all/-/-      all/-/-  all/all/all
catalogue    all/-/-         all/all/all       all/-/-             all/-/-           all/-/-      all/-/-      all/-/-  all/all/all
queues       all/-/-         all/-/-           all/-/-             all/all/all       all/-/-      all/-/-      all/-/-  all/all/all
campaigns    all/-/-         all/-/-           all/-/-             all/-/-           all/all/all  all/-/-      all/-/-  all/all/all
surveys      all/-/-         all/-/-           all/-/-             all/all/all       all/all/all  all/-/-      all/-/-  all/all/all
trainings    all/-/-         all/all/all       all/-/-             all/all/all       all/-/-      all/-/-      all/-/-  all/all/all
cards        all/-/-         all/-/-           all/-/-             all/-/-           all/-/-      all/all/all  all/-/-  all/all/all
customers    team/own/own    team/team/team    all/all/all         all/all/all       all/-/-      all/-/-      all/-/-  all/all/all
contacts     team/team/team  team/team/team    all/all/all         all/all/all       all/-/-      all/-/-      all/-/-  all/all/all
touches      team+c/own/own  team+c/team/own   own+c/own/own       team+c/team/own   all/own/own  all/-/-      all/-/-  all/all/all
engagement   c/-/-           c/-/-             c/-/-               c/-/-             all/all/all  all/-/-      all/-/-  all/all/all
spend        -/-/-           all/-/-           -/-/-               -/-/-             all/all/all  all/-/-      all/-/-  all/all/all
expenses     own/own/own     team/team/team    own/own/own         team/team/team    own/own/own  all/-/-      all/-/-  all/all/all
sales        team/own/own    team/team/team    c/-/-               all/-/-           all/-/-      all/-/-      all/-/-  all/all/all
contracts    team+c/own/own  team+c/team/team  c/-/-               all/-/-           all/-/-      all/-/-      all/-/-  all/all/all
points       team/-/own      team/-/team       all/-/all           all/-/all         all/-/-      all/-/-      all/-/-  all/-/all
referrals    team/own/own    team/team/team    all/-/all           all/all/all       all/all/all  all/-/-      all/-/-  all/all/all
invitations  team/-/own      team/team/team    all/-/all           all/all/all       all/all/all  all/-/-      all/-/-  all/all/all
tickets      c/-/all         team+c/-/all      own+q/own+q/all     team/team/team    -/-/-        all/-/-      all/-/-  all/all/all
calls        c/own/own       team+c/team/own   own+c/own/own       team/team/team    -/-/-        all/-/-      all/-/-  all/all/all
shifts       -/-/-           -/-/-             own/-/-             team/team/team    -/-/-        all/-/-      all/-/-  all/all/all
reviews      -/-/-           -/-/-             own/-/-             team/team/team    -/-/-        all/-/-      all/-/-  all/all/all
jobs         c/-/all         team+c/-/all      all/own/all         all/team/all      -/-/-        all/-/-      all/-/-  all/all/all
incidents    own/own/own     team/team/own     own/own/own         team/team/own     own/own/own  all/own/own  all/-/-  all/all/all
answers      team+c/-/own    team+c/-/team     own+c/-/own         all/all/all       all/all/all  all/-/-      all/-/-  all/all/all
feedback     team+c/own/own  team+c/team/team  own+c/own/own       all/all/all       all/all/all  all/-/-      all/-/-  all/all/all
complaints   own+c/-/own     team+c/-/team     own+c/own/own       all/all/all       all/-/-      all/-/-      all/-/-  all/all/all
figures      own/-/-         team/-/-          own/-/-             team/-/-          all/-/-      all/-/-      all/-/-  all/all/all
targets      own/-/-         team/team/team    own/-/-             team/team/team    all/-/-      all/-/-      all/-/-  all/all/all
goals        own/-/-         team/team/team    own/-/-             team/team/team    all/-/-      all/all/all  all/-/-  all/all/all
scores       team/-/-        team/-/-          all/-/-             all/-/-           all/-/-      all/-/-      all/-/-  all/-/-
fills        -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        -/-/-        all/-/-  all/all/all
selftests    -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        all/-/all    all/-/-  all/-/all
imports      -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        -/-/-        -/-/-    all/all/all
consents     team/-/team     team/-/team       all/-/all           all/-/all         all/-/all    all/-/-      all/-/-  all/-/all
privacy      -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        -/-/-        all/-/-  all/all/all
webhooks     -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        -/-/-        all/-/-  all/all/all
audit        -/-/-           -/-/-             -/-/-               -/-/-             -/-/-        -/-/-        all/-/-  all/-/-
tokens       own/own/own     own/own/own       own/own/own         own/own/own       own/own/own  own/own/own  all/own/own  all/all/own
"""

# Who takes out a list as a file, and how much of it; nobody else does. A role, a scope, the kinds.
EXPORTS = """
sales_manager    team  customers contacts consents touches expenses sales contracts referrals invitations answers
sales_manager    team  feedback complaints incidents targets figures
sales_manager    all   trainings
service_manager  team  customers contacts touches expenses tickets calls shifts reviews jobs incidents referrals
service_manager  team  targets figures
service_manager  all   trainings consents surveys invitations answers feedback complaints
marketer         all   customers contacts consents campaigns engagement spend referrals surveys invitations answers
marketer         all   feedback
executive        all   expenses contracts targets goals figures
auditor          all   audit consents expenses contracts points targets goals figures
admin            all   lists catalogue queues campaigns surveys trainings cards customers contacts touches engagement
admin            all   spend expenses sales contracts points referrals invitations tickets calls shifts reviews jobs
admin            all   incidents answers feedback complaints figures targets goals imports consents audit
"""

KINDS = {
    "lists": "accounts.organisation accounts.segment accounts.channel accounts.region accounts.exchangerate "
    "accounts.datarule accounts.user accounts.team accounts.teamtree accounts.membership sales.loyaltyprogramme "
    "analytics.modelfit analytics.definition",
    "catalogue": "sales.productcategory sales.product sales.stage sales.lossreason sales.competitor sales.milestone "
    "sales.churnreason",
    "queues": "service.queue service.businesscalendar service.openinghours service.holiday service.scorecard "
    "service.criterion",
    "campaigns": "marketing.campaign marketing.member marketing.response marketing.campaigninteraction "
    "marketing.engagementweight analytics.memberforecast",
    "surveys": "marketing.survey marketing.surveyattribute",
    "trainings": "sales.training sales.trainingattendee",
    "cards": "analytics.scorecard analytics.scorecardline",
    "customers": "accounts.customer accounts.customerstatus accounts.customerquality accounts.fieldquality",
    "contacts": "accounts.contact accounts.valuecheck",
    "touches": "accounts.interaction marketing.customertouch",
    "engagement": "marketing.engagementevent marketing.datause",
    "spend": "marketing.spend marketing.adresult sales.marketsize",
    "expenses": "sales.expense sales.expenseday",
    "sales": "sales.lead sales.deal sales.order sales.orderline sales.refund sales.refundline sales.refundpart "
    "sales.payment sales.stagechange sales.leadchange sales.dealinteraction sales.dealcredit sales.dealshare "
    "sales.leadmilestone sales.dealmilestone",
    "contracts": "sales.contract sales.contractdocument sales.departure",
    "points": "sales.loyaltybooking sales.loyaltyentry",
    "referrals": "accounts.referral",
    "invitations": "marketing.invitation",
    "tickets": "service.ticket service.ticketmessage service.ticketevent service.ticketinteraction "
    "service.ticketcontact service.ticketagent",
    "calls": "service.call",
    "shifts": "service.agentstate service.agentday",
    "reviews": "service.callreview service.criterionscore",
    "jobs": "service.fieldjob",
    "incidents": "service.processincident",
    "answers": "marketing.answer marketing.attributescore",
    "feedback": "marketing.feedback",
    "complaints": "service.complaint service.complaintevent",
    "figures": "analytics.snapshot analytics.cell analytics.dirtyday analytics.activity",
    "targets": "analytics.target",
    "goals": "analytics.goal analytics.goalreading analytics.goalreview",
    "scores": "analytics.customerscore",
    "fills": "analytics.fillrun analytics.factfill",
    "selftests": "analytics.selftestrun",
    "imports": "accounts.importrun",
    "consents": "accounts.consent",
    "privacy": "accounts.erasure accounts.retentionrule",
    "webhooks": "accounts.webhook accounts.webhookdelivery",
    "audit": "accounts.auditentry accounts.idempotencykey accounts.change accounts.seal",
    "tokens": "accounts.apitoken",
}
KIND_OF = {label: kind for kind, labels in KINDS.items() for label in labels.split()}
TABLE = {
    line.split()[0]: dict(zip(ROLES, (cell.split("/") for cell in line.split()[1:]), strict=True))
    for line in RULES.strip().splitlines()
}
TAKEN = {
    (role, kind): scope
    for role, scope, *kinds in (line.split() for line in EXPORTS.strip().splitlines())
    for kind in kinds
}
VIEW, WRITE, ADD = 0, 1, 2


def words(text: str) -> list[str]:
    return text.split()


# Whose a child is, its parent says: the field that leads to the parent.
PARENT = dict(
    field.split("=")
    for field in words("""
    accounts.contact=customer accounts.customerstatus=customer accounts.customerquality=customer
    accounts.fieldquality=customer accounts.consent=customer accounts.valuecheck=customer accounts.referral=customer
    analytics.customerscore=customer analytics.memberforecast=member analytics.goalreading=goal
    analytics.goalreview=goal analytics.scorecardline=card marketing.member=campaign marketing.response=member
    marketing.surveyattribute=survey marketing.invitation=customer marketing.attributescore=answer
    marketing.campaigninteraction=campaign sales.expenseday=expense sales.trainingattendee=training
    sales.stagechange=deal sales.dealinteraction=deal sales.dealcredit=deal sales.dealshare=deal
    sales.dealmilestone=deal sales.leadmilestone=lead sales.leadchange=lead sales.loyaltybooking=customer
    sales.loyaltyentry=booking sales.orderline=order sales.refund=order sales.refundline=refund
    sales.refundpart=refund sales.payment=order service.ticketmessage=ticket service.ticketevent=ticket
    service.ticketinteraction=ticket service.ticketcontact=ticket service.ticketagent=ticket
    service.complaintevent=complaint service.callreview=call service.criterionscore=review
    """)
)

# What a role does not read, whosever the record is. Everybody: what nobody reads.
MONEY = words("""
    sales.lead.expected_amount sales.deal.amount sales.deal.amount_home sales.stagechange.amount_home
    sales.leadchange.expected_amount sales.contract.annual_value sales.order.net sales.order.net_home
    sales.orderline.unit_price sales.orderline.discount sales.orderline.amount sales.orderline.amount_home
    sales.refund.amount sales.refund.amount_home sales.refundline.amount_home sales.refundpart.amount_home
    sales.payment.amount sales.payment.reference analytics.customerscore.monetary analytics.customerscore.clv12
    analytics.customerscore.clv36 analytics.target.amount
""")
MARGIN = words("""
    accounts.interaction.cost sales.product.cost sales.order.cost_home sales.orderline.cost_home
""")
SECRET = words("""
    accounts.user.password accounts.webhook.secret accounts.apitoken.digest marketing.invitation.token
""")
HIDDEN = {
    role: {*SECRET, *(MONEY if role == "marketer" else ()), *(() if role in HIGH else MARGIN)}
    for HIGH in [("sales_manager", "executive", "auditor", "admin")]
    for role in ROLES
}


class Person:
    """Somebody of the cast as the rules know them: a role, the teams in reach, a name."""

    def __init__(self, name: str, role: str, teams: tuple[str, ...] = (), only: str = "") -> None:
        self.name, self.role, self.teams = name, role, frozenset(teams)
        self.only = only  # a token's one right: to view this kind


def sees(who: Person, row: Row) -> bool:
    return within(who, row, VIEW)


def may_write(who: Person, row: Row) -> bool:
    """Whether the row may be changed, deleted, handed on or merged."""
    return within(who, row, WRITE)


def may_export(who: Person, row: Row) -> bool:
    """Whether the row may be in a file of a list."""
    scope = TAKEN.get((who.role, KIND_OF[row.label]), "-")
    return not who.only and sees(who, row) and covers(who, scope, row)


def may_add(who: Person, row: Row) -> bool:
    """Whether a row like this may be made."""
    return within(who, row, ADD)


def within(who: Person, row: Row, which: int) -> bool:
    if who.only and (who.only != KIND_OF[row.label] or which != VIEW):
        return False
    rules = TABLE[KIND_OF[row.label]].get(who.role)
    return bool(rules) and any(covers(who, scope, row) for scope in rules[which].split("+"))


def closed(who: Person, label: str) -> bool:
    """Whether nothing of a kind can be theirs, to see, to change or to add."""
    if who.only:
        return who.only != KIND_OF[label]
    return set(TABLE[KIND_OF[label]].get(who.role, ["-"])) == {"-"}


def covers(who: Person, scope: str, row: Row | None) -> bool:
    """Whether ``scope`` reaches the row; a child is where its parent is."""
    if scope in ("-", "all") or row is None:
        return scope == "all" and row is not None
    if row.label == "analytics.goal":
        return covers_goal(who, scope, row)
    if row.label in PARENT:
        return covers(who, scope, row.refs.get(PARENT[row.label]))
    if row.owner == who.name:
        return True
    if scope == "c":
        customer = row.refs.get("customer")
        return customer is not None and sees(who, customer)
    if scope == "q":
        queue = row.refs.get("queue")
        return row.owner is None and queue is not None and queue.team in who.teams
    return scope == "team" and bool(teams_of(row) & who.teams)


def covers_goal(who: Person, scope: str, row: Row) -> bool:
    """The company's goals are everybody's to see, a person's their own and their manager's."""
    if row.owner is None:
        return row.team is None
    return row.owner == who.name or (scope == "team" and bool(teams_of(row) & who.teams))


def teams_of(row: Row) -> set[str]:
    """The teams a row belongs to; what came through a queue belongs to the queue's team too."""
    found = {row.team} if row.team else set()
    if row.label in ("analytics.target", "analytics.goal", "analytics.snapshot") and row.owner_team:
        found.add(row.owner_team)
    queue = row.refs.get("queue")
    if row.label in ("service.ticket", "service.call") and queue is not None and queue.team:
        found.add(queue.team)
    return found


def reads(who: Person, row: Row, field: str) -> bool:
    """Whether a field of a row may be shown."""
    return sees(who, row) and f"{row.label}.{field}" not in HIDDEN.get(who.role, set())

"""The access rules as tables: read them from top to bottom to know who may do what.

A cell is the scope of a verb: ``-`` none, ``own`` (the owner is me), ``team`` (mine, and my teams' and the teams
below them), ``all``; ``account`` is what hangs on a customer I may see, ``queue`` what waits unassigned in a queue
of my team. ``a+b`` is the union. A role that is not named in an area takes the line ``*``; no line, no access.

A line may leave out its last cells: ``disclose`` (hand a person everything we hold on them) and ``erase`` (forget them)
are said only where somebody has them.
"""

from __future__ import annotations

VERBS = ("view", "add", "change", "delete", "assign", "merge", "export", "configure", "disclose", "erase")
SELDOM = ("disclose", "erase")

TABLE = """
area        role             view          add   change  delete  assign  merge  export  configure
organisation *               all           -     -       -       -       -      -       -
organisation admin           all           all   all     -       -       -      all     all
lists       *                all           -     -       -       -       -      -       -
lists       admin            all           all   all     all     -       -      all     all
people      *                all           -     -       -       -       -      -       -
people      admin            all           all   all     all     -       -      all     all
audit       auditor          all           -     -       -       -       -      all     -
audit       admin            all           -     -       -       -       -      all     -
tokens      *                own           own   -       own     -       -      -       -
tokens      auditor          all           own   -       own     -       -      -       -
tokens      admin            all           own   -       all     -       -      -       -
imports     admin            all           all   all     -       -       -      all     all

customers   rep              team          own   own     -       own     -      -       -
customers   sales_manager    team          team  team    team    team    team   team    -
customers   agent            all           all   all     -       -       -      -       -
customers   service_manager  all           all   all     -       -       -      team    -
customers   marketer         all           -     -       -       -       -      all     -
customers   executive        all           -     -       -       -       -      -       -
customers   auditor          all           -     -       -       -       -      -       -
customers   admin            all           all   all     all     all     all    all     all     all       all

contacts    rep              team          team  team    own     -       -      -       -
contacts    sales_manager    team          team  team    team    team    team   team    -
contacts    agent            all           all   all     -       -       -      -       -
contacts    service_manager  all           all   all     -       -       -      team    -
contacts    marketer         all           -     -       -       -       -      all     -
contacts    executive        all           -     -       -       -       -      -       -
contacts    auditor          all           -     -       -       -       -      -       -
contacts    admin            all           all   all     all     all     all    all     all     all       all

consents    rep              team          team  -       -       -       -      -       -
consents    sales_manager    team          team  -       -       -       -      team    -
consents    agent            all           all   -       -       -       -      -       -
consents    service_manager  all           all   -       -       -       -      all     -
consents    marketer         all           all   -       -       -       -      all     -
consents    executive        all           -     -       -       -       -      -       -
consents    auditor          all           -     -       -       -       -      all     -
consents    admin            all           all   -       -       -       -      all     all
webhooks    auditor          all           -     -       -       -       -      -       -
webhooks    admin            all           all   all     all     -       -      -       all
privacy     auditor          all           -     -       -       -       -      -       -
privacy     admin            all           all   all     all     -       -      -       all

touches     rep              team+account  own   own     own     -       -      -       -
touches     sales_manager    team+account  own   team    team    -       -      team    -
touches     agent            own+account   own   own     own     -       -      -       -
touches     service_manager  team+account  own   team    team    -       -      team    -
touches     marketer         all           own   own     own     -       -      -       -
touches     executive        all           -     -       -       -       -      -       -
touches     auditor          all           -     -       -       -       -      -       -
touches     admin            all           all   all     all     all     -      all     all

campaigns   *                all           -     -       -       -       -      -       -
campaigns   marketer         all           all   all     all     all     -      all     -
campaigns   admin            all           all   all     all     all     -      all     all
engagement  rep              account       -     -       -       -       -      -       -
engagement  sales_manager    account       -     -       -       -       -      -       -
engagement  agent            account       -     -       -       -       -      -       -
engagement  service_manager  account       -     -       -       -       -      -       -
engagement  marketer         all           all   all     all     -       -      all     -
engagement  executive        all           -     -       -       -       -      -       -
engagement  auditor          all           -     -       -       -       -      -       -
engagement  admin            all           all   all     all     all     -      all     all
spend       sales_manager    all           -     -       -       -       -      -       -
spend       marketer         all           all   all     all     all     -      all     -
spend       executive        all           -     -       -       -       -      -       -
spend       auditor          all           -     -       -       -       -      -       -
spend       admin            all           all   all     all     all     -      all     all

expenses    rep              own           own   own     own     -       -      -       -
expenses    sales_manager    team          team  team    team    team    -      team    -
expenses    agent            own           own   own     own     -       -      -       -
expenses    service_manager  team          team  team    team    team    -      team    -
expenses    marketer         own           own   own     own     -       -      -       -
expenses    executive        all           -     -       -       -       -      all     -
expenses    auditor          all           -     -       -       -       -      all     -
expenses    admin            all           all   all     all     all     -      all     all
trainings   *                all           -     -       -       -       -      -       -
trainings   sales_manager    all           all   all     all     all     -      all     -
trainings   service_manager  all           all   all     all     all     -      all     -
trainings   admin            all           all   all     all     all     -      all     all

catalogue   *                all           -     -       -       -       -      -       -
catalogue   sales_manager    all           all   all     -       -       -      -       -
catalogue   admin            all           all   all     all     -       -      all     all

sales       rep              team          own   own     -       own     -      -       -
sales       sales_manager    team          team  team    team    team    -      team    -
sales       agent            account       -     -       -       -       -      -       -
sales       service_manager  all           -     -       -       -       -      -       -
sales       marketer         all           -     -       -       -       -      -       -
sales       executive        all           -     -       -       -       -      -       -
sales       auditor          all           -     -       -       -       -      -       -
sales       admin            all           all   all     all     all     -      all     all     all       all

contracts   rep              team+account  own   own     -       own     -      -       -
contracts   sales_manager    team+account  team  team    team    team    -      team    -
contracts   agent            account       -     -       -       -       -      -       -
contracts   service_manager  all           -     -       -       -       -      -       -
contracts   marketer         all           -     -       -       -       -      -       -
contracts   executive        all           -     -       -       -       -      all     -
contracts   auditor          all           -     -       -       -       -      all     -
contracts   admin            all           all   all     all     all     -      all     all
points      rep              team          own   -       -       -       -      -       -
points      sales_manager    team          team  -     -       -       -      -       -
points      agent            all           all   -     -       -       -      -       -
points      service_manager  all           all   -       -       -       -      -       -
points      marketer         all           -     -       -       -       -      -       -
points      executive        all           -     -       -       -       -      -       -
points      auditor          all           -     -       -       -       -      all     -
points      admin            all           all   -       -       -       -      all     all
programme   *                all           -     -       -       -       -      -       -
programme   admin            all           all   all     -       -       -      -       all

tickets     rep              account       all   -       -       -       -      -       -
tickets     sales_manager    team+account  all   -       -       -       -      -       -
tickets     agent            own+queue     all   own+queue -     own+queue -    -       -
tickets     service_manager  team          team  team    team    team    team   team    -
tickets     executive        all           -     -       -       -       -      -       -
tickets     auditor          all           -     -       -       -       -      -       -
tickets     admin            all           all   all     all     all     all    all     all

calls       rep              account       own   own     -       -       -      -       -
calls       sales_manager    team+account  own   team    -       -       -      -       -
calls       agent            own+account   own   own     -       -       -      -       -
calls       service_manager  team          team  team    team    team    -      team    -
calls       executive        all           -     -       -       -       -      -       -
calls       auditor          all           -     -       -       -       -      -       -
calls       admin            all           all   all     all     all     -      all     all

shifts      agent            own           -     -       -       -      -       -       -
shifts      service_manager  team          team  team    team    team   -       team    -
shifts      executive        all           -     -       -       -      -       -       -
shifts      auditor          all           -     -       -       -      -       -       -
shifts      admin            all           all   all     all     all    -       all     all

reviews     agent            own           -     -       -       -      -       -       -
reviews     service_manager  team          team  team    team    -      -       team    -
reviews     executive        all           -     -       -       -      -       -       -
reviews     auditor          all           -     -       -       -      -       -       -
reviews     admin            all           all   all     all     -      -       all     all

jobs        rep              account       all   -       -       -      -       -       -
jobs        sales_manager    team+account  all   -       -       -      -       -       -
jobs        agent            all           all   own     -       -      -       -       -
jobs        service_manager  all           all   team    team    team   -       team    -
jobs        executive        all           -     -       -       -      -       -       -
jobs        auditor          all           -     -       -       -      -       -       -
jobs        admin            all           all   all     all     all    -       all     all

incidents   *                own           own   own     -       -      -       -       -
incidents   sales_manager    team          own   team    team    -      -       team    -
incidents   service_manager  team          own   team    team    -      -       team    -
incidents   executive        all           own   own     -       -      -       -       -
incidents   auditor          all           -     -       -       -      -       -       -
incidents   admin            all           all   all     all     all    -       all     all

queues      *                all           -     -       -       -       -      -       -
queues      service_manager  all           all   all     -       -       -      -       -
queues      admin            all           all   all     all     -       -      all     all

referrals   rep              team          own   own     own     -       -      -       -
referrals   sales_manager    team          team  team    team    -       -      team    -
referrals   agent            all           all   -       -       -       -      -       -
referrals   service_manager  all           all   all     -       -       -      team    -
referrals   marketer         all           all   all     all     -       -      all     -
referrals   executive        all           -     -       -       -       -      -       -
referrals   auditor          all           -     -       -       -       -      -       -
referrals   admin            all           all   all     all     all     -      all     all

surveys     *                all           -     -       -       -       -      -       -
surveys     marketer         all           all   all     all     -       -      all     -
surveys     service_manager  all           all   all     -       -       -      all     -
surveys     admin            all           all   all     all     -       -      all     all
invitations rep              team          own   -       -       -       -      -       -
invitations sales_manager    team          team  -       team    -       -      team    -
invitations agent            all           all   -       -       -       -      -       -
invitations service_manager  all           all   -       all     -       -      all     -
invitations marketer         all           all   -       all     -       -      all     -
invitations executive        all           -     -       -       -       -      -       -
invitations auditor          all           -     -       -       -       -      -       -
invitations admin            all           all   -       all     -       -      all     all
answers     rep              team+account  own   -       -       -       -      -       -
answers     sales_manager    team+account  team  -       -       -       -      team    -
answers     agent            own+account   own   -       -       -       -      -       -
answers     service_manager  all           all   all     all     all     -      all     -
answers     marketer         all           all   all     all     all     -      all     -
answers     executive        all           -     -       -       -       -      -       -
answers     auditor          all           -     -       -       -       -      -       -
answers     admin            all           all   all     all     all     -      all     all
feedback    rep              team+account  own   own     -       -       -      -       -
feedback    sales_manager    team+account  team  team    team    team    -      team    -
feedback    agent            own+account   own   own     -       -       -      -       -
feedback    service_manager  all           all   all     all     all     -      all     -
feedback    marketer         all           all   all     all     all     -      all     -
feedback    executive        all           -     -       -       -       -      -       -
feedback    auditor          all           -     -       -       -       -      -       -
feedback    admin            all           all   all     all     all     -      all     all
complaints  rep              own+account   own   -       -       -       -      -       -
complaints  sales_manager    team+account  team  -       -       -       -      team    -
complaints  agent            own+account   own   own     -       -       -      -       -
complaints  service_manager  all           all   all     all     all     -      all     -
complaints  marketer         all           -     -       -       -       -      -       -
complaints  executive        all           -     -       -       -       -      -       -
complaints  auditor          all           -     -       -       -       -      -       -
complaints  admin            all           all   all     all     all     -      all     all

kpi         *                own           -     -       -       -       -      -       -
kpi         sales_manager    team          -     -       -       -       -      team    -
kpi         service_manager  team          -     -       -       -       -      team    -
kpi         marketer         all           -     -       -       -       -      -       -
kpi         executive        all           -     -       -       -       -      all     -
kpi         auditor          all           -     -       -       -       -      all     -
kpi         admin            all           all   all     all     -       -      all     all
scores      *                all           -     -       -       -       -      -       -
fits        *                all           -     -       -       -       -      -       -
scores      rep              team          -     -       -       -       -      -       -
scores      sales_manager    team          -     -       -       -       -      -       -
targets     *                own           -     -       -       -       -      -       -
targets     sales_manager    team          team  team    team    -       -      team    -
targets     service_manager  team          team  team    team    -       -      team    -
targets     marketer         all           -     -       -       -       -      -       -
targets     executive        all           -     -       -       -       -      all     -
targets     auditor          all           -     -       -       -       -      -       -
targets     admin            all           all   all     all     -       -      all     all
selftests   executive        all           -     -       -       -       -      -       all
selftests   auditor          all           -     -       -       -       -      -       -
selftests   admin            all           -     -       -       -       -      -       all
goals       *                own           -     -       -       -       -      -       -
goals       sales_manager    team          team  team    -       -       -      -       -
goals       service_manager  team          team  team    -       -       -      -       -
goals       marketer         all           -     -       -       -       -      -       -
goals       executive        all           all   all     -       -       -      all     -
goals       auditor          all           -     -       -       -       -      all     -
goals       admin            all           all   all     all     -       -      all     all
cards       *                all           -     -       -       -       -      -       -
cards       executive        all           all   all     -       -       -      -       -
cards       admin            all           all   all     all     -       -      all     all
fills       auditor          all           -     -       -       -       -      -       -
fills       admin            all           all   all     -       -       -      -       all
"""

AREAS = {
    "organisation": "accounts.organisation",
    "lists": "accounts.segment accounts.channel accounts.region accounts.exchangerate accounts.datarule",
    "people": "accounts.user accounts.team accounts.teamtree accounts.membership",
    "audit": "accounts.auditentry accounts.change accounts.seal accounts.idempotencykey",
    "tokens": "accounts.apitoken",
    "imports": "accounts.importrun",
    "referrals": "accounts.referral",
    "customers": "accounts.customer accounts.customerstatus accounts.customerquality accounts.fieldquality",
    "contacts": "accounts.contact accounts.valuecheck",
    "consents": "accounts.consent",
    "privacy": "accounts.erasure accounts.retentionrule",
    "webhooks": "accounts.webhook accounts.webhookdelivery",
    "touches": "accounts.interaction marketing.customertouch",
    "campaigns": "analytics.memberforecast marketing.campaign marketing.member marketing.response marketing.engagementweight"
    " marketing.campaigninteraction",
    "engagement": "marketing.engagementevent marketing.datause",
    "surveys": "marketing.survey marketing.surveyattribute",
    "invitations": "marketing.invitation",
    "answers": "marketing.answer marketing.attributescore",
    "feedback": "marketing.feedback",
    "spend": "marketing.spend marketing.adresult sales.marketsize",
    "expenses": "sales.expense sales.expenseday",
    "trainings": "sales.training sales.trainingattendee",
    "catalogue": "sales.productcategory sales.product sales.stage sales.lossreason"
    " sales.competitor sales.milestone sales.churnreason",
    "contracts": "sales.contract sales.contractdocument sales.departure",
    "points": "sales.loyaltybooking sales.loyaltyentry",
    "programme": "sales.loyaltyprogramme",
    "sales": "sales.lead sales.deal sales.stagechange sales.dealinteraction"
    " sales.dealcredit sales.dealshare sales.leadchange sales.leadmilestone sales.dealmilestone"
    " sales.order sales.orderline sales.refund sales.refundline sales.refundpart sales.payment",
    "tickets": "service.ticket service.ticketmessage service.ticketevent service.ticketinteraction"
    " service.ticketcontact service.ticketagent",
    "calls": "service.call",
    "complaints": "service.complaint service.complaintevent",
    "kpi": "analytics.kpi analytics.snapshot analytics.definition analytics.cell analytics.dirtyday analytics.activity",
    "shifts": "service.agentstate service.agentday",
    "reviews": "service.callreview service.criterionscore",
    "jobs": "service.fieldjob",
    "incidents": "service.processincident",
    "queues": "service.queue service.businesscalendar service.openinghours service.holiday"
    " service.scorecard service.criterion",
    "targets": "analytics.target",
    "selftests": "analytics.selftestrun",
    "goals": "analytics.goal analytics.goalreading analytics.goalreview",
    "cards": "analytics.scorecard analytics.scorecardline",
    "scores": "analytics.customerscore",
    "fits": "analytics.modelfit",
    "fills": "analytics.fillrun analytics.factfill",
}

# A child is reached through its parent: (the field that leads there, what the parent is).
PARENTS = {
    "analytics.customerscore": ("customer", "accounts.customer"),
    "analytics.memberforecast": ("member", "marketing.member"),
    "accounts.contact": ("customer", "accounts.customer"),
    "accounts.customerstatus": ("customer", "accounts.customer"),
    "accounts.customerquality": ("customer", "accounts.customer"),
    "accounts.fieldquality": ("customer", "accounts.customer"),
    "accounts.valuecheck": ("customer", "accounts.customer"),
    "accounts.consent": ("customer", "accounts.customer"),
    "marketing.member": ("campaign", "marketing.campaign"),
    "marketing.response": ("member", "marketing.member"),
    "accounts.referral": ("customer", "accounts.customer"),
    "marketing.surveyattribute": ("survey", "marketing.survey"),
    "marketing.invitation": ("customer", "accounts.customer"),
    "marketing.attributescore": ("answer", "marketing.answer"),
    "service.complaintevent": ("complaint", "service.complaint"),
    "marketing.campaigninteraction": ("campaign", "marketing.campaign"),
    "sales.expenseday": ("expense", "sales.expense"),
    "sales.trainingattendee": ("training", "sales.training"),
    "analytics.goalreading": ("goal", "analytics.goal"),
    "analytics.goalreview": ("goal", "analytics.goal"),
    "sales.stagechange": ("deal", "sales.deal"),
    "sales.dealinteraction": ("deal", "sales.deal"),
    "sales.dealcredit": ("deal", "sales.deal"),
    "sales.dealshare": ("deal", "sales.deal"),
    "sales.dealmilestone": ("deal", "sales.deal"),
    "sales.leadmilestone": ("lead", "sales.lead"),
    "sales.leadchange": ("lead", "sales.lead"),
    "sales.loyaltybooking": ("customer", "accounts.customer"),
    "sales.loyaltyentry": ("booking", "sales.loyaltybooking"),
    "sales.orderline": ("order", "sales.order"),
    "sales.refund": ("order", "sales.order"),
    "sales.refundline": ("refund", "sales.refund"),
    "sales.refundpart": ("refund", "sales.refund"),
    "sales.payment": ("order", "sales.order"),
    "service.ticketmessage": ("ticket", "service.ticket"),
    "service.ticketevent": ("ticket", "service.ticket"),
    "service.ticketinteraction": ("ticket", "service.ticket"),
    "service.ticketcontact": ("ticket", "service.ticket"),
    "service.ticketagent": ("ticket", "service.ticket"),
    "service.criterionscore": ("review", "service.callreview"),
}

# Where the owner and the team are written, when not in ``owner`` and ``team``.
OWNER_PATHS = {
    "accounts.user": "pk",
    "accounts.membership": "user",
    "accounts.apitoken": "user",
    "accounts.auditentry": "actor",
    "accounts.change": "actor",
    "analytics.activity": "user",
    "service.callreview": "call__owner",
}
TEAM_PATHS: dict[str, tuple[str, ...]] = {
    "accounts.apitoken": (),
    "analytics.activity": (),
    "service.ticket": ("team", "queue__team"),
    "service.call": ("team", "queue__team"),
    "service.callreview": ("call__team", "call__queue__team"),
}

AREA_OF = {label: area for area, labels in AREAS.items() for label in labels.split()}


def _read(table: str) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    """{area: {role: {verb: scopes}}}; a verb that is refused is left out. Raises ValueError for a line that does not fit."""
    rules: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for line in table.strip().splitlines()[1:]:
        if not line.strip():
            continue
        area, role, *cells = line.split()
        if not len(VERBS) - len(SELDOM) <= len(cells) <= len(VERBS):
            raise ValueError(f"{area} {role}: {len(cells)} cells")
        given = zip(VERBS, cells, strict=False)
        rules.setdefault(area, {})[role] = {verb: tuple(cell.split("+")) for verb, cell in given if cell != "-"}
    return rules


RULES = _read(TABLE)

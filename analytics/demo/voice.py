"""What customers of the demo say: surveys and their answers, suggestions, complaints, and whom they recommended."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from accounts.models import Referral
from analytics.demo.world import DAY, Account, World
from marketing.models import Answer, AttributeScore, Feedback, Invitation, Survey, SurveyAttribute
from sales.models import Product
from service.models import Complaint, ComplaintEvent

# kind, scale, touchpoint, name, answers a quarter (for 2,000 customers), attributes with their weights
SURVEYS = (
    ("csat", "five", "ticket", "How was our service? 服务满意度", 300, {}),
    ("nps", "eleven", "relation", "Would you recommend us? 推荐意愿", 220, {}),
    (
        "index",
        "five",
        "relation",
        "Satisfaction index 满意度指数",
        110,
        {
            "Product quality 产品质量": "0.35",
            "Service attitude 服务态度": "0.25",
            "Fair price 价格公道": "0.2",
            "Overall 总体满意": "0.2",
        },
    ),
    (
        "ad",
        "five",
        "relation",
        "Our advertisement 广告测评",
        80,
        dict.fromkeys(("Creativity 创意度", "Liking 喜好度", "Purchase push 购买推动", "Comprehension 理解度", "Impression 印象度"), "1"),
    ),
    ("brand", "five", "relation", "Our brand 品牌认知", 90, {}),
)  # fmt: skip
VIAS = ("email", "sms", "phone", "web")
OPINIONS = (
    ("suggestion", "Please deliver on Saturdays 希望周六也能送货", False),
    ("suggestion", "Show the stock on the web site 希望网站显示库存", False),
    ("opinion", "The new lamps are lovely 新款台灯很漂亮", False),
    ("opinion", "Delivery took too long 配送太慢", True),
    ("opinion", "Nobody answered my mail 邮件没人回复", True),
    ("opinion", "The invoice was wrong 发票开错了", True),
)
COMPLAINTS = (
    "The chair arrived broken 椅子到货破损",
    "Wrong colour delivered 发错颜色",
    "Rude on the phone 电话态度差",
    "Promised date missed 未按承诺日期交货",
    "Charged twice 重复扣款",
)
COMMENTS = ("", "", "", "Thank you 谢谢", "Faster please 希望更快一些", "Very friendly 态度很好")


def hear_customers(world: World) -> None:
    """Everything customers told, in the order of the calendar."""
    rng = world.dice("voice")
    for first, last in quarters(world):
        for kind, scale, touchpoint, name, count, attributes in SURVEYS:
            survey = _ask(world, kind, scale, touchpoint, f"{name}", first, last)
            numbers = _attributes(world, survey, first, attributes)
            for _ in range(world.scaled(count)):
                _answer(world, rng, survey, kind, numbers, _between(rng, first, last))
        _waiting(world, rng, first, last)
    _tell(world, rng)
    _complain(world, rng)
    _recommend(world, rng)


def quarters(world: World) -> list[tuple[dt.date, dt.date]]:
    """The quarters of the company's memory, the last one as far as it goes."""
    found, first = [], world.start
    while first < world.today:
        start = first.replace(month=first.month - (first.month - 1) % 3, day=1)
        following = (start + 100 * DAY).replace(day=1)
        found.append((first, min(following, world.today) - DAY))
        first = following
    return found


def _ask(world: World, kind: str, scale: str, touchpoint: str, name: str, first: dt.date, last: dt.date) -> int:
    quarter = f"{first.year} Q{(first.month + 2) // 3}"
    over = last + DAY < world.today
    campaign = world.campaign_on(last) if kind == "ad" else None
    return world.book[Survey].add(
        name=name,
        kind=kind,
        scale=scale,
        wave=quarter,
        touchpoint=touchpoint,
        opens_on=first,
        closes_on=last if over else None,
        campaign_id=campaign,
        ad=f"Season film {quarter} 季度广告片" if kind == "ad" else "",
        recorded_at=world.noted(world.at(first, 8)),
    )


def _attributes(world: World, survey: int, first: dt.date, weights: dict[str, str]) -> list[int]:
    noted = world.noted(world.at(first, 8))
    return [
        world.book[SurveyAttribute].add(
            survey_id=survey, name=name, weight=Decimal(weight), position=position, recorded_at=noted
        )
        for position, (name, weight) in enumerate(weights.items())
    ]


def _answer(world: World, rng: random.Random, survey: int, kind: str, numbers: list[int], day: dt.date) -> None:
    account = _customer(world, rng, day)
    at = world.at(day, rng.gauss(14, 3))
    if account is None or at >= world.now:
        return
    via = rng.choice(VIAS)
    invitation = None
    if via in ("email", "sms"):
        sent = at - dt.timedelta(hours=rng.randint(1, 70))
        invitation = _invite(world, rng, survey, account, via, sent)
    key = world.book[Answer].add(
        survey_id=survey,
        invitation_id=invitation,
        customer_id=account.id,
        region_id=account.region,
        answered_at=at,
        via=via,
        comment=rng.choice(COMMENTS),
        is_test=rng.random() < 0.005,
        recorded_at=world.noted(at, 1),
        **_said(rng, kind),
        **_about(world, rng, account, kind, day),
    )
    for number in numbers:
        if rng.random() < 0.96:
            score = min(5, max(1, round(rng.gauss(3.9 - 0.1 * (number % 3), 0.9))))
            world.book[AttributeScore].add(answer_id=key, attribute_id=number, score=score)


def _said(rng: random.Random, kind: str) -> dict[str, object]:
    if kind == "csat":
        return {"score": rng.choices(range(1, 6), (4, 7, 17, 38, 34))[0]}
    if kind == "nps":
        return {"score": rng.choices(range(11), (1, 1, 1, 2, 2, 5, 7, 14, 21, 25, 21))[0]}
    if kind == "ad":
        recalls = rng.random() < 0.24
        return {"recalls_ad": recalls, "recognises_ad": recalls or rng.random() < 0.4}
    if kind == "brand":
        names = rng.random() < 0.35
        knows = names or rng.random() < 0.55
        opinion = rng.choices(range(1, 6), (3, 8, 27, 40, 22))[0] if knows else None
        return {"names_brand": names, "recognises_brand": knows, "opinion": opinion}
    return {}


def _about(world: World, rng: random.Random, account: Account, kind: str, day: dt.date) -> dict[str, object]:
    """Service surveys are about an agent, the others about the customer's rep; some name the article they are about."""
    stamps: dict[str, object] = dict(account.stamps(day))
    if kind in ("csat", "nps") and rng.random() < 0.6:
        article = rng.choices(world.articles, [each.weight for each in world.articles])[0]
        stamps["reference"] = world.book[Product].row(article.id)["sku"]
    agents = world.by_role("agent", day)
    if kind == "csat" and agents:
        agent = rng.choices(agents, [each.weight for each in agents])[0]
        stamps |= {"owner_id": agent.id, "team_id": agent.team_on(day)}
    return stamps


def _invite(world: World, rng: random.Random, survey: int, account: Account, via: str, sent: dt.datetime) -> int:
    return world.book[Invitation].add(
        survey_id=survey,
        customer_id=account.id,
        token=f"{rng.getrandbits(96):024x}",
        via=via,
        sent_at=sent,
        recorded_at=sent,
    )


def _waiting(world: World, rng: random.Random, first: dt.date, last: dt.date) -> None:
    """Invitations nobody answered, to the surveys made last."""
    newest = [row["id"] for row in world.book[Survey].rows[-len(SURVEYS) :]]
    for _ in range(world.scaled(120)):
        day = _between(rng, first, last)
        account = _customer(world, rng, day)
        if account:
            _invite(world, rng, rng.choice(newest), account, "email", world.at(day, rng.uniform(8, 17)))


def _tell(world: World, rng: random.Random) -> None:
    for _ in range(world.scaled(700)):
        day = _between(rng, world.start, world.today - DAY)
        account = _customer(world, rng, day)
        if account is None:
            continue
        kind, text, dissatisfied = rng.choice(OPINIONS)
        at = world.at(day, rng.uniform(8.5, 18))
        answered = _later(world, rng, at, typical=20, share=0.93)
        world.book[Feedback].add(
            kind=kind,
            text=text,
            origin=rng.choices(("follow_up", "sent_in", "survey", "social"), (55, 25, 12, 8))[0],
            customer_id=account.id,
            topic=text.split(" ")[-1],
            received_at=at,
            dissatisfied=dissatisfied,
            answered_at=answered,
            reply="Thank you for telling us. 感谢您的反馈。" if answered else "",
            resolved_at=_later(world, rng, at, typical=90, share=0.85) if dissatisfied else None,
            recorded_at=world.noted(at),
            **account.stamps(day),
        )


def _complain(world: World, rng: random.Random) -> None:
    units = [world.teams["service"], *sorted(world.teams.values())[:3]]
    known: dict[int, int] = {}
    for day in sorted(_between(rng, world.start, world.today - DAY) for _ in range(world.scaled(320))):
        account = _customer(world, rng, day)
        if account:
            key = _complaint(world, rng, account, day, units, known.get(account.id))
            known.setdefault(account.id, key)


def _complaint(
    world: World, rng: random.Random, account: Account, day: dt.date, units: list[int], earlier: int | None
) -> int:
    at = world.at(day, rng.uniform(8.5, 18))
    article = rng.choice(world.articles)
    closed = _later(world, rng, at, typical=26, share=0.95)
    validity = rng.choices(("valid", "invalid"), (64, 36))[0] if closed else "pending"
    again = earlier if validity == "valid" and rng.random() < 0.3 else None
    key = world.book[Complaint].add(
        number="",
        customer_id=account.id,
        subject=rng.choice(COMPLAINTS),
        category_id=article.category or None,  # services have none
        product_id=article.id,
        region_id=account.region,
        received_at=at,
        validity=validity,
        unit_id=rng.choice(units) if validity == "valid" else None,
        duplicate_of_id=again,
        closed_at=closed,
        outcome="Replaced 已更换" if closed else "",
        recorded_at=world.noted(at),
        **account.stamps(day),
    )
    world.book[Complaint].row(key)["number"] = f"C-{key:06d}"
    if closed:
        judged = at + (closed - at) / 2
        told = {"validity": validity, "duplicate": again is not None}
        world.book[ComplaintEvent].add(complaint_id=key, at=judged, kind="classified", **told)
        world.book[ComplaintEvent].add(complaint_id=key, at=closed, kind="closed", validity="", duplicate=False)
    return key


def _recommend(world: World, rng: random.Random) -> None:
    """One buyer in eight was sent by somebody who bought before."""
    buyers = [each for each in world.accounts if each.buys and not each.hidden]
    for account in buyers:
        day = account.buys[0] - rng.randint(1, 20) * DAY
        others = [each for each in rng.sample(buyers, min(12, len(buyers))) if each.buys[0] < day and each != account]
        if rng.random() < 0.125 and others and day >= world.start:
            world.book[Referral].add(
                referrer_id=others[0].id,
                customer_id=account.id,
                on=day,
                programme=rng.choice(("Friends 老带新", "Partners 合作伙伴")),
                reward=rng.choice(("", "Voucher 100 代金券100元", "5% off 九五折")),
                segment_id=others[0].segment,
                recorded_at=world.noted(world.at(day, 11)),
            )


def _customer(world: World, rng: random.Random, day: dt.date) -> Account | None:
    """Somebody known by then; who buys much is asked more often."""
    for account in rng.choices(world.accounts, k=6):
        if account.since <= day and not account.hidden:
            return account
    return None


def _later(world: World, rng: random.Random, at: dt.datetime, *, typical: float, share: float) -> dt.datetime | None:
    """Hours later, most of the time; never after the last day."""
    found = at + dt.timedelta(minutes=20 + int(rng.expovariate(1 / (typical * 60))))
    return found if rng.random() < share and found < world.now else None


def _between(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    return first + rng.randint(0, (last - first).days) * DAY

"""What the company sells, in which money, and the short lists every record picks from."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from accounts.models import Channel, ExchangeRate, Region, Segment
from accounts.models.customers import Named
from analytics.demo.world import CENT, DAY, Article, World
from sales.models import Product, ProductCategory

SEGMENTS = {
    "key": "Key accounts 大客户",
    "mid": "Mid-market 中型企业",
    "small": "Small business 小微企业",
    "home": "Households 个人客户",
}
CHANNELS = {
    "direct": "Direct sales 直销",
    "shop": "Online shop 网店",
    "partner": "Partners 合作伙伴",
    "phone": "Telephone 电话",
    "fair": "Trade fairs 展会",
    "social": "Social media 社交媒体",
}
REGIONS = {
    "north": "North China 华北",
    "east": "East China 华东",
    "south": "South China 华南",
    "west": "West China 西部",
    "abroad": "Overseas 海外",
}

# Top category: {category: (articles, typical price)}.
GOODS = {
    "Office furniture 办公家具": {
        "Desks 办公桌": (7, 1680),
        "Chairs 座椅": (8, 720),
        "Storage 收纳柜": (6, 960),
    },
    "Lighting 照明": {
        "Desk lamps 台灯": (8, 189),
        "Ceiling lights 吸顶灯": (7, 420),
        "Outdoor lights 户外灯": (5, 310),
    },
    "Electronics 电子产品": {
        "Monitors 显示器": (7, 1450),
        "Audio 音频": (8, 480),
        "Accessories 配件": (10, 89),
    },
    "Tea and gifts 茶礼": {
        "Green tea 绿茶": (7, 168),
        "Tea ware 茶具": (7, 260),
        "Gift boxes 礼盒": (6, 388),
    },
    "Packaging 包装": {"Cartons 纸箱": (7, 46), "Paper bags 纸袋": (6, 22), "Labels 标签": (5, 15)},
    "Services 服务": {
        "Installation 安装": (4, 350),
        "Training 培训": (4, 1200),
        "Maintenance 维护": (5, 680),
    },
}
SERIES = ("Aurora", "Bamboo", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Haven", "Indigo", "Jade")
SHIPPING = ("SHIP-01", "Delivery 配送费", Decimal("25"))
RATES = {"USD": 7.16, "EUR": 7.78}


def set_up_lists(world: World) -> None:
    """Segments, channels, regions, categories, articles and dated exchange rates."""
    world.segments = _list(world, Segment, SEGMENTS)
    world.channels = _list(world, Channel, CHANNELS)
    world.regions = _list(world, Region, REGIONS)
    rng = world.dice("catalogue")
    for top, below in GOODS.items():
        _fill_shelf(world, rng, top, below)
    sku, name, price = SHIPPING
    world.articles.append(
        _article(
            world,
            sku=sku,
            name=name,
            kind=Product.Kind.SHIPPING,
            category=None,
            price=price,
            cost=price,
            weight=0.0,
        )
    )
    _quote_rates(world)


def _list(world: World, model: type[Named], names: dict[str, str]) -> dict[str, int]:
    return {key: _named(world, model, name, at) for at, (key, name) in enumerate(names.items())}


def _named(world: World, model: type[Named], name: str, position: int) -> int:
    """The row of that name; one may be there already."""
    known = model._default_manager.filter(name=name).values_list("pk", flat=True).first()
    return known or world.book[model].add(name=name, position=position)


def _fill_shelf(world: World, rng: random.Random, top: str, below: dict[str, tuple[int, int]]) -> None:
    born = world.at(world.start - 30 * DAY, 10)
    shelf = world.book[ProductCategory]
    root = shelf.add(name=top, recorded_at=born)
    shelf.row(root)["top_id"] = root
    kind = Product.Kind.SERVICE if top.startswith("Services") else Product.Kind.PRODUCT
    for name, (count, typical) in below.items():
        category = shelf.add(name=name, parent_id=root, top_id=root, recorded_at=born)
        world.categories.append(category)
        for number in range(count):
            price = Decimal(typical * rng.lognormvariate(0, 0.35)).quantize(CENT)
            cost = (price * Decimal(rng.uniform(0.48, 0.74))).quantize(CENT)
            sku = f"{name[:3].upper()}-{category:03}{number + 1:02}"
            english, chinese = name.rsplit(" ", 1)
            label = f"{english} {SERIES[number]} {chinese}"
            weight = rng.paretovariate(1.25) * (0.3 if kind == Product.Kind.SERVICE else 1)
            world.articles.append(
                _article(
                    world,
                    sku=sku,
                    name=label,
                    kind=kind,
                    category=category,
                    price=price,
                    cost=cost,
                    weight=min(weight, 25),
                    tier=1 + sum(price > Decimal(typical) * share for share in (Decimal("0.85"), Decimal("1.15"))),
                )
            )
        if count > 6:  # the last of a long series took the place of the first
            world.book[Product].row(world.articles[-count].id)["successor_id"] = world.articles[-1].id


def _article(
    world: World,
    *,
    sku: str,
    name: str,
    kind: Product.Kind,
    category: int | None,
    price: Decimal,
    cost: Decimal,
    weight: float,
    tier: int | None = None,
) -> Article:
    key = world.book[Product].add(
        sku=sku,
        name=name,
        kind=kind.value,
        category_id=category,
        price=price,
        cost=cost,
        tier=tier,
        recorded_at=world.at(world.start - 30 * DAY, 10),
    )
    return Article(key, kind.value, category or 0, price, cost, weight)


def _quote_rates(world: World) -> None:
    """A rate on the first of every month, wandering a little."""
    rng = world.dice("rates")
    for currency, rate in RATES.items():
        level, quotes = rate, []
        day = world.start.replace(day=1)
        while day < world.today:
            level += rng.gauss((rate - level) * 0.2, rate * 0.006)
            quotes.append((day, Decimal(level).quantize(Decimal("0.00000001"))))
            world.book[ExchangeRate].add(currency=currency, day=day, rate=quotes[-1][1])
            day = (day + dt.timedelta(days=32)).replace(day=1)
        world.rates[currency] = quotes

"""The words of a quick line, English and Chinese: kinds, lengths of time, days to come. No database here."""

from __future__ import annotations

import datetime as dt
import re

KINDS = {
    "visit": ("visited", "visit", "拜访", "走访", "上门", "回访"),
    "meeting": ("meeting", "meet", "met", "会议", "开会", "会面", "见面"),
    "email": ("e-mailed", "emailed", "e-mail", "email", "mailed", "mail", "发邮件", "邮件"),
    "chat": ("wechat", "chatted", "chat", "微信", "聊天", "沟通"),
    "task": ("to-do", "todo", "task", "任务", "待办"),
    "call": ("phoned", "called", "phone", "call", "打电话给", "打电话", "电话", "致电", "通话", "来电"),
}
FROM_THEM = re.compile(r"^(来电|\w+\s+(from|by)\b|in\b|inbound\b)", re.I)
NOT_REACHED = re.compile(r"\b(no answer|not reached|voicemail|busy)\b|未接通?|没接通?|无人接听|占线", re.I)

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
NUMBER = r"(?:\d+(?:[.,]\d+)?|[一二两三四五六七八九十]+|半)"
HOURS = rf"(?P<hours>{NUMBER})\s*(?:个)?(?P<half>半)?\s*(?:hours?|hrs?|h|小时|钟头)(?![a-z])(?P<and_half>半)?"
MINUTES = rf"(?P<minutes>{NUMBER})\s*(?:minutes?|mins?|min|m|分钟|分)(?![a-z])"
DURATION = re.compile(rf"(?<![\w.])(?:{HOURS}\s*(?:{MINUTES})?|{MINUTES.replace('minutes>', 'only>')})", re.I)
# Chinese is written without spaces, so a number may stand right after a word there.
DURATION_ZH = re.compile(DURATION.pattern.replace(r"(?<![\w.])", r"(?<![\d.])", 1), re.I)

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "一"),
            ("tuesday", "tues", "tue", "二"),
            ("wednesday", "wed", "三"),
            ("thursday", "thurs", "thur", "thu", "四"),
            ("friday", "fri", "五"),
            ("saturday", "sat", "六"),
            ("sunday", "sun", "日", "天"),
        ),
        start=1,
    )
    for name in names
}
_EN_DAY = f"(?:{'|'.join(name for name in WEEKDAYS if name.isascii())})"
WHEN = (
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|in\s+(?P<en_count>\d+)\s*(?P<en_unit>day|week|month)s?"
    rf"|(?P<zh_count>{NUMBER})\s*(?:个)?(?P<zh_unit>天|周|星期|礼拜|月)(?:之?后|以后)"
    r"|(?P<zh_month>\d{1,2})月(?P<zh_day>\d{1,2})[日号]"
    r"|(?P<word>day after tomorrow|today|tomorrow|next week|next month|大后天|后天|明天|今天"
    r"|下周(?![一二三四五六日天])|下个?月)"
    rf"|(?P<en_next>next\s+|this\s+)?(?P<en_day>{_EN_DAY})\b"
    r"|(?P<zh_next>下个?|这个?|本)?(?:周|星期|礼拜)(?P<zh_weekday>[一二三四五六日天])"
)
FOLLOW_UP = re.compile(
    rf"[,，;；。.\s]*(?:\b(?:follow[\s-]?up|fu)\b\s*(?:on\s+|by\s+)?(?:{WHEN})"
    rf"|(?:{re.sub('<([a-z_]+)>', lambda m: f'<{m[1]}_b>', WHEN)})\s*(?:再)?(?:跟进|联系|回访|follow[\s-]?up)"
    rf"|(?:跟进|回访)[：:\s]*(?:{re.sub('<([a-z_]+)>', lambda m: f'<{m[1]}_c>', WHEN)}))",
    re.I,
)


def number(text: str) -> float:
    """“12”, “1.5”, “三十五”, “半” as a number."""
    if text == "半":
        return 0.5
    if text[0].isdigit():
        return float(text.replace(",", "."))
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def seconds(match: re.Match[str]) -> int:
    """The length of time a match of DURATION says, in seconds."""
    said = match.groupdict()
    hours = number(said["hours"]) if said["hours"] else 0.0
    if said["half"] or said["and_half"]:
        hours += 0.5
    minutes = said["minutes"] or said["only"]
    return round(hours * 3600 + (number(minutes) * 60 if minutes else 0))


def kind_of(text: str) -> tuple[str, str] | None:
    """Kind and the rest of a line that starts with a word for it."""
    lowered = text.lower()
    for kind, words in KINDS.items():
        for word in words:
            rest = lowered[len(word) :]
            if lowered.startswith(word) and (word[-1] > "z" or not rest[:1].isalpha() or rest[:1] > "z"):
                return kind, text[len(word) :]
    return None


def day_of(match: re.Match[str], today: dt.date) -> dt.date | None:
    """The day a match of FOLLOW_UP names, seen from ``today``; None for a day that does not exist."""
    said = {name.removesuffix("_b").removesuffix("_c"): value for name, value in match.groupdict().items() if value}
    try:
        return _day(said, today)
    except (ValueError, OverflowError):
        return None


def _day(said: dict[str, str], today: dt.date) -> dt.date:
    if "iso" in said:
        return dt.date(*map(int, said["iso"].split("-")))
    if "zh_month" in said:
        found = dt.date(today.year, int(said["zh_month"]), int(said["zh_day"]))
        return found if found >= today else found.replace(year=today.year + 1)
    if "word" in said:
        return _named_day(said["word"].lower(), today)
    if "en_count" in said or "zh_count" in said:
        count = int(number(said.get("en_count") or said["zh_count"]))
        return _later(today, count, (said.get("en_unit") or said["zh_unit"]).lower())
    weekday = WEEKDAYS[(said.get("en_day") or said["zh_weekday"]).lower()]
    which = (said.get("en_next") or said.get("zh_next") or "").strip().lower()
    return _weekday(today, weekday, next_week=which in ("next", "下", "下个"))


def _named_day(word: str, today: dt.date) -> dt.date:
    if word in ("next week", "下周"):
        return _weekday(today, 1, next_week=True)
    if word in ("next month", "下月", "下个月"):
        return _later(today, 1, "month")
    ahead = {"tomorrow": 1, "明天": 1, "day after tomorrow": 2, "后天": 2, "大后天": 3}
    return today + dt.timedelta(days=ahead.get(word, 0))


def _later(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in ("month", "月"):
        years, month = divmod(today.month - 1 + count, 12)
        first = dt.date(today.year + years, month + 1, 1)
        last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        return first.replace(day=min(today.day, last.day))
    return today + dt.timedelta(days=count * (1 if unit in ("day", "天") else 7))


def _weekday(today: dt.date, weekday: int, *, next_week: bool) -> dt.date:
    """A weekday of the next ISO week, or the nearest one after today."""
    if next_week:
        return today + dt.timedelta(days=7 - today.isoweekday() + weekday)
    return today + dt.timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)

"""Units of measure and currencies: how they are written, and what one of them is worth in its dimension."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

#: Feet, miles, pounds by international definition; a month is a twelfth of 365.25 days so that years and
#: months convert exactly.
_DAY = 86_400.0
_YEAR = 365.25 * _DAY


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: `factor` leads to the base unit of its dimension; units of one system convert exactly."""

    name: str
    dimension: str
    factor: float = 1.0
    system: str = ""


#: A point of a percentage: it adds up like a percent, but two points on ten percent are a fifth more.
POINT = "percentage point"

#: Unit, and its spellings as they stand after a number. A spelling may name two units ("m", "pounds").
_TABLE: tuple[tuple[Unit, str], ...] = (
    (Unit("percent", "ratio", 0.01), "% percent per-cent percentage pct pc"),
    (Unit(POINT, "ratio", 0.01), "percentage-point percentage-points pp ppt"),
    (Unit("second", "time", 1), "second seconds sec secs"),
    (Unit("minute", "time", 60), "minute minutes min mins"),
    (Unit("hour", "time", 3_600), "hour hours hr hrs h"),
    (Unit("day", "time", _DAY), "day days"),
    (Unit("week", "time", 7 * _DAY), "week weeks"),
    (Unit("fortnight", "time", 14 * _DAY), "fortnight fortnights"),
    (Unit("month", "time", _YEAR / 12), "month months"),
    (Unit("year", "time", _YEAR), "year years yr yrs"),
    (Unit("decade", "time", 10 * _YEAR), "decade decades"),
    (Unit("century", "time", 100 * _YEAR), "century centuries"),
    (Unit("millimeter", "length", 0.001, "metric"), "mm millimeter millimeters millimetre millimetres"),
    (Unit("centimeter", "length", 0.01, "metric"), "cm centimeter centimeters centimetre centimetres"),
    (Unit("meter", "length", 1, "metric"), "m meter meters metre metres"),
    (Unit("kilometer", "length", 1_000, "metric"), "km kms kilometer kilometers kilometre kilometres"),
    (Unit("inch", "length", 0.0254, "imperial"), "inch inches"),
    (Unit("foot", "length", 0.3048, "imperial"), "ft foot feet"),
    (Unit("yard", "length", 0.9144, "imperial"), "yard yards"),
    (Unit("mile", "length", 1_609.344, "imperial"), "mile miles"),
    (Unit("gram", "mass", 0.001, "metric"), "g gram grams gramme grammes"),
    (Unit("kilogram", "mass", 1, "metric"), "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    (Unit("tonne", "mass", 1_000, "metric"), "t ton tons tonne tonnes"),
    (Unit("ounce", "mass", 0.028349523125, "imperial"), "oz ounce ounces"),
    (Unit("pound (mass)", "mass", 0.45359237, "imperial"), "lb lbs pound pounds"),
    (Unit("stone", "mass", 6.35029318, "imperial"), "stone"),
    (Unit("milliliter", "volume", 0.001, "metric"), "ml milliliter milliliters millilitre millilitres"),
    (Unit("liter", "volume", 1, "metric"), "l liter liters litre litres"),
    (Unit("gallon", "volume", 4.54609, "imperial"), "gallon gallons"),
    (Unit("barrel", "barrels"), "barrel barrels"),
    (Unit("hectare", "area", 10_000, "metric"), "ha hectare hectares"),
    (Unit("acre", "area", 4_046.8564224, "imperial"), "acre acres"),
    (Unit("degree", "degree"), "° degree degrees °c °f"),
    (Unit("kilometer an hour", "speed", 1 / 3.6, "metric"), "km/h kmh kph"),
    (Unit("mile an hour", "speed", 0.44704, "imperial"), "mph"),
    (Unit("watt", "power", 1), "watt watts"),
    (Unit("kilowatt", "power", 1_000), "kw kilowatt kilowatts"),
    (Unit("megawatt", "power", 1_000_000), "mw megawatt megawatts"),
    (Unit("gigawatt", "power", 1_000_000_000), "gw gigawatt gigawatts"),
    (Unit("megabyte", "data", 1), "mb megabyte megabytes"),
    (Unit("gigabyte", "data", 1_000), "gb gigabyte gigabytes"),
    (Unit("pound sterling", "money:pound"), "£ gbp pound pounds quid sterling"),
    (Unit("penny", "money:pound", 0.01), "p penny pence"),
    (Unit("dollar", "money:dollar"), "$ dollar dollars buck bucks"),
    (Unit("US dollar", "money:dollar:us"), "us$ usd u.s.$"),
    (Unit("Australian dollar", "money:dollar:au"), "a$ au$ aud"),
    (Unit("Canadian dollar", "money:dollar:ca"), "c$ ca$ cad"),
    (Unit("Hong Kong dollar", "money:dollar:hk"), "hk$ hkd"),
    (Unit("New Zealand dollar", "money:dollar:nz"), "nz$ nzd"),
    (Unit("Singapore dollar", "money:dollar:sg"), "s$ sgd"),
    (Unit("cent", "money:cent"), "cent cents ¢"),
    (Unit("euro", "money:euro"), "€ eur euro euros"),
    (Unit("yen", "money:yen"), "¥ jpy yen"),
    (Unit("yuan", "money:yuan"), "yuan cny rmb renminbi"),
    (Unit("rupee", "money:rupee"), "₹ inr rupee rupees rs"),
    (Unit("ruble", "money:ruble"), "₽ rub ruble rubles rouble roubles"),
    (Unit("shekel", "money:shekel"), "₪ nis ils shekel shekels"),
    (Unit("won", "money:won"), "₩ krw won"),
    (Unit("lira", "money:lira"), "₺ lira liras"),
    (Unit("real", "money:real"), "r$ brl reais"),
    (Unit("peso", "money:peso"), "peso pesos"),
    (Unit("krona", "money:krona"), "krona kronor kroner krone"),
    (Unit("franc", "money:franc"), "chf franc francs"),
    (Unit("dirham", "money:dirham"), "dirham dirhams"),
    (Unit("dinar", "money:dinar"), "dinar dinars"),
    (Unit("riyal", "money:riyal"), "riyal riyals"),
    (Unit("rand", "money:rand"), "rand"),
)

#: One-letter spellings count only where they touch the figure ("5m", not "5 m people").
TOUCHING = frozenset("m g t l p h".split())

#: Currency marks that stand before the figure.
_BEFORE = (
    "US$ U.S.$ A$ AU$ C$ CA$ HK$ NZ$ S$ R$ $ £ € ¥ ₹ ₽ ₪ ₩ ₺ USD EUR GBP AUD CAD JPY CNY RMB INR CHF NIS ILS Rs"
).split()


@functools.cache
def spellings() -> dict[str, tuple[Unit, ...]]:
    """Every spelling, in lower case, and the units it may name."""
    table: dict[str, tuple[Unit, ...]] = {}
    for unit, words in _TABLE:
        for word in words.split():
            key = word.replace("per-cent", "per cent").replace("-point", " point")
            table[key] = (*table.get(key, ()), unit)
    return table


@functools.cache
def after_pattern() -> re.Pattern[str]:
    """A unit right after a figure or number word: an optional space or hyphen, then the spelling."""
    long = sorted((word for word in spellings() if word not in TOUCHING), key=lambda word: (-len(word), word))
    signs = [re.escape(word) for word in long if not word[-1].isalnum()]
    words = [re.escape(word).replace(r"per\ cent", r"per[ -]?cent") for word in long if word[-1].isalnum()]
    touching = "".join(sorted(TOUCHING))
    return re.compile(
        rf"[ \u00a0\u202f-]?(?P<sign>{'|'.join(signs)})"
        rf"|(?:[ \u00a0\u202f-]|\b|(?<=[\d]))(?P<word>{'|'.join(words)})(?:\b(?!['’]t))"
        rf"|(?<=\d)(?P<touch>[{touching}])\b(?!['’])",
        re.IGNORECASE,
    )


@functools.cache
def before_pattern() -> re.Pattern[str]:
    """A currency mark at the very end of the text before a figure."""
    marks = sorted(_BEFORE, key=lambda mark: (-len(mark), mark))
    return re.compile(rf"(?:(?<![A-Za-z.])|(?<=\b))(?P<mark>{'|'.join(map(re.escape, marks))}) ?$")

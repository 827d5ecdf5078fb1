"""Write src/moothall/kernel/holidays_table.py from the package `holidays`: `python workshop/holidays_table.py`.

Run it after an upgrade of that package; tests/kernel/test_calendar.py fails until the table says the same.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from holidays.countries.united_kingdom import UnitedKingdom
from holidays.version import __version__

TABLE = Path(__file__).resolve().parents[1] / "src" / "moothall" / "kernel" / "holidays_table.py"
DIVISIONS = {"ENG": "england-and-wales", "SCT": "scotland", "NIR": "northern-ireland"}
YEARS = range(2000, 2101)

#: The package's name, our letter for it, the name on GOV.UK.
NAMES = {
    "New Year's Day": ("N", "New Year’s Day"),
    "New Year Holiday": ("J", "2nd January"),
    "Saint Patrick's Day": ("P", "St Patrick’s Day"),
    "Good Friday": ("G", "Good Friday"),
    "Easter Monday": ("E", "Easter Monday"),
    "May Day": ("M", "Early May bank holiday"),
    "Spring Bank Holiday": ("S", "Spring bank holiday"),
    "Battle of the Boyne": ("O", "Battle of the Boyne (Orangemen’s Day)"),
    "Late Summer Bank Holiday": ("U", "Summer bank holiday"),
    "Summer Bank Holiday": ("U", "Summer bank holiday"),
    "Saint Andrew's Day": ("A", "St Andrew’s Day"),
    "Christmas Day": ("C", "Christmas Day"),
    "Boxing Day": ("B", "Boxing Day"),
    "Golden Jubilee of Elizabeth II": ("K", "Queen’s Golden Jubilee"),
    "Wedding of William and Catherine": ("W", "Bank holiday for the royal wedding"),
    "Diamond Jubilee of Elizabeth II": ("D", "Queen’s Diamond Jubilee"),
    "Platinum Jubilee of Elizabeth II": ("T", "Platinum Jubilee bank holiday"),
    "State Funeral of Queen Elizabeth II": ("F", "Bank holiday for the State Funeral of Queen Elizabeth II"),
    "Coronation of Charles III": ("R", "Bank holiday for the coronation of King Charles III"),
    "Scotland's participation in the FIFA World Cup final": ("Q", "World Cup bank holiday"),
}

HEAD = '''"""Public holidays of the United Kingdom on weekdays, 2000 to 2100.

Written by workshop/holidays_table.py, not by hand, from the package `holidays` {version} (MIT). One line a year: month,
day and a letter of NAMES, small when the day is the substitute for one that fell on a weekend. To correct a day, see
CORRECTIONS in calendar.py.
"""

NAMES = {{
{names}
}}

'''


def entry(day: date, name: str) -> str:
    """'0405e' from 5 April and what the package calls it; two names on one day give two letters."""
    letters = ""
    for part in sorted(name.split("; ")):
        plain = part.removesuffix(" (observed)")
        letter = NAMES[plain][0]
        letters += letter if plain == part else letter.lower()
    return f"{day:%m%d}{letters}"


def table() -> str:
    names = "\n".join(f'    "{letter}": "{name}",' for letter, name in sorted(set(NAMES.values())))
    text = HEAD.format(version=__version__, names=names)
    for code, division in DIVISIONS.items():
        lines = []
        for year in YEARS:
            days = sorted(UnitedKingdom(subdiv=code, years=year, language="en_GB").items())
            lines.append(f"{year} " + " ".join(entry(day, name) for day, name in days if day.weekday() < 5))
        name = division.upper().replace("-", "_")
        text += f'{name} = """\n' + "\n".join(lines) + '\n"""\n\n'
    return text.rstrip() + "\n"


if __name__ == "__main__":
    TABLE.write_text(table())

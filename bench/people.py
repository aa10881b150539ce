"""Invented people in any number: names as frequent as in a German city, the same ones for the same seed."""

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate

from empfang.model import Person, Phone


def _listed(text: str) -> list[str]:
    return text.split()


_FAMILIES = _listed(
    """
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
    Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner
    Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs
    Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler
    Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher
    Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich
    Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Yılmaz Kaya
    Demir Şahin Çelik Öztürk Yıldız Aydın Arslan Doğan Kılıç Aslan Kurt Özdemir Polat Korkmaz Erdoğan Nowak
    Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Ivanov
    Popov Petrov Smirnov Hoxha Krasniqi Berisha Gashi Jovanović Petrović Nikolić Popescu Ionescu Nguyen Tran
    Ali Hassan Ahmad Ibrahim Rossi d'Angelo D'Amico Silva Santos García López Papadopoulos Łukasiewicz Weiss
    Meißner Großmann
    """
)
_GIVEN = _listed(
    """
    Maria Peter Michael Thomas Andreas Wolfgang Anna Klaus Sabine Christian Jürgen Petra Stefan Monika
    Susanne Ursula Frank Manfred Karin Martin Renate Daniel Helmut Andrea Gerhard Elisabeth Bernd Gabriele
    Uwe Birgit Markus Claudia Hans Brigitte Heinz Julia Werner Ingrid Günter Martina Horst Barbara Matthias
    Christine Ralf Angelika Jan Stefanie Sebastian Heike Alexander Katharina Florian Nicole Tobias Melanie
    Jens Sandra Dieter Erika Karl Helga Walter Hannelore Kurt Gisela Mehmet Mustafa Ayşe Fatma Emine Ali
    Ahmet Hatice Zeynep Murat Elif Hüseyin Łukasz Piotr Agnieszka Katarzyna Małgorzata Sergej Olga Natalia
    Dmitri Mohammed Fatima Yusuf Aleksandar Milica Ion Elena Giuseppe Carmela Linh Hans-Peter Karl-Heinz
    Anna-Maria Eva-Maria Jean-Luc Björn Jörg Käthe Rosa Mia Emma Leon Finn Lina Zoë Noah Ben Lea Paul Emil
    Ida Lotte
    """
)
_STARTS = _listed(
    """
    Al An Ar Ba Be Ber Bir Bo Bra Bren Bu Dan De Die Dorn Eb Eck Eich El Er Fal Feld Fied Fre Ga Ger Glo Gra
    Grü Hag Hart Hei Her Hil Hol Ja Ka Ker Kie Klo Kno Kra Kre Kro Lam Le Lin Lo Ma Me Mei Mo Na Nie Nö Ol
    Os Pa Pe Pö Ra Rei Rie Ro Ru Sa Schee Schlü Schö Schwa Se Sie Sta Ste Stö Ta Tho Tie Tre Ull Va Vo Wa We
    Wei Wie Wil Za Zei
    """
)
_MIDDLES = _listed(
    """
    ber del den der fel gen gel ger ken kel ler len mer nen ner rich sen ser ten tel ter wen zel zin
    """
)
_ENDS = _listed(
    """
    a auer bach bauer baum berg burg dorf eck el er ert feld ge haus heim hold hoff hus ich ing inger ke ler
    ling lich mann meier müller ner ow rath reuter ring ski son stedt stein thal wald weg witz
    """
)
_PARTICLES = ("von ", "von der ", "zu ", "van ", "de ", "El ")
_TOWNS = (
    "Kaiserslautern",
    "Landstuhl",
    "Otterberg",
    "Enkenbach-Alsenborn",
    "Weilerbach",
    "Groß-Gerau",
    "Schopp",
)
_STREETS = ("Hauptstraße", "Gartenstr.", "Lindenweg", "Am Wildgatter", "Königstraße", "Schillerplatz")
_MOBILE = (
    "151",
    "152",
    "157",
    "160",
    "162",
    "170",
    "171",
    "172",
    "173",
    "174",
    "175",
    "176",
    "177",
    "178",
    "179",
)
_FIXED = ("631", "6371", "6301", "6303", "6374", "6333", "621", "69")
_OLDEST = date(1925, 1, 1)
_DAYS = (date(2016, 12, 31) - _OLDEST).days


def people(number: int, seed: int = 1) -> Iterator[Person]:
    """So many people, one after the other; the first ones are the same however many are asked for.

    A third of the family names is made up of syllables, so that a million people bear some 100,000 of them. Telephone
    numbers are of the right length and invented: never call them.
    """
    dice = random.Random(seed)
    family_name, given_name = _zipf(_FAMILIES, dice), _zipf(_GIVEN, dice)
    for count in range(number):
        family = family_name() if dice.random() < 0.66 else _made_up(dice)
        given = given_name()
        if dice.random() < 0.04:
            family = f"{family}-{family_name()}"
        elif dice.random() < 0.015:
            family = dice.choice(_PARTICLES) + family
        if dice.random() < 0.08:
            given = f"{given} {given_name()}"
        yield Person(
            id=_id(count, dice),
            family=family,
            given=given,
            birth_date=_OLDEST + timedelta(days=dice.randrange(_DAYS)),
            street=dice.choice(_STREETS),
            house_number=str(dice.randrange(1, 140)),
            postal_code=f"676{dice.randrange(100):02}",
            town=_TOWNS[min(int(dice.expovariate(1.0)), len(_TOWNS) - 1)],
            phones=_phones(dice),
            email=f"p{count}@example.org" if dice.random() < 0.6 else "",
        )


def _zipf(names: list[str], dice: random.Random) -> Callable[[], str]:
    """Draws names, the first one most often, the n-th about 1/n as often (flattened a little, as names are)."""
    sums = list(accumulate(1 / (rank + 8) for rank in range(len(names))))
    return lambda: names[bisect(sums, dice.random() * sums[-1])]


def _made_up(dice: random.Random) -> str:
    """A family name of two or three syllables, some much more frequent than others."""
    parts = [_STARTS, _MIDDLES, _ENDS] if dice.random() < 0.7 else [_STARTS, _ENDS]
    return "".join(part[int(len(part) * dice.random() ** 1.5)] for part in parts)


def _phones(dice: random.Random) -> tuple[Phone, ...]:
    found = []
    if dice.random() < 0.6:
        found.append(Phone(number=f"+49{dice.choice(_MOBILE)}{dice.randrange(10**7, 10**8)}", kind="mobile"))
    if dice.random() < 0.6:
        area = _FIXED[min(int(dice.expovariate(0.8)), len(_FIXED) - 1)]
        found.append(Phone(number=f"+49{area}{dice.randrange(10**4, 10**7)}"))
    return tuple(found)


def _id(count: int, dice: random.Random) -> str:
    """Of the form of a UUIDv7, in the order of making."""
    tail = dice.getrandbits(74)
    moment = 0x017DB0000000 + count
    return (
        f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-7{tail >> 62:03x}"
        f"-{0x8000 | (tail >> 48) & 0x3FFF:04x}-{tail & (2**48 - 1):012x}"
    )

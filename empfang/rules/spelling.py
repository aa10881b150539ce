"""How two writings of a name are related: the same, a variant, a slip, a part; or two different names."""

import re
from functools import lru_cache
from itertools import pairwise

import cologne_phonetics
from rapidfuzz.distance import OSA

from empfang.rules.names import fold

SAME, VARIANT, SLIP, PART, SHORT, WEAK, OTHER = 1.0, 0.97, 0.9, 0.85, 0.8, 0.7, 0.0
"""How much alike: folded equal; umlauts lost or another usual spelling; mistyped; one name of several; short form;
both halves of a name mistyped or shortened.
"""

_LOST = re.compile(r"(?<=\w)[?�]|[?�](?=\w)")
_HOLE = "ɂ"
_CONSONANTS = (
    (re.compile("ph"), "f"),
    (re.compile("th|dt"), "t"),
    (re.compile("ck|q"), "k"),
    (re.compile("c(?![h])"), "k"),
    (re.compile("tz|z|ts"), "z"),
    (re.compile("v|w"), "f"),
    (re.compile("[aeiou]h"), lambda found: found.group()[0]),
    (re.compile(r"([^aeiou])\1"), r"\1"),
    (re.compile("d$"), "t"),
)
_VOWELS = (
    (re.compile("[yj]"), "i"),
    (re.compile("ie|ei|ai|ii"), "i"),
    (re.compile(r"(.)\1"), r"\1"),
)
_SHORT_FORMS = """
alexander alex sascha, alexandra alex sandra, elisabeth lisa lisbeth elli sissi else ilse betty elsbeth,
johannes hans hannes jo, josef sepp jupp josip pepi beppo, katharina kathi kati katja käthe trine
kathrin, maximilian max, margarete greta grete gretel margret, friedrich fritz fred friedel, heinrich
heinz heiner hein henry, wilhelm willi willy helmi, robert rob bob robbi, thomas tom tommy, michael micha
michi mike, andreas andi andy, stefan steffen steve, christian chris, christine christina chris tina,
matthias matze matti hias, manfred manni fred, ludwig lutz lude, ulrich uli ulli, ulrike uli ulli rike,
günter günni, wolfgang wolf wolfi, barbara babs bärbel, ursula uschi ulla, susanne susi sanne, hildegard
hilde hilla, gertrud traudl trudi gerti, waltraud traudl, angelika geli angie, gabriele gabi, monika
moni, petra peti, brigitte gitte, sebastian basti bastian, dominik dome, benjamin ben benni, daniel dani,
daniela dani, jakob jack, nikolaus klaus niko nick claus, georg schorsch jörg, anton toni, antonia toni,
franziska franzi fanny, theresa resi tessa, magdalena leni lena magda, philipp phil, tobias tobi, eduard
edi ede, rudolf rudi, siegfried sigi, reinhard reini, gerhard gerd, bernhard bernd berni, eberhard ebbo,
karl heinz kalle, viktoria vicky, jennifer jenny, jessica jessi, mohamed mohammed muhammad, eleonore lore
nora, helene leni lene, hannelore hanne lore, rosemarie rosi, annemarie anne annemie, anneliese anne
liesel, dorothea dora thea doris, cornelia conny nele, silvia sylvia, lidia lydia, rainer reiner,
reinhard rainhard, maik meik mike, yvonne ivonne, sibylle sybille sibille, willi willy, conni conny, jenni jenny,
emily emilie emmily, lilly lili lilli lily, maya maja, kai kay, henri henry, leoni leonie, luis louis, meike maike,
melanie melani, stefanie stefani steffi, marlies marlis, ines inez, sofie sofi, natalie nathali, eric erik
"""
_NICKNAMES: dict[str, set[int]] = {}
for _group, _names in enumerate(_SHORT_FORMS.split(",")):
    for _name in _names.split():
        _NICKNAMES.setdefault(fold(_name), set()).add(_group)


@lru_cache(maxsize=131_072)
def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name; a letter that an export lost leaves a hole."""
    return tuple(fold(_LOST.sub(_HOLE, text)).split()) if "?" in text or "�" in text else tuple(fold(text).split())


@lru_cache(maxsize=65_536)
def family_words(text: str) -> tuple[str, ...]:
    """The folded words of a family name, with v. d. written out."""
    words = name_words(text)
    if len(words) < 2 or words[0] not in {"v", "z"}:
        return words
    long = {"v": "von", "z": "zu", "d": "der", "u": "und"}
    return (*(long.get(word, word) for word in words[:-1]), words[-1])


@lru_cache(maxsize=65_536)
def plain_consonants(word: str) -> str:
    """A word with one sign for consonants that sound the same: Stephan and Stefan, Matthias and Mathias."""
    for pattern, plain in _CONSONANTS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=65_536)
def spelling_key(word: str) -> str:
    """A word as it sounds, its vowels kept apart as far as people do: Curt and Kurt, Meyer and Maier; but not Jan and
    Jana.
    """
    word = plain_consonants(word)
    for pattern, plain in _VOWELS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The word's Cologne code."""
    return "".join(code for _, code in cologne_phonetics.encode(word.replace(_HOLE, "")))


@lru_cache(maxsize=262_144)
def alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How far two names (given names, or family names) are the same."""
    if not one or not other:
        return OTHER
    first, second = "".join(one), "".join(other)
    if first == second or sorted(one) == sorted(other):
        return SAME
    if _filled(first, second) or spelling_key(first) == spelling_key(second):
        return VARIANT
    if _slip(first, second) or _slip(spelling_key(first), spelling_key(second)):
        return SLIP
    if len(one) == len(other) > 1:
        ways = min(max(alike((a,), (b,)) for b in other) for a in one)
        if ways >= SLIP:
            return ways
    return _partly(one, other)


def _partly(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """One name part of the other: a second name left out, a double name shortened, a short form."""
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    if len(fewer) < len(more) and all(any(alike((a,), (b,)) >= SLIP for b in more) for a in fewer):
        return PART if max(map(len, fewer)) >= 3 else OTHER
    if len(fewer) == 1 and any(_short_form(fewer[0], word) for word in more[:1]):
        return SHORT
    return OTHER


def is_nickname(one: str, other: str) -> bool:
    """Whether both are forms of one given name: Sepp and Josef."""
    return bool(_NICKNAMES.get(one, set()) & _NICKNAMES.get(other, set()))


def _short_form(one: str, other: str) -> bool:
    """A nickname, an initial, or the beginning of a longer name."""
    short, long = sorted((one, other), key=len)
    enough = len(short) == 1 or (len(short) >= 3 and len(long) - len(short) >= 3)
    return is_nickname(one, other) or (enough and long.startswith(short))


def _filled(one: str, other: str) -> bool:
    """Whether holes, each for one or two letters, make the difference."""
    if _HOLE not in one and _HOLE not in other:
        return False
    for holed, whole in ((one, other), (other, one)):
        if _HOLE in holed:
            # ß is two letters when folded, and an e after an umlaut is folded away.
            pattern = "".join("\\w{0,3}" if sign == _HOLE else re.escape(sign) for sign in holed)
            if re.fullmatch(pattern, whole.replace(_HOLE, "")):
                return True
    return False


def _slip(one: str, other: str) -> bool:
    """One letter wrong, missing, too much, or two swapped; two such slips in a long name."""
    shorter = min(len(one), len(other))
    if shorter < 3:
        return False
    allowed = 1 if shorter < 9 else 2
    return OSA.distance(one.replace(_HOLE, ""), other.replace(_HOLE, ""), score_cutoff=allowed) <= allowed


def neighbours_swapped(one: str, other: str) -> bool:
    """Whether two neighbouring signs changed places."""
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return any(
        wrong == list(pair) and one[pair[0]] == other[pair[1]] and one[pair[1]] == other[pair[0]]
        for pair in pairwise(range(len(one)))
    )

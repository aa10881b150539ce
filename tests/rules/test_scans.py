"""What a scanned text is: the code it stands for, a certificate, or nothing that is known."""

import pytest

from empfang.rules.codes import code_key
from empfang.rules.scans import Kind, Scanned, identify
from tests.rules.keyboards import arrives

KNOWN = {code_key(code) for code in ("KL-HANP-Y95H", "KLYZ2345", "KL-RSAX-2222", "A-Y-Z-3-4-5")}
CERTIFICATE = "HC1:6BFOXN+TSMAHN-HVN8J7UQMJ4/36 L-AHAF9LGA6:AHEK5F/S"


def seen(text: str, prefix: str = "") -> Scanned:
    return identify(text, lambda reading: code_key(reading) in KNOWN, prefix)


@pytest.mark.parametrize(
    "text",
    ["KL-HANP-Y95H", "kl-hanp-y95h", "]Q3KL-HANP-Y95H", "KLßHANPßZ95H", "klßhanpßz95h", "+Q3KLßHANPßZ95H",
     " KLßHANPßZ95H ", "KL?HANP?Z95H"],
)  # fmt: skip
def test_a_known_code_however_it_arrives(text: str) -> None:
    scanned = seen(text)
    assert (scanned.kind, code_key(scanned.text), scanned.is_sure) == (Kind.CODE, "KLHANPY95H", True)


@pytest.mark.parametrize(
    ("prefix", "text"),
    [("~~", "~~KL-HANP-Y95H"), ("~~", "°°KLßHANPßZ95H"), ("#", "§KLßHANPßZ95H"), ("§", "§KLßHANPßZ95H"),
     ("\u0002", "KL-HANP-Y95H")],
)  # fmt: skip
def test_a_prefix_is_dropped_before_or_after_the_repair(prefix: str, text: str) -> None:
    assert code_key(seen(text, prefix).text) == "KLHANPY95H"


def test_a_code_that_is_known_as_it_stands_wins_over_a_repaired_one() -> None:
    known = {"KLSSHANP", "KLHANP"}
    scanned = identify("KLßHANP", lambda reading: code_key(reading) in known)
    assert scanned.text == "KLßHANP"


@pytest.mark.parametrize("text", ["KL-HANP-Z95H", "KL HANP Z95H", "KL/HANP/Z95H", "KL_HANP_Z95H"])
def test_somebody_elses_code_is_not_bent_into_a_known_one(text: str) -> None:
    """A scanner set to US would have made ß of each hyphen: this is another code, with a Z."""
    assert seen(text).kind is Kind.UNKNOWN


def test_y_and_z_alone_are_a_guess() -> None:
    assert seen("KLZY2345") == Scanned(Kind.CODE, "KLYZ2345", is_sure=False)
    assert seen("KLYZ2345") == Scanned(Kind.CODE, "KLYZ2345")


@pytest.mark.parametrize("system", ["windows", "linux"])
def test_a_certificate_as_it_stands_from_a_us_scanner_and_with_capitals_locked(system: str) -> None:
    assert seen(CERTIFICATE) == Scanned(Kind.CERTIFICATE, CERTIFICATE)
    repaired = seen(arrives(CERTIFICATE, system))
    assert (repaired.kind, repaired.text) == (Kind.CERTIFICATE, CERTIFICATE)
    assert CERTIFICATE not in repaired.also
    assert seen(CERTIFICATE.lower()) == Scanned(Kind.CERTIFICATE, CERTIFICATE)
    assert seen("~" + CERTIFICATE, "~") == Scanned(Kind.CERTIFICATE, CERTIFICATE)


@pytest.mark.parametrize("system", ["windows", "linux"])
def test_what_a_dead_key_swallowed_is_among_the_other_readings(system: str) -> None:
    certificate = CERTIFICATE + "+ A++Z"
    repaired = seen(arrives(certificate, system))
    assert repaired.kind is Kind.CERTIFICATE
    assert certificate in repaired.also


@pytest.mark.parametrize(
    "text", ["", "4006381333931", "https://example.org/a?b=c", "[/b]", "\x1b[2J", "x" * 5000, "´" * 99]
)
def test_anything_else_is_unknown_and_stays_as_it_is(text: str) -> None:
    assert seen(text) == Scanned(Kind.UNKNOWN, text)

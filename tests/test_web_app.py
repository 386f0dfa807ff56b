"""What every answer of the explorer keeps: it is safe, says what is wrong, and stays in one language."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import read

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
NASTY = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "&lt;b&gt; &amp; ]]> -->",
    "javascript:alert(1)",
    "\u202eesrever \u200f\u2066vänd",
    "å" * 10_000,
)


@pytest.mark.parametrize(
    "address", ["/", "/static/site.css", "/activities?plan=nope", "/nowhere", "/id/area/1?lang=en"]
)
def test_every_answer_is_guarded(client, address):
    """Pages, files and error pages alike forbid foreign and inline code, framing, sniffing and referrers."""
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/activities", "/id/kronoberg-2024/activity/3.1", "/id/actor/rcc-syd.rcc"])
def test_pages_keep_to_their_own_policy(client, address):
    """No page has inline script, inline style or an address of another host, which the policy would stop."""
    page = read(client.get(address).text)
    assert page.heading
    for tag, attributes in page.tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert tag != "script" or attributes["src"].startswith("/static/")
        for name in ("href", "src", "action"):
            assert "//" not in attributes.get(name, "").partition("?")[0], attributes


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_pages_can_only_be_read(client, method):
    """Any method but GET and HEAD is refused, saying which are allowed."""
    answer = getattr(client, method)("/activities")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "bara att läsa" in answer.text
    assert client.head("/activities").status_code == 200


def test_unknown_language_is_refused(client):
    """A language that there is not gets 400 and names those that there are."""
    answer = client.get("/?lang=fi")
    assert answer.status_code == 400
    assert "lang=sv" in answer.text


def test_language_link_leads_to_the_same_page(client):
    """The link to the other language keeps the page and its filters, there and back."""
    links = {text: href for href, text in read(client.get("/activities?plan=kronoberg-2024&page=2").text).links}
    assert links["In English"] == "?plan=kronoberg-2024&page=2&lang=en"
    back = {text: href for href, text in read(client.get(f"/activities{links['In English']}").text).links}
    assert back["På svenska"] == "?plan=kronoberg-2024&page=2"


def test_an_address_never_becomes_a_link_to_another_host(client):
    """A path that looks like another host's address is not written into any link."""
    page = read(client.get("//evil.example/x?lang=sv&next=//evil.example").text)
    assert not [href for href, _ in page.links if href.startswith(("//", "http"))]


def test_what_was_typed_is_shown_as_text(client):
    """Markup in an address comes back as text, on pages of every kind of trouble."""
    for address in (
        "/activities?plan=<script>alert(1)</script>",
        "/id/<script>",
        "/rule/<script>",
        "/finding/<script>/x",
    ):
        answer = client.get(address)
        assert answer.status_code in (400, 404)
        assert "<script>alert" not in answer.text
        assert not [tag for tag, attributes in read(answer.text).tags if tag == "script" and "src" not in attributes]


def test_machines_are_told_in_json(client):
    """A client that takes JSON and no HTML gets the problem as JSON."""
    answer = client.get("/activities?plan=kronobreg", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert "kronobreg" in answer.json["detail"]


@pytest.fixture
def broken(explorer):
    """A client of an application, one page of which fails with a message that names a file of the machine."""
    app = create_app(explorer)

    @app.get("/broken")
    def fail() -> str:
        raise RuntimeError("cannot read /home/somebody/secret")

    return app.test_client()


def test_a_failure_tells_nothing_of_the_machine(broken):
    """An error of the program gives a page that says so, with no message, path or traceback in it."""
    answer = broken.get("/broken")
    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.text
    for secret in ("secret", "Traceback", "RuntimeError", "/home", ".py"):
        assert secret not in answer.text


def test_pages_tell_no_path_of_the_machine(client, explorer):
    """Where a finding is mended is told from the data folder on, and nothing else names a place on the machine."""
    for address in ("/", "/id/kronoberg-2024", "/id/kronoberg-2024/activity/3.1", "/rule/OWN-MISSING"):
        assert str(explorer.register.folder.parent) not in client.get(address).text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8765", 200),
        ("127.0.0.1:8765", 200),
        ("[::1]:8765", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example:80", 400),
        ("[::1", 400),
        ("evil.example@localhost", 400),
        ("localhost/evil.example", 400),
        ("localhost:evil", 400),
        ("localhost:99999999", 400),
        ("", 400),
    ],
)
def test_on_loopback_only_the_machines_own_names_are_answered(explorer, host, status):
    """A page elsewhere that points a name of its own at this machine reads nothing."""
    client = create_app(explorer, ("localhost", "127.0.0.1", "::1")).test_client()
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """A client of a plan whose titles, names and remarks hold markup, quotes, marks of direction and long words."""
    data = SmallData(tmp_path_factory.mktemp("nasty") / "data")
    data.plan(
        "nasty-2025",
        goals=[{"locator": "1", "title": NASTY[0], "heading": NASTY[1], "remark": NASTY[2]}],
        activities=[
            {
                "locator": f"1.{number}",
                "goal": "1",
                "title": text,
                "heading": text,
                "column": text[:60],
                "remark": text,
                "time_text": text,
                "doubt": text,
                "doubt_written": text,
            }
            for number, text in enumerate(NASTY, start=1)
        ],
        steps=[{"locator": "1.1.1", "activity": "1.1", "title": NASTY[0]}],
        responsibilities=[
            {"row": f"1.{number}", "role": "accountable", "actor": "kronoberg.chef", "written": text, "remark": text}
            for number, text in enumerate(NASTY, start=1)
        ],
        conditions=[{"row": "1.1", "kind": "money-needed", "title": NASTY[0], "by_whom": NASTY[1]}],
        follow_up=[{"row": "1.1", "kind": "forum", "forum": NASTY[0], "written": NASTY[3]}],
        figures=[{"row": "1.1", "kind": "target", "value": NASTY[0], "written": NASTY[2]}],
    )
    register = data.load()
    return create_app(Explorer(register, build(register), date(2026, 11, 21))).test_client()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_texts_of_the_data_stay_text(nasty, language):
    """Whatever stands in a title, name or remark is shown as it is, and never becomes markup or code."""
    rows = [f"/id/nasty-2025/activity/1.{number}" for number in range(1, len(NASTY) + 1)]
    lists = [
        "/",
        "/activities",
        "/goals",
        "/actors",
        "/id/nasty-2025",
        "/id/nasty-2025/goal/1",
        "/id/actor/kronoberg.chef",
    ]
    for address in (*rows, *lists, "/rule/OWN-UNCLEAR", "/finding/OWN-UNCLEAR/nasty-2025/activity/1.1"):
        answer = nasty.get(address, query_string={"lang": language})
        assert answer.status_code == 200, address
        page = read(answer.text)
        assert not [tag for tag, attributes in page.tags if tag == "script" and "src" not in attributes], address
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")], address
    for address, text in zip(rows, NASTY, strict=True):
        assert read(nasty.get(address).text).heading == " ".join(text.split())


# What a spreadsheet would reckon, and what it only shows.
FORMULAS = ('=HYPERLINK("http://evil.example";"Läs mer")', "+1+cmd|' /C calc'!A0", "-2+3+cmd|x", "@SUM(A1:A9)")


def test_file_holds_no_formula(tmp_path):
    """What a spreadsheet would take for a formula is text in every list's file; letters survive, numbers stay."""
    data = SmallData(tmp_path / "data")
    rows = [(f"1.{number}", text) for number, text in enumerate(FORMULAS, start=1)]
    data.plan(
        "nasty-2025",
        goals=[{"locator": "1", "title": FORMULAS[0]}],
        activities=[
            {"locator": row, "goal": "1", "title": text, "heading": text, "time_text": text} for row, text in rows
        ],
        responsibilities=[
            {"row": row, "role": "accountable", "actor": "kronoberg.chef", "written": text} for row, text in rows
        ],
        conditions=[{"row": row, "kind": "money-needed", "title": text, "by_whom": text} for row, text in rows],
        figures=[{"row": "1.1", "kind": "target", "value": "-5", "written": FORMULAS[2]}],
    )
    data.plan("nasty-2026", period=("2026-01-01", "2026-12-31"), goals=[{"locator": "1", "title": FORMULAS[3]}])
    register = data.load()
    client = create_app(Explorer(register, build(register), date(2026, 11, 22))).test_client()
    lists = ("/activities", "/goals", "/actors", "/findings", "/waiting", "/diff?old=nasty-2025&new=nasty-2026")
    seen = set()
    for address in (*lists, "/ask/activities", "/ask/responsibilities", "/ask/figures"):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}format=csv")
        assert answer.data.startswith(codecs.BOM_UTF8), address
        table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in table}) == 1, address
        cells = {cell for row in table for cell in row}
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-")) and cell != "-5"], address
        seen |= cells
    assert {f"'{text}" for text in FORMULAS} <= seen
    assert "-5" in seen
    assert "Läs mer" in "".join(seen)


@pytest.mark.parametrize(
    "address",
    [
        *("/nowhere", "/id/kronoberg-2024/activity/99.9", "/activities?plan=nope", "/activities?colour=red"),
        *("/activities?format=pdf", "/rule/NONE", "/ask/nope", "/compare?plan=nope", "/graph?plan=kronoberg&goal=99"),
        *("/sparql?example=nope", "/ask/overdue?as_of=now", "/ask/steps?activity=99.9.9.9", "/?lang=xx"),
    ],
)
def test_swedish_pages_quote_as_swedish_does(client, address):
    """A Swedish text has the same mark before and after what it quotes."""
    assert "“" not in client.get(address, headers={"Accept": "text/html"}).text

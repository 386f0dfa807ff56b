"""`align review --browser`: the review as pages of the explorer, with the same answers in the same file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
import urllib.request
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import axe_playwright_python
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from plangraph.alignment.kept_review import KeptReview
from plangraph.alignment.review import Review
from plangraph.alignment.texts import texts_of_register
from plangraph.cli import main
from plangraph.graph import build
from plangraph.register.mapping_file import MappingFile
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.table import Problems
from plangraph.web import Explorer, create_app, open_server
from tests.running_server import running_server
from tests.small_data import PREFIXES, SmallData

HOSTILE = '<script>alert("&")</script>'
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PROPOSED = {
    "predicate_id": "skos:closeMatch",
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": "plangraph",
    "mapping_tool_version": "0.1.0",
    "confidence": "0.8",
    "comment": f"delar ord: HPV; samma målområde {HOSTILE}",
}
COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "object_source", *PROPOSED)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> SmallData:
    """Two plans with four goals each, some of whose titles are markup, and no mappings."""
    held = SmallData(tmp_path_factory.mktemp("review") / "data")
    for plan, organisation in (("kronoberg-2025", "kronoberg"), ("skane-2025", "skane")):
        goals = [{"locator": str(n), "title": f"Mål {n} i {organisation}"} for n in (1, 2, 3)]
        held.plan(
            plan,
            organisation,
            goals=[*goals, {"locator": "4", "title": f"{HOSTILE} i {organisation}"}],
            activities=[{"locator": "1.1", "goal": "1", "title": f"Göra i {organisation}"}],
        )
    return held


@pytest.fixture(scope="module")
def explorer(data) -> Explorer:
    """The explorer of those plans."""
    register = data.load()
    return Explorer(register, build(register), date(2025, 6, 1))


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    """Three pairs of goals, one of them twice, a goal for which nothing was found, and a row that the data lacks."""
    metadata = {
        "sssom_version": "1.1",
        "curie_map": PREFIXES,
        "mapping_set_id": "https://w3id.org/plangraph/mappings/proposals",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "mapping_date": "2026-11-20",
    }
    file = MappingFile.new(tmp_path / "proposals.sssom.tsv", metadata, tuple(dict.fromkeys(COLUMNS)))
    k, s = "plan:kronoberg-2025/goal/", "plan:skane-2025/goal/"
    pairs = ((f"{k}1", f"{s}1"), (f"{s}1", f"{k}1"), (f"{k}2", f"{s}2"), (f"{k}4", f"{s}4"))
    file.mappings += [{**PROPOSED, "subject_id": one, "object_id": other} for one, other in pairs]
    lack = {"subject_id": f"{k}3", "object_id": "sssom:NoTermFound", "object_source": "plan:skane-2025"}
    file.mappings.append({**PROPOSED, **lack})
    unknown = {"subject_id": f"{k}1", "object_id": "plan:unknown-2025/goal/1", "object_label": HOSTILE}
    file.mappings.append({**PROPOSED, **unknown})
    file.save()
    return file.file


def reviewing(data: SmallData, proposals: Path, output: Path, *earlier: Path) -> KeptReview:
    """A review of the proposals whose answers go into a new file; `earlier`: files of answers given before."""
    loaded = load_mapping_set(proposals, Problems())
    titles = texts_of_register(data.load())
    columns = MappingFile.read(proposals).columns
    metadata = {
        "sssom_version": "1.1",
        "curie_map": PREFIXES,
        "mapping_set_id": "https://w3id.org/plangraph/mappings/answers",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    file = MappingFile.new(output, metadata, columns)
    decided = [load_mapping_set(each, Problems()) for each in earlier]
    return KeptReview(Review(loaded, decided, [titles]), loaded, file, "Samordnaren", titles)


@dataclass
class Tab:
    """A browser's tab on the review: it fills in the form that it shows."""

    client: FlaskClient
    file: Path
    html: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def open(self, query: str = "") -> Tab:
        """Load the page."""
        return self.see(self.client.get(f"/review{query}"))

    def see(self, answer: TestResponse) -> Tab:
        """Show an answer's page."""
        self.html = answer.text
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.html)
        self.fields = {name: value for name, value in hidden if name in ("token", "turn")}
        return self

    def send(self, what: str, certainty: str = "1", comment: str = "", *, headers=None, **other: str) -> TestResponse:
        """Press a button; the page that came back is not shown yet."""
        form = {**self.fields, "answer": what, "certainty": certainty, "comment": comment, **other}
        return self.client.post("/review", data=form, headers=headers)

    def say(self, what: str, certainty: str = "1", comment: str = "") -> Tab:
        """Press a button and see the next page, as browsers do."""
        answer = self.send(what, certainty, comment)
        assert answer.status_code == 303 and answer.headers["Location"] == "/review"
        return self.open()

    @property
    def heading(self) -> str:
        """The page's heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.DOTALL)
        assert found
        return " ".join(re.sub(r"<.*?>", "", found[1]).split())

    @property
    def kept(self) -> list[tuple[str, str, str]]:
        """Subject, what was said, and of which object, as the file of answers has it on disk."""
        return [
            (
                row["subject_id"].rpartition("/")[2],
                row.get("predicate_modifier", "") + row["predicate_id"].removeprefix("skos:"),
                row["object_id"].rpartition("/")[2],
            )
            for row in (MappingFile.read(self.file).mappings if self.file.exists() else [])
        ]


@pytest.fixture
def kept(data, proposals, tmp_path) -> KeptReview:
    """A new review."""
    return reviewing(data, proposals, tmp_path / "answers.sssom.tsv")


@pytest.fixture
def tab(explorer, kept) -> Tab:
    """A tab on that review."""
    app = create_app(explorer, ("localhost",), kept)
    return Tab(app.test_client(), kept.file.file).open()


def test_a_whole_review(tab):
    """Each question comes once, each answer is on disk before the next, and the last page counts them."""
    assert tab.heading == "Fråga 1 av 5"
    for text in ("Mål 1 i kronoberg", "Göra i kronoberg", "Mål 1 i skane", "A och B är nära samma sak", "0,8"):
        assert text in tab.html
    assert "<li>delar ord: HPV</li>" in tab.html and 'href="/id/kronoberg-2025/goal/1"' in tab.html
    tab.say("yes", "0,9", "samma sak")
    assert tab.kept == [("1", "closeMatch", "1")]
    assert tab.heading == "Fråga 2 av 5"  # the first one the other way round is none
    tab.say("broader")
    assert tab.kept[1:] == [("2", "broadMatch", "2")]
    tab.say("no", "0.7", "gäller\nbara\tbarn")
    assert tab.kept[2:] == [("4", "NotcloseMatch", "4")]
    assert "A saknar motsvarighet i skane-2025" in tab.html and 'value="broader"' not in tab.html
    tab.say("yes").say("skip")
    assert tab.heading == "Granskningen är klar"
    sums = re.findall(r"<dt>([^<]+)</dt><dd>(\d)</dd>", tab.html)
    assert sums == [("ja", "2"), ("nej", "1"), ("bredare", "1"), ("överhoppade", "1")]
    rows = MappingFile.read(tab.file).mappings
    assert rows[0]["reviewer_agreement"] == "0.9" and rows[0]["comment"].startswith("samma sak; ")
    assert rows[2]["confidence"] == "0.7" and rows[2]["comment"].startswith("gäller bara barn; ")
    assert {rows[0]["reviewer_label"], rows[2]["author_label"]} == {"Samordnaren"}


def test_questions_of_this_session_are_counted(data, explorer, proposals, tmp_path):
    """What was judged before is no question: it is told apart, and the bar begins at the first one that is."""
    first = reviewing(data, proposals, tmp_path / "answers.sssom.tsv")
    Tab(create_app(explorer, (), first).test_client(), first.file.file).open().say("yes").say("no")
    again = reviewing(data, proposals, tmp_path / "more.sssom.tsv", first.file.file)
    tab = Tab(create_app(explorer, (), again).test_client(), again.file.file).open()
    assert tab.heading == "Fråga 1 av 3 · 2 är redan bedömda"
    assert '<progress max="3" value="0"' in tab.html
    tab.say("no")
    assert tab.heading == "Fråga 2 av 3 · 2 är redan bedömda" and '<progress max="3" value="1"' in tab.html
    assert "nej</strong> på fråga 1." in tab.html


def test_the_file_is_the_one_that_the_terminal_writes(data, explorer, proposals, tmp_path, monkeypatch):
    """The same answers through either door leave the same bytes."""
    lines = "j 0,9 samma sak\nn\nå\nn 0.7 gäller bara barn\nr\no vet inte\nh\n"
    by_hand = tmp_path / "terminal" / "answers.sssom.tsv"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    common = [str(proposals), "--data", str(data.folder), "--reviewer", "Samordnaren", "--quiet"]
    assert main(["align", "review", *common, "--output", str(by_hand)]) == 0

    # the pages are those that the command opens: what it would serve is asked here instead
    by_page = tmp_path / "pages" / "answers.sssom.tsv"

    def ask(*_, review, **__):
        tab = Tab(create_app(explorer, (), review).test_client(), by_page).open()
        tab.say("yes", "0,9", "samma sak").say("no").say("undo").say("no", "0.7", "gäller bara barn")
        tab.say("related").say("unsure", "", "vet inte").say("skip")

    monkeypatch.setattr("plangraph.cli.align_review.serve_until_interrupted", ask)
    assert main(["align", "review", *common, "--output", str(by_page), "--browser"]) == 0
    assert by_page.read_bytes() == by_hand.read_bytes()
    assert len(MappingFile.read(by_page).mappings) == 4


def test_undo(tab):
    """What is taken back is no longer in the file and is asked again; a question passed over comes back as well."""
    assert re.search(r'value="undo"[^>]* disabled', tab.html)
    tab.say("yes").say("skip").say("undo")
    assert tab.heading == "Fråga 2 av 5" and len(tab.kept) == 1
    tab.say("undo")
    assert tab.heading == "Fråga 1 av 5" and tab.kept == []
    assert tab.send("undo").status_code == 400
    tab.say("no").say("skip").say("skip").say("skip").say("skip").say("undo")
    assert tab.heading == "Fråga 5 av 5"


def test_two_tabs(tab):
    """A form about a question that is answered keeps nothing: it shows the present question, and what was written."""
    other = Tab(tab.client, tab.file).open()
    tab.say("yes")
    answer = other.send("no", "1", "skälet till det")
    assert answer.status_code == 409
    other.see(answer)
    assert tab.kept == [("1", "closeMatch", "1")]
    assert "Svaret sparades inte" in other.html and '<q class="typed">skälet till det</q>' in other.html
    assert other.heading == "Fråga 2 av 5"
    other.say("related")
    assert tab.send("undo").status_code == 409  # it would take back what this tab has not seen
    assert tab.kept[1:] == [("2", "relatedMatch", "2")]


def test_a_form_sent_twice_is_one_answer(tab):
    """A double click answers one question, not two; after “undo” the same form is out of date."""
    assert [tab.send("yes").status_code for _ in range(2)] == [303, 303]
    assert tab.kept == [("1", "closeMatch", "1")]
    first = dict(tab.fields)
    tab.open().say("undo")
    assert tab.send("yes", **first).status_code == 409
    assert tab.kept == []


def test_answers_from_many_tabs_at_once(tab):
    """Of answers to one question that come together one is kept, and the file holds it whole."""
    tabs = [Tab(tab.client.application.test_client(), tab.file).open() for _ in range(8)]
    codes: list[int] = []
    threads = [
        threading.Thread(target=lambda t=each, n=n: codes.append(t.send("no", "1", f"skäl {n}").status_code))
        for n, each in enumerate(tabs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, *[409] * 7]
    assert len(tab.kept) == 1


def test_a_file_that_somebody_else_changed_is_theirs(tab):
    """Where another program changed the file, nothing is overwritten; the question and what was written stay."""
    tab.say("yes")
    theirs = tab.file.read_text(encoding="utf-8").replace("Samordnaren", "Någon annan")
    tab.file.write_text(theirs, encoding="utf-8")
    for what in ("no", "undo"):
        answer = tab.send(what, "0,5", "mitt skäl")
        assert answer.status_code == 409
        assert "Another program changed the file" in answer.text and str(tab.file.parent) not in answer.text
        assert 'value="0,5"' in answer.text and ">\nmitt skäl</textarea>" in answer.text
        assert tab.see(answer).heading == "Fråga 2 av 5"
        assert tab.file.read_text(encoding="utf-8") == theirs
    mine = theirs.replace("Någon annan", "Samordnaren")
    tab.file.write_text(mine, encoding="utf-8")
    assert tab.open().say("no").kept[1:] == [("2", "NotcloseMatch", "2")]


@pytest.mark.parametrize("token", ["", "wrong", "å", None])
def test_a_form_without_the_secret_is_refused(tab, token):
    """A form that this run did not make answers nothing."""
    form = {"turn": "0", "answer": "yes", **({} if token is None else {"token": token})}
    answer = tab.client.post("/review", data=form)
    assert answer.status_code == 403
    assert "tidigare körning" in answer.text
    assert tab.kept == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 400),
    ],
)
def test_only_the_page_itself_may_send_an_answer(tab, headers, status):
    """Even with the secret, a form from another site or under another name is refused."""
    assert tab.send("yes", headers=headers).status_code == status
    assert len(tab.kept) == (status == 303)


@pytest.mark.parametrize("certainty", ["0", "2", "-1", "ja", "0.0", "1e-1", "nan", "０,８"])
def test_how_sure_is_a_number(tab, certainty):
    """A number that is none is told beside the field, and everything written stays."""
    answer = tab.send("no", certainty, "mitt skäl")
    assert answer.status_code == 400
    assert f'value="{certainty}" maxlength="8" aria-invalid="true"' in answer.text
    assert ">\nmitt skäl</textarea>" in answer.text
    assert tab.kept == []
    assert tab.send("skip", certainty).status_code == 303  # it plays no part in passing over


@pytest.mark.parametrize("what", ["", "kanske", "quit", "help", "YES"])
def test_no_answer_at_all(tab, what):
    """What is no button of the page is refused, and so is an answer that makes no sense for the question."""
    assert tab.send(what).status_code == 400
    tab.say("skip").say("skip").say("skip")
    assert tab.send("broader").status_code == 400
    assert tab.kept == []


def test_texts_stay_text(tab):
    """Markup in titles, reasons, labels and in what a reviewer writes is shown as it is, and runs nowhere."""
    tab.say("skip").say("skip")
    assert HOSTILE not in tab.html
    assert tab.html.count("&lt;script&gt;alert(&#34;&amp;&#34;)&lt;/script&gt;") >= 3  # both titles and a reason
    stale = tab.send("no", "1", HOSTILE, turn="0")
    assert stale.status_code == 409 and HOSTILE not in stale.text
    wrong = tab.send("no", '"><b>', HOSTILE + "</textarea><b>")
    assert wrong.status_code == 400 and "<b>" not in wrong.text and HOSTILE not in wrong.text
    tab.say("no", "1", f"\x00\x1b[2J{HOSTILE}\r\n\ttvå")
    assert MappingFile.read(tab.file).mappings[0]["comment"].startswith(f"[2J{HOSTILE} två; ")
    tab.say("skip")
    assert HOSTILE not in tab.html and "unknown-2025" in tab.html and "/id/unknown-2025" not in tab.html


def test_every_page_is_guarded_and_never_kept(tab):
    """The policy of the explorer holds here as well; a browser asks again on “back”, and says where forms come from."""
    for answer in (tab.client.get("/review"), tab.send("yes", turn="7")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert " style=" not in answer.text and "onclick" not in answer.text


def test_english_by_choice(tab):
    """In English the buttons have English words, and the next page is English too."""
    tab.open("?lang=en")
    assert "Question 1 of 5" in tab.html and "A and B are nearly the same" in tab.html
    assert '<span class="word">broader</span>' in tab.html and 'action="/review?lang=en"' in tab.html
    answer = tab.client.post("/review?lang=en", data={**tab.fields, "answer": "skip"})
    assert answer.headers["Location"] == "/review?lang=en"


def test_the_explorer_alone_has_no_review(explorer):
    """Under `serve` there is no such page, nothing can be sent to it, and nothing leads there."""
    client = create_app(explorer).test_client()
    assert client.post("/review", data={"answer": "yes"}).status_code == 404
    assert client.get("/review").status_code == 404
    assert "/review" not in client.get("/").text


def test_the_explorer_beside_a_review_stays_read_only(tab):
    """Every other page is there, leads to the review, and takes no forms."""
    start = tab.client.get("/")
    assert start.status_code == 200 and 'href="/review"' in start.text
    assert tab.client.post("/", data={**tab.fields, "answer": "yes"}).status_code == 405
    assert tab.client.post("/id/kronoberg-2025/goal/1", data=tab.fields).status_code == 405


def test_never_on_an_address_that_others_can_ask(explorer, kept):
    """A review is served on loopback only."""
    with pytest.raises(ValueError, match="loopback"):
        open_server(explorer, "0.0.0.0", 0, kept)


def test_the_command(data, proposals):
    """It prints the review's address, on loopback; ended, it says what was kept. A port without pages is bad usage."""
    command = [sys.executable, "-m", "plangraph.cli", "align", "review", str(proposals), "--data", str(data.folder)]
    more = ["--browser", "--no-browser", "--port", "0"]
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/review", address)
        with urllib.request.urlopen(address, timeout=180) as answer:
            assert "Fråga 1 av 5" in answer.read().decode()
        process.send_signal(2)
        _, error = process.communicate(timeout=180)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "0 svar sparade i" in error and "5 kvar" in error
    refused = subprocess.run([*command, "--port", "0"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "--browser" in refused.stderr


@pytest.fixture
def page(browser, explorer, kept):
    """A real browser on the running review; afterwards the policy stopped nothing and nothing went wrong."""
    wrong: list[str] = []
    with running_server(explorer, kept) as served:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        held = context.new_page()
        held.set_default_timeout(15000)
        held.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        held.on("pageerror", lambda error: wrong.append(str(error)))
        held.goto(f"{served}review")
        yield held
        context.close()
    assert wrong == []


def at(page, number: int) -> None:
    """Wait until a question is shown and its script has run."""
    page.wait_for_selector(f"h1:has-text('Fråga {number}')")
    page.wait_for_load_state("load")


@pytest.mark.browser
def test_by_keyboard_alone(page, tab):
    """Letters answer while no field has focus; written into a field they are text; turned off they do nothing."""
    page.keyboard.press("j")
    at(page, 2)
    assert tab.kept == [("1", "closeMatch", "1")]
    assert page.evaluate("document.activeElement.tagName") == "H1"  # going on begins at the question
    page.focus("#comment")
    page.keyboard.type("jnb skälet")
    page.focus("#certainty")
    page.keyboard.press("Control+A")
    page.keyboard.type("0,6")
    page.keyboard.press("Enter")  # in a field it answers nothing
    page.keyboard.press("Control+n")
    page.wait_for_timeout(300)
    assert "Fråga 2" in page.inner_text("h1") and len(tab.kept) == 1
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    at(page, 3)
    row = MappingFile.read(tab.file).mappings[1]
    assert row["confidence"] == "0.6" and row["comment"].startswith("jnb skälet; ")
    # playwright's keyboard has no å
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'å', bubbles: true }))")
    at(page, 2)
    assert len(tab.kept) == 1
    assert page.locator("kbd").first.is_visible()
    page.uncheck("#use-keys")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.reload()
    assert not page.is_checked("#use-keys") and not page.locator("kbd").first.is_visible()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert len(tab.kept) == 1
    page.focus("button[value=skip]")  # buttons work by keyboard all the same
    page.keyboard.press("Enter")
    at(page, 3)


@pytest.mark.browser
def test_everybody_can_use_it(browser, page):
    """axe-core finds nothing on a question, on what is told in trouble, and at the end; 320 px are enough."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    narrow = context.new_page()
    narrow.goto(page.url)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}

    def found() -> list[str]:
        narrow.evaluate(AXE)
        violations = narrow.evaluate("rules => axe.run(document, rules)", rules)["violations"]
        wide = narrow.evaluate("document.documentElement.scrollWidth > innerWidth")
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in violations] + ["too wide"] * wide

    assert found() == []
    narrow.fill("#certainty", "nej")
    narrow.click("button[value=no]")
    narrow.wait_for_selector("[role=alert]")
    assert found() == []
    for _ in range(5):
        before = narrow.inner_text("h1")
        narrow.click("button[value=skip]")
        narrow.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)
    assert "klar" in narrow.inner_text("h1")
    assert found() == []
    context.close()

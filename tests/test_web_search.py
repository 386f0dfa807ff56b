"""Search: what people type finds what they mean, the nearest first, and says why; nothing that is typed breaks it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.errors import InputError
from plangraph.graph import build
from plangraph.vocabulary import ID
from plangraph.web.search import KINDS, LONGEST, SearchIndex

from .small_data import SmallData

MDK_ROWS = {
    "gavleborg-2025/activity/2.10~3",
    "kronoberg-2024/goal/24",
    "kronoberg-2024/activity/24.1",
    "mellansverige-2025/measure/4.d~m3",
    "skane-2019/goal/G17",
    "skane-2019/goal/G18",
    "skane-2019/activity/A22",
    "skane-2019/activity/A23",
    "skane-2019/activity/A32",
    "skane-2019/activity/A61",
    "sydost-2025/measure/R2.4.1",
    "sydost-2025/measure/R5.0.1",
    "sydost-2025/measure/R9.1.3",
    "vastmanland-2025/activity/4.d~3",
    "vagen-framat-2024/measure/N9.3.1",
}
TELEDERMATOSCOPY = {
    "gavleborg-2025/activity/2.3~2",
    "gavleborg-2025/goal/2.3",
    "kronoberg-2024/activity/4.1",
    "kronoberg-2024/activity/4.2",
    "kronoberg-2024/goal/4",
    "mellansverige-2025/measure/3.b~m2",
    "skane-2019/activity/A2",
    "vastmanland-2025/activity/3.b~2",
}


@pytest.fixture(scope="session")
def index(store):
    return SearchIndex.of(store)


def all_of(index, typed, plan=""):
    """Everything that a search finds, by what follows the identifiers' common beginning."""
    found = index.search(typed, plan)
    hits = [hit for kind, total in found.kinds.items() for hit in found.best(kind, total, 0)]
    assert len(hits) == found.total
    return {hit.entry.node.removeprefix(str(ID)): hit for hit in hits}


def first(index, typed):
    """The very first hit."""
    return index.search(typed).groups(1)[0].hits[0].entry.node.removeprefix(str(ID))


def texts_why(hit):
    return [form.text for form in hit.why()]


# What the documents hold under each of these words, spelled out or short


def test_mdk_finds_the_rows_that_say_it_and_those_that_spell_it_out(index):
    """“MDK” finds multidisciplinär konferens, and the other way round."""
    for typed in ("MDK", "mdk", "multidisciplinär konferens", "multidisciplinära konferenser", "multidisciplinar"):
        assert all_of(index, typed).keys() >= MDK_ROWS
    spelled_out = all_of(index, "MDK")["vagen-framat-2024/measure/N9.3.1"]
    assert texts_why(spelled_out) == ["MDK = multidisciplinär konferens"]


def test_kssk_finds_the_contact_nurse_however_she_is_written(index):
    """Skåne writes KSSK in A53, Kronoberg spells the word out in målbild 20; an actor is written “KSSK lokalt”."""
    wanted = {
        "skane-2019/activity/A53",
        "kronoberg-2024/goal/20",
        "sydost-2025/activity/A8.3",
        "actor/gavleborg.kontaktsjukskoterskor",
    }
    for typed in ("kssk", "KSSK", "kontaktsjuksköterska", "kontaktsjuksköterskor", "kontaktsjukskoterska"):
        assert all_of(index, typed).keys() >= wanted


def test_vc_finds_heads_of_department_by_what_is_written(index):
    """An actor that only the cell calls VC is found, and the hit shows how it is written."""
    found = all_of(index, "VC")
    assert found.keys() >= {
        "actor/rcc-sydost.verksamhetschef",
        "actor/kronoberg.respektive-verksamhetschef",
        "actor/gavleborg.verksamhetschef-kvinnosjukvard",
        "actor/skane.verksamhetschef-klinisk-patologi",
    }
    assert texts_why(found["actor/skane.verksamhetschef-klinisk-patologi"]) == ["VC klinisk patologi"]


def test_teledermatoscopy_is_found_in_every_plan_that_has_it(index):
    """Five plans speak of it, Gävleborg and Kronoberg in goals as well."""
    assert all_of(index, "teledermatoskopi").keys() >= TELEDERMATOSCOPY


@pytest.mark.parametrize(
    "typed", ["palliativ", "Palliativa", "palliativt", "PALLIATIV VÅRD", "palliativvård", "paliativ"]
)
def test_palliative_care_is_found_in_any_form(index, typed):
    """Endings, capitals, one word or two, a letter too few: the same row is among the first."""
    activities = index.search(typed).best("activity", 5, 0)
    assert f"{ID}kronoberg-2024/activity/30.1" in [hit.entry.node for hit in activities]


@pytest.mark.parametrize("typed", ["läkemedel", "lakemedel", "läkemedelsregistret"])
def test_a_compound_is_found_by_its_parts(index, typed):
    """Kronoberg 25.1 speaks of cancerläkemedelsregistret."""
    assert "kronoberg-2024/activity/25.1" in all_of(index, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("paliativ", "palliativ"),
        ("teledermatskopi", "teledermatoskopi"),
        ("kontatsjuksköterska", "kontaktsjuksköterska"),
        ("cancersamornare", "cancersamordnare"),
    ],
)
def test_a_slip_is_forgiven_and_said(index, typed, meant):
    """What is nowhere is taken for the word that it nearly is, and the result says so."""
    found = index.search(typed)
    assert found.slips == {typed: meant}
    assert found.total


def test_a_miss_gives_near_words_and_no_hits(index):
    """No plan speaks of sårvård, though “närvård”, “sjukvård” and “vård” look alike."""
    found = index.search("sårvård")
    assert found.total == 0
    assert found.groups(5) == []
    assert found.near["sårvård"][0] == "vård"
    assert all(index.search(word).total for word in found.near["sårvård"])


def test_words_that_are_nowhere_together_are_counted_one_by_one(index):
    """Both words are in the plans, never in one row."""
    found = index.search("teledermatoskopi biobank")
    assert found.total == 0
    assert not found.near
    assert found.alone == {word: index.search(word).total for word in ("teledermatoskopi", "biobank")}
    assert all(found.alone.values())


# Rows by their marks


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("20.1", "kronoberg-2024/activity/20.1"),
        ("kronoberg 20.1", "kronoberg-2024/activity/20.1"),
        ("20.1 Kronobergs", "kronoberg-2024/activity/20.1"),
        ("kronoberg/20.1", "kronoberg-2024/activity/20.1"),
        ("kronoberg-2024/activity/20.1", "kronoberg-2024/activity/20.1"),
        ("https://w3id.org/plangraph/id/kronoberg-2024/activity/20.1", "kronoberg-2024/activity/20.1"),
        ("http://127.0.0.1:8765/id/vastmanland-2025/activity/4.d~2", "vastmanland-2025/activity/4.d~2"),
        ("A5.12", "sydost-2025/activity/A5.12"),
        ("a5.12", "sydost-2025/activity/A5.12"),
        ("sydöst A5.12", "sydost-2025/activity/A5.12"),
        ("4.d/2", "vastmanland-2025/activity/4.d~2"),
        ("4d/2", "vastmanland-2025/activity/4.d~2"),
        ("rad 4.d/2 västmanland", "vastmanland-2025/activity/4.d~2"),
        ("G12", "skane-2019/goal/G12"),
        ("N1.1", "vagen-framat-2024/goal/N1.1"),
        ("mål 11 kronoberg", "kronoberg-2024/goal/11"),
        ("2.1/1", "gavleborg-2025/activity/2.1~1"),
        ("2/1.1", "vastmanland-2025/activity/2~1"),
        ("A9.8.2", "sydost-2025/activity/A9.8"),
        ("kronoberg.cancersamordnare", "actor/kronoberg.cancersamordnare"),
        ("målområde 3", "area/3"),
        ("mellansverige-2025", "mellansverige-2025"),
    ],
)
def test_a_row_is_found_first_by_its_mark(index, typed, node):
    """However the mark is set, with its plan or without; a step's mark finds its activity."""
    assert first(index, typed) == node


def test_a_rule_is_found_first_by_its_id(index):
    """“OWN-MISSING” is a rule."""
    hit = index.search("OWN-MISSING").groups(1)[0].hits[0]
    assert hit.entry.node == "https://w3id.org/plangraph/rule/OWN-MISSING"


def test_every_row_is_found_first_by_its_plan_and_mark(index, register):
    """“plan, mark” is how people speak of rows in a meeting."""
    for plan in register.plans:
        short = plan.id.rpartition("-")[0]
        alike = [other for other in register.plans if other.id.rpartition("-")[0] == short]
        name = short if len(alike) == 1 else plan.id
        for kind, row in plan.rows():
            if kind != "step":
                node = f"{plan.id}/{kind}/{row['locator'].replace('/', '~')}"
                assert first(index, f"{name} {row['locator']}") == node


def test_every_actor_is_found_by_its_label_and_by_every_form_as_written(index, register):
    """Nobody needs to know what a plan's words were read as."""
    names = {(row["actor"], row["label"]) for row in register.reference.actors}
    for plan in register.plans:
        names |= {(row["actor"], row["written"]) for row in plan.tables["responsibilities"] if row["actor"]}
    for actor, name in names:
        found = index.search(name)
        hits = found.best("actor", found.kinds["actor"], 0)
        assert f"{ID}actor/{actor}" in [hit.entry.node for hit in hits], name


# Order, reasons, counts


def test_a_title_comes_before_a_heading(index):
    """Rows whose own title says it stand before those that only stand under such a heading."""
    found = index.search("palliativ")
    ranks = [hit.rank for hit in found.best("activity", found.kinds["activity"], 0)]
    assert ranks == sorted(ranks, key=["locator", "whole", "name", "rest"].index)
    assert {"name", "rest"} <= set(ranks)


def test_an_actor_asked_for_by_its_whole_name_stands_first(index):
    """Before rows that mention it."""
    group = index.search("cancersamordnare").groups(5)[0]
    assert group.kind == "actor"
    assert {hit.entry.title for hit in group.hits[:4]} == {"Cancersamordnare"}


def test_the_plan_in_the_question_narrows_and_finds_nothing_by_itself(index):
    """“mdk skåne” is Skåne's rows about MDK; “skåne” is no list of everything that Skåne has."""
    assert {hit.entry.plan for hit in all_of(index, "mdk skåne").values()} == {"skane-2019"}
    assert "skane-2019/activity/A22" in all_of(index, "Vem ansvarar för MDK i Skåne?")
    found = all_of(index, "skåne")
    assert {"organisation/skane", "skane-2019"} <= found.keys()
    assert len(found) < 10


def test_a_hit_says_which_form_was_found(index):
    """A step, a heading and a written form are shown where the title does not hold the word."""
    found = all_of(index, "dermicus")
    assert texts_why(found["skane-2019/activity/A2"]) == []
    report = all_of(index, "läkemedelsregistret")["sydost-2025/activity/A5.17"]
    assert [(form.kind, form.place) for form in report.why()] == [("step", "A5.17.1")]
    marked = found["skane-2019/activity/A2"].marked("Pilot med Dermicus före")
    assert marked == [("Pilot med ", False), ("Dermicus", True), (" före", False)]


def test_counts_are_of_what_can_be_paged_through(index):
    """Each kind's count is its hits, each plan's count is what choosing the plan gives."""
    found = index.search("vård")
    assert sum(found.kinds.values()) == found.total == found.everywhere
    for kind, total in found.kinds.items():
        pages = [hit.entry.node for skip in range(0, total, 7) for hit in found.best(kind, 7, skip)]
        assert len(set(pages)) == len(pages) == total
    for plan, total in found.plans("").items():
        narrowed = index.search("vård", plan)
        assert (narrowed.total, narrowed.everywhere) == (total, found.total)
    assert found.plans("activity")["kronoberg-2024"] == index.search("vård", "kronoberg-2024").kinds["activity"]


def test_the_order_of_plans_makes_no_difference(index, register):
    """The same hits in the same order, whichever plan was read first."""
    turned = SearchIndex.of(build(replace(register, plans=list(reversed(register.plans)))))
    for typed in ("vård", "MDK", "cancersamordnare", "2", "kronoberg 2", "contact nurse", "paliativ"):
        groups = [
            [
                (group.kind, group.total, [hit.entry.node for hit in group.hits])
                for group in each.search(typed).groups(9)
            ]
            for each in (index, turned)
        ]
        assert groups[0] == groups[1]


def test_a_plans_own_list_decides_what_an_abbreviation_means(tmp_path):
    """VC is vårdcentral where the plan says so, verksamhetschef where another does, and neither where none says."""
    data = SmallData(tmp_path / "data")
    rows = [
        {"locator": "1", "title": "Vårdcentralen följer upp"},
        {"locator": "2", "title": "Verksamhetschefen följer upp"},
    ]
    for plan, meaning in (("alfa-2025", "vårdcentral"), ("beta-2025", "verksamhetschef"), ("gamma-2025", "")):
        data.plan(plan, activities=rows)
        if meaning:
            with (tmp_path / "data" / "plans" / plan / "plan.toml").open("a", encoding="utf-8") as file:
                file.write(f'\n[abbreviations]\nVC = "{meaning}"\n')
    small = SearchIndex.of(data.build())
    rows_found = {node for node in all_of(small, "VC") if "/activity/" in node}
    assert rows_found == {"alfa-2025/activity/1", "beta-2025/activity/2"}


def test_many_threads_find_the_same(index):
    """One index serves every request."""
    typed = ["vård", "MDK", "kronoberg 20.1", "paliativ", "sårvård", "VC"] * 8
    alone = [index.search(each).kinds for each in typed]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: index.search(each).kinds, typed)) == alone


# Whatever is typed

HOSTILE = [
    '"*^(NEAR',
    'locator:"20.1" OR name:*',
    "a AND OR NOT (b",
    "\0",
    "mdk\0skåne",
    "\u202edkm\u202c",
    "\u200fMDK",
    "pallia\u00adtiv",
    "\ud800",
    "mdk \udfff",
    "'; DROP TABLE entry; --",
    "<script>alert(1)</script>",
    "%%%",
    "=a.5.12",
    "١٢٣ ²½ Ⅷ",
    "é" * 150,
    "a " * 50,
    "1/2/3/4/5/6/7",
    "https://w3id.org/plangraph/id/",
    "/id/%00%ff",
    "",
    "   ",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_searched_for_as_text(client, index, typed):
    """Quotes, operators, signs that nobody sees, half a character: an answer or a clear message, never a failure."""
    try:
        index.search(typed).groups(3)
    except InputError as error:
        assert "Write at most" in str(error)
    for path in ("/search", "/api/search"):
        answer = client.get(path, query_string={"q": typed.encode("utf-8", "replace")})
        assert answer.status_code in (200, 400)
    assert b"<script>alert" not in client.get("/search", query_string={"q": "<script>alert(1)</script>"}).data


def test_signs_that_nobody_sees_make_no_difference(index):
    """A soft hyphen or a mark of direction comes along when a word is pasted."""
    assert all_of(index, "pallia\u00adtiv").keys() == all_of(index, "palliativ").keys()
    assert all_of(index, "\u200fMDK").keys() == all_of(index, "MDK").keys()


def test_a_search_that_is_too_long_is_told_so(client, index):
    """10,000 characters are refused, with how many may be written."""
    with pytest.raises(InputError, match="at most 200"):
        index.search("x" * 10_000)
    for path in ("/search", "/api/search"):
        answer = client.get(path, query_string={"q": "x" * 10_000})
        assert answer.status_code == 400
        assert str(LONGEST) in answer.get_data(as_text=True)


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=LONGEST), kind=st.sampled_from(["", *KINDS]), plan=st.sampled_from(["", "skane-2019"]))
def test_nothing_that_is_typed_breaks_the_search(index, typed, kind, plan):
    """Any text gives hits, none, or a message."""
    try:
        found = index.search(typed, plan)
    except InputError:
        return
    assert sum(found.kinds.values()) == found.total <= found.everywhere
    for group in found.groups(2):
        assert all("".join(text for text, _ in hit.marked(hit.entry.title)) for hit in group.hits)
        assert all(hit.why() is not None for hit in group.hits)


# The page and the answer for machines


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_hits_with_what_they_are_and_why(client):
    """Each hit leads to its page; the word is marked; what a plan wrote is shown where the title does not."""
    text = page(client, "/search?q=VC")
    assert 'href="/id/actor/skane.verksamhetschef-klinisk-patologi"' in text
    assert "Aktör i Region Skåne" in text
    assert "Så står det i Region Skåne 2019–2022: <span><mark>VC</mark> klinisk patologi</span>" in text


def test_the_page_marks_plans_that_have_ended_or_are_reconstructed(client):
    """A hit never lets its plan look like one that holds today, or like the RCC's own words."""
    ended = page(client, "/search?q=skane+A22")
    assert "har slutat gälla" in ended
    assert "rekonstruerad" in page(client, "/search?q=mellansverige+4.d/m3")


def test_a_kind_and_a_plan_can_be_chosen_in_the_address(client):
    """The list of a kind in a plan has exactly the rows that the numbers promised."""
    answer = client.get("/api/search?q=palliativ&plan=kronoberg").get_json()
    total = answer["kinds"]["activity"]
    text = page(client, "/search?q=palliativ&kind=activity&plan=kronoberg")
    assert text.count('class="hit"') == total
    assert "Aktivitet i Region Skåne" not in text


def test_a_long_list_comes_in_pages(client):
    """Fifty hits a page, none twice, none lost."""
    total = client.get("/api/search?q=vård").get_json()["kinds"]["activity"]
    pages = -(-total // 50)
    assert pages > 1
    seen = sum(page(client, f"/search?q=vård&kind=activity&page={n}").count('class="hit"') for n in range(1, pages + 1))
    assert seen == total


@pytest.mark.parametrize("wrong", ["kind=nothing", "plan=kronobreg", "page=99&kind=activity", "sort=up", "lang=de"])
def test_what_an_address_cannot_mean_is_refused_with_help(client, wrong):
    """An unknown filter would give another list than was asked for."""
    assert client.get(f"/search?q=mdk&{wrong}").status_code == 400
    assert client.get(f"/api/search?q=mdk&{wrong.replace('page=99', 'each=99')}").status_code == 400


def test_a_miss_offers_near_words_as_links(client):
    """Nobody is left with “nothing found” alone."""
    text = page(client, "/search?q=sårvård+kronoberg")
    assert "Inget hittades" in text
    assert f'href="/search?q={quote("vård")}+kronoberg"' in text


def test_the_page_speaks_english_by_choice(client):
    """Titles stay Swedish and are marked as such; the field's terms are found by their English names."""
    text = page(client, "/search?q=contact+nurse&kind=activity&lang=en")
    assert '<html lang="en">' in text
    assert "Activity in Region Skåne 2019–2022" in text
    assert 'href="/id/skane-2019/activity/A53?lang=en" lang="sv"' in text


def test_every_page_has_the_search_field_and_it_works_without_script(client):
    """A form that asks the search page."""
    for address in ("/", "/search", "/activities", "/id/skane-2019/activity/A22"):
        text = page(client, address)
        assert text.count('role="search"') == 1
        assert 'action="/search" method="get"' in text
        assert 'type="search" name="q"' in text


def test_the_answer_for_machines_says_the_same_as_the_page(client):
    """Kinds, totals, hits with identifier, address and reason."""
    answer = client.get("/api/search?q=MDK&each=50").get_json()
    assert answer["total"] == sum(answer["kinds"].values()) == sum(len(group["hits"]) for group in answer["groups"])
    hits = {hit["id"]: hit for group in answer["groups"] for hit in group["hits"]}
    assert hits.keys() >= MDK_ROWS
    spelled_out = hits["vagen-framat-2024/measure/N9.3.1"]
    assert spelled_out["address"] == "/id/vagen-framat-2024/measure/N9.3.1"
    assert spelled_out["why"] == [{"what": "Förkortning eller annat namn", "text": "MDK = multidisciplinär konferens"}]
    later = client.get("/api/search?q=MDK&kind=activity&each=3&skip=3").get_json()["groups"][0]["hits"]
    earlier = client.get("/api/search?q=MDK&kind=activity&each=3").get_json()["groups"][0]["hits"]
    assert len({hit["id"] for hit in [*earlier, *later]}) == 6


# In a browser


@pytest.fixture
def opened(address, browser):
    """A page of the running explorer, in which nothing may go wrong."""
    tab = browser.new_page()
    wrong = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(address)
    yield tab
    tab.close()
    assert wrong == []


@pytest.mark.browser
def test_hits_are_reached_by_keyboard_alone(opened):
    """Type, hear how many, walk through with the arrows, leave with Escape, open with Enter."""
    field = opened.get_by_role("combobox", name="Sök i planerna")
    field.focus()
    opened.keyboard.type("mdk skå")
    listed = opened.get_by_role("listbox", name="Träffar")
    listed.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert "träffar" in opened.locator("form.find [role=status]").inner_text()
    opened.keyboard.press("ArrowDown")
    active = opened.locator("#" + field.get_attribute("aria-activedescendant"))
    assert active.get_attribute("aria-selected") == "true"
    assert "A22" in active.inner_text()
    opened.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    opened.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "mdk skå"
    opened.keyboard.press("ArrowDown")
    listed.wait_for()
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/id/skane-2019/activity/A22")


@pytest.mark.browser
def test_enter_without_a_chosen_hit_asks_the_search_page(opened):
    """What was typed is searched for, as without script."""
    opened.get_by_role("combobox").focus()
    opened.keyboard.type("teledermatoskopi")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/search?q=teledermatoskopi")
    assert opened.get_by_role("heading", level=2, name="Aktiviteter").is_visible()

"""Answers are asked once and kept, for many threads; pages answer while the rules are still running."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event, Thread

from plangraph.queries import named_query, run
from plangraph.web import Explorer, answers, create_app
from plangraph.web.answers import Answers


def test_an_answer_is_asked_once_by_many_threads(store, monkeypatch):
    """However many ask at the same time, a named query runs once, and all are given the same rows."""
    asked = []

    def counting(*arguments):
        asked.append(arguments[1].name)
        return run(*arguments)

    monkeypatch.setattr(answers, "run", counting)
    held = Answers(store, date(2026, 11, 21))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: held.rows("ownerless", plan="kronoberg-2024"), range(32)))
    assert asked == ["ownerless"]
    assert all(rows is found[0] for rows in found)
    assert [dict(row) for row in found[0]] == run(store, named_query("ownerless"), {"plan": "kronoberg-2024"}).rows


def test_answers_are_judged_for_the_given_day(store):
    """What has passed is told for the day of the explorer and not for today."""
    assert not Answers(store, date(2018, 1, 1)).rows("overdue")
    assert len(Answers(store, date(2026, 11, 21)).rows("overdue")) > 50


def test_answers_with_parameters_are_those_of_the_query(store):
    """`asked` gives what the query gives for its parameters, again and again."""
    held = Answers(store, date(2026, 11, 21))
    expected = run(store, named_query("trace-up"), {"plan": "kronoberg-2024", "activity": "11.2"}).rows
    assert expected
    for _ in range(2):
        assert [dict(row) for row in held.asked("trace-up", plan="kronoberg-2024", activity="11.2")] == expected


def test_pages_answer_while_the_rules_are_running(register, store):
    """Until the rules have been run, pages say that they are running instead of making the reader wait."""
    explorer = Explorer(register, store, date(2026, 11, 21))
    client = create_app(explorer).test_client()
    begun, go_on = Event(), Event()

    def before() -> None:
        begun.set()
        go_on.wait(60)

    thread = Thread(target=lambda: explorer.judged.begin(before=before))
    thread.start()
    begun.wait(60)
    try:
        for address in ("/id/kronoberg-2024", "/id/kronoberg-2024/activity/3.1", "/rule/OWN-UNCLEAR"):
            assert "Reglerna prövas just nu" in client.get(address).text
    finally:
        go_on.set()
        thread.join()
    assert "/finding/OWN-UNCLEAR/kronoberg-2024/activity/3.1" in client.get("/id/kronoberg-2024/activity/3.1").text

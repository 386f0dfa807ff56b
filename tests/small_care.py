"""A small world of plans, from strategy to region, in which the answer to every question can be counted by hand."""

from __future__ import annotations

from pathlib import Path

from tests.small_data import SmallData

__all__ = ["small_care"]


def small_care(folder: Path) -> SmallData:
    """Two strategies, a national direction, an RCC, two of its four regions, and a plan known only by its name."""
    data = SmallData(folder)
    _superior_plans(data)
    _kronoberg(data)
    data.plan(
        "skane-2025",
        "skane",
        superior=["rcc-2025"],
        activities=[{"locator": "S1", "title": "Ordna i Skåne", "carries_out": "rcc-2025/4.d/m1"}],
        responsibilities=[{"row": "S1", "role": "accountable", "written": "Okänd"}],
    )
    data.mappings(
        "areas",
        *(
            (f"plan:{subject}", "plangraph:mainArea", f"plan:area/{area}")
            for subject, area in {
                "vagen-framat-2024/goal/N1.1": 1,
                "vagen-framat-2024/goal/N1.2": 1,
                "vagen-framat-2024/goal/N2.1": 2,
                "rcc-2025/goal/4.d": 3,
                "rcc-2025/activity/A1": 2,
                "rcc-2025/activity/A2": 2,
                "kronoberg-2025/goal/1": 3,
                "kronoberg-2025/goal/2": 1,
                "kronoberg-2025/goal/3": 2,
                "skane-2025/activity/S1": 3,
            }.items()
        ),
    )
    data.mappings(
        "goals",
        ("plan:rcc-2025/goal/4.d", "skos:broadMatch", "plan:vagen-framat-2024/goal/N1.1"),
        ("plan:kronoberg-2025/goal/2", "skos:closeMatch", "plan:vagen-framat-2024/goal/N1.2"),
        ("plan:kronoberg-2025/goal/3", "skos:exactMatch", "sssom:NoTermFound"),
        ("plan:rcc-2025/activity/A1", "plangraph:contributesTo", "plan:vagen-framat-2024/goal/N2.1"),
        ("plan:rcc-2025/activity/A2", "plangraph:contributesTo", "plan:vagen-framat-2024/goal/N2.1"),
    )
    data.mappings(
        "strategies",
        ("plan:area/1", "plangraph:serves", "plan:strategi-2009/goal/1"),
        ("plan:area/1", "plangraph:serves", "plan:strategi-2026/goal/1"),
        ("plan:area/2", "plangraph:serves", "plan:strategi-2009/goal/2"),
        ("plan:area/3", "plangraph:serves", "plan:strategi-2009/goal/1"),
        ("plan:vagen-framat-2024/goal/N1.1", "plangraph:serves", "plan:strategi-2009/goal/1"),
        ("plan:vagen-framat-2024/goal/N1.1", "plangraph:serves", "plan:strategi-2026/goal/1"),
        ("plan:vagen-framat-2024/goal/N1.2", "plangraph:serves", "plan:strategi-2009/goal/2"),
        ("plan:vagen-framat-2024/goal/N2.1", "plangraph:serves", "plan:strategi-2009/goal/2"),
        ("plan:strategi-2009/goal/1", "skos:closeMatch", "plan:strategi-2026/goal/1"),
        ("plan:strategi-2009/goal/2", "skos:exactMatch", "sssom:NoTermFound"),
    )
    return data


def _superior_plans(data: SmallData) -> None:
    data.plan(
        "strategi-2009",
        "regeringen",
        "national-strategy",
        goals=[{"locator": "1", "title": "Färre insjuknar"}, {"locator": "2", "title": "Gott bemötande"}],
    )
    data.plan("strategi-2026", "regeringen", "national-strategy", goals=[{"locator": "1", "title": "Lägre risk"}])
    data.plan(
        "vagen-framat-2024",
        "rcc-samverkan",
        "national-direction",
        superior=["strategi-2009"],
        goals=[
            {"locator": "N1.1", "title": "Kunskap"},
            {"locator": "N1.2", "title": "Screening"},
            {"locator": "N2.1", "title": "Rehabilitering"},
        ],
        measures=[{"locator": "N1.1.1", "goal": "N1.1", "title": "Information"}],
    )
    data.plan("syd-2020", "rcc-syd", "rcc")
    data.plan(
        "rcc-2025",
        "rcc-syd",
        "rcc",
        superior=["vagen-framat-2024"],
        goals=[{"locator": "4.d", "title": "Vårdprocess"}],
        measures=[
            {"locator": "4.d/m1", "goal": "4.d", "title": "Strukturera"},
            {"locator": "4.d/m2", "goal": "4.d", "title": "Utvärdera"},
            {"locator": "4.d/m3", "goal": "4.d", "title": "Utbilda"},
            {"locator": "4.d/m10", "goal": "4.d", "title": "Samordna"},
        ],
        activities=[{"locator": "A1", "title": "Konferens"}, {"locator": "A2", "title": "Rapport"}],
        responsibilities=[{"row": "A1", "role": "accountable", "actor": "skane.chef", "written": "Chefen i Skåne"}],
        quotations=[
            {
                "row": "4.d/m1",
                "plan": "kronoberg-2025",
                "quoted_in": "1.1",
                "wording": "Bara primärvården",
                "agreement": "differs",
            }
        ],
    )


def _kronoberg(data: SmallData) -> None:
    data.plan(
        "kronoberg-2025",
        superior=["rcc-2025"],
        goals=[
            {"locator": "1", "title": "Processer", "heading": "VÅRD / PROCESSER", "quotes": "rcc-2025/4.d"},
            {"locator": "2", "title": "Screening i länet"},
            {"locator": "3", "title": "Utan aktivitet"},
        ],
        activities=[
            {
                "locator": "1.1",
                "goal": "1",
                "title": "Ordna",
                "line": "7",
                "carries_out": "rcc-2025/4.d/m1",
                "time_text": "första kvartalet",
                "start": "2025-01-01",
                "end": "2025-03-31",
                "precision": "quarter",
                "recurrence": "2/year",
            },
            {
                "locator": "1.2",
                "goal": "1",
                "title": "Mäta",
                "carries_out": "rcc-2025/4.d/m1 | rcc-2025/4.d/m2",
                "end": "2025-03-31",
            },
            {"locator": "2.1", "goal": "2", "title": "Kalla", "time_text": "före april", "end": "2025-03-31"},
            {"locator": "2.2", "goal": "2", "title": "Följa", "start": "2024-06-01", "end": "2025-12-31"},
            {
                "locator": "2.10",
                "goal": "2",
                "title": "Gammalt",
                "start": "2024-01-01",
                "end": "2024-12-31",
                "status_absent": "lost",
            },
        ],
        steps=[
            {"locator": f"1.1.{number}", "activity": "1.1", "title": f"Steg {number}", "time_text": "i mars"}
            for number in (1, 2, 10)
        ],
        responsibilities=[
            {"row": "1", "role": "accountable", "actor": "kronoberg.chef", "written": "VC"},
            {"row": "1", "role": "support", "actor": "rcc-syd.rcc", "written": "RCC"},
            {"row": "1.2", "role": "accountable", "actor": "kronoberg.klinik", "written": "Kliniken", "lead": "yes"},
            {"row": "1.2", "role": "collaborates", "actor": "kronoberg.grupp", "written": "gruppen"},
            {"row": "2.1", "role": "accountable", "actor": "kronoberg.alla", "written": "alla"},
            {"row": "2.1", "role": "responsible", "actor": "kronoberg.klinik", "written": "klin."},
            {"row": "2.2", "role": "accountable", "actor": "rcc-syd.rcc", "written": "Rcc"},
        ],
        statuses=[
            {"row": "1.1", "date": "2025", "status": "planned", "written": "Planeras"},
            {"row": "1.1", "date": "2025-06-01", "status": "ongoing", "written": "Pågår"},
            {"row": "1.2", "date": "2025-04", "status": "done", "written": "Klar"},
            {"row": "2.1", "date": "2025", "status": "ongoing", "written": "Pågår"},
        ],
        follow_up=[
            {"row": "1.1", "kind": "rhythm", "written": "2 ggr/år", "recurrence": "2/year"},
            {"row": "2", "kind": "missing", "written": "saknas"},
        ],
        figures=[{"row": "2.1", "kind": "target", "value": "80", "unit": "%", "population": "kvinnor", "year": "2024"}],
        conditions=[
            {
                "row": "2.1",
                "kind": "money-needed",
                "title": "Pengar",
                "by_whom": "HSN",
                "when": "2025-Q4",
                "holds_up": "2.2",
            },
            {"row": "1", "kind": "decision-taken", "title": "Beslut"},
            {"row": "1.1.2", "kind": "decision-awaited", "title": "Väntan"},
        ],
        declarations=[
            {"target": "rcc-2025/4.d/m3", "state": "declined", "reason": "Görs inte här"},
            {
                "target": "vagen-framat-2024/N2.1",
                "state": "elsewhere",
                "to_whom": "Kommunen",
                "reason": "Kommunens sak",
            },
        ],
    )

def test_dataset_holds_the_five_plans(register):
    """The register holds the activities of the five plans, as many as the documents have rows."""
    counts = {plan.id: len(plan.tables["activities"]) for plan in register.plans if plan.tables["activities"]}
    assert counts == {
        "gavleborg-2025": 41,
        "kronoberg-2024": 74,
        "skane-2019": 67,
        "sydost-2025": 110,
        "vastmanland-2025": 40,
    }

"""``mesa parameters`` as a person and as a program call it."""

import json


def test_the_values_of_a_table_are_listed_with_interval_and_source(mesa):
    done = mesa("parameters", "umi")

    assert done.status == 0
    assert "2026-01-01" in done.stdout
    assert "100.81" in done.stdout
    assert "75.49" in done.stdout


def test_a_program_gets_all_tables_and_the_rules_version(mesa):
    document = json.loads(mesa("parameters", "--json").stdout)

    assert len(document["rules_version"]) == 12
    assert document["tables"]["damage_insurance"]["values"][0] == {
        "from": None,
        "to": "2010-11-30",
        "value": "13.00",
        "source": document["tables"]["damage_insurance"]["values"][0]["source"],
    }
    assert document["tables"]["absences_reduce_days_1"]["standing"] == "?"


def test_a_table_that_is_not_there_is_named_with_those_that_are(mesa):
    done = mesa("parameters", "uda")

    assert done.status == 2
    assert "No hay una tabla «uda»" in done.stderr
    assert "umi" in done.stderr

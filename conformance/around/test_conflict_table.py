"""Every kind of conflict under every strategy: what is there afterwards, and what the conflict object says."""

import pytest

from support.api import body, is_time, problem
from support.conflicts import CASES, LONG_AGO, state
from support.world import STRATEGIES

COLUMNS = [(name, None) for name in STRATEGIES if name != "LAST_WRITER_WINS"] + [
    ("LAST_WRITER_WINS", "later"), ("LAST_WRITER_WINS", "earlier")]


def column_name(column):
    return column[0] + (f"_written_{column[1]}" if column[1] else "")


def prepared(case, desk):
    """A case that has happened up to the change in conflict, and the device that proposes that."""
    client = desk.another(device_name="tablet")
    return case(desk, client), client


def propose(client, case, strategy, written=None):
    change = dict(case.change)
    if written == "earlier":
        change["metadata"] = {**change.get("metadata", {}), "modified_at": LONG_AGO}
    return client.apply(change, conflict_resolution=strategy, **case.members)


@pytest.mark.parametrize("column", COLUMNS, ids=column_name)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_conflict(desk, case, column):
    strategy, written = column
    found, client = prepared(case, desk)
    answer = body(propose(client, found, strategy, written))
    (conflict,) = answer["conflicts"]
    assert state(desk) == found.expected(strategy, written)
    assert conflict["conflict_type"] == found.kind and conflict["device_id"] == client.device_id
    is_open = strategy == "MANUAL"
    assert conflict["status"] == ("open" if is_open else "resolved")
    assert conflict["resolution"] == (None if is_open else strategy)
    assert is_time(conflict["created_at"]) and (conflict["resolved_at"] is None) == is_open
    is_rejected = found.rejected and found.expected(strategy, written) == found.server
    assert len(answer["rejected"]) == is_rejected
    kept = {one["id"]: one for one in desk.conflicts(include_resolved="true")}
    assert list(kept) == [conflict["id"]], "the conflict is on record, once"
    assert kept[conflict["id"]]["status"] == conflict["status"]
    assert desk.recoverable() >= desk.sent | client.sent, "no strategy destroys bytes"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_strict_mode_refuses_and_changes_nothing(desk, case):
    found, client = prepared(case, desk)
    before = state(desk)
    with desk.user.changing_nothing():
        refusal = problem(propose(client, found, None), 409, found.strict_code)
    assert refusal["conflicts"][0]["conflict_type"] == found.kind
    assert state(desk) == before and desk.conflicts(include_resolved="true") == []

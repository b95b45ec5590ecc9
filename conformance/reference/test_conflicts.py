"""GET /sync/conflicts and POST /sync/conflicts/{conflict_id}/resolve."""

import pytest

from support.api import body, is_id, is_time, places, problem
from support.world import STRATEGIES, some_ulid

row = pytest.mark.row


def conflict(desk, strategy="MANUAL", path="/a.txt"):
    """Two edits of one file; the conflict that the second one made."""
    file = desk.file(path, b"base")
    desk.applied(desk.editing(file, b"server", modified_at="2026-01-02T00:00:00Z"))
    change = desk.editing(file, b"client", modified_at="2026-01-03T00:00:00Z")
    (found,) = body(desk.apply(change, conflict_resolution=strategy))["conflicts"]
    return found


def ids(found):
    return [one["id"] for one in found]


@row("GET conflicts · device_id: filter by device")
def test_conflicts__device_id_leaves_out_those_of_other_devices(desk):
    other = desk.another()
    mine, theirs = conflict(desk, path="/a"), conflict(other, path="/b")
    assert ids(desk.conflicts(device_id=desk.device_id)) == [mine["id"]]
    assert ids(desk.conflicts(device_id=other.device_id)) == [theirs["id"]]
    assert set(ids(desk.conflicts())) == {mine["id"], theirs["id"]}


@row("GET conflicts · share_id: filter by share")
def test_conflicts__share_id_leaves_out_those_of_other_shares(desk):
    other = type(desk)(desk.user, desk.user.new_share()["id"], device_id=desk.device_id)
    mine, theirs = conflict(desk), conflict(other)
    assert ids(desk.conflicts()) == [mine["id"]] and ids(other.conflicts()) == [theirs["id"]]
    assert set(ids(body(desk.user.get("/sync/conflicts")))) >= {mine["id"], theirs["id"]}


@row("GET conflicts · share_id: filter by share")
def test_conflicts__of_an_unknown_share_are_404(desk, stranger):
    problem(desk.user.get("/sync/conflicts", share_id="shr_" + some_ulid()), 404, "NOT_FOUND")
    problem(stranger.get("/sync/conflicts", share_id=desk.share_id), 404, "NOT_FOUND")


@row("GET conflicts · include_resolved: default false")
def test_conflicts__include_resolved_defaults_to_false(desk):
    settled = conflict(desk, "SERVER_WINS", "/a")
    still_open = conflict(desk, "MANUAL", "/b")
    assert ids(desk.conflicts()) == [still_open["id"]]
    assert ids(desk.conflicts(include_resolved="false")) == [still_open["id"]]
    assert ids(desk.conflicts(include_resolved="true")) == [still_open["id"], settled["id"]], "the newest is first"


@row("GET conflicts · include_resolved: default false")
def test_conflicts__include_resolved_of_another_value_is_422(desk):
    found = problem(desk.user.get("/sync/conflicts", include_resolved="perhaps"), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "include_resolved"]]


MEMBERS = {
    "id": is_id("cfl"), "share_id": is_id("shr"), "device_id": lambda value: isinstance(value, str),
    "resource_type": lambda value: value == "file", "resource_id": is_id("fil"),
    "path": lambda value: value == "/a.txt", "conflict_type": lambda value: value == "edit_edit",
    "base_version_id": is_id("ver"), "local_version_id": is_id("ver"), "server_version_id": is_id("ver"),
    "status": lambda value: value == "open", "resolution": lambda value: value is None,
    "resolved_by": lambda value: value is None, "resolved_at": lambda value: value is None, "created_at": is_time,
}


@pytest.mark.parametrize("member", [pytest.param(name, marks=row(f"conflict object · {name}")) for name in MEMBERS])
def test_conflict_object__member(desk, member):
    made = conflict(desk)
    (listed,) = desk.conflicts()
    assert MEMBERS[member](listed[member]), listed[member]
    assert listed[member] == made[member], "the list and the answer of apply say the same"


@row("GET conflicts · response: array")
def test_conflicts__answer_is_an_array_newest_first(desk):
    assert desk.conflicts() == []
    made = [conflict(desk, path=f"/{number}")["id"] for number in range(3)]
    assert ids(desk.conflicts()) == made[::-1]


def test_conflicts__go_on_before_a_conflicts_id(desk):
    made = [conflict(desk, path=f"/{number}")["id"] for number in range(3)]
    assert ids(desk.conflicts(limit=2)) == [made[2], made[1]]
    assert ids(desk.conflicts(limit=2, before=made[1])) == [made[0]]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "100000000"])
def test_conflicts__limit_out_of_bounds_is_422(desk, limit):
    problem(desk.user.get("/sync/conflicts", limit=limit), 422, "VALIDATION_FAILED")


# resolve

def resolve(desk, found, resolution, **query):
    return desk.user.post(f"/sync/conflicts/{found['id']}/resolve", resolution=resolution, **query)


HEADS = {"LAST_WRITER_WINS": b"client", "KEEP_BOTH": b"server", "SERVER_WINS": b"server", "CLIENT_WINS": b"client",
         "MANUAL": b"client"}


@pytest.mark.parametrize("strategy", [
    pytest.param(name, marks=row(f"POST resolve · resolution: {name}")) for name in STRATEGIES])
def test_resolve__each_strategy(desk, strategy):
    made = conflict(desk)
    query = {"version_id": made["local_version_id"]} if strategy == "MANUAL" else {}
    found = body(resolve(desk, made, strategy, **query))
    assert found["status"] == "resolved" and found["resolution"] == strategy
    assert found["resolved_by"] == desk.user.id and is_time(found["resolved_at"])
    assert desk.read(made["resource_id"]) == HEADS[strategy]
    copies = [content for path, content in desk.contents().items() if "conflicted copy" in path]
    assert copies == ([b"client"] if strategy == "KEEP_BOTH" else [])


@row("POST resolve · response: updated conflict object")
def test_resolve__answers_the_updated_conflict(desk):
    made = conflict(desk)
    found = body(resolve(desk, made, "SERVER_WINS"))
    assert found["id"] == made["id"] and set(MEMBERS) <= set(found)
    assert desk.conflicts(include_resolved="true")[0] == found
    assert desk.conflicts() == []


@row("POST resolve · resolution")
@pytest.mark.parametrize("value", [None, "NEWEST", "server_wins"])
def test_resolve__resolution_is_required_and_one_of_the_strategies(desk, value):
    made = conflict(desk)
    found = problem(resolve(desk, made, value), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "resolution"]]
    assert desk.conflicts()[0]["status"] == "open"


@row("error · NOT_FOUND 404: conflict")
def test_resolve__unknown_conflict_is_404(desk, stranger):
    made = conflict(desk)
    for name in ("cfl_" + some_ulid(), "nothing", "fil_" + some_ulid()):
        problem(desk.user.post(f"/sync/conflicts/{name}/resolve", resolution="KEEP_BOTH"), 404, "NOT_FOUND")
    problem(stranger.post(f"/sync/conflicts/{made['id']}/resolve", resolution="KEEP_BOTH"), 404, "NOT_FOUND")
    assert desk.conflicts()[0]["status"] == "open"

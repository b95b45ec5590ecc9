"""Resolving later: each strategy against a head that has moved on, MANUAL with merged content, conflicts that end themselves."""

import pytest

from support.api import body, problem
from support.conflicts import CASES, LONG_AGO, state
from support.world import some_ulid


def opened(case, desk):
    """A case left open by MANUAL, and its conflict."""
    client = desk.another(device_name="tablet")
    found = case(desk, client)
    (conflict,) = body(client.apply(found.change, conflict_resolution="MANUAL", **found.members))["conflicts"]
    return found, conflict


def resolve(desk, conflict, resolution, **query):
    return desk.user.post(f"/sync/conflicts/{conflict['id']}/resolve", resolution=resolution, **query)


@pytest.mark.parametrize("strategy", ["KEEP_BOTH", "SERVER_WINS", "CLIENT_WINS"])
@pytest.mark.parametrize("case", [case for case in CASES if "for_a_folder" not in case.__name__],
                         ids=lambda case: case.__name__)
def test_resolving_later_leads_to_the_same_as_at_once(desk, case, strategy):
    found, conflict = opened(case, desk)
    resolved = body(resolve(desk, conflict, strategy))
    assert resolved["status"] == "resolved" and resolved["resolution"] == strategy
    assert state(desk) == found.expected(strategy, None)


def edited(desk):
    """A file with an open conflict of two edits, and the conflict."""
    file = desk.file("/a.txt", b"base")
    (head,) = desk.applied(desk.editing(file, b"server"))
    (conflict,) = body(desk.apply(desk.editing(file, b"client"), conflict_resolution="MANUAL"))["conflicts"]
    return head, conflict


@pytest.mark.parametrize("strategy, expected", [
    ("CLIENT_WINS", {"/a.txt": b"client"}), ("SERVER_WINS", {"/a.txt": b"newer"}),
    ("KEEP_BOTH", {"/a.txt": b"newer", "/a~.txt": b"client"})])
def test_resolving_against_a_head_that_has_moved_on_loses_nothing_between(desk, strategy, expected):
    head, conflict = edited(desk)
    (newer,) = desk.applied(desk.editing(head, b"newer"))
    body(resolve(desk, conflict, strategy))
    assert state(desk) == expected
    for version in (head, newer):
        assert desk.read(head["resource_id"], version=version["version_id"]) in (b"server", b"newer")


@pytest.mark.parametrize("strategy, expected", [
    ("CLIENT_WINS", {"/a.txt": b"client"}), ("SERVER_WINS", {}), ("KEEP_BOTH", {"/a.txt": b"client"})])
def test_resolving_an_edit_whose_file_was_deleted_meanwhile_is_edit_delete(desk, strategy, expected):
    head, conflict = edited(desk)
    desk.applied(desk.deleting(head))
    body(resolve(desk, conflict, strategy))
    assert state(desk) == expected


@pytest.mark.parametrize("client_written, expected", [("2026-02-01T00:00:00Z", b"client"), (LONG_AGO, b"newer")])
def test_LAST_WRITER_WINS_compares_the_recorded_time_with_the_head_of_then(desk, client_written, expected):
    file = desk.file("/a", b"base")
    (head,) = desk.applied(desk.editing(file, b"server", modified_at="2026-01-01T00:00:00Z"))
    change = desk.editing(file, b"client", modified_at=client_written)
    (conflict,) = body(desk.apply(change, conflict_resolution="MANUAL"))["conflicts"]
    desk.applied(desk.editing(head, b"newer", modified_at="2026-01-15T00:00:00Z"))
    body(resolve(desk, conflict, "LAST_WRITER_WINS"))
    assert desk.read(file["resource_id"]) == expected


@pytest.mark.parametrize("side, expected", [("local_version_id", b"client"), ("server_version_id", b"server")])
def test_MANUAL_takes_either_side(desk, side, expected):
    head, conflict = edited(desk)
    resolved = body(resolve(desk, conflict, "MANUAL", version_id=conflict[side]))
    assert resolved["status"] == "resolved" and resolved["resolution"] == "MANUAL"
    assert desk.read(head["resource_id"]) == expected


def test_MANUAL_takes_merged_content(desk):
    head, conflict = edited(desk)
    merged = desk.file("/merged.txt", b"server and client")
    body(resolve(desk, conflict, "MANUAL", version_id=merged["version_id"]))
    assert desk.read(head["resource_id"]) == b"server and client"


@pytest.mark.parametrize("version, status, code", [
    (None, 422, "VALIDATION_FAILED"), ("nonsense", 422, "VALIDATION_FAILED"),
    ("ver_" + some_ulid(), 404, "NOT_FOUND")])
def test_MANUAL_without_a_version_that_is_there_is_refused(desk, version, status, code):
    _, conflict = edited(desk)
    with desk.user.changing_nothing():
        problem(resolve(desk, conflict, "MANUAL", version_id=version), status, code)
    assert desk.conflicts()[0]["status"] == "open"


def test_MANUAL_with_a_version_of_a_foreign_share_is_404(desk, stranger):
    foreign = type(desk)(stranger, stranger.new_share()["id"]).file("/secret", b"secret")
    _, conflict = edited(desk)
    problem(resolve(desk, conflict, "MANUAL", version_id=foreign["version_id"]), 404, "NOT_FOUND")
    stranger.tidy()


def test_the_same_resolution_again_is_200_and_changes_nothing(desk):
    _, conflict = edited(desk)
    first = body(resolve(desk, conflict, "CLIENT_WINS"))
    with desk.user.changing_nothing():
        assert body(resolve(desk, conflict, "CLIENT_WINS")) == first


def test_another_resolution_of_a_resolved_conflict_is_409(desk):
    _, conflict = edited(desk)
    body(resolve(desk, conflict, "CLIENT_WINS"))
    with desk.user.changing_nothing():
        problem(resolve(desk, conflict, "SERVER_WINS"), 409, "SYNC_CONFLICT")


def test_a_conflict_that_becomes_moot_closes_itself(desk):
    head, conflict = edited(desk)
    desk.applied(desk.editing(head, b"client"))
    assert desk.conflicts() == []
    (closed,) = desk.conflicts(include_resolved="true")
    assert closed["id"] == conflict["id"] and closed["status"] == "resolved"
    assert closed["resolution"] is None and closed["resolved_by"] is None


def test_a_reader_may_not_resolve(desk, people):
    reader = people("reader")
    desk.user.add_member(desk.share_id, reader, "reader")
    _, conflict = edited(desk)
    answer = reader.post(f"/sync/conflicts/{conflict['id']}/resolve", resolution="CLIENT_WINS")
    problem(answer, 403, "PERMISSION_DENIED")
    assert desk.conflicts()[0]["status"] == "open"


def test_members_of_a_share_see_and_resolve_each_others_conflicts(desk, friend):
    head, conflict = edited(desk)
    (seen,) = friend.conflicts()
    assert seen["id"] == conflict["id"] and seen["device_id"] == desk.device_id
    assert friend.conflicts(device_id=friend.device_id) == []
    assert body(resolve(friend, conflict, "CLIENT_WINS"))["resolved_by"] == friend.user.id
    assert desk.conflicts() == [] and desk.read(head["resource_id"]) == b"client"


def test_conflicts_of_a_device_of_another_user_are_not_listed(desk, friend):
    edited(desk)
    problem(friend.user.get("/sync/conflicts", device_id=desk.device_id), 404, "NOT_FOUND")


def test_a_resolution_is_in_the_log(desk):
    _, conflict = edited(desk)
    head = desk.head()
    body(resolve(desk, conflict, "CLIENT_WINS"))
    (change,) = desk.changes(head)
    assert change["resource_id"] == conflict["resource_id"] and change["change_type"] == "updated"

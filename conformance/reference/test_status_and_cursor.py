"""GET /sync/status and POST /sync/cursor."""

import pytest

from support.api import body, is_time, is_whole, places, problem
from support.world import some_ulid

row = pytest.mark.row


def advance(desk, position, **query):
    return desk.user.post("/sync/cursor", **{
        "share_id": desk.share_id, "device_id": desk.device_id, "position": position, **query})


# status

@row("GET status · share_id (required)")
def test_status__share_id_is_required(desk):
    found = problem(desk.status(share_id=None), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "share_id"]]


@row("GET status · device_id (required)")
def test_status__device_id_is_required(desk):
    found = problem(desk.status(device_id=None), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "device_id"]]


@row("GET status · response: cursor_position")
def test_status__answer_has_the_cursor_position(desk):
    head = desk.head()
    body(desk.status())
    desk.file()
    assert body(desk.status())["cursor_position"] == head


@row("GET status · response: last_sync_at")
def test_status__last_sync_at_is_null_until_the_first_advance(desk):
    assert body(desk.status())["last_sync_at"] is None
    body(advance(desk, desk.head()))
    assert is_time(body(desk.status())["last_sync_at"])


@row("GET status · response: pending_changes")
def test_status__answer_counts_the_pending_changes(desk):
    assert body(desk.status())["pending_changes"] == 0
    desk.file("/a"), desk.file("/b")
    assert body(desk.status())["pending_changes"] == 2
    body(advance(desk, desk.head()))
    assert body(desk.status())["pending_changes"] == 0


@row("GET status · response: has_conflicts")
def test_status__has_conflicts_tells_of_open_ones_of_that_device(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    assert body(desk.status())["has_conflicts"] is False
    other = desk.another()
    (conflict,) = body(other.apply(other.editing(file, b"3"), conflict_resolution="MANUAL"))["conflicts"]
    assert body(other.status())["has_conflicts"] is True
    assert body(desk.status())["has_conflicts"] is False, "it is another device's"
    body(desk.user.post(f"/sync/conflicts/{conflict['id']}/resolve", resolution="SERVER_WINS"))
    assert body(other.status())["has_conflicts"] is False


def test_status__has_conflicts_is_not_for_conflicts_settled_at_once(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    body(desk.apply(desk.editing(file, b"3"), conflict_resolution="KEEP_BOTH"))
    assert body(desk.status())["has_conflicts"] is False


def test_status__answer_has_the_head_position(desk):
    found = body(desk.status())
    assert is_whole(found["head_position"]) and found["head_position"] >= found["cursor_position"]


@row("GET status · creates a cursor at the current head if none exists")
def test_status__creates_a_cursor_at_the_head(desk):
    head = desk.file()["position"]
    found = body(desk.status())
    assert found["cursor_position"] == head and found["pending_changes"] == 0
    desk.file("/b")
    found = body(desk.status())
    assert found["cursor_position"] == head and found["pending_changes"] == 1


@row("error · NOT_FOUND 404: device")
def test_status__of_an_unknown_device_is_404(desk):
    problem(desk.status(device_id="unknown"), 404, "NOT_FOUND")


@row("error · NOT_FOUND 404: share")
@pytest.mark.parametrize("share", ["shr_" + some_ulid(), "fil_" + some_ulid(), "none", "../../etc"])
def test_status__of_an_unknown_share_is_404(desk, share):
    problem(desk.status(share_id=share), 404, "NOT_FOUND")


def test_status__of_an_inactive_device_can_be_read(desk):
    body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    body(desk.status())


# cursor

@row("POST cursor · share_id")
def test_cursor__share_id_is_required_and_checked(desk):
    found = problem(advance(desk, 0, share_id=None), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "share_id"]]
    problem(advance(desk, 0, share_id="shr_" + some_ulid()), 404, "NOT_FOUND")


@row("POST cursor · device_id")
def test_cursor__device_id_is_required_and_checked(desk):
    found = problem(advance(desk, 0, device_id=None), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "device_id"]]
    problem(advance(desk, 0, device_id="unknown"), 404, "NOT_FOUND")


@row("POST cursor · position")
def test_cursor__position_is_required(desk):
    found = problem(advance(desk, None), 422, "VALIDATION_FAILED")
    assert places(found) == [["query", "position"]]


@row("POST cursor · position")
def test_cursor__advances_to_the_position(desk):
    body(desk.status())
    first, second = desk.file("/a")["position"], desk.file("/b")["position"]
    assert body(advance(desk, first))["cursor_position"] == first
    assert body(desk.status())["pending_changes"] == 1
    assert body(advance(desk, second))["cursor_position"] == second


@row("POST cursor · response: cursor_position")
def test_cursor__never_goes_back(desk):
    position = desk.file()["position"]
    after = body(advance(desk, position))
    assert body(advance(desk, position - 1)) == after
    assert body(advance(desk, 0)) == after
    assert body(desk.status())["cursor_position"] == position


@row("POST cursor · response: last_sync_at")
def test_cursor__answers_when_it_was_last_advanced(desk):
    found = body(advance(desk, desk.head()))
    assert is_time(found["last_sync_at"])
    assert body(desk.status())["last_sync_at"] == found["last_sync_at"]


def test_cursor__advances_for_a_device_that_never_asked_for_its_status(desk):
    position = desk.file()["position"]
    assert body(advance(desk, position))["cursor_position"] == position


def test_cursor__of_one_device_is_not_that_of_another(desk):
    other = desk.another()
    body(desk.status()), body(other.status())
    body(advance(desk, desk.file()["position"]))
    assert body(other.status())["pending_changes"] == 1


def test_cursor__beyond_the_head_is_invalid_and_changes_nothing(desk):
    before = body(desk.status())
    problem(advance(desk, desk.head() + 1_000_000), 400, "SYNC_CURSOR_INVALID")
    assert body(desk.status()) == before


@pytest.mark.parametrize("position", ["-1", "abc", "1.5", "99999999999999999999", str(2 ** 53)])
def test_cursor__malformed_position_is_invalid(desk, position):
    problem(advance(desk, position), 400, "SYNC_CURSOR_INVALID")


def test_cursor__of_an_inactive_device_is_403(desk):
    body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    problem(advance(desk, desk.head()), 403, "DEVICE_INACTIVE")

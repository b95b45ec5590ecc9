"""The four error codes of the reference, each in every case that it names."""

import pytest

from support.api import body, problem
from support.world import some_ulid

row = pytest.mark.row


@pytest.fixture
def stale(desk):
    """A file that has moved on since its first version."""
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    return file


@row("error · SYNC_CONFLICT 409: version mismatch on apply")
@pytest.mark.parametrize("base", ["absent", "foreign"])
def test_error__SYNC_CONFLICT_409_when_the_version_mismatches_on_apply(desk, stale, base):
    other = desk.file("/other", b"other")
    change = desk.editing(stale, b"3", base=other["version_id"] if base == "foreign" else None)
    with desk.user.changing_nothing():
        found = problem(desk.apply(change), 409, "SYNC_CONFLICT")
    assert found["conflicts"][0]["conflict_type"] == "edit_edit"


@row("error · SYNC_CONFLICT 409: version mismatch on apply")
def test_error__SYNC_CONFLICT_409_when_a_name_is_taken(desk):
    desk.file("/a", b"1")
    with desk.user.changing_nothing():
        found = problem(desk.apply(desk.making("/b", b"2"), desk.making("/a", b"3")), 409, "SYNC_CONFLICT")
    assert found["conflicts"][0]["conflict_type"] == "name_collision"
    assert desk.paths() == ["/a"], "the whole batch is undone"


@row("error · SYNC_VERSION_STALE 409: base_version_id outdated")
def test_error__SYNC_VERSION_STALE_409_when_base_version_is_outdated(desk, stale):
    with desk.user.changing_nothing():
        found = problem(desk.apply(desk.editing(stale, b"3")), 409, "SYNC_VERSION_STALE")
    assert found["conflicts"][0]["conflict_type"] == "edit_edit"
    assert desk.conflicts(include_resolved="true") == [], "a refused batch leaves no conflict object"


@row("error · SYNC_VERSION_STALE 409: base_version_id outdated")
def test_error__SYNC_VERSION_STALE_409_when_a_delete_is_based_on_an_older_version(desk, stale):
    with desk.user.changing_nothing():
        problem(desk.apply(desk.deleting(stale)), 409, "SYNC_VERSION_STALE")


MALFORMED = ["abc", "-1", "1.5", "0x10", "1e3", "99999999999999999999", " ", "null", "%00", "'; DROP TABLE"]


@row("error · SYNC_CURSOR_INVALID 400: malformed cursor")
@pytest.mark.parametrize("cursor", MALFORMED)
def test_error__SYNC_CURSOR_INVALID_400_when_the_cursor_is_malformed(desk, cursor):
    problem(desk.user.get("/sync/changes", cursor=cursor), 400, "SYNC_CURSOR_INVALID")


@row("error · SYNC_CURSOR_INVALID 400: unknown cursor")
@pytest.mark.parametrize("beyond", [1, 1_000_000, 2 ** 32, 2 ** 52])
def test_error__SYNC_CURSOR_INVALID_400_when_the_cursor_is_unknown(desk, beyond):
    head = desk.user.now()
    # Others may write meanwhile on a server that is not the suite's own.
    beyond = beyond if beyond > 1 else 100_000
    problem(desk.user.get("/sync/changes", cursor=head + beyond), 400, "SYNC_CURSOR_INVALID")
    problem(desk.user.get("/sync/changes", cursor=head + beyond, share_id=desk.share_id), 400, "SYNC_CURSOR_INVALID")


@row("error · SYNC_CURSOR_INVALID 400: unknown cursor")
def test_error__SYNC_CURSOR_INVALID_400_when_base_cursor_is_unknown(desk):
    change = desk.making("/a", b"1")
    with desk.user.changing_nothing():
        problem(desk.apply(change, base_cursor=desk.head() + 2 ** 32), 400, "SYNC_CURSOR_INVALID")


@row("error · NOT_FOUND 404: device")
def test_error__NOT_FOUND_404_for_a_device(desk):
    problem(desk.status(device_id="unknown"), 404, "NOT_FOUND")
    problem(desk.user.post("/sync/devices/unknown/heartbeat"), 404, "NOT_FOUND")
    problem(desk.apply(device_id="unknown"), 404, "NOT_FOUND")


@row("error · NOT_FOUND 404: conflict")
def test_error__NOT_FOUND_404_for_a_conflict(desk):
    problem(desk.user.post(f"/sync/conflicts/cfl_{some_ulid()}/resolve", resolution="MANUAL"), 404, "NOT_FOUND")


@row("error · NOT_FOUND 404: share")
def test_error__NOT_FOUND_404_for_a_share(desk, stranger):
    unknown = "shr_" + some_ulid()
    for caller, share_id in ((desk.user, unknown), (stranger, desk.share_id)):
        problem(caller.get("/sync/changes", share_id=share_id), 404, "NOT_FOUND")
        problem(caller.get("/sync/snapshot", share_id=share_id), 404, "NOT_FOUND")
        problem(caller.get(f"/shares/{share_id}"), 404, "NOT_FOUND")
        problem(caller.get("/sync/conflicts", share_id=share_id), 404, "NOT_FOUND")


def test_error__a_foreign_share_is_answered_like_an_unknown_one(desk, stranger):
    foreign = problem(stranger.get(f"/shares/{desk.share_id}"), 404, "NOT_FOUND")
    unknown = problem(stranger.get(f"/shares/shr_{some_ulid()}"), 404, "NOT_FOUND")
    assert foreign["detail"] == unknown["detail"]

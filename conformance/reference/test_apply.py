"""POST /sync/apply: every member of the body and of the answer."""

import pytest

from support.api import body, is_id, is_time, is_whole, places, problem
from support.content import sha256
from support.world import STRATEGIES, some_ulid, unique

row = pytest.mark.row


def without(desk, member):
    """The answer to a batch that lacks a member."""
    batch = {"device_id": desk.device_id, "share_id": desk.share_id, "changes": []}
    batch.pop(member)
    return desk.user.post("/sync/apply", json=batch)


# The batch

@row("POST apply · device_id")
def test_apply__device_id_is_required_and_checked(desk):
    assert places(problem(without(desk, "device_id"), 422, "VALIDATION_FAILED")) == [["body", "device_id"]]
    problem(desk.apply(device_id="unknown"), 404, "NOT_FOUND")


@row("POST apply · device_id")
def test_apply__device_id_is_told_in_the_log(desk):
    file = desk.file()
    (change,) = [one for one in desk.changes(0) if one["resource_id"] == file["resource_id"]]
    assert change["device_id"] == desk.device_id


@row("POST apply · share_id")
def test_apply__share_id_is_required_and_checked(desk):
    assert places(problem(without(desk, "share_id"), 422, "VALIDATION_FAILED")) == [["body", "share_id"]]
    problem(desk.apply(share_id="shr_" + some_ulid()), 404, "NOT_FOUND")


@row("POST apply · changes")
def test_apply__changes_are_required(desk):
    assert places(problem(without(desk, "changes"), 422, "VALIDATION_FAILED")) == [["body", "changes"]]


@row("POST apply · changes")
def test_apply__no_changes_are_fine(desk):
    found = body(desk.apply())
    assert found["applied"] == found["conflicts"] == found["rejected"] == []


@row("POST apply · changes")
def test_apply__changes_are_applied_in_order(desk):
    outcomes = desk.applied(
        {"resource_type": "folder", "change_type": "created", "new_path": "/f"},
        desk.making("/f/a", b"1"),
        {"resource_type": "file", "change_type": "renamed", "old_path": "/f/a", "new_path": "/f/b"})
    positions = [outcome["position"] for outcome in outcomes]
    assert positions == sorted(positions) and desk.paths() == ["/f", "/f/b"]


@row("POST apply · changes")
def test_apply__takes_1000_changes_and_no_more(desk):
    changes = [{"resource_type": "file", "change_type": "created", "new_path": f"/{number}", "metadata": {"size": 0}}
               for number in range(1001)]
    head = desk.head()
    assert desk.apply(*changes).status_code in (413, 422)
    assert desk.changes(head) == []
    assert len(desk.applied(*changes[:1000])) == 1000


@row("POST apply · conflict_resolution")
def test_apply__conflict_resolution_may_be_left_out_or_null(desk):
    desk.applied(desk.making("/a", b"1"))
    desk.applied(desk.making("/b", b"1"), conflict_resolution=None)


@row("POST apply · conflict_resolution")
@pytest.mark.parametrize("value", ["keep_both", "NEWEST", "", 3])
def test_apply__conflict_resolution_of_another_value_is_422(desk, value):
    with desk.user.changing_nothing():
        found = problem(desk.apply(desk.making("/a", b"1"), conflict_resolution=value), 422, "VALIDATION_FAILED")
    assert places(found) == [["body", "conflict_resolution"]]


# The five strategies, each by what it is for: two edits of one version

def edit_twice(desk, strategy, **members):
    file = desk.file("/a.txt", b"base")
    desk.applied(desk.editing(file, b"server", modified_at="2026-01-02T00:00:00Z"))
    found = body(desk.apply(desk.editing(file, b"client", **members), conflict_resolution=strategy))
    (conflict,) = found["conflicts"]
    assert conflict["conflict_type"] == "edit_edit" and not found["rejected"]
    return file, found, conflict


@row("resolution · LAST_WRITER_WINS")
@pytest.mark.parametrize("written, winner", [
    ("2026-01-03T00:00:00Z", b"client"), ("2026-01-01T00:00:00Z", b"server"), ("2026-01-02T00:00:00Z", b"server")])
def test_resolution__LAST_WRITER_WINS_takes_the_later_writing(desk, written, winner):
    file, _, conflict = edit_twice(desk, "LAST_WRITER_WINS", modified_at=written)
    assert desk.read(file["resource_id"]) == winner
    assert conflict["status"] == "resolved" and conflict["resolution"] == "LAST_WRITER_WINS"


@row("resolution · KEEP_BOTH")
def test_resolution__KEEP_BOTH_makes_a_copy_beside_it(desk):
    file, found, conflict = edit_twice(desk, "KEEP_BOTH")
    assert desk.read(file["resource_id"]) == b"server"
    (copy,) = found["applied"]
    assert copy["outcome"] == "renamed" and desk.read(copy["resource_id"]) == b"client"
    assert copy["path"].startswith("/a (conflicted copy, laptop, ") and copy["path"].endswith(").txt")
    assert conflict["status"] == "resolved" and conflict["resolution"] == "KEEP_BOTH"


@row("resolution · SERVER_WINS")
def test_resolution__SERVER_WINS_keeps_the_head_and_the_clients_content_as_a_version(desk):
    file, _, conflict = edit_twice(desk, "SERVER_WINS")
    assert desk.read(file["resource_id"]) == b"server"
    assert desk.read(file["resource_id"], version=conflict["local_version_id"]) == b"client"


@row("resolution · CLIENT_WINS")
def test_resolution__CLIENT_WINS_makes_the_clients_content_the_head(desk):
    file, _, conflict = edit_twice(desk, "CLIENT_WINS")
    assert desk.read(file["resource_id"]) == b"client"
    assert desk.read(file["resource_id"], version=conflict["server_version_id"]) == b"server"


@row("resolution · MANUAL")
def test_resolution__MANUAL_leaves_the_conflict_open(desk):
    file, _, conflict = edit_twice(desk, "MANUAL")
    assert desk.read(file["resource_id"]) == b"server"
    assert conflict["status"] == "open" and conflict["resolution"] is None
    assert desk.read(file["resource_id"], version=conflict["local_version_id"]) == b"client"


# A change

@row("POST apply · changes · resource_type")
@pytest.mark.parametrize("value", ["share", "symlink", "FILE", ""])
def test_apply__resource_type_is_file_or_folder(desk, value):
    desk.rejected("VALIDATION_FAILED", {**desk.making("/a", b"1"), "resource_type": value})


@row("POST apply · changes · resource_id")
def test_apply__resource_id_may_be_chosen_for_created(desk):
    folder_id = "fld_" + some_ulid()
    outcomes = desk.applied(
        {"resource_type": "folder", "change_type": "created", "new_path": "/f", "resource_id": folder_id},
        {**desk.making("/unused", b"1"), "new_path": None, "parent_id": folder_id, "name": "a"})
    assert outcomes[0]["resource_id"] == folder_id and outcomes[1]["path"] == "/f/a"


@row("POST apply · changes · resource_id")
def test_apply__chosen_resource_id_that_exists_is_refused(desk):
    file = desk.file("/a")
    desk.rejected("VALIDATION_FAILED", {**desk.making("/b", b"1"), "resource_id": file["resource_id"]})


@row("POST apply · changes · resource_id")
def test_apply__resource_id_of_another_kind_is_refused(desk):
    desk.rejected("VALIDATION_FAILED", {**desk.making("/b", b"1"), "resource_id": "fld_" + some_ulid()})


@row("POST apply · changes · resource_id")
def test_apply__unknown_resource_id_is_not_found(desk):
    gone = {"resource_type": "file", "resource_id": "fil_" + some_ulid(), "change_type": "deleted"}
    desk.rejected("NOT_FOUND", gone)


@row("POST apply · changes · change_type")
@pytest.mark.parametrize("value", ["copied", "CREATED", ""])
def test_apply__change_type_of_another_value_is_rejected(desk, value):
    desk.rejected("VALIDATION_FAILED", {**desk.making("/a", b"1"), "change_type": value})


@row("POST apply · changes · change_type")
def test_apply__change_type_takes_all_five(desk):
    file = desk.file("/a", b"1")
    (updated,) = desk.applied(desk.editing(file, b"2"))
    desk.folder("/f")
    (renamed,) = desk.applied(desk.moving(updated, "/b", change_type="renamed"))
    (moved,) = desk.applied(desk.moving(renamed, "/f/b"))
    (deleted,) = desk.applied({"resource_type": "file", "change_type": "deleted", "resource_id": file["resource_id"],
                               "base_version_id": updated["version_id"]})
    assert [one["change_type"] for one in (file, updated, renamed, moved, deleted)] == [
        "created", "updated", "renamed", "moved", "deleted"]


@row("POST apply · changes · version_id")
def test_apply__unknown_version_id_is_rejected(desk):
    change = {"resource_type": "file", "change_type": "created", "new_path": "/a", "version_id": "ver_" + some_ulid()}
    found = body(desk.apply(change))
    assert found["applied"] == [] and found["rejected"][0]["code"] in ("NOT_FOUND", "VALIDATION_FAILED"), found
    desk.rejected("VALIDATION_FAILED", {**change, "version_id": "latest"})


@row("POST apply · changes · base_version_id")
def test_apply__base_version_id_that_is_the_head_is_no_conflict(desk):
    file = desk.file("/a", b"1")
    (file,) = desk.applied(desk.editing(file, b"2"))
    (file,) = desk.applied(desk.editing(file, b"3"))
    assert desk.read(file["resource_id"]) == b"3"


@row("POST apply · changes · base_version_id")
def test_apply__malformed_base_version_id_is_rejected(desk):
    desk.rejected("VALIDATION_FAILED", desk.editing(desk.file(), b"2", base="17"))


@row("POST apply · changes · old_path")
def test_apply__old_path_says_what_is_changed(desk):
    desk.file("/a", b"1")
    (moved,) = desk.applied({"resource_type": "file", "change_type": "renamed", "old_path": "/a", "new_path": "/b"})
    (deleted,) = desk.applied({"resource_type": "file", "change_type": "deleted", "old_path": "/b"})
    assert moved["resource_id"] == deleted["resource_id"] and desk.paths() == []


@row("POST apply · changes · old_path")
def test_apply__old_path_where_nothing_is_is_not_found(desk):
    desk.rejected("NOT_FOUND", {"resource_type": "file", "change_type": "deleted", "old_path": "/nothing"})


@row("POST apply · changes · new_path")
def test_apply__new_path_says_where_it_goes(desk):
    desk.folder("/f")
    assert desk.file("/f/a")["path"] == "/f/a" and desk.paths() == ["/f", "/f/a"]


@row("POST apply · changes · new_path")
def test_apply__missing_parents_of_new_path_are_not_made(desk):
    desk.rejected("NOT_FOUND", desk.making("/f/a", b"1"))
    assert desk.paths() == []


METADATA = {
    "size": 3, "mime_type": "text/x-own", "checksum_sha256": sha256(b"one"), "modified_at": "2026-04-23T08:15:30Z",
    "executable": True}


@row("POST apply · changes · metadata")
@pytest.mark.parametrize("member", METADATA)
def test_apply__metadata_is_kept(desk, member):
    file = desk.file("/a", b"one", **{member: METADATA[member]})
    (change,) = [one for one in desk.changes(0) if one["resource_id"] == file["resource_id"]]
    assert change["metadata"][member] == METADATA[member]


@row("POST apply · changes · metadata")
def test_apply__metadata_left_out_is_derived(desk):
    file = desk.file("/a.pdf", b"one")
    (change,) = [one for one in desk.changes(0) if one["resource_id"] == file["resource_id"]]
    assert change["metadata"]["mime_type"] == "application/pdf"
    assert change["metadata"]["executable"] is False
    assert change["metadata"]["checksum_sha256"] == sha256(b"one")


@row("POST apply · changes · metadata")
@pytest.mark.parametrize("member, value", [("size", 4), ("checksum_sha256", sha256(b"two"))])
def test_apply__metadata_that_contradicts_the_manifest_is_rejected(desk, member, value):
    change = desk.making("/a", b"one")
    change["metadata"][member] = value
    desk.rejected("CHECKSUM_MISMATCH", change)


@row("POST apply · changes · metadata")
@pytest.mark.parametrize("member, value", [
    ("size", -1), ("checksum_sha256", "abc"), ("modified_at", "yesterday"), ("mime_type", "nonsense")])
def test_apply__malformed_metadata_is_rejected(desk, member, value):
    change = desk.making("/a", b"one")
    change["metadata"][member] = value
    found = body(desk.apply(change))
    assert found["applied"] == [] and found["rejected"][0]["code"] in ("VALIDATION_FAILED", "CHECKSUM_MISMATCH"), found


@row("POST apply · changes · new_path")
def test_apply__parent_id_and_name_win_over_the_paths(desk):
    folder = desk.folder("/f")
    change = {**desk.making("/elsewhere/x", b"1"), "parent_id": folder["resource_id"], "name": "a"}
    assert desk.applied(change)[0]["path"] == "/f/a"


@row("POST apply · changes · new_path")
@pytest.mark.parametrize("change_type", ["created", "moved", "renamed"])
def test_apply__change_that_says_no_place_is_rejected(desk, change_type):
    file = desk.file()
    change = desk.making(None, b"1")
    if change_type != "created":
        change["resource_id"] = file["resource_id"]
    with desk.user.changing_nothing():
        desk.rejected("VALIDATION_FAILED", {**change, "change_type": change_type})


@row("POST apply · changes · resource_id")
@pytest.mark.parametrize("change_type", ["updated", "moved", "renamed", "deleted"])
def test_apply__change_that_says_no_thing_is_rejected(desk, change_type):
    with desk.user.changing_nothing():
        place = {"new_path": "/b"} if change_type in ("moved", "renamed") else {}
        desk.rejected("VALIDATION_FAILED", {
            "resource_type": "file", "change_type": change_type, "metadata": {"size": 0}, **place})


@row("POST apply · changes · metadata")
def test_apply__file_without_content_is_rejected(desk):
    with desk.user.changing_nothing():
        desk.rejected("VALIDATION_FAILED", {"resource_type": "file", "change_type": "created", "new_path": "/a"})


@row("POST apply · changes · metadata")
def test_apply__content_that_was_not_sent_is_missing(desk):
    unsent = sha256(unique("unsent").encode())
    change = {"resource_type": "file", "change_type": "created", "new_path": "/a",
              "metadata": {"size": 3, "chunks": [{"hash": unsent, "size": 3}]}}
    (rejected,) = desk.rejected("CONTENT_MISSING", change)
    assert rejected["missing"] == [unsent]


# The answer

@row("POST apply · response: applied")
def test_apply__answer_has_what_was_applied(desk):
    (outcome,) = desk.applied({**desk.making("/a", b"1"), "client_change_id": "one"})
    checks = {
        "client_change_id": lambda value: value == "one", "resource_type": lambda value: value == "file",
        "resource_id": is_id("fil"), "change_type": lambda value: value == "created", "change_id": is_id("chg"),
        "position": is_whole, "version_id": is_id("ver"), "path": lambda value: value == "/a",
        "outcome": lambda value: value == "applied"}
    assert [name for name, check in checks.items() if not check(outcome.get(name))] == []


@row("POST apply · response: conflicts")
def test_apply__answer_has_the_conflicts(desk):
    file, found, conflict = edit_twice(desk, "MANUAL")
    assert is_id("cfl")(conflict["id"]) and conflict["resource_id"] == file["resource_id"]
    assert [one["id"] for one in desk.conflicts()] == [conflict["id"]]


@row("POST apply · response: cursor")
def test_apply__answer_has_the_cursor_after_it(desk):
    found = body(desk.apply(desk.making("/a", b"1")))
    assert found["cursor"] == found["applied"][0]["position"] == desk.head()


# Permissions

def test_apply__by_a_reader_is_rejected(desk, people):
    desk.user.add_member(desk.share_id, people("reader"), "reader")
    reader = desk.another(people("reader"))
    file = desk.file("/a", b"1")
    head = desk.head()
    for change in (reader.making("/b", b"2"), reader.editing(file, b"2"), reader.moving(file, "/c"),
                   reader.deleting(file)):
        reader.rejected("PERMISSION_DENIED", change)
    assert desk.changes(head) == []
    people("reader").tidy()


def test_apply__by_a_stranger_is_404(desk, stranger):
    device = stranger.new_device()
    problem(stranger.post("/sync/apply", json={"device_id": device, "share_id": desk.share_id, "changes": []}),
            404, "NOT_FOUND")
    stranger.tidy()


def test_apply__from_an_inactive_device_is_403(desk):
    change = desk.making("/a", b"1")
    body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    with desk.user.changing_nothing():
        problem(desk.apply(change), 403, "DEVICE_INACTIVE")

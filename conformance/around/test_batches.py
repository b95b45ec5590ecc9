"""What an apply can do beside the reference: dry runs, atomic batches, cursors and clocks of clients, retries, merges."""

import datetime

import pytest

from support.api import body, problem
from support.content import sha256
from support.world import some_ulid, unique


def clock(days=0):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


# dry_run

def test_dry_run__answers_the_same_and_changes_nothing(desk):
    file = desk.file("/a", b"1")
    batch = [desk.making("/b", b"2"), desk.editing(file, b"3"), desk.moving(file, "/c")]
    with desk.user.changing_nothing():
        tried = body(desk.apply(*batch, dry_run=True))
    done = body(desk.apply(*batch))
    for before, after in zip(tried["applied"], done["applied"], strict=True):
        for member in ("change_type", "outcome", "path", "resource_type"):
            assert before[member] == after[member]
    assert desk.paths() == ["/b", "/c"]


def test_dry_run__of_a_conflict_leaves_no_conflict(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    with desk.user.changing_nothing():
        found = body(desk.apply(desk.editing(file, b"3"), conflict_resolution="KEEP_BOTH", dry_run=True))
    assert found["conflicts"][0]["conflict_type"] == "edit_edit"
    assert desk.conflicts(include_resolved="true") == [] and desk.paths() == ["/a"]


def test_dry_run__remembers_no_client_change_id(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": "one"}
    body(desk.apply(change, dry_run=True))
    assert desk.applied(change)[0]["outcome"] == "applied"


# atomic

def test_atomic__one_rejected_change_undoes_all(desk):
    missing = {"resource_type": "file", "change_type": "deleted", "resource_id": "fil_" + some_ulid()}
    with desk.user.changing_nothing():
        found = body(desk.apply(desk.making("/a", b"1"), missing, desk.making("/b", b"2"), atomic=True,
                                conflict_resolution="KEEP_BOTH"))
    assert found["applied"] == [] and desk.paths() == []
    assert {one["index"]: one["code"] for one in found["rejected"]} == {
        0: "BATCH_UNDONE", 1: "NOT_FOUND", 2: "BATCH_UNDONE"}


def test_atomic__content_that_is_missing_undoes_all(desk):
    unsent = {"resource_type": "file", "change_type": "created", "new_path": "/b",
              "metadata": {"size": 3, "chunks": [{"hash": sha256(unique("x").encode()), "size": 3}]}}
    found = body(desk.apply(desk.making("/a", b"1"), unsent, atomic=True))
    assert sorted(one["code"] for one in found["rejected"]) == ["BATCH_UNDONE", "CONTENT_MISSING"]
    assert desk.paths() == []


def test_atomic__without_a_rejected_change_is_as_any_batch(desk):
    desk.applied(desk.making("/a", b"1"), desk.making("/b", b"2"), atomic=True)
    assert desk.paths() == ["/a", "/b"]


def test_not_atomic__later_changes_go_on_unless_they_need_the_rejected_one(desk):
    folder = "fld_" + some_ulid()
    below_nothing = {**desk.making(None, b"1"), "parent_id": folder, "name": "x"}
    found = body(desk.apply(below_nothing, desk.making("/a", b"2")))
    assert [one["path"] for one in found["applied"]] == ["/a"]
    assert [(one["index"], one["code"]) for one in found["rejected"]] == [(0, "NOT_FOUND")]


# base_cursor

def test_base_cursor__tells_a_deleted_folder_with_newer_things_of_others(desk, friend):
    folder = desk.folder("/f")
    seen = desk.head()
    friend.file("/f/new", b"theirs")
    found = body(desk.apply(desk.deleting(folder), base_cursor=seen, conflict_resolution="KEEP_BOTH"))
    assert found["conflicts"][0]["conflict_type"] == "delete_edit" and "/f/new" in desk.paths()


def test_base_cursor__of_the_head_lets_the_delete_go_ahead(desk, friend):
    folder = desk.folder("/f")
    friend.file("/f/new", b"theirs")
    desk.applied(desk.deleting(folder), base_cursor=desk.head())
    assert desk.paths() == []


def test_base_cursor__ones_own_changes_are_no_conflict(desk):
    folder = desk.folder("/f")
    seen = desk.head()
    desk.file("/f/new", b"mine")
    desk.applied(desk.deleting(folder), base_cursor=seen)
    assert desk.paths() == []


# client_time

def edited_by_two(desk, client_time, modified_at, server_time=None, server_modified_at=None):
    """The winner of two edits under LAST_WRITER_WINS."""
    file = desk.file("/a", b"base")
    server = {"modified_at": server_modified_at} if server_modified_at else {}
    body(desk.apply(desk.editing(file, b"server", **server), client_time=server_time))
    body(desk.apply(desk.editing(file, b"client", modified_at=modified_at), client_time=client_time,
                    conflict_resolution="LAST_WRITER_WINS"))
    return desk.read(file["resource_id"])


def test_client_time__a_clock_ten_years_ahead_does_not_win(desk):
    assert edited_by_two(desk, clock(3650), clock(3650 - 1)) == b"server"


def test_client_time__a_clock_ten_years_behind_does_not_lose(desk):
    assert edited_by_two(desk, clock(-3650), clock(-3650), server_modified_at=clock(-1)) == b"client"


def test_client_time__the_heads_time_was_corrected_alike(desk):
    assert edited_by_two(desk, clock(), clock(-1), server_time=clock(3650), server_modified_at=clock(3650 - 2)) == b"client"


def test_client_time__a_time_to_come_counts_as_now(desk):
    """A tie would be the server's; written in the future is not later than now, but later than what came before."""
    assert edited_by_two(desk, None, clock(3650), server_modified_at=clock(3650)) == b"client"


def test_client_time__that_is_no_time_is_422(desk):
    with desk.user.changing_nothing():
        problem(desk.apply(client_time="noon"), 422, "VALIDATION_FAILED")


# Exactly once

def test_retry__of_a_client_change_id_is_replayed_with_the_first_outcome(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": unique("change")}
    (first,) = desk.applied(change)
    with desk.user.changing_nothing():
        (second,) = desk.applied(change)
    assert second == {**first, "outcome": "replayed"}


def test_retry__is_replayed_whatever_happened_meanwhile(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": unique("change")}
    (first,) = desk.applied(change)
    desk.applied(desk.deleting(first))
    assert desk.applied(change)[0]["outcome"] == "replayed" and desk.paths() == []


def test_retry__of_a_conflict_makes_no_second_copy(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    change = {**desk.editing(file, b"3"), "client_change_id": unique("change")}
    body(desk.apply(change, conflict_resolution="KEEP_BOTH"))
    paths = desk.paths()
    body(desk.apply(change, conflict_resolution="KEEP_BOTH"))
    assert desk.paths() == paths and len(desk.conflicts(include_resolved="true")) == 1


def test_retry__of_a_chosen_id_is_replayed(desk):
    change = {**desk.making("/a", b"1"), "resource_id": "fil_" + some_ulid(), "client_change_id": unique("change")}
    desk.applied(change)
    assert desk.applied(change)[0]["outcome"] == "replayed"


def test_retry__of_half_a_batch_does_the_other_half(desk):
    changes = [{**desk.making(f"/{number}", b"1"), "client_change_id": unique("change")} for number in range(4)]
    desk.applied(*changes[:2])
    assert [one["outcome"] for one in desk.applied(*changes)] == ["replayed", "replayed", "applied", "applied"]


def test_retry__of_another_device_is_another_change(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": "same"}
    desk.applied(change)
    assert desk.another().applied(change)[0]["outcome"] == "merged"


def test_retry__in_one_batch_is_one_change(desk):
    change = {**desk.making("/a", b"1"), "client_change_id": "same"}
    head = desk.head()
    found = body(desk.apply(change, change))
    again = [one.get("outcome") or one["code"] for one in found["applied"][1:] + found["rejected"]]
    assert found["applied"][0]["outcome"] == "applied" and len(desk.changes(head)) == 1
    assert again in (["replayed"], ["VALIDATION_FAILED"])


@pytest.mark.parametrize("name", ["", "x" * 129])
def test_retry__client_change_id_has_1_to_128_bytes(desk, name):
    with desk.user.changing_nothing():
        desk.rejected("VALIDATION_FAILED", {**desk.making("/a", b"1"), "client_change_id": name})


def test_retry__after_a_refused_strict_batch_is_a_first_try(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    change = {**desk.making("/b", b"3"), "client_change_id": unique("change")}
    problem(desk.apply(change, desk.editing(file, b"4")), 409, "SYNC_VERSION_STALE")
    assert desk.applied(change)[0]["outcome"] == "applied"


# Being equal is no conflict

def test_unchanged__same_content_again(desk):
    file = desk.file("/a", b"1")
    with desk.user.changing_nothing():
        assert desk.applied(desk.editing(file, b"1"))[0]["outcome"] == "unchanged"
        assert desk.applied(desk.editing(file, b"1", modified_at=clock(-5)))[0]["outcome"] == "unchanged"


def test_unchanged__same_content_on_an_old_base(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.editing(file, b"2"))
    assert desk.applied(desk.editing(file, b"2"))[0]["outcome"] == "unchanged"


def test_unchanged__same_place_again(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.moving(file, "/b", change_type="renamed"))
    assert desk.applied(desk.moving(file, "/b", old_path=None))[0]["outcome"] == "unchanged"


def test_unchanged__deleted_again(desk):
    file = desk.file("/a", b"1")
    desk.applied(desk.deleting(file))
    with desk.user.changing_nothing():
        assert desk.applied(desk.deleting(file))[0]["outcome"] == "unchanged"


def test_another_executable_bit_is_a_new_version(desk):
    file = desk.file("/a", b"1")
    (newer,) = desk.applied(desk.editing(file, b"1", executable=True))
    assert newer["outcome"] == "applied" and newer["version_id"] != file["version_id"]


def test_merged__a_folder_onto_a_folder(desk):
    folder = desk.folder("/F")
    (merged,) = desk.applied({"resource_type": "folder", "change_type": "created", "new_path": "/f"})
    assert merged["outcome"] == "merged" and merged["resource_id"] == folder["resource_id"]


def test_merged__a_file_onto_a_file_of_equal_content(desk):
    file = desk.file("/a", b"1")
    (merged,) = desk.another().applied(desk.making("/a", b"1"))
    assert merged["outcome"] == "merged" and merged["resource_id"] == file["resource_id"]


def test_merged__later_changes_that_name_the_other_id_mean_the_one_that_was_there(desk):
    folder = desk.folder("/f")
    mine = "fld_" + some_ulid()
    outcomes = desk.applied(
        {"resource_type": "folder", "change_type": "created", "new_path": "/f", "resource_id": mine},
        {**desk.making(None, b"1"), "parent_id": mine, "name": "a"})
    assert outcomes[0]["resource_id"] == folder["resource_id"] and desk.paths() == ["/f", "/f/a"]


# Names

def test_a_change_of_case_alone_is_a_plain_rename(desk):
    file = desk.file("/readme", b"1")
    (renamed,) = desk.applied(desk.moving(file, "/README", change_type="renamed"))
    assert renamed["outcome"] == "applied" and desk.paths() == ["/README"]


def test_names_are_composed(desk):
    assert desk.file("/e\u0301", b"1")["path"] == "/\u00e9"


@pytest.mark.parametrize("name", ["a " , " a", "a.", "...", "a\nb", "a\\b", "con", "%2e%2e", "'\"<>|?*", "\u202e", "😀" * 63])
def test_names_of_all_kinds_are_kept(desk, name):
    file = desk.file(f"/{name}", b"1")
    assert desk.paths() == [f"/{name}"]
    assert desk.user.get(f"/sync/download/{file['resource_id']}").content == b"1"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0b", "x" * 256, "é" * 128])
def test_names_that_cannot_be_are_rejected(desk, name):
    change = {**desk.making(None, b"1"), "parent_id": None, "name": name}
    with desk.user.changing_nothing():
        desk.rejected("VALIDATION_FAILED", change)


@pytest.mark.parametrize("path", [
    "a", "", "/", "//", "/a//b", "/a/", "/./a", "/../a", "/a/../../b", "/a\0", "C:\\a", "/" + "a/" * 2100 + "a"])
def test_paths_that_cannot_be_are_rejected(desk, path):
    with desk.user.changing_nothing():
        desk.rejected("VALIDATION_FAILED", desk.making(path, b"1"))


def test_the_conflicted_copy_keeps_its_extension_and_fits_255_bytes(desk):
    name = "n" * 250 + ".txt"
    file = desk.file("/" + name, b"1")
    desk.applied(desk.editing(file, b"2"))
    for number in range(3):
        body(desk.apply(desk.editing(file, b"mine %d" % number), conflict_resolution="KEEP_BOTH"))
    copies = [path[1:] for path in desk.paths() if path != "/" + name]
    assert len(copies) == 3 and all(len(copy.encode()) <= 255 and copy.endswith(".txt") for copy in copies)


@pytest.mark.parametrize("device", ["a/b", "../..", "x" * 128, "😀", "con.txt", "a (b)"])
def test_the_conflicted_copy_stays_in_its_folder_whatever_the_device_is_called(desk, device):
    file = desk.file("/a.txt", b"1")
    desk.applied(desk.editing(file, b"2"))
    other = desk.another(device_name=device)
    (copy,) = body(other.apply(other.editing(file, b"3"), conflict_resolution="KEEP_BOTH"))["applied"]
    assert copy["path"].count("/") == 1 and copy["path"] in desk.paths() and copy["path"].endswith(".txt")


def test_trees_may_be_128_levels_deep_and_no_more(desk):
    parent = None
    for first in range(0, 128, 64):
        changes = []
        for level in range(first, first + 64):
            folder = "fld_" + some_ulid()
            changes.append({"resource_type": "folder", "change_type": "created", "resource_id": folder,
                            "parent_id": parent, "name": "d"})
            parent = folder
        desk.applied(*changes)
    desk.rejected("VALIDATION_FAILED", {"resource_type": "folder", "change_type": "created", "parent_id": parent,
                                        "name": "d"})

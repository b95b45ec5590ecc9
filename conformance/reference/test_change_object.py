"""The change object: its members, its change types, its resource types."""

import pytest

from support.api import body, is_id, is_time, is_whole
from support.content import sha256

row = pytest.mark.row

MEMBERS = {
    "id": is_id("chg"),
    "tenant_id": is_id("tnt"),
    "share_id": is_id("shr"),
    "resource_type": lambda value: value == "file",
    "resource_id": is_id("fil"),
    "change_type": lambda value: value == "updated",
    "changed_by": is_id("usr"),
    "changed_at": is_time,
    "old_path": lambda value: value == "/Eng/spec.pdf",
    "new_path": lambda value: value == "/Eng/spec.pdf",
    "version_id": is_id("ver"),
    "metadata": lambda value: value["size"] == 3 and value["mime_type"] == "application/pdf",
    "position": is_whole,
    "parent_id": is_id("fld"),
    "device_id": lambda value: isinstance(value, str),
}


@pytest.fixture
def updated(desk):
    """The row of a file that was updated."""
    desk.folder("/Eng")
    file = desk.file("/Eng/spec.pdf", b"one", mime_type="application/pdf")
    head = desk.head()
    desk.applied(desk.editing(file, b"two", mime_type="application/pdf", executable=True,
                              modified_at="2026-04-23T08:15:30Z"))
    (change,) = desk.changes(head)
    return change


@row("change object")
def test_change_object__has_every_member_of_the_reference(updated):
    assert set(MEMBERS) <= set(updated)


@pytest.mark.parametrize("member", [pytest.param(name, marks=row(f"change object · {name}")) for name in MEMBERS])
def test_change_object__member(updated, member):
    assert MEMBERS[member](updated[member]), updated[member]


@row("change object · metadata")
def test_change_object__metadata_of_a_file_says_all_of_its_content(updated):
    assert updated["metadata"].items() >= {
        "size": 3, "mime_type": "application/pdf", "checksum_sha256": sha256(b"two"),
        "modified_at": "2026-04-23T08:15:30Z", "executable": True}.items()


def test_change_object__names_who_did_it_and_where(desk, user):
    head = desk.head()
    file = desk.file()
    (change,) = desk.changes(head)
    assert change["changed_by"] == user.id and change["device_id"] == desk.device_id
    assert change["tenant_id"] == user.me["tenant_id"] and change["share_id"] == desk.share_id
    assert change["resource_id"] == file["resource_id"] and change["version_id"] == file["version_id"]
    assert change["id"] == file["change_id"] and change["position"] == file["position"]
    assert change["parent_id"] is None


# change_type

def last_change(desk, *changes):
    head = desk.head()
    desk.applied(*changes)
    (change,) = desk.changes(head)
    return change["change_type"], change["old_path"], change["new_path"]


@row("change_type · created")
def test_change_type__created_has_no_old_path(desk):
    assert last_change(desk, desk.making("/a", b"1")) == ("created", None, "/a")


@row("change_type · updated")
def test_change_type__updated_keeps_the_path(desk):
    file = desk.file("/a")
    assert last_change(desk, desk.editing(file, b"2")) == ("updated", "/a", "/a")


@row("change_type · deleted")
def test_change_type__deleted_has_no_new_path(desk):
    file = desk.file("/a")
    assert last_change(desk, desk.deleting(file)) == ("deleted", "/a", None)


@row("change_type · moved")
def test_change_type__moved_is_another_parent(desk):
    file, _ = desk.file("/a"), desk.folder("/f")
    assert last_change(desk, desk.moving(file, "/f/a")) == ("moved", "/a", "/f/a")


@row("change_type · renamed")
def test_change_type__renamed_is_another_name_below_the_same_parent(desk):
    file = desk.file("/a")
    assert last_change(desk, desk.moving(file, "/b", change_type="renamed")) == ("renamed", "/a", "/b")


@row("change_type · moved")
def test_change_type__another_parent_and_another_name_is_moved(desk):
    file, _ = desk.file("/a"), desk.folder("/f")
    assert last_change(desk, desk.moving(file, "/f/b", change_type="renamed")) == ("moved", "/a", "/f/b")


@row("change_type · renamed")
def test_change_type__is_what_happened_whatever_the_client_called_it(desk):
    file = desk.file("/a")
    assert last_change(desk, desk.moving(file, "/b", change_type="moved")) == ("renamed", "/a", "/b")


@pytest.mark.parametrize("action", ["moved", "renamed", "deleted"])
def test_change_type__of_a_folder_is_one_row_however_many_things_it_holds(desk, action):
    folder, _ = desk.folder("/f"), desk.folder("/g")
    desk.applied(*[desk.making(f"/f/{number}", b"x") for number in range(20)])
    path = {"moved": "/g/f", "renamed": "/h"}.get(action)
    change = desk.moving(folder, path, change_type=action) if path else desk.deleting(folder)
    assert last_change(desk, change) == (action, "/f", path)


# resource_type

@row("resource_type · file")
def test_resource_type__file(desk):
    head = desk.head()
    desk.file("/a")
    (change,) = desk.changes(head)
    assert change["resource_type"] == "file" and is_id("fil")(change["resource_id"])


@row("resource_type · folder")
def test_resource_type__folder(desk):
    head = desk.head()
    folder = desk.folder("/f")
    (change,) = desk.changes(head)
    assert change["resource_type"] == "folder" and change["resource_id"] == folder["resource_id"]
    assert is_id("fld")(change["resource_id"]) and change["version_id"] is None


@row("resource_type · share")
def test_resource_type__share_tells_of_shares_made(user):
    head = user.now()
    share = user.new_share()
    (change,) = [one for one in user.everything(head) if one["share_id"] == share["id"]]
    assert change["resource_type"] == "share" and change["resource_id"] == share["id"]
    assert change["change_type"] == "created"
    user.tidy()


@row("resource_type · share")
def test_resource_type__share_tells_of_shares_renamed(user, desk):
    head = user.now()
    body(user.patch(f"/shares/{desk.share_id}", json={"name": "another name"}))
    (change,) = desk.changes(head)
    assert change["resource_type"] == "share" and change["change_type"] == "renamed"


@row("resource_type · share")
def test_resource_type__share_rows_of_a_membership_are_for_whom_they_concern(desk, people):
    admin, member, reader = desk.user, people("friend"), people("reader")
    desk.user.add_member(desk.share_id, reader, "reader")
    before = {one: one.now() for one in (admin, member, reader)}
    admin.add_member(desk.share_id, member, "reader")
    admin.delete(f"/shares/{desk.share_id}/members/{member.id}")
    seen = {one: [change["resource_type"] for change in one.everything(cursor) if change["share_id"] == desk.share_id]
            for one, cursor in before.items()}
    assert "share" in seen[member], "the member hears of it"
    assert "share" in seen[admin], "the share's admins hear of it"
    assert seen[reader] == [], "nobody else does"

"""Shares, members and their roles, quotas."""

import pytest

from support.api import body, is_id, is_time, problem
from support.content import cut, frame
from support.world import Desk, some_ulid, unique


def listed(user, share_id):
    found = body(user.get("/users/me/shares"))
    assert found["total"] == len(found["shares"])
    return next((share for share in found["shares"] if share["id"] == share_id), None)


def test_share__has_its_members(user):
    share = user.new_share("Team")
    assert is_id("shr")(share["id"]) and is_time(share["created_at"]) and share["name"] == "Team"
    assert share["role"] == "owner" and share["owner_id"] == user.id
    assert share["quota_bytes"] is None and share["used_bytes"] == 0 and "type" in share
    assert listed(user, share["id"]) == share == body(user.get(f"/shares/{share['id']}"))
    user.tidy()


def test_share__can_be_renamed_and_deleted(user):
    share = user.new_share()
    assert body(user.patch(f"/shares/{share['id']}", json={"name": "New name"}))["name"] == "New name"
    body(user.delete(f"/shares/{share['id']}"), 204)
    assert listed(user, share["id"]) is None
    problem(user.get(f"/shares/{share['id']}"), 404, "NOT_FOUND")
    problem(user.get("/sync/changes", share_id=share["id"]), 404, "NOT_FOUND")


@pytest.mark.parametrize("name", ["", "x" * 256, None, 5, "a\0b"])
def test_share__name_is_checked(user, name):
    problem(user.post("/shares", json={"name": name}), 422, "VALIDATION_FAILED")


@pytest.mark.parametrize("quota", [-1, "much", 1.5])
def test_share__quota_is_checked(user, quota):
    problem(user.post("/shares", json={"name": "x", "quota_bytes": quota}), 422, "VALIDATION_FAILED")


def test_quota__that_is_full_rejects_content_and_loses_nothing(user):
    desk = Desk(user, user.new_share(quota_bytes=10)["id"])
    file = desk.file("/a", b"123456")
    found = body(desk.apply(desk.making("/b", b"12345"), conflict_resolution="KEEP_BOTH"))
    assert [one["code"] for one in found["rejected"]] == ["QUOTA_EXCEEDED"] and found["applied"] == []
    assert desk.contents() == {"/a": b"123456"}
    assert listed(user, desk.share_id)["used_bytes"] == 6
    body(user.patch(f"/shares/{desk.share_id}", json={"quota_bytes": 100}))
    desk.applied(desk.making("/b", b"12345"), desk.editing(file, b"1"))
    user.tidy()


# Members

def members(user, share_id):
    found = body(user.get(f"/shares/{share_id}/members"))
    assert found["total"] == len(found["members"])
    return {member["user_id"]: member for member in found["members"]}


def test_members__list_has_the_owner_and_all_others(desk, people):
    friend = people("friend")
    added = desk.user.add_member(desk.share_id, friend, "reader")
    assert added["role"] == "reader" and added["email"] == friend.me["email"] and is_time(added["created_at"])
    found = members(desk.user, desk.share_id)
    assert found[desk.user.id]["role"] == "owner" and found[friend.id] == added


def test_members__can_be_added_by_e_mail(desk, people):
    friend = people("friend")
    added = body(desk.user.post(f"/shares/{desk.share_id}/members",
                                json={"email": friend.me["email"], "role": "contributor"}), 201)
    assert added["user_id"] == friend.id
    assert listed(friend, desk.share_id)["role"] == "contributor"


def test_members__twice_is_409(desk, people):
    friend = people("friend")
    desk.user.add_member(desk.share_id, friend, "reader")
    answer = desk.user.post(f"/shares/{desk.share_id}/members", json={"user_id": friend.id, "role": "admin"})
    problem(answer, 409, "NAME_CONFLICT")
    assert members(desk.user, desk.share_id)[friend.id]["role"] == "reader"


@pytest.mark.parametrize("fields, status, code", [
    ({"role": "reader"}, 422, "VALIDATION_FAILED"),
    ({"user_id": "usr_" + some_ulid(), "role": "reader"}, 404, "NOT_FOUND"),
    ({"email": "nobody@example.org", "role": "reader"}, 404, "NOT_FOUND"),
    ({"user_id": "me", "role": "king"}, 422, "VALIDATION_FAILED"),
    ({"user_id": "me", "role": "owner"}, 422, "VALIDATION_FAILED")])
def test_members__are_checked(desk, people, fields, status, code):
    if fields.get("user_id") == "me":
        fields = {**fields, "user_id": people("friend").id}
    problem(desk.user.post(f"/shares/{desk.share_id}/members", json=fields), status, code)


def test_members__the_owner_stays(desk):
    address = f"/shares/{desk.share_id}/members/{desk.user.id}"
    problem(desk.user.delete(address), 422, "VALIDATION_FAILED")
    problem(desk.user.patch(address, json={"role": "reader"}), 422, "VALIDATION_FAILED")


def test_members__may_leave(desk, friend):
    body(friend.user.delete(f"/shares/{desk.share_id}/members/{friend.user.id}"), 204)
    problem(friend.user.get(f"/shares/{desk.share_id}"), 404, "NOT_FOUND")


# Roles

RIGHTS = {  # role: what it may do
    "reader": {"read"},
    "contributor": {"read", "write", "create", "delete"},
    "admin": {"read", "write", "create", "delete", "share", "rename", "change roles"},
}


def attempts(owner, member, file):
    """What each right lets a member do; each gives whether it was allowed."""
    def allowed(change):
        found = body(member.apply(change, conflict_resolution="KEEP_BOTH"))
        assert found["applied"] or found["rejected"][0]["code"] == "PERMISSION_DENIED", found
        return bool(found["applied"])

    def permitted(answer):
        if answer.status_code == 403:
            problem(answer, 403, "PERMISSION_DENIED")
        return answer.ok

    share = f"/shares/{owner.share_id}"
    return {
        "read": lambda: permitted(member.user.get(f"/sync/download/{file['resource_id']}")),
        "write": lambda: allowed(member.editing(file, b"new")),
        "create": lambda: allowed(member.making("/made", b"x")),
        "delete": lambda: allowed({"resource_type": "file", "resource_id": file["resource_id"],
                                   "change_type": "deleted"}),
        "share": lambda: permitted(member.user.post(share + "/members", json={
            "user_id": member.user.id, "role": "reader"})) or member.user.post(share + "/members", json={
                "user_id": member.user.id, "role": "reader"}).status_code == 409,
        "rename": lambda: permitted(member.user.patch(share, json={"name": unique("name")})),
        "change roles": lambda: member.user.patch(
            f"{share}/members/{owner.user.id}", json={"role": "reader"}).status_code == 422,
    }


@pytest.mark.parametrize("role", RIGHTS)
def test_role__may_do_what_it_grants_and_nothing_else(desk, people, role):
    friend = people("friend")
    file = desk.file("/a", b"1")
    desk.user.add_member(desk.share_id, friend, role)
    member = Desk(friend, desk.share_id)
    found = {right for right, attempt in attempts(desk, member, file).items() if attempt()}
    assert found == RIGHTS[role]
    friend.tidy()


def test_role__a_reader_can_sync_all_that_there_is(desk, people):
    file = desk.file("/a", b"1")
    desk.user.add_member(desk.share_id, people("reader"), "reader")
    reader = Desk(people("reader"), desk.share_id)
    assert reader.contents() == {"/a": b"1"} and file["resource_id"] in [row["resource_id"] for row in reader.changes(0)]
    assert body(reader.status())["pending_changes"] == 0
    body(reader.user.post("/sync/cursor", share_id=desk.share_id, device_id=reader.device_id, position=desk.head()))
    reader.user.tidy()


def test_role__counts_from_the_next_request_on(desk, friend):
    address = f"/shares/{desk.share_id}/members/{friend.user.id}"
    friend.file("/a")
    body(desk.user.patch(address, json={"role": "reader"}))
    friend.rejected("PERMISSION_DENIED", friend.making("/b", b"x"))
    body(desk.user.delete(address), 204)
    problem(friend.apply(), 404, "NOT_FOUND")
    problem(friend.status(), 404, "NOT_FOUND")


def test_role__only_the_owner_may_delete_the_share(desk, people):
    friend = people("friend")
    desk.user.add_member(desk.share_id, friend, "admin")
    problem(friend.delete(f"/shares/{desk.share_id}"), 403, "PERMISSION_DENIED")
    body(desk.user.get(f"/shares/{desk.share_id}"))

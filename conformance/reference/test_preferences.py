"""The preferences of a device: list, one, all at once."""

import pytest

from support.api import body, is_time, problem
from support.sockets import DeviceSocket
from support.world import some_ulid

row = pytest.mark.row


def address(desk, share_id=None):
    return f"/sync/devices/{desk.device_id}/preferences" + (f"/{share_id}" if share_id else "")


def listed(desk, share_id=None):
    """What the list says of a share."""
    found = body(desk.user.get(address(desk)))
    return next((one for one in found if one["share_id"] == (share_id or desk.share_id)), None)


def put(desk, **members):
    return desk.user.put(address(desk, desk.share_id), json=members)


@row("GET preferences")
def test_preferences__list_has_each_share_with_its_defaults(desk):
    other = desk.user.new_share()["id"]
    for share_id in (desk.share_id, other):
        found = listed(desk, share_id)
        assert found["sync_enabled"] is True
        assert found["selected_folders"] == [] and found["excluded_folders"] == []


MEMBERS = {
    "device_id": lambda value: isinstance(value, str), "share_id": lambda value: value.startswith("shr_"),
    "sync_enabled": lambda value: value is True, "selected_folders": lambda value: value == ["/f"],
    "excluded_folders": lambda value: value == ["/f/g"], "updated_at": is_time,
}


@pytest.mark.parametrize("member", [pytest.param(name, marks=row(f"preference object · {name}")) for name in MEMBERS])
def test_preference_object__member(desk, member):
    desk.folder("/f"), desk.folder("/f/g")
    answered = body(put(desk, sync_enabled=True, selected_folders=["/f"], excluded_folders=["/f/g"]))
    found = listed(desk)
    assert MEMBERS[member](found[member]), found[member]
    assert answered[member] == found[member]


@row("GET preferences")
def test_preferences__leave_out_shares_of_others(desk, stranger):
    device = stranger.new_device()
    found = body(stranger.get(f"/sync/devices/{device}/preferences"))
    assert desk.share_id not in [one["share_id"] for one in found]
    problem(stranger.put(f"/sync/devices/{device}/preferences/{desk.share_id}", json={"sync_enabled": False}),
            404, "NOT_FOUND")
    stranger.tidy()


@row("PUT preferences/{share_id} · sync_enabled")
def test_preferences__sync_enabled_false_leaves_the_share_out_of_changes(desk):
    body(put(desk, sync_enabled=False))
    head = desk.head()
    desk.file()
    assert listed(desk)["sync_enabled"] is False
    page = body(desk.user.get("/sync/changes", cursor=head, device_id=desk.device_id))
    assert [one for one in page["changes"] if one["share_id"] == desk.share_id] == []
    assert page["cursor"] > head
    assert len(desk.changes(head)) == 1, "without device_id it is there"


@row("PUT preferences/{share_id} · selected_folders")
def test_preferences__selected_folders_are_all_that_comes(desk):
    desk.folder("/f"), desk.folder("/g")
    body(put(desk, selected_folders=["/f"]))
    head = desk.head()
    desk.file("/f/a"), desk.file("/g/b")
    assert [one["new_path"] for one in desk.changes(head, device_id=desk.device_id)] == ["/f/a"]


@row("PUT preferences/{share_id} · excluded_folders")
def test_preferences__excluded_folders_win(desk):
    desk.folder("/f"), desk.folder("/f/g")
    body(put(desk, selected_folders=["/f"], excluded_folders=["/f/g"]))
    head = desk.head()
    desk.file("/f/a"), desk.file("/f/g/b")
    assert [one["new_path"] for one in desk.changes(head, device_id=desk.device_id)] == ["/f/a"]


@row("PUT preferences/{share_id} · selected_folders")
def test_preferences__moves_into_the_selection_and_out_of_it_are_told(desk):
    desk.folder("/f"), desk.folder("/g")
    inside, outside = desk.file("/f/a", b"1"), desk.file("/g/b", b"2")
    body(put(desk, selected_folders=["/f"]))
    head = desk.head()
    desk.applied(desk.moving(inside, "/g/a"), desk.moving(outside, "/f/b"))
    assert [one["resource_id"] for one in desk.changes(head, device_id=desk.device_id)] == [
        inside["resource_id"], outside["resource_id"]]


@row("PUT preferences/{share_id}")
def test_preferences__what_is_left_out_stays(desk):
    desk.folder("/f"), desk.folder("/f/g")
    body(put(desk, selected_folders=["/f"]))
    body(put(desk, excluded_folders=["/f/g"]))
    body(put(desk, sync_enabled=False))
    found = listed(desk)
    assert found["selected_folders"] == ["/f"] and found["excluded_folders"] == ["/f/g"]
    assert found["sync_enabled"] is False
    body(put(desk, selected_folders=[], excluded_folders=[]))
    assert listed(desk)["selected_folders"] == listed(desk)["excluded_folders"] == []


@row("PUT preferences/{share_id} · selected_folders")
def test_preferences__are_a_devices_own(desk):
    desk.folder("/f")
    other = desk.another()
    body(put(desk, selected_folders=["/f"]))
    assert listed(other)["selected_folders"] == []
    head = desk.head()
    desk.file("/a")
    assert desk.changes(head, device_id=desk.device_id) == [] != desk.changes(head, device_id=other.device_id)


@row("PUT preferences/{share_id} · selected_folders")
def test_preferences__folders_may_be_ids_and_keep_their_meaning_when_renamed(desk):
    folder = desk.folder("/f")
    body(put(desk, selected_folders=[folder["resource_id"]]))
    assert listed(desk)["selected_folders"] == ["/f"]
    desk.applied(desk.moving(folder, "/renamed", change_type="renamed"))
    assert listed(desk)["selected_folders"] == ["/renamed"]


@row("PUT preferences/{share_id} · selected_folders")
@pytest.mark.parametrize("member", ["selected_folders", "excluded_folders"])
@pytest.mark.parametrize("folder", ["/nothing", "fld_" + some_ulid(), "/../etc", "no path", 5])
def test_preferences__unknown_folder_is_422_and_changes_nothing(desk, member, folder):
    before = listed(desk)
    problem(put(desk, sync_enabled=False, **{member: [folder]}), 422, "VALIDATION_FAILED")
    assert listed(desk) == before


@row("PUT preferences/{share_id} · sync_enabled")
def test_preferences__sync_enabled_of_another_type_is_422(desk):
    problem(put(desk, sync_enabled="no"), 422, "VALIDATION_FAILED")


@row("PUT preferences/{share_id}")
def test_preferences__of_an_unknown_share_are_404(desk):
    problem(desk.user.put(address(desk, "shr_" + some_ulid()), json={"sync_enabled": False}), 404, "NOT_FOUND")


@row("PUT preferences (bulk)")
def test_preferences__bulk_update_sets_several(desk):
    other = desk.user.new_share()["id"]
    desk.folder("/f")
    found = body(desk.user.put(address(desk), json={"preferences": [
        {"share_id": desk.share_id, "selected_folders": ["/f"]}, {"share_id": other, "sync_enabled": False}]}))
    assert isinstance(found, list)
    assert listed(desk)["selected_folders"] == ["/f"] and listed(desk, other)["sync_enabled"] is False


@row("PUT preferences (bulk)")
def test_preferences__bulk_update_is_all_or_nothing(desk):
    before = listed(desk)
    for wrong, status, code in (
            ({"share_id": "shr_" + some_ulid(), "sync_enabled": False}, 404, "NOT_FOUND"),
            ({"share_id": desk.user.new_share()["id"], "selected_folders": ["/nothing"]}, 422, "VALIDATION_FAILED")):
        batch = {"preferences": [{"share_id": desk.share_id, "sync_enabled": False}, wrong]}
        problem(desk.user.put(address(desk), json=batch), status, code)
        assert listed(desk) == before


@row("server frame · sync_preference_updated")
def test_preferences__updating_is_told_by_a_frame(desk):
    with DeviceSocket(desk.user.url, desk.device_id, desk.user.token) as socket:
        socket.subscribe()
        body(put(desk, sync_enabled=False))
        frame = socket.hear_event("sync_preference_updated")
        assert frame["share_id"] == desk.share_id and frame["device_id"] == desk.device_id


def test_preferences__frames_come_only_for_what_the_device_syncs(desk):
    other = type(desk)(desk.user, desk.user.new_share()["id"], device_id=desk.device_id)
    body(put(desk, sync_enabled=False))
    with DeviceSocket(desk.user.url, desk.device_id, desk.user.token) as socket:
        socket.subscribe()
        desk.file(), other.file()
        assert socket.hear_event("change")["share_id"] == other.share_id


@row("server frame · force_sync")
def test_preferences__that_let_a_device_see_more_are_told_by_force_sync(desk):
    desk.folder("/f")
    body(put(desk, selected_folders=["/f"]))
    with DeviceSocket(desk.user.url, desk.device_id, desk.user.token) as socket:
        socket.subscribe()
        body(put(desk, selected_folders=[]))
        assert socket.hear_event("force_sync") == {"event_type": "force_sync", "share_id": desk.share_id}

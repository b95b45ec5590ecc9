"""WebSocket /sync/ws/{device_id}."""

import contextlib

import pytest

from support.api import body
from support.sockets import DeviceSocket

row = pytest.mark.row


def opened(desk, **options):
    return DeviceSocket(desk.user.url, desk.device_id, **(options or {"token": desk.user.token}))


@row("WebSocket ws/{device_id} · ?token=<JWT>")
def test_socket__takes_the_token_in_the_query(desk):
    with opened(desk, token=desk.user.token) as socket:
        assert socket.subscribe()


@row("WebSocket ws/{device_id} · Authorization: Bearer")
def test_socket__takes_the_token_in_the_header(desk):
    with opened(desk, header=desk.user.token) as socket:
        assert socket.subscribe()


@row("client frame · ping")
@row("server frame · pong")
def test_socket__ping_is_answered_by_pong(desk):
    with opened(desk) as socket:
        socket.say({"type": "ping"})
        frame = socket.hear()
        assert frame["type"] == "pong" and frame["event_type"] == "pong"


@row("server frame · pong")
def test_socket__pong_is_both_type_and_event_type(desk):
    with opened(desk) as socket:
        socket.say('{"type":"ping"}')
        assert socket.hear() == {"type": "pong", "event_type": "pong"}


@row("client frame · subscribe")
def test_socket__subscribe_is_confirmed(desk):
    with opened(desk) as socket:
        socket.say({"type": "subscribe"})
        assert socket.hear() == {"type": "subscribed"}


@row("server frame · change")
def test_socket__change_tells_the_row_of_the_log(desk):
    with opened(desk) as socket:
        socket.subscribe()
        head = desk.head()
        desk.file()
        frame = socket.hear_event("change")
        (change,) = desk.changes(head)
        assert frame == {"event_type": "change", "share_id": desk.share_id, "data": change}


@row("server frame · change")
def test_socket__change_comes_without_subscribing(desk):
    with opened(desk) as socket:
        socket.pending()
        desk.file()
        assert socket.hear_event("change")["share_id"] == desk.share_id


@row("server frame · change")
def test_socket__change_comes_only_to_those_who_can_read_the_share(desk, stranger):
    device = stranger.new_device()
    with DeviceSocket(stranger.url, device, stranger.token) as socket:
        socket.subscribe()
        desk.file()
        own = type(desk)(stranger, stranger.new_share()["id"], device_id=device)
        own.file()
        heard = socket.hear(lambda frame: frame["share_id"] == own.share_id and frame["data"]["resource_type"] == "file")
        assert heard
        assert [frame for frame in socket.pending() if frame.get("share_id") == desk.share_id] == []
    stranger.tidy()


# Whom it lets in

@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_socket__with_a_bad_token_is_closed_with_4401(desk, token):
    with opened(desk, token=token) as socket:
        assert socket.close_code() == 4401


def test_socket__without_a_token_is_closed_with_4401(desk):
    with DeviceSocket(desk.user.url, desk.device_id) as socket:
        assert socket.close_code() == 4401


def test_socket__of_an_unknown_device_is_closed_with_4404(desk, stranger):
    with DeviceSocket(desk.user.url, "unknown", desk.user.token) as socket:
        assert socket.close_code() == 4404
    with DeviceSocket(desk.user.url, desk.device_id, stranger.token) as socket:
        assert socket.close_code() == 4404


def test_socket__of_an_inactive_device_is_closed_with_4403(desk):
    with opened(desk) as socket:
        socket.subscribe()
        body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
        assert socket.close_code() == 4403
    with opened(desk) as socket:
        assert socket.close_code() == 4403


def test_socket__frame_over_64_KiB_is_closed_with_1009(desk):
    with opened(desk) as socket:
        socket.subscribe()
        socket.say('{"type":"ping","padding":"' + "x" * (64 << 10) + '"}')
        assert socket.close_code() == 1009


def test_socket__more_than_64_of_a_user_are_closed_with_4429(desk):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(opened(desk)) for _ in range(64)]
        for socket in sockets:
            socket.subscribe()
        with opened(desk) as one_more:
            assert one_more.close_code() == 4429
        assert sockets[0].subscribe(), "the others live on"


@pytest.mark.parametrize("frame", [
    "", "{", "[]", "null", '{"type":"dance"}', '{"type":5}', '{"no":"type"}', "[" * 2000, "\x00"])
def test_socket__malformed_frame_is_answered_and_no_reason_to_close(desk, frame):
    with opened(desk) as socket:
        socket.say(frame)
        assert socket.hear() == {"type": "error", "code": "BAD_REQUEST"}
        assert socket.subscribe()


def test_socket__lost_membership_closes_it_and_the_next_one_hears_nothing_of_the_share(desk, friend):
    options = (friend.user.url, friend.device_id, friend.user.token)
    with DeviceSocket(*options) as socket:
        socket.subscribe()
        body(desk.user.delete(f"/shares/{desk.share_id}/members/{friend.user.id}"), 204)
        assert socket.close_code() is not None
    with DeviceSocket(*options) as socket:
        socket.subscribe()
        desk.file()
        assert [frame for frame in socket.pending() if frame.get("event_type") == "change"] == []


def test_socket__new_membership_is_heard_without_connecting_anew(desk, people):
    friend = people("friend")
    with DeviceSocket(friend.url, friend.new_device(), friend.token) as socket:
        socket.subscribe()
        desk.user.add_member(desk.share_id, friend, "reader")
        assert socket.hear_event("change", share_id=desk.share_id)["data"]["resource_type"] == "share"
        file = desk.file()
        heard = socket.hear(lambda frame: frame["data"]["resource_type"] == "file")
        assert heard["data"]["resource_id"] == file["resource_id"]
    friend.tidy()

"""Python's websockets, as its own pages show it: asynchronous, with its own pings, fragments and compression."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from support.api import body

SECONDS_MAX = 15


def address(desk, device_id=None):
    return f"ws{desk.user.url.removeprefix('http')}/api/v1/sync/ws/{device_id or desk.device_id}"


def run(story):
    asyncio.run(asyncio.wait_for(story, SECONDS_MAX * 2))


async def hear(socket, wanted):
    async for text in socket:
        frame = json.loads(text)
        if wanted(frame):
            return frame


async def close_code(uri, *frames, **options):
    async with connect(uri, proxy=None, **options) as socket:
        try:
            for frame in frames:
                await socket.send(frame)
            while True:
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code


@pytest.mark.parametrize("where", ["query", "header"])
def test_websockets__hears_subscribed_pong_and_change(desk, where):
    async def story():
        uri = address(desk) + (f"?token={desk.user.token}" if where == "query" else "")
        fields = {"Authorization": f"Bearer {desk.user.token}"} if where == "header" else None
        async with connect(uri, additional_headers=fields, proxy=None) as socket:
            await socket.send(json.dumps({"type": "subscribe"}))
            assert await hear(socket, lambda frame: frame.get("type") == "subscribed")
            await socket.send(json.dumps({"type": "ping"}))
            assert await hear(socket, lambda frame: frame.get("event_type") == "pong")
            file = await asyncio.to_thread(desk.file)
            frame = await hear(socket, lambda frame: frame.get("event_type") == "change")
            assert frame["share_id"] == desk.share_id and frame["data"]["resource_id"] == file["resource_id"]
    run(story())


def test_websockets__pings_of_the_protocol_are_answered(desk):
    async def story():
        async with connect(f"{address(desk)}?token={desk.user.token}", proxy=None) as socket:
            assert await (await socket.ping()) >= 0
    run(story())


def test_websockets__a_frame_may_come_in_fragments(desk):
    async def story():
        async with connect(f"{address(desk)}?token={desk.user.token}", proxy=None) as socket:
            await socket.send(['{"type":', '"subscribe"', "}"])
            assert await hear(socket, lambda frame: frame.get("type") == "subscribed")
    run(story())


@pytest.mark.parametrize("compression", ["deflate", None])
def test_websockets__works_whether_compression_is_offered_or_not(desk, compression):
    async def story():
        async with connect(f"{address(desk)}?token={desk.user.token}", compression=compression, proxy=None) as socket:
            await socket.send('{"type":"subscribe"}')
            assert await hear(socket, lambda frame: frame.get("type") == "subscribed")
    run(story())


def test_websockets__closing_is_answered(desk):
    async def story():
        async with connect(f"{address(desk)}?token={desk.user.token}", proxy=None) as socket:
            await socket.close()
            assert socket.close_code == 1000
    run(story())


def test_websockets__hears_every_change_of_many(desk):
    async def story():
        async with connect(f"{address(desk)}?token={desk.user.token}", proxy=None) as socket:
            await socket.send('{"type":"subscribe"}')
            await hear(socket, lambda frame: frame.get("type") == "subscribed")
            made = await asyncio.to_thread(lambda: [desk.file(f"/{number}", b"") for number in range(50)])
            heard = [(await hear(socket, lambda frame: frame.get("event_type") == "change"))["data"] for _ in made]
            assert [one["position"] for one in heard] == [one["position"] for one in made]
    run(story())


@pytest.mark.parametrize("wanted", [4401, 4403, 4404, 1009])
def test_websockets__close_codes(desk, wanted):
    uri = f"{address(desk)}?token={desk.user.token}"
    frames = []
    if wanted == 4401:
        uri = address(desk) + "?token=nonsense"
    if wanted == 4403:
        body(desk.user.patch(f"/sync/devices/{desk.device_id}", json={"is_active": False}))
    if wanted == 4404:
        uri = f"{address(desk, 'unknown')}?token={desk.user.token}"
    if wanted == 1009:
        frames = ["x" * 70_000]

    async def story():
        assert await close_code(uri, *frames) == wanted
    run(story())

"""The device socket, read with a deadline."""

import json
import time
import urllib.parse

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

FRAME_SECONDS_MAX = 15


class DeviceSocket:
    """A socket of a device, open inside a `with`."""

    def __init__(self, url, device_id, token=None, header=None, **options):
        address = "ws" + url.removeprefix("http") + "/api/v1/sync/ws/" + urllib.parse.quote(device_id, safe="")
        if token is not None:
            address += "?" + urllib.parse.urlencode({"token": token})
        fields = {"Authorization": f"Bearer {header}"} if header else None
        self.opening = connect(address, additional_headers=fields, proxy=None, open_timeout=FRAME_SECONDS_MAX,
                               close_timeout=FRAME_SECONDS_MAX, **options)
        self.link = None

    def __enter__(self):
        self.link = self.opening.__enter__()
        return self

    def __exit__(self, *error):
        self.opening.__exit__(*error)

    def say(self, frame):
        self.link.send(frame if isinstance(frame, (str, bytes)) else json.dumps(frame))

    def hear(self, wanted=lambda frame: True, seconds=FRAME_SECONDS_MAX):
        """The next frame that is wanted; others are passed over."""
        deadline = time.monotonic() + seconds
        while True:
            frame = json.loads(self.link.recv(timeout=max(0.01, deadline - time.monotonic())))
            if wanted(frame):
                return frame

    def hear_event(self, event_type, **members):
        return self.hear(lambda frame: frame.get("event_type") == event_type
                         and all(frame.get(name) == value for name, value in members.items()))

    def subscribe(self):
        """Returns when the server has confirmed: what is committed from now on is heard."""
        self.say({"type": "subscribe"})
        return self.hear(lambda frame: frame.get("type") == "subscribed")

    def pending(self):
        """All frames up to the answer to a ping: what was sent before it is in there."""
        self.say({"type": "ping"})
        frames = []
        while True:
            frame = self.hear()
            if frame.get("event_type") == "pong":
                return frames
            frames.append(frame)

    def close_code(self):
        """The code with which the server closes."""
        deadline = time.monotonic() + FRAME_SECONDS_MAX
        try:
            while time.monotonic() < deadline:
                self.link.recv(timeout=max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None
        raise AssertionError("the server did not close the socket")

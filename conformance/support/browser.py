"""Chromium without a window, driven over the DevTools protocol."""

import json
import pathlib
import subprocess
import tempfile
import time
import urllib.request

from websockets.sync.client import connect

from support.tools import needed

START_SECONDS_MAX = 60
SCRIPT_SECONDS_MAX = 60


class Browser:
    """Opened and ended by `with`; `open` gives a page."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tideline-browser-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [needed("chromium", "chromium-browser", "google-chrome"), "--headless=new", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-sync",
             "--disable-component-update", "--no-proxy-server", "--remote-debugging-port=0",
             f"--user-data-dir={self.folder.name}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.port = self._port()
        return self

    def _port(self):
        told = pathlib.Path(self.folder.name) / "DevToolsActivePort"
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            if told.exists() and (lines := told.read_text().splitlines()):
                return int(lines[0])
            time.sleep(0.05)
        raise RuntimeError("The browser did not start")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def open(self, address):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/json/new?{address}", method="PUT")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return Page(json.load(answer)["webSocketDebuggerUrl"], address)


class Page:
    """A page of the browser; `run` lets it run JavaScript. Use it in a `with`."""

    def __init__(self, debugger, address):
        self.opening = connect(debugger, proxy=None, max_size=None, open_timeout=30)
        self.address = address
        self.number = 0

    def __enter__(self):
        self.link = self.opening.__enter__()
        deadline = time.monotonic() + START_SECONDS_MAX
        while self.run("return document.readyState + ' ' + location.href") != f"complete {self.address}":
            assert time.monotonic() < deadline, f"{self.address} did not load"
            time.sleep(0.05)
        return self

    def __exit__(self, *error):
        self.opening.__exit__(*error)

    def run(self, script, **values):
        """What the body of an asynchronous function returns; `values` are its constants."""
        constants = "".join(f"const {name} = {json.dumps(value)};" for name, value in values.items())
        found = self._command("Runtime.evaluate", expression=f"(async () => {{ {constants} {script} }})()",
                              awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def _command(self, method, **parameters):
        self.number += 1
        self.link.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.link.recv(timeout=SCRIPT_SECONDS_MAX))
            if message.get("id") == self.number:
                assert "error" not in message, message
                return message["result"]

"""A server of our own: the real program on a free port, with a fresh folder, ended by its process id."""

import os
import pathlib
import secrets
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 10


class OwnServer:
    """Started by `start`, stopped by `stop`; `url` and `password` of its user `admin` are for the tests."""

    def __init__(self, program=None):
        self.program = pathlib.Path(program or ROOT / ".build/debug/tideline")
        self.folder = tempfile.TemporaryDirectory(prefix="tideline-conformance-")
        self.place = pathlib.Path(self.folder.name)
        self.password = secrets.token_urlsafe(18)
        self.process = None
        self.url = None

    def start(self, *arguments):
        """Returns once requests are answered. `arguments` go to `tideline serve` as they are."""
        if not self.program.exists():
            raise RuntimeError(f"{self.program} is missing; build it with: swift build --product tideline")
        port_file = self.place / "port"
        port_file.unlink(missing_ok=True)
        log = open(self.place / "server.log", "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", self.place / "data", "--listen", "127.0.0.1:0",
             "--port-file", port_file, *arguments],
            env={**os.environ, "TIDELINE_ADMIN_PASSWORD": self.password},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.url = f"http://127.0.0.1:{self._port(port_file)}"
        return self

    def _port(self, port_file):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if port_file.exists() and (text := port_file.read_text().strip()):
                return int(text)
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"The server did not start:\n{self.log()[-2000:]}")

    def log(self):
        return (self.place / "server.log").read_text(errors="replace")

    def stop(self):
        """Ends the program and removes its folder. Raises when it did not end cleanly."""
        try:
            if self.process and self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
                try:
                    self.process.wait(STOP_SECONDS_MAX)
                except subprocess.TimeoutExpired:
                    self.process.kill()
                    self.process.wait()
                    raise RuntimeError(f"The server did not end within {STOP_SECONDS_MAX} s of SIGTERM")
            if self.process and self.process.returncode != 0:
                raise RuntimeError(f"The server ended with {self.process.returncode}:\n{self.log()[-2000:]}")
        finally:
            self.folder.cleanup()

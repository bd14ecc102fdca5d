"""A server to talk to, a session to work on, and a study to send."""

import os
import shutil
import subprocess
from itertools import count

import pytest

from prearchive import CLINIC, EMPTY, LAB, PASSWORD, STUDY, USER, Site

# The server is on this machine, and the clients are to have no other settings than the tests'.
for name in list(os.environ):
    if name.lower() in ("http_proxy", "all_proxy") or name.startswith("XNAT"):
        del os.environ[name]


@pytest.fixture(scope="session", params=["", "/xnat"], ids=["at-root", "below-xnat"])
def site(request, tmp_path_factory):
    """A fresh server on a free port, with three projects and their owner."""
    folder = tmp_path_factory.mktemp("site")
    program = [os.environ["PREARCHIVE_SERVER"], "--data", folder / "data"]
    password = {**os.environ, "PREARCHIVE_PASSWORD": PASSWORD}
    subprocess.run([*program, "user", "add", USER], env=password, check=True)
    for project in (LAB, CLINIC, EMPTY):
        subprocess.run([*program, "project", "add", project, "--owner", USER], check=True)
    listen = ["--listen", "127.0.0.1:0", "--context", request.param]
    told = folder / "stderr.txt"
    with told.open("w") as errors:
        server = subprocess.Popen([*program, *listen], stdout=subprocess.PIPE, stderr=errors, text=True)
    with server:
        try:
            # It says so as soon as it can be asked, or ends.
            said = server.stdout.readline()
            assert said.startswith("listening on http://"), f"{said}{told.read_text()}"
            yield Site(said.removeprefix("listening on ").strip().rstrip("/"))
        finally:
            server.kill()


VISITS = count(1)


@pytest.fixture
def label():
    """A label that no other test uses."""
    return f"VISIT_{next(VISITS)}"


@pytest.fixture
def session(site, label):
    """A session of two scans that waits in LAB, ready to be archived."""
    return site.send(label)


@pytest.fixture
def study(tmp_path):
    """A folder of DICOM files as somebody has them: two scans of one study."""
    folder = tmp_path / "study"
    folder.mkdir()
    for file in STUDY:
        shutil.copy(file, folder)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home folder with nobody's settings in it; some clients keep their logins there."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder

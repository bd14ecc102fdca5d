"""The site under test as the tests themselves see it: by plain HTTP, and by none of the clients."""

import base64
import io
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

LAB = "LAB"
CLINIC = "CLINIC"
EMPTY = "EMPTY"

USER = "owner"
PASSWORD = "a password of its own"

# One study: the survey is scan 1 with one file, scan 2 has three.
STUDY = sorted(Path(__file__).parent.parent.glob("fixtures/dicom/mr-philips-brain/*.dcm"))
SURVEY = STUDY[0]

# How long, in seconds, something may take that is done in the background.
PATIENCE = 60


def until(look):
    """Looks again and again, and returns the first thing seen that is true."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not seen within {PATIENCE} s"


@dataclass(frozen=True)
class Session:
    """Where a session waits."""

    project: str
    timestamp: str
    label: str

    @property
    def triple(self):
        return [self.project, self.timestamp, self.label]

    @property
    def url(self):
        """As a listing has it."""
        return "/prearchive/projects/" + "/".join(self.triple)

    def in_project(self, project):
        return Session(project, self.timestamp, self.label)


@dataclass(frozen=True)
class Site:
    """The server, by its address without a slash at the end."""

    address: str

    def ask(self, method, path, body=None, **parameters):
        """Sends one request; a refusal is an error."""
        url = self.address + urllib.parse.quote(path)
        if parameters:
            url += "?" + urllib.parse.urlencode(parameters)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/zip"}
        request = urllib.request.Request(url, body, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def table(self, path):
        """The rows at a path."""
        return json.loads(self.ask("GET", f"/data{path}", format="json"))["ResultSet"]["Result"]

    def send(self, label, project=LAB):
        """Imports the study as a session of that label, and returns where it waits."""
        uri = self.ask(
            "POST",
            "/data/services/import",
            zipped(STUDY),
            dest=f"/prearchive/projects/{project}",
            subject=f"{label}_PERSON",
            session=label,
        )
        return Session(*urllib.parse.unquote(uri.decode()).strip().split("/")[-3:])

    def row(self, session):
        """The session's row in the listing; none if it is not there."""
        rows = self.table(f"/prearchive/projects/{session.project}")
        return next((row for row in rows if row["url"] == session.url), None)

    def status(self, session):
        """The session's status; none if it is not there."""
        row = self.row(session)
        return row and row["status"]

    def is_archived(self, label, subject=None, project=LAB):
        """True if there is an archived session of that label."""
        subject = subject or f"{label}_PERSON"
        path = f"/data/projects/{project}/subjects/{subject}/experiments/{label}"
        try:
            item = json.loads(self.ask("GET", path, format="json"))["items"][0]
        except urllib.error.HTTPError as refusal:
            assert refusal.code == 404, refusal
            return False
        return item["data_fields"]["label"] == label

    def waiting(self, label, project=LAB):
        """All sessions of that label."""
        rows = self.table(f"/prearchive/projects/{project}")
        return [Session(project, row["timestamp"], row["folderName"]) for row in rows if row["name"] == label]

    def file(self, session, scan, name):
        """A file's bytes."""
        return self.ask("GET", f"/data{session.url}/scans/{scan}/resources/DICOM/files/{name}")

    def file_names(self, session, scan):
        """The names of a scan's files."""
        return sorted(row["Name"] for row in self.table(f"{session.url}/scans/{scan}/resources/DICOM/files"))

    def scans(self, session):
        """The IDs of a session's scans."""
        return sorted(row["ID"] for row in self.table(f"{session.url}/scans"))


def zipped(files):
    """A zip of these files."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for file in files:
            archive.write(file, file.name)
    return body.getvalue()


def contents(archive):
    """What is in a zip: the bytes of all its files, in no order."""
    with zipfile.ZipFile(archive) as archive:
        return sorted(archive.read(name) for name in archive.namelist() if not name.endswith(".xml"))


def bytes_of(files):
    """The bytes of files, in no order."""
    return sorted(file.read_bytes() for file in files)

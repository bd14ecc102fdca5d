"""xnatctl, unmodified: a command line that keeps its login in the home folder, and distrusts what it is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from prearchive import CLINIC, LAB, PASSWORD, SURVEY, USER, bytes_of, contents, zipped

PROGRAM = Path(sys.executable).with_name("xnatctl")


@pytest.fixture
def xnatctl(site, home):
    """Runs a command, and returns what it printed; one that fails is an error unless that is expected."""

    def run(*arguments, password=PASSWORD, fails=False):
        environment = {
            **os.environ,
            "XNAT_URL": site.address,
            "XNAT_USER": USER,
            "XNAT_PASS": password,
            "XNAT_NO_UPDATE_CHECK": "1",
        }
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=environment, capture_output=True, text=True)
        assert (done.returncode != 0) == fails, f"{done.stdout}{done.stderr}"
        return done.stdout + done.stderr if fails else done.stdout

    return run


@pytest.fixture
def listed(xnatctl):
    """Runs a command that prints JSON, and reads it."""
    return lambda *arguments: json.loads(xnatctl(*arguments, "--output", "json"))


def test_a_wrong_password_is_refused(xnatctl):
    said = xnatctl("prearchive", "list", password="another password", fails=True)
    assert "uthentication failed" in said, said


def test_it_signs_in_and_out(xnatctl):
    xnatctl("auth", "login")
    assert USER in xnatctl("whoami")
    # By the login that was kept.
    xnatctl("prearchive", "list", password="another password")
    xnatctl("auth", "logout")
    said = xnatctl("prearchive", "list", password="another password", fails=True)
    assert "uthentication failed" in said, said


def test_the_server_is_well(xnatctl):
    assert "1.9" in xnatctl("health", "ping")


def test_sessions_are_listed(xnatctl, listed, session):
    for arguments in [[], ["--project", LAB]]:
        rows = [row for row in listed("prearchive", "list", *arguments) if row["name"] == session.label]
        assert [(row["project"], row["timestamp"], row["status"]) for row in rows] == [
            (LAB, session.timestamp, "READY")
        ]
    # As the other commands want them.
    assert "/".join(session.triple) in xnatctl("prearchive", "list", "--quiet").splitlines()
    assert all(row["project"] == CLINIC for row in listed("prearchive", "list", "--project", CLINIC))


def test_a_session_has_every_field(listed, session):
    (row,) = [row for row in listed("prearchive", "list") if row["name"] == session.label]
    assert row["url"] == session.url
    assert row["name"] == row["folderName"] == session.label
    assert row["subject"] == f"{session.label}_PERSON"
    assert row["autoarchive"] == "Manual"
    assert all(row[column] for column in ("lastmod", "uploaded", "scan_date", "scan_time", "tag"))


def test_scans_resources_and_files_are_listed(listed, xnatctl, session, site):
    # There is no command for it.
    def rows(path):
        said = listed("api", "get", f"/data{session.url}{path}", "--params", "format=json")
        return said["ResultSet"]["Result"]

    assert [row["ID"] for row in rows("/scans")] == ["1", "2"]
    assert [row["label"] for row in rows("/scans/2/resources")] == ["DICOM"]
    names = [row["Name"] for row in rows("/scans/2/resources/DICOM/files")]
    assert sorted(names) == site.file_names(session, "2")


def test_a_session_is_moved(xnatctl, session, site):
    xnatctl("prearchive", "move", *session.triple, CLINIC)
    assert site.status(session.in_project(CLINIC)) == "READY"
    assert site.row(session) is None


def test_a_session_is_built_again(xnatctl, session, site):
    # The action that its own command sends is none of XNAT's: it is refused, and nothing happens.
    before = site.row(session)
    assert "400" in xnatctl("prearchive", "rebuild", *session.triple, fails=True)
    assert site.row(session) == before
    # The action that is meant.
    xnatctl("api", "post", f"/data{session.url}", "--params", "action=build")
    assert site.row(session)["lastmod"] > before["lastmod"]
    assert site.status(session) == "READY"


def test_a_session_is_archived(xnatctl, session, site):
    xnatctl("prearchive", "archive", *session.triple)
    assert site.is_archived(session.label)
    # A second time it says that it is there no more.
    said = xnatctl("prearchive", "archive", *session.triple, fails=True)
    assert "already" in said and "archived" in said


# xnatctl sends names percent-encoded once more than a form needs.
@pytest.mark.parametrize("subject", ["ANOTHER", "Änne"])
def test_a_session_is_archived_under_other_names(xnatctl, session, site, subject):
    xnatctl("prearchive", "archive", *session.triple, "--subject", subject, "--label", f"{session.label}_NEW")
    assert site.is_archived(f"{session.label}_NEW", subject=subject)


def test_a_session_with_letters_of_any_script_is_archived(xnatctl, site, label):
    session = site.send(f"Größe_{label}")
    xnatctl("prearchive", "archive", *session.triple)
    assert site.is_archived(session.label)


def test_a_session_is_archived_twice_only_if_that_is_asked(xnatctl, session, site):
    xnatctl("prearchive", "archive", *session.triple)
    again = site.send(session.label)
    xnatctl("prearchive", "archive", *again.triple, fails=True)
    assert site.status(again) == "CONFLICT"
    xnatctl("prearchive", "archive", *again.triple, "--overwrite")
    assert site.row(again) is None


def test_a_session_is_deleted(xnatctl, session, site):
    xnatctl("prearchive", "delete", *session.triple, "--yes")
    assert site.row(session) is None


def test_a_scan_is_deleted(xnatctl, session, site):
    xnatctl("api", "delete", f"/data{session.url}/scans/1", "--yes")
    assert site.scans(session) == ["2"]


def test_settings_are_read_and_changed(xnatctl, listed):
    for mode, code in [("auto-archive", 4), ("auto-archive-overwrite", 5), ("manual", 0)]:
        xnatctl("prearchive", "settings", "--project", CLINIC, "--set", mode, "--yes")
        said = listed("prearchive", "settings", "--project", CLINIC)
        assert (said["mode"], said["code"]) == (mode, code)


@pytest.mark.parametrize("mode", ["tar", "zip", "gradual"])
def test_a_folder_is_sent_several_files_at_a_time(xnatctl, study, tmp_path, site, label, mode):
    upload(xnatctl, study, label, "--mode", mode)
    (sent,) = site.waiting(label)
    # What comes file by file is built when no more comes, or when somebody says so.
    xnatctl("api", "post", f"/data{sent.url}", "--params", "action=build")
    archive = tmp_path / "session.zip"
    archive.write_bytes(site.ask("GET", f"/data{sent.url}", format="zip"))
    assert contents(archive) == bytes_of(study.iterdir())


def test_an_archive_is_sent(xnatctl, study, tmp_path, site, label):
    archive = tmp_path / "study.zip"
    archive.write_bytes(zipped(study.iterdir()))
    upload(xnatctl, archive, label)
    (sent,) = site.waiting(label)
    (name,) = site.file_names(sent, "1")
    assert site.file(sent, "1", name) == SURVEY.read_bytes()


def upload(xnatctl, path, label, *more):
    to = ["--project", LAB, "--subject", "SENT", "--experiment", label]
    xnatctl("session", "upload", path, *to, "--prearchive", *more)

"""pyxnat, unmodified: it reads CSV, and sends its credentials along with its cookie each time."""

import pytest
import pyxnat

from prearchive import CLINIC, EMPTY, LAB, PASSWORD, SURVEY, USER, bytes_of, contents, until, zipped


@pytest.fixture
def interface(site, home):
    with pyxnat.Interface(site.address, USER, PASSWORD) as interface:
        yield interface


@pytest.fixture
def waiting(interface):
    """The prearchive as pyxnat has it."""
    return interface.manage.prearchive


def test_a_wrong_password_is_refused(site, home):
    with pytest.raises(pyxnat.core.errors.DatabaseError):
        pyxnat.Interface(site.address, USER, "another password").manage.prearchive.get()


def test_it_knows_the_version(interface):
    assert interface.version()["version"].startswith("1.9")


def test_sessions_are_listed(waiting, session):
    # With one session alone it would give the session, not a list.
    assert session.triple in waiting.get()


def test_a_session_has_a_status_and_an_address(waiting, session):
    assert waiting.status(session.triple) == "READY"
    assert waiting.get_uri(session.triple) == session.url


def test_a_listing_of_one_project_has_every_field(interface, session):
    table = interface._get_json(f"/data/prearchive/projects/{LAB}")
    row = next(row for row in table if row["url"] == session.url)
    assert row["project"] == LAB
    assert row["name"] == row["folderName"] == session.label
    assert row["subject"] == f"{session.label}_PERSON"
    assert row["timestamp"] == session.timestamp
    assert row["prevent_anon"] == row["prevent_auto_commit"] == "false"


def test_a_listing_without_sessions_has_the_columns(interface):
    # pyxnat takes the first line for the names of the columns, whatever it is.
    said = interface.get(f"/data/prearchive/projects/{EMPTY}?format=csv").text
    assert [line.split(",")[0] for line in said.splitlines()] == ["project"]
    assert interface._get_json(f"/data/prearchive/projects/{EMPTY}") == []


def test_scans_resources_and_files_are_listed(waiting, session, site):
    assert sorted(waiting.get_scans(session.triple)) == ["1", "2"]
    assert waiting.get_resources(session.triple, "2") == "DICOM"
    assert sorted(waiting.get_files(session.triple, "2", "DICOM")) == site.file_names(session, "2")
    assert len(site.file_names(session, "2")) == 3


def test_a_file_is_downloaded_as_it_was_sent(interface, waiting, session):
    name = waiting.get_files(session.triple, "1", "DICOM")
    answer = interface.get(f"/data{session.url}/scans/1/resources/DICOM/files/{name}")
    assert answer.content == SURVEY.read_bytes()


def test_a_session_is_downloaded_as_a_zip(interface, session, study, tmp_path):
    archive = tmp_path / "session.zip"
    archive.write_bytes(interface.get(f"/data{session.url}?format=zip").content)
    assert contents(archive) == bytes_of(study.iterdir())


def test_a_session_is_built_again(waiting, session, site):
    before = site.row(session)["lastmod"]
    waiting.reset(session.triple)
    after = until(lambda: site.status(session) == "READY" and site.row(session))
    assert after["lastmod"] > before


def test_a_session_is_moved(interface, waiting, session, site):
    # PreArchive.move calls what Python 3 no longer has, before anything is sent.
    with pytest.raises((AttributeError, TypeError)):
        waiting.move([f"/data{session.url}"], CLINIC)
    # What it means to send.
    interface.post(
        "/data/services/prearchive/move?format=csv",
        data={"src": f"/data{session.url}", "newProject": CLINIC, "async": "false"},
    ).raise_for_status()
    until(lambda: site.status(session.in_project(CLINIC)) == "READY")
    assert site.row(session) is None


def test_a_session_is_archived(interface, session, site):
    answer = interface.post("/data/services/archive", data={"src": f"/data{session.url}"})
    assert answer.status_code == 200
    assert answer.text.strip().endswith(f"/experiments/{session.label}")
    assert site.row(session) is None
    assert site.is_archived(session.label)


def test_a_session_is_deleted(waiting, session, site):
    waiting.delete(f"/data{session.url}")
    until(lambda: site.row(session) is None)


def test_a_scan_is_deleted(interface, waiting, session):
    answer = interface.delete(f"/data{session.url}/scans/1")
    assert answer.status_code == 200
    assert waiting.get_scans(session.triple) == "2"


def test_settings_are_read_and_changed(interface, site):
    project = interface.select.project(CLINIC)
    for code in (4, 5, 0):
        project.set_prearchive_code(str(code))
        assert project.prearchive_code() == code


def test_a_session_is_sent(interface, study, label, site):
    # There is no call for it.
    answer = interface.post(
        "/data/services/import",
        params={"dest": f"/prearchive/projects/{LAB}", "subject": "SENT", "session": label},
        data=zipped(study.iterdir()),
        headers={"Content-Type": "application/zip"},
    )
    assert answer.status_code == 200
    assert f"/prearchive/projects/{LAB}/" in answer.text
    until(lambda: [label, "READY"] in listed(interface))


def listed(interface):
    return [[row["name"], row["status"]] for row in interface._get_json("/data/prearchive/projects")]

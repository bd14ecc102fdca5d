"""xnatpy, unmodified: it reads JSON, and makes its classes from the server's schema."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
import xnat

from prearchive import CLINIC, LAB, PASSWORD, SURVEY, USER, bytes_of, contents, until, zipped


@pytest.fixture
def connection(site):
    with xnat.connect(site.address, user=USER, password=PASSWORD) as connection:
        # Else it keeps the row that it saw first.
        connection.prearchive.caching = False
        yield connection


@pytest.fixture
def waiting(connection, session):
    """The session as xnatpy has it."""
    (found,) = connection.prearchive.find(session=session.label)
    return found


def test_a_wrong_password_is_refused(site):
    with pytest.raises(xnat.exceptions.XNATLoginFailedError):
        xnat.connect(site.address, user=USER, password="another password")


def test_it_signs_in_and_out(site):
    with xnat.connect(site.address, user=USER, password=PASSWORD) as connection:
        assert connection.logged_in_user == USER
        login = connection.interface.cookies["JSESSIONID"]
    with pytest.raises(xnat.exceptions.XNATLoginFailedError):
        xnat.connect(site.address, jsession=login)


def test_a_login_is_used_again(site, connection, session):
    login = connection.interface.cookies["JSESSIONID"]
    again = xnat.connect(site.address, jsession=login)
    assert again.logged_in_user == USER
    assert again.prearchive.find(session=session.label)


def test_it_signs_in_with_an_alias_token(site, session):
    # A user's name that looks like a token's is sent with every request, for as long as no cookie comes.
    token = json.loads(site.ask("GET", "/data/services/tokens/issue"))
    with xnat.connect(site.address, user=token["alias"], password=token["secret"]) as connection:
        assert connection.logged_in_user == USER
        assert connection.prearchive.find(session=session.label)


def test_it_reads_the_core_schemas_alone_if_asked(site, session):
    with xnat.connect(site.address, user=USER, password=PASSWORD, extension_types=False) as connection:
        assert session.label in [found.label for found in connection.prearchive.sessions(project=LAB)]


def test_it_knows_the_version_and_the_projects(connection):
    assert connection.xnat_version.startswith("1.9")
    assert LAB in connection.projects and CLINIC in connection.projects


def test_sessions_are_listed(connection, session):
    def labels(**project):
        return [found.label for found in connection.prearchive.sessions(**project)]

    assert session.label in labels()
    assert session.label in labels(project=LAB)
    assert session.label not in labels(project=CLINIC)


def test_sessions_are_found(connection, session):
    (found,) = connection.prearchive.find(
        project=LAB, subject=f"{session.label}_PERSON", session=session.label, status="READY"
    )
    assert found.uri == f"/data{session.url}"
    assert connection.prearchive.find(session=session.label, status="CONFLICT") == []


def test_a_session_has_every_field(waiting, session):
    assert waiting.id == "/".join(session.triple)
    assert waiting.project == LAB
    assert waiting.name == waiting.label == waiting.folder_name == session.label
    assert waiting.subject == f"{session.label}_PERSON"
    assert waiting.status == "READY"
    assert waiting.autoarchive == "Manual"
    assert waiting.prevent_anon == waiting.prevent_auto_commit == "false"
    assert waiting.tag
    assert isinstance(waiting.scan_date, date)
    assert waiting.scan_time
    assert isinstance(waiting.uploaded, datetime)
    assert isinstance(waiting.lastmod, datetime)
    assert waiting.timestamp.strftime("%Y%m%d_%H%M%S%f").startswith(session.timestamp)
    assert waiting.fulldata == waiting.data


def test_sessions_are_listed_by_the_command_line(site, connection, session):
    # Its other commands for the prearchive end in errors of their own before they ask anything.
    program = Path(sys.executable).with_name("xnat")
    login = ["--host", site.address, "--jsession", connection.interface.cookies["JSESSIONID"]]
    done = subprocess.run([program, "prearchive", "list", *login], capture_output=True, text=True, check=True)
    assert session.label in done.stdout


def test_scans_resources_and_files_are_listed(waiting, session, site):
    assert sorted(scan.id for scan in waiting.scans.values()) == ["1", "2"]
    scan = waiting.scans["2"]
    assert scan.series_description
    assert scan.fulldata["xsiType"] == "xnat:mrScanData"
    resource = scan.resources["DICOM"]
    assert (resource.label, resource.file_count) == ("DICOM", 3)
    assert sorted(file.name for file in scan.files.values()) == site.file_names(session, "2")
    assert sum(file.size for file in scan.files.values()) == resource.file_size


def test_a_file_is_read_and_downloaded_as_it_was_sent(waiting, tmp_path):
    (file,) = waiting.scans["1"].files.values()
    with file.open() as opened:
        assert opened.read() == SURVEY.read_bytes()
    file.download(tmp_path / "file.dcm")
    assert (tmp_path / "file.dcm").read_bytes() == SURVEY.read_bytes()


def test_a_scan_is_read_as_dicom(waiting):
    assert waiting.scans["1"].read_dicom().SeriesNumber == 1


def test_a_header_is_dumped(waiting):
    rows = waiting.scans["1"].dicom_dump(fields=["SeriesNumber"])
    assert [row["value"] for row in rows] == ["1"]


def test_sessions_and_scans_are_downloaded_as_zips(waiting, study, tmp_path):
    archive = tmp_path / "archive.zip"
    waiting.download(archive)
    assert contents(archive) == bytes_of(study.iterdir())
    waiting.scans["1"].download(archive)
    assert contents(archive) == bytes_of([SURVEY])


@pytest.mark.parametrize("asynchronous", [None, True, False])
def test_a_session_is_moved(waiting, session, site, asynchronous):
    waiting.move(CLINIC, asynchronous=asynchronous)
    until(lambda: site.status(session.in_project(CLINIC)) == "READY")
    assert site.row(session) is None


@pytest.mark.parametrize("asynchronous", [None, True, False])
def test_a_session_is_built_again(connection, waiting, session, asynchronous):
    before = waiting.lastmod
    waiting.rebuild(asynchronous=asynchronous)

    def built():
        (now,) = connection.prearchive.find(session=session.label)
        return now.status == "READY" and now.lastmod > before

    until(built)


@pytest.mark.parametrize("asynchronous", [None, True, False])
def test_a_session_is_deleted(connection, waiting, session, asynchronous):
    waiting.delete(asynchronous=asynchronous)
    until(lambda: not connection.prearchive.find(session=session.label))


def test_a_session_is_archived(connection, waiting, session, site):
    experiment = waiting.archive()
    assert experiment.label == session.label
    assert experiment.project == LAB
    assert experiment.__xsi_type__ == "xnat:mrSessionData"
    assert sorted(scan.id for scan in experiment.scans.values()) == ["1", "2"]
    resource = experiment.scans["1"].resources["DICOM"]
    assert (resource.__xsi_type__, resource.file_count) == ("xnat:resourceCatalog", 1)
    (file,) = resource.files.values()
    with file.open() as opened:
        assert opened.read() == SURVEY.read_bytes()
    assert connection.prearchive.find(session=session.label) == []


def test_a_session_is_archived_under_other_names(waiting, session, site):
    experiment = waiting.archive(
        subject="ANOTHER", experiment=f"{session.label}_NEW", quarantine=False, trigger_pipelines=False
    )
    assert experiment.label == f"{session.label}_NEW"
    assert site.is_archived(f"{session.label}_NEW", subject="ANOTHER")


def test_a_session_is_archived_twice_only_if_that_is_asked(connection, site, session):
    (first,) = connection.prearchive.find(session=session.label)
    first.archive()
    again = site.send(session.label)
    (second,) = connection.prearchive.find(session=session.label)
    with pytest.raises(xnat.exceptions.XNATResponseError):
        second.archive()
    assert site.status(again) == "CONFLICT"
    assert second.archive(overwrite="delete").label == session.label
    assert site.row(again) is None


def test_a_scan_is_deleted(connection, waiting):
    # There is no call for it.
    connection.delete(waiting.scans["1"].uri)
    waiting.clearcache()
    assert [scan.id for scan in waiting.scans.values()] == ["2"]


def test_settings_are_read_and_changed(connection):
    # There is no call for it.
    path = f"/data/projects/{CLINIC}/prearchive_code"
    for code in ("4", "5", "0"):
        connection.put(f"{path}/{code}")
        assert connection.get(path).text.strip() == code


def test_a_study_is_sent(connection, study, tmp_path, label):
    archive = tmp_path / "study.zip"
    archive.write_bytes(zipped(study.iterdir()))
    sent = connection.services.import_(
        archive, project=LAB, subject="SENT", experiment=label, destination="/prearchive"
    )
    assert (sent.project, sent.label, sent.status) == (LAB, label, "READY")


def test_a_study_is_sent_file_by_file(connection, study, label, site):
    for file in sorted(study.iterdir()):
        sent = connection.services.import_(
            file,
            content_type="application/dicom",
            import_handler="gradual-DICOM",
            project=LAB,
            subject="SENT",
            experiment=label,
            destination=f"/prearchive/projects/{LAB}",
        )
    assert sent.status == "RECEIVING"
    # xnatpy lists what still comes in only if it is asked to.
    assert label not in [found.label for found in connection.prearchive.sessions()]
    sent.rebuild()
    until(lambda: [found.status for found in connection.prearchive.find(session=label)] == ["READY"])


def test_a_study_is_sent_into_the_archive(connection, study, tmp_path, label, site):
    archive = tmp_path / "study.zip"
    archive.write_bytes(zipped(study.iterdir()))
    experiment = connection.services.import_(
        archive, project=LAB, subject="SENT", experiment=label, destination="/archive"
    )
    assert experiment.label == label
    assert site.is_archived(label, subject="SENT")

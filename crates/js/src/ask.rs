//! What `wire.js` may ask for: the name of a call, and its arguments as a JSON object.

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Archived, Overwrite};
use prearchive_core::calls::{Call, UploadLabels};
use prearchive_core::code::PrearchiveCode;
use prearchive_core::format::Format;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::inside::{DumpRequest, ResourceFile, ScanFile};
use prearchive_core::project::{Project, ProjectFilter};

use crate::json::Args;
use crate::trouble::{Result, Trouble};

/// Reads the session that is meant.
///
/// # Errors
///
/// [`Trouble::argument`] if none is named.
pub fn session(args: &Args, name: &str) -> Result<Address> {
    let id = args.needed(name)?;
    id.parse().map_err(|error| argument(&error))
}

/// Reads what may happen to files that are archived already.
///
/// # Errors
///
/// [`Trouble::argument`] for an unknown word.
pub fn overwrite(args: &Args) -> Result<Overwrite> {
    match args.text("overwrite").as_deref() {
        None | Some("refuse") => Ok(Overwrite::None),
        Some("append") => Ok(Overwrite::Append),
        Some("delete") => Ok(Overwrite::Delete),
        Some(other) => Err(Trouble::argument(&format!(
            "“{other}” is no way to overwrite: expected refuse, append or delete"
        ))),
    }
}

/// Projects by their IDs; an empty one is [`Project::Unassigned`].
#[must_use]
pub fn projects(ids: Vec<String>) -> Vec<Project> {
    let project = |id: String| match id.as_str() {
        "" => Project::Unassigned,
        id => id.into(),
    };
    ids.into_iter().map(project).collect()
}

fn argument(error: &dyn std::fmt::Display) -> Box<Trouble> {
    Trouble::argument(&error.to_string())
}

/// The call of that name; `body` is the file of an import or upload.
///
/// # Errors
///
/// [`Trouble::argument`] where an argument is missing or cannot be used.
pub fn call(name: &str, args: &Args, body: Vec<u8>) -> Result<Call> {
    let address = || session(args, "session");
    let (scan, resource) = (args.text("scan"), || args.needed("resource"));
    Ok(match name {
        "signIn" => Call::SignIn {
            username: args.needed("user")?,
            password: args.needed("password")?.into(),
        },
        "user" => Call::WhoAmI,
        "signOut" => Call::SignOut,
        "csrf" => Call::Session { csrf: true },
        "build" => Call::BuildInfo,
        "issueToken" => Call::IssueToken,
        "invalidateToken" => Call::InvalidateToken {
            alias: args.needed("alias")?,
        },
        "projects" => Call::Projects {
            filter: match args.text("filter").as_deref() {
                Some("writable") => ProjectFilter::Writable,
                Some("owned") => ProjectFilter::Editable,
                _ => ProjectFilter::Accessible,
            },
            with_code: true,
        },
        "prearchiveCode" => Call::PrearchiveCode {
            project: args.needed("project")?,
        },
        "setPrearchiveCode" => Call::SetPrearchiveCode {
            project: args.needed("project")?,
            code: PrearchiveCode(args.number("code")?.unwrap_or_default()),
        },
        "session" | "document" => Call::Read(address()?),
        "logs" => Call::Logs(address()?),
        "resetStatus" => Call::ResetStatus {
            address: address()?,
            tag: None,
        },
        "setStatus" => Call::SetStatus {
            address: address()?,
            status: args.needed("status")?,
        },
        "commit" => Call::Commit {
            address: address()?,
            auto_archive: args.flag("autoArchive"),
            upload: UploadLabels::default(),
            listener: None,
        },
        "rebuildLocked" => Call::Rebuild {
            sources: vec![address()?],
            override_lock: true,
        },
        "scans" => Call::Scans(address()?),
        "deleteScan" => Call::DeleteScan {
            address: address()?,
            scan: args.needed("scan")?,
        },
        "resources" => match scan {
            Some(scan) => Call::ScanResources {
                address: address()?,
                scan,
            },
            None => Call::SessionResources(address()?),
        },
        "deleteResource" => Call::DeleteResource {
            address: address()?,
            resource: resource()?,
        },
        "files" => match scan {
            Some(scan) => Call::Files {
                address: address()?,
                scan,
                resource: resource()?,
            },
            None => Call::ResourceFiles {
                address: address()?,
                resource: resource()?,
            },
        },
        "putFile" => Call::PutResourceFile {
            file: resource_file(args)?,
            body,
        },
        "deleteFile" => Call::DeleteResourceFile(resource_file(args)?),
        "check" => Call::ValidateArchive(ArchiveRequest {
            overwrite: overwrite(args)?,
            subject: args.text("subject"),
            session: args.text("label"),
            ..ArchiveRequest::of(address()?)
        }),
        "tagValues" => Call::DicomDump(DumpRequest {
            address: address()?,
            scan,
            file: None,
            fields: args.list("fields")?,
            summary: true,
        }),
        "import" => Call::Import(import(args, body)?),
        "experiment" => Call::Experiment(Archived {
            project: args.needed("project")?,
            subject: args.needed("subject")?,
            label: args.needed("label")?,
        }),
        other => return Err(Trouble::argument(&format!("there is no call “{other}”"))),
    })
}

/// The call that reads bytes: `file` or `zip`; and the rendering to ask for.
///
/// # Errors
///
/// [`Trouble::argument`] where an argument is missing.
pub fn bytes(name: &str, args: &Args) -> Result<(Call, Option<Format>)> {
    let address = session(args, "session")?;
    let call = match (name, args.text("scan"), args.text("resource")) {
        ("file", Some(scan), _) => Call::File(ScanFile {
            address,
            scan,
            resource: args.needed("resource")?,
            path: args.needed("path")?,
        }),
        ("file", None, _) => Call::ResourceFile(resource_file(args)?),
        (_, Some(scan), _) => Call::ScanZip { address, scan },
        (_, None, Some(resource)) => Call::ResourceZip { address, resource },
        (_, None, None) => return Ok((Call::Read(address), Some(Format::Zip))),
    };
    Ok((call, None))
}

fn resource_file(args: &Args) -> Result<ResourceFile> {
    Ok(ResourceFile {
        address: session(args, "session")?,
        resource: args.needed("resource")?,
        path: args.needed("path")?,
    })
}

fn import(args: &Args, body: Vec<u8>) -> Result<ImportRequest> {
    let odd = |name: &String| {
        Trouble::argument(&format!(
            "“{name}” is no import handler: expected SI, DICOM-zip or gradual-DICOM"
        ))
    };
    let handler = args.text("handler");
    let handler = handler.map(|name| Handler::parse(&name).ok_or_else(|| odd(&name)));
    let destination = args.text("destination").unwrap_or_default();
    Ok(ImportRequest {
        handler: handler.transpose()?,
        destination: Destination::parse(&destination).map_err(|error| argument(&error))?,
        project: args.text("project"),
        subject: args.text("subject"),
        session: args.text("label"),
        overwrite: overwrite(args)?,
        commit: args.flag("commit").unwrap_or_default(),
        auto_archive: args.flag("autoArchive"),
        ignore_unparsable: args.flag("ignoreUnparsable").unwrap_or_default(),
        prevent_auto_commit: args.flag("preventAutoCommit"),
        prevent_anon: args.flag("preventAnonymization"),
        upload: UploadLabels {
            source: args.text("source"),
            ..UploadLabels::default()
        },
        content_type: args
            .text("contentType")
            .unwrap_or_else(|| "application/zip".into()),
        body,
        ..ImportRequest::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, rest: &str) -> Result<Call> {
        let args = format!(r#"{{"session":"/prearchive/projects/P/t/S"{rest}}}"#);
        call(name, &Args::read(&args)?, Vec::new())
    }

    #[test]
    fn every_ask_is_a_request() {
        const S: &str = "/data/prearchive/projects/P/t/S";
        for (name, rest, method, path) in [
            (
                "signIn",
                r#","user":"a","password":"b""#,
                "POST",
                "/data/services/auth",
            ),
            ("user", "", "GET", "/data/auth"),
            ("signOut", "", "DELETE", "/data/JSESSION"),
            (
                "projects",
                r#","filter":"writable""#,
                "GET",
                "/data/projects",
            ),
            (
                "prearchiveCode",
                r#","project":"P""#,
                "GET",
                "/data/projects/P/prearchive_code",
            ),
            (
                "setPrearchiveCode",
                r#","project":"P","code":4"#,
                "PUT",
                "/data/projects/P/prearchive_code/4",
            ),
            ("session", "", "GET", S),
            ("scans", "", "GET", "/scans"),
            ("deleteScan", r#","scan":"1""#, "DELETE", "/scans/1"),
            ("resources", r#","scan":"1""#, "GET", "/scans/1/resources"),
            ("resources", "", "GET", "/resources"),
            (
                "files",
                r#","scan":"1","resource":"DICOM""#,
                "GET",
                "/scans/1/resources/DICOM/files",
            ),
            (
                "deleteFile",
                r#","resource":"N","path":"a/b""#,
                "DELETE",
                "/resources/N/files/a/b",
            ),
            (
                "check",
                r#","overwrite":"append""#,
                "POST",
                "/data/services/validate-archive",
            ),
            (
                "import",
                r#","project":"P","handler":"SI""#,
                "POST",
                "/data/services/import",
            ),
        ] {
            let request = read(name, rest).expect(name).request();
            let wanted = match path.strip_prefix("/data") {
                Some(_) => path.to_owned(),
                None => format!("{S}{path}"),
            };
            assert_eq!((request.method.as_str(), request.path), (method, wanted));
        }
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        for (name, rest, reason) in [
            ("deleteScan", "", "scan is missing"),
            (
                "check",
                r#","overwrite":"all""#,
                "“all” is no way to overwrite",
            ),
            (
                "setPrearchiveCode",
                r#","project":"P","code":1.5"#,
                "code is no whole number",
            ),
            (
                "import",
                r#","handler":"mail""#,
                "“mail” is no import handler",
            ),
            (
                "import",
                r#","destination":"/moon""#,
                "“/moon” is no destination",
            ),
            ("sing", "", "there is no call “sing”"),
        ] {
            let told = read(name, rest).expect_err(name);
            assert_eq!(told.code.as_str(), "invalid-argument");
            assert!(told.message.starts_with(reason), "{}", told.message);
        }
        let args = Args::read(r#"{"session":"S1"}"#).expect("an object");
        let told = call("scans", &args, Vec::new()).expect_err("no session");
        assert!(
            told.message.starts_with("“S1” is not a session"),
            "{}",
            told.message
        );
    }
}

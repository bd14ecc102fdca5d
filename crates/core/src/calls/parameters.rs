//! What the parameters of a request say: sources, what happens on arrival, and how to archive.

use super::{ReadError, UploadLabels};
use crate::address::{Address, AddressError};
use crate::archiving::{ArchiveRequest, Overwrite};
use crate::http::{Parameters, Request};
use crate::importing::{Destination, DestinationError, Handler, ImportRequest};

pub(super) const LISTENER: &str = "http-session-listener";

pub(super) fn upload(parameters: &Parameters) -> UploadLabels {
    UploadLabels {
        visit: owned(parameters, &["VISIT"]),
        protocol: owned(parameters, &["PROTOCOL"]),
        timezone: owned(parameters, &["TIMEZONE"]),
        source: owned(parameters, &["SOURCE"]),
    }
}

pub(super) fn sources(parameters: &Parameters) -> Result<Vec<Address>, AddressError> {
    parameters.all("src").map(str::parse).collect()
}

pub(super) fn auto_archive(parameters: &Parameters) -> Option<bool> {
    parameters
        .flag("AA")
        .or_else(|| parameters.flag("auto-archive"))
}

pub(super) fn owned(parameters: &Parameters, names: &[&str]) -> Option<String> {
    parameters.any(names).map(str::to_owned)
}

pub(super) fn overwrite(parameters: &Parameters) -> Overwrite {
    parameters
        .one("overwrite")
        .map_or(Overwrite::None, Overwrite::parse)
}

/// Parameters that are XML paths: a type with its prefix, then the way to an element.
fn fields(parameters: &Parameters) -> Vec<(String, String)> {
    let is_path = |name: &str| {
        name.split_once('/')
            .is_some_and(|(kind, _)| kind.contains(':') && !kind.contains(' '))
    };
    let pairs = parameters.0.iter().filter(|(name, _)| is_path(name));
    pairs.cloned().collect()
}

pub(super) fn archive(parameters: &Parameters) -> Result<ArchiveRequest, ReadError> {
    let sources = sources(parameters)?;
    if sources.is_empty() {
        return Err(ReadError::NoSource);
    }
    let mut request = ArchiveRequest {
        sources,
        overwrite: overwrite(parameters),
        subject: owned(parameters, &["subject", "SUBJECT_ID"]),
        session: owned(parameters, &["session", "EXPT_LABEL", "label"]),
        quarantine: parameters.flag("quarantine"),
        trigger_pipelines: parameters.flag("triggerPipelines"),
        overwrite_files: parameters.is_true("overwrite_files"),
        redirect: parameters.is_true("redirect"),
        listener: owned(parameters, &[LISTENER]),
        fields: fields(parameters),
    };
    // XNAT 1.9 takes subject and label from `dest`, and refuses another project than the source's.
    if let Some(dest) = parameters.one("dest") {
        match Destination::parse(dest)? {
            Destination::Archive {
                project,
                subject,
                session,
            } if project.is_none()
                || request
                    .sources
                    .iter()
                    .all(|s| s.project.id() == project.as_deref()) =>
            {
                request.subject = request.subject.or(subject);
                request.session = request.session.or(session);
            }
            _ => return Err(DestinationError { text: dest.into() }.into()),
        }
    }
    Ok(request)
}

/// The name and the file of an earlier upload, `/user/cache/resources/NAME/files/FILE`.
fn stored(src: &str) -> Option<(String, String)> {
    let rest = src.trim_start_matches("/data").trim_start_matches('/');
    let rest = rest.strip_prefix("user/cache/resources/")?;
    let (name, file) = rest.split_once("/files/")?;
    Some((name.to_owned(), file.to_owned()))
}

pub(super) fn import(
    request: &Request,
    parameters: &Parameters,
) -> Result<ImportRequest, ReadError> {
    let handler = match parameters.one("import-handler") {
        None => None,
        Some(name) => Some(Handler::parse(name).ok_or(ReadError::Handler { name: name.into() })?),
    };
    let stored = match parameters.one("src") {
        None => None,
        Some(src) => Some(stored(src).ok_or_else(|| DestinationError { text: src.into() })?),
    };
    let direct = parameters.is_true("Direct-Archive");
    Ok(ImportRequest {
        handler,
        direct,
        overwrite_files: parameters.is_true("overwrite_files"),
        upload: upload(parameters),
        quarantine: parameters.flag("quarantine"),
        trigger_pipelines: parameters.flag("triggerPipelines"),
        stored,
        listener: owned(parameters, &[LISTENER]),
        destination: Destination::parse(parameters.one("dest").unwrap_or_default())?,
        project: owned(parameters, &["project", "PROJECT_ID"]),
        subject: owned(parameters, &["subject", "subject_ID", "SUBJECT_ID"]),
        session: owned(parameters, &["session", "EXPT_LABEL"]),
        overwrite: overwrite(parameters),
        commit: parameters.one("action") == Some("commit"),
        auto_archive: auto_archive(parameters)
            .or_else(|| (parameters.one("prearchive_code") == Some("1")).then_some(true)),
        ignore_unparsable: parameters.is_true("Ignore-Unparsable"),
        prevent_auto_commit: parameters.flag("prevent_auto_commit"),
        prevent_anon: parameters.flag("prevent_anon"),
        content_type: request.media_type(),
        body: request.body.clone(),
    })
}

//! The parameters of a call.

use crate::address::Address;
use crate::archiving::{ArchiveRequest, Overwrite};
use crate::calls::parameters::LISTENER;
use crate::calls::{Call, UploadLabels};
use crate::http::Pairs;
use crate::importing::ImportRequest;
use crate::project::{Project, ProjectFilter};

impl Call {
    /// The parameters, as they are spelled on the wire.
    pub(super) fn parameters(&self) -> Pairs {
        let mut pairs = Pairs::new();
        let mut add = |name: &str, value: &str| pairs.push((name.into(), value.into()));
        match self {
            Self::SignIn { username, password } => {
                add("username", username);
                add("password", password);
            }
            Self::Session { csrf: true } => add("CSRF", "true"),
            Self::Projects { filter, with_code } => {
                match filter {
                    ProjectFilter::Accessible => add("accessible", "true"),
                    ProjectFilter::Writable => add("data", "writable"),
                    ProjectFilter::Editable => add("restrict", "edit"),
                }
                if *with_code {
                    add("prearc_code", "true");
                }
            }
            Self::Build { upload, .. } => add_upload(&mut pairs, upload),
            Self::Commit {
                auto_archive,
                upload,
                listener,
                ..
            } => {
                add_flag(&mut pairs, "AA", *auto_archive);
                add_upload(&mut pairs, upload);
                add_text(&mut pairs, LISTENER, listener.as_ref());
            }
            Self::SetStatus { status, .. } => add("status", status),
            Self::ResetStatus { tag, .. } => add_text(&mut pairs, "tag", tag.as_ref()),
            Self::MoveOne { new_project, .. } => add_project(&mut pairs, new_project.as_ref()),
            Self::Move {
                sources,
                new_project,
            } => {
                add_sources(&mut pairs, sources);
                add_project(&mut pairs, new_project.as_ref());
            }
            Self::Rebuild {
                sources,
                override_lock,
            } => {
                add_sources(&mut pairs, sources);
                add_true(&mut pairs, "overrideLock", *override_lock);
            }
            Self::Delete { sources } => add_sources(&mut pairs, sources),
            Self::DicomDump(request) => {
                add("src", &request.src());
                for field in &request.fields {
                    add("field", field);
                }
                add_true(&mut pairs, "summary", request.summary);
            }
            Self::Recent { days } => add("recent", &days.to_string()),
            Self::Archive(request) | Self::ValidateArchive(request) => {
                add_archive(&mut pairs, request);
            }
            Self::Import(request) => add_import(&mut pairs, request),
            _ => {}
        }
        pairs
    }
}

fn add_upload(pairs: &mut Pairs, upload: &UploadLabels) {
    add_text(pairs, "VISIT", upload.visit.as_ref());
    add_text(pairs, "PROTOCOL", upload.protocol.as_ref());
    add_text(pairs, "TIMEZONE", upload.timezone.as_ref());
    add_text(pairs, "SOURCE", upload.source.as_ref());
}

fn add_true(pairs: &mut Pairs, name: &str, value: bool) {
    if value {
        pairs.push((name.into(), "true".into()));
    }
}

fn add_sources(pairs: &mut Pairs, sources: &[Address]) {
    pairs.extend(sources.iter().map(|s| ("src".into(), s.to_string())));
}

fn add_project(pairs: &mut Pairs, project: Option<&Project>) {
    pairs.extend(project.map(|p| ("newProject".into(), p.to_string())));
}

fn add_text(pairs: &mut Pairs, name: &str, value: Option<&String>) {
    pairs.extend(value.map(|value| (name.into(), value.clone())));
}

fn add_flag(pairs: &mut Pairs, name: &str, value: Option<bool>) {
    pairs.extend(value.map(|value| (name.into(), value.to_string())));
}

fn add_overwrite(pairs: &mut Pairs, overwrite: Overwrite) {
    if overwrite != Overwrite::None {
        pairs.push(("overwrite".into(), overwrite.name().into()));
    }
}

fn add_archive(pairs: &mut Pairs, request: &ArchiveRequest) {
    add_sources(pairs, &request.sources);
    add_overwrite(pairs, request.overwrite);
    add_text(pairs, "subject", request.subject.as_ref());
    add_text(pairs, "session", request.session.as_ref());
    add_flag(pairs, "quarantine", request.quarantine);
    add_flag(pairs, "triggerPipelines", request.trigger_pipelines);
    add_true(pairs, "overwrite_files", request.overwrite_files);
    add_true(pairs, "redirect", request.redirect);
    add_text(pairs, LISTENER, request.listener.as_ref());
    pairs.extend(request.fields.iter().cloned());
}

fn add_import(pairs: &mut Pairs, request: &ImportRequest) {
    if let Some(handler) = request.handler {
        pairs.push(("import-handler".into(), handler.name().into()));
    }
    add_text(pairs, "dest", request.destination.write().as_ref());
    add_text(pairs, "project", request.project.as_ref());
    add_text(pairs, "subject", request.subject.as_ref());
    add_text(pairs, "session", request.session.as_ref());
    add_overwrite(pairs, request.overwrite);
    if request.commit {
        pairs.push(("action".into(), "commit".into()));
    }
    add_flag(pairs, "AA", request.auto_archive);
    add_true(pairs, "Direct-Archive", request.direct);
    add_true(pairs, "overwrite_files", request.overwrite_files);
    add_true(pairs, "Ignore-Unparsable", request.ignore_unparsable);
    add_flag(pairs, "prevent_auto_commit", request.prevent_auto_commit);
    add_flag(pairs, "prevent_anon", request.prevent_anon);
    add_upload(pairs, &request.upload);
    add_flag(pairs, "quarantine", request.quarantine);
    add_flag(pairs, "triggerPipelines", request.trigger_pipelines);
    if let Some((resource, file)) = &request.stored {
        let src = format!("/user/cache/resources/{resource}/files/{file}");
        pairs.push(("src".into(), src));
    }
    add_text(pairs, LISTENER, request.listener.as_ref());
    pairs.push(("inbody".into(), "true".into()));
}

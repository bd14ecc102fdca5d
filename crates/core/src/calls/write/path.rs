//! The path of a call: its route's template with names filled in.

use crate::address::Address;
use crate::archiving::Archived;
use crate::calls::{Call, route};
use crate::project::Project;

impl Call {
    /// The path below `/data`: the route's template with its names filled in.
    pub(super) fn segments(&self) -> Vec<String> {
        let template = route(self.id()).path;
        let mut segments = Vec::new();
        for part in template.split('/').filter(|part| !part.is_empty()) {
            match part
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'))
            {
                None => segments.push(part.to_owned()),
                Some(name) => match name.strip_suffix("...") {
                    None => segments.push(self.capture(name)),
                    Some(name) => {
                        segments.extend(self.capture(name).split('/').map(str::to_owned));
                    }
                },
            }
        }
        segments
    }

    /// What a name of the template stands for.
    fn capture(&self, name: &str) -> String {
        let found = self.captures().into_iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// What the names of the template stand for.
    fn captures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::List { projects } => {
                let ids: Vec<&str> = projects.iter().map(Project::as_str).collect();
                vec![("project", ids.join(","))]
            }
            Self::PrearchiveCode { project }
            | Self::QuarantineCode { project }
            | Self::CurrentArc { project }
            | Self::Project { project }
            | Self::Subjects { project }
            | Self::Experiments { project } => vec![("project", project.clone())],
            Self::SetPrearchiveCode { project, code }
            | Self::SetQuarantineCode { project, code } => {
                vec![("project", project.clone()), ("code", code.to_string())]
            }
            Self::SetCurrentArc { project, arc } => {
                vec![("project", project.clone()), ("arc", arc.clone())]
            }
            Self::Experiment(experiment) | Self::ExperimentScans(experiment) => {
                of_experiment(experiment, [])
            }
            Self::ExperimentResources { experiment, scan } => {
                of_experiment(experiment, [("scan", scan)])
            }
            Self::ExperimentFiles {
                experiment,
                scan,
                resource,
            } => of_experiment(experiment, [("scan", scan), ("resource", resource)]),
            Self::ExperimentFile {
                experiment,
                scan,
                resource,
                path,
            } => of_experiment(
                experiment,
                [("scan", scan), ("resource", resource), ("path", path)],
            ),
            Self::PutCacheFile { resource, path, .. } => {
                vec![("resource", resource.clone()), ("path", path.clone())]
            }
            Self::Tracking { key }
            | Self::TrackingPayload { key }
            | Self::Progress { key }
            | Self::ForgetProgress { key } => vec![("key", key.clone())],
            Self::IssueTokenFor { user } => vec![("user", user.clone())],
            Self::ValidateToken { alias, secret } => {
                vec![("alias", alias.clone()), ("secret", (**secret).to_owned())]
            }
            Self::InvalidateToken { alias } => vec![("alias", alias.clone())],
            Self::User { name } | Self::Schema { name } => vec![("name", name.clone())],
            other => other.captures_of_session(),
        }
    }

    fn captures_of_session(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Read(address)
            | Self::Build { address, .. }
            | Self::Commit { address, .. }
            | Self::SetStatus { address, .. }
            | Self::ResetStatus { address, .. }
            | Self::MoveOne { address, .. }
            | Self::DeleteOne(address)
            | Self::Logs(address)
            | Self::SessionResources(address)
            | Self::Scans(address) => of_address(address, []),
            Self::Log { address, entry } => of_address(address, [("entry", entry)]),
            Self::ResourceZip { address, resource }
            | Self::DeleteResource { address, resource }
            | Self::ResourceFiles { address, resource } => {
                of_address(address, [("resource", resource)])
            }
            Self::ResourceFile(file)
            | Self::PutResourceFile { file, .. }
            | Self::DeleteResourceFile(file) => of_address(
                &file.address,
                [("resource", &file.resource), ("path", &file.path)],
            ),
            Self::ScanZip { address, scan }
            | Self::DeleteScan { address, scan }
            | Self::ScanResources { address, scan } => of_address(address, [("scan", scan)]),
            Self::Files {
                address,
                scan,
                resource,
            } => of_address(address, [("scan", scan), ("resource", resource)]),
            Self::File(file) => of_address(
                &file.address,
                [
                    ("scan", &file.scan),
                    ("resource", &file.resource),
                    ("path", &file.path),
                ],
            ),
            _ => Vec::new(),
        }
    }
}

fn of_address<const N: usize>(
    address: &Address,
    more: [(&'static str, &String); N],
) -> Vec<(&'static str, String)> {
    let mut captures = vec![
        ("project", address.project.to_string()),
        ("timestamp", address.timestamp.clone()),
        ("session", address.folder.clone()),
    ];
    captures.extend(more.map(|(name, value)| (name, value.clone())));
    captures
}

fn of_experiment<const N: usize>(
    experiment: &Archived,
    more: [(&'static str, &String); N],
) -> Vec<(&'static str, String)> {
    let mut captures = vec![
        ("project", experiment.project.clone()),
        ("subject", experiment.subject.clone()),
        ("label", experiment.label.clone()),
    ];
    captures.extend(more.map(|(name, value)| (name, value.clone())));
    captures
}

//! Answers about projects, their settings, and what is archived in them.

use std::collections::BTreeSet;

use prearchive_core::address::is_folder_name;
use prearchive_core::archiving::Archived;
use prearchive_core::calls::RouteId;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::Response;
use prearchive_core::project::{Project, ProjectFilter};
use prearchive_core::resultset::Table;
use serde_json::json;

use super::Ask;
use crate::access::Right;
use crate::document::Document;
use crate::refusal::Refusal;
use crate::store::records::{Experiment, ProjectRecord};
use crate::{Engine, answers};

/// The columns of the listing of projects; two more if the codes are asked for.
const PROJECT_COLUMNS: [&str; 6] = [
    "ID",
    "secondary_ID",
    "name",
    "description",
    "user_role",
    "URI",
];

/// The columns of the listing of subjects.
const SUBJECT_COLUMNS: [&str; 4] = ["ID", "project", "label", "URI"];

/// The columns of the listing of archived sessions.
const EXPERIMENT_COLUMNS: [&str; 8] = [
    "ID",
    "project",
    "date",
    "xsiType",
    "label",
    "insert_date",
    "subject_label",
    "URI",
];

impl Engine {
    /// The projects in which the caller has the right that is asked for.
    ///
    /// Which `columns` are asked for is not looked at: the table has them all, and clients take what they need.
    pub(super) fn answer_projects(
        &self,
        ask: &Ask<'_>,
        filter: ProjectFilter,
        with_code: bool,
    ) -> Result<Response, Refusal> {
        let right = match filter {
            ProjectFilter::Accessible => Right::Read,
            ProjectFilter::Writable => Right::Edit,
            ProjectFilter::Editable => Right::Own,
        };
        let records = self.store.projects()?;
        let seen = records.iter().filter(|p| ask.caller.has(right, p));
        let mut columns = PROJECT_COLUMNS.to_vec();
        if with_code {
            columns.extend(["proj_quarantine", "proj_prearchive_code"]);
        }
        let cells = |project: &ProjectRecord| {
            let role = project.roles.get(&ask.caller.name);
            let mut row = vec![
                project.id.clone(),
                project.id.clone(),
                project.name.clone(),
                project.description.clone(),
                role.map(|role| role.group().to_owned()).unwrap_or_default(),
                format!("/data/projects/{}", project.id),
            ];
            if with_code {
                row.extend([project.quarantine.to_string(), project.code.to_string()]);
            }
            row
        };
        let table = Table::new(&columns, seen.map(cells).collect());
        answers::table(ask.request, RouteId::Projects, table)
    }

    /// The code as a bare number.
    pub(super) fn answer_code(&self, ask: &Ask<'_>, project: &str) -> Result<Response, Refusal> {
        let record = self.readable(ask.caller, project)?;
        bare(ask, RouteId::PrearchiveCode, record.code.to_string())
    }

    pub(super) fn answer_set_code(
        &self,
        ask: &Ask<'_>,
        project: &str,
        code: PrearchiveCode,
    ) -> Result<Response, Refusal> {
        self.set(
            ask,
            project,
            &format!("prearchive code set to {code}"),
            |record| {
                record.code = code;
            },
        )
    }

    /// The code as a bare number.
    pub(super) fn answer_quarantine(
        &self,
        ask: &Ask<'_>,
        project: &str,
    ) -> Result<Response, Refusal> {
        let record = self.readable(ask.caller, project)?;
        bare(ask, RouteId::QuarantineCode, record.quarantine.to_string())
    }

    pub(super) fn answer_set_quarantine(
        &self,
        ask: &Ask<'_>,
        project: &str,
        code: PrearchiveCode,
    ) -> Result<Response, Refusal> {
        self.set(
            ask,
            project,
            &format!("quarantine code set to {code}"),
            |record| {
                record.quarantine = code;
            },
        )
    }

    /// The folder's name as a bare text.
    pub(super) fn answer_arc(&self, ask: &Ask<'_>, project: &str) -> Result<Response, Refusal> {
        let record = self.readable(ask.caller, project)?;
        bare(ask, RouteId::CurrentArc, record.arc)
    }

    /// Sessions that are archived from now on lie in that folder; those that are archived already stay.
    pub(super) fn answer_set_arc(
        &self,
        ask: &Ask<'_>,
        project: &str,
        arc: String,
    ) -> Result<Response, Refusal> {
        if !is_folder_name(&arc) {
            return Err(Refusal::BadName(arc));
        }
        self.set(
            ask,
            project,
            &format!("archive folder set to {arc}"),
            |record| {
                record.arc = arc;
            },
        )
    }

    fn set(
        &self,
        ask: &Ask<'_>,
        project: &str,
        detail: &str,
        change: impl FnOnce(&mut ProjectRecord),
    ) -> Result<Response, Refusal> {
        let named = Project::Named(project.into());
        self.require(ask.caller, Right::Own, &named, "change the settings")?;
        let mut record = self.project(project)?;
        change(&mut record);
        self.store.put_project(&record)?;
        self.remember(&ask.caller.name, "settings", &project, detail, ask.now);
        Ok(Response::empty(200))
    }

    /// A project as XNAT's item document.
    pub(super) fn answer_project(&self, ask: &Ask<'_>, project: &str) -> Result<Response, Refusal> {
        let record = self.readable(ask.caller, project)?;
        let item = json!({"items": [{
            "meta": {"isHistory": false, "xsi:type": "xnat:projectData"},
            "data_fields": {
                "ID": record.id,
                "secondary_ID": record.id,
                "name": record.name,
                "description": record.description,
            },
            "children": [],
        }]});
        Ok(answers::text("application/json", item.to_string()))
    }

    /// The subjects of what is archived in a project; there are no others.
    pub(super) fn answer_subjects(
        &self,
        ask: &Ask<'_>,
        project: &str,
    ) -> Result<Response, Refusal> {
        self.readable(ask.caller, project)?;
        let experiments = self.store.experiments(project)?;
        let labels: BTreeSet<&str> = experiments.iter().map(|e| e.subject.as_str()).collect();
        let cells = |label: &str| {
            let uri = format!("/data/projects/{project}/subjects/{label}");
            vec![label.to_owned(), project.to_owned(), label.to_owned(), uri]
        };
        let table = Table::new(&SUBJECT_COLUMNS, labels.into_iter().map(cells).collect());
        answers::table(ask.request, RouteId::Subjects, table)
    }

    /// What is archived in a project.
    pub(super) fn answer_experiments(
        &self,
        ask: &Ask<'_>,
        project: &str,
    ) -> Result<Response, Refusal> {
        self.readable(ask.caller, project)?;
        let cells = |experiment: &Experiment| {
            let document = Document::read(&experiment.document).unwrap_or_default();
            vec![
                experiment.id.clone(),
                experiment.project.clone(),
                document.date,
                document.xsi_type,
                experiment.label.clone(),
                // XNAT's own date of the row, which is not kept here.
                String::new(),
                experiment.subject.clone(),
                format!(
                    "/data/projects/{}/subjects/{}/experiments/{}",
                    experiment.project, experiment.subject, experiment.label
                ),
            ]
        };
        let experiments = self.store.experiments(project)?;
        let table = Table::new(&EXPERIMENT_COLUMNS, experiments.iter().map(cells).collect());
        answers::table(ask.request, RouteId::Experiments, table)
    }

    pub(super) fn answer_experiment(
        &self,
        ask: &Ask<'_>,
        experiment: &Archived,
    ) -> Result<Response, Refusal> {
        let named = Project::Named(experiment.project.clone());
        self.require(ask.caller, Right::Read, &named, "see archived sessions")?;
        let item = self.experiment(experiment)?;
        Ok(answers::text("application/json", item.to_string()))
    }
}

/// A bare text in the content type that was negotiated, as XNAT gives it.
fn bare(ask: &Ask<'_>, route: RouteId, text: String) -> Result<Response, Refusal> {
    let format = answers::format(ask.request, route)?;
    Ok(answers::text(format.media_type(), text))
}

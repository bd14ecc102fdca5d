//! Answers about the listing, projects, their settings, and archived sessions.

use prearchive_core::archiving::Archived;
use prearchive_core::calls::RouteId;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::Response;
use prearchive_core::inside::Tabular;
use prearchive_core::project::{Project, ProjectFilter};
use prearchive_core::resultset::Table;
use prearchive_core::session::Session;

use super::Ask;
use crate::Engine;
use crate::access::Right;
use crate::answers;
use crate::refusal::Refusal;
use crate::store::records::ProjectRecord;

impl Engine {
    /// The listing: where the caller may edit, or the named projects where the caller may read.
    ///
    /// Administrators see what is unassigned too, even when one project was asked for, as in XNAT.
    /// A project that is not there has no rows; each of several projects is checked.
    pub(super) fn answer_list(
        &self,
        ask: &Ask<'_>,
        projects: &[Project],
    ) -> Result<Response, Refusal> {
        let records = self.store.projects()?;
        let known = |id: &str| records.iter().find(|record| record.id == id);
        for project in projects {
            let may = match project {
                Project::Unassigned => ask.caller.admin,
                Project::Named(id) => known(id).is_none_or(|p| ask.caller.has(Right::Read, p)),
            };
            if !may {
                return Err(Refusal::Forbidden {
                    user: ask.caller.name.clone(),
                    what: format!("see the prearchive of {project}"),
                });
            }
        }
        let visible = |row: &Session| match &row.address.project {
            Project::Unassigned => ask.caller.admin,
            named if !projects.is_empty() => projects.contains(named),
            Project::Named(id) => known(id).is_some_and(|p| ask.caller.has(Right::Edit, p)),
        };
        let tag = ask.request.parameters().one("tag").map(str::to_owned);
        let mut rows = self.store.sessions()?;
        rows.retain(|row| visible(row) && tag.as_ref().is_none_or(|tag| row.tag == *tag));
        answers::table(ask.request, RouteId::List, Session::table(&rows))
    }

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
        let mut columns = vec![
            "ID",
            "secondary_ID",
            "name",
            "description",
            "user_role",
            "URI",
        ];
        if with_code {
            columns.push("proj_prearchive_code");
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
                row.push(project.code.to_string());
            }
            row
        };
        let table = Table::new(&columns, seen.map(cells).collect());
        answers::table(ask.request, RouteId::Projects, table)
    }

    /// The code as a bare number; who may not see the project is told that it is not there, as in XNAT.
    pub(super) fn answer_code(&self, ask: &Ask<'_>, project: &str) -> Result<Response, Refusal> {
        let record = self.project(project)?;
        if !ask.caller.has(Right::Read, &record) {
            return Err(Refusal::NoProject(project.into()));
        }
        let format = answers::format(ask.request, RouteId::PrearchiveCode)?;
        Ok(answers::text(format.media_type(), record.code.to_string()))
    }

    pub(super) fn answer_set_code(
        &self,
        ask: &Ask<'_>,
        project: &str,
        code: PrearchiveCode,
    ) -> Result<Response, Refusal> {
        let named = Project::Named(project.into());
        self.require(ask.caller, Right::Own, &named, "change the settings")?;
        let mut record = self.project(project)?;
        record.code = code;
        self.store.put_project(&record)?;
        let detail = format!("prearchive code set to {code}");
        self.remember(&ask.caller.name, "settings", &project, &detail, ask.now);
        Ok(Response::empty(200))
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

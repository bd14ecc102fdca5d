//! Who may do what: roles in projects, and roles in the whole site.
//!
//! `docs/rights.md` says the same call by call, and a behaviour holds the two together.

use prearchive_core::address::Address;
use prearchive_core::project::Project;

use crate::Engine;
use crate::refusal::Refusal;
use crate::store::records::{ProjectRecord, Role, SiteRole};

/// A user who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) name: String,
    pub(crate) site: SiteRole,
}

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Right {
    /// See the project: any role, or the project is open; all-data-access.
    Read,
    /// Add and change its sessions: member, owner; all-data-admin.
    Edit,
    /// Change the project itself, and use the batch services: owner; all-data-admin.
    Own,
}

impl Caller {
    /// True for site administrators.
    pub(crate) fn is_admin(&self) -> bool {
        self.site == SiteRole::Admin
    }

    /// True for those who may change all data: all-data-admin, and site administrators.
    pub(crate) fn is_data_admin(&self) -> bool {
        self.site >= SiteRole::DataAdmin
    }

    /// True if the caller has the right in the project.
    pub(crate) fn has(&self, right: Right, project: &ProjectRecord) -> bool {
        let role = project.roles.get(&self.name);
        match right {
            Right::Read => self.site >= SiteRole::DataAccess || project.open || role.is_some(),
            Right::Edit => self.is_data_admin() || role >= Some(&Role::Member),
            Right::Own => self.is_data_admin() || role == Some(&Role::Owner),
        }
    }

    /// True if the caller has the right where sessions without a project wait.
    ///
    /// All-data-access lists them, but does not look inside.
    pub(crate) fn has_unassigned(&self, right: Right) -> bool {
        match right {
            Right::Read => self.site >= SiteRole::DataAccess,
            Right::Edit | Right::Own => self.is_data_admin(),
        }
    }

    /// The refusal that says what the caller may not do: `what` is a verb phrase.
    pub(crate) fn refused(&self, what: impl Into<String>) -> Refusal {
        Refusal::Forbidden {
            user: self.name.clone(),
            what: what.into(),
        }
    }
}

impl Engine {
    /// Lets the caller pass, or says why not: 404 for a project that is not there, 403 without the right.
    pub(crate) fn require(
        &self,
        caller: &Caller,
        right: Right,
        project: &Project,
        what: &str,
    ) -> Result<(), Refusal> {
        let has = match project {
            Project::Unassigned => caller.has_unassigned(right),
            Project::Named(id) => caller.has(right, &self.project(id)?),
        };
        if has {
            Ok(())
        } else {
            Err(caller.refused(format!("{what} in {project}")))
        }
    }

    /// As [`Engine::require`], but anybody who knows the address may work on one unassigned session:
    /// XNAT lets people build what they sent and move it into their own project.
    pub(crate) fn require_on_session(
        &self,
        caller: &Caller,
        address: &Address,
        what: &str,
    ) -> Result<(), Refusal> {
        match address.project {
            Project::Unassigned => Ok(()),
            Project::Named(_) => self.require(caller, Right::Edit, &address.project, what),
        }
    }

    /// Whether the caller may delete a session by its address: only site administrators an unassigned one, as in XNAT.
    pub(crate) fn require_delete(&self, caller: &Caller, address: &Address) -> Result<(), Refusal> {
        let what = "delete a session";
        match address.project {
            Project::Unassigned if !caller.is_admin() => {
                Err(caller.refused(format!("{what} in {}", address.project)))
            }
            _ => self.require(caller, Right::Edit, &address.project, what),
        }
    }

    /// A project by its ID.
    pub(crate) fn project(&self, id: &str) -> Result<ProjectRecord, Refusal> {
        self.store
            .project(id)?
            .ok_or_else(|| Refusal::NoProject(id.into()))
    }

    /// A project that the caller may read; others are told that it is not there, as in XNAT.
    pub(crate) fn readable(&self, caller: &Caller, id: &str) -> Result<ProjectRecord, Refusal> {
        let record = self.project(id)?;
        if caller.has(Right::Read, &record) {
            Ok(record)
        } else {
            Err(Refusal::NoProject(id.into()))
        }
    }
}

//! Who may do what: roles in projects, and site administrators.

use prearchive_core::address::Address;
use prearchive_core::project::Project;

use crate::Engine;
use crate::refusal::Refusal;
use crate::store::records::{ProjectRecord, Role};

/// A user who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) name: String,
    pub(crate) admin: bool,
}

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Right {
    /// See the project: any role, or the project is open.
    Read,
    /// Add and change its sessions: member, owner.
    Edit,
    /// Change the project itself, and use the batch services: owner.
    Own,
}

impl Caller {
    /// True if the caller has the right in the project; site administrators have all.
    pub(crate) fn has(&self, right: Right, project: &ProjectRecord) -> bool {
        let role = project.roles.get(&self.name);
        self.admin
            || match right {
                Right::Read => project.open || role.is_some(),
                Right::Edit => role >= Some(&Role::Member),
                Right::Own => role == Some(&Role::Owner),
            }
    }

    fn refused(&self, what: &str, project: &Project) -> Refusal {
        Refusal::Forbidden {
            user: self.name.clone(),
            what: format!("{what} in {project}"),
        }
    }
}

impl Engine {
    /// Lets the caller pass, or says why not: 404 for a project that is not there, 403 without the right.
    ///
    /// What is unassigned belongs to site administrators.
    pub(crate) fn require(
        &self,
        caller: &Caller,
        right: Right,
        project: &Project,
        what: &str,
    ) -> Result<(), Refusal> {
        let has = match project {
            Project::Unassigned => caller.admin,
            Project::Named(id) => caller.has(right, &self.project(id)?),
        };
        if has {
            Ok(())
        } else {
            Err(caller.refused(what, project))
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

    /// A project by its ID.
    pub(crate) fn project(&self, id: &str) -> Result<ProjectRecord, Refusal> {
        self.store
            .project(id)?
            .ok_or_else(|| Refusal::NoProject(id.into()))
    }
}

//! Every REST call as data: what the client sends, the engine routes, and the documentation lists.

pub mod answer;
mod read;
mod routes;
mod write;

pub use read::ReadError;
pub use routes::{PAGE, ROUTES, Route, RouteId, route};

use crate::address::Address;
use crate::archiving::ArchiveRequest;
use crate::code::PrearchiveCode;
use crate::importing::ImportRequest;
use crate::inside::ScanFile;
use crate::project::{Project, ProjectFilter};

/// One REST call with everything it says.
///
/// [`Call::request`] writes it, [`Call::read`] reads it back; a property test holds the two together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Sign in with a name and a password.
    SignIn {
        /// The user's name.
        username: String,
        /// The password.
        password: String,
    },
    /// Ask for the session's id, and for the CSRF token if wanted.
    Session {
        /// Ask for the token too.
        csrf: bool,
    },
    /// End the session.
    SignOut,
    /// Ask who is signed in.
    WhoAmI,
    /// List projects.
    Projects {
        /// Which ones.
        filter: ProjectFilter,
        /// Ask for their prearchive codes too (`prearc_code=true`).
        with_code: bool,
    },
    /// Read a project's prearchive code.
    PrearchiveCode {
        /// The project's ID.
        project: String,
    },
    /// Set a project's prearchive code.
    SetPrearchiveCode {
        /// The project's ID.
        project: String,
        /// The new code.
        code: PrearchiveCode,
    },
    /// List the prearchive, or the part of it that belongs to some projects.
    List {
        /// The projects; all that the user may see if empty.
        projects: Vec<Project>,
    },
    /// Read one session: its row as JSON, its document as XML, or everything as a zip.
    Read(Address),
    /// Build one session again, and wait for it.
    Build(Address),
    /// Build one session, archive it if the project says so, and wait for it.
    Commit {
        /// The session.
        address: Address,
        /// Archive it, or do not, whatever the project says (`AA`).
        auto_archive: Option<bool>,
    },
    /// Move one session to another project, and wait for it.
    MoveOne {
        /// The session.
        address: Address,
        /// Where it goes; the server answers 400 without it.
        new_project: Option<Project>,
    },
    /// Delete one session, and wait for it.
    DeleteOne(Address),
    /// List the entries of a session's log.
    Logs(Address),
    /// Read one entry of a session's log.
    Log {
        /// The session.
        address: Address,
        /// The entry's id, or `last`.
        entry: String,
    },
    /// List all resources of a session, scans' included.
    SessionResources(Address),
    /// List a session's scans.
    Scans(Address),
    /// Download a scan as a zip.
    ScanZip {
        /// The session.
        address: Address,
        /// The scan's ID.
        scan: String,
    },
    /// Delete a scan.
    DeleteScan {
        /// The session.
        address: Address,
        /// The scan's ID.
        scan: String,
    },
    /// List a scan's resources.
    ScanResources {
        /// The session.
        address: Address,
        /// The scan's ID.
        scan: String,
    },
    /// List the files of a scan's resource.
    Files {
        /// The session.
        address: Address,
        /// The scan's ID.
        scan: String,
        /// The resource's label.
        resource: String,
    },
    /// Download a file.
    File(ScanFile),
    /// Queue sessions to be moved to another project.
    Move {
        /// The sessions.
        sources: Vec<Address>,
        /// Where they go; the server answers 400 without it.
        new_project: Option<Project>,
    },
    /// Queue sessions to be built again.
    Rebuild {
        /// The sessions.
        sources: Vec<Address>,
    },
    /// Queue sessions to be deleted.
    Delete {
        /// The sessions.
        sources: Vec<Address>,
    },
    /// Archive sessions: one and wait for it, or several in the background.
    Archive(ArchiveRequest),
    /// Say what archiving a session would meet.
    ValidateArchive(ArchiveRequest),
    /// Import a file.
    Import(ImportRequest),
    /// Read an archived session.
    Experiment {
        /// The project's ID.
        project: String,
        /// The subject's label.
        subject: String,
        /// The session's label.
        label: String,
    },
}

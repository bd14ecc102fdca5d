//! Every REST call as data: what the client sends, the engine routes, and the documentation lists.

pub mod answer;
mod find;
mod parameters;
mod read;
mod routes;
mod table;
mod write;

pub use find::ReadError;
pub use routes::{Mount, PAGE, Route, RouteId, route};
pub use table::ROUTES;

use crate::address::Address;
use crate::archiving::{ArchiveRequest, Archived};
use crate::code::PrearchiveCode;
use crate::importing::ImportRequest;
use crate::inside::{DumpRequest, ResourceFile, ScanFile};
use crate::project::{Project, ProjectFilter};
use crate::secret::Secret;

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
        password: Secret,
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
    Build {
        /// The session.
        address: Address,
        /// What the row says of the upload from now on.
        upload: UploadLabels,
    },
    /// Build one session, archive it if the project says so, and wait for it.
    Commit {
        /// The session.
        address: Address,
        /// Archive it, or do not, whatever the project says (`AA`).
        auto_archive: Option<bool>,
        /// What the row says of the upload from now on.
        upload: UploadLabels,
        /// Do not wait: the work can be followed under this key (`http-session-listener`).
        listener: Option<String>,
    },
    /// Give one session a status without doing anything to it.
    SetStatus {
        /// The session.
        address: Address,
        /// The status's name; the server answers 400 to one that it does not know, or that locks.
        status: String,
    },
    /// Read one session's document again, and write its row anew, whatever its lock says.
    ResetStatus {
        /// The session.
        address: Address,
        /// The Study Instance UID that the row is to have, if another.
        tag: Option<String>,
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
    /// Download one of a session's own resources as a zip.
    ResourceZip {
        /// The session.
        address: Address,
        /// The resource's label.
        resource: String,
    },
    /// Delete one of a session's own resources.
    DeleteResource {
        /// The session.
        address: Address,
        /// The resource's label.
        resource: String,
    },
    /// List the files of one of a session's own resources.
    ResourceFiles {
        /// The session.
        address: Address,
        /// The resource's label.
        resource: String,
    },
    /// Download a file of one of a session's own resources.
    ResourceFile(ResourceFile),
    /// Add a file to one of a session's own resources, which is made if it is new.
    PutResourceFile {
        /// The file.
        file: ResourceFile,
        /// Its bytes.
        body: Vec<u8>,
    },
    /// Delete a file of one of a session's own resources; the last one takes the resource with it.
    DeleteResourceFile(ResourceFile),
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
        /// Build unassigned sessions that are not the caller's, and let go of locks that nobody holds (`overrideLock`).
        override_lock: bool,
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
    /// Read the DICOM headers of a session, a scan or a file.
    DicomDump(DumpRequest),
    /// Keep a file for a later import.
    PutCacheFile {
        /// The name that it is kept under.
        resource: String,
        /// The file's name.
        path: String,
        /// Its bytes.
        body: Vec<u8>,
    },
    /// Read a project.
    Project {
        /// The project's ID.
        project: String,
    },
    /// List the subjects of what is archived in a project.
    Subjects {
        /// The project's ID.
        project: String,
    },
    /// List what is archived in a project.
    Experiments {
        /// The project's ID.
        project: String,
    },
    /// Read an archived session.
    Experiment(Archived),
    /// List an archived session's scans.
    ExperimentScans(Archived),
    /// List the resources of an archived scan.
    ExperimentResources {
        /// The archived session.
        experiment: Archived,
        /// The scan's ID.
        scan: String,
    },
    /// List the files of an archived resource.
    ExperimentFiles {
        /// The archived session.
        experiment: Archived,
        /// The scan's ID.
        scan: String,
        /// The resource's label.
        resource: String,
    },
    /// Download an archived file.
    ExperimentFile {
        /// The archived session.
        experiment: Archived,
        /// The scan's ID.
        scan: String,
        /// The resource's label.
        resource: String,
        /// The path below `files/`.
        path: String,
    },
    /// Write the rows of the prearchive anew from what is on disk.
    Refresh,
    /// List the sessions that came in the last days.
    Recent {
        /// How many days.
        days: u32,
    },
    /// Follow work that was begun under a key: how far it is, and how it ended.
    Tracking {
        /// The key that was given as `http-session-listener`.
        key: String,
    },
    /// Follow work that was begun under a key: its steps alone.
    TrackingPayload {
        /// The key.
        key: String,
    },
    /// The messages of an import that was begun under a key.
    Progress {
        /// The key.
        key: String,
    },
    /// Forget the messages of an import.
    ForgetProgress {
        /// The key.
        key: String,
    },
    /// Ask for a name and a password that stand for the caller's for two days.
    IssueToken,
    /// Ask for one that stands for another user; for site administrators.
    IssueTokenFor {
        /// The user's name.
        user: String,
    },
    /// List the caller's tokens.
    ShowTokens,
    /// Ask whether a token still holds.
    ValidateToken {
        /// The token's name.
        alias: String,
        /// Its password.
        secret: Secret,
    },
    /// End a token.
    InvalidateToken {
        /// The token's name.
        alias: String,
    },
    /// Read a project's quarantine code.
    QuarantineCode {
        /// The project's ID.
        project: String,
    },
    /// Set a project's quarantine code: 1 keeps archived sessions in quarantine.
    SetQuarantineCode {
        /// The project's ID.
        project: String,
        /// The new code.
        code: PrearchiveCode,
    },
    /// Read the name of the folder into which a project archives.
    CurrentArc {
        /// The project's ID.
        project: String,
    },
    /// Set the name of the folder into which a project archives.
    SetCurrentArc {
        /// The project's ID.
        project: String,
        /// The new name.
        arc: String,
    },
    /// Ask which XNAT this is.
    BuildInfo,
    /// Ask for XNAT's version alone.
    BuildVersion,
    /// Ask for the caller's name, bare.
    UserName,
    /// Ask about a user.
    User {
        /// The user's name.
        name: String,
    },
    /// List the schemas of XNAT's data types.
    Schemas,
    /// Read a schema.
    Schema {
        /// Its name.
        name: String,
    },
    /// List the data types that can be searched.
    SearchElements,
}

/// What a build or a commit writes into a row about the upload; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UploadLabels {
    /// The visit that the session belongs to (`VISIT`).
    pub visit: Option<String>,
    /// The protocol that the session belongs to (`PROTOCOL`).
    pub protocol: Option<String>,
    /// The uploader's time zone (`TIMEZONE`).
    pub timezone: Option<String>,
    /// What brought the session (`SOURCE`).
    pub source: Option<String>,
}

//! What a route is, and which routes serve the calls of XNAT's own page.

use crate::format::Format;
use crate::http::Method;

use super::table::ROUTES;

/// Names a route; there is one per kind of [`super::Call`], and the first row of that name is the one we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "`Call` documents its kinds under the same names"
)]
pub enum RouteId {
    SignIn,
    Session,
    SignOut,
    WhoAmI,
    Projects,
    PrearchiveCode,
    SetPrearchiveCode,
    ListAll,
    List,
    Read,
    Build,
    Commit,
    MoveOne,
    DeleteOne,
    Logs,
    Log,
    SessionResources,
    Scans,
    ScanZip,
    DeleteScan,
    ScanResources,
    Files,
    File,
    Move,
    Rebuild,
    Delete,
    Archive,
    ValidateArchive,
    Import,
    SetStatus,
    ResetStatus,
    ResourceZip,
    DeleteResource,
    ResourceFiles,
    ResourceFile,
    PutResourceFile,
    DeleteResourceFile,
    DicomDump,
    PutCacheFile,
    Project,
    Subjects,
    Experiments,
    Experiment,
    ExperimentScans,
    ExperimentResources,
    ExperimentFiles,
    ExperimentFile,
    Refresh,
    Recent,
    Tracking,
    TrackingPayload,
    Progress,
    ForgetProgress,
    IssueToken,
    IssueTokenFor,
    ShowTokens,
    ValidateToken,
    InvalidateToken,
    QuarantineCode,
    SetQuarantineCode,
    CurrentArc,
    SetCurrentArc,
    BuildInfo,
    BuildVersion,
    UserName,
    User,
    Schemas,
    Schema,
    SearchElements,
}

/// Where a path is mounted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mount {
    /// `/data`, and `/REST` for the same.
    Data,
    /// `/xapi`.
    Xapi,
}

impl Mount {
    /// The first segment of the path that our client uses.
    #[must_use]
    pub fn segment(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Xapi => "xapi",
        }
    }
}

/// One route of the REST API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Its name.
    pub id: RouteId,
    /// Its method.
    pub method: Method,
    /// Where its path is mounted.
    pub mount: Mount,
    /// Its path below the mount; `{name}` is one segment, `{name...}` the rest.
    pub path: &'static str,
    /// The value of the parameter `action` that tells it from others on the same path.
    pub action: Option<&'static str>,
    /// Its other parameters, as they are spelled on the wire.
    pub parameters: &'static [&'static str],
    /// The renderings that the resource declares, the default first; none means XML unless `format` says otherwise.
    pub variants: &'static [Format],
    /// The rendering that our client asks for with `format`, if any.
    pub asks: Option<Format>,
    /// True if a longer path is answered too, as XNAT's router does on reading.
    pub prefix: bool,
    /// What it does, in a few words; empty in WebAssembly, where it would only be downloaded.
    pub summary: &'static str,
}

/// The eleven calls of XNAT's page “Prearchive API”, in its order: its title and the routes that serve it.
pub const PAGE: &[(&str, &[RouteId])] = &[
    (
        "Get A List Of All Sessions In The Prearchive",
        &[RouteId::ListAll, RouteId::List],
    ),
    ("Move A Session To A New Project", &[RouteId::Move]),
    ("Rebuild An Image Session Listing", &[RouteId::Rebuild]),
    (
        "Delete An Image Session From The Prearchive",
        &[RouteId::Delete],
    ),
    (
        "Get A List Of Scans From A Session In The Prearchive",
        &[RouteId::Scans],
    ),
    (
        "Delete A Single Scan From A Session In The Prearchive",
        &[RouteId::DeleteScan],
    ),
    (
        "Get A List Of Scan Resources From A Session In The Prearchive",
        &[RouteId::ScanResources],
    ),
    (
        "Get A List Of Scan Resource Files From A Session In The Prearchive",
        &[RouteId::Files],
    ),
    (
        "Get A Scan Resource File From A Session In The Prearchive",
        &[RouteId::File],
    ),
    (
        "Set Project Prearchive Settings",
        &[RouteId::SetPrearchiveCode],
    ),
    (
        "Check Project Prearchive Settings",
        &[RouteId::PrearchiveCode],
    ),
];

/// The route of that name that our client uses.
#[must_use]
pub fn route(id: RouteId) -> &'static Route {
    ROUTES
        .iter()
        .find(|route| route.id == id)
        .unwrap_or(&ROUTES[0])
}

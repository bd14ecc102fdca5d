//! The prearchive that the rights are asked of: users of every kind, and one session in each place.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::{Call, RouteId};
use prearchive_core::http::{Method, Request, Response};
use prearchive_core::importing::{Destination, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_engine::store::records::{ProjectRecord, SiteRole, UserRecord};
use prearchive_engine::tree::session_folder;

use super::table::{KINDS, Place, Row};
use crate::World;
use crate::files::{TOSHIBA, zip};
use crate::world::quick_hash;

/// The users behind the columns; nobody is behind the first.
const USERS: [&str; 8] = [
    "",
    "stranger",
    "collaborator",
    "member",
    "owner",
    "access",
    "dataadmin",
    "admin",
];

/// The folder of each session that stays.
pub(super) const BASE: &str = "BASE";

/// What stands for the names of a path unless the table says otherwise.
const NAMES: [(&str, &str); 14] = [
    ("project", "ALPHA"),
    ("scan", "1"),
    ("entry", "last"),
    ("code", "0"),
    ("arc", "arc001"),
    ("subject", "SUBJECT"),
    ("label", "ARCHIVED"),
    ("user", "someone"),
    ("key", "nothing"),
    ("name", "someone"),
    ("secret", "wrong"),
    ("timestamp", ""),
    ("session", ""),
    ("alias", ""),
];

pub(super) struct Site {
    pub(super) world: World,
    /// The cookie of each user's login.
    cookies: BTreeMap<&'static str, String>,
    base: BTreeMap<Place, Address>,
    /// Sessions to be changed that nobody could change yet.
    spare: BTreeMap<Place, Address>,
    /// The scan of every session, and its file.
    scan: String,
    file: String,
    made: usize,
}

impl Site {
    pub(super) fn new(world: World) -> Self {
        prepare(&world);
        let mut site = Self {
            world,
            cookies: BTreeMap::new(),
            base: BTreeMap::new(),
            spare: BTreeMap::new(),
            scan: String::new(),
            file: String::new(),
            made: 0,
        };
        for user in USERS.into_iter().skip(1).chain(["someone"]) {
            let cookie = site.sign_in(user);
            site.cookies.insert(user, cookie);
        }
        for (place, project) in [
            (Place::Project, "ALPHA"),
            (Place::Elsewhere, "BETA"),
            (Place::Elsewhere, "OPEN"),
            (Place::Unassigned, "Unassigned"),
        ] {
            let address = site.import(project, BASE);
            site.base.insert(place, address);
        }
        let archived = site.import("ALPHA", "ARCHIVED");
        let response = site.ask(
            "admin",
            Call::Archive(ArchiveRequest::of(archived)).request(),
        );
        assert_eq!(response.status, 200, "{}", response.text());
        let folder = session_folder(&site.base[&Place::Project]).unwrap();
        let files = site.world.store().list(&folder).unwrap();
        let path = files
            .iter()
            .find_map(|file| file.path.strip_prefix("SCANS/"))
            .unwrap();
        let mut names = path.split('/').map(str::to_owned);
        site.scan = names.next().unwrap();
        site.file = names.next_back().unwrap();
        site
    }

    /// Asks a row's call as the user of a column; a session that a change has touched is not used again.
    pub(super) fn cell(&mut self, row: &Row, column: usize) -> Response {
        let user = USERS[column];
        let changes = row.route.method != Method::Get && row.place != Place::Elsewhere;
        let address = if changes {
            self.take(row.place)
        } else {
            self.base[&row.place].clone()
        };
        let before = self.row(&address);
        let request = self.request(row, user, &address);
        let response = if user.is_empty() {
            self.world.send(&request)
        } else if row.route.id == RouteId::SignOut {
            let cookie = self.sign_in(user);
            self.world.send(&request.with_header("Cookie", cookie))
        } else {
            self.ask(user, request)
        };
        if changes && response.status >= 400 {
            let call = row.call;
            assert_eq!(
                self.row(&address),
                before,
                "{call}: {} changed something",
                KINDS[column]
            );
            self.spare.insert(row.place, address);
        }
        response
    }

    fn request(&self, row: &Row, user: &str, address: &Address) -> Request {
        let route = row.route;
        let mut segments = vec![route.mount.segment().to_owned()];
        let mut query: Vec<(&str, &str)> = row.with.clone();
        for part in route.path.split('/').skip(1) {
            let name = part
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            let Some(name) = name.map(|name| name.trim_end_matches("...")) else {
                segments.push(part.into());
                continue;
            };
            let said = query.iter().position(|(key, _)| *key == name);
            segments.push(match said {
                Some(at) => query.remove(at).1.to_owned(),
                None => self.stands_for(name, row, address),
            });
        }
        let mut request = Request::new(route.method, segments.iter().map(String::as_str));
        if let Some(action) = route.action {
            request = request.with_query("action", action);
        }
        for (name, value) in query {
            request = request.with_query(name, value);
        }
        if let Some(format) = route.asks {
            request = request.with_query("format", format.name());
        }
        match route.id {
            RouteId::SignIn => {
                let form = [("username", user), ("password", user)];
                request.with_form(&form.map(|(name, value)| (name.to_owned(), value.to_owned())))
            }
            RouteId::Import => Call::Import(upload(address.project.clone(), "SENT")).request(),
            RouteId::PutResourceFile | RouteId::PutCacheFile => request
                .with_query("inbody", "true")
                .with_body("text/plain", b"a note".to_vec()),
            _ if route.parameters.contains(&"src") => {
                request.with_query("src", address.to_string())
            }
            _ => request,
        }
    }

    /// What a name of a path stands for.
    fn stands_for(&self, name: &str, row: &Row, address: &Address) -> String {
        let archived = row.call.contains("{subject}");
        match name {
            "project" if row.place == Place::Unassigned => "Unassigned".into(),
            "timestamp" => address.timestamp.clone(),
            "session" => address.folder.clone(),
            "scan" => self.scan.clone(),
            "resource" if archived || row.call.contains("{scan}") => "DICOM".into(),
            "resource" => "NOTES".into(),
            "path" if archived || row.call.contains("{scan}") => self.file.clone(),
            // What is there already is refused whoever asks.
            "path" if row.route.id == RouteId::PutResourceFile => "new.txt".into(),
            "path" => "note.txt".into(),
            "alias" => self.token(),
            "name" if row.route.id == RouteId::Schema => "xnat".into(),
            other => NAMES
                .iter()
                .find(|(name, _)| *name == other)
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_else(|| panic!("{}: nothing stands for {other}", row.call)),
        }
    }

    /// A fresh alias token of somebody else.
    fn token(&self) -> String {
        let response = self.ask("someone", Call::IssueToken.request());
        let text = response.text();
        let (_, rest) = text.split_once("\"alias\":\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// A session that can be changed.
    fn take(&mut self, place: Place) -> Address {
        if let Some(address) = self.spare.remove(&place) {
            return address;
        }
        self.made += 1;
        let label = format!("FRESH_{}", self.made);
        let project = match place {
            Place::Unassigned => "Unassigned",
            _ => "ALPHA",
        };
        self.import(project, &label)
    }

    /// Imports a session with a resource of its own.
    fn import(&self, project: &str, label: &str) -> Address {
        let call = Call::Import(upload(project.into(), label));
        let response = self.ask("admin", call.request());
        assert_eq!(response.status, 200, "{}", response.text());
        let address: Address = response.text().trim().parse().unwrap();
        let resources = session_folder(&address).unwrap().join("RESOURCES").unwrap();
        let note = resources.descend("NOTES/note.txt").unwrap();
        self.world.store().write(&note, b"a note").unwrap();
        address
    }

    fn row(&self, address: &Address) -> Option<Session> {
        self.world.store().session(address).unwrap()
    }

    fn ask(&self, user: &str, request: Request) -> Response {
        let cookie = self.cookies[user].clone();
        self.world.send(&request.with_header("Cookie", cookie))
    }

    fn sign_in(&self, user: &str) -> String {
        let call = Call::SignIn {
            username: user.into(),
            password: user.into(),
        };
        let response = self.world.send(&call.request());
        assert_eq!(response.status, 200, "{user} signs in");
        format!("JSESSIONID={}", response.text())
    }
}

/// One file with everything said, so that no two sessions are taken for one.
fn upload(project: Project, label: &str) -> ImportRequest {
    ImportRequest {
        destination: Destination::Project(project),
        subject: Some("SUBJECT".into()),
        session: Some(label.into()),
        content_type: "application/zip".into(),
        body: zip(&TOSHIBA),
        ..ImportRequest::default()
    }
}

/// The users and the projects that not every behaviour needs.
fn prepare(world: &World) {
    let store = world.store();
    for (name, site) in [
        ("access", SiteRole::DataAccess),
        ("dataadmin", SiteRole::DataAdmin),
        ("someone", SiteRole::User),
    ] {
        let password_hash = quick_hash(name);
        let name = name.into();
        store
            .put_user(&UserRecord {
                name,
                password_hash,
                site,
            })
            .unwrap();
    }
    let roles = store.project("ALPHA").unwrap().unwrap().roles;
    for project in [
        ProjectRecord {
            roles,
            ..ProjectRecord::new("GAMMA")
        },
        ProjectRecord {
            open: true,
            ..ProjectRecord::new("OPEN")
        },
    ] {
        store.put_project(&project).unwrap();
    }
}

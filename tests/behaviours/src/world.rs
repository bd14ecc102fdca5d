//! A prearchive to test against: an engine, projects, users, and a way to reach it.

use std::rc::Rc;
use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use prearchive_client::Client;
use prearchive_client::transport::{Direct, Transport};
use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::{Request, Response};
use prearchive_core::importing::{Destination, ImportRequest};
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::Store;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, Role, SiteRole, UserRecord};
use prearchive_engine::{Config, Engine};
use time::OffsetDateTime;

/// The store behind a world.
enum Behind {
    Engine(Arc<Engine>),
    Store(Box<dyn Store>),
}

/// How a request gets to the engine.
type Carry = Rc<dyn Fn(&Request) -> Response>;

/// A prearchive of its own for one behaviour.
pub struct World {
    store: Behind,
    carry: Carry,
    /// Lets queued work be done; a server does it by itself.
    breathe: Rc<dyn Fn()>,
    /// What must live as long as the world: a running server, its folder.
    _guard: Box<dyn std::any::Any>,
}

/// The projects: ID, prearchive code.
const PROJECTS: [(&str, i64); 4] = [("ALPHA", 0), ("BETA", 0), ("AUTO", 4), ("OVER", 5)];

/// The limits of every world: small, so that a test can go beyond them.
#[must_use]
pub fn config() -> Config {
    Config {
        max_upload: 4 << 20,
        max_unpacked: 8 << 20,
        max_entries: 200,
        ..Config::default()
    }
}

/// The time in the browser and outside.
#[must_use]
pub fn now() -> OffsetDateTime {
    #[cfg(target_arch = "wasm32")]
    {
        let millis = js_sys::Date::now() as i128;
        OffsetDateTime::from_unix_timestamp_nanos(millis * 1_000_000).unwrap()
    }
    #[cfg(not(target_arch = "wasm32"))]
    OffsetDateTime::now_utc()
}

/// Puts the projects and the users into an empty store.
///
/// `owner` owns all projects, `member` and `collaborator` belong to ALPHA, `stranger` to none.
pub fn seed(store: &dyn Store) {
    for (id, code) in PROJECTS {
        let mut roles = [("owner".to_owned(), Role::Owner)].to_vec();
        if id == "ALPHA" {
            roles.push(("member".into(), Role::Member));
            roles.push(("collaborator".into(), Role::Collaborator));
        }
        store
            .put_project(&ProjectRecord {
                name: format!("Project {id}"),
                code: PrearchiveCode(code),
                roles: roles.into_iter().collect(),
                ..ProjectRecord::new(id)
            })
            .unwrap();
    }
    for name in ["admin", "owner", "member", "collaborator", "stranger"] {
        store
            .put_user(&UserRecord {
                name: name.into(),
                password_hash: quick_hash(name),
                site: match name {
                    "admin" => SiteRole::Admin,
                    _ => SiteRole::User,
                },
            })
            .unwrap();
    }
}

/// A hash that costs nothing to check: there are thousands of sign-ins here.
#[must_use]
pub fn quick_hash(password: &str) -> String {
    let cheap = Params::new(8, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"saltsaltsalt").unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap)
        .hash_password(password.as_bytes(), &salt)
        .unwrap()
        .to_string()
}

impl World {
    /// An engine over memory, called in the process.
    #[must_use]
    pub fn memory() -> Self {
        let engine = Arc::new(Engine::new(Box::new(Memory::default()), config()));
        let (asked, working) = (Arc::clone(&engine), Arc::clone(&engine));
        seed(engine.store());
        Self {
            store: Behind::Engine(engine),
            carry: Rc::new(move |request| asked.handle(request, now())),
            breathe: Rc::new(move || {
                working.work(now());
            }),
            _guard: Box::new(()),
        }
    }

    /// A server that others have started: its store, how it is reached, and what keeps it running.
    ///
    /// It works by itself; `breathe` only waits a moment.
    pub fn served(
        store: Box<dyn Store>,
        carry: impl Fn(&Request) -> Response + 'static,
        breathe: impl Fn() + 'static,
        guard: impl std::any::Any,
    ) -> Self {
        seed(store.as_ref());
        Self {
            store: Behind::Store(store),
            carry: Rc::new(carry),
            breathe: Rc::new(breathe),
            _guard: Box::new(guard),
        }
    }

    /// The store behind the server, for what no call can do.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        match &self.store {
            Behind::Engine(engine) => engine.store(),
            Behind::Store(store) => store.as_ref(),
        }
    }

    /// A client that nobody has signed in.
    #[must_use]
    pub fn stranger(&self) -> Client {
        Client::new(self.transport())
    }

    /// A transport with cookies of its own.
    #[must_use]
    pub fn transport(&self) -> Rc<dyn Transport> {
        let carry = Rc::clone(&self.carry);
        Rc::new(Direct::new(move |request| carry(&request)))
    }

    /// Sends a request as it is: no cookies, no token, no user agent.
    #[must_use]
    pub fn send(&self, request: &Request) -> Response {
        (self.carry)(request)
    }

    /// A client for a user whose password is the name.
    pub async fn client(&self, user: &str) -> Client {
        let client = self.stranger();
        client.sign_in(user, user).await.unwrap();
        client
    }

    /// Imports files as the owner into a project's prearchive, and says where they are.
    pub async fn imported(&self, project: &str, label: &str, files: &[(&str, &[u8])]) -> Address {
        let uris = self
            .client("owner")
            .await
            .import(ImportRequest {
                destination: Destination::Project(project.into()),
                subject: Some(format!("SUBJECT_{label}")),
                session: Some(label.into()),
                content_type: "application/zip".into(),
                body: crate::files::zip(files),
                ..ImportRequest::default()
            })
            .await
            .unwrap();
        uris[0].parse().unwrap()
    }

    /// Waits until a question has an answer, letting queued work be done; gives up after a minute.
    pub async fn until<T>(&self, what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
        let begun = now();
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            assert!(
                now() - begun < time::Duration::minutes(1),
                "never saw: {what}"
            );
            (self.breathe)();
        }
    }

    /// Waits until a session is at rest in that status.
    pub async fn at_rest(&self, client: &Client, address: &Address, status: Status) -> Session {
        self.until(&format!("{address} {status}"), async || {
            let row = client.session(address).await.unwrap();
            row.filter(|row| row.status == status)
        })
        .await
    }

    /// Waits until a session is not in the prearchive.
    pub async fn gone(&self, client: &Client, address: &Address) {
        self.until(&format!("{address} gone"), async || {
            client
                .session(address)
                .await
                .unwrap()
                .is_none()
                .then_some(())
        })
        .await;
    }
}

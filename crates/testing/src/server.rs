//! An engine over memory: what is in it, what it answers, and what it does by itself.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::{Method, Request};
use prearchive_core::project::Project;
use prearchive_core::stamp::{self, DateText};
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, Role, SiteRole, UserRecord};
use prearchive_engine::{Config, Engine, demo};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};
use wasm_bindgen::prelude::*;

use crate::answer::Answer;
use crate::error::{failed, invalid, refused};

/// A prearchive in memory.
///
/// Times are milliseconds since 1970, as `Date.now()` tells them.
#[wasm_bindgen]
pub struct Server {
    engine: Engine,
    offset: UtcOffset,
}

#[wasm_bindgen]
impl Server {
    /// An empty prearchive below a context path, such as `/xnat` (empty for none), whose clock is so many minutes
    /// ahead of UTC, and where a login ends that was not used for so many minutes.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(context: &str, minutes_ahead: i32, idle_minutes: u32) -> Self {
        let offset = UtcOffset::from_whole_seconds(minutes_ahead.saturating_mul(60));
        let offset = offset.unwrap_or(UtcOffset::UTC);
        let config = Config {
            context: context.into(),
            zone: zone(offset),
            idle: Duration::from_secs(u64::from(idle_minutes) * 60),
            ..Config::default()
        };
        Self {
            engine: Engine::new(Box::new(Memory::default()), config),
            offset,
        }
    }

    /// Adds the sample data: projects, users whose password is their name, and sessions of real DICOM.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `server`.
    #[wasm_bindgen(js_name = addDemo)]
    pub fn add_demo(&self, now: f64) -> Result<(), JsValue> {
        demo::seed_with(&self.engine, &quick_hash, self.at(now))
            .map(|_| ())
            .map_err(|refusal| refused(&refusal))
    }

    /// Adds so many made-up sessions to the projects that are there.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `server`.
    #[wasm_bindgen(js_name = addSessions)]
    pub fn add_sessions(&self, count: usize, now: f64) -> Result<(), JsValue> {
        demo::many::seed(&self.engine, count, self.at(now)).map_err(|refusal| refused(&refusal))
    }

    /// Adds or replaces a user; `role` is `user`, `all-data-access`, `all-data-admin` or `admin`.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `invalid-argument` for another role, with `server` otherwise.
    #[wasm_bindgen(js_name = addUser)]
    pub fn add_user(&self, name: &str, password: &str, role: &str) -> Result<(), JsValue> {
        let site = SiteRole::from_name(role).ok_or_else(|| {
            invalid(&format!(
                "“{role}” is no role of a user: it is user, all-data-access, all-data-admin or admin"
            ))
        })?;
        let user = UserRecord {
            name: name.into(),
            password_hash: quick_hash(password).map_err(|refusal| refused(&refusal))?,
            site,
        };
        let store = self.engine.store();
        store.put_user(&user).map_err(|failure| failed(&failure))
    }

    /// Adds or replaces a project with its prearchive code.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `server`.
    #[wasm_bindgen(js_name = addProject)]
    pub fn add_project(&self, id: &str, name: &str, code: i32) -> Result<(), JsValue> {
        let project = ProjectRecord {
            name: name.into(),
            code: PrearchiveCode(code.into()),
            ..ProjectRecord::new(id)
        };
        let store = self.engine.store();
        store
            .put_project(&project)
            .map_err(|failure| failed(&failure))
    }

    /// Makes a user an `owner`, `member` or `collaborator` of a project.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `invalid-argument` for another role or a project that is not there.
    #[wasm_bindgen(js_name = addToProject)]
    pub fn add_to_project(&self, id: &str, user: &str, role: &str) -> Result<(), JsValue> {
        let role = match role {
            "owner" => Role::Owner,
            "member" => Role::Member,
            "collaborator" => Role::Collaborator,
            other => {
                return Err(invalid(&format!(
                    "“{other}” is no role in a project: it is owner, member or collaborator"
                )));
            }
        };
        let store = self.engine.store();
        let project = store.project(id).map_err(|failure| failed(&failure))?;
        let mut project = project.ok_or_else(|| invalid(&format!("there is no project “{id}”")))?;
        let mut roles = BTreeMap::from([(user.to_owned(), role)]);
        project.roles.append(&mut roles);
        store
            .put_project(&project)
            .map_err(|failure| failed(&failure))
    }

    /// Adds a session with one small image a scan, and returns its address as a listing writes it (`url`).
    ///
    /// An empty project is Unassigned; `arrived` is when it came.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `invalid-argument` for a project that is not there or a name that cannot be one, with
    /// `server` otherwise.
    #[wasm_bindgen(js_name = addSession)]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "JavaScript hands its arrays over"
    )]
    pub fn add_session(
        &self,
        project: &str,
        subject: &str,
        label: &str,
        status: &str,
        scans: Vec<String>,
        arrived: f64,
    ) -> Result<String, JsValue> {
        let store = self.engine.store();
        let project = match project {
            "" => Project::Unassigned,
            id => Project::from(id),
        };
        if let Some(id) = project.id() {
            let known = store.project(id).map_err(|failure| failed(&failure))?;
            if known.is_none() {
                return Err(invalid(&format!("there is no project “{id}”")));
            }
        }
        let arrived = self.at(arrived);
        let timestamp = stamp::write_folder(civil(arrived));
        let address = Address::new(project, timestamp, label).map_err(|error| invalid(&error))?;
        let wanted = demo::named::Wanted {
            address: &address,
            subject,
            status: Status::from(status),
            scans: &scans,
        };
        demo::named::add(&self.engine, &wanted, arrived).map_err(|refusal| refused(&refusal))?;
        Ok(address.to_string())
    }

    /// Gives a session a status, whatever is done with it; returns the one it had.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `invalid-argument` for a session that is not there.
    #[wasm_bindgen(js_name = setStatus)]
    pub fn set_status(&self, session: &str, status: &str, now: f64) -> Result<String, JsValue> {
        let address = Address::from_str(session).map_err(|error| invalid(&error))?;
        let now = self.at(now);
        let mut before = String::new();
        let row = self.engine.store().update(&address, &mut |row| {
            before = row.status.to_string();
            row.status = Status::from(status);
            row.lastmod = DateText::sql(civil(now));
            true
        });
        match row.map_err(|failure| failed(&failure))? {
            Some(_) => Ok(before),
            None => Err(invalid(&format!("there is no session {address}"))),
        }
    }

    /// Answers a request: `target` is its path and query, `headers` a name, its value, the next name, and so on.
    ///
    /// `undefined` for a method that the prearchive does not know.
    #[must_use]
    pub fn answer(
        &self,
        method: &str,
        target: &str,
        headers: Vec<String>,
        body: Vec<u8>,
        now: f64,
    ) -> Option<Answer> {
        let mut request = Request::from_target(Method::from_name(method)?, target);
        let mut fields = headers.into_iter();
        while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
            request.headers.push((name, value));
        }
        request.body = body;
        Some(self.engine.answer(&request, None, self.at(now)).into())
    }

    /// Does what is queued or due; returns how many things were done.
    #[must_use]
    pub fn work(&self, now: f64) -> usize {
        self.engine.work(self.at(now))
    }
}

impl Server {
    /// The instant, told in the server's zone.
    fn at(&self, millis: f64) -> OffsetDateTime {
        let nanos = (millis as i128).saturating_mul(1_000_000);
        OffsetDateTime::from_unix_timestamp_nanos(nanos)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(self.offset)
    }
}

/// The server's local time, to the millisecond as XNAT writes it.
fn civil(at: OffsetDateTime) -> PrimitiveDateTime {
    PrimitiveDateTime::new(at.date(), at.time().truncate_to_millisecond())
}

/// Java's short name of a zone of which only the distance is known.
fn zone(offset: UtcOffset) -> String {
    let (hours, minutes, _) = offset.as_hms();
    if (hours, minutes) == (0, 0) {
        return "UTC".into();
    }
    let sign = if offset.is_negative() { '-' } else { '+' };
    format!("GMT{sign}{:02}:{:02}", hours.abs(), minutes.abs())
}

/// A hash that costs nothing to make and to check: there is nobody to guess it, and a page must not stand still.
fn quick_hash(password: &str) -> Result<String, prearchive_engine::refusal::Refusal> {
    use prearchive_engine::refusal::Refusal;
    use prearchive_engine::store::StoreError;
    let wrong = |reason: String| Refusal::Store(StoreError::Failed(reason));
    let cheap = Params::new(8, 1, 1, None).map_err(|error| wrong(error.to_string()))?;
    let salt = SaltString::encode_b64(b"of no secret").map_err(|error| wrong(error.to_string()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap)
        .hash_password(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| wrong(error.to_string()))
}

//! Who asks: logins by cookie, by name and password, and the CSRF token of each login.

mod request;

use std::collections::HashMap;
use std::sync::Mutex;

use prearchive_core::csrf;
use prearchive_core::http::{Request, Response};
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use request::{basic, cookies, is_https, without_provider};
pub(crate) use request::{check_provider, is_browser};

use crate::access::Caller;
use crate::refusal::Refusal;
use crate::tokens::is_alias;
use crate::{Engine, lock, millis, passwords};

/// The logins, by session id; they end with the process.
#[derive(Default)]
pub(crate) struct Logins(Mutex<HashMap<String, Login>>);

#[derive(Clone)]
struct Login {
    user: Option<String>,
    token: String,
    used: OffsetDateTime,
}

/// Who sent a request, and by which login; it holds secrets, and so has no `Debug`.
#[derive(Clone)]
pub(crate) struct Sender {
    /// The user; `None` if nobody is signed in.
    pub(crate) caller: Option<Caller>,
    /// The login's id; empty if there is no login.
    pub(crate) session: String,
    /// The login's CSRF token.
    pub(crate) token: String,
    /// True if the answer must hand out the cookie.
    pub(crate) fresh: bool,
}

impl Sender {
    fn nobody() -> Self {
        Self {
            caller: None,
            session: String::new(),
            token: String::new(),
            fresh: false,
        }
    }
}

impl Engine {
    /// Finds out who sends a request; name and password begin a login where there is none.
    pub(crate) fn sender(&self, request: &Request, now: OffsetDateTime) -> Result<Sender, Refusal> {
        let current = self.current(request, now);
        let Some((name, password)) = basic(request)? else {
            return match current {
                Some((session, login)) => self.known(&session, &login),
                None => Ok(Sender::nobody()),
            };
        };
        let name = without_provider(&name)?;
        let belongs = |user: &str| {
            let login = current.as_ref();
            login.filter(|(_, login)| login.user.as_deref() == Some(user))
        };
        // As in XNAT, whoever is signed in already is not asked for the password again.
        if let Some((session, login)) = belongs(name) {
            return self.known(session, login);
        }
        let user = self.authenticate(name, &password, now)?;
        // An alias token stands for the user who is signed in.
        match belongs(&user) {
            Some((session, login)) => self.known(session, login),
            None => self.begin_login(Some(user), now),
        }
    }

    /// The login of a sender who asks for a session's id; one that nobody has signed in if need be.
    pub(crate) fn with_session(
        &self,
        sender: &Sender,
        now: OffsetDateTime,
    ) -> Result<Sender, Refusal> {
        if sender.session.is_empty() {
            self.begin_login(None, now)
        } else {
            Ok(sender.clone())
        }
    }

    /// Begins a login with name and password.
    pub(crate) fn sign_in(
        &self,
        name: &str,
        password: &str,
        now: OffsetDateTime,
    ) -> Result<Sender, Refusal> {
        let user = self.authenticate(without_provider(name)?, password, now)?;
        self.begin_login(Some(user), now)
    }

    /// The user whom a name and a password stand for: their own, or those of an alias token.
    fn authenticate(
        &self,
        name: &str,
        password: &str,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let record = self.store.user(name)?;
        if record.is_none() && is_alias(name) {
            let owner = self.token_owner(name, password, now)?;
            return owner.ok_or(Refusal::WrongPassword);
        }
        // A name that is not there takes as long as a wrong password.
        let hash = record
            .as_ref()
            .map_or(NOBODY, |record| record.password_hash.as_str());
        let right = self
            .gate
            .through(name, || passwords::verify(password, hash))
            .ok_or(Refusal::Busy)?;
        match record {
            Some(record) if right => Ok(record.name),
            _ => Err(Refusal::WrongPassword),
        }
    }

    /// Ends a login.
    pub(crate) fn sign_out(&self, session: &str) {
        lock(&self.logins.0).remove(session);
    }

    fn begin_login(&self, user: Option<String>, now: OffsetDateTime) -> Result<Sender, Refusal> {
        let login = Login {
            user,
            token: passwords::random(16)?,
            used: now,
        };
        let session = passwords::random(16)?.to_uppercase();
        let mut sender = self.known(&session, &login)?;
        sender.fresh = true;
        let mut logins = lock(&self.logins.0);
        logins.retain(|_, login| now - login.used < self.config.idle);
        if login.user.is_none() {
            make_room(&mut logins);
        }
        logins.insert(session, login);
        Ok(sender)
    }

    fn known(&self, session: &str, login: &Login) -> Result<Sender, Refusal> {
        let record = match &login.user {
            Some(name) => self.store.user(name)?,
            None => None,
        };
        Ok(Sender {
            caller: record.map(|record| Caller {
                name: record.name,
                site: record.site,
            }),
            session: session.into(),
            token: login.token.clone(),
            fresh: false,
        })
    }

    /// The login named by a cookie that has not expired, rather one that somebody has signed in.
    ///
    /// Clients send several copies of the cookie, of which any may be the valid one.
    fn current(&self, request: &Request, now: OffsetDateTime) -> Option<(String, Login)> {
        let mut logins = lock(&self.logins.0);
        let mut found = None;
        for session in cookies(request) {
            let Some(login) = logins.get_mut(session) else {
                continue;
            };
            if now - login.used >= self.config.idle {
                continue;
            }
            login.used = now;
            if login.user.is_some() {
                return Some((session.to_owned(), login.clone()));
            }
            found.get_or_insert_with(|| (session.to_owned(), login.clone()));
        }
        found
    }

    /// The cookies of a new login: the session's id, and when it will end.
    ///
    /// Behind a front that speaks HTTPS they are for HTTPS only; such a front says so in `X-Forwarded-Proto`.
    pub(crate) fn with_cookies(
        &self,
        response: Response,
        request: &Request,
        session: &str,
        now: OffsetDateTime,
    ) -> Response {
        let path = match self.config.context.as_str() {
            "" => "/",
            context => context,
        };
        let secure = if is_https(request) { "; Secure" } else { "" };
        let interval = self.config.idle.as_millis();
        response
            .with_header(
                "Set-Cookie",
                format!("JSESSIONID={session}; Path={path}; HttpOnly; SameSite=Lax{secure}"),
            )
            .with_header(
                "Set-Cookie",
                format!(
                    "SESSION_EXPIRATION_TIME=\"{},{interval}\"; Path={path}; SameSite=Lax{secure}",
                    millis(now)
                ),
            )
    }
}

/// Forgets the logins that nobody has signed in and that were not used for longest, if there are too many:
/// anybody can begin one.
fn make_room(logins: &mut HashMap<String, Login>) {
    let unused = || logins.iter().filter(|(_, login)| login.user.is_none());
    if unused().count() < STRANGERS {
        return;
    }
    let mut unused: Vec<(OffsetDateTime, String)> = unused()
        .map(|(session, login)| (login.used, session.clone()))
        .collect();
    unused.sort_unstable();
    for (_, session) in unused.drain(..STRANGERS / 2) {
        logins.remove(&session);
    }
}

/// How many logins that nobody has signed in are kept.
const STRANGERS: usize = 10_000;

/// A hash that no password has: of 32 random bytes, made once.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$7Xh8cT1Yq8y3yqkPzZf3p0m0tqv8h6ZcJb9kQ2n1w5E";

/// Refuses a change from a browser without the login's CSRF token, as XNAT does.
pub(crate) fn check_token(request: &Request, sender: &Sender) -> Result<(), Refusal> {
    if request.method.is_safe() || sender.caller.is_none() || !is_browser(request) {
        return Ok(());
    }
    let parameters = request.parameters();
    let given = parameters
        .one(csrf::PARAMETER)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let wanted = sender.token.to_ascii_lowercase();
    if bool::from(given.as_bytes().ct_eq(wanted.as_bytes())) {
        Ok(())
    } else {
        Err(Refusal::Csrf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else an unknown name would be refused faster than a wrong password.
    #[test]
    fn nobodys_hash_is_a_hash() {
        assert!(argon2::password_hash::PasswordHash::new(NOBODY).is_ok());
    }
}

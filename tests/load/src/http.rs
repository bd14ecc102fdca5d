//! Requests to a server: an answer, or none.

use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Request;

/// Longer than anything takes that is not stuck.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text, trimmed.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).trim().to_owned()
    }
}

/// Somebody who is signed in, on a connection of their own.
#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    base: String,
    cookie: String,
}

impl Client {
    /// Somebody who is not signed in; `base` is the server's address without a slash at the end.
    pub(crate) fn anonymous(base: &str) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: agent.into(),
            base: base.into(),
            cookie: String::new(),
        }
    }

    /// Signs in.
    pub(crate) fn sign_in(base: &str, user: &str, password: &str) -> Result<Self, String> {
        let mut client = Self::anonymous(base);
        let form = format!("username={user}&password={password}");
        let kind = "application/x-www-form-urlencoded";
        let answer = client.send("POST", "/data/services/auth", kind, form.as_bytes())?;
        if answer.status != 200 {
            return Err(format!("{user} cannot sign in: {}", answer.status));
        }
        client.cookie = format!("JSESSIONID={}", answer.text());
        Ok(client)
    }

    /// The same person on another connection.
    pub(crate) fn another(&self) -> Self {
        self.clone()
    }

    /// Reads a path.
    pub(crate) fn get(&self, path: &str) -> Result<Answer, String> {
        let mut body = Vec::new();
        let status = self.read(path, |part| body.extend_from_slice(part))?;
        Ok(Answer { status, body })
    }

    /// Reads a path piece by piece, and returns the status.
    pub(crate) fn read(&self, path: &str, mut take: impl FnMut(&[u8])) -> Result<u16, String> {
        let request = self.request("GET", path).body(());
        let request = request.map_err(|error| error.to_string())?;
        let mut answer = self.agent.run(request).map_err(|error| error.to_string())?;
        let mut reader = answer.body_mut().as_reader();
        let mut part = vec![0; 1 << 16];
        loop {
            let count = reader.read(&mut part).map_err(|error| error.to_string())?;
            if count == 0 {
                return Ok(answer.status().as_u16());
            }
            take(&part[..count]);
        }
    }

    /// Sends a change without a body.
    pub(crate) fn change(&self, method: &str, path: &str) -> Result<Answer, String> {
        self.send(method, path, "application/x-www-form-urlencoded", &[])
    }

    /// Sends a body.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Result<Answer, String> {
        let request = self.request(method, path).header("Content-Type", kind);
        let request = request.body(body).map_err(|error| error.to_string())?;
        let mut answer = self.agent.run(request).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        let mut reader = answer.body_mut().as_reader();
        reader
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())?;
        Ok(Answer {
            status: answer.status().as_u16(),
            body: bytes,
        })
    }

    fn request(&self, method: &str, path: &str) -> ureq::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        if self.cookie.is_empty() {
            request
        } else {
            request.header("Cookie", &self.cookie)
        }
    }
}

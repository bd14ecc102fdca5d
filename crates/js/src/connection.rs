//! A connection to one server: signing in, listing, settings.

use std::rc::Rc;

use prearchive_client::{Cancel, Client, Fetch};
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::{Project, ProjectFilter};
use wasm_bindgen::prelude::*;

use crate::error::{Result, bad_argument, failed};
use crate::options::address;
use crate::twins;

/// A connection to one server, as one user.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Connection {
    pub(crate) client: Client,
    cancel: Cancel,
}

/// Makes a connection to the server whose REST API is at `baseUrl` + "/data"; nothing is sent yet.
/// In a browser, "" is the server that the page comes from.
#[wasm_bindgen]
pub fn connect(#[wasm_bindgen(js_name = baseUrl)] base_url: &str) -> Result<Connection> {
    let fetch = Fetch::new(base_url);
    if fetch.base().is_none() {
        return Err(bad_argument(format!(
            "“{base_url}” is no address of a server"
        )));
    }
    let cancel = Cancel::new();
    let client = Client::new(Rc::new(fetch)).with_cancel(cancel.clone());
    Ok(Connection { client, cancel })
}

#[wasm_bindgen]
impl Connection {
    /// Signs in; answers the user's name as the server spells it.
    #[wasm_bindgen(js_name = signIn)]
    pub async fn sign_in(&self, username: String, password: String) -> Result<String> {
        let signed_in = self.client.sign_in(&username, &password).await;
        signed_in.map_err(failed)
    }

    /// Who is signed in by the cookie that is there already; `undefined` if nobody is.
    pub async fn resume(&self) -> Result<Option<String>> {
        self.client.resume().await.map_err(failed)
    }

    /// Ends the login.
    #[wasm_bindgen(js_name = signOut)]
    pub async fn sign_out(&self) -> Result<()> {
        self.client.sign_out().await.map_err(failed)
    }

    /// Ends every call that is under way with the code "cancelled", and every later one.
    /// The login stays, see `signOut`.
    pub fn close(&self) {
        self.cancel.cancel();
    }

    /// The sessions of some projects; all that the user may see if none is named.
    #[wasm_bindgen(unchecked_return_type = "Session[]")]
    pub async fn sessions(&self, projects: Option<Vec<String>>) -> Result<JsValue> {
        let projects = projects.unwrap_or_default();
        let projects: Vec<Project> = projects.iter().map(|id| id.as_str().into()).collect();
        let rows = self.client.sessions(&projects).await.map_err(failed)?;
        twins::array::<_, twins::Session>(rows)
    }

    /// One session; `undefined` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Session | undefined")]
    pub async fn session(&self, url: String) -> Result<JsValue> {
        let row = self.client.session(&address(&url)?).await.map_err(failed)?;
        twins::plain(&row.map(twins::Session::from))
    }

    /// The session's document, in XML.
    pub async fn document(&self, url: String) -> Result<String> {
        self.client.document(&address(&url)?).await.map_err(failed)
    }

    /// What happened to the session, the oldest entry first.
    #[wasm_bindgen(unchecked_return_type = "LogEntry[]")]
    pub async fn logs(&self, url: String) -> Result<JsValue> {
        let entries = self.client.logs(&address(&url)?).await.map_err(failed)?;
        twins::array::<_, twins::LogEntry>(entries)
    }

    /// The projects that the user may see, with their prearchive codes where the server gives them.
    #[wasm_bindgen(unchecked_return_type = "Project[]")]
    pub async fn projects(&self) -> Result<JsValue> {
        let rows = self.client.projects(ProjectFilter::Accessible, true).await;
        twins::array::<_, twins::Project>(rows.map_err(failed)?)
    }

    /// A project's prearchive code: 0 manual, 4 auto-archive, 5 auto-archive with overwrite.
    #[wasm_bindgen(js_name = prearchiveCode)]
    pub async fn prearchive_code(&self, project: String) -> Result<f64> {
        let code = self
            .client
            .prearchive_code(&project)
            .await
            .map_err(failed)?;
        #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
        Ok(code.0 as f64)
    }

    /// Sets a project's prearchive code.
    #[wasm_bindgen(js_name = setPrearchiveCode)]
    pub async fn set_prearchive_code(&self, project: String, code: f64) -> Result<()> {
        // What is no number arrives here as NaN.
        if code.is_nan() || code.fract() != 0.0 || code.abs() > f64::from(i32::MAX) {
            return Err(bad_argument(format!(
                "{code} is no prearchive code: expected 0, 4 or 5"
            )));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is a small whole number"
        )]
        let code = PrearchiveCode(code as i64);
        let set = self.client.set_prearchive_code(&project, code).await;
        set.map_err(failed)
    }
}

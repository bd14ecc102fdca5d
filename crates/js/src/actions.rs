//! What changes sessions: one each, and confirmed by reading its row again.

use prearchive_client::{Job, Outcome, RunOptions, run};
use wasm_bindgen::prelude::*;

use crate::connection::Connection;
use crate::error::{Result, bad_argument, failed};
use crate::options::{ActionOptions, address, import, read};
use crate::twins::{self, ActionResult};

#[wasm_bindgen]
impl Connection {
    /// Takes the session into the archive of its project.
    #[wasm_bindgen(unchecked_return_type = "ActionResult")]
    pub async fn archive(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ArchiveOptions")] options: JsValue,
    ) -> Result<JsValue> {
        let options: ActionOptions = read(options)?;
        self.act(Job::Archive(options.overwrite.into()), &options)
            .await
    }

    /// Gives the session to another project, where it waits in the prearchive again.
    #[wasm_bindgen(js_name = "move", unchecked_return_type = "ActionResult")]
    pub async fn move_to(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MoveOptions")] options: JsValue,
    ) -> Result<JsValue> {
        let options: ActionOptions = read(options)?;
        let Some(project) = &options.project else {
            return Err(bad_argument(
                "say which project the session goes to: project",
            ));
        };
        self.act(Job::Move(project.as_str().into()), &options).await
    }

    /// Makes the session's document again from the files.
    #[wasm_bindgen(unchecked_return_type = "ActionResult")]
    pub async fn rebuild(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ActionOptions")] options: JsValue,
    ) -> Result<JsValue> {
        self.act(Job::Rebuild, &read(options)?).await
    }

    /// Removes the session from the prearchive.
    #[wasm_bindgen(js_name = "delete", unchecked_return_type = "ActionResult")]
    pub async fn delete_session(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ActionOptions")] options: JsValue,
    ) -> Result<JsValue> {
        self.act(Job::Delete, &read(options)?).await
    }

    /// Imports a zip or a single DICOM file; answers the URIs of what it became.
    #[wasm_bindgen(js_name = "import")]
    pub async fn import_file(
        &self,
        bytes: Vec<u8>,
        #[wasm_bindgen(unchecked_optional_param_type = "ImportOptions")] options: JsValue,
    ) -> Result<Vec<String>> {
        let request = import(bytes, options)?;
        self.client.import(request).await.map_err(failed)
    }
}

impl Connection {
    async fn act(&self, job: Job, options: &ActionOptions) -> Result<JsValue> {
        let sources = vec![address(&options.url)?];
        let mut run_options = RunOptions::default();
        if let Some(patience) = options.patience {
            run_options.patience_ms = patience;
        }
        let ended = run(&self.client, &job, sources, run_options, |_| ()).await;
        let outcome = ended.into_iter().next().map(|(_, outcome)| outcome);
        let (confirmed, now, uri) = match outcome {
            Some(Outcome::Done { now, uri, .. }) => (true, now, uri),
            Some(Outcome::Failed { error, .. }) => return Err(failed(error)),
            Some(Outcome::Unconfirmed { now }) => (false, now, None),
            // One source has one outcome, and nobody stops this run.
            Some(Outcome::Skipped) | None => (false, None, None),
        };
        twins::plain(&ActionResult {
            confirmed,
            session: now.map(|row| twins::Session::from(*row)),
            uri,
        })
    }
}

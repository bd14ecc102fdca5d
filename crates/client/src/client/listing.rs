//! What waits in the prearchive, and one session of it.

use prearchive_core::address::Address;
use prearchive_core::calls::Call;
use prearchive_core::failure::FailureKind;
use prearchive_core::format::Format;
use prearchive_core::inside::LogEntry;
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::Client;
use crate::error::ClientError;

impl Client {
    /// The sessions of some projects; all that the user may see if none is named.
    pub async fn sessions(&self, projects: &[Project]) -> Result<Vec<Session>, ClientError> {
        let projects = projects.to_vec();
        self.rows(&Call::List { projects }).await
    }

    /// One session's row; `None` if there is no such session.
    pub async fn session(&self, address: &Address) -> Result<Option<Session>, ClientError> {
        // XNAT answers an empty table, others 404.
        match self.rows(&Call::Read(address.clone())).await {
            Err(error) if error.kind() == Some(FailureKind::NotFound) => Ok(None),
            rows => Ok(rows?.into_iter().next()),
        }
    }

    /// The session's document, in XML; not there before the session has been built once.
    pub async fn document(&self, address: &Address) -> Result<String, ClientError> {
        let call = Call::Read(address.clone());
        let response = self.call_as(&call, Format::Xml).await?;
        Ok(response.text().into_owned())
    }

    /// Everything of the session, as a zip.
    pub async fn session_zip(&self, address: &Address) -> Result<Vec<u8>, ClientError> {
        let call = Call::Read(address.clone());
        Ok(self.call_as(&call, Format::Zip).await?.body)
    }

    /// What happened to the session, the oldest entry first.
    pub async fn logs(&self, address: &Address) -> Result<Vec<LogEntry>, ClientError> {
        self.rows(&Call::Logs(address.clone())).await
    }
}

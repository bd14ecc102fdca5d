//! Projects and what they do with arriving sessions.

use prearchive_core::calls::{Call, answer};
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::{ProjectFilter, ProjectRow};

use super::Client;
use crate::error::ClientError;

impl Client {
    /// Projects, with their prearchive codes if wanted and if the server gives them.
    pub async fn projects(
        &self,
        filter: ProjectFilter,
        with_code: bool,
    ) -> Result<Vec<ProjectRow>, ClientError> {
        let response = self.call(&Call::Projects { filter, with_code }).await?;
        Ok(answer::projects(&response)?)
    }

    /// A project's prearchive code.
    pub async fn prearchive_code(&self, project: &str) -> Result<PrearchiveCode, ClientError> {
        let project = project.into();
        let response = self.call(&Call::PrearchiveCode { project }).await?;
        Ok(answer::prearchive_code(&response)?)
    }

    /// Sets a project's prearchive code.
    pub async fn set_prearchive_code(
        &self,
        project: &str,
        code: PrearchiveCode,
    ) -> Result<(), ClientError> {
        let project = project.into();
        let call = Call::SetPrearchiveCode { project, code };
        self.call(&call).await.map(drop)
    }
}

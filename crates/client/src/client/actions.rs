//! What changes sessions: archive, move, rebuild, delete, import.

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Archived};
use prearchive_core::calls::{Call, UploadLabels, answer};
use prearchive_core::failure::{Failure, FailureKind};
use prearchive_core::http::Response;
use prearchive_core::importing::ImportRequest;
use prearchive_core::inside::Finding;
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::{Client, unreadable};
use crate::error::ClientError;

impl Client {
    /// Builds the session again and waits for it.
    pub async fn build(&self, address: &Address) -> Result<(), ClientError> {
        let call = Call::Build {
            address: address.clone(),
            upload: UploadLabels::default(),
        };
        self.call(&call).await.map(drop)
    }

    /// Builds the session, archives it if its project does or `auto_archive` says so, and waits;
    /// answers where it is then, in the prearchive or in the archive.
    pub async fn commit(
        &self,
        address: &Address,
        auto_archive: Option<bool>,
    ) -> Result<String, ClientError> {
        let call = Call::Commit {
            address: address.clone(),
            auto_archive,
            upload: UploadLabels::default(),
            listener: None,
        };
        let response = self.call(&call).await?;
        answer::uris(&response)
            .into_iter()
            .next()
            .ok_or_else(|| unreadable(&response, &"the answer does not say where the session is"))
    }

    /// Moves the session to another project, waits, and answers where it is then.
    pub async fn move_one(
        &self,
        address: &Address,
        project: &Project,
    ) -> Result<Address, ClientError> {
        let call = Call::MoveOne {
            address: address.clone(),
            new_project: Some(project.clone()),
        };
        let response = self.call(&call).await?;
        match answer::uris(&response).first() {
            Some(uri) => uri.parse().map_err(|error| unreadable(&response, &error)),
            None if response.status == 301 => Ok(address.in_project(project.clone())),
            // XNAT does nothing with a locked session, and says 200 without a word.
            None => Err(Failure::new(FailureKind::Conflict, &response).into()),
        }
    }

    /// Deletes the session and waits. Servers answer the same for one that is locked or not there.
    pub async fn delete_one(&self, address: &Address) -> Result<(), ClientError> {
        self.call(&Call::DeleteOne(address.clone())).await.map(drop)
    }

    /// Queues sessions to be moved; answers their rows right after that. Locked ones are passed over.
    pub async fn move_sessions(
        &self,
        sources: &[Address],
        project: &Project,
    ) -> Result<Vec<Session>, ClientError> {
        let call = Call::Move {
            sources: sources.to_vec(),
            new_project: Some(project.clone()),
        };
        self.rows(&call).await
    }

    /// Queues sessions to be built again; answers their rows right after that. Locked ones are passed over.
    pub async fn rebuild(&self, sources: &[Address]) -> Result<Vec<Session>, ClientError> {
        let call = Call::Rebuild {
            sources: sources.to_vec(),
            override_lock: false,
        };
        self.rows(&call).await
    }

    /// The same, and lets go of locks that nobody holds any more.
    pub async fn rebuild_locked(&self, sources: &[Address]) -> Result<Vec<Session>, ClientError> {
        let call = Call::Rebuild {
            sources: sources.to_vec(),
            override_lock: true,
        };
        self.rows(&call).await
    }

    /// Has the server read the session's document again and write its row anew, whatever its lock says.
    pub async fn reset_status(&self, address: &Address) -> Result<(), ClientError> {
        let call = Call::ResetStatus {
            address: address.clone(),
            tag: None,
        };
        self.call(&call).await.map(drop)
    }

    /// Queues sessions to be deleted; answers their rows right after that. Locked ones are passed over.
    pub async fn delete(&self, sources: &[Address]) -> Result<Vec<Session>, ClientError> {
        let sources = sources.to_vec();
        self.rows(&Call::Delete { sources }).await
    }

    /// Archives one session and waits, answering its URI in the archive;
    /// or starts to archive several, answering nothing.
    pub async fn archive(&self, request: &ArchiveRequest) -> Result<Vec<String>, ClientError> {
        let response = self.call(&Call::Archive(request.clone())).await?;
        if let Some(url) = &response.redirected_to {
            return Ok(vec![archived_at(url)]);
        }
        // Several sessions are answered with a table of rows.
        if request.sources.len() > 1 {
            return Ok(Vec::new());
        }
        uris_of(&response)
    }

    /// What archiving would meet.
    pub async fn validate_archive(
        &self,
        request: &ArchiveRequest,
    ) -> Result<Vec<Finding>, ClientError> {
        self.rows(&Call::ValidateArchive(request.clone())).await
    }

    /// Imports a file; answers the URIs of what it became, in the prearchive or in the archive.
    pub async fn import(&self, request: ImportRequest) -> Result<Vec<String>, ClientError> {
        let response = self.call(&Call::Import(request)).await?;
        uris_of(&response)
    }

    /// An archived session, as the server describes it.
    pub async fn experiment(
        &self,
        project: &str,
        subject: &str,
        label: &str,
    ) -> Result<serde_json::Value, ClientError> {
        let call = Call::Experiment(Archived {
            project: project.into(),
            subject: subject.into(),
            label: label.into(),
        });
        let response = self.call(&call).await?;
        serde_json::from_slice(&response.body).map_err(|error| unreadable(&response, &error))
    }
}

fn uris_of(response: &Response) -> Result<Vec<String>, ClientError> {
    let uris = answer::uris(response);
    if uris.iter().all(|uri| uri.starts_with('/')) {
        Ok(uris)
    } else {
        Err(unreadable(response, &"the answer is no list of URIs"))
    }
}

/// The URI of an experiment from the URL that the answer came from.
fn archived_at(url: &str) -> String {
    let path = url.find("/data/").map_or(url, |at| &url[at..]);
    let end = path.find(['?', '#']).unwrap_or(path.len());
    path[..end].to_owned()
}

//! The one request that a session gets.

use std::slice;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::failure::FailureKind;
use prearchive_core::project::Project;

use super::{Job, Names};
use crate::client::Client;
use crate::error::ClientError;

/// Asks the server for the job; answers the URI in the archive, if it gave one.
///
/// The services of the API come first. XNAT keeps them for a project's owners, while the session's own
/// call is open to members; so a refusal there, which changes nothing, is followed by the session's own call.
/// Sessions without a project are asked for directly: XNAT leaves them stuck in the queue otherwise.
pub(super) async fn ask(
    client: &Client,
    job: &Job,
    address: &Address,
    names: Option<&Names>,
) -> Result<Option<String>, ClientError> {
    if let Job::Archive(overwrite) = job {
        let names = names.cloned().unwrap_or_default();
        let request = ArchiveRequest {
            overwrite: *overwrite,
            subject: names.subject,
            session: names.session,
            ..ArchiveRequest::of(address.clone())
        };
        let uris = client.archive(&request).await?;
        return Ok(uris.into_iter().next());
    }
    if address.project == Project::Unassigned {
        return directly(client, job, address).await.map(|()| None);
    }
    match by_service(client, job, address).await {
        Err(error) if error.kind() == Some(FailureKind::Forbidden) => {
            directly(client, job, address).await?;
        }
        ended => ended?,
    }
    Ok(None)
}

async fn by_service(client: &Client, job: &Job, address: &Address) -> Result<(), ClientError> {
    let sources = slice::from_ref(address);
    match job {
        Job::Move(project) => client.move_sessions(sources, project).await.map(drop),
        Job::Delete => client.delete(sources).await.map(drop),
        Job::Rebuild | Job::Archive(_) => client.rebuild(sources).await.map(drop),
    }
}

async fn directly(client: &Client, job: &Job, address: &Address) -> Result<(), ClientError> {
    match job {
        Job::Move(project) => client.move_one(address, project).await.map(drop),
        Job::Delete => client.delete_one(address).await,
        Job::Rebuild | Job::Archive(_) => client.build(address).await,
    }
}

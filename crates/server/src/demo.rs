//! When sample data may be made, and where its users may be reached.

use std::net::SocketAddr;
use std::path::Path;
use std::{fs, io};

use prearchive_engine::refusal::Refusal;
use prearchive_engine::store::Store;
use prearchive_engine::{Engine, demo, passwords};
use time::OffsetDateTime;

use crate::options::StartError;
use crate::store::OpenError;

/// Refuses sample data beyond this machine, and in a folder that holds something.
pub(crate) fn check(listen: SocketAddr, data: &Path) -> Result<(), StartError> {
    if !listen.ip().is_loopback() {
        return Err(StartError::DemoBeyondLoopback(listen));
    }
    match fs::read_dir(data).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StartError::DemoNotEmpty(data.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StartError::Data(OpenError::Folder {
            folder: data.into(),
            error,
        })),
    }
}

/// Makes the sample data.
pub(crate) fn fill(
    engine: &Engine,
    sessions: usize,
    now: OffsetDateTime,
) -> Result<(), StartError> {
    demo::seed(engine, now)?;
    demo::many::seed(engine, sessions, now)?;
    Ok(())
}

/// The first user whose password everybody knows, if others than this machine could sign in with it.
pub(crate) fn beyond_loopback(
    store: &dyn Store,
    listen: SocketAddr,
) -> Result<Option<&'static str>, Refusal> {
    if listen.ip().is_loopback() {
        return Ok(None);
    }
    for (name, _) in demo::USERS {
        if let Some(user) = store.user(name)?
            && passwords::verify(name, &user.password_hash)
        {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

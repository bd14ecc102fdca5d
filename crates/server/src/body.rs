//! Bodies from the wire: small ones in memory, large ones put aside in a file that has no name.

use std::fs::File;
use std::future::poll_fn;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::pin::pin;

use axum::body::{Body, Bytes, HttpBody};
use prearchive_core::http::{FORM, Request};

/// What is larger is put aside, in bytes.
const IN_MEMORY: usize = 1 << 20;
/// The longest form: a hundred thousand sessions fit in, in bytes.
const FORMS: u64 = 16 << 20;
/// The longest body of somebody who does not even claim to be signed in: a sign-in form.
const STRANGERS: u64 = 64 << 10;
/// How much of a body that is too long is read at least, lest the client sees a broken connection in place of the answer.
const SWALLOW: u64 = 64 << 20;

/// A body that has arrived.
#[derive(Debug, Default)]
pub(crate) struct Received {
    pub(crate) bytes: Vec<u8>,
    /// Where it is if it was too large for memory; at its beginning.
    pub(crate) file: Option<File>,
}

/// Why a body is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is too long.
    #[error("The body is larger than {0} bytes")]
    TooLarge(u64),
    /// It is too long for a form, which is what many programs call a file unless they are told.
    #[error(
        "The body is larger than {0} bytes, which is too much for a form; \
         if it is a file, say what it is, such as Content-Type: application/zip"
    )]
    NoForm(u64),
    /// The connection broke.
    #[error("The body did not arrive whole: {0}")]
    Broken(axum::Error),
    /// It cannot be put aside.
    #[error("The body cannot be kept: {0}")]
    NotKept(#[from] io::Error),
}

/// How long a body may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) bytes: u64,
    /// True if the body is said to be a form.
    pub(crate) is_form: bool,
    /// True for somebody who is not signed in: the engine says so, and the body is not needed for that.
    pub(crate) is_stranger: bool,
}

impl Limit {
    /// The limit of a request, where uploads may have `max_upload` bytes.
    pub(crate) fn of(request: &Request, max_upload: u64) -> Self {
        let is_stranger =
            request.header("Authorization").is_none() && request.header("Cookie").is_none();
        let is_form = request.media_type() == FORM;
        let bytes = if is_stranger {
            STRANGERS
        } else if is_form {
            FORMS
        } else {
            max_upload
        };
        Self {
            bytes,
            is_form,
            is_stranger,
        }
    }

    /// What is said of a body that goes beyond it.
    pub(crate) fn exceeded(self) -> BodyError {
        if self.is_form {
            BodyError::NoForm(self.bytes)
        } else {
            BodyError::TooLarge(self.bytes)
        }
    }
}

/// A body as it grows.
pub(crate) struct Growing<'a> {
    folder: &'a Path,
    received: Received,
    length: u64,
}

impl<'a> Growing<'a> {
    /// Nothing yet; what is put aside is put into `folder`.
    pub(crate) fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            received: Received::default(),
            length: 0,
        }
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn add(&mut self, data: &[u8]) -> io::Result<()> {
        self.length += data.len() as u64;
        let received = &mut self.received;
        if received.file.is_none() {
            if received.bytes.len() + data.len() <= IN_MEMORY {
                received.bytes.extend_from_slice(data);
                return Ok(());
            }
            let mut file = tempfile::tempfile_in(self.folder)?;
            file.write_all(&received.bytes)?;
            received.bytes = Vec::new();
            received.file = Some(file);
        }
        // Writing goes to the system's memory; it is not waited for.
        received
            .file
            .as_mut()
            .map_or(Ok(()), |file| file.write_all(data))
    }

    pub(crate) fn end(mut self) -> io::Result<Received> {
        if let Some(file) = &mut self.received.file {
            file.rewind()?;
        }
        Ok(self.received)
    }
}

/// Reads a body.
///
/// What is too long is read and thrown away, up to a bound, because most clients read no answer before they have sent
/// everything.
pub(crate) async fn read(body: Body, limit: Limit, folder: &Path) -> Result<Received, BodyError> {
    let mut body = pin!(body);
    let mut growing = Growing::new(folder);
    while let Some(data) = next(&mut body).await {
        let data = data.map_err(BodyError::Broken)?;
        if growing.length() + data.len() as u64 > limit.bytes {
            swallow(&mut body, limit.bytes.max(SWALLOW)).await;
            return Err(limit.exceeded());
        }
        growing.add(&data)?;
    }
    Ok(growing.end()?)
}

/// Reads and throws away, up to so many bytes.
pub(crate) async fn swallow(body: &mut std::pin::Pin<&mut Body>, most: u64) {
    let mut swallowed = 0;
    while let Some(Ok(data)) = next(body).await {
        swallowed += data.len() as u64;
        if swallowed > most {
            return;
        }
    }
}

async fn next(body: &mut std::pin::Pin<&mut Body>) -> Option<Result<Bytes, axum::Error>> {
    loop {
        match poll_fn(|task| body.as_mut().poll_frame(task)).await? {
            Err(error) => return Some(Err(error)),
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    return Some(Ok(data));
                }
            }
        }
    }
}

//! What an answer needs to know beside the call, and where it puts a body that is not whole yet.

use std::cell::RefCell;
use std::io::Cursor;

use prearchive_core::http::{Request, Response};
use time::OffsetDateTime;

use crate::access::Caller;
use crate::answers;
use crate::prearchive::unpack::Upload;
use crate::refusal::Refusal;
use crate::reply::Chunks;

/// A request, who sends it, and when.
pub(super) struct Ask<'a> {
    pub(super) request: &'a Request,
    pub(super) caller: &'a Caller,
    pub(super) now: OffsetDateTime,
    /// The body, if it is not in the request.
    pub(super) upload: RefCell<Option<&'a mut dyn Upload>>,
    /// The rest of the answer's body.
    pub(super) rest: RefCell<Option<Chunks>>,
}

impl Ask<'_> {
    /// Reads the body: what was put aside, or what is in the request.
    pub(super) fn with_body<T>(
        &self,
        body: &[u8],
        read: impl FnOnce(&mut dyn Upload) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        match &mut *self.upload.borrow_mut() {
            Some(upload) => read(*upload),
            None => read(&mut Cursor::new(body)),
        }
    }

    /// Answers with something to save under a name, as it is read; `length` in bytes, if it is known.
    pub(super) fn send(
        &self,
        media_type: &str,
        name: &str,
        chunks: Chunks,
        length: Option<u64>,
    ) -> Response {
        *self.rest.borrow_mut() = Some(chunks);
        let response = answers::attachment(media_type, name, Vec::new());
        match length {
            Some(length) => response.with_header("Content-Length", length.to_string()),
            None => response,
        }
    }

    /// The mount point that was used, which is repeated in URIs: `/data` or `/REST`.
    pub(super) fn mount(&self) -> String {
        let first = self.request.path.split('/').nth(1).unwrap_or("data");
        let below = self.request.path.split('/').nth(2).unwrap_or_default();
        match below {
            "archive" => format!("/{first}/archive"),
            _ => format!("/{first}"),
        }
    }

    /// How much a zip is to be compressed: not at all unless `compression` says so, from 0 to 9.
    pub(super) fn compression(&self) -> Result<u8, Refusal> {
        match self.request.parameters().one("compression") {
            None => Ok(0),
            Some(text) => text
                .parse()
                .ok()
                .filter(|level| *level <= 9)
                .ok_or(Refusal::BadNumber("compression", "0 to 9")),
        }
    }
}

//! Answers that need not be in memory as a whole.

use std::io::Read;

use prearchive_core::http::Response;

use crate::store::{OpenFile, StoreError};

/// How much is read of a file at a time, in bytes.
const CHUNK: usize = 256 << 10;

/// The rest of a body, piece by piece; an error means that it cannot be completed.
pub type Chunks = Box<dyn Iterator<Item = Result<Vec<u8>, StoreError>> + Send>;

/// An answer: its head with the beginning of the body, and the rest as it is asked for.
pub struct Reply {
    /// Status, header fields, and the beginning of the body.
    pub response: Response,
    /// The rest of the body.
    pub rest: Option<Chunks>,
}

impl Reply {
    /// The answer with all of its body.
    ///
    /// What cannot be completed becomes a 500.
    #[must_use]
    pub fn whole(self) -> Response {
        let mut response = self.response;
        for chunk in self.rest.into_iter().flatten() {
            match chunk {
                Ok(bytes) => response.body.extend(bytes),
                Err(error) => {
                    return crate::answers::refused(&crate::refusal::Refusal::Store(error));
                }
            }
        }
        response
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self {
            response,
            rest: None,
        }
    }
}

/// The bytes of an open file.
pub(crate) fn chunks_of(mut file: Box<dyn OpenFile>) -> Chunks {
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let chunk = read_chunk(file.as_mut());
        ended = !matches!(&chunk, Ok(Some(_)));
        chunk.transpose()
    }))
}

/// The next bytes of a file; `None` at its end.
pub(crate) fn read_chunk(file: &mut dyn OpenFile) -> Result<Option<Vec<u8>>, StoreError> {
    let mut bytes = Vec::with_capacity(CHUNK);
    file.take(CHUNK as u64)
        .read_to_end(&mut bytes)
        .map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
}

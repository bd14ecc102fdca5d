//! An answer of the engine, of which the body is made while it is read.

use prearchive_engine::{Chunks, Reply};
use wasm_bindgen::prelude::*;

use crate::error;

/// Status, header fields, and a body that comes piece by piece.
#[wasm_bindgen]
pub struct Answer {
    status: u16,
    headers: Vec<String>,
    /// The beginning of the body, until it is taken.
    first: Option<Vec<u8>>,
    rest: Option<Chunks>,
}

impl From<Reply> for Answer {
    fn from(Reply { response, rest }: Reply) -> Self {
        let pairs = response.headers.into_iter();
        Self {
            status: response.status,
            headers: pairs.flat_map(|(name, value)| [name, value]).collect(),
            first: Some(response.body).filter(|body| !body.is_empty()),
            rest,
        }
    }
}

#[wasm_bindgen]
impl Answer {
    /// The status code.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The header fields: a name, its value, the next name, and so on; names repeat.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        self.headers.clone()
    }

    /// The next piece of the body; `undefined` at its end.
    ///
    /// # Errors
    ///
    /// An `Error` with the code `server` if the body cannot be completed.
    pub fn piece(&mut self) -> Result<Option<Vec<u8>>, JsValue> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let next = self.rest.as_mut().and_then(Iterator::next);
        next.transpose().map_err(|failure| error::failed(&failure))
    }
}

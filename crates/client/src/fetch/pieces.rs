//! A body while it arrives, read in turns that let the browser draw in between.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::told;
use crate::transport::TransportError;

/// How long the page may be busy with pieces before it is drawn again, in milliseconds: less than two frames.
const TURN_MS: f64 = 24.0;

/// The pieces of a body.
pub(super) struct Pieces {
    reader: web_sys::ReadableStreamDefaultReader,
}

impl Pieces {
    pub(super) fn of(body: &web_sys::ReadableStream) -> Result<Self, TransportError> {
        let reader = body.get_reader();
        Ok(Self {
            reader: reader.dyn_into().map_err(|object| told(object.into()))?,
        })
    }

    /// The next piece; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let read = JsFuture::from(self.reader.read()).await.map_err(told)?;
        let value = Reflect::get(&read, &"value".into()).map_err(told)?;
        Ok(value
            .dyn_into::<Uint8Array>()
            .ok()
            .map(|piece| piece.to_vec()))
    }
}

/// How long pieces have been taken without a pause.
#[derive(Default)]
pub(super) struct Turn {
    since: Option<f64>,
}

impl Turn {
    /// Lets the browser do other things if it has waited long enough.
    pub(super) async fn end(&mut self) {
        let now = js_sys::Date::now();
        let since = *self.since.get_or_insert(now);
        if now - since >= TURN_MS {
            breathe().await;
            self.since = None;
        }
    }
}

/// Goes on in another task; a message, because timers wait longer than they are told, and a second in hidden tabs.
async fn breathe() {
    let Ok(channel) = web_sys::MessageChannel::new() else {
        return;
    };
    let (here, there) = (channel.port1(), channel.port2());
    let next = js_sys::Promise::new(&mut |resolve, _| {
        here.set_onmessage(Some(&resolve));
        // A port of our own takes any message.
        let _ = there.post_message(&JsValue::NULL);
    });
    // Such a promise is never rejected.
    let _ = JsFuture::from(next).await;
    here.close();
}

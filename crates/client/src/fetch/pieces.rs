//! A body while it arrives, read in turns that let the browser draw in between.

use futures::future::{self, Either, LocalBoxFuture};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::told;
use crate::timer;
use crate::transport::{Sink, TransportError};

/// Larger pieces, in bytes, are taken in slices: a browser hands on two megabytes at once, which takes longer than a frame.
const SLICE: u32 = 64 * 1024;

/// Nothing is kept back for longer than this, in milliseconds.
const FLUSH_MS: u32 = 250;

/// How long the page may be busy with pieces before it is drawn again, in milliseconds: less than two frames.
const TURN_MS: f64 = 24.0;

/// The pieces of a body.
pub(super) struct Pieces {
    reader: web_sys::ReadableStreamDefaultReader,
    /// What is left of the last one.
    rest: Uint8Array,
    /// Ends when what was taken has to be flushed; one timer for many pieces, of which there may be a thousand.
    late: LocalBoxFuture<'static, ()>,
}

fn late() -> LocalBoxFuture<'static, ()> {
    Box::pin(timer::sleep(FLUSH_MS))
}

impl Pieces {
    pub(super) fn of(body: &web_sys::ReadableStream) -> Result<Self, TransportError> {
        let reader = body.get_reader();
        Ok(Self {
            reader: reader.dyn_into().map_err(|object| told(object.into()))?,
            rest: Uint8Array::default(),
            late: late(),
        })
    }

    /// The next piece; `None` at the end. Flushes when it is waited for while something may be kept back for long.
    pub(super) async fn next(
        &mut self,
        flush: impl FnOnce(),
    ) -> Result<Option<Vec<u8>>, TransportError> {
        if self.rest.length() == 0 {
            let read = JsFuture::from(self.reader.read());
            let read = match future::select(read, &mut self.late).await {
                Either::Left((read, _)) => read,
                Either::Right((_, read)) => {
                    self.late = late();
                    flush();
                    read.await
                }
            }
            .map_err(told)?;
            let value = Reflect::get(&read, &"value".into()).map_err(told)?;
            let Ok(piece) = value.dyn_into() else {
                return Ok(None);
            };
            self.rest = piece;
        }
        let (end, length) = (SLICE.min(self.rest.length()), self.rest.length());
        let slice = self.rest.subarray(0, end).to_vec();
        self.rest = self.rest.subarray(end, length);
        Ok(Some(slice))
    }
}

/// When pieces began to be taken without a pause.
#[derive(Default)]
pub(super) struct Turn {
    since: Option<f64>,
    /// When the sink was last flushed.
    flushed: f64,
}

impl Turn {
    /// Lets the browser do other things if it has waited long enough, and after the first piece, which is to be seen at once.
    pub(super) async fn end(&mut self, sink: &mut dyn Sink) {
        let now = js_sys::Date::now();
        let has_waited = |since| now - since >= TURN_MS;
        if self.since.is_none_or(has_waited) {
            if now - self.flushed >= f64::from(FLUSH_MS) {
                sink.flush();
                self.flushed = now;
            }
            breathe().await;
            self.since = Some(js_sys::Date::now());
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

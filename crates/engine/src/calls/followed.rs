//! Answers about work that the caller follows by a key.

use prearchive_core::http::Response;

use super::Ask;
use crate::refusal::Refusal;
use crate::tracking::Track;
use crate::{Engine, answers};

impl Engine {
    /// How far it is, and how it ended.
    pub(super) fn answer_tracking(&self, ask: &Ask<'_>, key: &str) -> Result<Response, Refusal> {
        let track = self.followed(ask, key)?;
        Ok(answers::text(
            "application/json",
            track.told(key).to_string(),
        ))
    }

    /// Its steps alone, as XNAT keeps them.
    pub(super) fn answer_tracking_payload(
        &self,
        ask: &Ask<'_>,
        key: &str,
    ) -> Result<Response, Refusal> {
        let track = self.followed(ask, key)?;
        Ok(answers::text("text/plain", track.payload()))
    }

    /// Its steps in the older shape, which is JSON whatever was asked for.
    pub(super) fn answer_progress(&self, ask: &Ask<'_>, key: &str) -> Result<Response, Refusal> {
        let track = self.followed(ask, key)?;
        let text = track.messages().to_string();
        Ok(answers::text("application/json", text))
    }

    pub(super) fn answer_forget_progress(
        &self,
        ask: &Ask<'_>,
        key: &str,
    ) -> Result<Response, Refusal> {
        if self.tracks.forget(key, &ask.caller.name) {
            Ok(Response::empty(200))
        } else {
            Err(Refusal::NoTrack(key.into()))
        }
    }

    fn followed(&self, ask: &Ask<'_>, key: &str) -> Result<Track, Refusal> {
        self.tracks
            .read(key, &ask.caller.name, ask.now)
            .ok_or_else(|| Refusal::NoTrack(key.into()))
    }
}

//! Work that somebody follows by a key of their own: its steps, and how it ended.
//!
//! It is kept in memory, for a day at most: whoever follows work asks soon.

use std::collections::HashMap;
use std::sync::Mutex;

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::{lock, millis};

/// How many pieces of work are remembered; a further one pushes out the one that changed longest ago.
const MOST: usize = 1000;
/// How many steps of one piece of work are remembered: the first and the latest.
const STEPS: usize = 500;
/// How long they are remembered after their last step.
const KEPT: Duration = Duration::days(1);

/// The followed work, by key.
#[derive(Default)]
pub(crate) struct Tracks(Mutex<HashMap<String, Track>>);

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Track {
    user: String,
    steps: Vec<Step>,
    changed: OffsetDateTime,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    state: State,
    at: OffsetDateTime,
    message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    InProgress,
    Completed,
    Failed,
}

impl Tracks {
    /// Begins to follow work under a key.
    ///
    /// A key that another user is following stays theirs, and this work is not followed.
    pub(crate) fn begin(&self, key: &str, user: &str, now: OffsetDateTime) {
        let mut tracks = lock(&self.0);
        tracks.retain(|_, track| now - track.changed < KEPT);
        let theirs = |track: &Track| track.user != user && track.succeeded().is_none();
        if tracks.get(key).is_some_and(theirs) {
            return;
        }
        if tracks.len() >= MOST {
            let oldest = tracks.iter().min_by_key(|(_, track)| track.changed);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                tracks.remove(&oldest);
            }
        }
        let mut track = Track {
            user: user.into(),
            steps: Vec::new(),
            changed: now,
        };
        track.add(State::Waiting, "Waiting".into(), now);
        tracks.insert(key.into(), track);
    }

    /// Adds a step; nothing happens if nobody follows the key.
    pub(crate) fn note(&self, key: &str, message: impl Into<String>, now: OffsetDateTime) {
        self.add(key, State::InProgress, message.into(), now);
    }

    /// Says how it ended: the last message, or why it failed.
    pub(crate) fn end(&self, key: &str, result: Result<String, String>, now: OffsetDateTime) {
        match result {
            Ok(message) => self.add(key, State::Completed, message, now),
            Err(reason) => self.add(key, State::Failed, reason, now),
        }
    }

    fn add(&self, key: &str, state: State, message: String, now: OffsetDateTime) {
        let mut tracks = lock(&self.0);
        let running = tracks
            .get_mut(key)
            .filter(|track| track.succeeded().is_none());
        if let Some(track) = running {
            track.add(state, message, now);
        }
    }

    /// The work that a user follows under a key; another user's is not there.
    pub(crate) fn read(&self, key: &str, user: &str, now: OffsetDateTime) -> Option<Track> {
        let tracks = lock(&self.0);
        let track = tracks.get(key)?;
        (track.user == user && now - track.changed < KEPT).then(|| track.clone())
    }

    /// Forgets the work that a user follows under a key; false if there is none.
    pub(crate) fn forget(&self, key: &str, user: &str) -> bool {
        let mut tracks = lock(&self.0);
        let own = tracks.get(key).is_some_and(|track| track.user == user);
        own && tracks.remove(key).is_some()
    }
}

impl Track {
    fn add(&mut self, state: State, message: String, now: OffsetDateTime) {
        if self.steps.len() >= STEPS {
            self.steps.remove(1);
        }
        self.changed = now;
        self.steps.push(Step {
            state,
            at: now,
            message,
        });
    }

    /// The step that ended it, if it has ended.
    fn last(&self) -> Option<&Step> {
        let last = self.steps.last()?;
        matches!(last.state, State::Completed | State::Failed).then_some(last)
    }

    fn succeeded(&self) -> Option<bool> {
        Some(self.last()?.state == State::Completed)
    }

    /// The steps as XNAT's event tracking tells them.
    pub(crate) fn payload(&self) -> String {
        let entries: Vec<Value> = self
            .steps
            .iter()
            .map(|step| {
                json!({
                    "status": match step.state {
                        State::Waiting => "Waiting",
                        State::InProgress => "InProgress",
                        State::Completed => "Completed",
                        State::Failed => "Failed",
                    },
                    "eventTime": millis(step.at),
                    "message": step.message,
                })
            })
            .collect();
        json!({ "entryList": entries }).to_string()
    }

    /// The whole as XNAT's event tracking tells it; the steps are a text in it.
    pub(crate) fn told(&self, key: &str) -> Value {
        json!({
            "key": key,
            "payload": self.payload(),
            "succeeded": self.succeeded(),
            "finalMessage": self.last().map(|step| step.message.as_str()),
        })
    }

    /// The steps as `GET /data/status/{key}` tells them: an array within an array.
    pub(crate) fn messages(&self) -> Value {
        let messages: Vec<Value> = self
            .steps
            .iter()
            .map(|step| {
                let (status, terminal) = match step.state {
                    State::Waiting | State::InProgress => ("PROCESSING", false),
                    State::Completed => ("COMPLETED", true),
                    State::Failed => ("FAILED", true),
                };
                json!({"status": status, "msg": step.message, "terminal": terminal})
            })
            .collect();
        json!({ "msgs": [messages] })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-20 09:00:00 UTC);

    #[test]
    fn it_is_told_in_the_shapes_of_xnat() {
        let tracks = Tracks::default();
        tracks.begin("k", "owner", NOW);
        tracks.note("k", "Archiving", NOW + Duration::SECOND);
        let running = tracks.read("k", "owner", NOW).unwrap();
        assert_eq!(running.told("k")["succeeded"], Value::Null);
        assert_eq!(running.told("k")["finalMessage"], Value::Null);
        tracks.end("k", Ok("Archive:/data/x".into()), NOW);
        // What comes after the end belongs to no work.
        tracks.note("k", "late", NOW);
        let ended = tracks.read("k", "owner", NOW).unwrap();
        let payload = concat!(
            r#"{"entryList":[{"eventTime":1795165200000,"message":"Waiting","status":"Waiting"},"#,
            r#"{"eventTime":1795165201000,"message":"Archiving","status":"InProgress"},"#,
            r#"{"eventTime":1795165200000,"message":"Archive:/data/x","status":"Completed"}]}"#,
        );
        assert_eq!(ended.payload(), payload);
        assert_eq!(
            ended.told("k"),
            json!({"key": "k", "payload": payload, "succeeded": true, "finalMessage": "Archive:/data/x"})
        );
        assert_eq!(
            ended.messages(),
            json!({"msgs": [[
                {"status": "PROCESSING", "msg": "Waiting", "terminal": false},
                {"status": "PROCESSING", "msg": "Archiving", "terminal": false},
                {"status": "COMPLETED", "msg": "Archive:/data/x", "terminal": true},
            ]]})
        );
    }

    #[test]
    fn a_key_belongs_to_one_user() {
        let tracks = Tracks::default();
        tracks.begin("k", "owner", NOW);
        assert_eq!(tracks.read("k", "member", NOW), None);
        assert!(!tracks.forget("k", "member"));
        tracks.begin("k", "member", NOW);
        assert_eq!(tracks.read("k", "member", NOW), None);
        tracks.end("k", Err("no".into()), NOW);
        let failed = tracks.read("k", "owner", NOW).unwrap();
        assert_eq!(failed.told("k")["succeeded"], false);
        tracks.begin("k", "member", NOW);
        assert!(tracks.read("k", "member", NOW).is_some());
        assert!(tracks.forget("k", "member"));
        assert_eq!(tracks.read("k", "member", NOW), None);
    }

    #[test]
    fn neither_number_nor_age_grows_without_end() {
        let tracks = Tracks::default();
        for number in 0..MOST + 10 {
            let at = NOW + Duration::seconds(i64::try_from(number).unwrap());
            tracks.begin(&number.to_string(), "owner", at);
        }
        assert_eq!(lock(&tracks.0).len(), MOST);
        assert_eq!(tracks.read("9", "owner", NOW), None);
        assert!(tracks.read("10", "owner", NOW).is_some());
        for _ in 0..STEPS + 10 {
            tracks.note("10", "step", NOW);
        }
        assert_eq!(lock(&tracks.0)["10"].steps.len(), STEPS);
        let later = NOW + Duration::days(2);
        assert_eq!(tracks.read("10", "owner", later), None);
        tracks.begin("new", "owner", later);
        assert_eq!(lock(&tracks.0).len(), 1);
    }
}

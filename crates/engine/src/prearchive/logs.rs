//! A session's log, and the history of who did what.

use prearchive_core::address::Address;
use prearchive_core::inside::LogEntry;
use prearchive_core::stamp;
use time::OffsetDateTime;

use crate::refusal::Refusal;
use crate::store::records::HistoryEntry;
use crate::tree::{TreePath, session_folder};
use crate::{Engine, civil, millis};

const FOLDER: &str = "logs";
const ENDING: &str = ".log";

impl Engine {
    /// Writes an entry into the session's own log, `logs/<epochMillis>.log` in its folder.
    pub fn record_log(
        &self,
        address: &Address,
        now: OffsetDateTime,
        text: &str,
    ) -> Result<(), Refusal> {
        let path = self.free_entry(address, now)?;
        Ok(self.store.write(&path, text.as_bytes())?)
    }

    /// Writes an entry that appears with a change: where it waits, and its place.
    ///
    /// `after` is where the session is after the change; its other entries come with it.
    pub(crate) fn staged_log(
        &self,
        address: &Address,
        after: &Address,
        staging: &TreePath,
        now: OffsetDateTime,
        text: &str,
    ) -> Result<(TreePath, TreePath), Refusal> {
        let written = staging.join("entry.log")?;
        self.store.write(&written, text.as_bytes())?;
        let free = self.free_entry(address, now)?;
        let place = session_folder(after)?
            .descend(&free.below(&session_folder(address)?).unwrap_or_default())?;
        Ok((written, place))
    }

    fn free_entry(&self, address: &Address, now: OffsetDateTime) -> Result<TreePath, Refusal> {
        let folder = session_folder(address)?.join(FOLDER)?;
        let mut id = millis(now);
        loop {
            let path = folder.join(&format!("{id}{ENDING}"))?;
            if !self.store.exists(&path)? {
                return Ok(path);
            }
            id += 1;
        }
    }

    /// The entries of a session's log, oldest first.
    pub(crate) fn logs(
        &self,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Vec<LogEntry>, Refusal> {
        let folder = session_folder(address)?.join(FOLDER)?;
        let mut entries: Vec<(i64, LogEntry)> = Vec::new();
        for file in self.store.list(&folder)? {
            let id = file.path.strip_suffix(ENDING).map(str::parse);
            let Some(Ok(id)) = id else { continue };
            entries.push((id, self.entry(&folder, id, now)?));
        }
        entries.sort_by_key(|(id, _)| *id);
        Ok(entries.into_iter().map(|(_, entry)| entry).collect())
    }

    fn entry(&self, folder: &TreePath, id: i64, now: OffsetDateTime) -> Result<LogEntry, Refusal> {
        let bytes = self.store.read(&folder.join(&format!("{id}{ENDING}"))?)?;
        Ok(LogEntry {
            id: id.to_string(),
            date: written_at(id, now)
                .map(|at| stamp::write_java(civil(at), &self.config.zone))
                .unwrap_or_default(),
            entry: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// The text of one entry, or of the newest (`last`); empty if there is none, as in XNAT.
    pub(crate) fn log_text(
        &self,
        address: &Address,
        entry: &str,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let logs = self.logs(address, now)?;
        if entry == "last" {
            return Ok(logs.last().map(|log| log.entry.clone()).unwrap_or_default());
        }
        let found = logs.into_iter().find(|log| log.id == entry);
        Ok(found
            .map(|log| {
                let at = log.id.parse().ok().and_then(|id| written_at(id, now));
                let date = at.map(|at| stamp::write_log(civil(at))).unwrap_or_default();
                format!("{date}: {}", log.entry)
            })
            .unwrap_or_default())
    }

    /// Writes down who did what.
    ///
    /// The work is done by then: an account that cannot be written must not undo it.
    pub(crate) fn remember(
        &self,
        user: &str,
        action: &str,
        subject: &dyn ToString,
        detail: &str,
        now: OffsetDateTime,
    ) {
        let _ = self.store.record(&HistoryEntry {
            at: millis(now),
            user: user.into(),
            action: action.into(),
            subject: subject.to_string(),
            detail: detail.into(),
        });
    }
}

/// The instant of an entry, in the zone of `now`.
fn written_at(id: i64, now: OffsetDateTime) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(id) * 1_000_000)
        .ok()
        .map(|at| at.to_offset(now.offset()))
}

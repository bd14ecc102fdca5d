//! What was done, and what was taken away: the history, and bringing back.

use std::collections::BTreeMap;
use std::io::{self, Write};

use prearchive_core::stamp;
use prearchive_engine::store::Rows;
use prearchive_engine::store::records::HistoryEntry;
use prearchive_engine::{Engine, Removed};
use time::{OffsetDateTime, UtcOffset};

use super::{CliError, now};
use crate::log::say;
use crate::store::Disk;

pub(super) fn restore(engine: &Engine, stamp: Option<&str>) -> Result<(), CliError> {
    let Some(stamp) = stamp else {
        let reasons = reasons(&engine.store().history()?);
        for removed in engine.removed()? {
            let Removed {
                stamp,
                place,
                files,
                bytes,
                replaced,
                ..
            } = removed;
            let what = if replaced { "replaced" } else { "deleted" };
            // Several things that go in one instant get a number behind it.
            let instant = stamp.split('-').next().unwrap_or_default();
            let reason = reasons.get(instant).map_or("", String::as_str);
            say(&format!(
                "{stamp}\t{files} files\t{bytes} bytes\t{place}\t{what}\t{reason}"
            ));
        }
        return Ok(());
    };
    let removed = engine.restore(stamp, now())?;
    say(&format!(
        "brought back {} files to {}",
        removed.files, removed.place
    ));
    Ok(())
}

/// Who did what at which instant, written as the cache writes it.
fn reasons(history: &[HistoryEntry]) -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::<String, String>::new();
    for entry in history {
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(entry.at) * 1_000_000);
        let Ok(at) = at else { continue };
        let instant = stamp::write_folder(civil(at.to_offset(now().offset())));
        let HistoryEntry {
            user,
            action,
            detail,
            ..
        } = entry;
        // The last one is the deed itself: what comes before led to it.
        reasons.insert(
            instant,
            format!("{user}: {action}: {detail}").replace(['\r', '\n', '\t'], " "),
        );
    }
    reasons
}

pub(super) fn refresh(engine: &Engine) -> Result<(), CliError> {
    let found = engine.refresh(now())?;
    say(&format!(
        "{} sessions added, {} removed, {} archived sessions added, {} projects added",
        found.added, found.removed, found.archived, found.projects
    ));
    Ok(())
}

pub(super) fn print_history(disk: &Disk) -> Result<(), CliError> {
    let zone = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let mut out = io::stdout().lock();
    for entry in disk.history()? {
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(entry.at) * 1_000_000)
            .map(|at| stamp::write_sql(civil(at.to_offset(zone))))
            .unwrap_or_else(|_| entry.at.to_string());
        let line = format!(
            "{at}\t{}\t{}\t{}\t{}",
            entry.user, entry.action, entry.subject, entry.detail
        );
        // A reader that has seen enough, such as `head`, is no error.
        if writeln!(out, "{}", line.replace(['\r', '\n'], " ")).is_err() {
            break;
        }
    }
    Ok(())
}

fn civil(at: OffsetDateTime) -> time::PrimitiveDateTime {
    time::PrimitiveDateTime::new(at.date(), at.time())
}

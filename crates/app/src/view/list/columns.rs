//! What a column is called, how much room it wants, and what stands in it.

use prearchive_core::session::Session;
use prearchive_core::table::SortKey;

use crate::format::{age, date_time, scan_date};
use crate::store::layout::{Column, Layout};
use crate::words::{self, Text};

/// The width of the column with the ticks, in pixels.
const TICK: u16 = 40;

/// The column's name.
pub(super) fn name(key: SortKey) -> Text {
    match key {
        SortKey::Project => words::PROJECT,
        SortKey::Subject => words::SUBJECT,
        SortKey::Session => words::SESSION,
        SortKey::ScanDate => words::SCAN_DATE,
        SortKey::Uploaded => words::UPLOADED,
        SortKey::Status => words::STATUS,
        SortKey::Lastmod => words::LAST_CHANGE,
        SortKey::Uid => words::UID,
        SortKey::Folder => words::FOLDER,
        SortKey::AutoArchive => words::AUTO_ARCHIVE,
        SortKey::Source => words::SOURCE,
        SortKey::Visit => words::VISIT,
        SortKey::Protocol => words::PROTOCOL,
        SortKey::Timezone => words::TIMEZONE,
    }
}

/// What it needs at least, in pixels, and its share of what is left, in percent.
fn room(key: SortKey) -> (u16, u16) {
    match key {
        SortKey::Project => (80, 100),
        SortKey::Subject => (90, 110),
        SortKey::Session | SortKey::Folder => (110, 140),
        SortKey::ScanDate | SortKey::Uploaded | SortKey::Lastmod => (152, 0),
        // The longest word with the mark of what is stuck.
        SortKey::Status => (224, 100),
        SortKey::Uid => (170, 140),
        SortKey::AutoArchive
        | SortKey::Source
        | SortKey::Visit
        | SortKey::Protocol
        | SortKey::Timezone => (100, 60),
    }
}

/// The columns for which there is room.
///
/// The usual ones make way: first the last change is left out, then the upload; the status tells most of both.
/// Columns that somebody has chosen all stay, and the list can be scrolled sideways.
pub(super) fn fitting(layout: &Layout, width: f64) -> Vec<Column> {
    let mut columns = layout.columns.clone();
    // Names want to be read whole before there are more columns.
    let ease = |key| match key {
        SortKey::Subject => 40,
        SortKey::Session => 50,
        SortKey::Project => 10,
        _ => 0,
    };
    let wanted = |columns: &[Column]| -> f64 {
        let rooms = columns.iter().map(|column| {
            column
                .width
                .unwrap_or(room(column.key).0 + ease(column.key))
        });
        f64::from(rooms.fold(TICK, u16::saturating_add))
    };
    if layout.is_usual() {
        for key in [SortKey::Lastmod, SortKey::Uploaded, SortKey::ScanDate] {
            if wanted(&columns) > width {
                columns.retain(|column| column.key != key);
            }
        }
    }
    columns
}

/// The tracks of the grid, for `grid-template-columns`.
pub(super) fn tracks(columns: &[Column]) -> String {
    let mut tracks = format!("{TICK}px");
    for column in columns {
        let (least, share) = room(column.key);
        tracks += &match (column.width, share) {
            (Some(width), _) => format!(" {width}px"),
            (None, 0) => format!(" {least}px"),
            (None, share) => format!(" minmax({least}px,{share}fr)"),
        };
    }
    tracks
}

/// What stands in a cell, and what is told of it besides.
pub(super) fn cell(
    key: SortKey,
    session: &Session,
    wall: i64,
    sure: bool,
) -> (String, Option<String>) {
    let dated = |date| (date_time(date), age(date, wall, sure));
    let told = |text: String| {
        let title = (!text.is_empty()).then(|| text.clone());
        (text, title)
    };
    let text: &str = match key {
        SortKey::Uploaded => return dated(&session.uploaded),
        SortKey::Lastmod => return dated(&session.lastmod),
        SortKey::ScanDate => return (scan_date(session), age(&session.scan_date, wall, sure)),
        SortKey::Project => session.address.project.as_str(),
        SortKey::Subject => return told(words::subject_name(&session.subject)),
        SortKey::Session => return told(words::session_name(&session.name)),
        SortKey::Status => session.status.as_str(),
        SortKey::Uid => return told(words::naming(&session.tag)),
        SortKey::Folder => return told(words::session_name(&session.address.folder)),
        SortKey::AutoArchive => &session.autoarchive,
        SortKey::Source => &session.source,
        SortKey::Visit => return told(words::naming(&session.visit)),
        SortKey::Protocol => return told(words::naming(&session.protocol)),
        SortKey::Timezone => &session.timezone,
    };
    told(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_columns_make_way_and_chosen_ones_stay() {
        for (layout, width, wanted) in [
            ("", 1200.0, 7),
            ("", 1000.0, 6),
            ("", 800.0, 5),
            ("", 700.0, 4),
            ("", 100.0, 4),
            ("session,lastmod,uid", 100.0, 3),
        ] {
            assert_eq!(
                fitting(&Layout::read(layout), width).len(),
                wanted,
                "{layout} {width}"
            );
        }
    }

    #[test]
    fn chosen_widths_are_kept_and_the_rest_is_shared() {
        let layout = Layout::read("session:200,project,scan-date");
        assert_eq!(
            tracks(&layout.columns),
            "40px 200px minmax(80px,100fr) 152px"
        );
    }
}

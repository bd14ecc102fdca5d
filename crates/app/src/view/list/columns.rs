//! What a column is called, how much room it wants, and what stands in it.

use prearchive_core::session::Session;
use prearchive_table::{Order, SortKey};

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
        // `Unassigned` as a whole.
        SortKey::Project => (100, 40),
        SortKey::Subject => (90, 110),
        SortKey::Session | SortKey::Folder => (110, 140),
        SortKey::ScanDate | SortKey::Uploaded | SortKey::Lastmod => (152, 0),
        // The longest word with the mark of what is stuck.
        SortKey::Status => (224, 30),
        SortKey::Uid => (170, 140),
        SortKey::AutoArchive
        | SortKey::Source
        | SortKey::Visit
        | SortKey::Protocol
        | SortKey::Timezone => (100, 60),
    }
}

/// What columns want of themselves, in pixels.
fn wanted(columns: &[Column]) -> f64 {
    // Names want to be read whole before there are more columns.
    let ease = |key| match key {
        SortKey::Subject => 35,
        SortKey::Session => 45,
        _ => 0,
    };
    let rooms = columns
        .iter()
        .map(|column| room(column.key).0 + ease(column.key));
    f64::from(rooms.fold(TICK, u16::saturating_add))
}

/// The columns for which there is room.
///
/// The usual ones make way: first the last change is left out, then the upload; the status tells most of both.
/// What the list is sorted by stays, and so do all columns that somebody has chosen: the list can be scrolled sideways.
/// No column comes or goes while an edge is dragged, so widths that somebody has chosen do not count.
pub(super) fn fitting(layout: &Layout, width: f64, order: &Order) -> Vec<Column> {
    let mut columns = layout.columns.clone();
    let sorted = order.0.first().map(|(key, _)| *key);
    if layout.is_usual() {
        for key in [SortKey::Lastmod, SortKey::Uploaded, SortKey::ScanDate] {
            if wanted(&columns) > width && sorted != Some(key) {
                columns.retain(|column| column.key != key);
            }
        }
    }
    columns
}

/// The tracks of the grid, for `grid-template-columns`, in a list that is so wide.
///
/// Names get the room; where it is scarce, the status makes do with less.
pub(super) fn tracks(columns: &[Column], width: f64) -> String {
    let scarce = wanted(columns) > width;
    let flexible = |column: &Column| column.width.is_none() && room(column.key).1 > 0;
    let all_fixed = !columns.iter().any(flexible);
    let mut tracks = format!("{TICK}px");
    for (at, column) in columns.iter().enumerate() {
        let (mut least, share) = room(column.key);
        if scarce {
            least = match column.key {
                SortKey::Status => 124,
                SortKey::Subject => 110,
                SortKey::Session => 130,
                _ => least,
            };
        }
        tracks += &match (column.width, share) {
            // Nothing else would fill the row.
            (width, _) if all_fixed && at + 1 == columns.len() => {
                format!(" minmax({}px,1fr)", width.unwrap_or(least))
            }
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
        for (layout, width, sorted, wanted) in [
            ("", 1200.0, SortKey::Session, 7),
            ("", 1000.0, SortKey::Session, 6),
            ("", 800.0, SortKey::Session, 5),
            ("", 700.0, SortKey::Session, 4),
            ("", 100.0, SortKey::Session, 4),
            ("", 100.0, SortKey::Lastmod, 5),
            ("session,lastmod,uid", 100.0, SortKey::Session, 3),
        ] {
            let order = Order(vec![(sorted, false)]);
            let layout_read = Layout::read(layout);
            let shown = fitting(&layout_read, width, &order);
            assert_eq!(shown.len(), wanted, "{layout} {width} {sorted:?}");
            let stays = shown.iter().any(|column| column.key == sorted);
            assert!(stays || !layout_read.shows(sorted));
        }
    }

    #[test]
    fn chosen_widths_are_kept_and_the_rest_is_shared() {
        for (layout, width, wanted) in [
            (
                "session:200,project,scan-date",
                900.0,
                "40px 200px minmax(100px,40fr) 152px",
            ),
            // Somebody has dragged an edge: the last one takes the rest.
            (
                "session:200,project:90,scan-date",
                900.0,
                "40px 200px 90px minmax(152px,1fr)",
            ),
            (
                "session,status",
                300.0,
                "40px minmax(130px,140fr) minmax(124px,30fr)",
            ),
            // However scarce the room is, it can be read that a session is in no project.
            (
                "project,subject,session,status",
                500.0,
                "40px minmax(100px,40fr) minmax(110px,110fr) minmax(130px,140fr) minmax(124px,30fr)",
            ),
        ] {
            assert_eq!(tracks(&Layout::read(layout).columns, width), wanted);
        }
    }
}

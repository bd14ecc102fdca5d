//! The list of sessions: filter, columns, selection, footer, and what stands where there are no rows.

use super::text::{plural, texts};
use super::time::ago;
use crate::format::count;

texts! {
    FILTER_SESSIONS = "Filter sessions", "Sessions filtern";
    FILTER_HINT = "Filter: subject, session, UID …", "Filter: Proband, Session, UID …";
    FILTER_KEY = "Press / to filter", "/ drücken, um zu filtern";
    PROJECT = "Project", "Projekt";
    ALL_PROJECTS = "All projects", "Alle Projekte";
    STATUS_FILTER = "Filter by status", "Nach Status filtern";
    ALL = "All", "Alle";
    REFRESH = "Refresh", "Aktualisieren";
    CLEAR_FILTER = "Clear the filter", "Filter aufheben";
    CLEAR_SELECTION = "Clear the selection", "Auswahl aufheben";
    SHOW_HIDDEN = "Show", "Anzeigen";
    ONLY_SELECTED = "Only the selected sessions are shown", "Nur die ausgewählten Sessions werden angezeigt";
    SHOW_ALL = "Show all", "Alle anzeigen";
    SELECT_ALL = "Select all that match", "Alle passenden auswählen";
    SORT_BY = "Sort by", "Sortieren nach";
    ASCENDING = "Ascending", "Aufsteigend";
    DESCENDING = "Descending", "Absteigend";
    SELECTION = "Selection", "Auswahl";

    SUBJECT = "Subject", "Proband";
    SESSION = "Session", "Session";
    SCAN_DATE = "Scan date", "Scan-Datum";
    UPLOADED = "Uploaded", "Hochgeladen";
    STATUS = "Status", "Status";
    LAST_CHANGE = "Last change", "Geändert";

    BOARD_NONE = "None", "Keine";
    BOARD_MORE = "{0} more in the list", "{0} weitere in der Liste";
    LOADING_SESSIONS = "Loading the sessions…", "Die Sessions werden geladen …";
    LIST_FAILED = "The sessions cannot be loaded", "Die Sessions können nicht geladen werden";
    EMPTY_TITLE = "Nothing waits for you", "Es wartet nichts auf Sie";
    EMPTY_TEXT = "You see what waits in projects where you are a member or an owner. New sessions appear by themselves when they arrive.", "Sie sehen, was in Projekten wartet, in denen Sie Mitglied oder Eigentümer sind. Neue Sessions erscheinen von selbst, sobald sie eintreffen.";
    LOOK_AT_PROJECTS = "See the settings", "Einstellungen ansehen";
    NO_MATCH_TITLE = "No session matches the filter", "Keine Session passt zum Filter";
    OLD_LIST = "Not refreshed, the list is as it was.", "Nicht aktualisiert, die Liste ist, wie sie war.";

    ONE_SESSION = "{0} session", "{0} Session";
    MANY_SESSIONS = "{0} sessions", "{0} Sessions";
    SHOWN_OF = "{0} of {1}", "{0} von {1}";
    SELECTED = "{0} selected", "{0} ausgewählt";
    DROPPED = "Selection of {0} cleared.", "{0} abgewählt.";
    HIDDEN = "{0} hidden by the filter", "{0} vom Filter verborgen";
    UPDATED = "updated {0}", "Stand: {0}";
    ONE_MATCH_SELECTED = "{0} session that matches is selected.", "{0} passende Session ist ausgewählt.";
    ALL_SELECTED = "All {0} sessions that match are selected.", "Alle {0} passenden Sessions sind ausgewählt.";
    SELECT_ROW = "Select {0}", "{0} auswählen";
    NO_MATCH_ONE = "{0} session is hidden by it.", "{0} Session ist verborgen.";
    NO_MATCH_MANY = "{0} sessions are hidden by it.", "{0} Sessions sind verborgen.";
    PROJECT_OPTION = "{0} ({1})", "{0} ({1})";
}

/// `1 session`, `12 sessions`.
pub(crate) fn sessions(n: usize) -> String {
    plural(n, ONE_SESSION, MANY_SESSIONS)
}

/// `218 of 12,480 sessions`, or `12,480 sessions` if the filter hides none.
pub(crate) fn shown(shown: usize, all: usize) -> String {
    if shown == all {
        sessions(all)
    } else {
        SHOWN_OF.with(&[&count(shown), &sessions(all)])
    }
}

/// `14 more in the list`.
pub(crate) fn board_more(n: usize) -> String {
    BOARD_MORE.with(&[&count(n)])
}

/// `14 selected`.
pub(crate) fn selected(n: usize) -> String {
    SELECTED.with(&[&count(n)])
}

/// `Selection of 14 sessions cleared.`
pub(crate) fn dropped(n: usize) -> String {
    DROPPED.with(&[&sessions(n)])
}

/// `3 hidden by the filter`.
pub(crate) fn hidden(n: usize) -> String {
    HIDDEN.with(&[&count(n)])
}

/// `updated 5 s ago`.
pub(crate) fn updated(seconds: i64) -> String {
    UPDATED.with(&[&ago(seconds)])
}

/// What a screen reader hears after Ctrl+A or the tick in the header.
pub(crate) fn all_selected(n: usize) -> String {
    plural(n, ONE_MATCH_SELECTED, ALL_SELECTED)
}

/// The accessible name of a row's tick.
pub(crate) fn select_row(label: &str) -> String {
    SELECT_ROW.with(&[label])
}

/// What is said below the title of a page with nothing that matches.
pub(crate) fn no_match(all: usize) -> String {
    plural(all, NO_MATCH_ONE, NO_MATCH_MANY)
}

/// A line of the choice of projects: the project, and how many wait in it.
pub(crate) fn project_with(project: &str, waiting: usize) -> String {
    PROJECT_OPTION.with(&[project, &count(waiting)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn counts_are_plural_aware() {
        for (make, english, german) in [
            (
                (|| sessions(0)) as fn() -> String,
                "0 sessions",
                "0 Sessions",
            ),
            (|| sessions(1), "1 session", "1 Session"),
            (|| sessions(12_480), "12,480 sessions", "12.480 Sessions"),
            (
                || shown(218, 12_480),
                "218 of 12,480 sessions",
                "218 von 12.480 Sessions",
            ),
            (|| shown(3, 3), "3 sessions", "3 Sessions"),
            (
                || no_match(1),
                "1 session is hidden by it.",
                "1 Session ist verborgen.",
            ),
            (
                || no_match(21),
                "21 sessions are hidden by it.",
                "21 Sessions sind verborgen.",
            ),
            (|| updated(5), "updated 5 s ago", "Stand: vor 5 s"),
            (|| updated(0), "updated just now", "Stand: gerade eben"),
            (
                || all_selected(2),
                "All 2 sessions that match are selected.",
                "Alle 2 passenden Sessions sind ausgewählt.",
            ),
        ] {
            Language::English.set();
            assert_eq!(make(), english);
            Language::German.set();
            assert_eq!(make(), german);
        }
    }
}

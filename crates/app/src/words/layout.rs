//! How the list is laid out.

use super::text::{plural, texts};
use crate::store::layout::Density;

texts! {
    VIEW = "View", "Ansicht";
    VIEW_MENU = "Columns and row height", "Spalten und Zeilenhöhe";
    ROW_HEIGHT = "Row height", "Zeilenhöhe";
    COMPACT = "Compact", "Kompakt";
    NORMAL = "Normal", "Normal";
    ROOMY = "Roomy", "Geräumig";
    COLUMNS = "Columns", "Spalten";
    RESET_VIEW = "Reset columns", "Spalten zurücksetzen";
    EARLIER = "Move {0} forward", "{0} nach vorn";
    LATER = "Move {0} back", "{0} nach hinten";
    NARROWER = "Make {0} narrower", "{0} schmaler";
    WIDER = "Make {0} wider", "{0} breiter";
    SORT_HELP = "Sort; with Shift, sort by this column too", "Sortieren; mit Umschalt zusätzlich nach dieser Spalte";
    EDGE_HELP = "Drag to change the width, double-click to reset it", "Ziehen ändert die Breite, Doppelklick setzt sie zurück";
    FOLDER = "Folder", "Ordner";
    AUTO_ARCHIVE = "Auto-archive", "Auto-Archiv";
    VISIT = "Visit", "Visite";
    PROTOCOL = "Protocol", "Protokoll";
    TIMEZONE = "Time zone", "Zeitzone";
    ONE_NEW = "{0} new session", "{0} neue Session";
    MANY_NEW = "{0} new sessions", "{0} neue Sessions";
    SO_FAR = "{0} so far", "bisher {0}";
}

/// The name of a row height.
pub(crate) fn density(density: Density) -> super::Text {
    match density {
        Density::Compact => COMPACT,
        Density::Normal => NORMAL,
        Density::Roomy => ROOMY,
    }
}

/// The buttons of a column.
pub(crate) fn earlier(column: &str) -> String {
    EARLIER.with(&[column])
}

pub(crate) fn later(column: &str) -> String {
    LATER.with(&[column])
}

pub(crate) fn narrower(column: &str) -> String {
    NARROWER.with(&[column])
}

pub(crate) fn wider(column: &str) -> String {
    WIDER.with(&[column])
}

/// `12 new sessions`: what waits to be shown.
pub(crate) fn news(n: usize) -> String {
    plural(n, ONE_NEW, MANY_NEW)
}

/// `12,480 sessions so far`, while they arrive.
pub(crate) fn so_far(n: usize) -> String {
    SO_FAR.with(&[&super::sessions(n)])
}

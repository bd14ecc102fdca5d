//! The panel: a session's card, its scans, files and history.

use super::text::{plural, texts};

texts! {
    PANEL = "Session details", "Details der Session";
    MORE_FACTS = "Details", "Details";
    UID = "Study UID", "Studien-UID";
    PATH = "Path", "Pfad";
    ON_ARRIVAL = "On arrival", "Beim Eintreffen";
    SOURCE = "Source", "Quelle";
    COPY_PATH = "Copy path", "Pfad kopieren";
    COPY_UID = "Copy UID", "UID kopieren";
    SESSION_LINK = "Link to this session", "Link zu dieser Session";
    SESSION_LINK_TEXT = "Holds project and time of arrival, and no name.", "Enthält Projekt und Zeit der Ankunft und keinen Namen.";
    COPY_SESSION_LINK = "Copy link to this session", "Link zu dieser Session kopieren";
    COPIED = "Copied.", "Kopiert.";
    COPY_FAILED = "The browser did not let the page copy.", "Der Browser hat das Kopieren nicht erlaubt.";
    DOWNLOAD = "Download", "Herunterladen";
    DOWNLOAD_ALL = "Download all as zip", "Alles als ZIP herunterladen";
    SCANS = "Scans", "Scans";
    FILES = "Files", "Dateien";
    HISTORY = "History", "Verlauf";
    GONE_TITLE = "No longer here", "Nicht mehr hier";
    GONE_TEXT = "The session was archived, moved or deleted since you opened it.", "Die Session wurde archiviert, verschoben oder gelöscht, seit Sie sie geöffnet haben.";
    NO_SCANS = "There are no scans in this session.", "In dieser Session gibt es keine Scans.";
    NO_RESOURCES = "There are no files in this session.", "In dieser Session gibt es keine Dateien.";
    NO_FILES = "There are no files in this resource.", "In dieser Ressource gibt es keine Dateien.";
    NO_HISTORY = "Nothing has been written to the log of this session.", "Im Protokoll dieser Session steht nichts.";
    NO_DESCRIPTION = "No description", "Keine Beschreibung";
    PLACE = "Where", "Ort";
    RESOURCE = "Resource", "Ressource";
    SIZE = "Size", "Größe";
    WHOLE_SESSION = "Whole session", "Ganze Session";
    SESSION_RESOURCES_IN_ZIP = "The files of the whole session come with the zip of the session.", "Die Dateien der ganzen Session sind im ZIP der Session enthalten.";

    ONE_FILE = "{0} file", "{0} Datei";
    MANY_FILES = "{0} files", "{0} Dateien";
    SHOW_ONE_FILE = "Show {0} file", "{0} Datei anzeigen";
    SHOW_ALL_FILES = "Show all {0} files", "Alle {0} Dateien anzeigen";
    SCAN = "Scan {0}", "Scan {0}";
    FILES_OF = "Files of {0}", "Dateien von {0}";
    DOWNLOAD_FILE = "Download {0}", "{0} herunterladen";
    DOWNLOAD_ZIP = "Download {0} as zip", "{0} als ZIP herunterladen";
    DELETE_SCAN = "Delete scan {0}", "Scan {0} löschen";
    DELETE_SCAN_TITLE = "Delete scan {0}?", "Scan {0} löschen?";
    DELETE_SCAN_TEXT = "Scan {0} is taken out of {1}, with its files. This cannot be undone from here.", "Scan {0} wird mit seinen Dateien aus {1} entfernt. Das lässt sich von hier aus nicht rückgängig machen.";
}

/// `1 file`, `12 files`.
pub(crate) fn files(n: u64) -> String {
    plural(
        usize::try_from(n).unwrap_or(usize::MAX),
        ONE_FILE,
        MANY_FILES,
    )
}

/// The button that lists all files.
pub(crate) fn show_all_files(n: usize) -> String {
    plural(n, SHOW_ONE_FILE, SHOW_ALL_FILES)
}

/// The place of a scan's resource.
pub(crate) fn scan(id: &str) -> String {
    SCAN.with(&[id])
}

/// The accessible name of the button that unfolds the files of a scan.
pub(crate) fn files_of(what: &str) -> String {
    FILES_OF.with(&[what])
}

/// The accessible name of a link to a file.
pub(crate) fn download(name: &str) -> String {
    DOWNLOAD_FILE.with(&[name])
}

/// The accessible name of a link to a scan's zip.
pub(crate) fn download_zip(name: &str) -> String {
    DOWNLOAD_ZIP.with(&[name])
}

/// The button that deletes a scan.
pub(crate) fn delete_scan(id: &str) -> String {
    DELETE_SCAN.with(&[id])
}

/// The title of the sheet that asks before a scan is deleted.
pub(crate) fn delete_scan_title(id: &str) -> String {
    DELETE_SCAN_TITLE.with(&[id])
}

/// What deleting a scan means.
pub(crate) fn delete_scan_text(id: &str, session: &str) -> String {
    DELETE_SCAN_TEXT.with(&[id, session])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn files_are_counted() {
        for (language, n, wanted) in [
            (Language::English, 1, "1 file"),
            (Language::English, 2000, "2,000 files"),
            (Language::German, 1, "1 Datei"),
            (Language::German, 2000, "2.000 Dateien"),
        ] {
            language.set();
            assert_eq!(files(n), wanted);
        }
    }
}

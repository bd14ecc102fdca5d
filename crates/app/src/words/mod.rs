//! Every text that the page shows, in English; what comes from the server is shown as it came.

mod action;
mod status;

pub(crate) use action::*;
pub(crate) use status::*;

use crate::format::{ago, count};

pub(crate) const PRODUCT: &str = "Prearchive";
pub(crate) const SESSIONS: &str = "Sessions";
pub(crate) const PROJECTS: &str = "Projects";

pub(crate) const SIGN_IN: &str = "Sign in";
pub(crate) const SIGNING_IN: &str = "Signing in…";
pub(crate) const SIGN_IN_INTRO: &str = "Review what waits for the archive. Use your XNAT account.";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const NOT_SIGNED_OUT: &str = "You are still signed in";
pub(crate) const USER_NAME: &str = "User name";
pub(crate) const PASSWORD: &str = "Password";
pub(crate) const SIGNED_OUT_TITLE: &str = "Sign in again";
pub(crate) const SIGNED_OUT_INTRO: &str =
    "Your login has ended. Nothing on this page is lost: sign in to go on where you were.";
pub(crate) const STARTING: &str = "Asking the server who is signed in…";
pub(crate) const START_FAILED: &str = "The page cannot start";

pub(crate) const FILTER_SESSIONS: &str = "Filter sessions";
pub(crate) const FILTER_HINT: &str = "Filter: subject, session, UID …";
pub(crate) const FILTER_KEY: &str = "Press / to filter";
pub(crate) const PROJECT: &str = "Project";
pub(crate) const ALL_PROJECTS: &str = "All projects";
pub(crate) const STATUS_FILTER: &str = "Filter by status";
pub(crate) const ALL: &str = "All";
pub(crate) const REFRESH: &str = "Refresh";
pub(crate) const CLEAR_FILTER: &str = "Clear the filter";
pub(crate) const CLEAR_SELECTION: &str = "Clear the selection";
pub(crate) const SHOW_HIDDEN: &str = "Show";
pub(crate) const ONLY_SELECTED: &str = "Only the selected sessions are shown";
pub(crate) const SHOW_ALL: &str = "Show all";
pub(crate) const SELECT_ALL: &str = "Select all that match";
pub(crate) const SORT_BY: &str = "Sort by";
pub(crate) const ASCENDING: &str = "Ascending";
pub(crate) const DESCENDING: &str = "Descending";
pub(crate) const SELECTION: &str = "Selection";

pub(crate) const SUBJECT: &str = "Subject";
pub(crate) const SESSION: &str = "Session";
pub(crate) const SCAN_DATE: &str = "Scan date";
pub(crate) const UPLOADED: &str = "Uploaded";
pub(crate) const STATUS: &str = "Status";
pub(crate) const LAST_CHANGE: &str = "Last change";

pub(crate) const LOADING_SESSIONS: &str = "Loading the sessions…";
pub(crate) const LIST_FAILED: &str = "The sessions cannot be loaded";
pub(crate) const EMPTY_TITLE: &str = "Nothing waits for you";
pub(crate) const EMPTY_TEXT: &str = "You see what waits in projects where you are a member or an owner. New sessions appear by themselves when they arrive.";
pub(crate) const LOOK_AT_PROJECTS: &str = "See the settings";
pub(crate) const NO_MATCH_TITLE: &str = "No session matches the filter";
pub(crate) const RETRY: &str = "Try again";
pub(crate) const OFFLINE: &str =
    "No network. The list is as it was; it goes on when the network is back.";
pub(crate) const OLD_LIST: &str = "Not refreshed, the list is as it was.";

pub(crate) const CLOSE: &str = "Close";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const DETAILS: &str = "Details";
pub(crate) const SERVER_SAYS: &str = "The server says:";

pub(crate) const PANEL: &str = "Session details";
pub(crate) const UID: &str = "Study UID";
pub(crate) const PATH: &str = "Path";
pub(crate) const ON_ARRIVAL: &str = "On arrival";
pub(crate) const SOURCE: &str = "Source";
pub(crate) const COPY_PATH: &str = "Copy path";
pub(crate) const COPY_UID: &str = "Copy UID";
pub(crate) const COPIED: &str = "Copied.";
pub(crate) const COPY_FAILED: &str = "The browser did not let the page copy.";
pub(crate) const DOWNLOAD: &str = "Download";
pub(crate) const DOWNLOAD_ALL: &str = "Download all as zip";
pub(crate) const SCANS: &str = "Scans";
pub(crate) const FILES: &str = "Files";
pub(crate) const HISTORY: &str = "History";
pub(crate) const GONE_TITLE: &str = "No longer here";
pub(crate) const GONE_TEXT: &str =
    "The session was archived, moved or deleted since you opened it.";
pub(crate) const NO_SCANS: &str = "There are no scans in this session.";
pub(crate) const NO_RESOURCES: &str = "There are no files in this session.";
pub(crate) const NO_FILES: &str = "There are no files in this resource.";
pub(crate) const NO_HISTORY: &str = "Nothing has been written to the log of this session.";
pub(crate) const NO_DESCRIPTION: &str = "No description";
pub(crate) const PLACE: &str = "Where";
pub(crate) const RESOURCE: &str = "Resource";
pub(crate) const SIZE: &str = "Size";
pub(crate) const WHOLE_SESSION: &str = "Whole session";
pub(crate) const SESSION_RESOURCES_IN_ZIP: &str =
    "The files of the whole session come with the zip of the session.";
pub(crate) const LOADING: &str = "Loading…";

pub(crate) const PROGRESS: &str = "Progress";
pub(crate) const STOP: &str = "Stop";
pub(crate) const STOPPING: &str = "Stopping…";

pub(crate) const PROJECTS_INTRO: &str = "What each project does with sessions when they arrive.";
pub(crate) const NO_PROJECTS_TITLE: &str = "No project yet";
pub(crate) const NO_PROJECTS_TEXT: &str =
    "You are in no project on this server. Ask the owner of a project to add you.";
pub(crate) const PROJECTS_FAILED: &str = "The projects cannot be loaded";
pub(crate) const ROLE: &str = "Your role";
pub(crate) const WAITING: &str = "Waiting";
pub(crate) const NO_ROLE: &str = "None";
pub(crate) const SETTING: &str = "When a session arrives";
pub(crate) const CHANGE: &str = "Change";
pub(crate) const OWNERS_CHANGE: &str = "Only owners change this.";
pub(crate) const UNSEEN: &str = "—";
pub(crate) const UNSEEN_WHY: &str = "Collaborators do not see what waits";
pub(crate) const SAVE: &str = "Save";
pub(crate) const SAVING: &str = "Saving…";
pub(crate) const SAVED: &str = "Saved.";
pub(crate) const NOT_GIVEN: &str = "Not told by the server";
pub(crate) const CODE_FORBIDDEN: &str =
    "Only owners of the project and site administrators can change this. Ask an owner.";
pub(crate) const REPLACE_WARNING: &str =
    "Files that are already archived are replaced without asking anybody.";

pub(crate) const THEME: &str = "Theme";
pub(crate) const THEME_SYSTEM: &str = "System";
pub(crate) const THEME_LIGHT: &str = "Light";
pub(crate) const THEME_DARK: &str = "Dark";

/// `1 session`, `12 sessions`.
pub(crate) fn sessions(n: usize) -> String {
    plural(n, "session", "sessions")
}

/// `1 file`, `12 files`.
pub(crate) fn files(n: u64) -> String {
    plural(usize::try_from(n).unwrap_or(usize::MAX), "file", "files")
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// `218 of 12,480`, or `12,480 sessions` if the filter hides none.
pub(crate) fn shown(shown: usize, all: usize) -> String {
    if shown == all {
        sessions(all)
    } else {
        format!("{} of {}", count(shown), sessions(all))
    }
}

/// `14 selected`.
pub(crate) fn selected(n: usize) -> String {
    format!("{} selected", count(n))
}

/// `3 hidden by the filter`.
pub(crate) fn hidden(n: usize) -> String {
    format!("{} hidden by the filter", count(n))
}

/// `updated 5 s ago`.
pub(crate) fn updated(seconds: i64) -> String {
    format!("updated {}", ago(seconds))
}

/// What a screen reader hears after Ctrl+A or the tick in the header.
pub(crate) fn all_selected(n: usize) -> String {
    format!("All {} that match are selected.", sessions(n))
}

/// The accessible name of a row's tick.
pub(crate) fn select_row(label: &str) -> String {
    format!("Select {label}")
}

/// The title of a page with nothing that matches.
pub(crate) fn no_match(all: usize) -> String {
    format!("{} are hidden by it.", sessions(all)).replacen("1 session are", "1 session is", 1)
}

/// The button that shows what waits in a project.
pub(crate) fn show_waiting(n: usize, project: &str) -> String {
    format!("Show {} of {project}", sessions(n))
}

/// The accessible name of the button that lists the sessions of a run.
pub(crate) fn sessions_of(what: &str) -> String {
    format!("{SESSIONS}: {what}")
}

/// The end of a list that is cut short.
pub(crate) fn and_more(n: usize) -> String {
    format!("… and {} more.", count(n))
}

/// The title of the sheet that asks before a scan is deleted.
pub(crate) fn delete_scan_title(id: &str) -> String {
    format!("Delete scan {id}?")
}

/// The button that deletes a scan.
pub(crate) fn delete_scan(id: &str) -> String {
    format!("Delete scan {id}")
}

/// What deleting a scan means.
pub(crate) fn delete_scan_text(id: &str, session: &str) -> String {
    format!("Scan {id} is taken out of {session}, with its files. This cannot be undone from here.")
}

/// The accessible name of a link to a file.
pub(crate) fn download(name: &str) -> String {
    format!("{DOWNLOAD} {name}")
}

/// The accessible name of a link to a scan's zip.
pub(crate) fn download_zip(name: &str) -> String {
    format!("{DOWNLOAD} {name} as zip")
}

/// The accessible name of the button that unfolds the files of a scan.
pub(crate) fn files_of(what: &str) -> String {
    format!("Files of {what}")
}

/// The button that lists all files.
pub(crate) fn show_all_files(n: usize) -> String {
    format!("Show all {}", files(n as u64))
}

/// The place of a scan's resource.
pub(crate) fn scan(id: &str) -> String {
    format!("Scan {id}")
}

/// A prearchive code in words: its name, and what it does.
pub(crate) fn code(code: i64) -> (String, String) {
    let (name, text) = match code {
        0 => (
            "Wait in the prearchive",
            "Every session waits until somebody archives it.",
        ),
        4 => (
            "Archive automatically, keep existing files",
            "Sessions go to the archive on arrival. Files that are already archived are kept; a session that clashes waits as a conflict.",
        ),
        5 => (
            "Archive automatically, replace existing files",
            "Sessions go to the archive on arrival, and nobody looks at them first.",
        ),
        other => {
            return (
                format!("Code {other}"),
                "A code that this page does not know; it is shown as the server has it.".into(),
            );
        }
    };
    (name.into(), text.into())
}

/// The accessible name of the button that opens the setting of a project, or closes it.
pub(crate) fn change_setting(project: &str, open: bool) -> String {
    let what = if open { CLOSE } else { CHANGE };
    format!("{what} the setting of {project}")
}

/// A role in a project as the server names it, in the singular.
pub(crate) fn role(role: &str) -> &str {
    match role {
        "" => NO_ROLE,
        "Owners" => "Owner",
        "Members" => "Member",
        "Collaborators" => "Collaborator",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_plural_aware() {
        for (text, wanted) in [
            (sessions(0), "0 sessions"),
            (sessions(1), "1 session"),
            (sessions(12_480), "12,480 sessions"),
            (shown(218, 12_480), "218 of 12,480 sessions"),
            (shown(3, 3), "3 sessions"),
            (files(1), "1 file"),
            (no_match(1), "1 session is hidden by it."),
            (no_match(21), "21 sessions are hidden by it."),
            (updated(5), "updated 5 s ago"),
        ] {
            assert_eq!(text, wanted);
        }
    }

    #[test]
    fn unknown_codes_and_roles_are_shown_as_they_are() {
        assert_eq!(code(11).0, "Code 11");
        assert_eq!(code(0).0, "Wait in the prearchive");
        assert_eq!(role("Curators"), "Curators");
        assert_eq!(role("Owners"), "Owner");
    }
}

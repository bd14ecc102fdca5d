//! The doctor: how long a status has lasted, what can be done about it, and the same study waiting more than once.

use prearchive_core::inside::Scan;
use prearchive_core::session::Session;

use super::status::status as status_word;
use super::text::{Text, plural, texts};
use crate::format::count;
use crate::store::Load;
use crate::store::cure::Cure;
use crate::store::twins::{Compared, Kinship};

texts! {
    DOCTOR = "What to do", "Was zu tun ist";
    DOCTOR_MEANS = "What this means", "Was das bedeutet";
    DOCTOR_LASTS = "How long", "Wie lange";
    DOCTOR_CAN = "What you can do", "Was Sie tun können";
    DOCTOR_WAIT = "Nothing for now: this passes by itself.", "Vorerst nichts: Das geht von selbst vorüber.";
    STUCK = "Stuck", "Hängt fest";
    STUCK_NOTE = "This is longer than usual. The work may have been cut off.", "Das ist länger als üblich. Die Arbeit wurde vielleicht abgebrochen.";
    USUAL = "Usually done within {0}; unusual after {1}.", "Meist nach {0} fertig; ungewöhnlich ab {1}.";
    FOREVER = "It stays so until somebody decides.", "Das bleibt so, bis jemand entscheidet.";
    LASTS = "{0} for at least {1}", "{0} seit mindestens {1}";
    LASTS_UNKNOWN = "The server does not say since when.", "Der Server sagt nicht, seit wann.";
    SECONDS_LONG = "{0} s", "{0} s";
    MINUTES_LONG = "{0} min", "{0} min";
    HOURS_LONG = "{0} h {1} min", "{0} h {1} min";
    ONE_DAY_LONG = "{0} day", "{0} Tag";
    DAYS_LONG = "{0} days", "{0} Tagen";

    CURE_UNLOCK = "Rebuild and release the lock", "Neu aufbauen und Sperre lösen";
    CURE_COMMIT = "Treat as complete", "Als vollständig behandeln";
    CURE_RESET = "Reset the status", "Status zurücksetzen";
    CURE_UNLOCK_TEXT = "The server builds the session again although it is locked. Do this only if nothing is working on it any more: work that is still going on would be disturbed.", "Der Server baut die Session neu auf, obwohl sie gesperrt ist. Tun Sie das nur, wenn nichts mehr an ihr arbeitet: Noch laufende Arbeit würde gestört.";
    CURE_COMMIT_TEXT = "The server builds the session from the files that are here, and archives it if its project does so on arrival. Files that come later make a second session.", "Der Server baut die Session aus den vorhandenen Dateien auf und archiviert sie, wenn ihr Projekt das beim Eintreffen tut. Später eintreffende Dateien ergeben eine zweite Session.";
    CURE_RESET_TEXT = "The server reads the session’s document again and writes its row anew: it is ready if the document is sound. No file is touched. Work that is still going on would be disturbed.", "Der Server liest das Dokument der Session erneut und schreibt ihre Zeile neu: Sie ist bereit, wenn das Dokument in Ordnung ist. Keine Datei wird angerührt. Noch laufende Arbeit würde gestört.";
    CURE_BUSY = "The server is at it…", "Der Server ist dabei …";
    CURE_TAKEN = "The server has taken it.", "Der Server hat es angenommen.";
    CURE_NOW = "The status is now: {0}.", "Der Status ist jetzt: {0}.";
    OPEN_LOG = "Open the history", "Verlauf öffnen";
    TELL_ADMIN = "Copy a message for the administrator", "Nachricht an den Administrator kopieren";
    ADMIN_MESSAGE = "Please look at the prearchive session {0}: its status is {1} (for at least {2}, since {3} by the server’s clock or earlier). It does not go on by itself.", "Bitte sehen Sie sich die Prearchive-Session {0} an: Ihr Status ist {1} (seit mindestens {2}, nach der Uhr des Servers seit {3} oder früher). Sie kommt von selbst nicht weiter.";
    NOT_KNOWN = "unknown", "unbekannt";

    TWIN_ONCE = "The same study waits {0} more time", "Dieselbe Studie wartet noch {0} Mal";
    TWIN_TIMES = "The same study waits {0} more times", "Dieselbe Studie wartet noch {0} Mal";
    TWIN_NOTE = "The same study waits more than once", "Dieselbe Studie wartet mehr als einmal";
    TWIN_SAME = "Same scans as this one", "Dieselben Scans wie diese Session";
    TWIN_OTHER = "Other scans: part of the same study", "Andere Scans: Teil derselben Studie";
    TWIN_SOME = "Some scans in common", "Einige Scans gemeinsam";
    TWIN_WAITS = "Comparing the scans…", "Die Scans werden verglichen …";
    TWIN_UNREAD = "Its scans could not be read", "Ihre Scans konnten nicht gelesen werden";
    TWIN_EMPTY = "No scans", "Keine Scans";
    TWIN_SCAN = "{0} scan", "{0} Scan";
    TWIN_SCANS = "{0} scans", "{0} Scans";
    TWIN_WITH = "{0} ({1})", "{0} ({1})";
    TWIN_UPLOADED = "Uploaded {0}", "Hochgeladen {0}";
    TWIN_COMPARING = "Comparing by scan number and description: {0} of {1} so far.", "Nach Scannummer und Beschreibung wird verglichen: bisher {0} von {1}.";
    TWIN_COMPARED = "Compared by scan number and description: {0}.", "Nach Scannummer und Beschreibung verglichen: {0}.";
    TWINS_SAME_ONE = "{0} has the same scans as this one", "{0} hat dieselben Scans wie diese Session";
    TWINS_SAME = "{0} have the same scans as this one", "{0} haben dieselben Scans wie diese Session";
    TWINS_OTHER_ONE = "{0} has other scans", "{0} hat andere Scans";
    TWINS_OTHER = "{0} have other scans", "{0} haben andere Scans";
    TWINS_SOME_ONE = "{0} has some scans in common with it", "{0} hat einige Scans mit ihr gemeinsam";
    TWINS_SOME = "{0} have some scans in common with it", "{0} haben einige Scans mit ihr gemeinsam";
    TWINS_UNKNOWN_ONE = "{0} could not be compared", "{0} ließ sich nicht vergleichen";
    TWINS_UNKNOWN = "{0} could not be compared", "{0} ließen sich nicht vergleichen";
    TWINS_LEFT_OUT_ONE = "Too many: {0} was not compared.", "Zu viele: {0} wurde nicht verglichen.";
    TWINS_LEFT_OUT = "Too many: {0} were not compared.", "Zu viele: {0} wurden nicht verglichen.";
    TWIN_FILES = "Their files were not compared.", "Die Dateien wurden nicht verglichen.";
    TWIN_KEEP_ONE = "Keep this one, delete {0} other", "Diese behalten, {0} andere löschen";
    TWIN_KEEP = "Keep this one, delete {0} others", "Diese behalten, {0} andere löschen";
    TWIN_KEEP_SAME = "Keep this one, delete {0} with the same scans", "Diese behalten, {0} mit denselben Scans löschen";
    TWIN_DELETE = "Delete {0}", "{0} löschen";
    TWIN_SHOW = "Show them together", "Zusammen anzeigen";
    TWIN_MOVE = "Move all to one project", "Alle in ein Projekt verschieben";
    TWIN_APPEND = "Archive all, add what is new", "Alle archivieren, Neues hinzufügen";
    TWIN_IN = "{0} in {1}", "{0} in {1}";

    DUPLICATES = "Duplicates", "Doppelte";
    MARKS = "What needs a look", "Was einen Blick braucht";

    COPY_CURL = "Copy curl line", "curl-Zeile kopieren";
    COPY_LINK = "Copy link to this view", "Link zu dieser Ansicht kopieren";
    CURL_LINE = "curl line", "curl-Zeile";
    VIEW_LINK = "Link to this view", "Link zu dieser Ansicht";
    VIEW_LINK_TEXT = "Filters and order, and no names", "Filter und Reihenfolge, keine Namen";
    CURL_LINE_TEXT = "Downloads the session; asks for the password", "Lädt die Session herunter; fragt nach dem Passwort";
}

/// `40 s`, `12 min`, `3 h 5 min`, `2 days`.
pub(crate) fn duration(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if minutes == 0 => SECONDS_LONG.with(&[&seconds.to_string()]),
        () if hours == 0 => MINUTES_LONG.with(&[&minutes.to_string()]),
        () if days == 0 => HOURS_LONG.with(&[&hours.to_string(), &(minutes % 60).to_string()]),
        () => plural(
            usize::try_from(days).unwrap_or(usize::MAX),
            ONE_DAY_LONG,
            DAYS_LONG,
        ),
    }
}

/// `Building for at least 12 min`.
pub(crate) fn lasts(session: &Session, seconds: i64) -> String {
    LASTS.with(&[&status_word(&session.status), &duration(seconds)])
}

/// What is usual of a status, in minutes.
pub(crate) fn usual(usual: i64, stuck: i64) -> String {
    USUAL.with(&[&duration(usual * 60), &duration(stuck * 60)])
}

/// What the doctor can do, on a button.
pub(crate) fn cure(cure: Cure) -> Text {
    match cure {
        Cure::Unlock => CURE_UNLOCK,
        Cure::Commit => CURE_COMMIT,
        Cure::Reset => CURE_RESET,
    }
}

/// What happens then.
pub(crate) fn cure_text(cure: Cure) -> Text {
    match cure {
        Cure::Unlock => CURE_UNLOCK_TEXT,
        Cure::Commit => CURE_COMMIT_TEXT,
        Cure::Reset => CURE_RESET_TEXT,
    }
}

/// What a row says after it.
pub(crate) fn cure_now(session: &Session) -> String {
    CURE_NOW.with(&[&status_word(&session.status)])
}

/// What to send to an administrator: path, the server's status, how long and since when.
pub(crate) fn admin_message(session: &Session, lasts: Option<i64>) -> String {
    let lasts = lasts.map_or_else(|| NOT_KNOWN.into(), duration);
    let since = match session.lastmod.as_str() {
        "" => NOT_KNOWN.into(),
        date => date.to_owned(),
    };
    ADMIN_MESSAGE.with(&[
        &session.address.to_string(),
        session.status.as_str(),
        &lasts,
        &since,
    ])
}

/// `The same study waits 2 more times`.
pub(crate) fn twins(n: usize) -> String {
    plural(n, TWIN_ONCE, TWIN_TIMES)
}

/// `S01_MR1 in NEURO`.
pub(crate) fn twin(session: &Session) -> String {
    TWIN_IN.with(&[
        &super::session_name(&session.name),
        &session.address.project.to_string(),
    ])
}

/// `Uploaded 2026-09-14 08:32 (3 days ago)`.
pub(crate) fn twin_uploaded(dated: &str) -> String {
    TWIN_UPLOADED.with(&[dated])
}

/// `Delete S01_MR1 in NEURO`, of a button on which only the first word is.
pub(crate) fn twin_delete(session: &Session) -> String {
    TWIN_DELETE.with(&[&twin(session)])
}

/// `Keep this one, delete 2 others`; `all` if no twin is left then.
pub(crate) fn twin_keep(others: usize, all: bool) -> String {
    if all {
        plural(others, TWIN_KEEP_ONE, TWIN_KEEP)
    } else {
        plural(others, TWIN_KEEP_SAME, TWIN_KEEP_SAME)
    }
}

/// How the scans of a twin compare, and how many they are: `Same scans as this one (3 scans)`; nothing before they are asked for.
pub(crate) fn twin_scans(kinship: Kinship, scans: Option<&Load<Vec<Scan>>>) -> Option<String> {
    let scans = match scans? {
        Load::Have(scans) => scans.len(),
        Load::Failed(_) => return Some(TWIN_UNREAD.into()),
        Load::Idle | Load::Busy => return Some(TWIN_WAITS.into()),
    };
    if scans == 0 {
        return Some(TWIN_EMPTY.into());
    }
    let scans = plural(scans, TWIN_SCAN, TWIN_SCANS);
    let text = match kinship {
        Kinship::Unknown => return Some(scans),
        Kinship::SentTwice => TWIN_SAME,
        Kinship::Split => TWIN_OTHER,
        Kinship::Overlap => TWIN_SOME,
    };
    Some(TWIN_WITH.with(&[&text, &scans]))
}

/// What was compared of the sessions of a study, and what that has shown.
pub(crate) fn compared(compared: &Compared) -> String {
    let Compared {
        sent_twice,
        split,
        overlap,
        unknown,
        waiting,
        left_out,
    } = *compared;
    let parts = [
        (sent_twice, TWINS_SAME_ONE, TWINS_SAME),
        (overlap, TWINS_SOME_ONE, TWINS_SOME),
        (split, TWINS_OTHER_ONE, TWINS_OTHER),
        (unknown, TWINS_UNKNOWN_ONE, TWINS_UNKNOWN),
    ];
    let told: usize = parts.iter().map(|(n, ..)| n).sum();
    if waiting > 0 {
        return TWIN_COMPARING.with(&[&count(told), &count(told + waiting)]);
    }
    let parts = parts.into_iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, one, many)| plural(n, one, many)).collect();
    let mut text = TWIN_COMPARED.with(&[&parts.join(", ")]);
    if sent_twice > 0 {
        text += " ";
        text += &TWIN_FILES;
    }
    if left_out > 0 {
        text += " ";
        text += &plural(left_out, TWINS_LEFT_OUT_ONE, TWINS_LEFT_OUT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::sessions;
    use crate::words::Language;

    #[test]
    fn how_long_something_lasts() {
        for (seconds, english, german) in [
            (-5, "0 s", "0 s"),
            (59, "59 s", "59 s"),
            (12 * 60, "12 min", "12 min"),
            (3 * 3600 + 300, "3 h 5 min", "3 h 5 min"),
            (86_400, "1 day", "1 Tag"),
            (3 * 86_400, "3 days", "3 Tagen"),
        ] {
            Language::English.set();
            assert_eq!(duration(seconds), english);
            Language::German.set();
            assert_eq!(duration(seconds), german);
        }
    }

    #[test]
    fn what_was_compared_is_told() {
        let told = |sent_twice, split, overlap, unknown, waiting, left_out| Compared {
            sent_twice,
            split,
            overlap,
            unknown,
            waiting,
            left_out,
        };
        for (told, english, german) in [
            (
                told(2, 0, 0, 0, 5, 10),
                "Comparing by scan number and description: 2 of 7 so far.",
                "Nach Scannummer und Beschreibung wird verglichen: bisher 2 von 7.",
            ),
            (
                told(1, 2, 0, 0, 0, 0),
                "Compared by scan number and description: 1 has the same scans as this one, 2 have other scans. Their files were not compared.",
                "Nach Scannummer und Beschreibung verglichen: 1 hat dieselben Scans wie diese Session, 2 haben andere Scans. Die Dateien wurden nicht verglichen.",
            ),
            (
                told(0, 1, 2, 1, 0, 1),
                "Compared by scan number and description: 2 have some scans in common with it, 1 has other scans, 1 could not be compared. Too many: 1 was not compared.",
                "Nach Scannummer und Beschreibung verglichen: 2 haben einige Scans mit ihr gemeinsam, 1 hat andere Scans, 1 ließ sich nicht vergleichen. Zu viele: 1 wurde nicht verglichen.",
            ),
        ] {
            Language::English.set();
            assert_eq!(compared(&told), english);
            Language::German.set();
            assert_eq!(compared(&told), german);
        }
    }

    #[test]
    fn the_scans_of_a_twin_are_told_with_their_number() {
        let scan = |id: &str| Scan {
            id: id.into(),
            xsi_type: String::new(),
            series_description: String::new(),
        };
        let have = |ids: &[&str]| Some(Load::Have(ids.iter().map(|id| scan(id)).collect()));
        for (kinship, scans, english, german) in [
            (Kinship::Unknown, None, None, None),
            (
                Kinship::Unknown,
                Some(Load::Busy),
                Some("Comparing the scans…"),
                Some("Die Scans werden verglichen …"),
            ),
            (
                Kinship::Unknown,
                Some(Load::Failed(crate::store::problem::Problem::default())),
                Some("Its scans could not be read"),
                Some("Ihre Scans konnten nicht gelesen werden"),
            ),
            (
                Kinship::Unknown,
                have(&[]),
                Some("No scans"),
                Some("Keine Scans"),
            ),
            (
                Kinship::Unknown,
                have(&["1"]),
                Some("1 scan"),
                Some("1 Scan"),
            ),
            (
                Kinship::SentTwice,
                have(&["1", "2"]),
                Some("Same scans as this one (2 scans)"),
                Some("Dieselben Scans wie diese Session (2 Scans)"),
            ),
            (
                Kinship::Split,
                have(&["1"]),
                Some("Other scans: part of the same study (1 scan)"),
                Some("Andere Scans: Teil derselben Studie (1 Scan)"),
            ),
            (
                Kinship::Overlap,
                have(&["1", "2"]),
                Some("Some scans in common (2 scans)"),
                Some("Einige Scans gemeinsam (2 Scans)"),
            ),
        ] {
            for (language, wanted) in [(Language::English, english), (Language::German, german)] {
                language.set();
                assert_eq!(twin_scans(kinship, scans.as_ref()).as_deref(), wanted);
            }
        }
    }

    #[test]
    fn what_is_kept_and_how_many_others_go_is_on_the_button() {
        for (others, all, english, german) in [
            (
                1,
                true,
                "Keep this one, delete 1 other",
                "Diese behalten, 1 andere löschen",
            ),
            (
                2,
                true,
                "Keep this one, delete 2 others",
                "Diese behalten, 2 andere löschen",
            ),
            (
                1,
                false,
                "Keep this one, delete 1 with the same scans",
                "Diese behalten, 1 mit denselben Scans löschen",
            ),
        ] {
            Language::English.set();
            assert_eq!(twin_keep(others, all), english);
            Language::German.set();
            assert_eq!(twin_keep(others, all), german);
        }
    }

    #[test]
    fn an_administrator_is_told_which_session_what_status_and_since_when() {
        let mut session = sessions(&["_BUILDING"]).remove(0);
        session.lastmod = "2026-09-14 08:32:00.0".to_owned().into();
        let told = admin_message(&session, Some(720));
        for part in [
            &*session.address.to_string(),
            "_BUILDING",
            "12 min",
            "2026-09-14 08:32:00.0",
        ] {
            assert!(told.contains(part), "{told}");
        }
        session.lastmod = String::new().into();
        assert!(admin_message(&session, None).contains("unknown"));
    }
}

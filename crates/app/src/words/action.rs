//! The actions in words: buttons, what will happen, and why not.

use prearchive_core::archiving::Overwrite;
use prearchive_core::plan::{Action, Reason};
use prearchive_core::project::Project;

use super::list::{sessions, shown};
use super::text::{Text, by_number, plural, texts};
use crate::format::count;

texts! {
    WILL = "Will work", "Wird ausgeführt";
    WILL_CHECKED = ": {0} checked, {1} not checked", ": {0} geprüft, {1} nicht geprüft";
    DECIDE = "Choose first what happens to what is archived.", "Wählen Sie zuerst, was mit dem Archivierten geschieht.";
    LOOK = "Needs a look", "Bitte prüfen";
    LOOK_HINT = "Tick those that should be included.", "Haken Sie an, was einbezogen werden soll.";
    WONT = "Left out", "Ausgelassen";
    TARGET = "Target project", "Zielprojekt";
    NO_TARGETS = "There is no project that you may add sessions to.", "Es gibt kein Projekt, in das Sie Sessions geben dürfen.";
    CHOOSE_PROJECT = "Choose a project…", "Projekt wählen …";
    OVERWRITE = "If the session is already archived", "Wenn die Session bereits archiviert ist";
    CHECKING = "The server is checking what archiving would meet…", "Der Server prüft, worauf das Archivieren treffen würde …";
    CHECK = "What the server found", "Was der Server gefunden hat";
    CHECK_CLEAN = "The server found nothing in the way.", "Der Server hat kein Hindernis gefunden.";
    CHECK_FAILED = "The server could not check this session.", "Der Server konnte diese Session nicht prüfen.";
    LEAVE_OUT_HIDDEN = "Leave them out", "Auslassen";

    ARCHIVE = "Archive", "Archivieren";
    MOVE = "Change Project", "Projekt wechseln";
    REBUILD = "Rebuild", "Neu aufbauen";
    DELETE = "Delete", "Löschen";
    ARCHIVE_HELP = "Take into the archive of the project", "In das Archiv des Projekts übernehmen";
    MOVE_HELP = "Give to another project, where it waits again", "An ein anderes Projekt geben, wo es wieder wartet";
    REBUILD_HELP = "Make the session document again from the files", "Das Session-Dokument aus den Dateien neu erstellen";
    DELETE_HELP = "Remove from the prearchive", "Aus dem Prearchive entfernen";

    ARCHIVE_TITLE = "Archive {0}?", "{0} archivieren?";
    MOVE_TITLE = "Change the project of {0}?", "Projekt wechseln: {0}?";
    REBUILD_TITLE = "Rebuild {0}?", "{0} neu aufbauen?";
    DELETE_TITLE = "Delete {0}?", "{0} löschen?";

    ARCHIVE_ONE = "It leaves the prearchive and becomes part of its project's archive. For 8 seconds this can be undone, later not from here.", "Die Session verlässt das Prearchive und wird Teil des Archivs ihres Projekts. Das lässt sich 8 Sekunden lang rückgängig machen, danach von hier aus nicht mehr.";
    ARCHIVE_MANY = "They leave the prearchive and become part of their project's archive. For 8 seconds this can be undone, later not from here.", "Die Sessions verlassen das Prearchive und werden Teil des Archivs ihres Projekts. Das lässt sich 8 Sekunden lang rückgängig machen, danach von hier aus nicht mehr.";
    MOVE_ONE = "It leaves its project and waits in the prearchive of the other one.", "Die Session verlässt ihr Projekt und wartet im Prearchive des anderen.";
    MOVE_MANY = "They leave their project and wait in the prearchive of the other one.", "Die Sessions verlassen ihr Projekt und warten im Prearchive des anderen.";
    REBUILD_ONE = "The server reads the files again and makes a new session document. No file is changed.", "Der Server liest die Dateien erneut und erstellt ein neues Session-Dokument. Keine Datei wird verändert.";
    REBUILD_MANY = "The server reads the files again and makes new session documents. No file is changed.", "Der Server liest die Dateien erneut und erstellt neue Session-Dokumente. Keine Datei wird verändert.";
    DELETE_ONE = "It leaves the prearchive with all its files. For 8 seconds this can be undone, later not from here.", "Die Session verlässt das Prearchive mit allen ihren Dateien. Das lässt sich 8 Sekunden lang rückgängig machen, danach von hier aus nicht mehr.";
    DELETE_MANY = "They leave the prearchive with all their files. For 8 seconds this can be undone, later not from here.", "Die Sessions verlassen das Prearchive mit allen ihren Dateien. Das lässt sich 8 Sekunden lang rückgängig machen, danach von hier aus nicht mehr.";

    GO_ARCHIVE = "Archive {0}", "{0} archivieren";
    GO_MOVE = "Move {0}", "{0} verschieben";
    GO_MOVE_TO = "Move {0} to {1}", "{0} nach {1} verschieben";
    GO_REBUILD = "Rebuild {0}", "{0} neu aufbauen";
    GO_DELETE = "Delete {0}", "{0} löschen";
    NONE_ARCHIVE = "Nothing to archive", "Nichts zu archivieren";
    NONE_MOVE = "Nothing to move", "Nichts zu verschieben";
    NONE_REBUILD = "Nothing to rebuild", "Nichts neu aufzubauen";
    NONE_DELETE = "Nothing to delete", "Nichts zu löschen";
    TYPE_NUMBER = "Type {0} to confirm", "Zur Bestätigung {0} eingeben";
    HIDDEN_ONE = "{0} of them is hidden by the filter.", "{0} davon wird vom Filter verborgen.";
    HIDDEN_MANY = "{0} of them are hidden by the filter.", "{0} davon werden vom Filter verborgen.";
    AND_MORE = "… and {0} more.", "… und {0} weitere.";

    LOCKED = "The server is working on it.", "Der Server arbeitet daran.";
    QUEUED = "Other work on it was asked for and has not finished.", "Eine andere Arbeit daran wurde angefordert und ist noch nicht fertig.";
    RECEIVING = "Files may still be arriving.", "Es können noch Dateien eintreffen.";
    FAILED_BEFORE = "Something failed before; look at its history first.", "Zuvor ist etwas fehlgeschlagen; sehen Sie zuerst in den Verlauf.";
    CLASH_REBUILD = "It becomes Ready again, although it still clashes: archiving will find that.", "Die Session wird wieder „Bereit“, obwohl der Konflikt bleibt: Beim Archivieren zeigt er sich.";
    CLASH = "It clashes with an archived session.", "Die Session steht im Konflikt mit einer archivierten Session.";
    NOT_A_TARGET = "Unassigned is not a project it can be given to.", "„Unassigned“ ist kein Projekt, an das die Session gegeben werden kann.";
    NO_PROJECT = "It has no project; change its project first.", "Die Session hat kein Projekt; wechseln Sie zuerst ihr Projekt.";
    ALREADY_THERE = "It is in that project already.", "Die Session ist bereits in diesem Projekt.";
    NO_IDENTITY = "The server's row is incomplete, so it cannot be named.", "Die Zeile des Servers ist unvollständig, daher kann die Session nicht benannt werden.";
    STRANGE_STATUS = "Its status is not known to this page.", "Diese Seite kennt den Status der Session nicht.";

    KEEP = "Keep what is archived", "Archiviertes behalten";
    KEEP_TEXT = "New scans are added. Where files clash, nothing changes and the session waits as a conflict.", "Neue Scans kommen hinzu. Wo Dateien sich widersprechen, ändert sich nichts, und die Session wartet als Konflikt.";
    APPEND = "Add to what is archived", "Zum Archivierten hinzufügen";
    APPEND_TEXT = "Merges the two. XNAT 1.8 and later replace files that clash, older ones keep them.", "Führt beide zusammen. XNAT ab 1.8 ersetzt Dateien, die sich widersprechen, ältere Versionen behalten sie.";
    REPLACE_ARCHIVED = "Replace what is archived", "Archiviertes ersetzen";
    REPLACE_ARCHIVED_TEXT = "Archived files that clash are deleted and these take their place. Nobody can bring them back from here.", "Archivierte Dateien, die im Konflikt stehen, werden gelöscht, und diese treten an ihre Stelle. Von hier aus kann sie niemand zurückholen.";

    NOTE = "Note", "Hinweis";
    CONFLICT_FOUND = "Conflict", "Konflikt";
    WILL_FAIL = "Will fail", "Wird scheitern";
}

/// The word on a button.
pub(crate) fn action(action: Action) -> Text {
    match action {
        Action::Archive => ARCHIVE,
        Action::Move => MOVE,
        Action::Rebuild => REBUILD,
        Action::Delete => DELETE,
    }
}

/// What an action does, as a button's title.
pub(crate) fn action_help(action: Action) -> Text {
    match action {
        Action::Archive => ARCHIVE_HELP,
        Action::Move => MOVE_HELP,
        Action::Rebuild => REBUILD_HELP,
        Action::Delete => DELETE_HELP,
    }
}

/// The title of the confirmation: `Archive 2 of 6 sessions?` if it is not about all of them.
pub(crate) fn sheet_title(action: Action, going: usize, all: usize) -> String {
    let which = if going == 0 {
        sessions(all)
    } else {
        shown(going, all)
    };
    match action {
        Action::Archive => ARCHIVE_TITLE,
        Action::Move => MOVE_TITLE,
        Action::Rebuild => REBUILD_TITLE,
        Action::Delete => DELETE_TITLE,
    }
    .with(&[&which])
}

/// What will happen, in a sentence or two.
pub(crate) fn sheet_text(action: Action, n: usize) -> Text {
    let (one, many) = match action {
        Action::Archive => (ARCHIVE_ONE, ARCHIVE_MANY),
        Action::Move => (MOVE_ONE, MOVE_MANY),
        Action::Rebuild => (REBUILD_ONE, REBUILD_MANY),
        Action::Delete => (DELETE_ONE, DELETE_MANY),
    };
    by_number(n, one, many)
}

/// The big button: exactly what it does, and that there is nothing to do.
pub(crate) fn go(action: Action, n: usize, target: Option<&Project>) -> String {
    if n == 0 {
        let none = match action {
            Action::Archive => NONE_ARCHIVE,
            Action::Move => NONE_MOVE,
            Action::Rebuild => NONE_REBUILD,
            Action::Delete => NONE_DELETE,
        };
        return none.into();
    }
    let which = sessions(n);
    match (action, target) {
        (Action::Archive, _) => GO_ARCHIVE.with(&[&which]),
        (Action::Move, Some(project)) => GO_MOVE_TO.with(&[&which, project.as_str()]),
        (Action::Move, None) => GO_MOVE.with(&[&which]),
        (Action::Rebuild, _) => GO_REBUILD.with(&[&which]),
        (Action::Delete, _) => GO_DELETE.with(&[&which]),
    }
}

/// The label of the box in which the number is typed.
pub(crate) fn type_number(n: usize) -> String {
    // As it is to be typed, without marks between the digits.
    TYPE_NUMBER.with(&[&n.to_string()])
}

/// How many of those that will work were checked beforehand; nothing if all were.
pub(crate) fn will_checked(checked: usize, all: usize) -> Option<String> {
    let not = all.saturating_sub(checked);
    (not > 0).then(|| WILL_CHECKED.with(&[&count(checked), &count(not)]))
}

/// What else is hidden while a sheet is open.
pub(crate) fn hidden_too(n: usize) -> String {
    plural(n, HIDDEN_ONE, HIDDEN_MANY)
}

/// The end of a list that is cut short.
pub(crate) fn and_more(n: usize) -> String {
    AND_MORE.with(&[&count(n)])
}

/// Why an action needs a look or is not possible.
pub(crate) fn reason(reason: Reason, action: Action) -> Text {
    match (reason, action) {
        (Reason::Locked, _) => LOCKED,
        (Reason::Queued, _) => QUEUED,
        (Reason::Receiving, _) => RECEIVING,
        (Reason::Failed, _) => FAILED_BEFORE,
        (Reason::Conflicts, Action::Rebuild) => CLASH_REBUILD,
        (Reason::Conflicts, _) => CLASH,
        (Reason::Unassigned, Action::Move) => NOT_A_TARGET,
        (Reason::Unassigned, _) => NO_PROJECT,
        (Reason::AlreadyThere, _) => ALREADY_THERE,
        (Reason::NoIdentity, _) => NO_IDENTITY,
        (Reason::UnknownStatus, _) => STRANGE_STATUS,
    }
}

/// A choice about files that are already archived: its name, and what it does.
pub(crate) fn overwrite(overwrite: Overwrite) -> (Text, Text) {
    match overwrite {
        Overwrite::None => (KEEP, KEEP_TEXT),
        Overwrite::Append => (APPEND, APPEND_TEXT),
        Overwrite::Delete => (REPLACE_ARCHIVED, REPLACE_ARCHIVED_TEXT),
    }
}

/// A kind of finding.
pub(crate) fn finding(kind: &str) -> &str {
    match kind {
        "WARN" => NOTE.get(),
        "CONFLICT" => CONFLICT_FOUND.get(),
        "FAIL" => WILL_FAIL.get(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn buttons_say_exactly_what_they_do() {
        let target = Project::from("BRAIN");
        let said = || {
            [
                go(Action::Archive, 11, None),
                go(Action::Archive, 1, None),
                go(Action::Archive, 0, None),
                go(Action::Move, 2, Some(&target)),
                go(Action::Delete, 1200, None),
                hidden_too(1),
                sheet_title(Action::Archive, 6, 6),
                sheet_title(Action::Archive, 0, 6),
                sheet_title(Action::Move, 2, 6),
            ]
        };
        assert_eq!(
            said(),
            [
                "Archive 11 sessions",
                "Archive 1 session",
                "Nothing to archive",
                "Move 2 sessions to BRAIN",
                "Delete 1,200 sessions",
                "1 of them is hidden by the filter.",
                "Archive 6 sessions?",
                "Archive 6 sessions?",
                "Change the project of 2 of 6 sessions?",
            ]
        );
        Language::German.set();
        assert_eq!(
            said(),
            [
                "11 Sessions archivieren",
                "1 Session archivieren",
                "Nichts zu archivieren",
                "2 Sessions nach BRAIN verschieben",
                "1.200 Sessions löschen",
                "1 davon wird vom Filter verborgen.",
                "6 Sessions archivieren?",
                "6 Sessions archivieren?",
                "Projekt wechseln: 2 von 6 Sessions?",
            ]
        );
    }

    #[test]
    fn every_reason_is_a_sentence() {
        for language in Language::ALL {
            language.set();
            for why in Reason::ALL {
                for what in Action::ALL {
                    assert!(reason(why, what).ends_with('.'), "{why:?}");
                }
            }
        }
    }
}

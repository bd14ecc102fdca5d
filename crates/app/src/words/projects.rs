//! The projects: roles, what waits, and what happens on arrival.

use super::list::sessions;
use super::page::CLOSE;
use super::text::{Text, texts};

texts! {
    PROJECTS_INTRO = "What each project does with sessions when they arrive.", "Was jedes Projekt mit Sessions macht, wenn sie eintreffen.";
    NO_PROJECTS_TITLE = "No project yet", "Noch kein Projekt";
    NO_PROJECTS_TEXT = "You are in no project on this server. Ask the owner of a project to add you.", "Sie gehören auf diesem Server zu keinem Projekt. Bitten Sie den Eigentümer eines Projekts, Sie aufzunehmen.";
    PROJECTS_FAILED = "The projects cannot be loaded", "Die Projekte können nicht geladen werden";
    ROLE = "Your role", "Ihre Rolle";
    WAITING = "Waiting", "Wartend";
    NO_ROLE = "None", "Keine";
    OWNER = "Owner", "Eigentümer";
    MEMBER = "Member", "Mitglied";
    COLLABORATOR = "Collaborator", "Mitarbeiter";
    SETTING = "When a session arrives", "Wenn eine Session eintrifft";
    CHANGE = "Change", "Ändern";
    OWNERS_CHANGE = "Only owners change this.", "Nur Eigentümer ändern das.";
    UNSEEN = "—", "—";
    UNSEEN_WHY = "Collaborators do not see what waits", "Mitarbeiter sehen nicht, was wartet";
    SAVE = "Save", "Speichern";
    SAVING = "Saving…", "Wird gespeichert …";
    SAVED = "Saved.", "Gespeichert.";
    NOT_GIVEN = "Not told by the server", "Vom Server nicht mitgeteilt";
    CODE_FORBIDDEN = "Only owners of the project and site administrators can change this. Ask an owner.", "Nur Eigentümer des Projekts und Administratoren können das ändern. Fragen Sie einen Eigentümer.";
    REPLACE_WARNING = "Files that are already archived are replaced without asking anybody.", "Bereits archivierte Dateien werden ohne Rückfrage ersetzt.";

    MANUAL = "Wait in the prearchive", "Im Prearchive warten";
    MANUAL_TEXT = "Every session waits until somebody archives it.", "Jede Session wartet, bis jemand sie archiviert.";
    AUTO = "Archive automatically, keep existing files", "Automatisch archivieren, vorhandene Dateien behalten";
    AUTO_TEXT = "Sessions go to the archive on arrival. Files that are already archived are kept; a session that clashes waits as a conflict.", "Sessions kommen beim Eintreffen ins Archiv. Bereits archivierte Dateien bleiben erhalten; eine Session, die ihnen widerspricht, wartet als Konflikt.";
    REPLACE = "Archive automatically, replace existing files", "Automatisch archivieren, vorhandene Dateien ersetzen";
    REPLACE_TEXT = "Sessions go to the archive on arrival, and nobody looks at them first.", "Sessions kommen beim Eintreffen ins Archiv, und niemand sieht sie vorher an.";
    UNKNOWN_CODE = "Code {0}", "Code {0}";
    UNKNOWN_CODE_TEXT = "A code that this page does not know; it is shown as the server has it.", "Ein Code, den diese Seite nicht kennt; er wird angezeigt, wie der Server ihn hat.";

    SHOW_WAITING = "Show {0} of {1}", "{0} von {1} anzeigen";
    CHANGE_SETTING = "Change the setting of {0}", "Einstellung von {0} ändern";
    CLOSE_SETTING = "Close the setting of {0}", "Einstellung von {0} schließen";
}

/// The button that shows what waits in a project.
pub(crate) fn show_waiting(n: usize, project: &str) -> String {
    SHOW_WAITING.with(&[&sessions(n), project])
}

/// A prearchive code in words: its name, and what it does.
pub(crate) fn code(code: i64) -> (String, Text) {
    let (name, text) = match code {
        0 => (MANUAL, MANUAL_TEXT),
        4 => (AUTO, AUTO_TEXT),
        5 => (REPLACE, REPLACE_TEXT),
        other => {
            let name = UNKNOWN_CODE.with(&[&other.to_string()]);
            return (name, UNKNOWN_CODE_TEXT);
        }
    };
    (name.into(), text)
}

/// The word on the button that opens the setting of a project, or closes it.
pub(crate) fn change(open: bool) -> Text {
    if open { CLOSE } else { CHANGE }
}

/// The accessible name of that button.
pub(crate) fn change_setting(project: &str, open: bool) -> String {
    let text = if open { CLOSE_SETTING } else { CHANGE_SETTING };
    text.with(&[project])
}

/// A role in a project as the server names it, in the singular.
pub(crate) fn role(role: &str) -> &str {
    match role {
        "" => NO_ROLE.get(),
        "Owners" => OWNER.get(),
        "Members" => MEMBER.get(),
        "Collaborators" => COLLABORATOR.get(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_codes_and_roles_are_shown_as_they_are() {
        assert_eq!(code(11).0, "Code 11");
        assert_eq!(code(0).0, "Wait in the prearchive");
        assert_eq!(role("Curators"), "Curators");
        assert_eq!(role("Owners"), "Owner");
    }
}

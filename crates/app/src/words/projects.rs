//! The projects: roles, what waits, and what happens on arrival.

use prearchive_core::query::StatusGroup;

use super::list::sessions;
use super::status::group;
use super::text::{Text, plural, texts};
use crate::format::count;
use crate::store::projects::{Column, Role};

texts! {
    PROJECTS_INTRO = "What waits in each project, and what each does with sessions when they arrive.", "Was in jedem Projekt wartet, und was jedes mit Sessions macht, wenn sie eintreffen.";
    NO_PROJECTS_TITLE = "No project yet", "Noch kein Projekt";
    NO_PROJECTS_TEXT = "You are in no project on this server. Ask the owner of a project to add you.", "Sie gehören auf diesem Server zu keinem Projekt. Bitten Sie den Eigentümer eines Projekts, Sie aufzunehmen.";
    NO_PROJECT_MATCHES = "No project matches these words.", "Kein Projekt passt zu diesen Wörtern.";
    PROJECTS_FAILED = "The projects cannot be loaded", "Die Projekte können nicht geladen werden";
    FILTER_PROJECTS = "Filter projects", "Projekte filtern";
    FILTER_PROJECTS_HINT = "Name, role or setting", "Name, Rolle oder Einstellung";
    ROLE = "Your role", "Ihre Rolle";
    WAITING = "Waiting", "Wartend";
    OLDEST = "Oldest waiting", "Am längsten wartend";
    NOTHING_WAITS = "Nothing", "Nichts";
    NO_ROLE = "None", "Keine";
    OWNER = "Owner", "Eigentümer";
    MEMBER = "Member", "Mitglied";
    COLLABORATOR = "Collaborator", "Mitarbeiter";
    ADMINISTRATOR = "Administrator", "Administrator";
    SETTING = "When a session arrives", "Wenn eine Session eintrifft";
    CHANGE = "Change", "Ändern";
    CHANGES = "What changes", "Was sich ändert";
    CHANGES_NOTHING = "Nothing changes.", "Es ändert sich nichts.";
    FROM_TO = "{0} → {1}", "{0} → {1}";
    STAYS = "stays: {0}", "bleibt: {0}";
    OWNERS_CHANGE = "Only owners change this.", "Nur Eigentümer ändern das.";
    UNSEEN = "—", "—";
    UNSEEN_WHY = "Collaborators do not see what waits", "Mitarbeiter sehen nicht, was wartet";
    SAVE = "Save", "Speichern";
    SAVING = "Saving…", "Wird gespeichert …";
    SAVED = "Saved.", "Gespeichert.";
    NOT_TAKEN = "The server took the change, and says all the same: {0}", "Der Server hat die Änderung angenommen und sagt trotzdem: {0}";
    NO_SETTING = "No setting: these wait until they get a project", "Keine Einstellung: Diese warten, bis sie ein Projekt bekommen";
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
    SHOW_WAITING_IN = "{0} {1}: show these sessions of {2}", "{0} {1}: diese Sessions von {2} anzeigen";
    COUNT_IN = "{0} {1}", "{0} {1}";
    CHANGE_SETTING = "Change the setting of {0}", "Einstellung von {0} ändern";
    CHANGE_ONE = "Change {0} project", "{0} Projekt ändern";
    CHANGE_MANY = "Change {0} projects", "{0} Projekte ändern";
    SETTING_OF = "Setting of {0}", "Einstellung von {0}";
    SETTING_OF_ONE = "Setting of {0} project", "Einstellung von {0} Projekt";
    SETTING_OF_MANY = "Setting of {0} projects", "Einstellung von {0} Projekten";
    SELECT_PROJECT = "Select {0}", "{0} auswählen";
    SELECT_PROJECTS = "Select all projects that can be changed", "Alle änderbaren Projekte auswählen";
    ONE_PROJECT_SELECTED = "{0} project selected", "{0} Projekt ausgewählt";
    PROJECTS_SELECTED = "{0} projects selected", "{0} Projekte ausgewählt";
    UNSELECT_PROJECTS = "Clear the selection of projects", "Auswahl der Projekte aufheben";
    SORT_PROJECTS = "Sort projects by {0}", "Projekte nach {0} sortieren";
}

/// The button that shows what waits in a project.
pub(crate) fn show_waiting(n: usize, project: &str) -> String {
    SHOW_WAITING.with(&[&sessions(n), project])
}

/// The button that shows what waits in a project in a status.
pub(crate) fn show_waiting_in(n: usize, project: &str, status: StatusGroup) -> String {
    SHOW_WAITING_IN.with(&[&count(n), group(status).get(), project])
}

/// `3 Ready`.
pub(crate) fn count_in(n: usize, status: StatusGroup) -> String {
    COUNT_IN.with(&[&crate::format::count(n), group(status).get()])
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

/// The accessible name of the button that changes the setting of a project.
pub(crate) fn change_setting(project: &str) -> String {
    CHANGE_SETTING.with(&[project])
}

/// The button that changes some projects.
pub(crate) fn change_projects(n: usize) -> String {
    plural(n, CHANGE_ONE, CHANGE_MANY)
}

/// The title over the settings of some projects.
pub(crate) fn setting_of(projects: &[String]) -> String {
    match projects {
        [project] => SETTING_OF.with(&[project]),
        projects => plural(projects.len(), SETTING_OF_ONE, SETTING_OF_MANY),
    }
}

/// `Wait in the prearchive → Archive automatically, keep existing files`.
pub(crate) fn from_to(from: &str, to: &str) -> String {
    FROM_TO.with(&[from, to])
}

/// What does not change.
pub(crate) fn stays(setting: &str) -> String {
    STAYS.with(&[setting])
}

/// The server says another code than the one it was sent.
pub(crate) fn not_taken(now: &str) -> String {
    NOT_TAKEN.with(&[now])
}

/// The accessible name of a project's tick.
pub(crate) fn select_project(project: &str) -> String {
    SELECT_PROJECT.with(&[project])
}

/// `3 projects selected`.
pub(crate) fn projects_selected(n: usize) -> String {
    plural(n, ONE_PROJECT_SELECTED, PROJECTS_SELECTED)
}

/// The name of a column.
pub(crate) fn project_column(column: Column) -> Text {
    match column {
        Column::Project => super::list::PROJECT,
        Column::Role => ROLE,
        Column::Waiting => WAITING,
        Column::Oldest => OLDEST,
        Column::Setting => SETTING,
    }
}

/// The accessible name of a way to sort.
pub(crate) fn sort_projects(column: Column) -> String {
    SORT_PROJECTS.with(&[project_column(column).get()])
}

/// A role in a project, in the singular; one that is not known as the server names it.
pub(crate) fn role(role: &Role) -> &str {
    let text = match role {
        Role::None => NO_ROLE,
        Role::Administrator => ADMINISTRATOR,
        Role::Named(role) => match role.as_str() {
            "Owners" => OWNER,
            "Members" => MEMBER,
            "Collaborators" => COLLABORATOR,
            other => return other,
        },
    };
    text.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_codes_and_roles_are_shown_as_they_are() {
        assert_eq!(code(11).0, "Code 11");
        assert_eq!(code(0).0, "Wait in the prearchive");
        for (server, shown) in [("Curators", "Curators"), ("Owners", "Owner")] {
            assert_eq!(role(&Role::Named(server.into())), shown);
        }
    }
}

//! The activity journal: what was done, and how it ended.

use super::action::action;
use super::doctor::cure;
use super::panel::delete_scan;
use super::text::{Text, plural, texts};
use crate::store::journal::{Deed, Outcome};
use crate::store::run::Became;

texts! {
    ACTIVITY = "Activity", "Aktivität";
    ACTIVITY_INTRO = "What you did in this tab since you signed in. It is kept in the tab’s memory only, and forgotten when you sign out, reload or close it.", "Was Sie seit der Anmeldung in diesem Tab getan haben. Es steht nur im Speicher des Tabs und wird beim Abmelden, Neuladen oder Schließen vergessen.";
    ACTIVITY_EMPTY = "Nothing has been done yet.", "Bisher wurde nichts getan.";
    ACTIVITY_NONE = "Nothing ended like this.", "Nichts ist so ausgegangen.";
    ACTIVITY_OUTCOME = "Outcome", "Ausgang";
    ACTIVITY_COPY = "Copy as text", "Als Text kopieren";
    ACTIVITY_SAVE = "Save as CSV", "Als CSV speichern";
    ACTIVITY_CLEAR = "Clear", "Leeren";
    OUTCOME_ALL = "All", "Alle";
    OUTCOME_DONE = "Done", "Erledigt";
    OUTCOME_FAILED = "Failed", "Fehlgeschlagen";
    OUTCOME_OPEN = "End not seen", "Ende nicht gesehen";
    OUTCOME_SKIPPED = "Not begun", "Nicht begonnen";
    DEED_MOVED = "{0} to {1}", "{0} nach {1}";
    BECAME = "Now: {0}", "Jetzt: {0}";
    DEED_SETTING = "Setting: {0}", "Einstellung: {0}";
    ONE_ENTRY = "{0} entry", "{0} Eintrag";
    MANY_ENTRIES = "{0} entries", "{0} Einträge";
}

/// What was done.
pub(crate) fn deed(deed: &Deed) -> String {
    match deed {
        Deed::Action(what, None) => action(*what).into(),
        Deed::Action(what, Some(target)) => DEED_MOVED.with(&[action(*what).get(), target]),
        Deed::Cure(what) => cure(*what).into(),
        Deed::DeleteScan(scan) => delete_scan(scan),
        Deed::Setting(setting) => DEED_SETTING.with(&[setting]),
    }
}

/// How it ended.
pub(crate) fn journal_outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Done => OUTCOME_DONE,
        Outcome::Failed => OUTCOME_FAILED,
        Outcome::Open => OUTCOME_OPEN,
        Outcome::Skipped => OUTCOME_SKIPPED,
    }
}

/// What a session is called where it went, if that is something else: `Now: project, subject, session, address`.
pub(crate) fn became(became: &Became) -> Option<String> {
    let names = [&became.subject, &became.session, &became.archive];
    let said: Vec<&str> = names
        .map(String::as_str)
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    (!said.is_empty()).then(|| BECAME.with(&[&said.join(", ")]))
}

/// `12 entries`.
pub(crate) fn entries(n: usize) -> String {
    plural(n, ONE_ENTRY, MANY_ENTRIES)
}

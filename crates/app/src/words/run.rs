//! The tray of runs: what is under way, and how it went.

use prearchive_core::plan::Action;
use prearchive_core::project::Project;

use super::list::sessions;
use super::page::{SESSIONS, about};
use super::text::{Text, texts};
use crate::format::count;

texts! {
    PROGRESS = "Progress", "Fortschritt";
    STOP = "Stop", "Anhalten";
    STOPPING = "Stopping…", "Wird angehalten …";
    QUEUED_HERE = "Not started", "Nicht begonnen";
    SENT = "Sent to the server", "An den Server gesendet";
    UNCONFIRMED = "The server has accepted it and is still working.", "Der Server hat es angenommen und arbeitet noch.";
    SKIPPED = "Stopped before it began.", "Angehalten, bevor es begann.";
    FAILED = "Failed", "Fehlgeschlagen";
    RETRY_FAILED = "Retry failed", "Fehlgeschlagene wiederholen";
    GO_ON = "Go on", "Fortsetzen";
    RETRY_AND_GO_ON = "Retry failed and go on", "Fehlgeschlagene wiederholen und fortsetzen";

    ARCHIVING = "Archiving {0}", "Archivieren: {0}";
    MOVING = "Moving {0}", "Verschieben: {0}";
    MOVING_TO = "Moving {0} to {1}", "Verschieben nach {1}: {0}";
    REBUILDING = "Rebuilding {0}", "Neu aufbauen: {0}";
    DELETING = "Deleting {0}", "Löschen: {0}";

    ARCHIVED = "Archived", "Archiviert";
    MOVED = "Moved", "Verschoben";
    REBUILT = "Rebuilt", "Neu aufgebaut";
    DELETED = "Deleted", "Gelöscht";
    ARCHIVED_COUNT = "{0} archived", "{0} archiviert";
    MOVED_COUNT = "{0} moved", "{0} verschoben";
    REBUILT_COUNT = "{0} rebuilt", "{0} neu aufgebaut";
    DELETED_COUNT = "{0} deleted", "{0} gelöscht";
    DONE_COUNT = "{0} done", "{0} fertig";
    FAILED_COUNT = "{0} failed", "{0} fehlgeschlagen";
    UNCONFIRMED_COUNT = "{0} still working", "{0} noch in Arbeit";
    SKIPPED_COUNT = "{0} not started", "{0} nicht begonnen";
    LEFT_COUNT = "{0} to go", "{0} ausstehend";
    SENTENCE = "{0}.", "{0}.";
}

/// The title of a job: `Archiving 12 sessions`.
pub(crate) fn job(action: Action, n: usize, target: Option<&Project>) -> String {
    let which = sessions(n);
    match (action, target) {
        (Action::Archive, _) => ARCHIVING.with(&[&which]),
        (Action::Move, Some(project)) => MOVING_TO.with(&[&which, project.as_str()]),
        (Action::Move, None) => MOVING.with(&[&which]),
        (Action::Rebuild, _) => REBUILDING.with(&[&which]),
        (Action::Delete, _) => DELETING.with(&[&which]),
    }
}

/// The accessible name of the button that lists the sessions of a run.
pub(crate) fn sessions_of(what: &str) -> String {
    about(&SESSIONS, what)
}

/// What became of a session.
pub(crate) fn done(action: Action) -> Text {
    match action {
        Action::Archive => ARCHIVED,
        Action::Move => MOVED,
        Action::Rebuild => REBUILT,
        Action::Delete => DELETED,
    }
}

/// The counts of a job: `8 done · 1 failed · 3 to go`.
pub(crate) fn tally(
    done: usize,
    failed: usize,
    unconfirmed: usize,
    skipped: usize,
    left: usize,
) -> String {
    let parts = [
        (done, DONE_COUNT),
        (failed, FAILED_COUNT),
        (unconfirmed, UNCONFIRMED_COUNT),
        (skipped, SKIPPED_COUNT),
        (left, LEFT_COUNT),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, text)| text.with(&[&count(*n)]))
        .collect();
    said.join(" · ")
}

fn good(action: Action) -> Text {
    match action {
        Action::Archive => ARCHIVED_COUNT,
        Action::Move => MOVED_COUNT,
        Action::Rebuild => REBUILT_COUNT,
        Action::Delete => DELETED_COUNT,
    }
}

/// What was done to so many: `30 archived`.
pub(super) fn done_count(action: Action, n: usize) -> String {
    good(action).with(&[&count(n)])
}

/// How a job ended: `2 sessions rebuilt, 1 failed, 11 not started.`
pub(crate) fn finished(
    action: Action,
    done: usize,
    failed: usize,
    unconfirmed: usize,
    skipped: usize,
) -> String {
    if failed > 0 && done + unconfirmed + skipped == 0 {
        let what = FAILED_COUNT.with(&[&job(action, failed, None)]);
        return SENTENCE.with(&[&what]);
    }
    let parts = [
        (done, good(action)),
        (failed, FAILED_COUNT),
        (unconfirmed, UNCONFIRMED_COUNT),
        (skipped, SKIPPED_COUNT),
    ];
    let mut said = parts.iter().filter(|(n, _)| *n > 0);
    // The first number says what is counted.
    let (n, text) = said.next().unwrap_or(&parts[0]);
    let mut whole = text.with(&[&sessions(*n)]);
    for (n, text) in said {
        whole.push_str(", ");
        whole.push_str(&text.with(&[&count(*n)]));
    }
    SENTENCE.with(&[&whole])
}

/// The button that goes on with what failed or was not started.
pub(crate) fn again(failed: usize, skipped: usize) -> Text {
    match (failed, skipped) {
        (_, 0) => RETRY_FAILED,
        (0, _) => GO_ON,
        _ => RETRY_AND_GO_ON,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn a_run_is_counted() {
        assert_eq!(tally(8, 1, 0, 0, 3), "8 done · 1 failed · 3 to go");
        Language::German.set();
        let wanted = "8 fertig · 1 fehlgeschlagen · 3 ausstehend";
        assert_eq!(tally(8, 1, 0, 0, 3), wanted);
        let target = Project::from("BRAIN");
        let wanted = "Verschieben nach BRAIN: 2 Sessions";
        assert_eq!(job(Action::Move, 2, Some(&target)), wanted);
    }

    #[test]
    fn the_end_of_a_run_is_told_whole() {
        for (action, [done, failed, unconfirmed, skipped], english, german) in [
            (
                Action::Archive,
                [3, 0, 0, 0],
                "3 sessions archived.",
                "3 Sessions archiviert.",
            ),
            (
                Action::Move,
                [0, 2, 0, 0],
                "Moving 2 sessions failed.",
                "Verschieben: 2 Sessions fehlgeschlagen.",
            ),
            (
                Action::Delete,
                [1, 2, 0, 0],
                "1 session deleted, 2 failed.",
                "1 Session gelöscht, 2 fehlgeschlagen.",
            ),
            (
                Action::Rebuild,
                [2, 1, 0, 11],
                "2 sessions rebuilt, 1 failed, 11 not started.",
                "2 Sessions neu aufgebaut, 1 fehlgeschlagen, 11 nicht begonnen.",
            ),
            (
                Action::Archive,
                [0, 1, 0, 2],
                "1 session failed, 2 not started.",
                "1 Session fehlgeschlagen, 2 nicht begonnen.",
            ),
            (
                Action::Archive,
                [0, 0, 1, 0],
                "1 session still working.",
                "1 Session noch in Arbeit.",
            ),
            (
                Action::Archive,
                [0, 0, 0, 0],
                "0 sessions archived.",
                "0 Sessions archiviert.",
            ),
        ] {
            for (language, wanted) in [(Language::English, english), (Language::German, german)] {
                language.set();
                assert_eq!(finished(action, done, failed, unconfirmed, skipped), wanted);
            }
        }
    }

    #[test]
    fn the_button_says_what_it_goes_on_with() {
        for (failed, skipped, wanted) in [
            (1, 0, "Retry failed"),
            (0, 1, "Go on"),
            (1, 1, "Retry failed and go on"),
        ] {
            assert_eq!(again(failed, skipped), wanted);
        }
    }
}

//! What can be done to a run: think again, pause, pace, report, and go on after a reload.

use prearchive_core::plan::Action;
use prearchive_core::project::Project;

use super::list::sessions;
use super::run::done_count;
use super::status::status as status_word;
use super::text::{Text, plural, texts};
use crate::format::count;
use crate::store::run::{Run, Seen};

texts! {
    PAUSE = "Pause", "Pausieren";
    UNPAUSE = "Continue", "Weiter";
    PAUSED = "Paused", "Pausiert";
    UNDO = "Undo", "Rückgängig";
    DO_IT_NOW = "Do it now", "Sofort ausführen";
    PARALLEL = "At once", "Gleichzeitig";
    ONLY_FAILED = "Only failed", "Nur fehlgeschlagene";
    SAVE_REPORT = "Save report:", "Bericht speichern:";
    SAVE_CSV = "Save report as CSV", "Bericht als CSV speichern";
    SAVE_JSON = "Save report as JSON", "Bericht als JSON speichern";
    CHOOSE_AGAIN = "Choose what happens to what is archived…", "Auswählen, was mit dem Archivierten geschieht …";
    MORE_LINES = "{0} more; all are in the report.", "{0} weitere; alle stehen im Bericht.";

    WILL_ARCHIVE = "{0} will be archived", "{0}: Archivieren steht bevor";
    ROW_ARCHIVE = "Will be archived in {0} s", "Wird in {0} s archiviert";
    UNDONE_ARCHIVE = "Nothing was archived, {0} selected again.", "Nichts wurde archiviert, {0} wieder ausgewählt.";
    WELL = "{0} finished: {1}", "{0} beendet: {1}";
    CLOSE_ALL = "Close all", "Alle schließen";
    WILL_DELETE = "{0} will be deleted", "{0}: Löschen steht bevor";
    WILL_MOVE = "{0} will be moved", "{0}: Verschieben steht bevor";
    WILL_MOVE_TO = "{0} will be moved to {1}", "{0}: Verschieben nach {1} steht bevor";
    SECOND = "in {0} second; nothing has been sent.", "in {0} Sekunde; noch wurde nichts gesendet.";
    SECONDS = "in {0} seconds; nothing has been sent.", "in {0} Sekunden; noch wurde nichts gesendet.";
    ROW_DELETE = "Will be deleted in {0} s", "Wird in {0} s gelöscht";
    ROW_MOVE = "Will be moved in {0} s", "Wird in {0} s verschoben";
    UNDONE_DELETE = "Nothing was deleted, {0} selected again.", "Nichts wurde gelöscht, {0} wieder ausgewählt.";
    UNDONE_MOVE = "Nothing was moved, {0} selected again.", "Nichts wurde verschoben, {0} wieder ausgewählt.";

    CUT_FAILED = "{0}, {1} failed", "{0}, {1} fehlgeschlagen";
    JOB_WAITS_FOR_LOGIN = "Waits until you have signed in again", "Wartet, bis Sie wieder angemeldet sind";
    JOB_WENT_ON = "Went on after you signed in again", "Nach Ihrer erneuten Anmeldung fortgesetzt";
    JOB_GOES_ON = "You are signed in again. The job goes on.", "Sie sind wieder angemeldet. Die Arbeit geht weiter.";
    SIGNED_OUT_AT_WORK = "The job goes on as soon as {0} is back. If somebody else signs in, it stops, and {0} is asked the next time whether to go on.", "Die Arbeit geht weiter, sobald {0} wieder angemeldet ist. Meldet sich jemand anders an, endet sie, und {0} wird beim nächsten Mal gefragt, ob sie weitergehen soll.";
    HELD = "Waits for you to sign in", "Wartet auf Ihre Anmeldung";

    ARCHIVED_AFTER_ALL = "Archived after all", "Doch archiviert";
    MOVED_AFTER_ALL = "Moved after all", "Doch verschoben";
    REBUILT_AFTER_ALL = "Rebuilt after all", "Doch neu aufgebaut";
    DELETED_AFTER_ALL = "Deleted after all", "Doch gelöscht";
    AFTER_ALL_WHY = "It was read again: it is done.", "Erneutes Lesen zeigt: Es ist geschehen.";
    STILL_THERE = "It was read again: it is still here, with the status {0}.", "Erneutes Lesen zeigt: Sie ist noch da, mit dem Status „{0}“.";
    LISTED = "The list has it by now, with the status {0}.", "Inzwischen steht sie in der Liste, mit dem Status „{0}“.";
    NOT_LISTED = "The list does not have it any more: it has left the prearchive or this project.", "In der Liste steht sie nicht mehr: Sie hat das Prearchive oder dieses Projekt verlassen.";
    NOT_READ = "What became of it could not be read: look at it before you try again.", "Was daraus wurde, konnte nicht gelesen werden: Sehen Sie nach, bevor Sie es erneut versuchen.";

    CUT_OFF = "A job was cut off: {0}.", "Eine Arbeit wurde unterbrochen: {0}.";
    CUT_ARCHIVED = "{0} of {1} archived", "{0} von {1} archiviert";
    CUT_MOVED = "{0} of {1} moved", "{0} von {1} verschoben";
    CUT_REBUILT = "{0} of {1} rebuilt", "{0} von {1} neu aufgebaut";
    CUT_DELETED = "{0} of {1} deleted", "{0} von {1} gelöscht";
    CUT_LOOKS = "Each session is read before anything is sent again.", "Jede Session wird gelesen, bevor erneut etwas gesendet wird.";
    CUT_ASKS = "Names and replacing are not remembered: choose them again.", "Namen und Ersetzen werden nicht gemerkt: Wählen Sie sie erneut.";
    CUT_GONE = "None of the rest is here any more.", "Vom Rest ist nichts mehr hier.";
    CUT_GO_ON_ONE = "Go on with the {0} that is left", "Mit der {0} übrigen fortsetzen";
    CUT_GO_ON_MANY = "Go on with the {0} that are left", "Mit den {0} übrigen fortsetzen";
    FORGET_IT = "Forget it", "Verwerfen";
}

/// The title of a job that waits: `2 sessions will be moved to BRAIN`.
pub(crate) fn waits(action: Action, n: usize, target: Option<&Project>) -> String {
    let which = sessions(n);
    match (action, target) {
        (Action::Move, Some(project)) => WILL_MOVE_TO.with(&[&which, project.as_str()]),
        (Action::Move, None) => WILL_MOVE.with(&[&which]),
        (Action::Archive, _) => WILL_ARCHIVE.with(&[&which]),
        _ => WILL_DELETE.with(&[&which]),
    }
}

/// The jobs that have ended well in one line: `12 finished: 30 archived, 2 moved`.
pub(crate) fn well<'a>(runs: impl Iterator<Item = &'a Run>) -> String {
    let (mut jobs, mut done) = (0, Action::ALL.map(|action| (action, 0)));
    for run in runs {
        jobs += 1;
        for (action, n) in &mut done {
            if *action == run.action() {
                *n += run.tally.done;
            }
        }
    }
    let said = done.iter().filter(|(_, n)| *n > 0);
    let said: Vec<String> = said.map(|(action, n)| done_count(*action, *n)).collect();
    WELL.with(&[&count(jobs), &said.join(", ")])
}

/// How long it still waits.
pub(crate) fn countdown(seconds: usize) -> String {
    plural(seconds, SECOND, SECONDS)
}

/// The same in the row of a session.
pub(crate) fn row_waits(action: Action, seconds: usize) -> String {
    let text = match action {
        Action::Move => ROW_MOVE,
        Action::Archive => ROW_ARCHIVE,
        _ => ROW_DELETE,
    };
    text.with(&[&count(seconds)])
}

/// A job was called off before anything was sent.
pub(crate) fn undone(action: Action, n: usize) -> String {
    let text = match action {
        Action::Move => UNDONE_MOVE,
        Action::Archive => UNDONE_ARCHIVE,
        _ => UNDONE_DELETE,
    };
    text.with(&[&sessions(n)])
}

/// What becomes of a job whose user's login has ended.
pub(crate) fn signed_out_at_work(user: &str) -> String {
    SIGNED_OUT_AT_WORK.with(&[user])
}

/// What was done although no good answer came, as reading the row again has shown.
pub(crate) fn after_all(action: Action) -> Text {
    match action {
        Action::Archive => ARCHIVED_AFTER_ALL,
        Action::Move => MOVED_AFTER_ALL,
        Action::Rebuild => REBUILT_AFTER_ALL,
        Action::Delete => DELETED_AFTER_ALL,
    }
}

/// What was read of a session after an error that says too little.
pub(crate) fn seen(seen: &Seen) -> String {
    match seen {
        Seen::There(status) => STILL_THERE.with(&[&status_word(status)]),
        Seen::Nothing => NOT_READ.to_string(),
        Seen::Listed(status) => LISTED.with(&[&status_word(status)]),
        Seen::NotListed => NOT_LISTED.to_string(),
    }
}

/// How far a job was when it was cut off: `A job was cut off: 12 of 37 archived, 3 failed.`
pub(crate) fn cut_off(action: Action, done: usize, all: usize, failed: usize) -> String {
    let text: Text = match action {
        Action::Archive => CUT_ARCHIVED,
        Action::Move => CUT_MOVED,
        Action::Rebuild => CUT_REBUILT,
        Action::Delete => CUT_DELETED,
    };
    let mut told = text.with(&[&count(done), &count(all)]);
    if failed > 0 {
        told = CUT_FAILED.with(&[&told, &count(failed)]);
    }
    CUT_OFF.with(&[&told])
}

/// The button that goes on with it.
pub(crate) fn cut_go_on(n: usize) -> String {
    plural(n, CUT_GO_ON_ONE, CUT_GO_ON_MANY)
}

/// The end of a list of lines that is cut short.
pub(crate) fn more_lines(n: usize) -> String {
    MORE_LINES.with(&[&count(n)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_waits_and_what_was_cut_off_is_counted() {
        let target = Project::from("BRAIN");
        let said = || {
            [
                waits(Action::Move, 2, Some(&target)),
                waits(Action::Delete, 1, None),
                countdown(1),
                row_waits(Action::Delete, 5),
                undone(Action::Move, 3),
                waits(Action::Archive, 2, None),
                row_waits(Action::Archive, 5),
                undone(Action::Archive, 3),
                cut_off(Action::Archive, 12, 37, 0),
                cut_off(Action::Move, 12, 37, 3),
                cut_go_on(25),
            ]
        };
        assert_eq!(
            said(),
            [
                "2 sessions will be moved to BRAIN",
                "1 session will be deleted",
                "in 1 second; nothing has been sent.",
                "Will be deleted in 5 s",
                "Nothing was moved, 3 sessions selected again.",
                "2 sessions will be archived",
                "Will be archived in 5 s",
                "Nothing was archived, 3 sessions selected again.",
                "A job was cut off: 12 of 37 archived.",
                "A job was cut off: 12 of 37 moved, 3 failed.",
                "Go on with the 25 that are left",
            ]
        );
        Language::German.set();
        assert_eq!(
            said(),
            [
                "2 Sessions: Verschieben nach BRAIN steht bevor",
                "1 Session: Löschen steht bevor",
                "in 1 Sekunde; noch wurde nichts gesendet.",
                "Wird in 5 s gelöscht",
                "Nichts wurde verschoben, 3 Sessions wieder ausgewählt.",
                "2 Sessions: Archivieren steht bevor",
                "Wird in 5 s archiviert",
                "Nichts wurde archiviert, 3 Sessions wieder ausgewählt.",
                "Eine Arbeit wurde unterbrochen: 12 von 37 archiviert.",
                "Eine Arbeit wurde unterbrochen: 12 von 37 verschoben, 3 fehlgeschlagen.",
                "Mit den 25 übrigen fortsetzen",
            ]
        );
    }
}

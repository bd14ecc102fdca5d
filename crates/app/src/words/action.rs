//! The actions in words: buttons, what will happen, why not, and how it went.

use prearchive_core::archiving::Overwrite;
use prearchive_core::plan::{Action, Reason};
use prearchive_core::project::Project;

use super::{sessions, shown};
use crate::format::count;

pub(crate) const WILL: &str = "Will work";
pub(crate) const LOOK: &str = "Needs a look";
pub(crate) const LOOK_HINT: &str = "Tick those that should be included.";
pub(crate) const WONT: &str = "Left out";
pub(crate) const TARGET: &str = "Target project";
pub(crate) const NO_TARGETS: &str = "There is no project that you may add sessions to.";
pub(crate) const CHOOSE_PROJECT: &str = "Choose a project…";
pub(crate) const OVERWRITE: &str = "If the session is already archived";
pub(crate) const CHECKING: &str = "The server is checking what archiving would meet…";
pub(crate) const CHECK: &str = "What the server found";
pub(crate) const CHECK_CLEAN: &str = "The server found nothing in the way.";
pub(crate) const CHECK_FAILED: &str = "The server could not check this session.";
pub(crate) const LEAVE_OUT_HIDDEN: &str = "Leave them out";

/// The word on a button.
pub(crate) fn action(action: Action) -> &'static str {
    match action {
        Action::Archive => "Archive",
        Action::Move => "Change Project",
        Action::Rebuild => "Rebuild",
        Action::Delete => "Delete",
    }
}

/// What an action does, as a button's title.
pub(crate) fn action_help(action: Action) -> &'static str {
    match action {
        Action::Archive => "Take into the archive of the project",
        Action::Move => "Give to another project, where it waits again",
        Action::Rebuild => "Make the session document again from the files",
        Action::Delete => "Remove from the prearchive",
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
        Action::Archive => format!("Archive {which}?"),
        Action::Move => format!("Change the project of {which}?"),
        Action::Rebuild => format!("Rebuild {which}?"),
        Action::Delete => format!("Delete {which}?"),
    }
}

/// What will happen, in a sentence or two.
pub(crate) fn sheet_text(action: Action, n: usize) -> &'static str {
    match (action, n) {
        (Action::Archive, 1) => {
            "It leaves the prearchive and becomes part of its project's archive."
        }
        (Action::Archive, _) => {
            "They leave the prearchive and become part of their project's archive."
        }
        (Action::Move, 1) => "It leaves its project and waits in the prearchive of the other one.",
        (Action::Move, _) => {
            "They leave their project and wait in the prearchive of the other one."
        }
        (Action::Rebuild, 1) => {
            "The server reads the files again and makes a new session document. No file is changed."
        }
        (Action::Rebuild, _) => {
            "The server reads the files again and makes new session documents. No file is changed."
        }
        (Action::Delete, 1) => {
            "It leaves the prearchive with all its files. This cannot be undone from here."
        }
        (Action::Delete, _) => {
            "They leave the prearchive with all their files. This cannot be undone from here."
        }
    }
}

/// The big button: exactly what it does.
pub(crate) fn go(action: Action, n: usize, target: Option<&Project>) -> String {
    match (action, target) {
        (Action::Archive, _) => format!("Archive {}", sessions(n)),
        (Action::Move, Some(project)) => format!("Move {} to {project}", sessions(n)),
        (Action::Move, None) => format!("Move {}", sessions(n)),
        (Action::Rebuild, _) => format!("Rebuild {}", sessions(n)),
        (Action::Delete, _) => format!("Delete {}", sessions(n)),
    }
}

/// The label of the box in which the number is typed.
pub(crate) fn type_number(n: usize) -> String {
    format!("Type {n} to confirm")
}

/// What else is hidden while a sheet is open.
pub(crate) fn hidden_too(n: usize) -> String {
    if n == 1 {
        "1 of them is hidden by the filter.".into()
    } else {
        format!("{} of them are hidden by the filter.", count(n))
    }
}

/// Why an action needs a look or is not possible.
pub(crate) fn reason(reason: Reason, action: Action) -> &'static str {
    match (reason, action) {
        (Reason::Locked, _) => "The server is working on it.",
        (Reason::Queued, _) => "Other work on it was asked for and has not finished.",
        (Reason::Receiving, _) => "Files may still be arriving.",
        (Reason::Failed, _) => "Something failed before; look at its history first.",
        (Reason::Conflicts, Action::Rebuild) => {
            "It becomes Ready again, although it still clashes: archiving will find that."
        }
        (Reason::Conflicts, _) => "It clashes with an archived session.",
        (Reason::Unassigned, Action::Move) => "Unassigned is not a project it can be given to.",
        (Reason::Unassigned, _) => "It has no project; change its project first.",
        (Reason::AlreadyThere, _) => "It is in that project already.",
        (Reason::NoIdentity, _) => "The server's row is incomplete, so it cannot be named.",
        (Reason::UnknownStatus, _) => "Its status is not known to this page.",
    }
}

/// A choice about files that are already archived: its name, and what it does.
pub(crate) fn overwrite(overwrite: Overwrite) -> (&'static str, &'static str) {
    match overwrite {
        Overwrite::None => (
            "Keep what is archived",
            "New scans are added. Where files clash, nothing changes and the session waits as a conflict.",
        ),
        Overwrite::Append => (
            "Add to what is archived",
            "Merges the two. XNAT 1.8 and later replace files that clash, older ones keep them.",
        ),
        Overwrite::Delete => (
            "Replace what is archived",
            "Archived files that clash are deleted and these take their place. Nobody can bring them back from here.",
        ),
    }
}

/// A kind of finding.
pub(crate) fn finding(kind: &str) -> &str {
    match kind {
        "WARN" => "Note",
        "CONFLICT" => "Conflict",
        "FAIL" => "Will fail",
        other => other,
    }
}

/// The title of a job: `Archive: 12 sessions`.
pub(crate) fn job(action: Action, n: usize, target: Option<&Project>) -> String {
    match (action, target) {
        (Action::Archive, _) => format!("Archiving {}", sessions(n)),
        (Action::Move, Some(project)) => format!("Moving {} to {project}", sessions(n)),
        (Action::Move, None) => format!("Moving {}", sessions(n)),
        (Action::Rebuild, _) => format!("Rebuilding {}", sessions(n)),
        (Action::Delete, _) => format!("Deleting {}", sessions(n)),
    }
}

/// What became of a session.
pub(crate) fn done(action: Action) -> &'static str {
    match action {
        Action::Archive => "Archived",
        Action::Move => "Moved",
        Action::Rebuild => "Rebuilt",
        Action::Delete => "Deleted",
    }
}

pub(crate) const QUEUED_HERE: &str = "Not started";
pub(crate) const SENT: &str = "Sent to the server";
pub(crate) const UNCONFIRMED: &str = "The server has accepted it and is still working.";
pub(crate) const SKIPPED: &str = "Stopped before it began.";
pub(crate) const FAILED: &str = "Failed";

/// The counts of a job: `8 done · 1 failed · 3 to go`.
pub(crate) fn tally(
    done: usize,
    failed: usize,
    unconfirmed: usize,
    skipped: usize,
    left: usize,
) -> String {
    let parts = [
        (done, "done"),
        (failed, "failed"),
        (unconfirmed, "still working"),
        (skipped, "not started"),
        (left, "to go"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{} {word}", count(*n)))
        .collect();
    said.join(" · ")
}

/// How a job ended: `2 sessions rebuilt, 1 failed, 11 not started.`
pub(crate) fn finished(
    action: Action,
    done_: usize,
    failed: usize,
    unconfirmed: usize,
    skipped: usize,
) -> String {
    if failed > 0 && done_ + unconfirmed + skipped == 0 {
        return format!("{} failed.", job(action, failed, None));
    }
    let good = done(action).to_lowercase();
    let parts = [
        (done_, good.as_str()),
        (failed, "failed"),
        (unconfirmed, "still working"),
        (skipped, "not started"),
    ];
    let mut said = parts.iter().filter(|(n, _)| *n > 0);
    // The first number says what is counted.
    let Some((n, word)) = said.next() else {
        return format!("{} {good}.", sessions(0));
    };
    let rest: String = said
        .map(|(n, word)| format!(", {} {word}", count(*n)))
        .collect();
    format!("{} {word}{rest}.", sessions(*n))
}

/// The button that goes on with what failed or was not started.
pub(crate) fn again(failed: usize, skipped: usize) -> &'static str {
    match (failed, skipped) {
        (_, 0) => "Retry failed",
        (0, _) => "Go on",
        _ => "Retry failed and go on",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_say_exactly_what_they_do() {
        let target = Project::from("BRAIN");
        for (text, wanted) in [
            (go(Action::Archive, 11, None), "Archive 11 sessions"),
            (go(Action::Archive, 1, None), "Archive 1 session"),
            (
                go(Action::Move, 2, Some(&target)),
                "Move 2 sessions to BRAIN",
            ),
            (go(Action::Delete, 1200, None), "Delete 1,200 sessions"),
            (hidden_too(1), "1 of them is hidden by the filter."),
            (sheet_title(Action::Archive, 6, 6), "Archive 6 sessions?"),
            (sheet_title(Action::Archive, 0, 6), "Archive 6 sessions?"),
            (
                sheet_title(Action::Move, 2, 6),
                "Change the project of 2 of 6 sessions?",
            ),
            (tally(8, 1, 0, 0, 3), "8 done · 1 failed · 3 to go"),
        ] {
            assert_eq!(text, wanted);
        }
    }

    #[test]
    fn the_end_of_a_run_is_told_whole() {
        for (action, [done, failed, unconfirmed, skipped], wanted) in [
            (Action::Archive, [3, 0, 0, 0], "3 sessions archived."),
            (Action::Move, [0, 2, 0, 0], "Moving 2 sessions failed."),
            (Action::Delete, [1, 2, 0, 0], "1 session deleted, 2 failed."),
            (
                Action::Rebuild,
                [2, 1, 0, 11],
                "2 sessions rebuilt, 1 failed, 11 not started.",
            ),
            (
                Action::Archive,
                [0, 1, 0, 2],
                "1 session failed, 2 not started.",
            ),
            (Action::Archive, [0, 0, 1, 0], "1 session still working."),
        ] {
            assert_eq!(finished(action, done, failed, unconfirmed, skipped), wanted);
        }
        for (failed, skipped, wanted) in [
            (1, 0, "Retry failed"),
            (0, 1, "Go on"),
            (1, 1, "Retry failed and go on"),
        ] {
            assert_eq!(again(failed, skipped), wanted);
        }
    }

    #[test]
    fn every_reason_is_a_sentence() {
        for why in Reason::ALL {
            for what in Action::ALL {
                assert!(reason(why, what).ends_with('.'), "{why:?}");
            }
        }
    }
}

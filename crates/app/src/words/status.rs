//! The statuses in words: what a row says, what it means, and what can be done.

use prearchive_core::query::StatusGroup;
use prearchive_core::status::{Kind, Phase, Status};

/// The word in the list.
pub(crate) fn status(status: &Status) -> String {
    let Status::Known(kind, phase) = status else {
        return match status.as_str() {
            "" => "No status".into(),
            text => text.to_owned(),
        };
    };
    let waiting = *phase == Phase::Queued;
    match kind {
        Kind::Ready => "Ready",
        Kind::Error => "Error",
        Kind::Conflict => "Conflict",
        Kind::Receiving => "Receiving",
        Kind::ReceivingInterrupt => "Receiving again",
        Kind::Building if waiting => "Waiting to be built",
        Kind::Building => "Building",
        Kind::Archiving if waiting => "Waiting to be archived",
        Kind::Archiving => "Archiving",
        Kind::Moving if waiting => "Waiting to be moved",
        Kind::Moving => "Moving",
        Kind::Deleting if waiting => "Waiting to be deleted",
        Kind::Deleting => "Deleting",
        Kind::Separating if waiting => "Waiting to be split",
        Kind::Separating => "Splitting",
    }
    .into()
}

/// What the status means and what can be done, in a line or two.
pub(crate) fn status_help(status: &Status) -> &'static str {
    let Status::Known(kind, phase) = status else {
        return "The server uses a status that this page does not know. It decides which actions are possible.";
    };
    match (kind, phase) {
        (Kind::Ready, _) => {
            "Complete and waiting for a decision: archive it, change its project, or delete it."
        }
        (Kind::Conflict, Phase::Running) => {
            "The server has marked a conflict and holds the session. Wait, or ask an administrator."
        }
        (Kind::Conflict, _) => {
            "It clashes with a session that is already archived. Archive it with a choice of what happens to that one, change its project, or delete it."
        }
        (Kind::Error, _) => {
            "Something failed; the history says what. Rebuild often helps; else change its project or delete it."
        }
        (Kind::Receiving, Phase::Running) => "The server is storing files right now.",
        (Kind::Receiving, _) => {
            "Files are still arriving. It becomes ready by itself when no more come."
        }
        (Kind::ReceivingInterrupt, _) => {
            "More files arrived while it was being built. It is built again by itself."
        }
        (_, Phase::Queued) => "The server has accepted the work and starts it when its turn comes.",
        (Kind::Building, _) => "The server is making the session document from the files.",
        (Kind::Archiving, _) => "The server is taking it into the archive.",
        (Kind::Moving, _) => "The server is giving it to another project.",
        (Kind::Deleting, _) => "The server is removing it from the prearchive.",
        (Kind::Separating, _) => "The server is splitting a PET/MR session in two.",
    }
}

/// Why nothing is known about the scans and files of a session that has no document.
pub(crate) fn no_document(status: Option<&Status>) -> &'static str {
    match status {
        Some(Status::Known(Kind::Error, _)) => {
            "The session could not be built, so its scans are not known. History says why; all files come with the zip."
        }
        _ => {
            "There is no session document yet. It is made when the session is built; Rebuild makes it now."
        }
    }
}

/// The word on a chip.
pub(crate) fn group(group: StatusGroup) -> &'static str {
    match group {
        StatusGroup::Ready => "Ready",
        StatusGroup::Conflict => "Conflict",
        StatusGroup::Error => "Error",
        StatusGroup::Receiving => "Receiving",
        StatusGroup::Working => "Working",
        StatusGroup::Other => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use prearchive_core::status::ALL as STATUSES;

    #[test]
    fn only_a_failed_session_sends_people_to_the_history() {
        for (status, says) in [("ERROR", true), ("RECEIVING", false), ("READY", false)] {
            let text = no_document(Some(&status.into()));
            assert_eq!(text.contains("History"), says, "{status}");
        }
        assert!(!no_document(None).contains("History"));
    }

    #[test]
    fn every_known_status_has_a_plain_word_and_a_sentence() {
        for (text, _, _) in STATUSES {
            let known = Status::from(text);
            let word = status(&known);
            assert_ne!(word, text);
            assert!(!word.contains('_') && !word.is_empty(), "{text}");
            assert!(status_help(&known).ends_with('.'), "{text}");
        }
        for (text, wanted) in [
            ("QUEUED_MOVING", "Waiting to be moved"),
            ("_MOVING", "Moving"),
            ("BRAND_NEW", "BRAND_NEW"),
            ("", "No status"),
        ] {
            assert_eq!(status(&text.into()), wanted);
        }
    }
}

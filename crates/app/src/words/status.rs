//! The statuses in words: what a row says, what it means, and what can be done.

use prearchive_core::query::StatusGroup;
use prearchive_core::status::{Kind, Phase, Status};

use super::text::{Text, texts};

texts! {
    NO_STATUS = "No status", "Kein Status";
    S_READY = "Ready", "Bereit";
    S_ERROR = "Error", "Fehler";
    S_CONFLICT = "Conflict", "Konflikt";
    S_RECEIVING = "Receiving", "Empfängt";
    S_RECEIVING_AGAIN = "Receiving again", "Empfängt erneut";
    S_TO_BUILD = "Waiting to be built", "Wartet auf Aufbau";
    S_BUILDING = "Building", "Wird aufgebaut";
    S_TO_ARCHIVE = "Waiting to be archived", "Wartet auf Archivierung";
    S_ARCHIVING = "Archiving", "Wird archiviert";
    S_TO_MOVE = "Waiting to be moved", "Wartet auf Verschieben";
    S_MOVING = "Moving", "Wird verschoben";
    S_TO_DELETE = "Waiting to be deleted", "Wartet auf Löschung";
    S_DELETING = "Deleting", "Wird gelöscht";
    S_TO_SPLIT = "Waiting to be split", "Wartet auf Aufteilung";
    S_SPLITTING = "Splitting", "Wird aufgeteilt";
    GROUP_WORKING = "Working", "In Arbeit";
    GROUP_OTHER = "Other", "Andere";

    H_UNKNOWN = "The server uses a status that this page does not know. It decides which actions are possible.", "Der Server verwendet einen Status, den diese Seite nicht kennt. Er entscheidet, welche Aktionen möglich sind.";
    H_READY = "Complete and waiting for a decision: archive it, change its project, or delete it.", "Vollständig und wartet auf eine Entscheidung: archivieren, Projekt wechseln oder löschen.";
    H_CONFLICT_HELD = "The server has marked a conflict and holds the session. Wait, or ask an administrator.", "Der Server hat einen Konflikt vermerkt und hält die Session fest. Warten Sie, oder fragen Sie einen Administrator.";
    H_CONFLICT = "It clashes with a session that is already archived. Archive it with a choice of what happens to that one, change its project, or delete it.", "Die Session steht im Konflikt mit einer bereits archivierten. Archivieren Sie sie, und wählen Sie dabei, was mit der archivierten geschieht, wechseln Sie das Projekt, oder löschen Sie sie.";
    H_ERROR = "Something failed; the history says what. Rebuild often helps; else change its project or delete it.", "Etwas ist fehlgeschlagen; der Verlauf sagt, was. Oft hilft „Neu aufbauen“; sonst wechseln Sie das Projekt, oder löschen Sie die Session.";
    H_STORING = "The server is storing files right now.", "Der Server speichert gerade Dateien.";
    H_RECEIVING = "Files are still arriving. It becomes ready by itself when no more come.", "Es treffen noch Dateien ein. Die Session wird von selbst bereit, wenn keine mehr kommen.";
    H_RECEIVING_AGAIN = "More files arrived while it was being built. It is built again by itself.", "Während des Aufbaus sind weitere Dateien eingetroffen. Die Session wird von selbst neu aufgebaut.";
    H_QUEUED = "The server has accepted the work and starts it when its turn comes.", "Der Server hat die Arbeit angenommen und beginnt sie, sobald sie an der Reihe ist.";
    H_BUILDING = "The server is making the session document from the files.", "Der Server erstellt das Session-Dokument aus den Dateien.";
    H_ARCHIVING = "The server is taking it into the archive.", "Der Server nimmt die Session ins Archiv auf.";
    H_MOVING = "The server is giving it to another project.", "Der Server gibt die Session an ein anderes Projekt.";
    H_DELETING = "The server is removing it from the prearchive.", "Der Server entfernt die Session aus dem Prearchive.";
    H_SPLITTING = "The server is splitting a PET/MR session in two.", "Der Server teilt eine PET/MR-Session in zwei.";

    NOT_BUILT = "The session could not be built, so its scans are not known. History says why; all files come with the zip.", "Die Session konnte nicht aufgebaut werden, daher sind ihre Scans nicht bekannt. Der Verlauf sagt, warum; alle Dateien sind im ZIP enthalten.";
    NOT_YET_BUILT = "There is no session document yet. It is made when the session is built; Rebuild makes it now.", "Es gibt noch kein Session-Dokument. Es entsteht, wenn die Session aufgebaut wird; „Neu aufbauen“ erstellt es jetzt.";
}

/// The word in the list.
pub(crate) fn status(status: &Status) -> String {
    let Status::Known(kind, phase) = status else {
        return match status.as_str() {
            "" => NO_STATUS.into(),
            text => text.to_owned(),
        };
    };
    let waiting = *phase == Phase::Queued;
    match kind {
        Kind::Ready => S_READY,
        Kind::Error => S_ERROR,
        Kind::Conflict => S_CONFLICT,
        Kind::Receiving => S_RECEIVING,
        Kind::ReceivingInterrupt => S_RECEIVING_AGAIN,
        Kind::Building if waiting => S_TO_BUILD,
        Kind::Building => S_BUILDING,
        Kind::Archiving if waiting => S_TO_ARCHIVE,
        Kind::Archiving => S_ARCHIVING,
        Kind::Moving if waiting => S_TO_MOVE,
        Kind::Moving => S_MOVING,
        Kind::Deleting if waiting => S_TO_DELETE,
        Kind::Deleting => S_DELETING,
        Kind::Separating if waiting => S_TO_SPLIT,
        Kind::Separating => S_SPLITTING,
    }
    .into()
}

/// What the status means and what can be done, in a line or two.
pub(crate) fn status_help(status: &Status) -> Text {
    let Status::Known(kind, phase) = status else {
        return H_UNKNOWN;
    };
    match (kind, phase) {
        (Kind::Ready, _) => H_READY,
        (Kind::Conflict, Phase::Running) => H_CONFLICT_HELD,
        (Kind::Conflict, _) => H_CONFLICT,
        (Kind::Error, _) => H_ERROR,
        (Kind::Receiving, Phase::Running) => H_STORING,
        (Kind::Receiving, _) => H_RECEIVING,
        (Kind::ReceivingInterrupt, _) => H_RECEIVING_AGAIN,
        (_, Phase::Queued) => H_QUEUED,
        (Kind::Building, _) => H_BUILDING,
        (Kind::Archiving, _) => H_ARCHIVING,
        (Kind::Moving, _) => H_MOVING,
        (Kind::Deleting, _) => H_DELETING,
        (Kind::Separating, _) => H_SPLITTING,
    }
}

/// Why nothing is known about the scans and files of a session that has no document.
pub(crate) fn no_document(status: Option<&Status>) -> Text {
    match status {
        Some(Status::Known(Kind::Error, _)) => NOT_BUILT,
        _ => NOT_YET_BUILT,
    }
}

/// The word on a chip.
pub(crate) fn group(group: StatusGroup) -> Text {
    match group {
        StatusGroup::Ready => S_READY,
        StatusGroup::Conflict => S_CONFLICT,
        StatusGroup::Error => S_ERROR,
        StatusGroup::Receiving => S_RECEIVING,
        StatusGroup::Working => GROUP_WORKING,
        StatusGroup::Other => GROUP_OTHER,
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

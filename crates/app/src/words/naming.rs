//! Archiving in words: what the server found beforehand, and other names for sessions.

use super::text::{Text, plural, texts};
use crate::format::count;
use crate::store::sheet::{Trouble, Why};

texts! {
    NAMES = "Names in the archive", "Namen im Archiv";
    GIVE_NAMES = "Give other names", "Andere Namen vergeben";
    BY_PATTERN = "By a pattern", "Nach einem Muster";
    BY_TABLE = "From a table", "Aus einer Tabelle";
    SUBJECT_NAME = "Subject", "Proband";
    SESSION_NAME = "Session", "Session";
    SUBJECT_PATTERN = "Pattern for the subject", "Muster für den Probanden";
    SESSION_PATTERN = "Pattern for the session", "Muster für die Session";
    PLACES = "{0} and {1} are filled in.", "{0} und {1} werden ersetzt.";
    TO_REPLACE = "Text to replace", "Zu ersetzender Text";
    REPLACE_WITH = "Replace it with", "Ersetzen durch";
    REPLACE_HINT = "In the subject and the session as they are now, before the patterns are filled in. Upper and lower case count.", "In Proband und Session, wie sie jetzt heißen, bevor die Muster ausgefüllt werden. Groß- und Kleinschreibung zählt.";
    REPLACES_NOTHING = "None of the sessions has this text in its names.", "In keinem der Namen kommt dieser Text vor.";
    TABLE_LABEL = "Lines of: session now, subject, new session", "Zeilen aus: Session jetzt, Proband, neue Session";
    TABLE_HINT = "Paste from a spreadsheet, or put tabs, semicolons or commas between. What is left empty stays as it is.", "Aus einer Tabellenkalkulation einfügen oder mit Tabs, Semikolons oder Kommas trennen. Was leer bleibt, bleibt, wie es ist.";
    STRANGER_ONE = "{0} line names no session of the selection:", "{0} Zeile nennt keine Session der Auswahl:";
    STRANGER_MANY = "{0} lines name no session of the selection:", "{0} Zeilen nennen keine Session der Auswahl:";
    STRANGER = "Line {0}: {1}", "Zeile {0}: {1}";
    UNKNOWN_PLACE = "{0} is no place that can be filled in.", "{0} ist kein Platzhalter, der ersetzt werden kann.";
    CHARACTERS = "Other characters than letters, digits, - and _ become _.", "Andere Zeichen als Buchstaben, Ziffern, - und _ werden zu _.";
    PREVIEW = "Before and after", "Vorher und nachher";
    NAME_SUBJECT = "Subject for {0}", "Proband für {0}";

    NAME_EMPTY = "Nothing would be left of its name.", "Von ihrem Namen bliebe nichts übrig.";
    NAME_TAKEN = "Another session of the selection would have the same name.", "Eine andere Session der Auswahl hätte denselben Namen.";
    NAME_PATTERN = "The pattern has a placeholder that is not known.", "Das Muster hat einen unbekannten Platzhalter.";
    SUBJECT_UNKNOWN = "Its subject cannot be told: name one to include it.", "Ihr Proband ist unbekannt: Nennen Sie einen, um sie einzubeziehen.";
    FOUND_FAIL = "The server says that archiving it will fail.", "Laut Server wird das Archivieren scheitern.";
    FOUND_CONFLICT = "It clashes with what is archived.", "Sie steht im Konflikt mit Archiviertem.";
    SUBJECT_EXISTS = "Goes into the subject {0}, which exists already.", "Kommt zum Probanden {0}, den es schon gibt.";
    INTO_EXISTING_ONE = "{0} session goes into a subject that exists already.", "{0} Session kommt zu einem Probanden, den es schon gibt.";
    INTO_EXISTING_MANY = "{0} sessions go into subjects that exist already.", "{0} Sessions kommen zu Probanden, die es schon gibt.";
    WAITS_FOR_SUBJECTS = "The server is checking whether these subjects exist.", "Der Server prüft, ob es diese Probanden schon gibt.";
    START = "Numbers start at", "Nummern beginnen bei";
    IN_RUN = "It is part of a job that has not ended.", "Sie ist Teil einer Arbeit, die noch nicht beendet ist.";

    CHECKED = "The server has checked {0} of {1}.", "Der Server hat {0} von {1} geprüft.";
    CHECKED_MOST = "The server checks no more than {0}.", "Der Server prüft nicht mehr als {0}.";
    CHECKING_ROW = "Being checked…", "Wird geprüft …";
    UNCHECKED_ONE = "{0} session could not be checked.", "{0} Session konnte nicht geprüft werden.";
    UNCHECKED_MANY = "{0} sessions could not be checked.", "{0} Sessions konnten nicht geprüft werden.";
}

/// Why a session is not simply done, unless its status or another subject says so.
pub(crate) fn why(why: Why) -> Option<Text> {
    Some(match why {
        Why::Status(_) | Why::SubjectExists => return None,
        Why::InRun => IN_RUN,
        Why::Fails => FOUND_FAIL,
        Why::Clashes => FOUND_CONFLICT,
        Why::NoSubject => SUBJECT_UNKNOWN,
        Why::Name(Trouble::Empty) => NAME_EMPTY,
        Why::Name(Trouble::Taken) => NAME_TAKEN,
        Why::Name(Trouble::Pattern) => NAME_PATTERN,
    })
}

/// How many the server has checked.
pub(crate) fn checked(done: usize, all: usize) -> String {
    CHECKED.with(&[&count(done), &count(all)])
}

/// The others are not.
pub(crate) fn checked_most(n: usize) -> String {
    CHECKED_MOST.with(&[&count(n)])
}

/// How many checks failed.
pub(crate) fn unchecked(n: usize) -> String {
    plural(n, UNCHECKED_ONE, UNCHECKED_MANY)
}

/// Lines of a pasted table that are of no use.
pub(crate) fn strangers(n: usize) -> String {
    plural(n, STRANGER_ONE, STRANGER_MANY)
}

/// Such a line, by its number and what it names.
pub(crate) fn stranger(line: usize, label: &str) -> String {
    STRANGER.with(&[&count(line), label])
}

/// What a pattern has between braces and is not known.
pub(crate) fn unknown_place(place: &str) -> String {
    UNKNOWN_PLACE.with(&[place])
}

/// A session gets a subject that is not a new one.
pub(crate) fn subject_exists(subject: &str) -> String {
    SUBJECT_EXISTS.with(&[subject])
}

/// How many do.
pub(crate) fn into_existing(n: usize) -> String {
    plural(n, INTO_EXISTING_ONE, INTO_EXISTING_MANY)
}

/// What can stand in a pattern.
pub(crate) fn places() -> String {
    PLACES.with(&["{subject}, {session}, {project}, {date}, {n}", "{n:3}"])
}

/// The label of the box for the subject of a session.
pub(crate) fn name_subject(label: &str) -> String {
    NAME_SUBJECT.with(&[label])
}

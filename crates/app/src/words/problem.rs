//! What went wrong, in a sentence for each stable code.

use super::text::{Text, texts};

texts! {
    P_SIGNED_OUT = "You are not signed in, or your login has expired.", "Sie sind nicht angemeldet, oder Ihre Anmeldung ist abgelaufen.";
    P_WRONG_PASSWORD = "The user name or the password is wrong.", "Der Benutzername oder das Passwort ist falsch.";
    P_FORBIDDEN = "You are not allowed to do this.", "Sie dürfen das nicht.";
    P_NOT_FOUND = "It is not there, or no longer.", "Es ist nicht da oder nicht mehr da.";
    P_CONFLICT = "Something is in the way on the server.", "Auf dem Server steht etwas im Weg.";
    P_REFUSED = "The server did not take the request.", "Der Server hat die Anfrage nicht angenommen.";
    P_TOO_LARGE = "The file is larger than the server takes.", "Die Datei ist größer, als der Server annimmt.";
    P_SERVER_ERROR = "The server failed.", "Auf dem Server ist ein Fehler aufgetreten.";
    P_UNEXPECTED = "The answer does not come from an XNAT server.", "Die Antwort kommt nicht von einem XNAT-Server.";
    P_UNREACHABLE = "The server could not be reached: {0}", "Der Server ist nicht erreichbar: {0}";
    P_TIMED_OUT = "The server did not answer within {0} seconds.", "Der Server hat nicht innerhalb von {0} Sekunden geantwortet.";
    P_CANCELLED = "The request was cancelled.", "Die Anfrage wurde abgebrochen.";
    P_NO_PART = "The connection may be gone, or the page has been renewed on the server: if it fails again, load the whole page again.", "Vielleicht fehlt die Verbindung, oder die Seite wurde auf dem Server erneuert: Wenn es wieder misslingt, laden Sie die ganze Seite neu.";
    P_UNKNOWN = "Something went wrong.", "Etwas ist schiefgegangen.";
    P_BAD_NAME = "A name is empty or would lead to another place: {0}", "Ein Name ist leer oder würde an einen anderen Ort führen: {0}";
}

/// The codes of the client's errors with their sentences.
const SENTENCES: [(&str, Text); 14] = [
    ("signed-out", P_SIGNED_OUT),
    ("wrong-password", P_WRONG_PASSWORD),
    ("forbidden", P_FORBIDDEN),
    ("not-found", P_NOT_FOUND),
    ("conflict", P_CONFLICT),
    ("refused", P_REFUSED),
    ("too-large", P_TOO_LARGE),
    ("server-error", P_SERVER_ERROR),
    ("unexpected-answer", P_UNEXPECTED),
    ("unreachable", P_UNREACHABLE),
    ("timed-out", P_TIMED_OUT),
    ("cancelled", P_CANCELLED),
    ("no-part", P_NO_PART),
    ("bad-name", P_BAD_NAME),
];

/// The code that is written so, or an empty one.
pub(crate) fn known(code: &str) -> &'static str {
    let known = SENTENCES.iter().find(|(known, _)| *known == code);
    known.map_or("", |(known, _)| known)
}

/// The sentence for a code, with the one thing that it names.
pub(crate) fn problem(code: &str, detail: &str) -> String {
    let known = SENTENCES.iter().find(|(known, _)| *known == code);
    known.map_or(P_UNKNOWN, |(_, text)| *text).with(&[detail])
}

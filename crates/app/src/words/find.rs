//! Finding sessions: the query's keys and faults, chips, dates, and views.

use prearchive_core::query::{
    AgeOp, CompletionKind, DateField, Fault, Field, Key, StatusGroup, Term, Trait, lowercase,
};

use super::language::Language;
use super::text::{Text, plural, texts};
use crate::store::list::{Preset, When};

texts! {
    PROPOSALS = "Proposals", "Vorschläge";
    ONE_PROPOSAL = "{0} proposal", "{0} Vorschlag";
    MANY_PROPOSALS = "{0} proposals", "{0} Vorschläge";
    CLEAR_BOX = "Empty the box", "Feld leeren";
    CLEAR_ALL = "Clear all", "Alle aufheben";
    TERMS = "What is asked for", "Wonach gefragt wird";
    NOT_TERM = "not {0}", "nicht {0}";
    REMOVE_TERM = "Remove {0}", "{0} entfernen";

    K_STATUS = "ready, conflict, error…", "bereit, konflikt, fehler …";
    K_PROJECT = "of this project", "aus diesem Projekt";
    K_SUBJECT = "subject contains", "Proband enthält";
    K_SESSION = "session label contains", "Name der Session enthält";
    K_OLDER = "arrived longer ago, such as 7d", "vor längerer Zeit angekommen, etwa 7d";
    K_NEWER = "arrived since, such as 24h", "seither angekommen, etwa 24h";
    K_UPLOADED = "uploaded on a day, in a month…", "hochgeladen an einem Tag, in einem Monat …";
    K_SCANNED = "date of the study", "Datum der Untersuchung";
    K_CHANGED = "last change", "letzte Änderung";
    K_ARRIVED = "uploaded, else last changed", "hochgeladen, sonst zuletzt geändert";
    K_IS = "duplicate, stuck, unassigned", "doppelt, hängt, unzugeordnet";
    K_FOLDER = "folder contains", "Ordner enthält";
    K_UID = "Study Instance UID contains", "Study Instance UID enthält";
    K_SOURCE = "what brought it", "woher sie kam";
    K_VISIT = "visit contains", "Visite enthält";
    K_PROTOCOL = "protocol contains", "Protokoll enthält";
    K_AUTOARCHIVE = "what becomes of it by itself", "was von selbst mit ihr geschieht";
    W_DUPLICATE = "duplicate", "doppelt";
    W_STUCK = "stuck", "hängt";
    W_UNASSIGNED = "unassigned", "unzugeordnet";
    IS_DUPLICATE = "looks like the same study as another", "scheint dieselbe Studie zu sein wie eine andere";
    IS_STUCK = "has been in its status too long", "ist zu lange in ihrem Status";
    IS_UNASSIGNED = "belongs to no project", "gehört zu keinem Projekt";

    F_UNKNOWN_KEY = "There is no key {0}; in quotes it is looked for as it stands.", "Einen Schlüssel {0} gibt es nicht; in Anführungszeichen wird gesucht, was dasteht.";
    F_EMPTY_VALUE = "{0} misses its value.", "Bei {0} fehlt der Wert.";
    F_UNCLOSED_QUOTE = "{0} misses its closing quote.", "Bei {0} fehlt das schließende Anführungszeichen.";
    F_UNKNOWN_STATUS = "{0} is no status; there are ready, conflict, error, receiving, working and other.", "{0} ist kein Status; es gibt bereit, konflikt, fehler, empfängt, arbeit und andere.";
    F_UNKNOWN_TRAIT = "{0} cannot be asked for; there are duplicate, stuck and unassigned.", "Nach {0} kann man nicht fragen; es gibt doppelt, hängt und unzugeordnet.";
    F_BAD_DATE = "{0} is no date; write today, 2026-09-14, 2026-09, 2026-09-01..2026-09-14 or <7d.", "{0} ist kein Datum; schreiben Sie today, 2026-09-14, 2026-09, 2026-09-01..2026-09-14 oder <7d.";
    F_REVERSED_DATES = "{0} ends before it begins.", "{0} endet, bevor es beginnt.";
    F_BAD_AGE = "{0} is no length of time; write 90m, 24h, 7d or 2w.", "{0} ist keine Dauer; schreiben Sie 90m, 24h, 7d oder 2w.";

    ARRIVAL = "Date of arrival", "Datum der Ankunft";
    ANY_DATE = "Any date", "Jedes Datum";
    D_TODAY = "Today", "Heute";
    D_WEEK = "Last 7 days", "Letzte 7 Tage";
    D_MONTH = "This month", "Dieser Monat";
    D_OLDER = "Older than 7 days", "Älter als 7 Tage";
    D_OTHER = "Other dates", "Andere Daten";

    NAMES_NOT_KEPT = "The names in the filter were not kept.", "Die Namen im Filter wurden nicht aufbewahrt.";
    LINKED_IS_GONE = "The session of this link is not in the prearchive any more, or you may not see it.", "Die Session dieses Links ist nicht mehr im Prearchive, oder Sie dürfen sie nicht sehen.";

    VIEWS = "Views", "Ansichten";
    SAVE_VIEW = "Save view…", "Ansicht speichern …";
    SAVE_THIS_VIEW = "Save this view", "Diese Ansicht speichern";
    VIEW_NAME = "Name", "Name";
    VIEW_NAME_HINT = "It stands in the tab; a patient’s name does not belong there.", "Er steht im Reiter; der Name eines Patienten gehört nicht dorthin.";
    VIEW_IS = "It shows, in the present order:", "Sie zeigt, in der jetzigen Reihenfolge:";
    VIEW_OF_ALL = "all sessions", "alle Sessions";
    LEFT_OUT = "Not saved, because it could name a patient:", "Nicht gespeichert, weil es einen Patienten nennen könnte:";
    OWN_VIEWS = "Your views", "Ihre Ansichten";
    VIEWS_ARE_KEPT = "Views are kept in this browser, for you alone.", "Ansichten werden in diesem Browser aufbewahrt, nur für Sie.";
    NAME_OF = "Name of {0}", "Name von {0}";
    MOVE_EARLIER = "Move {0} to the front", "{0} nach vorn rücken";
    MOVE_LATER = "Move {0} to the back", "{0} nach hinten rücken";
    DELETE_VIEW = "Delete {0}", "{0} löschen";
    VIEW_SAVED = "{0} is saved.", "{0} ist gespeichert.";
}

/// What a key finds, or what a value of it means; nothing where the text itself says it.
pub(crate) fn about_proposal(kind: CompletionKind, insert: &str) -> Option<Text> {
    let code = insert.rsplit(':').next().unwrap_or_default();
    match kind {
        CompletionKind::Key(key) => Some(key_help(key)),
        CompletionKind::Value(Key::Status) | CompletionKind::Term(Key::Status) => {
            StatusGroup::from_code(code).map(super::group)
        }
        CompletionKind::Value(Key::Trait) | CompletionKind::Term(Key::Trait) => {
            Trait::from_code(code).map(|known| match known {
                Trait::Duplicate => IS_DUPLICATE,
                Trait::Stuck => IS_STUCK,
                Trait::Unassigned => IS_UNASSIGNED,
            })
        }
        CompletionKind::Value(_) | CompletionKind::Term(_) => None,
    }
}

/// The word of a status or a trait, by its code.
fn word(code: &str) -> Option<Text> {
    let of_trait = |known| match known {
        Trait::Duplicate => W_DUPLICATE,
        Trait::Stuck => W_STUCK,
        Trait::Unassigned => W_UNASSIGNED,
    };
    let status = StatusGroup::from_code(code).map(super::group);
    status.or_else(|| Trait::from_code(code).map(of_trait))
}

/// True if a text is the word for a code, in any language: a query that stands in the box outlives a change of it.
///
/// Of a word with blanks its last part is enough, since after a key it would need quotes.
pub(crate) fn means(code: &str, text: &str) -> bool {
    let text = lowercase(text);
    let is = |word: &str| word == text || word.rsplit(' ').next() == Some(&text);
    word(code).is_some_and(|word| Language::ALL.iter().any(|of| is(&lowercase(word.of(*of)))))
}

/// True if the word for a code in the present language, or its last part, begins so.
pub(crate) fn begins(code: &str, typed: &str) -> bool {
    let (known, typed) = (word(code), lowercase(typed));
    let begins = |part: &str| part.starts_with(&typed);
    known.is_some_and(|word| {
        let word = lowercase(&word);
        begins(&word) || word.rsplit(' ').next().is_some_and(begins)
    })
}

/// The codes of a term in words that can be typed.
fn in_words(codes: &str) -> String {
    let words = codes
        .split(',')
        .map(|code| word(code).map(|word| lowercase(&word)));
    let words: Vec<String> = words.flatten().collect();
    words.join(", ")
}

fn key_help(key: Key) -> Text {
    match key {
        Key::Status => K_STATUS,
        Key::Field(Field::Project) => K_PROJECT,
        Key::Field(Field::Subject) => K_SUBJECT,
        Key::Field(Field::Session) => K_SESSION,
        Key::Field(Field::Folder) => K_FOLDER,
        Key::Field(Field::Uid) => K_UID,
        Key::Field(Field::Source) => K_SOURCE,
        Key::Field(Field::Visit) => K_VISIT,
        Key::Field(Field::Protocol) => K_PROTOCOL,
        Key::Field(Field::AutoArchive) => K_AUTOARCHIVE,
        Key::Date(DateField::Uploaded) => K_UPLOADED,
        Key::Date(DateField::Scanned) => K_SCANNED,
        Key::Date(DateField::Changed) => K_CHANGED,
        Key::Date(DateField::Arrived) => K_ARRIVED,
        Key::Age(AgeOp::Older) => K_OLDER,
        Key::Age(AgeOp::Newer) => K_NEWER,
        Key::Trait => K_IS,
    }
}

/// What is wrong with a part of the query, in a sentence that quotes it.
pub(crate) fn fault(fault: Fault, part: &str) -> String {
    let sentence = match fault {
        Fault::UnknownKey => F_UNKNOWN_KEY,
        Fault::EmptyValue => F_EMPTY_VALUE,
        Fault::UnclosedQuote => F_UNCLOSED_QUOTE,
        Fault::UnknownStatus => F_UNKNOWN_STATUS,
        Fault::UnknownTrait => F_UNKNOWN_TRAIT,
        Fault::BadDate => F_BAD_DATE,
        Fault::ReversedDates => F_REVERSED_DATES,
        Fault::BadAge => F_BAD_AGE,
    };
    sentence.with(&[&quoted(part)])
}

/// A few of somebody's own characters, in a sentence whose direction of writing they do not change (UAX #9).
fn quoted(part: &str) -> String {
    const MOST: usize = 40;
    let turns = |c: &char| {
        !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let short: String = part.chars().filter(turns).take(MOST).collect();
    let more = if part.chars().nth(MOST).is_some() {
        "…"
    } else {
        ""
    };
    format!("\u{2068}{short}{more}\u{2069}")
}

/// True of the keys of what is hidden together with names.
pub(crate) fn can_name(key: Key) -> bool {
    let Key::Field(field) = key else { return false };
    field.can_name_a_patient() || matches!(field, Field::Visit | Field::Protocol)
}

/// A term on a chip: `status: conflict`, `not project: A`.
pub(crate) fn term(term: &Term) -> String {
    let test = term.test.to_string();
    let text = match term.test.key() {
        Some(key) => {
            let value = test.get(key.name().len() + 1..).unwrap_or_default();
            let value = if can_name(key) {
                super::naming(value)
            } else if matches!(key, Key::Status | Key::Trait) {
                in_words(value)
            } else {
                value.to_owned()
            };
            format!("{}: {value}", key.name())
        }
        None => test,
    };
    if term.negated {
        NOT_TERM.with(&[&text])
    } else {
        text
    }
}

/// What a chip does.
pub(crate) fn remove_term(term: &str) -> String {
    REMOVE_TERM.with(&[term])
}

/// How many proposals there are, for who cannot see them.
pub(crate) fn proposals(n: usize) -> String {
    plural(n, ONE_PROPOSAL, MANY_PROPOSALS)
}

/// A line of the choice of dates.
pub(crate) fn when(when: When) -> Text {
    match when {
        When::Any => ANY_DATE,
        When::Preset(Preset::Today) => D_TODAY,
        When::Preset(Preset::Week) => D_WEEK,
        When::Preset(Preset::Month) => D_MONTH,
        When::Preset(Preset::Older) => D_OLDER,
        When::Other => D_OTHER,
    }
}

/// What is done with a saved view, which is named.
pub(crate) fn name_of(view: &str) -> String {
    NAME_OF.with(&[view])
}

/// The same: one place to the front.
pub(crate) fn move_earlier(view: &str) -> String {
    MOVE_EARLIER.with(&[view])
}

/// The same: one place to the back.
pub(crate) fn move_later(view: &str) -> String {
    MOVE_LATER.with(&[view])
}

/// The same: away with it.
pub(crate) fn delete_view(view: &str) -> String {
    DELETE_VIEW.with(&[view])
}

/// What a screen reader hears when a view has been saved.
pub(crate) fn view_saved(view: &str) -> String {
    VIEW_SAVED.with(&[view])
}

#[cfg(test)]
mod tests {
    use super::*;
    use prearchive_core::query::{Query, complete};

    #[test]
    fn every_key_and_every_code_says_what_it_finds() {
        for text in ["", "status:", "is:"] {
            for found in complete(text, text.len(), &|_| Vec::new(), begins) {
                let about = about_proposal(found.kind, &found.insert);
                assert!(about.is_some(), "{found:?}");
            }
        }
    }

    #[test]
    fn a_chip_reads_like_its_term() {
        for (text, wanted) in [
            ("status:conflict,error", "status: conflict, error"),
            ("-project:A", "not project: A"),
            ("older:7d", "older: 7d"),
            ("changed:>3h", "changed: >3h"),
        ] {
            let said: Vec<String> = Query::parse(text).query.terms.iter().map(term).collect();
            assert_eq!(said, [wanted]);
        }
    }

    #[test]
    fn statuses_are_read_and_proposed_and_told_in_the_language_of_the_page() {
        let read = |text: &str| Query::parse_spoken(text, means);
        for (text, written, chip) in [
            (
                "status:Konflikt,ERROR",
                "status:conflict,error",
                "status: konflikt, fehler",
            ),
            ("-status:bereit", "-status:ready", "nicht status: bereit"),
            ("status:EMPFÄNGT", "status:receiving", "status: empfängt"),
            (
                "status:\"in Arbeit\"",
                "status:working",
                "status: in arbeit",
            ),
            (
                "status:arbeit,andere",
                "status:working,other",
                "status: in arbeit, andere",
            ),
            (
                "is:doppelt,hängt",
                "is:duplicate,stuck",
                "is: doppelt, hängt",
            ),
            ("is:unzugeordnet", "is:unassigned", "is: unzugeordnet"),
        ] {
            Language::English.set();
            assert_eq!(
                read(text).query.to_string(),
                written,
                "a link from before stays valid"
            );
            Language::German.set();
            let parsed = read(text);
            assert_eq!(parsed.query.to_string(), written);
            assert_eq!(term(&parsed.query.terms[0]), chip);
        }
        for text in [
            "status:konflikte",
            "status:in",
            "is:konflikt",
            "status:doppelt",
        ] {
            assert_eq!(read(text).problems.len(), 1, "{text}");
        }
        let proposed = |text: &str| {
            let found = complete(text, text.len(), &|_| Vec::new(), begins);
            let codes = found.into_iter().map(|found| found.insert);
            codes.collect::<Vec<_>>().join(" ")
        };
        for (text, german, english) in [
            ("status:ko", "conflict", ""),
            ("status:E", "error receiving", "error"),
            ("arb", "status:working", ""),
            ("is:dop", "duplicate", ""),
            ("is:dup", "duplicate", "duplicate"),
        ] {
            Language::German.set();
            assert_eq!(proposed(text), german, "{text}");
            Language::English.set();
            assert_eq!(proposed(text), english, "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_short_and_turns_nothing_round() {
        let long = "x".repeat(10_000);
        for (part, wanted) in [
            ("soon", "\u{2068}soon\u{2069} ends before it begins."),
            (
                "\u{202e}a\nb\u{2069}",
                "\u{2068}ab\u{2069} ends before it begins.",
            ),
        ] {
            assert_eq!(fault(Fault::ReversedDates, part), wanted);
        }
        assert!(fault(Fault::BadDate, &long).chars().count() < 200);
        for kind in Fault::ALL {
            assert!(fault(kind, "part").contains("part"), "{kind:?}");
        }
    }
}

//! Names that are hidden on screen, and what stands in their places.

use std::cell::Cell;

use prearchive_core::address::Address;
use prearchive_core::query::lowercase;

use super::text::texts;
use crate::store::problem::Problem;

texts! {
    HIDE_NAMES = "Hide names", "Namen ausblenden";
    NAMES_ARE_HIDDEN = "Names are hidden", "Namen sind ausgeblendet";
    NAMES_ARE_SHOWN = "Names are shown", "Namen werden gezeigt";
    HIDE_NAMES_HELP = "Hide on screen what could name a patient. What you type, copy, download or save has the names, and so have the addresses of links.", "Auf dem Bildschirm ausblenden, was einen Patienten nennen könnte. Was Sie eingeben, kopieren, herunterladen oder speichern, enthält die Namen, ebenso die Adressen von Links.";
    VEILED_SESSION = "Session {0}", "Session {0}";
    VEILED_SUBJECT = "Subject {0}", "Proband {0}";
    VEILED_TEXT = "(hidden)", "(ausgeblendet)";
}

thread_local! {
    /// What names are hashed with while they are hidden; another one on each visit, so that nobody can guess a name by its hash.
    static SALT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Hides names from now on, or shows them again; what is drawn already must be drawn again.
pub(crate) fn veil(salt: Option<u64>) {
    SALT.set(salt);
}

/// True while names are hidden.
pub(crate) fn is_veiled() -> bool {
    SALT.get().is_some()
}

/// Four figures that are always the same for a text.
fn figures(salt: u64, text: &str) -> String {
    // FNV-1a with the salt instead of its usual start, and folded: whoever does not know the salt can work nothing out.
    let hash = text.bytes().fold(salt, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let folded = hash ^ (hash >> 32);
    let figure = |place: u32| char::from_digit((folded >> (4 * place)) as u32 & 15, 16);
    (2..6).filter_map(figure).collect()
}

fn veiled(name: &str, stand_in: impl FnOnce(&str) -> String) -> String {
    match SALT.get().filter(|_| !name.is_empty()) {
        Some(salt) => stand_in(&figures(salt, name)),
        None => name.to_owned(),
    }
}

/// A session's label or folder, or `Session 4f2a` while names are hidden.
pub(crate) fn session_name(name: &str) -> String {
    veiled(name, |figures| VEILED_SESSION.with(&[figures]))
}

/// A subject's label, or `Subject 4f2a`.
pub(crate) fn subject_name(name: &str) -> String {
    veiled(name, |figures| VEILED_SUBJECT.with(&[figures]))
}

/// What could hold a name, such as a visit, a UID or the name of a file, or `•••• 4f2a`.
pub(crate) fn naming(text: &str) -> String {
    veiled(text, |figures| format!("•••• {figures}"))
}

/// A text in the words of the server or of who made the images, or `(hidden)`.
pub(crate) fn free_text(text: &str) -> String {
    veiled(text, |_| VEILED_TEXT.into())
}

/// Words of which servers make what they say of sessions; anything else in it could be a name.
const PLAIN: &str = " a about action after again all already an and another any archive archived archiving are as at \
    automatic stopped \
    auto be because been before being belongs build building built but by cannot catalog change changed code conflict \
    conflicts contain contains could created data date delete deleted destination dicom did different does done due \
    each error exist existing exists fail failed failure file files first folder for found from had has have id image \
    images import in instance into invalid is it its label last list log match matches merge merged missing modality \
    modified more move moved moving name named new no not number of on one only or other overwrite permission \
    prearchive problem processed project queued ready reason rebuild rebuilding received receiving rejected removed \
    renamed request required retry same scan scans scanner see separate series session sessions set should some state \
    status study subject such text than that the their them there this through time to transfer twice type uid unable \
    unknown until unknown upload uploaded use user using validation value was were when which while will with without \
    would xml xnat you ";

/// What a server says of a session while names are hidden: the plain words of it, and `•••• 4f2a` for all else, since
/// that could be the label of another session or a subject in the archive; `(hidden)` where too little would be left.
///
/// `own` are the session's own names: a word of theirs is hidden even if it is a plain one.
pub(crate) fn told_text(text: &str, own: &[&str]) -> String {
    if !is_veiled() {
        return text.to_owned();
    }
    let own: String = own.iter().flat_map(|name| [" ", name]).collect();
    let own = lowercase(&own);
    let is_own = |word: &str| {
        own.split(|c: char| !c.is_alphanumeric())
            .any(|part| part == word)
    };
    let is_plain = |word: &str| {
        // It is a name too.
        if word == "Will" {
            return false;
        }
        let word = lowercase(word);
        let figures = word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        let known = word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && PLAIN.contains(&format!(" {word} "));
        figures || known && !is_own(&word)
    };
    let (mut said, mut plain, mut hidden) = (Vec::new(), 0, Vec::new());
    // One more at the end, so that what is hidden last is told too.
    for word in text.split_whitespace().chain([""]) {
        if !word.is_empty()
            && !is_plain(word.trim_matches(['.', ',', ';', ':', '!', '?', '(', ')', '\'', '"']))
        {
            hidden.push(word.trim_end_matches(['.', ',', ';', ':']));
            continue;
        }
        if !hidden.is_empty() {
            said.push(naming(&hidden.join(" ")));
            hidden.clear();
        }
        plain += usize::from(!word.is_empty());
        said.push(word.to_owned());
    }
    if plain < 2 {
        return free_text(text);
    }
    said.pop();
    said.join(" ")
}

/// The path of a session, in which the folder can be hidden.
pub(crate) fn path(address: &Address) -> String {
    let path = address.to_string();
    match path.strip_suffix(address.folder.as_str()) {
        Some(before) => format!("{before}{}", naming(&address.folder)),
        None => naming(&path),
    }
}

/// The sentence of a problem; a path in it can be hidden.
pub(crate) fn sentence(problem: &Problem) -> String {
    let mut sentence = if problem.code == "bad-name" {
        super::problem(problem.code, &naming(&problem.detail))
    } else {
        problem.sentence()
    };
    // What it names may stand at its end, and on the page another sentence comes after it.
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_the_next_one_begins() {
        for (code, detail, wanted) in [
            (
                "unreachable",
                "Failed to fetch",
                "The server could not be reached: Failed to fetch.",
            ),
            ("forbidden", "", "You are not allowed to do this."),
        ] {
            let problem = Problem {
                code,
                detail: detail.into(),
                ..Problem::default()
            };
            assert_eq!(sentence(&problem), wanted);
        }
    }

    #[test]
    fn of_what_a_server_says_only_plain_words_are_left() {
        let own = ["Doe^Jane", "Scan_7", "jane doe"];
        let shown = |text: &str| told_text(text, &own);
        let text = "The session Scan_7 of Doe Jane is archived already";
        assert_eq!(shown(text), text, "as long as names are shown");
        veil(Some(7));
        for (text, wanted) in [
            (
                "The session has been archived already.",
                "The session has been archived already.".into(),
            ),
            (
                "There are 12 images twice",
                "There are 12 images twice".into(),
            ),
            (
                "The subject Doe^Jane will be created",
                format!("The subject {} will be created", naming("Doe^Jane")),
            ),
            // Nobody knows whose these are.
            (
                "A session roe_1 is archived already",
                format!("A session {} is archived already", naming("roe_1")),
            ),
            (
                "2 archived already, such as Roe, Will: 4711.",
                format!("2 archived already, such as {}", naming("Roe Will 4711")),
            ),
            // A name may be made of plain words.
            (
                "scan jane is in the archive",
                format!("{} is in the archive", naming("scan jane")),
            ),
            ("Roe failed", "(hidden)".into()),
            ("", String::new()),
        ] {
            assert_eq!(shown(text), wanted);
        }
        veil(None);
    }

    #[test]
    fn hidden_names_can_be_told_apart_and_not_be_read() {
        let address: Address = "/prearchive/projects/DEMO/20140411_140005287/Doe"
            .parse()
            .expect("an address");
        let all = || {
            [
                session_name("Doe"),
                subject_name("Doe"),
                naming("Doe"),
                free_text("Doe exists"),
                path(&address),
            ]
        };
        let open = all();
        assert!(open.iter().all(|text| text.contains("Doe")));
        veil(Some(7));
        let hidden = all();
        assert!(
            hidden.iter().all(|text| !text.contains("Doe")),
            "{hidden:?}"
        );
        assert_eq!(all(), hidden, "the same all the time");
        assert_ne!(session_name("Doe"), session_name("Roe"));
        assert!(path(&address).starts_with("/prearchive/projects/DEMO/20140411_140005287/"));
        assert_eq!(session_name(""), "", "nothing has no name");
        veil(Some(8));
        assert_ne!(all(), hidden, "another visit, other figures");
        veil(None);
        assert_eq!(all(), open);
    }
}

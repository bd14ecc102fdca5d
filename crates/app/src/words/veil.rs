//! Names that are hidden on screen, and what stands in their places.

use std::cell::Cell;

use prearchive_core::address::Address;

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

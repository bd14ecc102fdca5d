//! Every text that the page shows, in every language it speaks; what comes from the server is shown as it came.
//!
//! A table for each subject holds the texts; beside it stand functions for texts with numbers or names in them.
//! A view is drawn again in another language because it uses the link, or because it calls `use_language`.

mod action;
mod doctor;
mod find;
mod journal;
mod keys;
mod language;
mod layout;
mod list;
mod naming;
mod page;
mod panel;
mod problem;
mod projects;
mod run;
mod status;
mod text;
mod time;
mod tray;
mod veil;

pub(crate) use action::*;
pub(crate) use doctor::*;
pub(crate) use find::*;
pub(crate) use journal::*;
pub(crate) use keys::*;
pub(crate) use language::{Language, LanguageChoice};
pub(crate) use layout::*;
pub(crate) use list::*;
pub(crate) use naming::*;
pub(crate) use page::*;
pub(crate) use panel::*;
pub(crate) use problem::*;
pub(crate) use projects::*;
pub(crate) use run::*;
pub(crate) use status::*;
pub(crate) use text::Text;
pub(crate) use time::*;
pub(crate) use tray::*;
pub(crate) use veil::*;

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: [&[(&str, Text)]; 17] = [
        action::TABLE,
        doctor::TABLE,
        journal::TABLE,
        find::TABLE,
        keys::TABLE,
        layout::TABLE,
        list::TABLE,
        naming::TABLE,
        page::TABLE,
        panel::TABLE,
        problem::TABLE,
        projects::TABLE,
        run::TABLE,
        status::TABLE,
        time::TABLE,
        tray::TABLE,
        veil::TABLE,
    ];

    #[test]
    fn texts_are_written_as_their_language_is() {
        let straight = ['"', '\u{201d}'];
        for (name, text) in TABLES.into_iter().flatten() {
            let (en, de) = (text.of(Language::English), text.of(Language::German));
            for said in [en, de] {
                assert_eq!(said.trim(), said, "{name}");
                assert!(!said.contains(straight), "{name}: {said}");
            }
            for end in ['.', ':', '?', '…'] {
                assert_eq!(en.ends_with(end), de.ends_with(end), "{name}: {de}");
            }
            let (open, shut) = (de.matches('„').count(), de.matches('“').count());
            assert_eq!(open, shut, "{name}: {de}");
            // DIN 5008: three dots for what is left out have a space before them.
            assert!(
                !de.contains('…') || de.contains(" …") || de.starts_with('…'),
                "{name}: {de}"
            );
        }
    }

    #[test]
    fn a_name_stands_for_one_text() {
        let mut names: Vec<&str> = TABLES
            .into_iter()
            .flatten()
            .map(|(name, _)| *name)
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}

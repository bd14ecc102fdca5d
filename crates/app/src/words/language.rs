//! The languages the page speaks, and the one it speaks now.

use std::cell::Cell;

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

/// A language the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag as in the `lang` attribute of HTML (BCP 47).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Its name in itself, which who looks for it can read.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// Which way it is written, as in the `dir` attribute of HTML.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::English | Self::German => "ltr",
        }
    }

    /// The language of a tag such as `de-AT`, if the page speaks it.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The one the page speaks now.
    pub(crate) fn current() -> Self {
        CURRENT.get()
    }

    /// Has the page speak it from now on; what is drawn already must be drawn again.
    pub(crate) fn set(self) {
        CURRENT.set(self);
    }

    /// True if things so many are named in the singular (CLDR's plural category `one`).
    pub(super) fn is_one(self, n: u64) -> bool {
        match self {
            Self::English | Self::German => n == 1,
        }
    }

    /// What stands between groups of three digits.
    pub(crate) fn group(self) -> char {
        match self {
            Self::English => ',',
            Self::German => '.',
        }
    }

    /// What stands before the first digit of a fraction.
    pub(crate) fn point(self) -> char {
        match self {
            Self::English => '.',
            Self::German => ',',
        }
    }
}

/// What a person chose: a language, or the one of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LanguageChoice {
    #[default]
    System,
    Always(Language),
}

impl LanguageChoice {
    pub(crate) const ALL: [Self; 3] = [
        Self::System,
        Self::Always(Language::English),
        Self::Always(Language::German),
    ];

    /// The text kept in the browser's local storage.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Always(language) => language.code(),
        }
    }

    /// Reads that text; anything else is the browser's language.
    pub(crate) fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|choice| choice.code() == code)
            .unwrap_or_default()
    }

    /// The language to speak where the browser's own tag is `system`; English if the page does not speak that one.
    pub(crate) fn language(self, system: &str) -> Language {
        match self {
            Self::System => Language::of_tag(system).unwrap_or_default(),
            Self::Always(language) => language,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_language_is_spoken_unless_another_is_chosen() {
        for (kept, system, wanted) in [
            ("", "en-GB", Language::English),
            ("system", "de", Language::German),
            ("", "de-AT", Language::German),
            ("", "DE_ch", Language::German),
            ("", "den", Language::English),
            ("", "fr-FR", Language::English),
            ("", "", Language::English),
            ("de", "en", Language::German),
            ("en", "de", Language::English),
            ("klingon", "de", Language::German),
        ] {
            let choice = LanguageChoice::from_code(kept);
            assert_eq!(choice.language(system), wanted, "{kept:?} {system:?}");
        }
    }

    #[test]
    fn a_choice_is_kept_as_a_text() {
        for choice in LanguageChoice::ALL {
            assert_eq!(LanguageChoice::from_code(choice.code()), choice);
        }
    }
}

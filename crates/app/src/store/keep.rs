//! What the browser keeps for the page from one visit to the next: small texts, each under a key of its own.
//!
//! Whatever is read back may come from another version of the page, or from anybody: what cannot be read is as usual.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use super::keys::Keys;
use super::layout::Layout;
use super::zone::Zone;
use super::{Effect, State, Theme};
use crate::words::LanguageChoice;

/// What is kept; each part of the state adds a key of its own, and reads it in [`State::recall`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Theme,
    Language,
    Layout,
    /// The saved views of a user, who is told by a hash; see [`Key::views_of`].
    Views(u64),
    Keys,
    Names,
    Zone,
}

impl Key {
    /// The key in the browser's local storage; it stays the same from version to version.
    pub(crate) fn name(self) -> Cow<'static, str> {
        let name = match self {
            Self::Theme => "xnat-prearchive.theme",
            Self::Language => "xnat-prearchive.language",
            Self::Layout => "xnat-prearchive.layout",
            Self::Views(of) => return format!("xnat-prearchive.views.{of:x}").into(),
            Self::Keys => "xnat-prearchive.keys",
            Self::Names => "xnat-prearchive.names",
            Self::Zone => "xnat-prearchive.zone",
        };
        name.into()
    }

    /// The key of a user's views on a server: whoever else signs in on the same computer has others.
    pub(crate) fn views_of(user: &str, server: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (user, server).hash(&mut hasher);
        Self::Views(hasher.finish())
    }

    /// Has the browser keep a text, or nothing any more.
    pub(crate) fn keep(self, text: Option<String>) -> Effect {
        Effect::Keep { key: self, text }
    }
}

impl State {
    /// Takes up what the browser has kept; `kept` answers with an empty text if there is nothing.
    pub(crate) fn recall(&mut self, kept: impl Fn(Key) -> String) {
        self.theme = Theme::from_code(&kept(Key::Theme));
        self.language = LanguageChoice::from_code(&kept(Key::Language));
        self.layout = Rc::new(Layout::read(&kept(Key::Layout)));
        self.keys = Rc::new(Keys::read(&kept(Key::Keys)));
        self.names_hidden = kept(Key::Names) == "hidden";
        self.zone = Zone::read(&kept(Key::Zone));
        self.clock = self.zone.told(self.clock);
    }
}

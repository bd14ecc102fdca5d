//! How views speak: messages to the store, and addresses for links.

use prearchive_client::Client;
use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use yew::prelude::*;

use crate::store::Message;
use crate::words::{Language, is_veiled};

/// What every view can reach.
#[derive(Clone)]
pub(crate) struct Link {
    client: Client,
    send: Callback<Message>,
    /// What the texts are in: whoever uses the link is drawn again when it changes.
    language: Language,
    /// Names are hidden: likewise.
    veiled: bool,
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        self.send == other.send && self.language == other.language && self.veiled == other.veiled
    }
}

impl Link {
    pub(crate) fn new(client: Client, send: Callback<Message>) -> Self {
        Self {
            client,
            send,
            language: Language::current(),
            veiled: is_veiled(),
        }
    }

    /// The same link in the present language.
    pub(crate) fn now(&self) -> Self {
        Self::new(self.client.clone(), self.send.clone())
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: impl Into<Message>) {
        self.send.emit(message.into());
    }

    /// A callback that sends the same message whatever it is given.
    pub(crate) fn on<IN>(&self, message: impl Into<Message>) -> Callback<IN> {
        let (send, message) = (self.send.clone(), message.into());
        Callback::from(move |_| send.emit(message.clone()))
    }

    /// A callback that makes its message from what it is given.
    pub(crate) fn with<IN, M: Into<Message>>(
        &self,
        make: impl Fn(IN) -> M + 'static,
    ) -> Callback<IN> {
        self.send.reform(move |given| make(given).into())
    }

    /// The address of a call, for a link.
    pub(crate) fn address(&self, call: &Call, format: Option<Format>) -> Option<String> {
        self.client.address_of(call, format)
    }
}

/// The link of this page.
#[hook]
pub(crate) fn use_link() -> Link {
    use_context::<Link>().expect("views are drawn below the provider of the link")
}

/// Has a view that uses no link drawn again when the language changes, or when names are hidden.
#[hook]
pub(crate) fn use_language() {
    use_link();
}

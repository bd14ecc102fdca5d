//! The CSRF token: asked for when first needed, asked for again when the server seems to have another.

use futures::lock::Mutex;

/// What is known of the token; behind a lock, so that parallel calls ask for it once.
#[derive(Debug, Default)]
pub(crate) struct Tokens(Mutex<Known>);

#[derive(Debug, Default, Clone, PartialEq, Eq)]
enum Known {
    #[default]
    Nothing,
    /// The answer: the token, or none if the server wants none.
    Answer(Option<String>),
}

impl Tokens {
    /// The token; `ask` is called if it is not known.
    pub(crate) async fn get<E>(
        &self,
        ask: impl AsyncFnOnce() -> Result<Option<String>, E>,
    ) -> Result<Option<String>, E> {
        let mut known = self.0.lock().await;
        if let Known::Answer(token) = &*known {
            return Ok(token.clone());
        }
        let token = ask().await?;
        *known = Known::Answer(token.clone());
        Ok(token)
    }

    /// A token that differs from the one that was refused; `None` if there is no other.
    pub(crate) async fn other<E>(
        &self,
        refused: &Option<String>,
        ask: impl AsyncFnOnce() -> Result<Option<String>, E>,
    ) -> Result<Option<String>, E> {
        let mut known = self.0.lock().await;
        // Another call may have asked in the meantime.
        if *known == Known::Nothing || *known == Known::Answer(refused.clone()) {
            *known = Known::Answer(ask().await?);
        }
        match &*known {
            Known::Answer(token) if token != refused => Ok(token.clone()),
            _ => Ok(None),
        }
    }

    /// Forgets it, because the login that it belonged to is over.
    pub(crate) async fn forget(&self) {
        *self.0.lock().await = Known::Nothing;
    }
}

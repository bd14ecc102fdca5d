//! How far a session's part of a run is, so that it can be taken up again after a login has ended.

use super::Outcome;
use super::ask;
use super::confirm::Work;
use crate::error::ClientError;

/// What is to be done next.
pub(super) enum Stage {
    /// Read the row: the request may have been sent before.
    Look,
    /// Send the request.
    Ask,
    /// The server accepted, and may have said where the session is in the archive; see what becomes of it.
    Confirm(Option<String>),
    /// There was this error; see whether it was done all the same.
    Explain(ClientError),
}

impl Stage {
    /// How the session ends if the run is stopped now.
    pub(super) fn stopped(self) -> Outcome {
        match self {
            Self::Look | Self::Ask => Outcome::Skipped,
            Self::Confirm(_) => Outcome::Unconfirmed { now: None },
            Self::Explain(error) => Outcome::Failed { error, now: None },
        }
    }
}

impl Work<'_> {
    /// Does what is left to do, as far as the login allows; the stage says where that was.
    pub(super) async fn go(&self, stage: &mut Stage) -> Outcome {
        loop {
            match stage {
                Stage::Look => match self.sent_before().await {
                    Some(outcome) => return outcome,
                    None => *stage = Stage::Ask,
                },
                Stage::Ask => {
                    let names = self.options.names.get(self.address);
                    match ask::ask(self.client, self.job, self.address, names).await {
                        Ok(uri) => *stage = Stage::Confirm(uri),
                        // Nothing was done; but who knows what others do until somebody has signed in.
                        Err(error) if self.has_lost_login(&error) => {
                            *stage = Stage::Look;
                            return Outcome::Failed { error, now: None };
                        }
                        Err(error) => *stage = Stage::Explain(error),
                    }
                }
                Stage::Confirm(uri) => return self.confirm(uri.clone()).await,
                Stage::Explain(error) => return self.explain(error.clone()).await,
            }
        }
    }
}

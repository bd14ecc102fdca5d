//! What the doctor can do for a session that does not go on by itself: asked first, then read from its row.

use prearchive_client::{Client, ClientError};
use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Phase, Status};

use super::problem::Problem;
use super::{Effect, State};
use crate::words;

/// What the doctor itself does; rebuilding as usual has a sheet of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cure {
    /// Build it again, and let go of a lock that nobody holds.
    Unlock,
    /// Take it for complete: build it now.
    Commit,
    /// Have the row say again what the session's document says.
    Reset,
}

/// What can be offered for a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    Rebuild,
    Do(Cure),
    /// Open the history.
    Log,
    /// Tell an administrator.
    Tell,
}

/// What helps with a status, the gentlest first; `stuck` if it has lasted too long, `may` if its lock may be overridden.
pub(crate) fn remedies(status: &Status, stuck: bool, may: bool) -> Vec<Remedy> {
    use Remedy::{Do, Log, Rebuild, Tell};
    let Status::Known(kind, phase) = status else {
        return vec![Log, Tell];
    };
    let unlock = may.then_some(Do(Cure::Unlock));
    let mut remedies = match (kind, phase) {
        (Kind::Ready, _) => return Vec::new(),
        (Kind::Conflict, Phase::Plain) => return vec![Log],
        (Kind::Error, _) => return vec![Rebuild, Log, Tell],
        (Kind::Receiving, Phase::Plain) => vec![Do(Cure::Commit)],
        _ if !stuck => return vec![Log],
        (Kind::Receiving | Kind::ReceivingInterrupt, Phase::Running) => vec![Do(Cure::Reset)],
        (_, Phase::Plain) => vec![Rebuild, Do(Cure::Reset)],
        (_, Phase::Queued | Phase::Running) => {
            unlock.into_iter().chain([Do(Cure::Reset)]).collect()
        }
    };
    remedies.push(Log);
    if stuck {
        remedies.push(Tell);
    }
    remedies
}

/// One of them for one session, from the question to the answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Treatment {
    pub(crate) address: Address,
    pub(crate) cure: Cure,
    pub(crate) step: Step,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// Somebody is asked whether to do it.
    Asking,
    Busy,
    /// The server did it, or took it up; its row says what came of it.
    Done,
    Failed(Problem),
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Ask(Address, Cure),
    /// Do not do it; or what came of it has been read.
    Cancel,
    Go,
    Ended {
        address: Address,
        cure: Cure,
        answer: Result<(), Problem>,
        /// The row afterwards: gone, or as it is; `None` if it could not be read.
        row: Option<Option<Box<Session>>>,
    },
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Ask(address, cure) => {
            let is_busy = |treatment: &Treatment| treatment.step == Step::Busy;
            if !state.treatment.as_ref().is_some_and(is_busy) {
                let step = Step::Asking;
                state.treatment = Some(Treatment {
                    address,
                    cure,
                    step,
                });
            }
        }
        Event::Cancel => {
            state
                .treatment
                .take_if(|treatment| treatment.step != Step::Busy);
        }
        Event::Go => {
            if let Some(treatment) = &mut state.treatment
                && treatment.step == Step::Asking
            {
                treatment.step = Step::Busy;
                return vec![Effect::Cure {
                    address: treatment.address.clone(),
                    cure: treatment.cure,
                }];
            }
        }
        Event::Ended {
            address,
            cure,
            answer,
            row,
        } => {
            let what = words::cure(cure);
            state.announcement = words::about(
                &what,
                &match &answer {
                    Ok(()) => words::CURE_TAKEN.to_string(),
                    Err(problem) => words::sentence(problem),
                },
            );
            let step = match answer {
                Ok(()) => Step::Done,
                Err(problem) => Step::Failed(problem),
            };
            if let Some(row) = row {
                let rows = vec![(address.clone(), row.map(|row| *row))];
                state.list.put_all(rows, &state.clock);
            }
            state.treatment = Some(Treatment {
                address,
                cure,
                step,
            });
        }
    }
    Vec::new()
}

/// Does it, and reads the row afterwards, whatever the answer was.
pub(crate) async fn perform(client: Client, address: Address, cure: Cure) -> Event {
    let answer = ask(&client, &address, cure).await.map_err(Problem::from);
    let row = client.session(&address).await.ok();
    Event::Ended {
        address,
        cure,
        answer,
        row: row.map(|row| row.map(Box::new)),
    }
}

async fn ask(client: &Client, address: &Address, cure: Cure) -> Result<(), ClientError> {
    match cure {
        Cure::Unlock => {
            let sources = std::slice::from_ref(address);
            client.rebuild_locked(sources).await.map(drop)
        }
        Cure::Commit => client.commit(address, None).await.map(drop),
        Cure::Reset => client.reset_status(address).await,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::store::panel;
    use crate::store::testing::{address, sessions, signed_in_with};

    #[test]
    fn what_helps_with_a_status() {
        use Remedy::{Do, Log, Rebuild, Tell};
        const UNLOCK: Remedy = Do(Cure::Unlock);
        const COMMIT: Remedy = Do(Cure::Commit);
        const RESET: Remedy = Do(Cure::Reset);
        for (status, stuck, may, wanted) in [
            ("READY", false, true, &[][..]),
            ("CONFLICT", false, true, &[Log]),
            ("ERROR", false, false, &[Rebuild, Log, Tell]),
            ("RECEIVING", false, true, &[COMMIT, Log]),
            ("RECEIVING", true, true, &[COMMIT, Log, Tell]),
            ("_RECEIVING", true, true, &[RESET, Log, Tell]),
            ("BUILDING", false, true, &[Log]),
            ("BUILDING", true, false, &[Rebuild, RESET, Log, Tell]),
            ("QUEUED_BUILDING", true, true, &[UNLOCK, RESET, Log, Tell]),
            ("_ARCHIVING", true, true, &[UNLOCK, RESET, Log, Tell]),
            ("_ARCHIVING", true, false, &[RESET, Log, Tell]),
            ("_MOVING", false, true, &[Log]),
            ("SOMETHING_NEW", false, true, &[Log, Tell]),
        ] {
            assert_eq!(remedies(&status.into(), stuck, may), wanted, "{status}");
        }
    }

    #[test]
    fn nothing_is_sent_before_somebody_agrees_and_the_row_tells_the_end() {
        let mut state = signed_in_with(&["_BUILDING"]);
        state.apply(panel::Event::Open(address(0)).into());
        let ask = Event::Ask(address(0), Cure::Reset);
        assert_eq!(state.apply(ask.clone().into()), []);
        assert_eq!(state.apply(Event::Cancel.into()), []);
        assert_eq!(state.apply(Event::Go.into()), [], "nothing was asked");
        state.apply(ask.clone().into());
        let cure = Cure::Reset;
        let sent = Effect::Cure {
            address: address(0),
            cure,
        };
        assert_eq!(state.apply(Event::Go.into()), [sent]);
        assert_eq!(state.apply(Event::Go.into()), [], "once");
        state.apply(Event::Cancel.into());
        state.apply(Event::Ask(address(1), Cure::Commit).into());
        let at = state.treatment.clone().unwrap();
        assert_eq!((at.address, at.step), (address(0), Step::Busy));
        let row = sessions(&["READY"]).remove(0);
        let ended = Event::Ended {
            address: address(0),
            cure,
            answer: Ok(()),
            row: Some(Some(Box::new(row))),
        };
        state.apply(ended.into());
        assert_eq!(state.treatment.clone().unwrap().step, Step::Done);
        let open = state.panel.clone().unwrap();
        assert_eq!(open.status(), Some(&Status::READY));
    }

    #[test]
    fn what_was_refused_leaves_the_row_as_the_server_has_it() {
        for (row, left) in [
            (None, 1),
            (Some(None), 0),
            (Some(Some(Box::new(sessions(&["_BUILDING"]).remove(0)))), 1),
        ] {
            let mut state = signed_in_with(&["_BUILDING"]);
            let problem = Problem {
                code: "forbidden",
                ..Problem::default()
            };
            let ended = Event::Ended {
                address: address(0),
                cure: Cure::Unlock,
                answer: Err(problem.clone()),
                row,
            };
            state.apply(ended.into());
            assert_eq!(state.treatment.unwrap().step, Step::Failed(problem));
            assert_eq!(state.list.sessions.len(), left);
        }
    }
}

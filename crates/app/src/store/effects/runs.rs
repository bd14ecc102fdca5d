//! Runs and checks: many calls for one effect.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use prearchive_client::Cancel;
use prearchive_client::run::{self as runner, Job, Outcome, Pace, RunOptions};
use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::session::Session;

use super::World;
use crate::browser;
use crate::store::message::Work;
use crate::store::problem::Problem;
use crate::store::run::{self, Journal, Row, Step, Told};
use crate::store::sheet::{self, Check};

/// How often a run is told of, in milliseconds.
const BATCH_MS: u32 = 200;

/// Stops a run, pauses it, and sets its pace.
pub(super) struct Controls {
    pub(super) stop: Cancel,
    pub(super) pace: Pace,
    /// Ends it without another word, with all that is under way.
    leave: Cancel,
}

impl World {
    /// Asks what archiving would meet; once the checks are stopped, nobody waits for the answer.
    pub(super) fn validate(&self, check: Check) {
        let stop = self.checks.borrow().clone();
        let client = self.client.clone().with_cancel(stop.clone());
        let send = self.send.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let request = ArchiveRequest {
                overwrite: check.overwrite,
                subject: check.names.subject.clone(),
                session: check.names.session.clone(),
                ..ArchiveRequest::of(check.address.clone())
            };
            let answer = client.validate_archive(&request).await;
            if !stop.is_cancelled() {
                let answer = answer.map_err(Problem::from);
                send.emit(sheet::Event::Validated(check, answer).into());
            }
        });
    }

    /// Does a run. What happens is told a few times a second, for all that has happened since.
    pub(super) fn run(
        &self,
        id: usize,
        work: Work,
        sources: Vec<Address>,
        mut options: RunOptions,
        journal: Journal,
    ) {
        let job = match work {
            Work::Archive(archiving) => {
                options.names = archiving.names;
                Job::Archive(archiving.overwrite)
            }
            Work::Move(project) => Job::Move(project),
            Work::Rebuild => Job::Rebuild,
            Work::Delete => Job::Delete,
        };
        let controls = Controls {
            stop: options.stop.clone(),
            pace: options.pace.clone(),
            leave: Cancel::default(),
        };
        let client = self.client.with_cancel(controls.leave.clone());
        self.runs.borrow_mut().insert(id, controls);
        let key = journal.key();
        self.journals.borrow_mut().insert(key.clone(), journal);
        let send = self.send.clone();
        let (runs, journals) = (self.runs.clone(), self.journals.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let news = Rc::new(RefCell::new(Vec::new()));
            let tell = {
                let (news, send, key, journals) =
                    (news.clone(), send.clone(), key.clone(), journals.clone());
                move || {
                    let told: Vec<Told> = news.take();
                    if let Some(journal) = journals.borrow_mut().get_mut(&key) {
                        journal.note(&told);
                        if let Some(text) = journal.due(browser::clock().now) {
                            browser::keep(&key, Some(&text));
                        }
                    }
                    // Who has left is told nothing: the number may be that of another's run by now.
                    let is_here = journals.borrow().get(&key).is_some();
                    if is_here && !told.is_empty() {
                        send.emit(run::Event::Many(id, told).into());
                    }
                }
            };
            tell();
            let often = Interval::new(BATCH_MS, tell.clone());
            runner::run(&client, &job, sources, options, |event| {
                news.borrow_mut().push(told(event));
            })
            .await;
            drop(often);
            tell();
            if journals.borrow_mut().remove(&key).is_none() {
                return;
            }
            browser::keep(&key, None);
            runs.borrow_mut().remove(&id);
            send.emit(run::Event::Ended(id).into());
        });
    }

    /// Ends all runs because whoever began them has left; they are kept as cut off, for when the same person comes back.
    pub(super) fn leave_runs(&self) {
        for (key, mut journal) in self.journals.take() {
            browser::keep(&key, Some(&journal.cut()));
        }
        for (_, run) in self.runs.take() {
            run.leave.cancel();
            run.stop.cancel();
        }
    }
}

fn told(event: runner::Event) -> Told {
    let known = |now: Option<Box<Session>>| now.map_or(Row::Unknown, Row::Now);
    let (address, step, row) = match event {
        runner::Event::Started(address) => (address, Step::Sent, Row::Unknown),
        runner::Event::Waiting(address, status) => (address, Step::Working(status), Row::Unknown),
        runner::Event::SignedOut(address) => (address, Step::Held, Row::Unknown),
        runner::Event::Ended(address, outcome) => {
            let (step, row) = match outcome {
                Outcome::Done { now, uri, despite } => {
                    let step = despite.map_or(Step::Done, |error| Step::AfterAll(error.into()));
                    let row = match (now, uri) {
                        (Some(now), _) => Row::Now(now),
                        (None, Some(uri)) => Row::Archived(uri),
                        (None, None) => Row::Gone,
                    };
                    (step, row)
                }
                Outcome::Failed { error, now } => (Step::Failed(error.into()), known(now)),
                Outcome::Unconfirmed { now } => (Step::Unconfirmed, known(now)),
                Outcome::Skipped => (Step::Skipped, Row::Unknown),
            };
            (address, step, row)
        }
    };
    Told { address, step, row }
}

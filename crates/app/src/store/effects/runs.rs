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
        };
        self.runs.borrow_mut().insert(id, controls);
        let key = journal.key();
        self.journals.borrow_mut().insert(key.clone(), journal);
        let (client, send) = (self.client.clone(), self.send.clone());
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
                    if !told.is_empty() {
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
            journals.borrow_mut().remove(&key);
            browser::keep(&key, None);
            runs.borrow_mut().remove(&id);
            send.emit(run::Event::Ended(id).into());
        });
    }
}

fn told(event: runner::Event) -> Told {
    let known = |now: Option<Box<Session>>| now.map_or(Row::Unknown, Row::Now);
    let (address, step, row) = match event {
        runner::Event::Started(address) => (address, Step::Sent, Row::Unknown),
        runner::Event::Waiting(address, status) => (address, Step::Working(status), Row::Unknown),
        runner::Event::Ended(address, outcome) => {
            let (step, row) = match outcome {
                Outcome::Done { now, .. } => (Step::Done, now.map_or(Row::Gone, Row::Now)),
                Outcome::Failed { error, now } => (Step::Failed(error.into()), known(now)),
                Outcome::Unconfirmed { now } => (Step::Unconfirmed, known(now)),
                Outcome::Skipped => (Step::Skipped, Row::Unknown),
            };
            (address, step, row)
        }
    };
    Told { address, step, row }
}

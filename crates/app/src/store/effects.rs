//! Does what the reducer asks for: calls, timers, the URL. Every answer is a message.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;

use prearchive_client::run::{self as runner, Job, Outcome, RunOptions};
use prearchive_client::{Cancel, Client, ClientError};
use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Overwrite};
use prearchive_core::project::ProjectFilter;
use prearchive_core::session::Session;
use yew::Callback;

use super::message::Work;
use super::problem::Problem;
use super::run::{Row, Step};
use super::{Effect, Message, list, login, panel, projects, run, sheet};
use crate::browser;

/// The world outside of the state.
pub(crate) struct World {
    client: Client,
    send: Callback<Message>,
    /// How to stop the runs that are under way.
    stops: RefCell<BTreeMap<usize, Cancel>>,
}

impl World {
    pub(crate) fn new(client: Client, send: Callback<Message>) -> Self {
        Self {
            client,
            send,
            stops: RefCell::default(),
        }
    }

    /// Does one thing; the answer comes later.
    pub(crate) fn perform(&self, effect: Effect) {
        let client = self.client.clone();
        match effect {
            Effect::Resume => self.ask(async move { client.resume().await }, login::Event::Resumed),
            Effect::SignIn { username, password } => self.ask(
                async move { client.sign_in(&username, &password).await },
                login::Event::Answered,
            ),
            Effect::SignOut => self.ask(
                async move { client.sign_out().await },
                login::Event::SignedOut,
            ),
            Effect::Sessions => {
                let send = self.send.clone();
                let mut take = move |batch| send.emit(list::Event::Arrived(Box::new(batch)).into());
                self.ask(
                    async move { client.list(&[], &mut take).await },
                    list::Event::Listed,
                );
            }
            Effect::Projects => {
                let other = client.clone();
                self.ask(
                    async move { client.projects(ProjectFilter::Accessible, true).await },
                    projects::Event::Loaded,
                );
                self.ask(
                    async move { other.projects(ProjectFilter::Editable, false).await },
                    projects::Event::Editable,
                );
            }
            Effect::Targets => self.ask(
                async move { client.projects(ProjectFilter::Writable, false).await },
                projects::Event::Targets,
            ),
            Effect::SetCode { project, code } => {
                let name = project.clone();
                self.ask(
                    async move { client.set_prearchive_code(&name, code).await },
                    move |answer| projects::Event::Saved {
                        project,
                        code,
                        answer,
                    },
                );
            }
            Effect::Scans(address) => {
                self.inside(address, async |c, a| c.scans(a).await, panel::Event::Scans);
            }
            Effect::Resources(address) => self.inside(
                address,
                async |c, a| c.session_resources(a).await,
                panel::Event::Resources,
            ),
            Effect::Logs(address) => {
                self.inside(address, async |c, a| c.logs(a).await, panel::Event::Logs);
            }
            Effect::Files {
                address,
                scan,
                resource,
            } => {
                let place = (scan.clone(), resource.clone());
                self.inside(
                    address,
                    async move |c, a| c.files(a, &scan, &resource).await,
                    move |address, answer| panel::Event::Files(address, place, answer),
                );
            }
            Effect::DeleteScan { address, scan } => {
                let name = scan.clone();
                self.inside(
                    address,
                    async move |c, a| c.delete_scan(a, &name).await,
                    move |address, answer| sheet::Event::ScanDeleted {
                        address,
                        scan,
                        answer,
                    },
                );
            }
            Effect::Validate { address, overwrite } => self.inside(
                address,
                async move |c, a| c.validate_archive(&request(a, overwrite)).await,
                sheet::Event::Validated,
            ),
            Effect::Run { id, work, sources } => self.run(id, work, sources),
            Effect::StopRun(id) => {
                if let Some(stop) = self.stops.borrow_mut().remove(&id) {
                    stop.cancel();
                }
            }
            Effect::Url { hash, step } => browser::set_hash(&hash, step),
            Effect::Theme(theme) => browser::show_theme(theme),
            Effect::Language(language) => browser::show_language(language),
            Effect::Keep { key, text } => browser::keep(key.name(), text.as_deref()),
        }
    }

    /// Makes a call, and sends its answer on.
    fn ask<T: 'static, E: Into<Message>>(
        &self,
        call: impl Future<Output = Result<T, ClientError>> + 'static,
        event: impl FnOnce(Result<T, Problem>) -> E + 'static,
    ) {
        let send = self.send.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let answer = call.await.map_err(Problem::from);
            send.emit(event(answer).into());
        });
    }

    /// The same for what is inside a session.
    fn inside<T: 'static, E: Into<Message>>(
        &self,
        address: Address,
        call: impl AsyncFnOnce(&Client, &Address) -> Result<T, ClientError> + 'static,
        event: impl FnOnce(Address, Result<T, Problem>) -> E + 'static,
    ) {
        let (client, of) = (self.client.clone(), address.clone());
        self.ask(async move { call(&client, &of).await }, move |answer| {
            event(address, answer)
        });
    }

    fn run(&self, id: usize, work: Work, sources: Vec<Address>) {
        let stop = Cancel::new();
        self.stops.borrow_mut().insert(id, stop.clone());
        let options = RunOptions {
            stop,
            ..RunOptions::default()
        };
        let (client, send) = (self.client.clone(), self.send.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let job = job(work);
            let tell = |event| send.emit(told(id, event).into());
            runner::run(&client, &job, sources, options, tell).await;
            send.emit(run::Event::Ended(id).into());
        });
    }
}

fn request(address: &Address, overwrite: Overwrite) -> ArchiveRequest {
    ArchiveRequest {
        overwrite,
        ..ArchiveRequest::of(address.clone())
    }
}

fn job(work: Work) -> Job {
    match work {
        Work::Archive(overwrite) => Job::Archive(overwrite),
        Work::Move(project) => Job::Move(project),
        Work::Rebuild => Job::Rebuild,
        Work::Delete => Job::Delete,
    }
}

fn told(id: usize, event: runner::Event) -> run::Event {
    let known = |now: Option<Box<Session>>| now.map_or(Row::Unknown, Row::Now);
    match event {
        runner::Event::Started(address) => run::Event::Step {
            id,
            address,
            step: Step::Sent,
        },
        runner::Event::Waiting(address, status) => run::Event::Step {
            id,
            address,
            step: Step::Working(status),
        },
        runner::Event::Ended(address, outcome) => {
            let (step, row) = match outcome {
                Outcome::Done { now, .. } => (Step::Done, now.map_or(Row::Gone, Row::Now)),
                Outcome::Failed { error, now } => (Step::Failed(error.into()), known(now)),
                Outcome::Unconfirmed { now } => (Step::Unconfirmed, known(now)),
                Outcome::Skipped => (Step::Skipped, Row::Unknown),
            };
            run::Event::Over {
                id,
                address,
                step,
                row,
            }
        }
    }
}

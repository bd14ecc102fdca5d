//! Does what the reducer asks for: calls, timers, the URL. Every answer is a message.

mod runs;

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use prearchive_client::run::{Pace, RunOptions};
use prearchive_client::{Cancel, Client, ClientError};
use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::project::{Project, ProjectFilter};
use prearchive_core::sorted::Map;
use yew::Callback;

use super::problem::Problem;
use super::run::{Journal, PREFIX};
use super::{
    Effect, Message, cure, later, list, login, panel, projects, run, sheet, triage, twins, views,
};
use crate::browser::{self, Listener};
use runs::Controls;

/// The cursor rests on a session when it has not moved on for so long, in milliseconds; a key that is held down repeats
/// sooner.
const A_MOMENT: u32 = 200;

/// The world outside of the state.
pub(crate) struct World {
    client: Client,
    send: Callback<Message>,
    /// How to steer the runs that are under way.
    runs: Rc<RefCell<Map<usize, Controls>>>,
    /// What the browser keeps of them, by key.
    journals: Rc<RefCell<Map<String, Journal>>>,
    /// What only the second module can do, as long as it is not here.
    waiting: RefCell<Vec<Effect>>,
    /// The projects whose sessions are listed; all if there are none.
    only: RefCell<Vec<Project>>,
    /// Listens to the last moment of the page, to keep them.
    last: RefCell<Vec<Listener>>,
    /// Ends the questions of a sheet that is gone.
    checks: RefCell<Cancel>,
}

impl World {
    pub(crate) fn new(client: Client, only: Vec<Project>, send: Callback<Message>) -> Self {
        Self {
            client,
            send,
            runs: Rc::default(),
            journals: Rc::default(),
            waiting: RefCell::default(),
            only: RefCell::new(only),
            last: RefCell::default(),
            checks: RefCell::default(),
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
                let only = self.only.borrow().clone();
                self.ask(
                    async move { client.list(&only, &mut take).await },
                    list::Event::Listed,
                );
            }
            Effect::Only(projects) => {
                self.only.replace(projects);
            }
            Effect::Focus(focus) => browser::focus_soon(crate::view::id_of(focus)),
            Effect::Recall => {
                let kept = browser::kept_below(PREFIX);
                if kept.is_empty() && !later::is_here() {
                    return;
                }
                self.send.emit(run::Event::Recalled(kept).into());
            }
            Effect::Open(address) => self.send.emit(panel::Event::Open(address).into()),
            Effect::RecallViews(key) => {
                let kept = browser::kept(&key.name());
                self.send.emit(views::Event::Recalled(key, kept).into());
            }
            Effect::Url { hash, step } => browser::set_hash(&hash, step),
            Effect::Theme(theme) => browser::show_theme(theme),
            Effect::Language(language) => browser::show_language(language),
            Effect::HideNames(hide) => browser::hide_names(hide),
            Effect::Keep { key, text } => browser::keep(&key.name(), text.as_deref()),
            effect if later::is_here() => later::perform(self, effect),
            effect => self.waiting.borrow_mut().push(effect),
        }
    }

    /// Does what had to wait for the second module.
    pub(crate) fn go_on(&self) {
        for effect in self.waiting.take() {
            self.perform(effect);
        }
    }

    /// The same for what only the second module asks for.
    pub(super) fn perform_later(&self, effect: Effect) {
        let client = self.client.clone();
        match effect {
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
                    async move {
                        client.set_prearchive_code(&name, code).await?;
                        client.prearchive_code(&name).await
                    },
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
            Effect::Rest(address) => self.spawn(Box::pin(async move {
                gloo_timers::future::TimeoutFuture::new(A_MOMENT).await;
                panel::Event::Rested(address).into()
            })),
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
            Effect::TwinScans(address) => {
                self.inside(address, async |c, a| c.scans(a).await, twins::Event);
            }
            Effect::Cure { address, cure } => {
                self.spawn(Box::pin(async move {
                    cure::perform(client, address, cure).await.into()
                }));
            }
            Effect::Validate(check) => self.validate(check),
            Effect::Look(address) => self.inside(
                address,
                async |c, a| c.validate_archive(&ArchiveRequest::of(a.clone())).await,
                triage::Event::Found,
            ),
            Effect::StopChecks => self.checks.take().cancel(),
            Effect::Run {
                id,
                work,
                sources,
                parallel,
                again,
                user,
            } => {
                self.keep_journals();
                let salt = browser::random();
                let journal = Journal::new(salt, &user, &work, &sources);
                let options = RunOptions {
                    pace: Pace::new(parallel),
                    look_first: again,
                    waits_for_login: true,
                    ..RunOptions::default()
                };
                self.run(id, work, sources, options, journal);
            }
            Effect::PauseRun(id, paused) => {
                if let Some(run) = self.runs.borrow().get(&id) {
                    if paused {
                        run.pace.pause();
                    } else {
                        run.pace.go_on();
                    }
                }
            }
            Effect::PaceRun(id, parallel) => {
                if let Some(run) = self.runs.borrow().get(&id) {
                    run.pace.set_parallel(parallel);
                }
            }
            Effect::StopRun(id) => {
                if let Some(run) = self.runs.borrow().get(&id) {
                    run.stop.cancel();
                }
            }
            Effect::LeaveRuns => self.leave_runs(),
            Effect::ForgetRun(key) => browser::keep(&key, None),
            Effect::Save(file) => browser::save(&file.name, file.kind, &file.text),
            _ => {}
        }
    }

    /// Has the journals kept when the page goes.
    fn keep_journals(&self) {
        let mut last = self.last.borrow_mut();
        if !last.is_empty() {
            return;
        }
        let kept = self.journals.clone();
        *last = browser::listen(&["pagehide"], move || {
            for (key, journal) in kept.borrow_mut().iter_mut() {
                browser::keep(key, Some(&journal.cut()));
            }
        });
    }

    /// Makes a call, and sends its answer on.
    fn ask<T: 'static, E: Into<Message>>(
        &self,
        call: impl Future<Output = Result<T, ClientError>> + 'static,
        event: impl FnOnce(Result<T, Problem>) -> E + 'static,
    ) {
        self.spawn(Box::pin(async move {
            event(call.await.map_err(Problem::from)).into()
        }));
    }

    /// Sends on what comes of it, whatever it is: code for each kind of call is as small as can be.
    fn spawn(&self, message: Pin<Box<dyn Future<Output = Message>>>) {
        let send = self.send.clone();
        wasm_bindgen_futures::spawn_local(async move {
            send.emit(message.await);
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
}

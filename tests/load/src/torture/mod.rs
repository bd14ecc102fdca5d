//! The torture: clients work, the server is killed at a random instant and started again, and nothing may be wrong.

mod check;
mod folder;
mod ledger;
mod plan;
mod report;
mod request;
mod rest;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use check::Verdict;
use folder::{copy, data, last_words, log, panicked, start};
use ledger::{Ledger, Outcome, Place};
use plan::{AUTOMATIC, MANUAL};
use report::Counts;
use request::Plan;
use rest::Rest;

use crate::films::{self, Film};
use crate::http::Client;
use crate::random::Random;
use crate::server::{self, Server, USER};

/// With more archived files than this the torture goes on with a new data folder, so that a round stays quick.
const MOST_ARCHIVED: usize = 700;
/// With more deleted files than this the cache is emptied.
const MOST_CACHED: usize = 500;
/// With more sessions than this the oldest are deleted.
const MOST_SESSIONS: usize = 40;

/// What is asked for.
pub(crate) struct Options {
    pub(crate) server: PathBuf,
    pub(crate) fixtures: PathBuf,
    pub(crate) rounds: usize,
    pub(crate) seed: u64,
    /// Where the data folder is made.
    pub(crate) folder: PathBuf,
    /// False lets the clients end and the server come to rest before it is killed: what is wrong then is no crash's fault.
    pub(crate) kill: bool,
    /// Clients that work at the same time.
    pub(crate) clients: usize,
}

/// Runs all rounds; false if an invariant was violated.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let films = films::load(&options.fixtures)?;
    println!(
        "torture: {} rounds, seed {}, {} clients, {} different DICOM files, data in {}",
        options.rounds,
        options.seed,
        options.clients,
        films.len(),
        options.folder.display()
    );
    let started = Instant::now();
    let mut torture = Torture::set_up(options, &films)?;
    for round in 1..=options.rounds {
        let passed = torture.round(round).unwrap_or_else(|problem| {
            println!(
                "\nVIOLATION in round {round}: the server starts again and answers\n  {problem}"
            );
            println!("  the last that it said:\n{}", last_words(options));
            torture.totals.violations += 1;
            false
        });
        if !passed {
            torture.summary(round, started.elapsed());
            println!(
                "FAILED in round {round}; data and the server's words are in {}",
                options.folder.display()
            );
            return Ok(false);
        }
        if round.is_multiple_of(20) {
            println!(
                "  round {round}: {} files accepted, {:.0} s",
                torture.totals.accepted,
                started.elapsed().as_secs_f64()
            );
        }
    }
    torture.summary(options.rounds, started.elapsed());
    println!("passed: nothing was lost, doubled, undone or stuck");
    drop(torture);
    fs::remove_dir_all(&options.folder).map_err(|error| error.to_string())?;
    Ok(true)
}

/// Sums over all rounds.
#[derive(Default)]
struct Totals {
    kills: usize,
    kills_while_starting: usize,
    accepted: usize,
    /// Accepted files that the torture itself threw away, emptying the cache or beginning a new data folder.
    thrown_away: usize,
    refused_but_kept: usize,
    violations: usize,
    prearchive: usize,
    archive: usize,
    cache: usize,
}

struct Torture<'a> {
    options: &'a Options,
    films: &'a [Film],
    random: Random,
    ledger: Mutex<Ledger>,
    server: Server,
    client: Client,
    counts: Counts,
    totals: Totals,
}

impl<'a> Torture<'a> {
    /// Makes a data folder with an administrator and projects, and starts the server on a copy of it.
    fn set_up(options: &'a Options, films: &'a [Film]) -> Result<Self, String> {
        let pristine = options.folder.join("pristine");
        fs::create_dir_all(&pristine).map_err(|error| error.to_string())?;
        server::command(
            &options.server,
            &pristine,
            &["user", "add", USER, "--admin"],
        )?;
        for project in MANUAL.iter().chain([&AUTOMATIC]) {
            server::command(&options.server, &pristine, &["project", "add", project])?;
        }
        let (mut server, client) = start(options, &pristine)?;
        let path = format!("/data/projects/{AUTOMATIC}/prearchive_code/4");
        let answer = client.change("PUT", &path)?;
        if answer.status != 200 {
            return Err(format!("PUT {path} is answered {}", answer.status));
        }
        server.kill();
        copy(&pristine, &data(options))?;
        let (server, client) = start(options, &data(options))?;
        Ok(Self {
            options,
            films,
            random: Random::new(options.seed),
            ledger: Mutex::new(Ledger::new()),
            server,
            client,
            counts: Counts::default(),
            totals: Totals::default(),
        })
    }

    /// Work, kill, start, check; false if something is wrong.
    fn round(&mut self, round: usize) -> Result<bool, String> {
        lock(&self.ledger).round = round;
        self.work_and_kill()?;
        let data = data(self.options);
        let wreck = rest::paths(&data);
        // A server that is killed while it mends what the last kill left must be mended, too.
        while self.options.kill && self.random.chance(20) {
            let mut server = Server::begin(&self.options.server, &data, &log(self.options))?;
            thread::sleep(Duration::from_micros(self.random.below(60_000) as u64));
            server.kill();
            self.totals.kills += 1;
            self.totals.kills_while_starting += 1;
        }
        (self.server, self.client) = start(self.options, &data)?;
        let rest = Rest::read(&data, rest::rows(&self.client)?)?;
        let ledger = lock(&self.ledger);
        let mut verdict = check::check(&ledger, &rest);
        check::ask(&self.client, &rest, &mut verdict)?;
        self.counts.add(&ledger);
        self.totals.refused_but_kept += verdict.refused_but_kept;
        self.totals.violations += verdict.violations.len();
        report::violations(&ledger, &verdict.violations, &wreck);
        drop(ledger);
        self.settle(&rest, &verdict);
        if let Some(line) = panicked(self.options)? {
            println!("\nVIOLATION in round {round}: the server panicked\n  {line}");
            self.totals.violations += 1;
        }
        if self.totals.violations > 0 {
            return Ok(false);
        }
        self.prune(&rest)?;
        Ok(true)
    }

    /// Lets the clients work, and kills the server in the midst of it.
    fn work_and_kill(&mut self) -> Result<(), String> {
        let seeds = (0..self.options.clients).map(|_| self.random.number());
        let seeds: Vec<u64> = seeds.collect();
        // Short and long rounds: the first kills meet the first steps of the work.
        let longest = if self.random.chance(30) { 150 } else { 900 };
        let time = Duration::from_micros(20_000 + self.random.below(longest * 1000) as u64);
        let (ledger, films, stop) = (&self.ledger, self.films, &AtomicBool::new(false));
        thread::scope(|scope| {
            for (thread, seed) in seeds.into_iter().enumerate() {
                let client = self.client.another();
                scope.spawn(move || {
                    work(&client, ledger, films, thread, Random::new(seed), stop);
                });
            }
            thread::sleep(time);
            if self.options.kill {
                self.server.kill();
            }
            stop.store(true, Ordering::Relaxed);
        });
        if !self.options.kill {
            rest::rows(&self.client)?;
            self.server.kill();
        }
        self.totals.kills += 1;
        Ok(())
    }

    /// What was found becomes what must be there from now on.
    fn settle(&mut self, rest: &Rest, verdict: &Verdict) {
        let mut ledger = lock(&self.ledger);
        let (mut places, mut accepted) = ([0; 3], 0);
        for (number, file) in ledger.files.iter_mut().enumerate() {
            if file.forgotten {
                continue;
            }
            let spot = verdict.spots.get(&number).cloned();
            accepted +=
                usize::from(file.rest.is_none() && (spot.is_some() || file.accepted.is_some()));
            match &spot {
                Some((Place::Prearchive(_), _)) => places[0] += 1,
                Some((Place::Archive(_), _)) => places[1] += 1,
                Some((Place::Cache, _)) => places[2] += 1,
                None => file.forgotten = true,
            }
            file.rest = spot;
        }
        ledger.sessions = rest.rows.keys().cloned().collect();
        ledger.sessions.sort_by(|a, b| time_of(a).cmp(time_of(b)));
        ledger.archived = rest.archived.iter().cloned().collect();
        self.totals.accepted += accepted;
        [
            self.totals.prearchive,
            self.totals.archive,
            self.totals.cache,
        ] = places;
    }

    /// Keeps the data small, so that a round stays quick.
    fn prune(&mut self, rest: &Rest) -> Result<(), String> {
        let data = data(self.options);
        let mut ledger = lock(&self.ledger);
        if self.totals.archive > MOST_ARCHIVED {
            self.server.kill();
            self.totals.thrown_away += forget(&mut ledger, |_| true);
            drop(ledger);
            let next = lock(&self.ledger).number();
            *lock(&self.ledger) = Ledger::after(next);
            fs::remove_dir_all(&data).map_err(|error| error.to_string())?;
            copy(&self.options.folder.join("pristine"), &data)?;
            (self.server, self.client) = start(self.options, &data)?;
            [
                self.totals.prearchive,
                self.totals.archive,
                self.totals.cache,
            ] = [0; 3];
            return Ok(());
        }
        if self.totals.cache > MOST_CACHED {
            let cache = data.join("cache");
            fs::remove_dir_all(&cache).map_err(|error| format!("{}: {error}", cache.display()))?;
            self.totals.thrown_away += forget(&mut ledger, |place| *place == Place::Cache);
            self.totals.cache = 0;
        }
        let many = ledger.sessions.len().saturating_sub(MOST_SESSIONS);
        for address in ledger.sessions.drain(..many).collect::<Vec<_>>() {
            let path = format!("/data/prearchive/projects/{address}");
            let status = self.client.change("DELETE", &path)?.status;
            if status != 200 {
                let was = rest.rows.get(&address);
                return Err(format!(
                    "DELETE {path} is answered {status}, though it is at rest ({was:?})"
                ));
            }
            for file in &mut ledger.files {
                if let Some((place, _)) = &mut file.rest
                    && *place == Place::Prearchive(address.clone())
                {
                    *place = Place::Cache;
                }
            }
        }
        Ok(())
    }

    fn summary(&self, rounds: usize, time: Duration) {
        let totals = &self.totals;
        println!(
            "\n{rounds} rounds in {:.0} s, seed {}",
            time.as_secs_f64(),
            self.options.seed
        );
        println!(
            "  kills: {} ({} of them while it was starting again)",
            totals.kills, totals.kills_while_starting
        );
        self.counts.print();
        println!(
            "  files accepted: {} = {} in prearchive + {} in archive + {} in cache + {} pruned by the torture itself",
            totals.accepted, totals.prearchive, totals.archive, totals.cache, totals.thrown_away
        );
        println!(
            "  files of refused imports that were kept all the same: {}",
            totals.refused_but_kept
        );
        println!("  violations: {}", totals.violations);
    }
}

/// Sends one request after another until the server is gone.
fn work(
    client: &Client,
    ledger: &Mutex<Ledger>,
    films: &[Film],
    thread: usize,
    mut random: Random,
    stop: &AtomicBool,
) {
    while !stop.load(Ordering::Relaxed) {
        let planned = {
            let mut ledger = lock(ledger);
            let planned = plan::plan(&mut ledger, films, &mut random, thread);
            planned.map(|mut plan| {
                let operation = std::mem::replace(&mut plan.operation, ledger::Operation::none());
                let number = ledger.begin(operation, &plan.files);
                (number, plan)
            })
        };
        let Some((number, plan)) = planned else {
            continue;
        };
        let Plan {
            method,
            path,
            kind,
            body,
            ..
        } = plan;
        match client.send(method, &path, kind, &body) {
            Ok(answer) => {
                let outcome = Outcome::Answered(answer.status, answer.text());
                lock(ledger).end(number, outcome);
            }
            Err(_) => {
                lock(ledger).end(number, Outcome::Unanswered);
                return;
            }
        }
    }
}

/// No longer looks for the files at rest in some places; returns how many there are.
fn forget(ledger: &mut Ledger, of: impl Fn(&Place) -> bool) -> usize {
    let mut count = 0;
    for file in &mut ledger.files {
        if !file.forgotten && file.rest.as_ref().is_some_and(|(place, _)| of(place)) {
            file.forgotten = true;
            count += 1;
        }
    }
    count
}

/// The time of arrival in an address.
fn time_of(address: &str) -> &str {
    address.split('/').nth(1).unwrap_or_default()
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    // A client that panicked has failed the torture anyway.
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

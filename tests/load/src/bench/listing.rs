//! Listing very many sessions, against a plain Node.js server that has the same rows in memory.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Report;
use super::measure::{Memory, mebibytes, median};
use crate::http::Client;
use crate::server::Server;

/// How many sessions are judged, and how many are told beside to show how it grows.
const SESSIONS: usize = 100_000;
const FEWER: usize = 10_000;
const REPEATS: usize = 7;
/// The listing's address.
const PATH: &str = "/data/prearchive/projects?format=json";
/// A listing may take as long as the plain server's.
const AT_MOST: f64 = 1.0;
/// And this much memory, in mebibytes.
const MEMORY: f64 = 64.0;
/// An administrator among the demonstration's users, whose password is the name.
const DEMO_USER: &str = "admin";

/// Measures and judges.
pub(super) fn measure(program: &Path, folder: &Path, report: &mut Report) -> Result<(), String> {
    let (few, few_growth) = alone(program, folder)?;
    let demo = Demo::start(program, folder, SESSIONS)?;
    let body = demo.client.get(PATH)?.body;
    let length = body.len();
    count(&body, SESSIONS)?;
    let file = folder.join("rows.json");
    fs::write(&file, body).map_err(|error| error.to_string())?;
    let node = Node::start(folder, &file)?;
    // The same client reads both.
    let plain = Client::anonymous(&node.base);
    let answer = plain.get(PATH)?.body;
    let plain_length = answer.len();
    count(&answer, SESSIONS)?;
    drop(answer);
    let (mut ours, mut others, mut growth) = (Vec::new(), Vec::new(), 0);
    for _ in 0..REPEATS {
        let memory = Memory::watch(demo.server.process())?;
        ours.push(read(&demo.client, length)?);
        growth = growth.max(memory.growth()?);
        others.push(read(&plain, plain_length)?);
    }
    let (ours, others) = (median(ours), median(others));
    let what = format!("listing of {SESSIONS} sessions");
    report.ratio(&what, ours, ("Node.js", others), AT_MOST);
    report.growth(&format!("{what}: memory"), growth, MEMORY);
    report.note(format!(
        "listing: {:.1} MB of JSON; {FEWER} sessions take {:.3} s and {:.1} MB, {SESSIONS} take {:.3} s and {:.1} MB; Node.js takes {:.3} s",
        mebibytes(length as u64),
        few.as_secs_f64(),
        mebibytes(few_growth),
        ours.as_secs_f64(),
        mebibytes(growth),
        others.as_secs_f64(),
    ));
    Ok(())
}

/// The smaller listing, which shows how time and memory grow.
fn alone(program: &Path, folder: &Path) -> Result<(Duration, u64), String> {
    let demo = Demo::start(program, folder, FEWER)?;
    let body = demo.client.get(PATH)?.body;
    count(&body, FEWER)?;
    let (mut times, mut growth) = (Vec::new(), 0);
    for _ in 0..REPEATS {
        let memory = Memory::watch(demo.server.process())?;
        times.push(read(&demo.client, body.len())?);
        growth = growth.max(memory.growth()?);
    }
    Ok((median(times), growth))
}

/// Reads the listing to its end.
fn read(client: &Client, length: usize) -> Result<Duration, String> {
    let started = Instant::now();
    let mut count = 0;
    let status = client.read(PATH, |part| count += part.len())?;
    let time = started.elapsed();
    if status == 200 && count == length {
        Ok(time)
    } else {
        Err(format!(
            "a listing of {count} bytes was answered {status}; {length} were expected"
        ))
    }
}

/// Every session once, each with the columns that it must have.
fn count(body: &[u8], at_least: usize) -> Result<(), String> {
    let table: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let rows = table["ResultSet"]["Result"].as_array();
    let rows = rows.ok_or("the listing is no ResultSet")?;
    let urls: HashSet<&str> = rows.iter().filter_map(|row| row["url"].as_str()).collect();
    let whole = rows
        .iter()
        .all(|row| row["status"].is_string() && row["name"].is_string());
    if rows.len() < at_least || urls.len() != rows.len() || !whole {
        return Err(format!(
            "the listing has {} rows with {} different addresses; at least {at_least} were expected",
            rows.len(),
            urls.len()
        ));
    }
    Ok(())
}

/// A server with demonstration data, and an administrator of it.
struct Demo {
    server: Server,
    client: Client,
}

impl Demo {
    fn start(program: &Path, folder: &Path, sessions: usize) -> Result<Self, String> {
        let data = folder.join(format!("demo-{sessions}"));
        let number = sessions.to_string();
        let more = ["--demo", "--demo-sessions", &number];
        let server = Server::start(program, &data, &folder.join("demo.log"), &more)?;
        let client = Client::sign_in(&server.base, DEMO_USER, DEMO_USER)?;
        Ok(Self { server, client })
    }
}

/// The plain server; dropping it stops it.
struct Node {
    child: Child,
    base: String,
}

impl Node {
    fn start(folder: &Path, rows: &Path) -> Result<Self, String> {
        let script = folder.join("rows.mjs");
        fs::write(&script, include_str!("rows.mjs")).map_err(|error| error.to_string())?;
        let mut child = Command::new("node")
            .arg(script)
            .arg(rows)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(|error| error.to_string())?;
        }
        let address = line.trim().strip_prefix("listening on ");
        let base = address.map(|address| address.trim_end_matches('/').to_owned());
        let mut node = Self {
            child,
            base: String::new(),
        };
        node.base = base.ok_or("node does not listen")?;
        Ok(node)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

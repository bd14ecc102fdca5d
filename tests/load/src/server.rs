//! The real server as a process of its own: set up, started, killed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long it may take to listen; very many sessions of sample data are made before that.
const START: Duration = Duration::from_secs(900);
/// What it prints when it does.
const READY: &str = "listening on ";

/// A running server; dropping it kills it.
pub(crate) struct Server {
    child: Child,
    /// Its address, without a slash at the end; empty for one that nobody waited for.
    pub(crate) base: String,
}

impl Server {
    /// Starts it on a free port and waits until it listens; what it says goes to `log`.
    pub(crate) fn start(
        program: &Path,
        data: &Path,
        log: &Path,
        more: &[&str],
    ) -> Result<Self, String> {
        let (mut server, stdout) = Self::spawn(program, data, log, more)?;
        let (sender, receiver) = mpsc::channel();
        // Reads on until the server ends, so that it never waits for somebody to listen.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some((_, address)) = line.split_once(READY) {
                    let _ = sender.send(address.trim().trim_end_matches('/').to_owned());
                }
            }
        });
        // A server that ends closes its output, and with it the channel: nobody waits for one that is gone.
        server.base = receiver.recv_timeout(START).map_err(|_| {
            format!(
                "the server did not say that it listens; what it said is in {}",
                log.display()
            )
        })?;
        Ok(server)
    }

    /// Starts it and does not wait: it is to be killed while it starts.
    pub(crate) fn begin(program: &Path, data: &Path, log: &Path) -> Result<Self, String> {
        Self::spawn(program, data, log, &[]).map(|(server, _)| server)
    }

    fn spawn(
        program: &Path,
        data: &Path,
        log: &Path,
        more: &[&str],
    ) -> Result<(Self, impl Read + use<>), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", program.display());
        let stderr = File::options().create(true).append(true).open(log);
        let mut child = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr.map_err(failed)?)
            .spawn()
            .map_err(failed)?;
        let stdout = child.stdout.take().ok_or("the server has no output")?;
        let base = String::new();
        Ok((Self { child, base }, stdout))
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without a warning (SIGKILL), and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs a command of the server's command line on a data folder.
pub(crate) fn command(program: &Path, data: &Path, words: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .arg("--data")
        .arg(data)
        .args(words)
        .env("PREARCHIVE_PASSWORD", PASSWORD)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} failed: {}", words.join(" "), said.trim()))
}

/// The administrator whom the programs here sign in as.
pub(crate) const USER: &str = "admin";
/// The administrator's password.
pub(crate) const PASSWORD: &str = "load-tests-only";

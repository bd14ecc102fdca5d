//! A server with demo data for the browser: started on a free port, stopped when dropped.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::checkout::Checkout;
use crate::run;

/// How long the server may take to listen.
const START: Duration = Duration::from_secs(60);
/// What it prints when it does.
const READY: &str = "listening on ";

/// A running server; dropping it stops it and removes its data.
pub(crate) struct Server {
    child: Child,
    data: PathBuf,
    /// The page's address, ending in a slash.
    pub(crate) address: String,
}

impl Server {
    /// Starts the program with demo data in a folder of its own, and waits until it listens.
    pub(crate) fn start(checkout: &Checkout, program: &Path) -> Result<Self, String> {
        Self::start_with(checkout, program, &[], START)
    }

    /// The same with more arguments, and for as long as the program then may take to listen.
    pub(crate) fn start_with(
        checkout: &Checkout,
        program: &Path,
        arguments: &[&str],
        patience: Duration,
    ) -> Result<Self, String> {
        let page = checkout.page_folder();
        Self::listen(checkout, program, Some(&page), arguments, patience)
    }

    /// The same without the page, which need not be built.
    pub(crate) fn without_page(
        checkout: &Checkout,
        program: &Path,
        arguments: &[&str],
        patience: Duration,
    ) -> Result<Self, String> {
        Self::listen(checkout, program, None, arguments, patience)
    }

    fn listen(
        checkout: &Checkout,
        program: &Path,
        page: Option<&Path>,
        arguments: &[&str],
        patience: Duration,
    ) -> Result<Self, String> {
        // Several may run at once.
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("prearchive-journeys-{}-{number}", process::id());
        let data = std::env::temp_dir().join(name);
        fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
        let mut command = checkout.command(&program.to_string_lossy());
        command
            .args(["--listen", "127.0.0.1:0", "--demo", "--data"])
            .arg(&data);
        if let Some(page) = page {
            command.arg("--page").arg(page);
        }
        command.args(arguments);
        println!("starting {}", run::shown(&command));
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = match started {
            Ok(child) => child,
            Err(error) => {
                let _ = fs::remove_dir_all(&data);
                return Err(format!(
                    "{} could not be started: {error}",
                    program.display()
                ));
            }
        };
        let (sender, receiver) = mpsc::channel();
        if let Some(stream) = child.stdout.take() {
            // Reads on until the server ends, so that it never waits for somebody to listen.
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    println!("server: {line}");
                    if let Some(address) = address(&line) {
                        let _ = sender.send(address.to_owned());
                    }
                }
            });
        }
        let mut server = Self {
            child,
            data,
            address: String::new(),
        };
        server.address = receiver.recv_timeout(patience).map_err(|_| {
            format!(
                "the server did not say `{READY}http://...`, or not within {} s",
                patience.as_secs()
            )
        })?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}

fn address(line: &str) -> Option<&str> {
    let (_, address) = line.split_once(READY)?;
    address
        .split_whitespace()
        .next()
        .filter(|address| address.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_says_it_listens() {
        for (line, expected) in [
            (
                "listening on http://127.0.0.1:4123/",
                Some("http://127.0.0.1:4123/"),
            ),
            (
                "  listening on http://127.0.0.1:1/ (demo)",
                Some("http://127.0.0.1:1/"),
            ),
            ("will be listening on port 4123", None),
            ("http://127.0.0.1:4123/", None),
        ] {
            assert_eq!(address(line), expected, "{line}");
        }
    }
}

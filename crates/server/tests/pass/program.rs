//! The pass-through as a process of its own, and servers of our own behind it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

/// A pass-through as a process of its own; killed when dropped.
pub(crate) struct Pass {
    child: Child,
    pub(crate) address: String,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Pass {
    pub(crate) fn before(xnat: &str, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_prearchive-server"))
            .args(["--listen", "127.0.0.1:0", "--xnat", xnat])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("listening on ").unwrap();
        let address = address.trim_end_matches('/').to_owned();
        let second = lines.next().unwrap().unwrap();
        assert!(second.contains(xnat), "{second}");
        Self {
            child,
            address,
            lines,
        }
    }

    /// What it says of the XNAT.
    pub(crate) fn finding(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    pub(crate) fn url(&self, target: &str) -> String {
        format!("{}{target}", self.address)
    }

    /// The most memory that it has needed so far, in KiB.
    pub(crate) fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.unwrap().split_whitespace().nth(1);
        number.unwrap().parse().unwrap()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of our own that reads a request's head and does something with the connection.
pub(crate) fn upstream(answer: impl Fn(String, TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            answer(String::from_utf8_lossy(&head).into_owned(), stream);
        }
    });
    format!("http://{address}")
}

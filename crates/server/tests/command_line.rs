//! The program as somebody at a shell meets it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use common::{agent, basic};

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_prearchive-server"));
    command
        .arg("--data")
        .arg(data)
        .env_remove("PREARCHIVE_PASSWORD");
    command
}

fn with_input(mut command: Command, input: &str) -> Output {
    let streams = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = streams.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn words(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A server as a child process; killed when dropped.
struct Server {
    child: Child,
    address: String,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Server {
    fn start(data: &Path, more: &[&str]) -> Self {
        let mut command = program(data);
        command.args(["--listen", "127.0.0.1:0"]).args(more);
        let streams = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = streams.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("listening on ").unwrap().to_owned();
        Self {
            child,
            address,
            lines,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn refusals_name_the_way_out() {
    let full = tempfile::tempdir().unwrap();
    fs::write(full.path().join("something"), b"").unwrap();
    let empty = tempfile::tempdir().unwrap();
    for (data, arguments, words_of_it) in [
        (
            full.path(),
            &["--demo", "--listen", "127.0.0.1:0"][..],
            "--data",
        ),
        (
            empty.path(),
            &["--demo", "--listen", "0.0.0.0:0"],
            "--listen",
        ),
        (empty.path(), &["--listen", "nowhere"], "--listen"),
        (
            empty.path(),
            &["--listen", "127.0.0.1:0", "--page", "/not/there"],
            "--page",
        ),
        (
            empty.path(),
            &["--listen", "127.0.0.1:0", "--max-upload", "much"],
            "“much” is no size",
        ),
        (
            empty.path(),
            &["--listen", "127.0.0.1:0", "--context", "no slash"],
            "slash",
        ),
        (
            empty.path(),
            &["project", "add", "Unassigned"],
            "Unassigned",
        ),
        (empty.path(), &["project", "add", "../P"], "../P"),
        (empty.path(), &["user", "add", "a b"], "a b"),
    ] {
        let output = with_input(program_with(data, arguments), "");
        let said = words(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words_of_it), "{arguments:?}: {said}");
    }
    assert_eq!(
        fs::read_dir(full.path()).unwrap().count(),
        1,
        "what was there is left alone"
    );

    let mut without_data = Command::new(env!("CARGO_BIN_EXE_prearchive-server"));
    let output = without_data.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("--data DIR"), "{}", words(&output));

    let missing = empty.path().join("missing");
    let output = with_input(program_with(&missing, &["history"]), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(!missing.exists(), "looking makes no folder");
}

fn program_with(data: &Path, arguments: &[&str]) -> Command {
    let mut command = program(data);
    command.args(arguments);
    command
}

#[test]
fn an_empty_folder_gets_its_first_user_and_project() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path(), &[]);
    let told = server.lines.next().unwrap().unwrap();
    assert!(told.contains("user add NAME --admin"), "{told}");

    let no_owner = with_input(
        program_with(data.path(), &["project", "add", "P", "--owner", "boss"]),
        "",
    );
    assert_eq!(no_owner.status.code(), Some(2));
    assert!(
        words(&no_owner).contains("user add boss"),
        "{}",
        words(&no_owner)
    );
    let no_password = with_input(program_with(data.path(), &["user", "add", "boss"]), "\n");
    assert_eq!(
        no_password.status.code(),
        Some(2),
        "{}",
        words(&no_password)
    );

    // The server need not be stopped for it.
    for (arguments, input) in [
        (&["user", "add", "boss", "--admin"][..], "boss\n"),
        (
            &[
                "project",
                "add",
                "P",
                "--name",
                "The project",
                "--owner",
                "boss",
            ],
            "",
        ),
    ] {
        let output = with_input(program_with(data.path(), arguments), input);
        assert!(output.status.success(), "{}", words(&output));
        assert!(!words(&output).contains("argon2"), "{}", words(&output));
    }
    let projects = agent()
        .get(format!("{}data/projects?format=json", server.address))
        .header("Authorization", basic("boss"))
        .call()
        .unwrap();
    assert!(common::text(projects).contains("The project"));
    drop(server);

    let mut by_variable = program_with(data.path(), &["user", "add", "boss"]);
    by_variable.env("PREARCHIVE_PASSWORD", "another");
    assert!(words(&with_input(by_variable, "")).contains("changed the user boss"));
    let server = Server::start(data.path(), &[]);
    let refused = agent()
        .get(format!("{}data/projects?format=json", server.address))
        .header("Authorization", basic("boss"))
        .call()
        .unwrap();
    assert_eq!(refused.status(), 401, "the old password");
}

#[test]
fn the_demo_says_who_can_sign_in_and_the_history_what_happened() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path(), &["--demo"]);
    let mut users = Vec::new();
    for line in server.lines.by_ref() {
        users.push(line.unwrap());
        if users.last().unwrap().contains("stranger") {
            break;
        }
    }
    for name in ["admin", "owner", "member", "collaborator", "stranger"] {
        assert!(
            users.iter().any(|line| line.contains(name)),
            "{name}: {users:?}"
        );
    }
    let output = with_input(program_with(data.path(), &["history"]), "");
    assert!(output.status.success(), "{}", words(&output));
    let history = words(&output);
    assert!(
        history.contains("archive\t/prearchive/projects/NEURO/"),
        "{history}"
    );

    let second = with_input(program_with(data.path(), &["--listen", "127.0.0.1:0"]), "");
    assert_eq!(second.status.code(), Some(2));
    assert!(
        words(&second).contains("another server"),
        "{}",
        words(&second)
    );
}

#[test]
fn users_are_listed_and_removed() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &["--demo"]);
    let run = |arguments: &[&str]| {
        let output = with_input(program_with(data.path(), arguments), "");
        (output.status.success(), words(&output))
    };
    let projects = || {
        let address = format!("{}data/projects?format=json", server.address);
        let request = agent().get(address).header("Authorization", basic("owner"));
        request.call().unwrap().status()
    };
    let (_, listed) = run(&["user", "list"]);
    assert!(listed.contains("admin\tadmin\n"), "{listed}");
    assert!(listed.contains("Owners of NEURO"), "{listed}");
    assert_eq!(projects(), 200);
    assert!(run(&["user", "remove", "owner"]).0);
    assert_eq!(projects(), 401, "the server need not be started again");
    let (_, listed) = run(&["user", "list"]);
    assert!(!listed.contains("owner"), "{listed}");
    let (_, history) = run(&["history"]);
    assert!(history.contains("\towner\t"), "what it did is still known");
    assert!(history.contains("user\towner\tremoved"), "{history}");
    let (done, told) = run(&["user", "remove", "owner"]);
    assert!(!done && told.contains("user list"), "{told}");
    let (_, told) = run(&["user", "remove", "admin"]);
    assert!(told.contains("user add NAME --admin"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_order() {
    for signal in ["TERM", "INT"] {
        let data = tempfile::tempdir().unwrap();
        let mut server = Server::start(data.path(), &[]);
        let told = server.lines.next().unwrap().unwrap();
        assert!(told.contains("user add"), "{told}");
        let id = server.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let rest: Vec<String> = server.lines.by_ref().map(Result::unwrap).collect();
        assert_eq!(rest, ["stopping"], "{signal}");
        assert!(server.child.wait().unwrap().success(), "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn changes_are_logged_and_secrets_are_not() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path(), &["--demo"]);
    let send = |target: &str, body: &str| {
        let url = format!("{}{target}", server.address);
        let request = agent().post(url).header("Authorization", basic("owner"));
        let kind = "application/x-www-form-urlencoded";
        request.header("Content-Type", kind).send(body).unwrap();
    };
    send(
        "data/services/auth?password=hunter2",
        "username=owner&password=hunter3",
    );
    send(
        "data/services/prearchive/rebuild?XNAT_CSRF=hunter4",
        "src=nothing",
    );
    let session = format!("{}data/JSESSION/hunter5", server.address);
    agent().delete(session).call().unwrap();
    let listing = format!("{}data/prearchive/projects", server.address);
    agent()
        .get(listing)
        .header("Authorization", basic("owner"))
        .call()
        .unwrap();

    let id = server.child.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    let mut log = String::new();
    let mut stream = server.child.stderr.take().unwrap();
    std::io::Read::read_to_string(&mut stream, &mut log).unwrap();
    assert_eq!(log.lines().count(), 3, "{log}");
    assert!(log.contains(" POST /data/services/auth "), "{log}");
    assert!(
        log.contains(" POST /data/services/prearchive/rebuild 400 "),
        "{log}"
    );
    assert!(!log.contains("hunter") && !log.contains("Basic"), "{log}");
}

/// Deleted while the server runs, brought back while it runs; then the database is lost, and its rows come back.
#[test]
fn what_was_deleted_and_what_was_lost_come_back() {
    let data = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = with_input(program_with(data.path(), arguments), "");
        assert!(output.status.success(), "{}", words(&output));
        words(&output)
    };
    let server = Server::start(data.path(), &["--demo"]);
    let login = basic("admin");
    let listing = |server: &Server| {
        let address = format!("{}data/prearchive/projects?format=csv", server.address);
        let mut answer = agent()
            .get(address)
            .header("Authorization", &login)
            .call()
            .unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    let before = listing(&server);
    let url = before
        .lines()
        .filter(|line| line.contains(",READY,"))
        .find_map(|line| {
            line.split(',')
                .find(|cell| cell.starts_with("/prearchive/"))
        })
        .unwrap()
        .to_owned();
    assert_eq!(run(&["restore"]), "", "nothing was deleted yet");
    agent()
        .delete(format!("{}data{url}", server.address))
        .header("Authorization", &login)
        .call()
        .unwrap();
    assert!(!listing(&server).contains(&url));

    let listed = run(&["restore"]);
    assert!(listed.contains("\tdeleted\tadmin: delete: "), "{listed}");
    let stamp = listed.split('\t').next().unwrap();
    assert!(run(&["restore", stamp]).contains("brought back"));
    assert!(listing(&server).contains(&url));
    assert_eq!(run(&["restore"]), "");
    let again = with_input(program_with(data.path(), &["restore", stamp]), "");
    assert!(!again.status.success(), "it is brought back once");
    drop(server);

    for name in [
        "prearchive.sqlite",
        "prearchive.sqlite-wal",
        "prearchive.sqlite-shm",
    ] {
        // The other two are there only while somebody has the database open.
        let _ = fs::remove_file(data.path().join(name));
    }
    let mut server = Server::start(data.path(), &[]);
    let told: Vec<String> = server.lines.by_ref().take(2).map(Result::unwrap).collect();
    assert!(told[1].contains("refresh"), "{told:?}");
    drop(server);
    let told = run(&["refresh"]);
    let sessions = before.lines().count() - 1;
    assert!(
        told.contains(&format!("{sessions} sessions added")),
        "{told}"
    );
    assert!(!told.contains(" 0 archived sessions added"), "{told}");
}

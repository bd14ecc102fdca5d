//! The command line: what can be asked, and how it is read.

mod bench;
mod docs;
mod help;

use std::path::PathBuf;

pub(crate) use bench::BenchPage;
pub(crate) use help::{HELP, USAGE};

/// What was asked.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Show [`HELP`].
    Help,
    /// Set up for serving, or for the tests too.
    Setup {
        /// Also what only the tests need.
        tests: bool,
    },
    /// Build and serve.
    Serve(Serve),
    /// Run the suites named, or all.
    Test {
        /// Suites by name; empty means all.
        only: Vec<String>,
    },
    /// Show the suites.
    ListSuites,
    /// Try to break what reads foreign bytes.
    Fuzz(Fuzz),
    /// Build the npm package.
    Package,
    /// Build the docs site, to be served at this path.
    Docs(String),
    /// Cut the page's module in two: what trunk calls when it has built the page.
    Split,
    /// Kill the server while it works, and look what is left.
    Torture(Torture),
    /// Measure the server.
    BenchServer,
    /// Measure the page.
    BenchPage(BenchPage),
    /// Measure the package.
    BenchPackage {
        /// Medians of so many rounds.
        rounds: u64,
    },
    /// Have Lighthouse measure the page.
    BenchLighthouse {
        /// Medians of so many runs.
        rounds: u64,
    },
}

/// The options of `torture`.
#[derive(Debug, PartialEq)]
pub(crate) struct Torture {
    /// How often the server is killed.
    pub(crate) rounds: u64,
    /// The seed of the random numbers; none means the time.
    pub(crate) seed: Option<u64>,
}

/// The options of `fuzz`.
#[derive(Debug, PartialEq)]
pub(crate) struct Fuzz {
    /// How long each target runs.
    pub(crate) seconds: u64,
    /// Targets by name; empty means all.
    pub(crate) targets: Vec<String>,
}

/// The options of `serve`.
#[derive(Debug, PartialEq)]
pub(crate) struct Serve {
    /// TCP port on 127.0.0.1.
    pub(crate) port: u16,
    /// Where the data is kept; none means a folder that is made anew.
    pub(crate) data: Option<PathBuf>,
    /// No demo data.
    pub(crate) empty: bool,
    /// The XNAT to serve the page for, instead of data.
    pub(crate) xnat: Option<String>,
    /// Build before serving.
    pub(crate) build: bool,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            port: 8080,
            data: None,
            empty: false,
            xnat: None,
            build: true,
        }
    }
}

/// Reads the arguments after `cargo xtask`.
pub(crate) fn parse(arguments: &[String]) -> Result<Command, String> {
    let mut rest = arguments.iter().map(String::as_str);
    let command = rest.next().unwrap_or("--help");
    let mut rest = Arguments { rest };
    match command {
        "-h" | "--help" | "help" => Ok(Command::Help),
        _ if arguments
            .iter()
            .any(|argument| argument == "--help" || argument == "-h") =>
        {
            Ok(Command::Help)
        }
        "setup" => {
            let mut tests = false;
            while let Some((name, value)) = rest.next_option()? {
                match name {
                    "--tests" => tests = flag(name, value)?,
                    _ => return Err(unknown(command, name)),
                }
            }
            Ok(Command::Setup { tests })
        }
        "serve" => parse_serve(&mut rest).map(Command::Serve),
        "test" => {
            let (mut only, mut list) = (Vec::new(), false);
            while let Some((name, value)) = rest.next_option()? {
                match name {
                    "--only" => only.push(rest.value(name, value)?.to_owned()),
                    "--list" => list = flag(name, value)?,
                    _ => return Err(unknown(command, name)),
                }
            }
            Ok(if list {
                Command::ListSuites
            } else {
                Command::Test { only }
            })
        }
        "fuzz" => parse_fuzz(&mut rest).map(Command::Fuzz),
        "package" => match rest.next_option()? {
            Some((name, _)) => Err(unknown(command, name)),
            None => Ok(Command::Package),
        },
        "split" => match rest.next_option()? {
            Some((name, _)) => Err(unknown(command, name)),
            None => Ok(Command::Split),
        },
        "docs" => docs::parse(&mut rest),
        "torture" => parse_torture(&mut rest).map(Command::Torture),
        "bench" => bench::parse(&mut rest),
        _ => Err(format!("there is no command {command:?}")),
    }
}

fn parse_serve<'a>(rest: &mut Arguments<impl Iterator<Item = &'a str>>) -> Result<Serve, String> {
    let mut serve = Serve::default();
    while let Some((name, value)) = rest.next_option()? {
        match name {
            "--port" => {
                let text = rest.value(name, value)?;
                serve.port = match text.parse() {
                    Ok(0) | Err(_) => {
                        return Err(format!(
                            "--port takes a number from 1 to 65535, not {text:?}"
                        ));
                    }
                    Ok(port) => port,
                };
            }
            "--data" => serve.data = Some(PathBuf::from(rest.value(name, value)?)),
            "--empty" => serve.empty = flag(name, value)?,
            "--xnat" => serve.xnat = Some(rest.value(name, value)?.into()),
            "--no-build" => serve.build = !flag(name, value)?,
            _ => return Err(unknown("serve", name)),
        }
    }
    if serve.xnat.is_some() && (serve.data.is_some() || serve.empty) {
        return Err("--xnat keeps no data here: leave out --data and --empty".into());
    }
    Ok(serve)
}

fn parse_torture<'a>(
    rest: &mut Arguments<impl Iterator<Item = &'a str>>,
) -> Result<Torture, String> {
    let mut torture = Torture {
        rounds: 200,
        seed: None,
    };
    while let Some((name, value)) = rest.next_option()? {
        match name {
            "--rounds" => torture.rounds = rest.number(name, value)?,
            "--seed" => torture.seed = Some(rest.number(name, value)?),
            _ => return Err(unknown("torture", name)),
        }
    }
    Ok(torture)
}

fn parse_fuzz<'a>(rest: &mut Arguments<impl Iterator<Item = &'a str>>) -> Result<Fuzz, String> {
    let mut fuzz = Fuzz {
        seconds: crate::fuzz::SECONDS,
        targets: Vec::new(),
    };
    while let Some(argument) = rest.rest.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument, None),
        };
        match name {
            "--seconds" => {
                let text = rest.value(name, value)?;
                fuzz.seconds = match text.parse() {
                    // The fuzzer takes 0 for no end.
                    Ok(0) | Err(_) => {
                        return Err(format!("--seconds takes a number from 1, not {text:?}"));
                    }
                    Ok(seconds) => seconds,
                };
            }
            _ if name.starts_with("--") => return Err(unknown("fuzz", name)),
            _ => fuzz.targets.push(argument.to_owned()),
        }
    }
    Ok(fuzz)
}

/// The arguments not yet read: options as `--name value` or `--name=value`.
struct Arguments<I> {
    rest: I,
}

impl<'a, I: Iterator<Item = &'a str>> Arguments<I> {
    fn next_option(&mut self) -> Result<Option<(&'a str, Option<&'a str>)>, String> {
        match self.rest.next() {
            None => Ok(None),
            Some(argument) if !argument.starts_with("--") => {
                Err(format!("{argument:?} was not expected"))
            }
            Some(argument) => Ok(Some(match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (argument, None),
            })),
        }
    }

    fn value(&mut self, name: &str, value: Option<&'a str>) -> Result<&'a str, String> {
        match value.or_else(|| self.rest.next()) {
            Some(value) if !value.is_empty() && !value.starts_with("--") => Ok(value),
            _ => Err(format!("{name} takes a value")),
        }
    }

    fn number(&mut self, name: &str, value: Option<&str>) -> Result<u64, String> {
        let text = match value.or_else(|| self.rest.next()) {
            Some(text) => text,
            None => return Err(format!("{name} takes a number")),
        };
        text.parse()
            .map_err(|_| format!("{name} takes a number, not {text:?}"))
    }
}

fn flag(name: &str, value: Option<&str>) -> Result<bool, String> {
    match value {
        None => Ok(true),
        Some(_) => Err(format!("{name} takes no value")),
    }
}

fn unknown(command: &str, name: &str) -> String {
    format!("{command} knows no {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    fn only(names: &[&str]) -> Command {
        Command::Test {
            only: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn command_lines_that_are_understood() {
        let own_data = Serve {
            port: 9000,
            data: Some("my/data".into()),
            empty: true,
            build: false,
            ..Serve::default()
        };
        let before = Serve {
            xnat: Some("https://x.example".into()),
            ..Serve::default()
        };
        for (line, expected) in [
            ("", Command::Help),
            ("--help", Command::Help),
            ("serve --port --help", Command::Help),
            ("setup", Command::Setup { tests: false }),
            ("setup --tests", Command::Setup { tests: true }),
            ("serve", Command::Serve(Serve::default())),
            (
                "serve --port=9000 --data my/data --empty --no-build",
                Command::Serve(own_data),
            ),
            ("serve --xnat https://x.example", Command::Serve(before)),
            ("test", only(&[])),
            ("test --only native --only=page", only(&["native", "page"])),
            ("test --list", Command::ListSuites),
            ("package", Command::Package),
            ("split", Command::Split),
            (
                "fuzz form --seconds 5 dicom",
                Command::Fuzz(Fuzz {
                    seconds: 5,
                    targets: vec!["form".into(), "dicom".into()],
                }),
            ),
            (
                "fuzz",
                Command::Fuzz(Fuzz {
                    seconds: 600,
                    targets: vec![],
                }),
            ),
            (
                "torture",
                Command::Torture(Torture {
                    rounds: 200,
                    seed: None,
                }),
            ),
            (
                "torture --rounds 3 --seed=7",
                Command::Torture(Torture {
                    rounds: 3,
                    seed: Some(7),
                }),
            ),
        ] {
            assert_eq!(read(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn command_lines_that_are_refused() {
        for (line, expected) in [
            ("fly", "there is no command \"fly\""),
            ("setup --port 1", "setup knows no --port"),
            ("serve 8080", "\"8080\" was not expected"),
            ("serve --port", "--port takes a value"),
            ("serve --port --empty", "--port takes a value"),
            (
                "serve --port 0",
                "--port takes a number from 1 to 65535, not \"0\"",
            ),
            (
                "serve --port 65536",
                "--port takes a number from 1 to 65535, not \"65536\"",
            ),
            (
                "serve --xnat x --data y",
                "--xnat keeps no data here: leave out --data and --empty",
            ),
            ("serve --empty=yes", "--empty takes no value"),
            ("serve --data=", "--data takes a value"),
            ("package --fast", "package knows no --fast"),
            (
                "fuzz --seconds=0",
                "--seconds takes a number from 1, not \"0\"",
            ),
            ("fuzz form --fast", "fuzz knows no --fast"),
            ("torture --rounds", "--rounds takes a number"),
            (
                "torture --rounds many",
                "--rounds takes a number, not \"many\"",
            ),
        ] {
            assert_eq!(read(line), Err(expected.to_owned()), "{line}");
        }
    }
}

//! Programs that put the real server under load: `torture` and `bench`; `cargo xtask` builds and starts them.

mod bench;
mod films;
mod http;
mod random;
mod server;
mod torture;
mod zips;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

const USAGE: &str = "\
usage: load torture --server PROGRAM [--rounds N] [--seed N] [--folder DIR] [--kill yes|no] [--clients N]
       load bench --server PROGRAM [--folder DIR]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match perform(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Does what was asked; false if what was to be shown does not hold.
fn perform(arguments: &[String]) -> Result<bool, String> {
    let (command, rest) = arguments.split_first().ok_or(USAGE)?;
    let time = SystemTime::now().duration_since(UNIX_EPOCH);
    let mut seed = time.map_err(|error| error.to_string())?.as_secs();
    let (mut server, mut folder) = (None, None);
    let (mut rounds, mut clients, mut kill) = (200, 6, true);
    for pair in rest.chunks(2) {
        let [name, value] = pair else {
            return Err(USAGE.into());
        };
        let number = || value.parse().map_err(|_| format!("{name} takes a number"));
        match name.as_str() {
            "--server" => server = Some(PathBuf::from(value)),
            "--folder" => folder = Some(PathBuf::from(value)),
            "--seed" => seed = number()?,
            "--rounds" => rounds = number()? as usize,
            "--clients" => clients = number()? as usize,
            "--kill" => kill = value == "yes",
            _ => return Err(USAGE.into()),
        }
    }
    let server = server.ok_or(USAGE)?;
    let name = format!("prearchive-{command}-{}", std::process::id());
    let folder = folder.unwrap_or_else(|| std::env::temp_dir().join(name));
    let fixtures = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/dicom"));
    match command.as_str() {
        "torture" => torture::run(&torture::Options {
            server,
            fixtures,
            rounds,
            seed,
            folder,
            kill,
            clients,
        }),
        "bench" => bench::run(&server, &fixtures, &folder),
        _ => Err(USAGE.into()),
    }
}

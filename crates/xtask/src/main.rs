//! `cargo xtask`: sets up, serves, tests and packages a checkout of this project.

mod args;
mod bench_package;
mod bench_page;
mod build;
mod checkout;
mod clients;
mod counts;
mod docs;
mod engine_module;
mod fuzz;
mod journeys;
mod lighthouse;
mod load;
mod package;
mod parts;
mod portals;
mod published;
mod recipes;
mod run;
mod samples;
mod serve;
mod server;
mod setup;
mod split;
mod suites;
mod test;
mod tools;
mod wasm_module;
mod weight;

use std::process::ExitCode;

use args::Command;
use checkout::Checkout;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match args::parse(&arguments) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("error: {problem}\n\n{}", args::USAGE);
            return ExitCode::from(2);
        }
    };
    match perform(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; `false` when tests failed.
fn perform(command: Command) -> Result<bool, String> {
    match command {
        Command::Help => println!("{}", args::HELP),
        Command::ListSuites => test::list(),
        Command::Setup { tests } => {
            let wanted = if tests { parts::ALL } else { parts::SERVE };
            setup::complete(&Checkout::find()?, wanted)?;
        }
        Command::Serve(options) => serve::serve(&Checkout::find()?, &options)?,
        Command::Test { only } => return test::test(&Checkout::find()?, &only),
        Command::Torture(options) => return load::torture(&Checkout::find()?, &options),
        Command::BenchServer => return load::bench(&Checkout::find()?),
        Command::BenchLighthouse { rounds } => {
            return lighthouse::bench(&Checkout::find()?, rounds);
        }
        Command::BenchPackage { rounds } => {
            return bench_package::bench(&Checkout::find()?, rounds);
        }
        Command::BenchPage(options) => return bench_page::bench(&Checkout::find()?, &options),
        Command::Fuzz(options) => {
            return fuzz::fuzz(&Checkout::find()?, options.seconds, &options.targets);
        }
        Command::Docs(base) => docs::docs(&Checkout::find()?, &base)?,
        Command::Split => split::split(&Checkout::find()?)?,
        Command::Package => {
            let checkout = Checkout::find()?;
            setup::complete(&checkout, parts::PACKAGE)?;
            build::package(&checkout)?;
            println!(
                "the package is in {}",
                build::package_folder(&checkout).display()
            );
        }
    }
    Ok(true)
}

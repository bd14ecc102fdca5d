//! What `cargo xtask` says of itself.

/// One line per command, shown with every error.
pub(crate) const USAGE: &str = "\
usage: cargo xtask setup [--tests]
       cargo xtask serve [--port N] [--data DIR] [--empty] [--xnat URL] [--no-build]
       cargo xtask test [--only SUITE]... [--list]
       cargo xtask fuzz [--seconds N] [TARGET]...
       cargo xtask package
       cargo xtask docs [--base /PATH/]
       cargo xtask torture [--rounds N] [--seed N]
       cargo xtask bench server
       cargo xtask bench page [--sessions N] [--rounds N] [--alone] [--report-only]
       cargo xtask bench package [--rounds N]
       cargo xtask bench lighthouse [--rounds N]
       cargo xtask --help";

/// The whole explanation.
pub(crate) const HELP: &str = "\
cargo xtask: what a checkout of this project can do

  setup [--tests]   Set up what is missing to build and serve the page; with --tests also what the
                    tests need (a browser and its driver, wasm-pack, cargo-deny, Playwright).
  serve             Set up, build the page and the server, and serve both until Ctrl-C.
    --port N          listen on 127.0.0.1:N (8080 unless told)
    --data DIR        keep the data in DIR; demo data is put there only while DIR is empty.
                      Without --data the demo starts anew each time, in the build folder.
    --empty           no demo data
    --xnat URL        no data at all: the page before this XNAT, everything else passed on to it
    --no-build        serve what was built last time
  test              Set up, then run every suite; the last line is `N passed, N failed`.
    --only SUITE      run this suite (may be given more than once)
    --list            list the suites
  fuzz              Try to break what reads foreign bytes: router, form, resultset, dicom, intake;
                    all, one after the other, unless some are named.
    --seconds N       for N seconds each (600 unless told)
  package           Build the npm package into pkg.
  docs              Build the docs site into site, with page and package.
    --base /PATH/     it will be served at that path (/ unless told)
  torture           Let clients work on the server, kill it at random instants, start it again,
                    and look whether anything was lost, doubled, undone or is stuck.
    --rounds N        how often (200 unless told)
    --seed N          the seed of the random numbers (the time unless told)
  bench server      Measure the server side by side with a plain Node.js server and with unzip.
  bench page        Measure the page side by side with AG Grid, Tabulator and plain JavaScript.
    --sessions N      with N sessions (100000 unless told), a tenth, and ten times as many
    --rounds N        medians of N (7 unless told)
    --alone           only with N sessions
    --report-only     print only: a limit that is missed is no failure
  bench package     Measure the package side by side with fetch() and plain objects, in Node and in a
                    browser.
  bench lighthouse  Have Lighthouse judge the page: signed out and in, desktop and mobile.
    --rounds N        medians of N (3 unless told)

Tools of the right version on PATH are used; missing ones are installed, once, below the user's
cache folder and never touch anything else. Environment:

  XDG_CACHE_HOME          where the cache folder is (~/.cache unless told); ours is
                          xnat-prearchive in it
  CARGO_TARGET_DIR        where cargo builds (target unless told)
  XNAT_PREARCHIVE_TARGET  the same, for what xtask starts only
  CI=true                 build in the cache folder unless told otherwise, so that the next fresh
                          checkout builds quickly";

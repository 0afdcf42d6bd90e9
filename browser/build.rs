//! Bundles the pages' own scripts, so that the program always carries what their source says. Needs Node.js and npm; what is
//! bundled comes by lock file.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::Command,
};

fn main() -> Result<(), Box<dyn Error>> {
    let browser = Path::new(&env::var("CARGO_MANIFEST_DIR")?).canonicalize()?;
    for part in ["src", "build.mjs", "package-lock.json", "../crates/seal/data/words.txt", "../rules/doors/marks.json"]
    {
        println!("cargo:rerun-if-changed={}", browser.join(part).display());
    }
    if !browser.join("node_modules/esbuild").is_dir() {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&browser))?;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    run(Command::new("node").arg("build.mjs").arg(&out).current_dir(&browser))
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let said = "Node.js with npm bundles the pages' script; install it (Debian: apt-get install npm)";
    let status = command.status().map_err(|error| format!("{error}: {said}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

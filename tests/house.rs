//! The house's own rules: arrows between crates go down, dependencies are of allowed licences, texts exist in both
//! languages and are all used, files stay readable.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// Which crate may use which of ours. `store` and `documents` do not know each other; the pure crates know no store.
const ARROWS: &[(&str, &[&str])] = &[
    ("seal", &[]),
    ("atlas", &[]),
    ("insight", &[]),
    ("instrument", &[]),
    ("press", &[]),
    ("browser", &[]),
    ("listen", &[]),
    ("words", &["instrument"]),
    ("domain", &["instrument", "seal"]),
    ("store", &["domain", "seal"]),
    ("documents", &["domain", "instrument", "words"]),
    ("app", &["store", "documents", "domain", "words", "instrument", "seal", "atlas", "insight"]),
    ("web", &["app", "store", "domain", "words", "instrument", "seal", "atlas", "browser", "listen"]),
    ("door", &["app", "domain", "words", "instrument", "seal", "browser", "listen"]),
    (
        "bersinar",
        &[
            "web",
            "door",
            "listen",
            "app",
            "store",
            "documents",
            "domain",
            "words",
            "instrument",
            "press",
            "seal",
            "atlas",
        ],
    ),
    ("testing", &["app", "store", "domain", "seal"]),
    ("bench", &["app", "door", "store", "documents", "domain", "instrument", "seal"]),
];

/// A file that is longer asks to be two files.
const LONGEST_FILE: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", ".git"].contains(&name.as_str()) {
            found.extend(files(&path, endings));
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found
}

#[test]
fn arrows_between_crates_go_down() {
    let metadata = metadata();
    let ours: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for package in metadata["packages"].as_array().unwrap() {
        if !package["source"].is_null() {
            continue;
        }
        let name = package["name"].as_str().unwrap();
        let allowed = ours.get(name).unwrap_or_else(|| panic!("{name} is a new crate: say in ARROWS what it may use"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            if ours.contains_key(used) && dependency["kind"].is_null() {
                assert!(allowed.contains(&used), "{name} must not use {used}");
            }
        }
    }
}

#[test]
fn dependencies_are_allowed() {
    let deny: toml::Table = std::fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap();
    let list = |value: &toml::Value| -> BTreeSet<String> {
        let text = |value: &toml::Value| value.as_str().or_else(|| value.get("crate")?.as_str()).unwrap().to_owned();
        value.as_array().unwrap().iter().map(text).collect()
    };
    let allowed = list(&deny["licenses"]["allow"]);
    let (single, banned) = (list(&deny["bans"]["deny-multiple"]), list(&deny["bans"]["deny"]));
    let metadata = metadata();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        *seen.entry(name).or_default() += 1;
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(fits(licence, &allowed), "{name}: licence {licence} is not in deny.toml");
        // What only other systems would build is in the lock file, but never on ours.
        assert!(!banned.contains(name) || !built(&metadata, name), "{name} is banned in deny.toml");
    }
    for name in single {
        assert!(seen.get(name.as_str()).copied().unwrap_or(0) < 2, "there are two versions of {name}");
    }
}

/// Whether the resolved graph has the package at all (features decide that, not the lock file).
fn built(metadata: &serde_json::Value, name: &str) -> bool {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    nodes.iter().any(|node| node["id"].as_str().unwrap().contains(&format!("{name}@")))
}

/// "A OR B" needs one of them, "A AND B" all; the old "A/B" means OR.
fn fits(licence: &str, allowed: &BTreeSet<String>) -> bool {
    let plain = licence.replace('/', " OR ").replace(['(', ')'], "");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.contains(one.trim())))
}

/// Keys of a locale's files with the names of the values that each text takes.
fn texts(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts = BTreeMap::new();
    for file in files(&root().join("locales").join(lang), &[".ftl"]) {
        let noun = file.file_stem().unwrap().to_string_lossy().into_owned();
        let mut last = String::new();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            if let Some((key, text)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with([' ', '#'])) {
                assert!(key.starts_with(&format!("{noun}-")), "{key} does not belong in {}", file.display());
                assert!(texts.insert(key.to_owned(), values(text)).is_none(), "{key} stands twice");
                last = key.to_owned();
            } else if let Some(known) = texts.get_mut(&last) {
                known.extend(values(line));
            }
        }
    }
    texts
}

fn values(text: &str) -> BTreeSet<String> {
    let after = text.split('$').skip(1);
    after.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect()).collect()
}

#[test]
fn every_text_is_in_both_languages_and_takes_the_same_values() {
    let (id, en) = (texts("id"), texts("en"));
    let keys = |texts: &BTreeMap<String, BTreeSet<String>>| texts.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&id).symmetric_difference(&keys(&en)).collect::<Vec<_>>(), Vec::<&String>::new());
    for (key, values) in &id {
        assert_eq!(values, &en[key], "{key} takes other values in English");
    }
    for lang in [words::Lang::Id, words::Lang::En] {
        let known = words::words(lang);
        assert_eq!(id.keys().filter(|key| !known.has(key)).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

#[test]
fn every_text_that_is_used_exists_and_every_text_is_used() {
    let known = texts("id");
    let nouns: BTreeSet<&str> = known.keys().filter_map(|key| key.split_once('-')).map(|(noun, _)| noun).collect();
    let mut sources = String::new();
    for folder in ["src", "crates"] {
        for file in files(&root().join(folder), &[".rs", ".html"]) {
            sources += &std::fs::read_to_string(file).unwrap();
        }
    }
    let mut used = BTreeSet::new();
    let mut starts = BTreeSet::new();
    for piece in sources.split('"') {
        let noun = piece.split_once('-').map(|(noun, _)| noun);
        if !noun.is_some_and(|noun| nouns.contains(noun)) {
            continue;
        }
        if piece.ends_with('-') {
            continue;
        }
        match piece.split_once('{') {
            Some((start, _)) => starts.insert(start.to_owned()),
            None if piece.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c)) => {
                used.insert(piece.to_owned())
            }
            None => false,
        };
    }
    let missing: Vec<_> = used.iter().filter(|key| !known.contains_key(*key)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "used but written nowhere");
    let unused = known.keys().filter(|key| {
        let todo = key.strip_suffix("-todo").is_some_and(|key| used.contains(key));
        !used.contains(*key) && !todo && !starts.iter().any(|start| key.starts_with(start.as_str()))
    });
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new(), "written but used nowhere");
}

#[test]
fn files_stay_readable() {
    let long: Vec<String> = files(root(), &[".rs", ".ts", ".mjs", ".html", ".sh"])
        .into_iter()
        .filter_map(|file| {
            let lines = std::fs::read_to_string(&file).unwrap().lines().count();
            (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", file.display()))
        })
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = ["src", "crates", "bench"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), &[".rs"]))
        .filter(|file| !std::fs::read_to_string(file).unwrap().starts_with("//!"))
        .collect();
    assert_eq!(silent, Vec::<PathBuf>::new());
}

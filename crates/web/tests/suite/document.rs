//! The description of the API: it names exactly the addresses that there are, and its copy in `docs/` is up to date.

use std::{collections::BTreeSet, path::Path};
use web::{
    api::document::text,
    routes::{Gate, routes},
};

#[test]
fn the_description_names_exactly_the_addresses_that_there_are() {
    let described: serde_json::Value = serde_json::from_str(text()).unwrap();
    assert_eq!(described["openapi"], "3.1.0");
    let mut there = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{} {path}", method.to_uppercase());
            assert!(operation["summary"].as_str().is_some_and(|said| said.len() > 5), "{what} says not what it does");
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')) {
                let name = name.trim_end_matches('}');
                let parameters = operation["parameters"].as_array().unwrap();
                assert!(parameters.iter().any(|one| one["name"] == name && one["in"] == "path"), "{what}: {name}");
            }
            there.insert(what);
        }
    }
    let api: Vec<_> = routes().into_iter().filter(|route| route.path.starts_with("/api/v1/")).collect();
    let listed: BTreeSet<String> = api.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(there, listed);
    for route in api {
        let operation = &described["paths"][route.path][route.method.as_str().to_lowercase()];
        assert_eq!(operation["security"].is_null(), route.gate == Gate::Public, "{}", route.path);
    }
}

#[test]
fn the_copy_in_docs_is_up_to_date() {
    let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&copy, text()).unwrap();
    }
    let kept = std::fs::read_to_string(&copy).unwrap_or_default();
    assert!(
        kept == text(),
        "docs/openapi.json is not what the program says: UPDATE=1 cargo test -p web --test suite document"
    );
}

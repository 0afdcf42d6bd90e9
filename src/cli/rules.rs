//! Finds the rule a person names: one that the program brings along, by its id, or a file.
//!
//! Not for: checking a file in detail (`instruments.rs`). Next: `rule_text.rs`.

use std::path::Path;

use instrument::{Finding, Instrument};
use words::Words;

use super::failure::Failure;
use super::input;

/// The rules that the program brings along.
pub fn built_in() -> impl Iterator<Item = Instrument> {
    app::built_in_rules().iter().filter_map(|source| Instrument::parse(source).ok())
}

/// The built-in rule of this id (or `id@version`), else the rule file of this name.
pub fn find(name: &str, w: Words) -> Result<Instrument, Failure> {
    if let Some(rule) = built_in().find(|rule| rule.id() == name || rule.rule() == name) {
        return Ok(rule);
    }
    let path = Path::new(name);
    if name != "-" && !path.exists() {
        let known: Vec<String> = built_in().map(|rule| rule.id().to_owned()).collect();
        let values = [("name", input::plain(name).into()), ("known", known.join(", ").into())];
        return Err(Failure::new(w.with("command-rule-unknown", &values)));
    }
    Instrument::parse(&source(path, w)?).map_err(|findings| {
        let name = input::shown(path);
        let first: Vec<String> = findings.iter().take(5).map(|finding| line(&name, finding, w)).collect();
        let values = [("file", (&*name).into()), ("n", findings.len().to_string().into())];
        Failure::new(format!("{}\n{}", w.with("command-rule-invalid", &values), first.join("\n")))
    })
}

/// The text of a rule file, which is always UTF-8.
pub fn source(path: &Path, w: Words) -> Result<String, Failure> {
    let bytes = input::read(path, w)?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| Failure::new(w.with("command-rule-not-text", &[("file", input::shown(path).into())])))
}

/// `FILE:line:column: code: message`, as editors and compilers write it.
pub fn line(file: &str, finding: &Finding, w: Words) -> String {
    let Finding { line, column, code, message, .. } = finding;
    format!("{file}:{line}:{column}: {code}: {}", input::plain(message.get(w.lang())))
}

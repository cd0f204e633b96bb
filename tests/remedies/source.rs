//! The remedies and checks that the source has.

use std::fs;

use crate::common::{project_file, rust_files};

/// Returns the sentences that `remedy!` is given, and those of the table of checks.
#[expect(clippy::disallowed_methods, reason = "the source is the project's own")]
pub(crate) fn templates() -> Vec<String> {
    let mut templates = Vec::new();
    let files = rust_files(&project_file("src"));
    for file in files.iter().filter(|file| !file.to_string_lossy().ends_with("_tests.rs")) {
        let text = fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let is_of_remedy = file.ends_with("aws/remedy.rs");
        assert!(is_of_remedy || !text.contains("Remedy::Text("), "{}: use remedy!", file.display());
        let given = text.split("remedy!(").skip(1).filter_map(literal);
        templates.extend(given);
        if file.ends_with("doctor/checks.rs") {
            // The last literal of a row. If that is a sentence, there is no remedy for all.
            let lines = text.lines().map(str::trim);
            let last = lines.filter(|line| line.starts_with('"') && line.ends_with("\";"));
            templates.extend(last.filter_map(literal).filter(|text| !text.ends_with('.')));
        }
    }
    assert!(templates.len() > 50, "the source is written in another way");
    // The tests name it as it is by default.
    let named = |template: String| template.replace("{SWITCH}", "awsp");
    let mut templates: Vec<_> = templates.into_iter().map(named).collect();
    templates.sort();
    templates.dedup();
    templates
}

/// Reads the string that a text begins with.
fn literal(text: &str) -> Option<String> {
    let mut chars = text.trim_start().strip_prefix('"')?.chars();
    let mut literal = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(literal),
            '\\' => match chars.next()? {
                // The line goes on in the next one, after its indent.
                '\n' => chars = chars.as_str().trim_start().chars(),
                'n' => literal.push('\n'),
                other => literal.push(other),
            },
            other => literal.push(other),
        }
    }
}

/// Tells whether a text was written by this format string.
pub(crate) fn is_made_of(text: &str, template: &str) -> bool {
    let mut parts = template.split('{');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut is_open = false;
    for part in parts {
        let fixed = part.split_once('}').map_or("", |(_, fixed)| fixed);
        let Some(at) = rest.find(fixed) else { return false };
        rest = &rest[at + fixed.len()..];
        is_open = fixed.is_empty();
    }
    is_open || rest.is_empty()
}

/// Returns the ids of the checks, from the contract.
#[expect(clippy::disallowed_methods, reason = "the contract is the project's own")]
pub(crate) fn checks() -> Vec<String> {
    let contract = fs::read_to_string(project_file("docs/guide/src/contract.md")).unwrap();
    let ids = contract.lines().filter_map(|line| {
        let (id, severity) = line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")?;
        matches!(severity, "fault" | "warning" | "note").then(|| id.to_owned())
    });
    ids.collect()
}

#[test]
fn a_format_string_is_found_in_what_it_wrote() {
    assert!(is_made_of("write [a b]", "write [{meant}]"));
    assert!(is_made_of("aws configure", "aws configure{flag}"));
    assert!(is_made_of("aws configure --profile a", "aws configure{flag}"));
    assert!(!is_made_of("write [a], with a blank", "write [{}]"));
    assert!(!is_made_of("move the line", "move the line {}"));
    assert_eq!(literal("\n    \"a \\\n   \\\"b\\\"\", x)").as_deref(), Some("a \"b\""));
}

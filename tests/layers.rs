//! The modules of `src/` import only what the table in CONTRIBUTING.md allows, and neither files nor
//! folders import each other in a circle.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the source is the project's own")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::rust_files;

/// A module's path, such as `aws::credentials::chain`.
type Module = String;

/// Each module, and its text without tests.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&root);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("\nmod tests {").next().unwrap_or_default();
        (module(path.strip_prefix(&root).unwrap()), code.to_owned())
    };
    let is_test = |name: &str| name.ends_with("tests") || name.contains("_tests::");
    files.iter().map(read).filter(|(name, _)| !is_test(name)).collect()
}

/// Each module with what it imports of the crate. A name that a module shows of another one is an
/// import of that one.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let modules = modules();
    let shown: BTreeMap<String, String> =
        modules.iter().flat_map(|(name, text)| shown(name, text)).collect();
    modules
        .iter()
        .map(|(name, text)| {
            let imported = paths(name, text)
                .iter()
                .filter_map(|path| known(path, &modules, &shown))
                .filter(|imported| imported != name)
                .collect();
            (name.clone(), imported)
        })
        .collect()
}

/// The names that a module shows of others, and what they are there.
fn shown(module: &str, text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in text.split(";\n").filter_map(|item| item.rsplit_once("pub(")) {
        let Some((_, tree)) = line.1.split_once(") use ") else { continue };
        let tree = tree.trim_start_matches("self::");
        let (base, tree) = match tree.strip_prefix("crate::") {
            Some(tree) => ("", tree),
            None => (module, tree),
        };
        let mut paths = Vec::new();
        expand(base, tree, &mut paths);
        let names = paths.into_iter().map(|path| {
            let name = path.rsplit("::").next().unwrap_or_default();
            (format!("{module}::{name}"), path)
        });
        // A macro is shown by its own name.
        found.extend(names.filter(|(name, path)| name != path));
    }
    found
}

fn module(path: &Path) -> Module {
    let path = path.with_extension("");
    let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
    let parts = parts.strip_suffix(&["mod"]).unwrap_or(&parts);
    parts.join("::")
}

/// Every path of the crate that a file names, in `use` trees and elsewhere.
fn paths(module: &str, text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
        .replace("(in crate::", "(in ");
    let mut found = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut base: Vec<&str> = module.split("::").collect();
            let mut rest = &code[at..];
            while let Some(after) = rest.strip_prefix("super::") {
                base.pop();
                rest = after;
            }
            if let Some(after) = rest.strip_prefix("crate::") {
                base.clear();
                rest = after;
            }
            expand(&base.join("::"), rest, &mut found);
        }
    }
    found
}

/// Adds the paths of a `use` tree such as `a::{b, c::{d, e}}` below `base`; returns where it ends.
fn expand(base: &str, tree: &str, found: &mut Vec<String>) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let name = &tree[..tree.find(|c| !is_name(c)).unwrap_or(tree.len())];
    let path = if base.is_empty() || name.is_empty() {
        format!("{base}{name}")
    } else {
        format!("{base}::{name}")
    };
    let rest = &tree[name.len()..];
    if !name.is_empty()
        && let Some(below) = rest.strip_prefix("::")
    {
        return name.len() + 2 + expand(&path, below, found);
    }
    if name.is_empty()
        && let Some(group) = rest.strip_prefix('{')
    {
        let mut at = 1;
        loop {
            let gap = group[at - 1..].find(|c: char| !c.is_whitespace() && c != ',');
            let Some(gap) = gap else { return at };
            at += gap;
            if group[at - 1..].starts_with('}') {
                return at + 1;
            }
            at += expand(base, &group[at - 1..], found).max(1);
        }
    }
    found.push(path);
    name.len()
}

/// Returns the module in which a path ends.
fn known(
    path: &str,
    modules: &BTreeMap<Module, String>,
    shown: &BTreeMap<String, String>,
) -> Option<Module> {
    let mut path = path.trim_end_matches("::self").to_owned();
    loop {
        if modules.contains_key(&path) {
            return Some(path);
        }
        if let Some(place) = shown.get(&path) {
            return known(place, modules, shown);
        }
        path.truncate(path.rfind("::")?);
    }
}

/// The table of CONTRIBUTING.md: a module, and the modules that it may import.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = include_str!("../CONTRIBUTING.md");
    let names = |cell: &str| -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let table = text.split("| may import |").nth(1).expect("CONTRIBUTING.md has the table");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').collect();
        (names(cells[1])[0].clone(), names(cells[3]).into_iter().collect())
    })
    .collect()
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

#[test]
fn a_module_imports_what_the_table_allows() {
    let allowed = allowed();
    let mut modules = BTreeSet::new();
    for (module, imported) in imports() {
        modules.insert(top(&module).to_owned());
        let allowed = allowed.get(top(&module));
        let allowed = allowed.unwrap_or_else(|| panic!("{module}: not in CONTRIBUTING.md"));
        for other in &imported {
            let is_allowed = top(other) == top(&module) || allowed.contains(top(other));
            assert!(is_allowed, "{module} imports {other}");
        }
    }
    let listed: BTreeSet<_> = allowed.into_keys().collect();
    assert_eq!(listed, modules, "the modules of CONTRIBUTING.md are those of src/");
}

#[test]
fn the_table_has_no_circle() {
    assert_no_circle(&allowed());
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut graph = imports();
    // A parent module and what lies below it are no circle.
    for (module, imported) in &mut graph {
        imported.retain(|other| !is_below(other, module) && !is_below(module, other));
    }
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 1_000, "imports are found");
    assert_no_circle(&graph);
}

#[test]
fn no_folders_import_each_other_in_a_circle() {
    let folder = |module: &str, all: &BTreeMap<Module, BTreeSet<Module>>| -> String {
        let is_folder = all.keys().any(|other| is_below(other, module));
        let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
        if is_folder { module.to_owned() } else { parent.to_owned() }
    };
    let files = imports();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, imported) in &files {
        let from = folder(module, &files);
        for other in imported {
            let to = folder(other, &files);
            if from != to && !is_below(&to, &from) && !is_below(&from, &to) {
                graph.entry(from.clone()).or_default().insert(to);
            }
        }
    }
    assert!(graph.len() > 5, "{graph:?}");
    assert_no_circle(&graph);
}

fn is_below(module: &str, above: &str) -> bool {
    above.is_empty() || module.strip_prefix(above).is_some_and(|rest| rest.starts_with("::"))
}

/// Fails with one circle of a graph.
fn assert_no_circle(graph: &BTreeMap<String, BTreeSet<String>>) {
    let mut done = BTreeSet::new();
    for start in graph.keys() {
        visit(start, graph, &mut Vec::new(), &mut done);
    }
}

fn visit<'g>(
    node: &'g str,
    graph: &'g BTreeMap<String, BTreeSet<String>>,
    path: &mut Vec<&'g str>,
    done: &mut BTreeSet<&'g str>,
) {
    if let Some(at) = path.iter().position(|known| *known == node) {
        panic!("a circle: {} -> {node}", path[at..].join(" -> "));
    }
    if !done.contains(node) {
        path.push(node);
        for next in graph.get(node).into_iter().flatten() {
            visit(next, graph, path, done);
        }
        path.pop();
        done.insert(node);
    }
}

#[test]
fn the_name_of_a_type_is_unique() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&root);
    let mut defined: BTreeMap<String, String> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.to_str().unwrap().ends_with("_tests.rs")) {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("\nmod tests {").next().unwrap_or_default();
        for line in code.lines() {
            let words: Vec<_> = line.split([' ', '<', '(', ';', '{']).collect();
            let after_keyword = words
                .iter()
                .position(|word| matches!(*word, "struct" | "enum" | "trait" | "type" | "union"));
            let Some(at) = after_keyword else { continue };
            let is_item = words[..at].iter().all(|word| {
                word.is_empty() || word.starts_with("pub") || word.ends_with(')') || *word == "in"
            });
            let name = words.get(at + 1).copied().unwrap_or_default();
            if !is_item || line.trim_start() != line || !name.starts_with(char::is_uppercase) {
                continue;
            }
            let place = module(file.strip_prefix(&root).unwrap());
            if let Some(other) = defined.insert(name.to_owned(), place.clone()) {
                panic!("{name} is a type of {other} and of {place}");
            }
        }
    }
    assert!(defined.len() > 150, "{}", defined.len());
}

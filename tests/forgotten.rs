//! No file of tests is forgotten: a file that no target includes would never run.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(clippy::disallowed_methods, reason = "the source is the project's own")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::rust_files;

/// Follows the `mod` lines of a file, and adds every file that they include.
fn follow(file: &Path, included: &mut Vec<PathBuf>) {
    included.push(file.canonicalize().unwrap());
    let directory = file.parent().unwrap();
    let stem = file.file_stem().unwrap();
    // A target of tests/ and a mod.rs have their modules beside them, others in their folder.
    let is_root = stem == "mod" || stem == "lib" || stem == "main" || directory.ends_with("tests");
    let modules = if is_root { directory.to_owned() } else { directory.join(stem) };
    let text = fs::read_to_string(file).unwrap();
    let mut named = None;
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("#[path = \"") {
            named = Some(directory.join(path.trim_end_matches("\"]")));
            continue;
        }
        let declared = line.split_once("mod ").filter(|(before, _)| {
            before.is_empty() || (before.starts_with("pub") && before.ends_with(' '))
        });
        if let Some(name) = declared.and_then(|(_, name)| name.strip_suffix(';')) {
            let choices = [modules.join(format!("{name}.rs")), modules.join(name).join("mod.rs")];
            let found = named.take().or_else(|| choices.into_iter().find(|path| path.is_file()));
            follow(&found.unwrap_or_else(|| panic!("{}: mod {name}", file.display())), included);
        }
    }
}

#[test]
fn every_file_belongs_to_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut included = Vec::new();
    for target in ["src/lib.rs", "src/main.rs"] {
        follow(&root.join(target), &mut included);
    }
    for entry in fs::read_dir(root.join("tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            follow(&path, &mut included);
        }
    }
    let files = [rust_files(&root.join("src")), rust_files(&root.join("tests"))].concat();
    assert!(files.len() > 150, "{}", files.len());
    for file in files {
        assert!(
            included.contains(&file.canonicalize().unwrap()),
            "no target includes {}",
            file.display()
        );
    }
}

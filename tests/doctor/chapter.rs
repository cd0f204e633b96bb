//! The chapter on troubleshooting has an entry for each check: what the program says of a home in
//! which the check fires.
#![expect(clippy::disallowed_methods, reason = "the chapter and the source are the project's own")]

use std::fs;

use serde_json::Value;

use super::checks::{Case, KEYS, ROWS};
use crate::common::{Home, assert_generated, project_file};
use crate::findings;

const CHAPTER: &str = "docs/guide/src/trouble.md";
const SOURCE: &str = "src/cmd/doctor/checks.rs";
/// What follows is generated.
const HEADING: &str = "## What doctor says\n";

/// The first check of each part of the chapter.
const PARTS: &[(&str, &str)] = &[
    ("credentials-readable-by-others", "Files and caches"),
    ("wrong-encoding", "Lines of the AWS files"),
    ("section-without-profile", "Sections and keys"),
    ("source-profile-missing", "Roles"),
    ("sso-session-missing", "IAM Identity Center"),
    ("keys-split", "Access keys"),
    ("setting-refused", "Settings of the AWS CLI"),
    ("region-malformed", "Regions"),
    ("keys-beside-sso", "Two kinds of credentials in one profile"),
    ("no-region", "The next command"),
    ("keys-outrank-profile", "Variables"),
    ("clients-differ", "Other clients, projects and expectations"),
    ("hook-not-loaded", "The hook and the settings"),
    ("project-profile-missing", "With `--project`"),
    ("aws-not-asked", "With `--online`"),
];

/// Files that provoke a check of something else than the two AWS files.
const FILES: &[(&str, &[(&str, &str)])] = &[
    ("cache-not-writable", &[(".aws/config", ROLE), (".aws/cli/cache", "")]),
    ("model-damaged", &[(".aws/models/endpoints.json", "{}")]),
    ("cache-damaged", &[(".aws/sso/cache/e173644131d87ff3f3e6897e57a268cebb864c06.json", "")]),
    ("file-misplaced", &[("aws/credentials", KEYS)]),
    ("transfer-setting-refused", &[(".aws/config", "[default]\ns3 =\n  max_bandwidth = 50MB\n")]),
    ("alias-hides-command", &[(".aws/cli/alias", "[toplevel]\nec2 = ec2 --region eu-west-1\n")]),
    ("alias-unusable", &[(".aws/cli/alias", "[toplevel]\nx = aws sts get-caller-identity\n")]),
    ("auto-prompt", &[(".aws/config", "[default]\ncli_auto_prompt = on\n")]),
    ("settings-mistake", &[(".config/awsprompt/config.ini", "[prompt]\ncolour = red\n")]),
];
const ROLE: &str =
    "[profile a]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = b\n[profile b]\n";

/// What is seen of a check that only a real shell, another user, a project or an answer of AWS
/// provokes, and its remedy where the table of checks has none for all.
const SEEN: &[(&str, &str, &str)] = &[
    (
        "credentials-readable-by-others",
        "~/.aws/credentials: mode 0644 lets group and others read it",
        "",
    ),
    (
        "cache-readable-by-others",
        "~/.aws/sso/cache/token.json: mode 0644 lets group and others read it",
        "",
    ),
    ("config-readable-by-others", "~/.aws/config: mode 0644 lets group and others read it", ""),
    ("file-unreadable", "~/.aws/credentials: it may not be read", ""),
    ("project-elsewhere", "999988887777", ""),
    ("cluster-elsewhere", "999988887777", ""),
    (
        "variable-not-exported",
        "AWS_PROFILE: zsh has AWS_PROFILE, and does not export it",
        "export AWS_PROFILE",
    ),
    (
        "hook-not-loaded",
        "zsh: the hook is not loaded",
        "add this line at the end of ~/.zshrc, and open a new shell: eval \"$(awsprompt init zsh)\"",
    ),
    (
        "hook-not-last",
        "zsh: another hook moves itself behind it at every prompt",
        "find it with print -l $precmd_functions, and load it before awsprompt",
    ),
    ("hook-loaded-twice", "zsh: the hook is loaded 2 times", ""),
    (
        "segment-nowhere",
        "fish: starship draws the prompt, and the segment is not in it",
        "awsprompt init starship --install",
    ),
    ("project-profile-missing", "main.tf:2: provider \"aws\" has the profile prod", ""),
    ("project-account-refused", "main.tf:3: provider \"aws\" leads to 999988887777", ""),
    ("project-unlimited", "main.tf:1: provider \"aws\"", ""),
    (
        "project-state-elsewhere",
        "main.tf:4: the state is in 111122223333, the changes in 999988887777",
        "",
    ),
    ("aws-not-asked", "the AWS CLI is not installed, and nothing else here can ask AWS", ""),
    (
        "identity-unexpected",
        "this is account 555566667777, user me; awsprompt expects account 111122223333",
        "",
    ),
    ("identity-is-root", "~/.aws/credentials:2: you are root of account 111122223333", ""),
    (
        "access-key-old",
        "~/.aws/credentials:6: the key ending in CIRT is 213 days old",
        "make a new key, use it, and delete the old one: doctor prints the commands",
    ),
    ("access-keys-not-listed", "the AWS CLI failed: An error occurred (AccessDenied)", ""),
];

/// An entry: the check, its severity, what is seen, why, and what to do.
type Entry = [String; 5];

/// Returns the rows of the table of checks: id, severity, reason and the remedy for all.
fn table() -> Vec<[String; 4]> {
    let source = fs::read_to_string(project_file(SOURCE)).unwrap();
    let (_, table) = source.split_once("\ntable! {").unwrap();
    let row = |row: &str| {
        let (head, rest) = row.split_once("\n        \"")?;
        let severity = head.rsplit(' ').next()?.to_lowercase();
        let (why, rest) = rest.split_once('"')?;
        let remedy = rest.split('"').nth(1).unwrap_or_default();
        let is_unset = rest.contains("Remedy::unset");
        let remedy = if is_unset { format!("unset {remedy}") } else { remedy.to_owned() };
        Some([head.split('"').nth(1)?.to_owned(), severity, why.to_owned(), remedy])
    };
    table.split(";\n").filter_map(row).collect()
}

/// Returns what doctor says of the first finding of a check in a home: what, and what to do.
fn said(id: &str, home: &Home) -> (String, String) {
    let findings = findings(home);
    let finding = findings.iter().find(|finding| finding["check"] == id);
    let finding = finding.unwrap_or_else(|| panic!("{id}: {findings:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = &finding["place"];
    let name = text(&place["file"]) + &text(&place["env"]);
    let line = place["line"].as_u64().map_or_else(String::new, |line| format!(":{line}"));
    let place = if name.is_empty() { name } else { format!("{name}{line}: ") };
    let [what, remedy] =
        ["what", "remedy"].map(|key| text(&finding[key]).replace("@HOME@", "/home/me"));
    (place.replace("@HOME@", "~") + &what, remedy)
}

fn home(id: &str) -> Option<Home> {
    if let Some((_, files)) = FILES.iter().find(|(name, _)| *name == id) {
        let home = |home: Home, (path, text): &(&str, &str)| home.file(path, text);
        return Some(files.iter().fold(Home::new(), home));
    }
    let (_, case, ..) = ROWS.iter().find(|(name, ..)| *name == id)?;
    let home = Case::home(*case);
    let undecodable = b"# caf\xe9\n[default]\nregion = us-east-1\n";
    Some(if id == "wrong-encoding" { home.file(".aws/config", undecodable) } else { home })
}

fn entries() -> Vec<Entry> {
    let entry = |[id, severity, why, remedy]: [String; 4]| {
        let (seen, step) = if let Some(home) = home(&id) {
            said(&id, &home)
        } else {
            let seen = SEEN.iter().find(|(name, ..)| *name == id);
            let (_, seen, step) = seen.unwrap_or_else(|| panic!("{id} has no example"));
            let step = if step.is_empty() { remedy } else { (*step).to_owned() };
            ((*seen).to_owned(), step.replace("{SWITCH}", "awsp"))
        };
        [id, severity, seen, why, step]
    };
    table().into_iter().map(entry).collect()
}

#[test]
fn every_check_has_an_entry_in_the_chapter_on_troubleshooting() {
    let chapter = fs::read_to_string(project_file(CHAPTER)).unwrap();
    let (written, _) = chapter.split_once(HEADING).unwrap();
    let mut text = format!(
        "{written}{HEADING}\n<!-- Generated: UPDATE_GENERATED=1 cargo test --test doctor chapter -->\n\n\
         Each check has an example of what is seen. The arrow of `awsprompt doctor` names the step for\n\
         your own files.\n"
    );
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|").replace('\n', "; "));
    for [id, severity, seen, why, step] in entries() {
        if let Some((_, title)) = PARTS.iter().find(|(first, _)| *first == id) {
            text += &format!("\n### {title}\n\n");
            text += "| check | example | why | what to do |\n|---|---|---|---|\n";
        }
        let (seen, step, why) = (code(&seen), code(&step), why.replace('|', "\\|"));
        text += &format!("| `{id}` ({severity}) | {seen} | {why} | {step} |\n");
    }
    assert_generated(CHAPTER, &text);
}

/// What is said of a check by hand names a check that no home provokes.
#[test]
fn only_what_no_home_provokes_is_written_by_hand() {
    let by_hand: Vec<_> = SEEN.iter().filter(|(id, ..)| home(id).is_some()).collect();
    assert!(by_hand.is_empty(), "{by_hand:?}");
    assert!(PARTS.iter().all(|(id, _)| table().iter().any(|row| row[0] == *id)));
}

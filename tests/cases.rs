//! The measured answers of the real AWS clients, against `explain --json`.
//!
//! Each case was run end to end in the real clients; `cases/cases.json` says in which versions.
//! How a case maps to the JSON is section 2 of `docs/guide/src/contract.md`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::agreement::contradictions;
use common::{Home, project_file};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Measured {
    clients: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    files: BTreeMap<String, FileContent>,
    env: BTreeMap<String, Option<String>>,
    args: Arguments,
    expected: BTreeMap<String, Value>,
}

/// Text, bytes, or `null` for a directory.
#[derive(Deserialize)]
#[serde(untagged)]
enum FileContent {
    Text(String),
    Bytes { b64: String },
    Directory(()),
}

#[derive(Deserialize)]
struct Arguments {
    profile: Option<String>,
    region: Option<String>,
}

/// The columns: name in a case, name in the JSON.
const COLUMNS: [(&str, &str); 6] = [
    ("v2", "aws-cli-v2"),
    ("v1", "aws-cli-v1"),
    ("boto3", "boto3"),
    ("rust", "rust-sdk"),
    ("js", "js-sdk"),
    ("tf", "terraform"),
];

/// Terraform renews a token of IAM Identity Center at an address that could not be reached where
/// it was measured; whether it could have been renewed is not known.
const RENEWAL_UNREACHABLE: [(&str, &str); 2] = [("k07", "tf"), ("k08", "tf")];

/// A login whose renewal failed; whether it will is known only where somebody asks AWS.
const OVER_AT_RENEWAL: [(&str, &str); 3] = [("k09", "v2"), ("k09", "rust"), ("k09", "js")];

#[test]
fn every_measured_case_is_answered_as_the_client_answered_it() {
    let text = fs::read_to_string(project_file("tests/cases/cases.json")).unwrap();
    let measured: Measured = serde_json::from_str(&text).unwrap();
    assert_eq!(measured.cases.len(), 124);
    let mut compared = 0;
    let mut differences = Vec::new();
    for case in &measured.cases {
        let answer = case.run();
        for (column, client) in COLUMNS {
            let Some(expected) = case.expected.get(column) else {
                continue;
            };
            let clients = answer["clients"].as_array().unwrap();
            let actual = clients.iter().find(|answer| answer["client"] == client).unwrap();
            compared += 1;
            if RENEWAL_UNREACHABLE.contains(&(case.id.as_str(), column)) {
                assert_eq!(actual["credentials"]["source"], "sso", "{}", case.id);
                continue;
            }
            let is_unknowable = OVER_AT_RENEWAL.contains(&(case.id.as_str(), column));
            for difference in differences_between(expected, actual, is_unknowable) {
                differences.push(format!("{} {} ({client}): {difference}", case.id, case.title));
            }
        }
    }
    assert_eq!(compared, 124 * COLUMNS.len(), "a case lost a column");
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// A setting, and the clients that sent a request in spite of it.
#[derive(Deserialize)]
struct SettingCase {
    title: String,
    /// The config file, or a line of the profile and what is below it.
    config: Option<String>,
    #[serde(default)]
    line: String,
    #[serde(default)]
    after: String,
    credentials: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, Option<String>>,
    sends: BTreeMap<String, bool>,
}

#[derive(Deserialize)]
struct SettingCases {
    cases: Vec<SettingCase>,
}

/// Each line was added to a profile, and each variable to its environment; then the client was to
/// call `sts get-caller-identity`.
#[test]
fn every_measured_setting_stops_the_clients_that_it_stopped() {
    const KEYS: &str =
        "[dev]\naws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";
    let text = fs::read_to_string(project_file("tests/cases/settings.json")).unwrap();
    let measured: SettingCases = serde_json::from_str(&text).unwrap();
    let mut differences = Vec::new();
    let mut compared = 0;
    for case in &measured.cases {
        let SettingCase { line, after, .. } = case;
        let of_line = || format!("[profile dev]\nregion = us-east-1\n{line}\n{after}");
        let config = case.config.clone().unwrap_or_else(of_line);
        let fill = |text: &str| text.replace("@PORT@", "9");
        let home = Home::new()
            .file(".aws/config", fill(&config))
            .file(".aws/credentials", case.credentials.as_deref().unwrap_or(KEYS));
        let mut command = home.command();
        command.env("AWS_PROFILE", "dev").env("AWS_MAX_ATTEMPTS", "1");
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        for (name, value) in &case.env {
            match value {
                Some(value) => command.env(name, fill(value)),
                None => command.env_remove(name),
            };
        }
        let output = home.output_of(command.args(["explain", "--json"]));
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        for (column, sends) in &case.sends {
            let client = COLUMNS.iter().find(|(name, _)| name == column).unwrap().1;
            let clients = answer["clients"].as_array().unwrap();
            let ours = clients.iter().find(|answer| answer["client"] == client).unwrap();
            compared += 1;
            if ours["ok"] != *sends {
                let why = &ours["error"];
                differences.push(format!("{} ({client}): measured {sends}, {why}", case.title));
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// The file of `ci/live` with the version of a client that it runs, and what is before the version.
const PINNED: [(&str, &str, &str); 3] = [
    ("v1", "ci/live/requirements.txt", "awscli=="),
    ("boto3", "ci/live/requirements.txt", "\nbotocore=="),
    ("js", "ci/live/package.json", "\"@aws-sdk/client-sts\": \""),
];

/// The newest version of a client that was measured: the one that `ci/live` runs, or that of the
/// cases.
fn newest(column: &str, measured: &Measured) -> String {
    let pinned = PINNED.iter().find(|(pinned, ..)| *pinned == column);
    let text = match pinned {
        Some((_, file, before)) => {
            let text = fs::read_to_string(project_file(file)).unwrap();
            text.split_once(before).expect("a pin").1.to_owned()
        }
        None => measured.clients[column].clone(),
    };
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = text.split([' ', ')', ',', '(', '\n', '"']);
    words.into_iter().find(is_number).expect("a version").to_owned()
}

#[test]
fn segment_explain_and_doctor_say_the_same_of_every_case() {
    let text = fs::read_to_string(project_file("tests/cases/cases.json")).unwrap();
    let measured: Measured = serde_json::from_str(&text).unwrap();
    let contradictions = |case: &Case| {
        let found = contradictions(&case.home().private());
        (!found.is_empty()).then(|| format!("{} {}: {}", case.id, case.title, found.join("\n")))
    };
    let found: Vec<_> = measured.cases.iter().filter_map(contradictions).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n\n"));
}

#[test]
fn the_versions_that_are_named_are_the_newest_that_were_measured() {
    let text = fs::read_to_string(project_file("tests/cases/cases.json")).unwrap();
    let measured: Measured = serde_json::from_str(&text).unwrap();
    let told = Home::new().answer(&["--version", "--verbose"]);
    for (column, client) in COLUMNS {
        let line = told.lines().find(|line| line.trim_start().starts_with(client)).unwrap();
        let version = newest(column, &measured);
        assert!(line.split(' ').any(|word| word == version), "{line}: {version}");
    }
}

impl Case {
    /// Makes the case's home, with its environment.
    fn home(&self) -> Home {
        let mut home = Home::new();
        let here = home.path().to_string_lossy().into_owned();
        // Nothing listens there; the program must not ask.
        let fill = |text: &str| {
            let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(10);
            text.replace("@HOME@", &here)
                .replace("@PORT@", "9")
                .replace("@SOON@", &soon.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        for (path, content) in &self.files {
            home = match content {
                FileContent::Text(text) => home.file(path, fill(text)),
                FileContent::Bytes { b64 } => {
                    home.file(path, data_encoding::BASE64.decode(b64.as_bytes()).unwrap())
                }
                FileContent::Directory(()) => {
                    fs::create_dir_all(home.path().join(path)).unwrap();
                    home
                }
            };
        }
        let mut environment = BTreeMap::from([
            ("AWS_EC2_METADATA_DISABLED", Some("true".to_owned())),
            ("AWS_ENDPOINT_URL", Some("http://127.0.0.1:9".to_owned())),
        ]);
        for (name, value) in &self.env {
            environment.insert(name, value.as_deref().map(fill));
        }
        let set = environment.into_iter().filter_map(|(name, value)| Some((name, value?)));
        set.fold(home, |home, (name, value)| home.env(name, &value))
    }

    /// Runs `explain --json` in the case's home and environment.
    fn run(&self) -> Value {
        let home = self.home();
        let mut command = home.command();
        command.args(["explain", "--json"]);
        if let Some(profile) = &self.args.profile {
            command.args(["--profile", profile]);
        }
        if let Some(region) = &self.args.region {
            command.args(["--region", region]);
        }
        let output = home.output_of(&mut command);
        assert_eq!((output.stderr.as_str(), output.code), ("", Some(0)), "{}", self.id);
        serde_json::from_str(&output.stdout).unwrap()
    }
}

/// Compares one client's measured answer with ours, as the contract maps them.
fn differences_between(expected: &Value, actual: &Value, over_at_renewal: bool) -> Vec<String> {
    // An absent object and an empty text both stand for null.
    let text = |value: &Value| match value.as_str() {
        None | Some("") => Value::Null,
        Some(text) => Value::from(text),
    };
    let mut pairs =
        vec![("profile", text(&expected["profile"]), text(&actual["profile"]["value"]))];
    // Terraform's region was pinned where it was measured.
    if expected.get("region").is_some() {
        pairs.push(("region", text(&expected["region"]), text(&actual["region"]["value"])));
    }
    let source = actual["credentials"]["source"].clone();
    // The account behind a process or a container is not to be known offline.
    let is_known_offline = source != "process" && source != "container";
    if is_known_offline && !expected["account"].is_null() {
        pairs.push(("account", expected["account"].clone(), actual["account"]["value"].clone()));
    }
    let offline = match expected["error"].as_str() {
        Some("process-failed") => Some("process"),
        Some("mfa") => Some("assume-role"),
        Some("missing-crt") => Some("login"),
        _ if over_at_renewal => Some("login"),
        _ => None,
    };
    let is_unknowable = offline.is_some_and(|source_offline| source == source_offline);
    if expected["ok"] == true {
        pairs.push(("ok", true.into(), actual["ok"].clone()));
        pairs.push(("source", expected["source"].clone(), source.clone()));
    } else if expected["error"] == "no-region" {
        // The measuring set-up forced a region; without it the credentials decide.
        if let Some(expected_source) = expected["source"].as_str() {
            pairs.push(("ok", true.into(), actual["ok"].clone()));
            pairs.push(("source", expected_source.into(), source.clone()));
        }
    } else if !(is_unknowable && actual["ok"] == true) {
        pairs.push(("ok", false.into(), actual["ok"].clone()));
        pairs.push(("error", expected["error"].clone(), actual["error"]["kind"].clone()));
    }
    let has_token = expected["session_token"].is_string();
    if has_token && (source == "env" || source == "static") {
        pairs.push(("session_token", true.into(), actual["credentials"]["session_token"].clone()));
    }
    pairs
        .into_iter()
        .filter(|(_, expected, actual)| expected != actual)
        .map(|(what, expected, actual)| format!("{what} is {actual}, measured {expected}"))
        .collect()
}

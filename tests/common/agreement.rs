//! Whether the segment, `explain` and `doctor` say the same of a home.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::Home;

/// What makes the AWS CLI refuse a whole file.
const OF_FILES: [&str; 6] = [
    "wrong-encoding",
    "byte-order-mark",
    "parse-error",
    "duplicate-section",
    "duplicate-key",
    // What is below it may be there twice.
    "header-glued",
];

/// The checks that name an alert; for another alert any fault does.
const NAMED_BY: [(&str, &[&str]); 18] = [
    ("config", &OF_FILES),
    ("credentials", &OF_FILES),
    ("not-found", &["profile-not-found", "header-glued", "empty-variable"]),
    (
        "half-keys",
        &["half-keys", "half-exported-keys", "keys-split", "role-without-source", "inline-comment"],
    ),
    ("sso-login", &["session-ended"]),
    ("login", &["session-ended"]),
    ("expired", &["exported-keys-expired", "file-keys-expired", "session-ended"]),
    ("not", &["keys-outrank-profile", "profile-without-credentials"]),
    ("hides", &["keys-beside-login", "keys-beside-process"]),
    ("expected", &["not-as-expected"]),
    ("locked", &["not-as-expected"]),
    ("endpoint", &["endpoint-overridden"]),
    ("project", &["project-elsewhere"]),
    ("kube", &["cluster-elsewhere"]),
    ("settings", &["settings-mistake"]),
    ("unexported", &["variable-not-exported"]),
    (
        "region",
        &[
            "region-malformed",
            "header-glued",
            "empty-variable",
            "inline-comment",
            "quoted-value",
            "indented-line",
            "not-as-expected",
        ],
    ),
    // What several checks are about, each for one cause.
    (
        "split",
        &[
            "clients-differ",
            "section-ignored",
            "profile-replaced",
            "two-defaults",
            "default-section",
            "indented-section",
            "colon-for-equals",
            "keys-beside-sso",
            "keys-beside-login",
            "keys-beside-process",
            "two-profile-variables",
            "two-region-variables",
            "unexpanded-path",
        ],
    ),
];

/// Faults that stop every command, whatever the profile.
const STOPS_ALL: [&str; 10] = [
    "wrong-encoding",
    "byte-order-mark",
    "parse-error",
    "duplicate-section",
    "duplicate-key",
    "client-refuses",
    "session-ended",
    "profile-not-found",
    "half-exported-keys",
    "exported-keys-expired",
];

/// Faults that stop the profile in whose section they are.
const STOPS_PROFILE: [&str; 15] = [
    "source-profile-missing",
    "source-profile-cycle",
    "source-profile-without-credentials",
    "role-without-source",
    "role-with-two-sources",
    "unknown-credential-source",
    "role-setting-refused",
    "web-identity-without-role",
    "sso-session-missing",
    "sso-incomplete",
    "sso-contradiction",
    "half-keys",
    "setting-refused",
    "region-malformed",
    "file-keys-expired",
];

/// Returns in what the three contradict each other.
pub(crate) fn contradictions(home: &Home) -> Vec<String> {
    let read = |command| {
        let output = home.run(&[command, "--json"]);
        serde_json::from_str::<Value>(&output.stdout).ok()
    };
    // What cannot be read is no answer.
    let (Some(explained), Some(report)) = (read("explain"), read("doctor")) else {
        return Vec::new();
    };
    let shown = home.answer(&["prompt", "--format", "{alert}"]);
    let marks: BTreeSet<_> = shown.split_whitespace().map(name_of).collect();
    let findings = report["findings"].as_array().unwrap();
    let told = marks_of(&explained);
    // Nothing is shown where nobody chose anything and there is nothing to use: no fault.
    let refuses = findings.iter().any(|finding| finding["check"] == "client-refuses");
    let is_silent = marks.is_empty() && told == BTreeSet::from(["no-credentials"]) && !refuses;
    let is_other = marks != told && !is_silent;
    let other = is_other.then(|| format!("the segment has {marks:?}, explain {told:?}"));
    let page = home.run(&["explain"]).stdout;
    let has_failed = explained["clients"][0]["ok"] != true;
    let unnamed = marks.iter().filter(|mark| !is_named(mark, findings));
    other
        .into_iter()
        .chain(without_remedy(&page, &marks, has_failed))
        .chain(unnamed.map(|mark| format!("doctor does not name !{mark}: {findings:#?}")))
        .chain(unseen(findings, &explained["clients"][0], &marks, home))
        .chain(circle(findings))
        .collect()
}

/// Finds what `explain` has no next step for. A split is explained below, client by client.
fn without_remedy(page: &str, marks: &BTreeSet<&str>, has_failed: bool) -> Vec<String> {
    let has_remedy = |mark: &&&str| {
        let mark = format!("!{mark}");
        let mut lines = page.lines().skip_while(|line| !line.starts_with(&mark)).skip(1);
        let next = lines.find(|line| !line.starts_with("  ") || line.starts_with("  -> "));
        // The mark of a failure is not on the page.
        !page.lines().any(|line| line.starts_with(&mark))
            || next.is_some_and(|line| line.starts_with("  -> "))
    };
    let alone = marks.iter().filter(|mark| **mark != "split" && !has_remedy(mark));
    let alone = alone.map(|mark| format!("explain has no remedy for !{mark}:\n{page}"));
    let has_hint = page.lines().any(|line| line.starts_with("hint: "));
    let failed = (has_failed && !has_hint).then(|| format!("explain has no hint:\n{page}"));
    alone.chain(failed).collect()
}

fn is_named(mark: &str, findings: &[Value]) -> bool {
    let named_by = NAMED_BY.iter().find(|(name, _)| *name == mark).map(|(_, checks)| *checks);
    findings.iter().any(|finding| match named_by {
        Some(checks) => checks.iter().any(|check| finding["check"] == *check),
        None => finding["severity"] == "fault",
    })
}

/// Finds a fault that stops the profile in use, and that the segment does not show.
fn unseen(findings: &[Value], ours: &Value, marks: &BTreeSet<&str>, home: &Home) -> Option<String> {
    if ours["ok"] != true || marks.contains("expired") || marks.contains("region") {
        return None;
    }
    let stops = |finding: &&Value| {
        let is_one_of = |checks: &[&str]| checks.iter().any(|check| finding["check"] == *check);
        is_one_of(&STOPS_ALL) || (is_one_of(&STOPS_PROFILE) && is_of_profile(finding, ours, home))
    };
    findings.iter().find(stops).map(|finding| format!("the segment is silent: {finding:#}"))
}

/// Finds a finding that sends to `explain`, which may send back.
fn circle(findings: &[Value]) -> Option<String> {
    let goes_around = |finding: &&Value| {
        finding["remedy"] == "awsprompt explain" && finding["check"] != "clients-differ"
    };
    findings.iter().find(goes_around).map(|finding| format!("a circle: {finding:#}"))
}

/// Returns the name of a mark such as `!split:boto3`.
fn name_of(mark: &str) -> &str {
    mark.trim_start_matches('!').split(':').next().unwrap()
}

/// Returns the names of the marks that the answer of `explain` stands for.
fn marks_of(explained: &Value) -> BTreeSet<&str> {
    let failure = explained["clients"][0]["error"]["kind"].as_str();
    let message = explained["clients"][0]["error"]["message"].as_str().unwrap_or_default();
    let failure = failure.map(|kind| match kind {
        "config-parse" if message.contains("/credentials") => "credentials",
        "config-parse" => "config",
        "profile-not-found" => "not-found",
        "partial-credentials" => "half-keys",
        "sso-token" => "sso-login",
        "expiry-unparsable" => "expired",
        "role-cycle" | "invalid-config" | "sso" => "broken",
        "invalid-region" => "region",
        "login-refresh" => "login",
        other => other,
    });
    let alerts = explained["alerts"].as_array().unwrap().iter();
    let kinds = alerts.map(|alert| match alert["kind"].as_str().unwrap() {
        "forbidden-region" => "region",
        other => other,
    });
    failure.into_iter().chain(kinds).collect()
}

/// Tells whether a finding is in the section of the profile that AWS CLI v2 takes its credentials
/// from.
#[expect(clippy::disallowed_methods, reason = "the files are those of the test")]
fn is_of_profile(finding: &Value, ours: &Value, home: &Home) -> bool {
    let place = &finding["place"];
    let (Some(file), Some(line)) = (place["file"].as_str(), place["line"].as_u64()) else {
        return false;
    };
    // The client signs with an empty key, which only AWS refuses.
    if finding["what"].as_str().unwrap().ends_with(" is empty") {
        return false;
    }
    if finding["check"] == "region-malformed" && ours["region"]["origin"]["file"].is_null() {
        return false;
    }
    let name = ours["profile"]["value"].as_str().unwrap_or_default();
    let text = String::from_utf8_lossy(
        &fs::read(file.replace("@HOME@", &home.path().to_string_lossy())).unwrap(),
    )
    .into_owned();
    let above = text.lines().take(usize::try_from(line).unwrap());
    let header = above.filter(|line| line.starts_with('[')).last().unwrap_or_default();
    let is_used = ours["credentials"]["source"] != "env" || finding["check"] == "setting-refused";
    let header = header.trim_matches(['[', ']']).trim_start_matches("profile ");
    is_used && header.trim_matches(['"', '\'', ' ']) == name
}

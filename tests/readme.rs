//! What the README says is tried here.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use std::collections::BTreeSet;

use common::{Home, project_file};

#[expect(clippy::disallowed_methods, reason = "the README is the project's own")]
fn readme() -> String {
    std::fs::read_to_string(project_file("README.md")).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the documents are the project's own")]
fn document(name: &str) -> String {
    std::fs::read_to_string(project_file("docs").join(name)).unwrap()
}

/// Returns the blocks of code of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let begin = format!("\n```{language}\n");
    text.split(&begin).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_line_for_each_shell_is_the_one_in_the_help() {
    let help = Home::new().answer(&["init", "--help"]);
    for line in [
        "eval \"$(awsprompt init zsh)\"",
        "eval \"$(awsprompt init bash)\"",
        "awsprompt init fish | source",
        "mkdir $\"($nu.data-dir)/vendor/autoload\"",
        "awsprompt init nu | save -f $\"($nu.data-dir)/vendor/autoload/awsprompt.nu\"",
    ] {
        assert!(readme().replace("\\|", "|").contains(line), "README: {line}");
        assert!(help.contains(line), "help: {line}");
    }
}

#[test]
fn the_explanation_shown_is_a_real_one() {
    let home = Home::of_fixture("tutorial-two-profiles")
        .env("AWS_PROFILE", "personal")
        .env("AWS_DEFAULT_PROFILE", "default")
        .env("AWS_REGION", "eu-north-1")
        .env("AWS_DEFAULT_REGION", "eu-south-1")
        .env("AWS_DEFAULT_OUTPUT", "yaml");
    assert!(readme().contains(&home.answer(&["explain"])));
}

#[test]
fn the_finding_shown_is_a_real_one() {
    let home = Home::new().file(".aws/config", "[default]\nregion = us-east-1\n[work]\n");
    let home = home.private();
    let shown = home.run(&["doctor"]).stdout;
    assert!(readme().contains(&shown), "{shown}");
}

#[test]
fn the_settings_shown_are_free_of_mistakes() {
    let mut count = 0;
    for text in [readme(), document("guard.md")] {
        for settings in blocks(&text, "ini") {
            let home = Home::of_fixture("role-by-source-profile")
                .env("AWSPROMPT_CONFIG", "@HOME@/settings.ini")
                .env("AWS_PROFILE", "admin");
            let home = if settings.starts_with("[expect]") {
                home.file(".awsprompt", settings).file("settings.ini", "")
            } else {
                home.file("settings.ini", settings)
            };
            let segment = home.segment();
            assert!(segment.starts_with("[AWS:admin 999999999999 eu-west-1"), "{segment}");
            assert!(!segment.contains("!settings"), "{segment}");
            count += 1;
        }
    }
    assert_eq!(count, 6);
}

#[test]
fn the_format_shown_is_one() {
    let readme = readme();
    let (_, after) = readme.split_once("prompt --format '").unwrap();
    let (format, _) = after.split_once('\'').unwrap();
    let home = Home::of_fixture("role-by-source-profile").env("AWS_PROFILE", "admin");
    assert_eq!(home.answer(&["prompt", "--format", format]), "admin eu-west-1\n");
}

#[test]
fn every_alert_of_the_contract_is_in_the_readme() {
    let (readme, contract) = (readme(), document("contract.md"));
    let code = contract.split('`').skip(1).step_by(2);
    // An alert is named as a whole (`!config:LINE`) or stands in an example of a segment.
    let marks = code.flat_map(|code| code.split([' ', ']', ',']));
    let marks: BTreeSet<_> = marks
        .filter_map(|word| {
            word.trim_start_matches('[').trim_start_matches("AWS:").strip_prefix('!')
        })
        .map(|mark| mark.split_inclusive(':').next().unwrap_or_default())
        .filter(|mark| !mark.is_empty())
        .collect();
    assert!(marks.len() > 15, "{marks:?}");
    for mark in marks {
        assert!(readme.contains(&format!("`!{mark}")), "!{mark}");
    }
}

/// Tables, code and lines that are one link cannot be broken.
#[test]
fn no_line_of_a_document_is_longer_than_a_hundred_characters() {
    #[expect(clippy::disallowed_methods, reason = "the documents are the project's own")]
    let read = |name: &str| std::fs::read_to_string(project_file(name)).unwrap();
    let names = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    let documents = [
        "docs/contract.md",
        "docs/guard.md",
        "docs/resolution.md",
        "docs/guide/src/accounts.md",
        "docs/guide/src/credentials.md",
    ];
    for name in names.into_iter().chain(documents) {
        let mut is_code = false;
        for (index, line) in read(name).lines().enumerate() {
            is_code ^= line.trim_start().starts_with("```");
            let is_link = line.starts_with("![") || line.starts_with("<http");
            let may_be_long = is_code || is_link || line.starts_with('|') || line.starts_with('#');
            assert!(may_be_long || line.chars().count() <= 100, "{name}:{}: {line}", index + 1);
        }
    }
}

//! Which files of a project count, and what is found in them.

use std::ffi::OsString;
use std::path::PathBuf;

use super::project_files::{MOST_BYTES_OF_FILE, MOST_FILES, Project};
use crate::aws::sample::SampleMachine;
use crate::project::Tool;

/// Paths and texts.
type SampleFiles<'a> = [(&'a str, &'a str)];

const NAMES_PROD: &str = "provider \"aws\" {\n  profile = \"prod\"\n}\n";

/// Searches on a machine with these files, and says what is found after the first sentence.
fn found(files: &SampleFiles<'_>, line: &str) -> Option<String> {
    found_where(None, files, line)
}

fn found_where(
    variable: Option<(&str, &str)>,
    files: &SampleFiles<'_>,
    line: &str,
) -> Option<String> {
    let files = files.iter().map(|(path, text)| (PathBuf::from(path), *text)).collect();
    let variables = variable.into_iter().collect();
    let machine = SampleMachine { variables, files, ..SampleMachine::default() };
    let mut words = line.split(' ');
    let program = words.next().unwrap();
    let tool = Tool::ALL.into_iter().find(|tool| tool.program() == program).unwrap();
    let words: Vec<OsString> = words.map(OsString::from).collect();
    let finding = machine.ask(|facts| Project::of(tool, &words).finding(facts))?.to_string();
    let start = "the project's files may name another account: ";
    Some(finding.strip_prefix(start).unwrap().to_owned())
}

#[test]
fn the_files_that_count_are_those_of_the_tool_and_the_line() {
    let cases: [(&SampleFiles<'_>, &str, Option<&str>); 7] = [
        (&[("main.tf", NAMES_PROD)], "cdk deploy", None),
        (&[("x", "profile: prod")], "eksctl create cluster -f x", Some("x has profile")),
        (&[("c/samconfig.toml", "profile = 1")], "sam deploy", None),
        (
            &[("c/samconfig.toml", "profile = 1")],
            "sam deploy -t c/template.yaml",
            Some("c/samconfig.toml has profile"),
        ),
        (
            &[("c.toml", "profile = 1")],
            "sam deploy --config-file c.toml",
            Some("c.toml has profile"),
        ),
        (
            &[("a/Pulumi.yaml", ""), ("a/Pulumi.x.yaml", "aws:profile: x")],
            "pulumi up -Ca",
            Some("a/Pulumi.x.yaml has aws:profile"),
        ),
        (
            &[("Pulumi.x.yaml", "environment:\n- prod")],
            "pulumi up",
            Some("Pulumi.x.yaml has environment"),
        ),
    ];
    for (files, line, what) in cases {
        assert_eq!(found(files, line).as_deref(), what, "{line} {files:?}");
    }
}

#[test]
fn what_the_cdk_has_made_counts_and_so_do_the_files_that_a_line_names() {
    let stage = r#"{"a": "aws://1/x"}"#;
    let cases: [(&SampleFiles<'_>, &str, Option<&str>); 6] = [
        (
            &[("cdk.out/assembly-S/manifest.json", stage)],
            "cdk deploy",
            Some("cdk.out/assembly-S/manifest.json has aws://1/x"),
        ),
        (&[("o/manifest.json", stage)], "cdk deploy -a o", Some("o/manifest.json has aws://1/x")),
        (&[("o/manifest.json", stage)], "cdk deploy -a cdk.ts", None),
        (
            &[("/h/.cdk.json", r#"{"profile": "x"}"#)],
            "cdk deploy",
            Some("/h/.cdk.json has profile"),
        ),
        (&[("c", "{\"profile\": 1}")], "eksctl create cluster -f c", Some("c has profile")),
        (&[], "eksctl create cluster -f -", Some("- cannot be searched")),
    ];
    for (files, line, what) in cases {
        assert_eq!(found(files, line).as_deref(), what, "{line} {files:?}");
    }
}

#[test]
fn where_the_cdk_s_settings_say_is_searched_too() {
    let manifest = r#"{"a": "aws://1/x"}"#;
    let cases: [(&SampleFiles<'_>, Option<&str>); 7] = [
        (
            &[("cdk.json", r#"{"app": "o"}"#), ("o/manifest.json", manifest)],
            Some("o/manifest.json has aws://1/x"),
        ),
        (
            &[("cdk.json", r#"{"output": "../b/o"}"#), ("../b/o/manifest.json", manifest)],
            Some("../b/o/manifest.json has aws://1/x"),
        ),
        (
            &[("/h/.cdk.json", r#"{"output": "o"}"#), ("o/manifest.json", manifest)],
            Some("o/manifest.json has aws://1/x"),
        ),
        (
            &[
                ("cdk.json", r#"{"output": "o"}"#),
                ("o/assembly-a/assembly-b/manifest.json", manifest),
            ],
            Some("o/assembly-a/assembly-b/manifest.json has aws://1/x"),
        ),
        (&[("cdk.json", r#"{"app": "npx ts-node a.ts"}"#), ("a.ts", "")], None),
        (&[("cdk.json", r#"{"app": "o"}"#), ("p/manifest.json", manifest)], None),
        (&[("cdk.json", "{\"app\": ")], Some("cdk.json cannot be searched")),
    ];
    for (files, what) in cases {
        assert_eq!(found(files, "cdk deploy").as_deref(), what, "{files:?}");
    }
}

#[test]
fn where_pulumi_s_project_says_is_not_vouched_for() {
    for (file, text, what) in [
        ("Pulumi.yaml", "name: x\nstackConfigDir: conf", Some("Pulumi.yaml has stackConfigDir")),
        ("Pulumi.yaml", "stackConfigDir:\n  conf", Some("Pulumi.yaml has stackConfigDir")),
        ("Pulumi.yaml", "config: conf", Some("Pulumi.yaml has config")),
        ("Pulumi.yaml", "config: 'a b'", Some("Pulumi.yaml has config")),
        ("Pulumi.yaml", "config: !!str conf", Some("Pulumi.yaml has config")),
        ("Pulumi.json", r#"{"config": "conf"}"#, Some("Pulumi.json has config")),
        ("Pulumi.yaml", "config:\n  a: b", None),
        ("Pulumi.yaml", "config: {a: b}", None),
        ("Pulumi.json", r#"{"config": {"a": "b"}}"#, None),
        ("Pulumi.yaml", "runtime: yaml\nmain: program", Some("Pulumi.yaml has main")),
        ("Pulumi.yaml", "main: p\nruntime:\n  name: yaml", Some("Pulumi.yaml has main")),
        ("Pulumi.yaml", "runtime: nodejs\nmain: dist", None),
        ("Main.yaml", "properties:\n  profile: prod", Some("Main.yaml has profile")),
        ("Main.json", r#"{"allowedAccountIds": ["1"]}"#, Some("Main.json has allowedAccountIds")),
    ] {
        let project = if file.starts_with("Main") { "name: x" } else { "" };
        let files = [(file, text), ("Pulumi.yml", project)];
        assert_eq!(found(&files, "pulumi up").as_deref(), what, "{file} {text}");
    }
}

#[test]
fn the_words_of_a_line_can_name_an_account() {
    for (line, what) in [
        ("cdk bootstrap aws://1/x", Some("the command line has aws://1/x")),
        ("cdk bootstrap aws://unknown-account/x", None),
        ("pulumi up -c aws:profile=x", Some("the command line has aws:profile=x")),
        (
            "pulumi up --config=aws:assumeRole.roleArn=x",
            Some("the command line has --config=aws:assumeRole.roleArn=x"),
        ),
        ("pulumi up -c aws:region=x", None),
    ] {
        assert_eq!(found(&[], line).as_deref(), what, "{line}");
    }
}

#[test]
fn a_project_that_is_too_large_is_not_searched_to_its_end() {
    let large = "#".repeat(MOST_BYTES_OF_FILE + 1);
    let what = found(&[("cdk.json", &large)], "cdk deploy");
    assert_eq!(what.as_deref(), Some("cdk.json cannot be searched"));
    let names: Vec<_> = (0..=MOST_FILES).map(|number| format!("Pulumi.{number}.yaml")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
    let what = found(&files, "pulumi up");
    assert_eq!(what.as_deref(), Some("there are too many to search"));
}

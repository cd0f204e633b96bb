//! The tables of projects in `tests/cases/*-projects.txt`: what each says.
//!
//! Terraform, Pulumi and eksctl cannot be had from a package registry, so that the answers come from
//! their documentation and source; each row names where its project or rule comes from.
//! `ci/live/projects.py` runs the other tools on theirs.

use std::path::PathBuf;

use super::resolved::Certainty;
use super::sample::{self, DEV_AND_PROD};
use super::{DecidedPart, ResolvedTarget};
use crate::aws::AccountId;
use crate::aws::sample::SampleMachine;

const TABLES: [&str; 6] = [
    include_str!("../../tests/cases/terraform-projects.txt"),
    include_str!("../../tests/cases/terragrunt-projects.txt"),
    include_str!("../../tests/cases/cdk-projects.txt"),
    include_str!("../../tests/cases/sam-projects.txt"),
    include_str!("../../tests/cases/serverless-projects.txt"),
    include_str!("../../tests/cases/pulumi-and-eksctl-projects.txt"),
];

/// A row: what it is called and where it is from, the line, the variables, the files, the answer.
#[derive(Default)]
struct Row {
    name: String,
    source: String,
    line: String,
    variables: Vec<(String, String)>,
    files: Vec<(PathBuf, String)>,
    answer: Vec<String>,
}

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut is_in_file = false;
    let lines = TABLES.iter().flat_map(|table| table.lines());
    for line in lines.filter(|line| !line.starts_with(';')) {
        if let Some(name) = line.strip_prefix("=== ") {
            rows.push(Row { name: name.to_owned(), ..Row::default() });
            is_in_file = false;
            continue;
        }
        let Some(row) = rows.last_mut() else { continue };
        if let Some(source) = line.strip_prefix("from ").filter(|_| !is_in_file) {
            source.clone_into(&mut row.source);
        } else if let Some(command) = line.strip_prefix("$ ") {
            for word in command.split(' ') {
                match word.split_once('=').filter(|_| row.line.is_empty()) {
                    Some((name, value)) => row.variables.push((name.into(), value.into())),
                    None => row.line = format!("{} {word}", row.line).trim_start().to_owned(),
                }
            }
            is_in_file = false;
        } else if let Some(path) = line.strip_prefix("--- ") {
            row.files.push((path.into(), String::new()));
            is_in_file = true;
        } else if let Some(answer) = line.strip_prefix("=> ") {
            row.answer.push(answer.to_owned());
            is_in_file = false;
        } else if let (true, Some((_, text))) = (is_in_file, row.files.last_mut()) {
            *text += line;
            text.push('\n');
        }
    }
    rows
}

fn answers(row: &Row) -> Vec<ResolvedTarget> {
    let mut variables: Vec<(&str, &str)> =
        row.variables.iter().map(|(name, value)| (&**name, &**value)).collect();
    variables.push(("AWS_PROFILE", "dev"));
    let machine = SampleMachine {
        variables,
        config: DEV_AND_PROD.to_owned(),
        files: row.files.iter().map(|(path, text)| (path.clone(), &**text)).collect(),
        ..SampleMachine::default()
    };
    sample::answers(&machine, &row.line)
}

fn written(target: &ResolvedTarget) -> String {
    let part = |certainty, value: Option<&str>, decided: Option<DecidedPart<'_>>| {
        let value = value.unwrap_or("-");
        match (certainty, decided) {
            (Certainty::Environment, _) => format!("{value} environment"),
            (Certainty::Unknown, Some(part)) => {
                let why = part.unknown.unwrap_or_default();
                format!("unknown, {}: the {} {why}", part.written_place(), part.what)
            }
            (_, part) => format!("{value} {}", part.map_or(String::new(), |it| it.written_place())),
        }
    };
    let account = target.account.as_ref().map(AccountId::as_str);
    let account = part(target.account_certainty, account, target.decides_account());
    let region = target.region.as_deref();
    let region = part(target.region_certainty, region, target.decides_region());
    format!("{} | {account} | {region}", target.said.name)
}

#[test]
fn each_project_says_what_the_table_has() {
    let rows = rows();
    assert!(rows.len() >= 40, "{}", rows.len());
    let mut wrong = String::new();
    for row in &rows {
        assert!(row.source.starts_with("http"), "{}: where it is from", row.name);
        let found: Vec<_> = answers(row).iter().map(written).collect();
        if found != row.answer {
            wrong += &format!("=== {}\n", row.name);
            for line in found {
                wrong += &format!("=> {line}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Of projects that use only what is read, few may be unknown.
#[test]
fn at_most_one_project_in_seven_is_unknown() {
    let rows = rows();
    let is_unknown = |row: &&Row| {
        answers(row).iter().any(|target| target.account_certainty == Certainty::Unknown)
    };
    let plain: Vec<_> = rows.iter().filter(|row| !row.name.ends_with("(out of reach)")).collect();
    let unknown = plain.iter().filter(|row| is_unknown(row)).count();
    assert!(unknown * 100 <= plain.len() * 15, "{unknown} of {}", plain.len());
}

/// What is answered for a project of one file.
fn answer_for(text: String) -> Vec<String> {
    let line = "terraform apply".to_owned();
    let row = Row { line, files: vec![("main.tf".into(), text)], ..Row::default() };
    answers(&row).iter().map(written).collect()
}

#[test]
fn a_hostile_project_is_bounded() {
    let provider = "provider \"aws\" { profile = local.a0 }\n";
    let chain = |count: usize, next: &dyn Fn(usize) -> String| {
        let locals = (0..count).map(|at| format!("a{at} = {}\n", next(at)));
        format!("locals {{\n{}a{count} = \"x\"\n}}\n{provider}", locals.collect::<String>())
    };
    let nested = |open: &str, close: &str| {
        format!(
            "locals {{\na0 = {}1{}\n}}\n{provider}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    let doubled = |at: usize| format!("\"${{local.a{0}}}${{local.a{0}}}\"", at + 1);
    let twice = |at: usize| format!("[local.a{0}, local.a{0}]", at + 1);
    for text in [
        nested("[", "]"),
        nested("{ a = ", "}"),
        nested("\"${", "}\""),
        nested("true ? ", " : 1"),
        chain(19, &doubled),
        chain(19, &twice),
        chain(100_000, &|at| format!("local.a{}", at + 1)),
        format!("# {}\n{provider}", "x".repeat(10 << 20)),
        format!("{}{provider}", "a { ".repeat(100_000)),
        format!("{provider}{}", "\"".repeat(1_000_001)),
    ] {
        let found = answer_for(text);
        let is_unknown = |line: &String| line.contains("unknown") || line.contains("| - ");
        assert!(found.iter().any(is_unknown), "{found:?}");
    }
}

/// A line, a file, what in it is of any depth, and what it says at the end.
const OTHER_FILES: [(&str, &str, [&str; 3], &str); 7] = [
    (
        "terragrunt apply",
        "terragrunt.hcl",
        ["inputs = ", "[", "]"],
        "iam_role = \"arn:aws:iam::999988887777:role/X\"",
    ),
    (
        "cdk deploy --app o",
        "o/manifest.json",
        ["", "[", "]"],
        "{\"artifacts\": {\"A\": {\"type\": \"aws:cloudformation:stack\", \
         \"environment\": \"aws://999988887777/us-east-1\"}}}",
    ),
    (
        "sam deploy",
        "samconfig.toml",
        ["x = ", "[", "]"],
        "[default.deploy.parameters]\nprofile = \"prod\"",
    ),
    (
        "serverless deploy",
        "serverless.yml",
        ["a: ", "[", "]"],
        "frameworkVersion: \"3\"\nprovider:\n  name: aws\n  region: 999988887777",
    ),
    ("pulumi up --config-file p", "p", ["a: ", "{b: ", "}"], "config:\n  aws:profile: prod"),
    ("eksctl create cluster -f c", "c", ["a: ", "[", "]"], "metadata:\n  region: 999988887777"),
    ("kubectl apply", "/h/.kube/config", ["a: ", "[", "]"], "current-context: 999988887777"),
];

#[test]
fn what_the_other_tools_read_is_bounded_too() {
    for (line, file, [key, open, close], text) in OTHER_FILES {
        let depth = 100_000;
        let nested = format!("{key}{}{}\n{text}\n", open.repeat(depth), close.repeat(depth));
        let unclosed = format!("{key}{}\n{text}\n", open.repeat(depth));
        let large = format!("{}{text}\n", "\n".repeat(10 << 20));
        for content in [text.to_owned(), large, nested, unclosed] {
            let files = vec![(file.into(), content), ("Pulumi.yaml".into(), "name: x\n".into())];
            let row = Row { line: line.to_owned(), files, ..Row::default() };
            let found: Vec<_> = answers(&row).iter().map(written).collect();
            let is_seen = |line: &String| line.contains("unknown") || line.contains("999988887777");
            assert!(found.iter().any(is_seen), "{line}: {found:?}");
        }
    }
}

/// Files that name each other, and values that need themselves.
#[test]
fn circles_have_an_end() {
    let unit = "include \"a\" {\n  path = \"a.hcl\"\n}\n";
    let name = |name: &str, of: &str| format!("  {name}: ${{self:custom.{of}}}\n");
    let service = format!(
        "frameworkVersion: \"3\"\nprovider:\n  name: aws\n  region: ${{self:custom.a}}\ncustom:\n{}{}",
        name("a", "b"),
        name("b", "a")
    );
    let stage = "{\"artifacts\": {\"S\": {\"type\": \"cdk:cloud-assembly\", \
                 \"properties\": {\"directoryName\": \"../o\"}}}}";
    for (line, files) in [
        ("terragrunt apply", vec![("terragrunt.hcl", unit.to_owned()), ("a.hcl", unit.to_owned())]),
        ("serverless deploy", vec![("serverless.yml", service)]),
        ("cdk deploy --app o", vec![("o/manifest.json", stage.to_owned())]),
        ("cdk deploy --app o", vec![("o/manifest.json", stage.replace("../o", "."))]),
    ] {
        let files = files.into_iter().map(|(path, text)| (path.into(), text)).collect();
        let row = Row { line: line.to_owned(), files, ..Row::default() };
        let found: Vec<_> = answers(&row).iter().map(written).collect();
        assert!(found.iter().any(|line| line.contains("unknown")), "{line}: {found:?}");
    }
}

//! `check --line`: what is said of whole lines of shell, from the tables `lines.txt`,
//! `lines_of_use.txt` and `harmless_lines.txt` in `tests/cases`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::fs;

use common::{Home, project_file};
use serde_json::Value;

const SETTINGS: &str = "[accounts]\n111122223333 = acme-dev\n999988887777 = acme-prod\n\
                        [class production]\nlabels = acme-prod\nguard = ask\n\
                        [tool packer]\nreads = validate inspect\nprofile = --profile\n\
                        [tool terraform]\nreads = frobnicate\n";

const BY_WORKSPACE: &str =
    "provider \"aws\" {\n  profile = terraform.workspace == \"prod\" ? \"prod\" : \"dev\"\n}\n";

const KUBECONFIG: &str = "\
current-context: c
contexts:
- name: c
  context: {cluster: arn:aws:eks:us-east-1:111122223333:cluster/c, user: u}
clusters:
- name: arn:aws:eks:us-east-1:111122223333:cluster/c
  cluster: {}
users:
- name: u
  user: {token: x}
";

/// Makes a home with a profile for each account, and projects in its directories.
fn home() -> Home {
    Home::of_fixture("dev-and-prod-roles")
        .file("s.ini", SETTINGS)
        .file("envs/prod/main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n")
        .file("envs/tg/terragrunt.hcl", "iam_role = \"arn:aws:iam::999988887777:role/X\"\n")
        .file("envs/dev/main.tf", "provider \"aws\" {\n}\n")
        .file("ws/main.tf", BY_WORKSPACE)
        .file("kube/dev", KUBECONFIG)
        .file("prod-only/.awsprompt", "[expect]\naccount = acme-prod\n")
        .file(".claude/settings.json", "{}")
        .file(".codex/hooks.json", "{}")
        .file(".config/awsprompt/config.ini", "")
        .file(".kiro/hooks/awsprompt.json", "{}")
        .file("bare/.claude/commands/x.md", "")
        .file("bare/.github/workflows/x.yml", "")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("AWS_PROFILE", "dev")
        .env("PATH", "/usr/bin:/bin")
}

/// The answer in one word, and what `check` exits with.
const ANSWERS: [(&str, &str, i32); 5] = [
    ("fine", "as-expected", 0),
    ("open", "not-judged", 0),
    ("stop", "not-judged", 4),
    ("other", "not-as-expected", 1),
    ("guard", "refused", 3),
];

#[test]
fn every_line_of_the_table_gets_its_answer() {
    let home = home();
    let text = fs::read_to_string(project_file("tests/cases/lines.txt")).unwrap();
    let rows = text.lines().filter(|row| !row.starts_with('#') && !row.is_empty());
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows {
        let (word, line) = row.split_once(' ').unwrap();
        let line = line.trim_start().replace('⏎', "\n");
        let (_, verdict, code) = ANSWERS.into_iter().find(|(known, ..)| *known == word).unwrap();
        let mut arguments = vec!["check", "--json", "--line", &line];
        // What the guard refuses is an account that is not expected to be another.
        if word != "guard" {
            arguments.extend(["--account", "acme-dev"]);
        }
        let output = home.run(&arguments);
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        if (document["verdict"].as_str(), output.code) != (Some(verdict), Some(code)) {
            wrong.push(format!("{row}\n    {:?} {document}", output.code));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 40, "{count}");
}

#[test]
fn lines_as_they_are_written_exit_as_they_should() {
    let home = home()
        .file("tf-prod/main.tf", "provider \"aws\" {\n  profile = \"prod\"\n}\n")
        .file("tf-plain/main.tf", "provider \"aws\" {\n}\n")
        .file("prod.env", "export AWS_PROFILE=prod\n")
        .file("other-config", "[profile dev]\nrole_arn = arn:aws:iam::999988887777:role/A\n");
    let text = fs::read_to_string(project_file("tests/cases/lines_of_use.txt")).unwrap();
    let rows = text.lines().filter(|row| !row.starts_with('#') && !row.is_empty());
    let mut count = 0;
    for row in rows {
        let (code, line) = row.split_once(' ').unwrap();
        let line = line.replace('⏎', "\n");
        let output = home.run(&["check", "--account", "acme-dev", "--line", &line]);
        assert_eq!(output.code, code.parse().ok(), "{row}: {output:?}");
        count += 1;
    }
    assert_eq!(count, 60);
}

#[test]
fn hardly_any_harmless_line_is_stopped() {
    let home = home().file("main.tf", "provider \"aws\" {\n}\n");
    let text = fs::read_to_string(project_file("tests/cases/harmless_lines.txt")).unwrap();
    let rows = text.lines().filter(|row| !row.starts_with("# "));
    let lines: Vec<String> = rows.map(|row| row.replace('⏎', "\n")).collect();
    let run = |line: &&String| home.run(&["check", "--account", "acme-dev", "--line", line]);
    let stopped: Vec<_> = lines.iter().filter(|line| run(line).code != Some(0)).collect();
    assert!(lines.len() > 300 && stopped.len() * 50 <= lines.len(), "{stopped:#?}");
}

#[test]
fn the_hook_of_an_agent_lets_the_same_lines_through() {
    let home = home();
    let text = fs::read_to_string(project_file("tests/cases/lines.txt")).unwrap();
    let rows = text.lines().filter(|row| !row.starts_with('#') && !row.is_empty());
    for row in rows {
        let (word, line) = row.split_once(' ').unwrap();
        let line = line.trim_start().replace('⏎', "\n");
        fs::write(home.path().join("call"), serde_json::json!({"command": line}).to_string())
            .unwrap();
        let mut command = home.command();
        command.args(["hook", "plain", "--account", "acme-dev"]);
        command.stdin(fs::File::open(home.path().join("call")).unwrap());
        let output = home.output_of(&mut command);
        let code = if matches!(word, "fine" | "open") { 0 } else { 2 };
        assert_eq!((output.stdout.as_str(), output.code), ("", Some(code)), "{row}: {output:?}");
        assert_eq!(output.stderr.is_empty(), code == 0, "{row}: {output:?}");
    }
}

#[test]
fn a_program_reads_each_command_of_a_line() {
    let line = "cd x && aws s3 rm s3://b/k --profile prod | jq .";
    let output = home().run(&["check", "--json", "--line", line]);
    assert_eq!((output.stderr.as_str(), output.code), ("", Some(3)));
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    let reason = "s3 rm deletes objects; the class production has guard = ask";
    let expected = serde_json::json!({
        "schema": 2,
        "verdict": "refused",
        "effect": "changes",
        "reasons": [format!("aws s3 rm s3://b/k --profile prod: {reason}")],
        "commands": [
            {"words": ["cd", "x"], "effect": "local", "verdict": "as-expected", "reasons": [],
             "account": null, "region": null},
            {
                "words": ["aws", "s3", "rm", "s3://b/k", "--profile", "prod"],
                "effect": "changes", "verdict": "refused", "reasons": [reason],
                "account": "999988887777", "region": "us-east-1",
            },
            {"words": ["jq", "."], "effect": "local", "verdict": "as-expected", "reasons": [],
             "account": null, "region": null},
        ],
    });
    assert_eq!(document, expected);
}

#[test]
fn the_reason_says_that_quotes_help() {
    let reason =
        |line: &str| home().run(&["check", "--account", "acme-dev", "--line", line]).stderr;
    let advice = "may name a profile; write it in quotes";
    assert!(reason("aws s3 cp $f s3://b/").contains(advice));
    assert!(!reason("aws s3 cp \"$@\" s3://b/").contains(advice));
    assert_eq!(reason("aws s3 cp \"$f\" s3://b/"), "");
}

#[test]
fn the_files_that_variables_name_are_not_for_the_line_to_change() {
    let home = home()
        .env("CLAUDE_CONFIG_DIR", "@HOME@/agent")
        .file("agent/settings.json", "{}")
        .file("x/y", "");
    let code = |line: &str| home.run(&["check", "--line", line]).code;
    for line in [
        "rm ~/s.ini",
        ": > ~/s.ini",
        "mv ~/agent/settings.json x",
        "rm -r ~/agent",
        "find ~/agent -type f -delete",
    ] {
        assert_eq!(code(line), Some(4), "{line}");
    }
    for line in ["cat ~/s.ini", "rm ~/t.ini", "rm ~/agent/x.md", "ls ~/agent"] {
        assert_eq!(code(line), Some(0), "{line}");
    }
    let without = home.env("CLAUDE_CONFIG_DIR", "@HOME@/x");
    assert_eq!(without.run(&["check", "--line", "rm -r ~/x"]).code, Some(0));
}

#[test]
fn aliases_count_as_the_shell_prints_them() {
    let home = home();
    let check = |aliases: &str, line: &str| {
        home.run(&["check", "--account", "acme-dev", "--aliases", aliases, "--line", line]).code
    };
    assert_eq!(check("alias p='aws --profile prod'", "p s3 rm s3://b/k"), Some(1));
    assert_eq!(
        check("p='timeout 5 aws --profile dev'\nls='ls -l'", "p s3 rm s3://b/k; ls"),
        Some(0)
    );
    assert_eq!(check("ls='aws --profile prod'", "ls s3 ls"), Some(1));
    assert_eq!(check("", "p s3 rm s3://b/k"), Some(0));
    assert_eq!(check("if", "ls"), Some(2));
}

#[test]
fn a_line_is_read_from_stdin_too() {
    let home = home();
    let mut command = home.command();
    command.args(["check", "--line", "-"]);
    fs::write(home.path().join("line"), "aws s3 ls\naws s3 rm s3://b/k --profile prod\n").unwrap();
    command.stdin(fs::File::open(home.path().join("line")).unwrap());
    let output = home.output_of(&mut command);
    assert_eq!(output.code, Some(3), "{output:?}");
}

#[test]
fn what_is_not_judged_fails_where_that_is_wanted() {
    let home = home();
    let code = |arguments: &[&str]| home.run(arguments).code;
    assert_eq!(code(&["check", "--line", "ls && make"]), Some(0));
    assert_eq!(code(&["check", "--strict", "--line", "ls && make"]), Some(4));
    assert_eq!(code(&["check", "--strict", "--line", "ls && git push"]), Some(0));
    assert_eq!(code(&["check", "--line", "./deploy.sh --profile prod"]), Some(4));
    assert_eq!(code(&["check", "--line", "./deploy.sh --profile dev"]), Some(0));
    assert_eq!(code(&["check", "--line", "x '"]), Some(0));
    assert_eq!(code(&["check", "--strict", "--line", "x '"]), Some(4));
    assert_eq!(code(&["check", "--line", "aws s3 ls '"]), Some(4));
}

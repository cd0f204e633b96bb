//! The recipes of `docs/guide/src/guard.md`, run as they stand there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the program; its tests start it and prepare its files"
)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use common::{Home, project_file};

/// Returns the shell script below a heading, by its number.
fn recipe(heading: &str, index: usize) -> String {
    let text = fs::read_to_string(project_file("docs/guide/src/guard.md")).unwrap();
    let (_, section) = text.split_once(&format!("### {heading}\n")).unwrap();
    let section = section.split("\n### ").next().unwrap();
    let block = section.split("```sh\n").nth(index + 1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

/// Makes a home with the program, a stand-in for `aws`, and the recipe in front of it.
fn home(recipe: &str) -> Home {
    let home = Home::of_fixture("dev-and-prod-roles")
        .file("s.ini", "[accounts]\n111122223333 = acme-dev\n")
        .env("AWSPROMPT_CONFIG", "@HOME@/s.ini")
        .env("PATH", "@HOME@/bin:/usr/bin:/bin");
    let real = home.path().join("real/aws");
    let recipe = recipe.replace("/usr/local/bin/aws", &real.to_string_lossy());
    let programs = [
        ("bin/recipe", recipe.as_str()),
        ("bin/aws", "#!/bin/sh\nexec recipe \"$@\"\n"),
        ("real/aws", "#!/bin/sh\necho \"ran $*\"\n"),
        ("bin/terraform", "#!/bin/sh\necho \"ran $*\"\n"),
    ];
    let home = programs.iter().fold(home, |home, (path, text)| home.file(path, text));
    for (path, _) in programs {
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(home.path().join(path), mode).unwrap();
    }
    let program = env!("CARGO_BIN_EXE_awsprompt");
    std::os::unix::fs::symlink(program, home.path().join("bin/awsprompt")).unwrap();
    home
}

/// Runs a line in a shell, and returns what it printed and its status.
fn run(home: &Home, variables: &[(&str, &str)], line: &str) -> (String, Option<i32>) {
    let sealed = home.command();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).env_clear().current_dir(home.path()).stdin(Stdio::null());
    command.envs(sealed.get_envs().map(|(name, value)| (name, value.unwrap())));
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// A script that deploys, as people write them.
const DEPLOY: &str = "#!/bin/sh\nset -eu\ncd infra  # it's here\n\
                      aws s3 sync ./site \"s3://shop/$VERSION\" --delete\n\
                      if [ \"${CI-}\" ]; then\n  terraform apply -auto-approve\nfi\n";

#[test]
fn the_git_hook_lets_a_push_through_where_the_directory_says_so() {
    let recipe = recipe("A Git hook", 0);
    let home = home(&recipe)
        .file(".awsprompt", "[expect]\naccount = acme-dev\n")
        .file("deploy.sh", DEPLOY)
        .file("infra/main.tf", "");
    assert_eq!(run(&home, &[("AWS_PROFILE", "dev")], "recipe").1, Some(0));
    assert_eq!(run(&home, &[("AWS_PROFILE", "prod")], "recipe").1, Some(1));
    let home = home.file("deploy.sh", DEPLOY.replace("aws s3", "AWS_PROFILE=prod aws s3"));
    assert_eq!(run(&home, &[("AWS_PROFILE", "dev")], "recipe").1, Some(1));
}

#[test]
fn the_line_is_judged_by_the_account_of_its_command() {
    let home = home("").file("infra/main.tf", "");
    let line = recipe("A whole line", 0);
    assert_eq!(run(&home, &[("AWS_PROFILE", "dev")], &line).1, Some(0));
    assert_eq!(run(&home, &[("AWS_PROFILE", "prod")], &line).1, Some(1));
}

#[test]
fn the_step_in_ci_stops_at_the_wrong_account() {
    let home = home(&format!("#!/bin/sh\n{}", recipe("A step in CI", 0)))
        .file("bin/aws", "#!/bin/sh\necho \"ran $*\"\n")
        .file("deploy.sh", DEPLOY)
        .file("infra/main.tf", "");
    let ci = [("AWS_PROFILE", "dev"), ("VERSION", "1"), ("CI", "1")];
    let applied = "ran s3 sync ./site s3://shop/1 --delete\nran apply -auto-approve\n";
    assert_eq!(run(&home, &ci, "recipe"), (applied.to_owned(), Some(0)));
    let with = |name, value| [("AWS_PROFILE", "dev"), ("VERSION", "1"), (name, value)];
    let nothing = (String::new(), Some(1));
    assert_eq!(run(&home, &with("AWS_PROFILE", "prod"), "recipe"), nothing);
    assert_eq!(run(&home, &with("AWS_REGION", "us-east-1"), "recipe"), nothing);
    let home = home.file("deploy.sh", format!("{DEPLOY}aws s3 rm s3://b/k --profile prod\n"));
    assert_eq!(run(&home, &ci, "recipe"), nothing);
}

#[test]
fn an_agent_s_aws_reaches_no_other_account() {
    let home = home(&recipe("A coding agent", 2));
    let bound = [("AWSPROMPT_LOCK", "acme-dev")];
    let ran = ("ran s3 rm s3://b/k --profile dev\n".to_owned(), Some(0));
    assert_eq!(run(&home, &bound, "aws s3 rm s3://b/k --profile dev"), ran);
    let refused = (String::new(), Some(3));
    assert_eq!(run(&home, &bound, "aws s3 ls --profile prod"), refused);
    assert_eq!(run(&home, &bound, "AWS_PROFILE=prod aws s3 ls"), refused);
    assert_eq!(run(&home, &bound, "AWSPROMPT_GUARD=off aws s3 ls --profile prod"), refused);
    assert_eq!(run(&home, &bound, "aws s3 ls"), refused);
    assert_eq!(run(&home, &bound, "awsprompt exec prod -- aws s3 ls"), refused);
    assert_eq!(run(&home, &bound, "sh -c 'aws s3 ls --profile prod'"), refused);
    assert_eq!(run(&home, &bound, "env AWS_PROFILE=prod aws s3 ls"), refused);
    assert_eq!(run(&home, &bound, "echo s3 ls --profile prod | xargs aws").0, "");
    let assume = "aws sts assume-role --profile dev --role-arn arn:aws:iam::999988887777:role/A";
    assert_eq!(run(&home, &bound, assume), refused);
}

#[test]
fn of_a_line_with_several_commands_none_is_vouched_for() {
    let home = home("");
    let line = "printf '%s' \"$LINE\" | xargs awsprompt check --account acme-dev -- 2>/dev/null";
    let status = |typed: &str| run(&home, &[("AWS_PROFILE", "dev"), ("LINE", typed)], line).1;
    assert_eq!(status("aws s3 rm s3://b/k --profile dev"), Some(0));
    for rest in [
        "",
        "&& aws s3 ls --profile dev",
        "; aws s3 ls --profile dev",
        "\naws s3 ls --profile dev",
        "\nAWS_PROFILE=dev aws s3 ls",
        "| aws s3 ls --profile dev",
        "# --profile dev",
        "> log --profile dev",
        "&& echo --profile dev",
        "&& aws --version",
    ] {
        let typed = format!("aws s3 rm s3://b/k --profile prod {rest}");
        assert_eq!(status(&typed), Some(123), "{typed}");
    }
}

#[test]
fn an_agent_with_a_terminal_is_not_asked() {
    let recipe = recipe("A coding agent", 2);
    let settings = "[accounts]\n111122223333 = acme-dev\n[class dev]\nlabels = *\nguard = ask\n";
    let home = home(&recipe).file("s.ini", settings);
    let ran = ("ran s3 rm s3://b/k\n".to_owned(), Some(0));
    let (profile, line) = (("AWS_PROFILE", "dev"), "aws s3 rm s3://b/k");
    assert_eq!(run(&home, &[profile], line), ran);
    let refused = (String::new(), Some(3));
    assert_eq!(run(&home, &[profile, ("AWSPROMPT_ASK", "never")], line), refused);
    assert_eq!(run(&home, &[profile, ("AWSPROMPT_ASK", "never")], "aws s3 ls").1, Some(0));
}

#[test]
fn an_agent_s_hook_says_no_by_its_status() {
    let home = home(&recipe("A coding agent", 1));
    let said = |profile: &str, command: &str| {
        let call = serde_json::json!({"command": command}).to_string();
        let variables = [("AWS_PROFILE", profile), ("CALL", &call)];
        run(&home, &variables, "printf %s \"$CALL\" | recipe")
    };
    for (command, status) in [
        ("aws s3 rm s3://b/k --profile dev", 0),
        ("aws s3 rm \"s3://b/a b; c\" --profile dev", 0),
        ("aws s3 rm \"s3://b/a b; $(touch ran)\" --profile dev", 0),
        ("git commit -m 'a\n\nb'", 0),
        ("cd x\naws s3 ls --profile prod", 2),
        ("aws s3 ls --profile prod", 2),
        ("ls -l", 0),
    ] {
        assert_eq!(said("dev", command), (String::new(), Some(status)), "{command}");
    }
    assert!(!home.path().join("ran").exists());
    assert_eq!(said("prod", "make deploy").1, Some(2));
}

#[test]
fn the_agent_s_hook_is_installed_by_one_line() {
    let home = home(&recipe("A coding agent", 0));
    // Without a terminal, a person has not agreed.
    assert_eq!(run(&home, &[], "recipe").1, Some(1));
    assert!(!home.path().join(".claude").exists());
    assert_eq!(run(&home, &[], "sh -c \"$(cat bin/recipe) --yes\"").1, Some(0));
    assert!(home.path().join(".claude/settings.json").exists());
}

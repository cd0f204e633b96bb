//! `awsprompt project`: what a project will hit, for a person and for programs.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use std::path::Path;

use common::{Home, agreement, make_fifo};
use serde_json::{Value, json};

/// A project that says most of what can be said, in a home whose environment has `dev`.
fn home() -> Home {
    let main = "\
terraform {
  backend \"s3\" {
    region = \"eu-north-1\"
  }
}
provider \"aws\" {
  profile = var.profile
}
provider \"aws\" {
  alias  = \"dns\"
  region = \"us-east-2\"
  assume_role {
    role_arn = \"arn:aws:iam::210987654321:role/Dns\"
  }
}
provider \"aws\" {
  alias   = \"other\"
  profile = file(\"profile\")
}
variable \"profile\" {}
";
    Home::of_fixture("dev-and-prod-roles")
        .env("AWS_PROFILE", "dev")
        .file("main.tf", main)
        .file("terraform.tfvars", "profile = \"prod\"\n")
}

#[test]
fn a_person_reads_where_each_value_is_said() {
    let page = home().answer(&["project"]);
    insta::assert_snapshot!(page);
    assert_eq!(home().answer(&["project", "--tool", "terraform"]), page);
    assert_eq!(home().answer(&["project", "--", "terraform", "apply"]), page);
}

#[test]
fn where_several_tools_have_a_project_each_target_is_said_with_its_tool() {
    let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
    let home = home.file("main.tf", "provider \"aws\" {}\n").file("samconfig.toml", SAM);
    let page = "\
terraform: provider \"aws\"
  account   111122223333  the environment
  region    eu-west-1  the environment
sam
  account   999988887777  samconfig.toml:2, instead of 111122223333
  region    us-east-1  samconfig.toml:2, instead of eu-west-1
  profile   prod  samconfig.toml:2, instead of dev
";
    assert_eq!(home.answer(&["project"]), page);
    let document: Value = serde_json::from_str(&home.answer(&["project", "--json"])).unwrap();
    let tools: Vec<_> =
        document["targets"].as_array().unwrap().iter().map(|it| &it["tool"]).collect();
    assert_eq!(
        (&document["tool"], tools),
        (&json!("terraform"), vec![&json!("terraform"), &json!("sam")])
    );
    assert!(
        home.answer(&["project", "--tool", "sam"]).starts_with("sam\n  account   999988887777")
    );
}

#[test]
fn programs_get_the_same() {
    let document: Value = serde_json::from_str(&home().answer(&["project", "--json"])).unwrap();
    assert_eq!((&document["schema"], &document["tool"]), (&json!(1), &json!("terraform")));
    let targets = document["targets"].as_array().unwrap();
    let place = json!({"file": "terraform.tfvars", "line": 1});
    assert_eq!(
        targets[0],
        json!({
            "tool": "terraform",
            "name": "provider \"aws\"",
            "purpose": "deploys",
            "account": {"value": "999988887777", "certainty": "certain", "origin": place, "why": null},
            "region": {"value": "us-east-1", "certainty": "certain", "origin": place, "why": null},
            "profile": {"value": "prod", "certainty": "certain", "origin": place, "why": null},
            "role": {"value": null, "certainty": "environment", "origin": null, "why": null},
        })
    );
    let unknown = &targets[2]["account"];
    assert_eq!((&unknown["value"], &unknown["certainty"]), (&Value::Null, &json!("unknown")));
    assert_eq!(unknown["why"], "calls file()");
    assert_eq!(targets[3]["purpose"], "state");
}

#[test]
fn what_is_not_read_is_said() {
    for (arguments, why) in [
        (&["project", "--tool", "cdx"][..], "awsprompt: the projects of cdx are not supported\n"),
        (&["project", "--", "make"], "awsprompt: the projects of make are not supported\n"),
    ] {
        let output = home().run(arguments);
        assert_eq!((output.code, &*output.stderr), (Some(1), why), "{arguments:?}");
    }
    let output = Home::of_fixture("dev-and-prod-roles").run(&["project"]);
    let why = "awsprompt: this directory has no project that awsprompt reads\n\
               hint: awsprompt project -- terraform -chdir=DIRECTORY apply\n";
    assert_eq!((output.code, &*output.stderr), (Some(1), why));
}

const PROD: &str = "provider \"aws\" {\n  profile = \"prod\"\n}\n";
const BY_VARIABLE: &str =
    "provider \"aws\" {\n  profile = var.profile\n}\nvariable \"profile\" {}\n";

/// A project that was made ready, in a home whose environment has `dev`.
fn ready(main: &str) -> Home {
    let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
    home.file("main.tf", main).file(".terraform/environment", "default")
}

/// The segment without an alert, and with that of the other account.
const DEV: &str = "[AWS:dev 111122223333 eu-west-1]";
const DEV_AND_PROD: &str = "[AWS:dev 111122223333 eu-west-1 !project:999988887777]";

#[test]
fn the_segment_names_the_account_of_a_project_that_is_certainly_another() {
    let role = "provider \"aws\" {\n  alias = \"x\"\n  assume_role {\n    \
        role_arn = \"arn:aws:iam::210987654321:role/X\"\n  }\n}\n";
    let unknown = "provider \"aws\" {\n  profile = file(\"p\")\n}\n";
    let same = "provider \"aws\" {\n  profile = \"dev\"\n}\n";
    let state = "terraform {\n  backend \"s3\" {\n    profile = \"prod\"\n  }\n}\n";
    let two = "[AWS:dev 111122223333 eu-west-1 !project:999988887777,210987654321]";
    let rows = [
        (ready(PROD), DEV_AND_PROD),
        (ready(&format!("{PROD}{role}")), two),
        (ready(&format!("{PROD}{unknown}")), DEV_AND_PROD),
        (ready(unknown), DEV),
        (ready(same), DEV),
        (ready(&PROD.replace('}', "  forbidden_account_ids = [\"999988887777\"]\n}")), DEV),
        (ready("provider \"aws\" {}\n"), DEV),
        (ready(state), DEV),
        (ready("provider \"aws\" {"), DEV),
        (ready(BY_VARIABLE), DEV),
        (ready(BY_VARIABLE).env("TF_VAR_profile", "prod"), DEV_AND_PROD),
        (ready(BY_VARIABLE).env("TF_CLI_ARGS_apply", "-var=profile=prod"), DEV_AND_PROD),
        (ready(PROD).env("AWS_PROFILE", "nobody"), "[AWS:nobody !not-found]"),
    ];
    for (home, segment) in rows {
        assert_eq!(home.answer(&["prompt"]).trim_end(), segment, "{:?}", home.path());
        assert_eq!(agreement::contradictions(&home), [""; 0], "{segment}");
    }
}

/// Files of tools, and what the segment says in a directory that has them.
const FILES: [(&[(&str, &str)], &str); 18] = [
    // Terraform before `terraform init`.
    (&[("providers.tf", PROD)], DEV_AND_PROD),
    (
        &[("main.tf", ""), ("aws.tf.json", "{\"provider\": {\"aws\": {\"profile\": \"prod\"}}}")],
        DEV_AND_PROD,
    ),
    (&[("main.tofu", PROD)], DEV_AND_PROD),
    (&[(".terraform/environment", "prod")], DEV),
    (&[("terragrunt.hcl", "iam_role = \"arn:aws:iam::999988887777:role/X\"\n")], DEV_AND_PROD),
    (&[("samconfig.toml", SAM)], DEV_AND_PROD),
    (&[("samconfig.toml", "[prod.deploy.parameters]\nprofile = \"prod\"\n")], DEV),
    (
        &[("samconfig.yaml", "default:\n  global:\n    parameters:\n      profile: prod\n")],
        DEV_AND_PROD,
    ),
    (&[("cdk.json", "{\"app\": \"node app.js\", \"profile\": \"prod\"}")], DEV),
    (&[("cdk.json", "{\"app\": \"o\"}"), ("o/manifest.json", ASSEMBLY)], DEV_AND_PROD),
    (&[("Pulumi.yaml", "name: n\nruntime: go\nconfig:\n  aws:profile: prod\n")], DEV_AND_PROD),
    (&[("Pulumi.yaml", "name: n\nruntime: go\nconfig:\n  aws:profile: dev\n")], DEV),
    // Version 3 takes the profile of the environment first.
    (&[("serverless.yml", "service: s\nprovider:\n  name: aws\n  profile: prod\n")], DEV),
    (&[("Chart.yaml", "name: c\n")], DEV),
    (&[("main.tf", "provider \"aws\" {}\n"), ("samconfig.toml", SAM)], DEV_AND_PROD),
    (&[("main.tf", PROD), ("samconfig.toml", SAM)], DEV_AND_PROD),
    (&[("samconfig.toml", "a = [")], DEV),
    (&[("sub/main.tf", PROD)], DEV),
];

const SAM: &str = "[default.deploy.parameters]\nprofile = \"prod\"\n";
const ASSEMBLY: &str = "{\"artifacts\": {\"S\": {\"type\": \"aws:cloudformation:stack\", \
    \"environment\": \"aws://999988887777/us-east-1\"}}}";

#[test]
fn the_segment_sees_the_projects_of_all_tools() {
    // The stack of Pulumi is said by a variable, and the file of the stack is not there.
    let home = || {
        let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
        home.env("PULUMI_STACK", "s")
    };
    for (files, segment) in FILES {
        let home = files.iter().fold(home(), |home, (path, text)| home.file(path, *text));
        assert_eq!(home.answer(&["prompt"]).trim_end(), segment, "{files:?}");
        assert_eq!(agreement::contradictions(&home), [""; 0], "{files:?}");
        // explain leads to a page that says so.
        let accounts = ["project"].map(|command| home.run(&[command]).stdout);
        let is_told = accounts.iter().any(|page| page.contains("account   999988887777"));
        assert_eq!(is_told, segment == DEV_AND_PROD, "{files:?}");
    }
}

const CONTRACT: &str = include_str!("../docs/guide/src/contract.md");

/// A project is seen by a name for which each prompt looks: those of the contract.
#[test]
fn the_segment_sees_a_project_by_the_names_of_the_contract() {
    let (_, names) = CONTRACT.split_once("A prompt sees a project by one of these names").unwrap();
    let (names, _) = names.split_once("; or if").unwrap();
    let names: Vec<_> = names.split('`').skip(1).step_by(2).collect();
    assert_eq!(names.len(), 15);
    for name in names {
        let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
        let seen = home.file(name, "").file("aws.tf", PROD);
        assert_eq!(seen.answer(&["prompt"]).trim_end(), DEV_AND_PROD, "{name}");
    }
    let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
    let other = home.file("aws.tf", PROD);
    assert_eq!(other.answer(&["prompt"]).trim_end(), DEV);
    assert_eq!(other.env("TF_DATA_DIR", "data").answer(&["prompt"]).trim_end(), DEV_AND_PROD);
}

#[test]
fn the_alert_of_a_project_can_be_turned_off_and_has_the_label() {
    let with = |settings: &str| {
        ready(PROD).file("settings.ini", settings).env("AWSPROMPT_CONFIG", "settings.ini")
    };
    let shown = |home: Home| home.answer(&["prompt"]);
    assert_eq!(shown(with("[prompt]\nproject = no\n")).trim_end(), DEV);
    let labelled = shown(with("[accounts]\n999988887777 = acme-prod\n"));
    assert_eq!(labelled.trim_end(), "[AWS:dev 111122223333 eu-west-1 !project:acme-prod]");
    assert_eq!(shown(with("[prompt]\nformat = {alert}\n")), "!project:999988887777\n");
}

#[test]
fn explain_and_doctor_lead_from_the_alert_to_the_project() {
    let page = ready(PROD).answer(&["explain"]);
    let told = "!project:999988887777  the tool of the project in this directory makes changes\n  \
        in 999988887777\n  -> awsprompt project\n";
    assert!(page.contains(told), "{page}");
    let document: Value =
        serde_json::from_str(&ready(PROD).answer(&["explain", "--json"])).unwrap();
    let alert = json!({"kind": "project", "of": "account", "value": "999988887777"});
    assert_eq!(document["alerts"], json!([alert]));
}

#[test]
fn hostile_projects_cost_the_prompt_little_and_say_nothing() {
    let deep = format!("locals {{\n  a = {}\n}}\n", "[".repeat(100_000));
    let circle = "locals {\n  a = local.b\n  b = local.a\n}\nprovider \"aws\" {\n  \
        profile = local.a\n}\n";
    let large = format!("# {}\n{PROD}", "x".repeat(10 << 20));
    let many = (0..300).fold(ready(PROD), |home, at| home.file(&format!("{at}.tf"), ""));
    for home in [ready(&deep), ready(circle), ready(&large), many] {
        assert_eq!(home.answer(&["prompt"]).trim_end(), DEV);
    }
    // To read a file whole takes longer.
    for (size, segment) in [(60 << 10, DEV_AND_PROD), (70 << 10, DEV), (10 << 20, DEV)] {
        let home = ready("").file("samconfig.toml", format!("{SAM}#{}\n", "x".repeat(size)));
        let home = home.file("cdk.json", "[".repeat(60_000));
        let home = home.file("serverless.yml", format!("a: {}", "[".repeat(60_000)));
        assert_eq!(home.answer(&["prompt"]).trim_end(), segment, "{size}");
    }
    let home = ready(PROD);
    make_fifo(&home.path().join("more.tf"));
    assert_eq!(home.answer(&["prompt"]).trim_end(), DEV_AND_PROD);
}

/// A file that a tool reads first, and the line.
const FIRST_FILES: [(&str, &str); 9] = [
    ("main.tf", "terraform apply"),
    ("terragrunt.hcl", "terragrunt apply"),
    ("cdk.json", "cdk deploy"),
    ("o/manifest.json", "cdk deploy --app o"),
    ("samconfig.toml", "sam deploy"),
    ("serverless.yml", "serverless deploy"),
    ("Pulumi.yaml", "pulumi up -s s"),
    ("c.yaml", "eksctl create cluster -f c.yaml"),
    (".kube/config", "kubectl apply -f x"),
];

#[cfg(unix)]
#[test]
fn a_file_of_a_project_that_is_none_makes_nobody_wait_and_is_not_known() {
    use std::os::unix::fs::symlink;
    let make: [&dyn Fn(&Path); 4] = [
        &make_fifo,
        &|path| symlink(path, path).unwrap(),
        &|path| symlink("/dev/zero", path).unwrap(),
        &|path| std::fs::create_dir(path).unwrap(),
    ];
    for (file, line) in FIRST_FILES {
        for (kind, make) in make.iter().enumerate() {
            let home = Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev");
            let path = home.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            make(&path);
            let words: Vec<&str> =
                ["project", "--json", "--"].into_iter().chain(line.split(' ')).collect();
            let document: Value = serde_json::from_str(&home.answer(&words)).unwrap();
            let targets = document["targets"].as_array().unwrap();
            let is = |certainty: &str| {
                let parts = ["account", "region"].iter();
                parts
                    .clone()
                    .any(|part| targets.iter().any(|it| it[part]["certainty"] == certainty))
            };
            // To some tools a directory, and a link that leads nowhere, is not there.
            let is_well = is("unknown") || kind % 2 == 1 && !is("certain");
            assert!(is_well, "{file} {kind}: {document}");
        }
    }
}

/// A kubeconfig whose cluster is in the account of `prod`.
const KUBE: &str = "\
current-context: arn:aws:eks:us-east-1:999988887777:cluster/blue
clusters:
- {name: arn:aws:eks:us-east-1:999988887777:cluster/blue, cluster: {server: https://x}}
contexts:
- name: arn:aws:eks:us-east-1:999988887777:cluster/blue
  context: {cluster: arn:aws:eks:us-east-1:999988887777:cluster/blue, user: u}
users:
- {name: u, user: {exec: {command: aws, args: [eks, get-token]}}}
";

#[test]
fn the_segment_shows_the_cluster_of_kubectl_where_that_is_wanted() {
    let home = |settings: &str| {
        Home::of_fixture("dev-and-prod-roles")
            .env("AWS_PROFILE", "dev")
            .file(".kube/config", KUBE)
            .file("settings.ini", settings)
            .env("AWSPROMPT_CONFIG", "settings.ini")
    };
    let shown = |home: Home| home.answer(&["prompt"]).trim_end().to_owned();
    assert_eq!(shown(home("")), DEV);
    let alerting = || home("[prompt]\nkube = yes\n");
    assert_eq!(shown(alerting()), "[AWS:dev 111122223333 eu-west-1 !kube:999988887777]");
    assert_eq!(agreement::contradictions(&alerting()), [""; 0]);
    let format = "[prompt]\nformat = {profile}( k:{kube})\n";
    assert_eq!(shown(home(format)), "dev k:blue");
    assert_eq!(shown(home(format).env("KUBECONFIG", "none")), "dev");
    assert_eq!(shown(home(format).file(".kube/config", "a: [")), "dev k:?");
    let same = KUBE.replace("999988887777", "111122223333");
    assert_eq!(shown(alerting().file(".kube/config", same)), DEV);
}

/// Returns each finding of `doctor --project` that is about projects, with its place and remedy.
fn findings(home: &Home) -> Vec<String> {
    let output = home.run(&["doctor", "--project", "--json"]);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| {
        let check = finding["check"].as_str().unwrap();
        ["project-", "cluster-"].iter().any(|start| check.starts_with(start))
    });
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let written = |finding: &Value| {
        let place = text(&finding["place"]["file"]);
        format!(
            "{} {place}: {} -> {}",
            text(&finding["check"]),
            text(&finding["what"]),
            text(&finding["remedy"])
        )
    };
    findings.map(written).collect()
}

#[test]
fn doctor_says_what_a_project_may_hit_by_mistake_and_what_to_write() {
    let provider = |lines: &str| format!("provider \"aws\" {{\n{lines}\n}}\n");
    let home = |main: String| {
        Home::of_fixture("dev-and-prod-roles").env("AWS_PROFILE", "dev").file("main.tf", main)
    };
    let allowed = "allowed_account_ids = [\"111122223333\"]";
    let state = |profile: &str| {
        format!("terraform {{\n  backend \"s3\" {{\n    profile = \"{profile}\"\n  }}\n}}\n")
    };
    let refused = "project-account-refused main.tf: provider \"aws\" leads to 999988887777 -> \
                   correct the profile or role of the provider, or the list";
    let rows = [
        (
            provider(""),
            "project-unlimited main.tf: provider \"aws\" -> \
             add allowed_account_ids = [\"111122223333\"]",
        ),
        (
            provider("profile = file(\"p\")"),
            "project-unlimited main.tf: provider \"aws\" -> \
             add allowed_account_ids with the accounts that the project is for",
        ),
        (provider(allowed), ""),
        (provider("forbidden_account_ids = [\"999988887777\"]"), ""),
        (provider("profile = \"prod\"\nforbidden_account_ids = [\"999988887777\"]"), refused),
        (provider(&format!("profile = \"prod\"\n{allowed}")), refused),
        (
            provider(&format!("profile = \"none\"\n{allowed}")),
            "project-profile-missing main.tf: provider \"aws\" has the profile none -> \
             aws configure --profile NAME, or correct the name",
        ),
        (
            provider(allowed) + &state("prod"),
            "project-state-elsewhere main.tf: the state is in 999988887777, the changes in \
             111122223333 -> give the backend the profile or role of the provider, unless that \
             is what you want",
        ),
        (provider(allowed) + &state("dev"), ""),
    ];
    for (main, told) in rows {
        assert_eq!(findings(&home(main.clone())).join("; "), told, "{main}");
        assert!(!home(main).run(&["doctor"]).stdout.contains("allowed_account_ids"));
    }
    let kube = home(provider(allowed)).file(".kube/config", KUBE);
    let told = "cluster-elsewhere : 999988887777 -> awsprompt project --tool kubectl";
    assert_eq!(findings(&kube), [told]);
}

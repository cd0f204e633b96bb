//! `awsprompt project`: what a project will hit, for a person and for programs.
#![allow(clippy::unwrap_used, reason = "a test that cannot be prepared has failed")]

mod common;

use common::Home;
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
fn programs_get_the_same() {
    let document: Value = serde_json::from_str(&home().answer(&["project", "--json"])).unwrap();
    assert_eq!((&document["schema"], &document["tool"]), (&json!(1), &json!("terraform")));
    let targets = document["targets"].as_array().unwrap();
    let place = json!({"file": "terraform.tfvars", "line": 1});
    assert_eq!(
        targets[0],
        json!({
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
        (&["project", "--tool", "cdx"][..], "awsprompt: the projects of cdx are not read\n"),
        (&["project", "--", "make"], "awsprompt: the projects of make are not read\n"),
    ] {
        let output = home().run(arguments);
        assert_eq!((output.code, &*output.stderr), (Some(1), why), "{arguments:?}");
    }
    let output = Home::of_fixture("dev-and-prod-roles").run(&["project"]);
    let why = "awsprompt: this directory has no project that awsprompt reads\n\
               hint: awsprompt project -- terraform -chdir=DIRECTORY apply\n";
    assert_eq!((output.code, &*output.stderr), (Some(1), why));
}

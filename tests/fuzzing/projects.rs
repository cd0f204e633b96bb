//! What the projects of the other tools say, whatever their files have.

use std::path::Path;

use crate::aws::sample::SampleMachine;
use crate::project::sample::answers;
use crate::project::{Certainty, ResolvedTarget};

/// Lines, and files before or after which the input is written: each says `zz9`.
const BEFORE: [(&str, &str, &str); 5] = [
    ("eksctl create cluster -f c.yaml", "c.yaml", "metadata:\n  region: zz9\n"),
    ("pulumi up -s s", "Pulumi.s.yaml", "config:\n  aws:profile: zz9\n"),
    ("serverless deploy", "serverless.yml", "provider:\n  name: aws\n  profile: zz9\n"),
    (
        "terragrunt apply",
        "terragrunt.hcl",
        "generate \"p\" {\n  path = \"p.tf\"\n  if_exists = \"overwrite\"\n  contents = <<EOF\n\
         provider \"aws\" {\n  profile = \"zz9\"\n}\nEOF\n}\n",
    ),
    (
        "kubectl apply",
        ".kube/config",
        "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n\
         clusters: [{name: k, cluster: {server: \"https://x.zz9.eks.amazonaws.com\"}}]\n\
         users: [{name: u, user: {exec: {command: aws}}}]\n",
    ),
];
const AFTER: &str = "\n[zz9.deploy.parameters]\nprofile = \"zz9\"\n";

/// What is said before or after it is never overlooked, and all of it is bounded.
pub fn projects(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (line, file, before) in BEFORE {
        let found = said(line, &[(file, &format!("{before}{text}"))]);
        assert!(found.iter().any(is_seen), "{line}: {found:?}");
        said(line, &[(file, &text)]);
    }
    let line = "sam deploy --config-env zz9";
    let found = said(line, &[("samconfig.toml", &format!("{text}{AFTER}"))]);
    assert!(found.iter().any(is_seen), "{found:?}");
    said("sam deploy", &[("samconfig.yaml", &text)]);
    said("pulumi up -s s", &[("Pulumi.yaml", &text)]);
    said("cdk deploy", &[("cdk.json", &text)]);
    said("cdk deploy Stack", &[("cdk.json", APP), ("o/manifest.json", &text)]);
}

const APP: &str = "{\"app\": \"o\"}";

fn is_seen(target: &ResolvedTarget) -> bool {
    let is = |said: Option<&String>| said.is_some_and(|said| said == "zz9");
    let is_named = is(target.said.profile.certain()) || is(target.said.region.certain());
    is_named || [target.account_certainty, target.region_certainty].contains(&Certainty::Unknown)
}

fn said(line: &str, files: &[(&str, &str)]) -> Vec<ResolvedTarget> {
    let mut files: Vec<_> = files.iter().map(|(path, text)| ((*path).into(), *text)).collect();
    let has_project = files.iter().any(|(path, _)| path == Path::new("Pulumi.yaml"));
    if line.starts_with("pulumi") && !has_project {
        files.push(("Pulumi.yaml".into(), "name: x\nruntime: nodejs\n"));
    }
    answers(&SampleMachine { files, ..SampleMachine::default() }, line)
}

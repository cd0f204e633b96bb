//! What the projects of the other tools say, whatever their files have.

use std::path::Path;

use crate::aws::Flags;
use crate::aws::sample::SampleMachine;
use crate::project::{
    Certainty, ProjectBounds, ProjectFiles, ProjectQuestion, ResolvedTarget, Tool, targets,
};

/// Files, before or after which the input is written, and a line: each says `zz9`.
const BEFORE: [(Tool, &str, &str, &str); 3] = [
    (Tool::Eksctl, "c.yaml", "metadata:\n  region: zz9\n", "create cluster -f c.yaml"),
    (Tool::Pulumi, "Pulumi.s.yaml", "config:\n  aws:profile: zz9\n", "up -s s"),
    (Tool::Serverless, "serverless.yml", "provider:\n  name: aws\n  profile: zz9\n", "deploy"),
];
const AFTER: &str = "\n[zz9.deploy.parameters]\nprofile = \"zz9\"\n";

/// What is said before or after it is never overlooked, and all of it is bounded.
pub fn projects(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (tool, file, before, line) in BEFORE {
        let found = said(tool, line, &[(file, &format!("{before}{text}"))]);
        assert!(found.iter().any(is_seen), "{tool:?}: {found:?}");
        said(tool, line, &[(file, &text)]);
    }
    let line = "deploy --config-env zz9";
    let found = said(Tool::Sam, line, &[("samconfig.toml", &format!("{text}{AFTER}"))]);
    assert!(found.iter().any(is_seen), "{found:?}");
    said(Tool::Sam, "deploy", &[("samconfig.yaml", &text)]);
    said(Tool::Pulumi, "up -s s", &[("Pulumi.yaml", &text)]);
    said(Tool::Cdk, "deploy", &[("cdk.json", &text)]);
    said(Tool::Cdk, "deploy Stack", &[("cdk.json", APP), ("o/manifest.json", &text)]);
}

const APP: &str = "{\"app\": \"o\"}";

fn is_seen(target: &ResolvedTarget) -> bool {
    let is = |said: Option<&String>| said.is_some_and(|said| said == "zz9");
    let is_named = is(target.said.profile.certain()) || is(target.said.region.certain());
    is_named || [target.account_certainty, target.region_certainty].contains(&Certainty::Unknown)
}

fn said(tool: Tool, line: &str, files: &[(&str, &str)]) -> Vec<ResolvedTarget> {
    let mut files: Vec<_> = files.iter().map(|(path, text)| ((*path).into(), *text)).collect();
    if tool == Tool::Pulumi && files.iter().all(|(path, _)| path != Path::new("Pulumi.yaml")) {
        files.push(("Pulumi.yaml".into(), "name: x\nruntime: nodejs\n"));
    }
    let machine = SampleMachine { files, ..SampleMachine::default() };
    let words: Vec<&str> = line.split(' ').collect();
    machine.ask(|facts| {
        let question = ProjectQuestion {
            tool,
            directory: Path::new(""),
            words: &words,
            facts,
            files: ProjectFiles::new(facts.lookup, ProjectBounds::OF_COMMAND),
        };
        targets(&question, tool.client(), &Flags::default())
    })
}

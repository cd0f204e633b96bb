//! What a project of Terraform says, whatever its files have.

use std::path::Path;

use crate::aws::sample::SampleMachine;
use crate::aws::{Client, Flags};
use crate::project::{ProjectBounds, ProjectFiles, ProjectQuestion, ResolvedTarget, Tool, targets};

/// A provider that stands in another file is found, and so is one that follows in a file that is
/// well-formed; else that file is said to be unread.
pub fn terraform(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for name in ["main.tf", "main.tf.json", "terraform.tfvars"] {
        let provider = "provider \"aws\" {\n  alias = \"zz9\"\n  profile = \"zz9\"\n}\n";
        let found = said(&[(name, &text), ("z.tf", provider)]);
        let is_found = |target: &ResolvedTarget| {
            target.said.profile.certain().is_some_and(|profile| profile == "zz9")
        };
        assert!(found.iter().any(is_found), "{name}");
    }
    let provider = format!("{text}\nprovider \"aws\" {{\n  alias = \"zz9\"\n}}\n");
    let found = said(&[("main.tf", &provider)]);
    let is_it = |target: &ResolvedTarget| target.said.name.ends_with("zz9");
    let is_unread = |target: &ResolvedTarget| target.account.is_none();
    assert!(found.iter().any(|target| is_it(target) || is_unread(target)), "{provider}");
}

fn said(files: &[(&str, &str)]) -> Vec<ResolvedTarget> {
    let files = files.iter().map(|(path, text)| ((*path).into(), *text)).collect();
    let machine = SampleMachine { files, ..SampleMachine::default() };
    machine.ask(|facts| {
        let question = ProjectQuestion {
            tool: Tool::Terraform,
            directory: Path::new(""),
            words: &["apply"],
            facts,
            files: ProjectFiles::new(facts.lookup, ProjectBounds::OF_COMMAND),
        };
        targets(&question, Client::Terraform, &Flags::default())
    })
}

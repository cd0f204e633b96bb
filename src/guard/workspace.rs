//! The workspace that a line chooses for the later commands of Terraform.
//!
//! <https://developer.hashicorp.com/terraform/cli/commands/workspace/select>

use super::command::GuardedProgram;
use super::reached_command::{EnvironmentStep, ReachedCommand};
use crate::line::{Changes, Word};
use crate::project::Tool;

/// Gives commands the workspace that one before them chooses in the same directory.
pub(super) fn follow_workspaces(commands: &mut [ReachedCommand]) {
    // What is put in front is replaced by a later choice, and by the command's own environment.
    for at in (0..commands.len()).rev() {
        let (before, after) = commands.split_at_mut(at + 1);
        let by = &before[at];
        let Some(name) = chosen(by) else { continue };
        let variables = [("TF_WORKSPACE".to_owned(), Some(name.text.clone()))].into();
        let step = EnvironmentStep::Changes(Changes { variables, ..Changes::default() });
        let is_there =
            |other: &ReachedCommand| other.directory == by.directory && place(other) == place(by);
        for other in after.iter_mut().filter(|other| is_terraform(other) && is_there(other)) {
            other.steps.insert(0, step.clone());
        }
    }
}

fn is_terraform(command: &ReachedCommand) -> bool {
    let program = GuardedProgram::of_words(&command.words);
    matches!(program, Some(GuardedProgram::Tool(Tool::Terraform | Tool::Tofu)))
}

/// Returns the workspace that a command chooses.
fn chosen(command: &ReachedCommand) -> Option<&Word> {
    let mut words = command.words[1..].iter().filter(|word| !word.text.starts_with('-'));
    let chooses = is_terraform(command)
        && words.next()?.text == "workspace"
        && matches!(&*words.next()?.text, "new" | "select");
    words.next().filter(|_| chooses)
}

fn place(command: &ReachedCommand) -> Option<&Word> {
    command.words.iter().find(|word| word.text.starts_with("-chdir"))
}

//! What tmux knows of the pane that a shell runs in: the segment, and the colours of its class.
//!
//! With `[prompt] tmux = yes`, the prompt sets options of its pane if they have to change. A file says
//! what they are, so that asking tmux is not needed: a shell inside another one sets them too, and the
//! outer one has to set them again.

use std::path::PathBuf;

use crate::aws::Facts;
use crate::policy::Class;
use crate::prompt::Settings;
use crate::shell::paint::tmux_colors;

/// The segment, the style of the border, and that of the background.
type Values = [String; 3];

/// The options, each with the place of its value.
///
/// tmux has no style for the border of one pane, but draws it by a format. It would not draw a
/// background again that is the value of an option of our own.
const OPTIONS: [(&str, usize); 4] =
    [("@awsprompt", 0), ("@awsprompt_border", 1), ("window-style", 2), ("window-active-style", 2)];

/// How many panes have a file of their own. Others share one, and only set their options more often.
const FILES: u32 = 100;

/// A change of the options of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaneUpdate {
    pub(crate) arguments: Vec<String>,
    /// The file that says what the options are.
    pub(crate) file: PathBuf,
    /// What it says afterwards; nothing if no option is set.
    pub(crate) content: Option<String>,
}

impl PaneUpdate {
    /// Returns what has to change in the pane of a shell, if anything. `text` is the segment.
    pub(super) fn new(
        facts: &Facts<'_, '_>,
        settings: &Settings,
        class: Option<&Class>,
        text: String,
    ) -> Option<Self> {
        let environment = &facts.world.environment;
        let pane = environment.non_empty("TMUX_PANE")?.to_str()?;
        let server = environment.non_empty("TMUX")?.to_str()?;
        let number: u32 = pane.strip_prefix('%')?.parse().ok()?;
        let file = facts.world.verified_accounts.as_ref()?;
        let file = file.with_file_name(format!("tmux-{}", number % FILES));
        let known = facts.lookup.content(&file);
        let known = String::from_utf8_lossy(known.visible());
        // Another server has panes of the same names.
        let owner = format!("{server} {pane}\n");
        let values = if settings.tmux {
            let colors = class.map(|class| tmux_colors(class.pane));
            let [border, background] = colors.unwrap_or_default();
            [text, border, background]
        } else if known.starts_with(&owner) {
            Values::default()
        } else {
            return None;
        };
        let (arguments, content) = change(&owner, pane, &values, &known)?;
        Some(Self { arguments, file, content })
    }
}

/// Returns the commands that give the options these values, and what the file says afterwards;
/// nothing if all is as the file says.
fn change(
    owner: &str,
    pane: &str,
    values: &Values,
    known: &str,
) -> Option<(Vec<String>, Option<String>)> {
    let old = known.strip_prefix(owner).map(|values| values.split('\n').collect::<Vec<_>>());
    let is_set = |place: usize| match &old {
        Some(old) => old.get(place) == Some(&values[place].as_str()),
        // In a file of another pane there may be nothing left of what this one has.
        None => known.is_empty() && values[place].is_empty(),
    };
    let mut commands: Vec<String> = Vec::new();
    for (name, place) in OPTIONS.into_iter().filter(|(_, place)| !is_set(*place)) {
        let value = &values[place];
        let flag = if value.is_empty() { "-pu" } else { "-p" };
        let end = (!commands.is_empty()).then_some(";");
        commands.extend(end.into_iter().chain(["set", flag, "-t", pane, name]).map(str::to_owned));
        commands.extend((!value.is_empty()).then(|| word(value)));
    }
    let content = values.iter().any(|value| !value.is_empty());
    let content = content.then(|| owner.to_owned() + &values.join("\n"));
    (!commands.is_empty()).then_some((commands, content))
}

/// Writes a word of a command: a semicolon at its end would end the command.
fn word(value: &str) -> String {
    value.strip_suffix(';').map_or_else(|| value.to_owned(), |start| format!("{start}\\;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: &str = "/tmp/t,7,0 %7\n";

    fn values(text: &str, background: &str) -> Values {
        [text, "", background].map(str::to_owned)
    }

    #[test]
    fn an_option_is_set_if_it_has_to_change() {
        let known = change(OWNER, "%7", &values("a", "bg=red"), "").unwrap().1.unwrap();
        let said = |owner, values: &Values, known: &str| {
            change(owner, "%7", values, known).map(|(arguments, _)| arguments.join(" "))
        };
        let background = |set: &str, value: &str| {
            format!(
                "set {set} -t %7 window-style{value} ; set {set} -t %7 window-active-style{value}"
            )
        };
        let all = format!("set -p -t %7 @awsprompt a ; {}", background("-p", " bg=red"));
        assert_eq!(said(OWNER, &values("a", "bg=red"), ""), Some(all));
        assert_eq!(said(OWNER, &values("a", "bg=red"), &known), None);
        assert_eq!(said(OWNER, &values("a", ""), &known), Some(background("-pu", "")));
        let text = "set -p -t %7 @awsprompt b\\;".to_owned();
        assert_eq!(said(OWNER, &values("b;", "bg=red"), &known), Some(text));
        // The file of another pane says nothing.
        let all = said("/tmp/t,8,0 %7\n", &values("a", ""), &known).unwrap();
        assert!(OPTIONS.iter().all(|(name, _)| all.contains(name)), "{all}");
    }

    #[test]
    fn a_file_is_there_as_long_as_an_option_is_set() {
        let none = Values::default();
        assert_eq!(change(OWNER, "%7", &none, ""), None);
        let known = change(OWNER, "%7", &values("a", ""), "").unwrap().1.unwrap();
        let (arguments, content) = change(OWNER, "%7", &none, &known).unwrap();
        let expected = ["set", "-pu", "-t", "%7", "@awsprompt"].map(str::to_owned);
        assert_eq!((arguments, content), (expected.to_vec(), None));
    }
}

//! The name of the shell function that switches.

/// Words that the shells, or the functions of the hooks, need themselves.
const RESERVED: &str = "\
    alias and begin break builtin case cd command compgen complete const continue declare def do \
    done echo elif else emulate end esac eval exec exit export extern fi for function functions \
    hide if let local loop match module mut not or overlay plugin printf return run set source \
    string switch test try typeset unset use where while";

/// A name that is one plain word in every shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FunctionName(String);

impl FunctionName {
    /// Takes letters, digits, `-` and `_`, a letter or `_` first.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_ours = name.starts_with("__awsprompt") || name == "awsprompt" || name == "aws";
        let is_word = starts_well && name.chars().all(is_inner);
        (is_word && !is_ours && RESERVED.split(' ').all(|word| word != name))
            .then(|| Self(name.to_owned()))
    }
}

impl FunctionName {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for FunctionName {
    fn default() -> Self {
        Self("awsp".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_name_is_one_plain_word() {
        for name in ["awsp", "_p", "aws-profile", "A2"] {
            assert!(FunctionName::new(name).is_some(), "{name}");
        }
        for name in
            ["", "2a", "-p", "a b", "a;b", "é", "$(id)", "if", "export", "aws", "__awsprompt_x"]
        {
            assert!(FunctionName::new(name).is_none(), "{name}");
        }
    }
}

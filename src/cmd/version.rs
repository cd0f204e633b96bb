//! `awsprompt --version --verbose`: this version, and those of the clients it was measured on.

use crate::aws::Client;

/// Lists the versions; `version` is the first line, written by clap.
pub(crate) fn verbose(version: &str) -> String {
    let mut text = format!("{}\nIts rules were measured on\n", version.trim_end());
    for client in Client::ALL {
        text += &format!("  {:16}{}\n", client.name(), client.measured());
    }
    text
}

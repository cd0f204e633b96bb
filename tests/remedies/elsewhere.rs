//! What has no row, because it takes a real shell, other users or an answer of AWS.

/// Checks whose remedies are tried elsewhere, or that are about something else than the AWS files.
pub(crate) const CHECKS: [&str; 20] = [
    // tests/project.rs
    "cluster-elsewhere",
    "project-profile-missing",
    "project-account-refused",
    "project-unlimited",
    "project-state-elsewhere",
    "project-elsewhere",
    // tests/doctor/permissions.rs
    "credentials-readable-by-others",
    "cache-readable-by-others",
    "config-readable-by-others",
    "file-unreadable",
    // tests/shells
    "variable-not-exported",
    "hook-not-loaded",
    "hook-not-last",
    "hook-loaded-twice",
    "segment-nowhere",
    // tests/doctor/online.rs
    "aws-not-asked",
    "identity-unexpected",
    "identity-is-root",
    "access-key-old",
    "access-keys-not-listed",
];

/// The same for the sentences of remedies.
pub(crate) const TEMPLATES: &[&str] = &[
    // tests/doctor/permissions.rs
    "awsprompt doctor --fix",
    "make it a file that you own and may read",
    "sudo chown \"$USER\" {path}\nawsprompt doctor --fix",
    // tests/project.rs
    "awsprompt project",
    "awsprompt project --tool kubectl",
    "aws configure --profile NAME, or correct the name",
    "correct the profile or role of the provider, or the list",
    "add allowed_account_ids with the accounts that the project is for",
    "add allowed_account_ids = [\"{}\"]",
    "give the backend the profile or role of the provider, unless that is what you want",
    // tests/files.rs
    "make {path} writable",
    // tests/shells
    "add this line at the end of {file}, and open a new shell: {line}",
    "export {name}",
    "find it with {list}, and load it before awsprompt",
    "keep the line that comes last",
    "set -gx {name} ${name}",
    "add awsprompt to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS in ~/.p10k.zsh",
    "set -U tide_left_prompt_items awsprompt $tide_left_prompt_items; tide reload",
    "write this line in the start-up file: {line}",
    // tests/starship.rs
    "awsprompt init starship --install",
    // tests/fitting.rs
    "awsp PROFILE; awsprompt list shows the account of each",
    "awsp PROFILE of the account, or awsp --unlock",
    // tests/sessions.rs
    "aws sso login --sso-session {}",
    // tests/doctor/online.rs and tests/whoami.rs
    "ask for the permission iam:ListAccessKeys",
    "awsprompt doctor",
    "awsprompt explain",
    "check the network; awsprompt explain shows where requests go",
    "make a role or a user for daily work, then delete the root user's access keys",
    "this identity is not allowed to do that; awsprompt explain shows which one it is",
];

//! The situations in which the program is measured, and how its instructions are counted.

use std::path::Path;
use std::process::Command;

use super::Home;

/// A home, the profile that is chosen there, and what the prompt says of it.
pub(crate) struct Situation {
    pub(crate) name: &'static str,
    pub(crate) home: Home,
    pub(crate) segment: &'static str,
}

/// Makes the homes: from nothing at all to the generated config of a large company.
pub(crate) fn situations() -> [Situation; 4] {
    let chosen = |profile| typical(Home::new()).env("AWS_PROFILE", profile);
    [
        Situation { name: "no files", home: typical(Home::new()), segment: "" },
        Situation {
            name: "2 profiles",
            home: chosen("work").file(".aws/config", ROLE).file(".aws/credentials", KEYS),
            segment: "[AWS:work 111122223333 eu-west-1]",
        },
        Situation {
            name: "2 profiles, SSO",
            home: chosen("work")
                .file(".aws/config", format!("{SSO}{SESSION}"))
                .file(TOKEN_FILE, TOKEN),
            segment: "[AWS:work 111122223333 eu-west-1]",
        },
        Situation {
            name: "5,000 profiles",
            home: chosen("acme-team-2501-developer")
                .file(".aws/config", five_thousand())
                .file(TOKEN_FILE, TOKEN),
            segment: "[AWS:acme-team-2501-developer 100019805419 eu-west-3]",
        },
    ]
}

/// Gives a home the variables that a shell in a desktop session exports.
fn typical(home: Home) -> Home {
    TYPICAL.iter().fold(home, |home, (name, value)| home.env(name, value))
}

/// How the hook of bash calls the program at each prompt, in a shell that exports what is said
/// here.
pub(crate) fn prompt(home: &Home, program: &Path) -> Command {
    let mut command = home.program(program);
    command.args(["prompt", "--shell", "bash"]);
    let profile = home.variable("AWS_PROFILE");
    command.args(profile.map(|profile| format!("--seen=AWS_PROFILE={profile}")));
    command
}

/// Counts the instructions of a run.
pub(crate) fn instructions(command: &Command) -> u64 {
    let mut counted = Command::new("valgrind");
    counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    counted.arg(command.get_program()).args(command.get_args()).env_clear();
    counted.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    counted.current_dir(command.get_current_dir().unwrap());
    let output = counted.output().unwrap();
    let report = String::from_utf8(output.stderr).unwrap();
    let count = report.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, n)| n);
    count.and_then(|count| count.trim().parse().ok()).unwrap_or_else(|| panic!("{report}"))
}

const TYPICAL: [(&str, &str); 28] = [
    ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
    ("COLORTERM", "truecolor"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus"),
    ("DESKTOP_SESSION", "gnome"),
    ("DISPLAY", ":0"),
    ("EDITOR", "vim"),
    ("GPG_AGENT_INFO", "/run/user/1000/gnupg/S.gpg-agent:0:1"),
    ("HISTSIZE", "10000"),
    ("LANG", "en_GB.UTF-8"),
    ("LESS", "-R"),
    ("LESSOPEN", "| /usr/bin/lesspipe %s"),
    ("LOGNAME", "me"),
    ("LS_COLORS", "rs=0:di=01;34:ln=01;36:mh=00:pi=40;33:so=01;35:do=01;35:bd=40;33;01"),
    ("MAIL", "/var/mail/me"),
    ("OLDPWD", "/home/me"),
    ("PAGER", "less"),
    ("PWD", "/home/me/work/project"),
    ("SHELL", "/bin/bash"),
    ("SHLVL", "1"),
    ("SSH_AUTH_SOCK", "/run/user/1000/keyring/ssh"),
    ("TERM", "xterm-256color"),
    ("TERM_PROGRAM", "gnome-terminal"),
    ("USER", "me"),
    ("VTE_VERSION", "7200"),
    ("WAYLAND_DISPLAY", "wayland-0"),
    ("XDG_DATA_DIRS", "/usr/share/gnome:/usr/local/share:/usr/share"),
    ("XDG_RUNTIME_DIR", "/run/user/1000"),
    ("XDG_SESSION_TYPE", "wayland"),
];

const ROLE: &str = "\
[default]
region = eu-central-1
output = json

[profile work]
role_arn = arn:aws:iam::111122223333:role/developer
source_profile = default
region = eu-west-1
";

const KEYS: &str = "\
[default]
aws_access_key_id = AKIAQYLPMN5HFIQR7XYA
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";

const SSO: &str = "\
[default]
region = eu-central-1
output = json

[profile work]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = Developer
region = eu-west-1

";

const SESSION: &str = "\
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

";

/// The SHA-1 of `acme`.
const TOKEN_FILE: &str = ".aws/sso/cache/293abb6b76d7791c0732cc517d38c4b5c734b87f.json";

const TOKEN: &str = r#"{
  "startUrl": "https://acme.awsapps.com/start",
  "region": "eu-central-1",
  "accessToken": "a token of some length",
  "expiresAt": "2099-11-22T19:00:00Z",
  "clientId": "an id",
  "clientSecret": "a secret of some length",
  "registrationExpiresAt": "2099-12-31T00:00:00Z",
  "refreshToken": "another token of some length"
}"#;

/// Writes the config that a tool makes of every account and role of a company: 795 kB.
fn five_thousand() -> String {
    let profile = |number: u64| {
        let account = 100_000_000_000 + number * 7_919;
        let credentials = match number % 2 {
            0 => format!(
                "sso_session = acme\n\
                 sso_account_id = {account}\n\
                 sso_role_name = DeveloperAccessRole\n"
            ),
            _ => format!(
                "role_arn = arn:aws:iam::{account}:role/deployment\n\
                 source_profile = acme-team-{:04}-developer\n",
                number - 1
            ),
        };
        let region = number % 3 + 1;
        format!(
            "[profile acme-team-{number:04}-developer]\n\
             {credentials}region = eu-west-{region}\noutput = json\n\n"
        )
    };
    format!("{SESSION}{}", (0..5_000).map(profile).collect::<String>())
}

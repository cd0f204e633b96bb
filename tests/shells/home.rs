//! A throw-away home: AWS files, the program under test, nothing of the machine's own.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The key ids belong to the accounts 123456789012, 111122223333 and 333344445555.
const CONFIG: &str = "\
[default]
region = eu-central-1
[profile work]
region = us-east-1
[profile play]
region = eu-west-1
";

const CREDENTIALS: &str = "\
[default]
aws_access_key_id = AKIARZPUZDIKAAAQEAYE
aws_secret_access_key = not-a-real-secret
[work]
aws_access_key_id = AKIARTX3GSDSQAAQEAYE
aws_secret_access_key = not-a-real-secret
[play]
aws_access_key_id = AKIAU3HHASRZQAAQEAYE
aws_secret_access_key = not-a-real-secret
";

/// What the segment says where nothing is chosen.
pub(crate) const DEFAULT: &str = "[AWS:default 123456789012 eu-central-1]";
pub(crate) const WORK: &str = "[AWS:work 111122223333 us-east-1]";
pub(crate) const PLAY: &str = "[AWS:play 333344445555 eu-west-1]";

/// The names of the accounts in the home of a company; each has one for development and another for
/// production.
const TEAMS: [&str; 10] = [
    "payments",
    "billing",
    "search",
    "data-lake",
    "data-platform",
    "data-pipelines",
    "identity",
    "web",
    "mobile",
    "sandbox",
];

/// Returns the names of its profiles.
pub(crate) fn names_of_forty_three() -> Vec<String> {
    let config = forty_three_profiles();
    let headers = config.lines().filter_map(|line| line.strip_prefix("[profile "));
    headers.map(|name| name.trim_end_matches(']').to_owned()).collect()
}

/// Makes a home with 43 profiles: two roles in each account, by two SSO sessions, and three roles.
pub(crate) fn forty_three() -> Home {
    let home = Home::without_aws_files();
    home.write(".aws/config", forty_three_profiles());
    home.write(".config/awsprompt/config.ini", "[accounts]\n100000000005 = find-it-dev\n");
    home
}

fn forty_three_profiles() -> String {
    let mut config = String::new();
    for session in ["corp", "labs"] {
        config += &format!(
            "[sso-session {session}]\nsso_start_url = https://{session}.awsapps.com/start\n\
             sso_region = eu-west-1\n"
        );
    }
    let mut number = 100_000_000_000_u64;
    for team in TEAMS {
        for stage in ["dev", "prod"] {
            number += 1;
            for role in ["AdministratorAccess", "ReadOnly"] {
                let session = if team.starts_with("data") { "labs" } else { "corp" };
                config += &format!(
                    "[profile {team}-{stage}.{role}]\nsso_session = {session}\n\
                     sso_account_id = {number}\nsso_role_name = {role}\nregion = eu-west-1\n"
                );
            }
        }
    }
    for (name, role) in
        [("audit", "Auditor"), ("deploy", "Deployer"), ("breakglass-prod", "Breaker")]
    {
        config += &format!(
            "[profile {name}]\nrole_arn = arn:aws:iam::100000000050:role/{role}\n\
             source_profile = web-dev.ReadOnly\nregion = us-east-1\n"
        );
    }
    config
}

/// A home directory, and beside it a directory of programs.
pub(crate) struct Home {
    root: TempDir,
}

impl Home {
    /// Makes a home with two AWS files and the program under test.
    pub(crate) fn new() -> Self {
        let home = Self::without_aws_files();
        home.write(".aws/config", CONFIG);
        home.write(".aws/credentials", CREDENTIALS);
        home
    }

    pub(crate) fn without_aws_files() -> Self {
        let root = tempfile::Builder::new().prefix("awsprompt-shells-").tempdir();
        let home = Self { root: root.expect("a temporary directory can be made") };
        for directory in [home.path(), home.programs()] {
            fs::create_dir_all(directory).expect("a directory can be made");
        }
        symlink(PROGRAM, home.program()).expect("the program can be linked to");
        home
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// Returns the directory that comes first in `PATH`.
    pub(crate) fn programs(&self) -> PathBuf {
        self.root.path().join("bin")
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        let directory = path.parent().expect("a file is in a directory");
        fs::create_dir_all(directory).expect("a directory can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).expect("a file can be removed");
    }

    /// Puts an `aws` in the program's place that notes what it is given, as [`Home::noted`] reads.
    pub(crate) fn note_aws(&self) {
        let note = "#!/bin/sh\nprintf '%s\\0' \"${AWS_PROFILE-}\" \"$@\" >\"$HOME/noted\"\n";
        self.script("aws", note);
    }

    /// Returns `AWS_PROFILE` and the arguments that `aws` has got since this was last asked.
    pub(crate) fn noted(&self) -> Vec<String> {
        let path = self.path().join("noted");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let _ = fs::remove_file(&path);
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    /// Puts a script where the shell finds it.
    pub(crate) fn script(&self, name: &str, text: &str) {
        let path = self.programs().join(name);
        fs::write(&path, text).expect("a file can be written");
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(path, mode).expect("a file can be made executable");
    }

    /// Puts a program where the shell finds it.
    pub(crate) fn link(&self, name: &str, program: &Path) {
        let link = self.programs().join(name);
        if !link.exists() {
            symlink(program, link).expect("a program can be linked to");
        }
    }

    /// Takes the program away, as when it is uninstalled while a shell is open.
    pub(crate) fn remove_program(&self) {
        fs::remove_file(self.program()).expect("the program can be removed");
    }

    /// Counts from now on how often `awsprompt prompt` is run.
    pub(crate) fn count_runs(&self) {
        self.count("prompt");
    }

    /// Counts from now on how often `awsprompt complete` is run.
    pub(crate) fn count_completions(&self) {
        self.count("complete");
    }

    /// Counts from now on how often the completion is loaded.
    pub(crate) fn count_loads(&self) {
        self.count("completions");
    }

    /// Returns the static completion file of a shell.
    pub(crate) fn completion_file(shell: &str) -> String {
        let file = match shell {
            "zsh" => "_awsprompt".into(),
            "nu" => "awsprompt.json".into(),
            _ => format!("awsprompt.{shell}"),
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(file);
        fs::read_to_string(path).expect("the completion files are committed")
    }

    /// Counts how often a command is run.
    fn count(&self, command: &str) {
        fs::write(self.log(), "").expect("a file can be written");
        let log = self.log();
        self.wrap_program(&format!(
            "[ \"$1\" != {command} ] || echo run >>'{}'\nexec awsprompt \"$@\"",
            log.display()
        ));
    }

    /// Makes `awsprompt init bash` print a hook that takes any bash for one before 5.1.
    pub(crate) fn pretend_bash_has_no_array(&self) {
        self.wrap_program(
            "[ \"$1\" = init ] || exec awsprompt \"$@\"\n\
             awsprompt \"$@\" | sed 's/__awsprompt_array=1/:/'",
        );
    }

    /// Makes `awsprompt prompt` print this and nothing else.
    pub(crate) fn answer_prompts_with(&self, answer: &str) {
        self.wrap_program(&format!(
            "[ \"$1\" = prompt ] || exec awsprompt \"$@\"\nprintf '%s\\n' '{answer}'"
        ));
    }

    /// Makes `awsprompt prompt` say `held` and wait, as long as there is a file `hold`.
    pub(crate) fn hold_prompts(&self) {
        self.wrap_program(
            "[ \"$1\" != prompt ] || [ ! -e ~/hold ] || { printf held >/dev/tty; sleep 20; }\n\
             exec awsprompt \"$@\"",
        );
    }

    /// Puts a script in the program's place, which calls the program by its name.
    fn wrap_program(&self, lines: &str) {
        let elsewhere = self.root.path().join("wrapped");
        fs::create_dir(&elsewhere).expect("a directory can be made");
        fs::rename(self.program(), elsewhere.join("awsprompt")).expect("the program can be moved");
        // The hook calls the program as `awsprompt init` was called: by its name, so that it is
        // this script that is found.
        let script = format!("#!/bin/sh\nPATH='{}':$PATH\n{lines}\n", elsewhere.display());
        self.script("awsprompt", &script);
    }

    /// Returns how often the program was run since this was last asked.
    pub(crate) fn runs(&self) -> usize {
        let lines = fs::read_to_string(self.log()).expect("the log can be read").lines().count();
        fs::write(self.log(), "").expect("the log can be emptied");
        lines
    }

    fn program(&self) -> PathBuf {
        self.programs().join("awsprompt")
    }

    fn log(&self) -> PathBuf {
        self.root.path().join("runs")
    }

    /// Tells whether a file of this name exists anywhere in here.
    pub(crate) fn holds(&self, name: &str) -> bool {
        fn holds(directory: &Path, name: &str) -> bool {
            let entries = fs::read_dir(directory).expect("a directory can be listed");
            entries.map(|entry| entry.expect("an entry can be read").path()).any(|path| {
                path.ends_with(name) || (path.is_dir() && !path.is_symlink() && holds(&path, name))
            })
        }
        holds(self.root.path(), name)
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_awsprompt");

//! A row: a home, the remedy that it provokes, and what somebody does who follows it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::common::Home;

pub(crate) const CONFIG: &str = ".aws/config";
pub(crate) const CREDENTIALS: &str = ".aws/credentials";

/// Keys of the account 111111111111.
pub(crate) const KEYS: &str =
    "aws_access_key_id = AKIARTXV5AHDQAABCIRT\naws_secret_access_key = s\n";

pub(crate) struct Row {
    /// The check of doctor that prints the remedy; without one it is `explain`.
    pub(crate) check: Option<&'static str>,
    /// As it is printed.
    pub(crate) remedy: String,
    machine: Machine,
    steps: Vec<Step>,
    name: String,
}

/// The files below the home, and the environment.
#[derive(Clone, Default)]
struct Machine {
    files: BTreeMap<String, Vec<u8>>,
    variables: BTreeMap<String, String>,
    /// The files that may be executed.
    programs: BTreeSet<&'static str>,
    /// Those of `explain`.
    flags: Vec<String>,
}

/// What the AWS CLI says when it has found credentials, or a place that has some: it could not
/// reach AWS or the container, has not run the program x, or does not know how to use made-up
/// secrets. Programs and plugins are as empty as a test makes them.
const SENT: [&str; 12] = [
    // That comes after the credentials, and some rows are about profiles without one.
    "You must specify a region",
    "Could not connect to the endpoint URL",
    "No such file or directory: 'x'",
    "Error when retrieving credentials from container-role",
    "Could not deserialize",
    "Unable to load PEM",
    "Enter MFA code",
    "Expecting value: line 1 column 1",
    "Permission denied: '",
    "Error when retrieving credentials from custom-process",
    "No such file or directory: 'aws'",
    "has no attribute 'awscli_initialize'",
];

enum Step {
    Replace(&'static str, String, String),
    Write(String, String),
    Remove(&'static str),
    Set(&'static str, String),
    /// The profile is given to the command.
    Flag,
    MakeExecutable(&'static str),
}

/// A row for a remedy of doctor; see [`Row::remedy`].
pub(crate) fn doctor(check: &'static str) -> Row {
    Row::new(Some(check))
}

/// A row for a remedy of `explain`.
pub(crate) fn explain(name: &str) -> Row {
    Row { name: format!("explain, {name}"), ..Row::new(None) }
}

impl Row {
    /// Begins with a home that works: profile a with keys and a region is chosen.
    fn new(check: Option<&'static str>) -> Self {
        let row = Self {
            check,
            remedy: String::new(),
            machine: Machine::default(),
            steps: Vec::new(),
            name: check.unwrap_or_default().to_owned(),
        };
        let row =
            row.config("[profile a]\nregion = us-east-1\n").credentials(&format!("[a]\n{KEYS}"));
        row.env("AWS_PROFILE", "a").env("AWS_EC2_METADATA_DISABLED", "true")
    }

    pub(crate) fn config(self, text: &str) -> Self {
        self.file(CONFIG, text)
    }

    pub(crate) fn credentials(self, text: &str) -> Self {
        self.file(CREDENTIALS, text)
    }

    pub(crate) fn file(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.machine.files.insert(path.to_owned(), text.as_ref().to_owned());
        self
    }

    pub(crate) fn without_file(mut self, path: &str) -> Self {
        self.machine.files.remove(path);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.machine.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A flag of the command and its value, such as `--profile x`.
    pub(crate) fn flag(mut self, flag: &str) -> Self {
        self.machine.flags = flag.splitn(2, ' ').map(str::to_owned).collect();
        self
    }

    pub(crate) fn without_profile(mut self) -> Self {
        self.machine.variables.remove("AWS_PROFILE");
        self
    }

    /// The remedy as it is printed. If the row has no other steps, the text says exactly what to
    /// do, as [`Machine::follow`] understands it.
    pub(crate) fn remedy(mut self, remedy: &str) -> Self {
        remedy.clone_into(&mut self.remedy);
        self
    }

    /// Somebody replaces text of a file.
    pub(crate) fn edit(mut self, file: &'static str, old: &str, new: &str) -> Self {
        self.steps.push(Step::Replace(file, old.to_owned(), new.to_owned()));
        self
    }

    /// A file has this content afterwards.
    pub(crate) fn write(mut self, file: &str, content: &str) -> Self {
        self.steps.push(Step::Write(file.to_owned(), content.to_owned()));
        self
    }

    /// A file is not there any more.
    pub(crate) fn move_away(mut self, file: &'static str) -> Self {
        self.steps.push(Step::Remove(file));
        self
    }

    /// Somebody sets a variable.
    pub(crate) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.steps.push(Step::Set(name, value.to_owned()));
        self
    }

    /// A file that may be executed from the start.
    pub(crate) fn program(mut self, path: &'static str, text: &str) -> Self {
        self.machine.programs.insert(path);
        self.file(path, text)
    }

    /// Somebody makes a file executable.
    pub(crate) fn make_executable(mut self, path: &'static str) -> Self {
        self.steps.push(Step::MakeExecutable(path));
        self
    }

    /// Somebody gives the command the profile that is chosen.
    pub(crate) fn with_flag(mut self) -> Self {
        self.steps.push(Step::Flag);
        self
    }

    /// The home as it is before the remedy is followed, where a flag counts for nothing.
    pub(crate) fn home(&self) -> Home {
        self.machine.home()
    }

    /// Follows the remedy, if it is said.
    fn followed(&self) -> Result<Machine, String> {
        let home = self.machine.home();
        let said = self.said(&self.machine, &home);
        let Some((_, place)) = said.iter().find(|(remedy, _)| *remedy == self.remedy) else {
            let said: Vec<_> = said.iter().map(|(remedy, _)| remedy).collect();
            return Err(format!("{:?} is not said, but {said:#?}", self.remedy));
        };
        let mut machine = self.machine.clone();
        if self.steps.is_empty() && !machine.follow(&self.remedy, place) {
            return Err(format!("how is {:?} followed?", self.remedy));
        }
        self.steps.iter().try_for_each(|step| machine.take(step)).map(|()| machine)
    }

    /// Follows the remedy, and says what is wrong then, if anything is.
    pub(crate) fn failure(&self) -> Option<String> {
        let result = self.followed().and_then(|machine| self.checked(&machine));
        result.err().map(|text| format!("{}: {text}", self.name))
    }

    fn checked(&self, machine: &Machine) -> Result<(), String> {
        let after = machine.home();
        let ours = &read(&after, &machine.explain())["clients"][0];
        if machine.flags.first().is_some_and(|flag| flag == "--profile")
            && (ours["ok"] != true || ours["credentials"]["source"] == "env")
        {
            return Err(format!("with the flag: {ours}"));
        }
        if self.said(machine, &after).iter().any(|(remedy, _)| *remedy == self.remedy)
            && !self.asks_for_flag()
        {
            return Err("it is said again".to_owned());
        }
        let report = read(&after, &["doctor"]);
        let findings = report["findings"].as_array().unwrap();
        let is_same = |finding: &&Value| {
            finding["severity"] == "fault" || self.check.is_some_and(|id| finding["check"] == id)
        };
        if let Some(finding) = findings.iter().find(is_same).filter(|_| !self.asks_for_flag()) {
            return Err(format!("afterwards doctor says {finding:#}"));
        }
        if ours["ok"] == true { Ok(()) } else { Err(format!("afterwards {}", ours["error"])) }
    }

    /// Tells whether the remedy is a flag of the command, of which doctor knows nothing.
    fn asks_for_flag(&self) -> bool {
        matches!(self.steps[..], [Step::Flag])
    }

    /// Follows the remedy, and returns what the real AWS CLI says then, unless it sends a request.
    /// Where it is sent to, nothing answers.
    pub(crate) fn refusal_of(&self, aws: &str) -> Option<String> {
        let machine = self.followed().ok()?;
        // Nothing answers there.
        if machine.variables.contains_key("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
            return None;
        }
        let home = machine.home();
        let mut command = home.program(aws);
        command.args(&machine.flags).args(["sts", "get-caller-identity"]);
        command.env("AWS_ENDPOINT_URL", "http://127.0.0.1:9").env("AWS_MAX_ATTEMPTS", "1");
        let output = home.output_of(&mut command);
        let is_sent = SENT.iter().any(|sent| output.stderr.contains(sent));
        (!is_sent).then(|| format!("{}, {:?}: {}", self.name, self.remedy, output.stderr))
    }

    /// Returns the remedies that this row is about, each with its place.
    fn said(&self, machine: &Machine, home: &Home) -> Vec<(String, Value)> {
        let here = home.path().to_string_lossy().into_owned();
        if let Some(check) = self.check {
            let report = read(home, &["doctor"]);
            let findings = report["findings"].as_array().unwrap();
            let of_check = findings.iter().filter(|finding| finding["check"] == check);
            let remedy =
                |finding: &Value| finding["remedy"].as_str().unwrap().replace(&here, "@HOME@");
            return of_check.map(|finding| (remedy(finding), finding["place"].clone())).collect();
        }
        let page = home.run(&machine.explain()).stdout;
        let lines = page.lines().map(str::trim_start);
        let remedy = |line: &str| {
            let remedy = line.strip_prefix("-> ").or_else(|| line.strip_prefix("hint: "))?;
            Some((remedy.to_owned(), Value::Null))
        };
        lines.filter_map(remedy).collect()
    }
}

impl Machine {
    fn home(&self) -> Home {
        let mut home = Home::new();
        let here = home.path().to_string_lossy().into_owned();
        for (path, text) in &self.files {
            // A file that is not UTF-8 has no place for the home.
            home = match std::str::from_utf8(text) {
                Ok(text) => home.file(path, text.replace("@HOME@", &here)),
                Err(_) => home.file(path, text),
            };
        }
        home = self.variables.iter().fold(home, |home, (name, value)| home.env(name, value));
        self.programs.iter().fold(home.private(), |home, path| home.executable(path))
    }

    fn explain(&self) -> Vec<&str> {
        ["explain"].into_iter().chain(self.flags.iter().map(String::as_str)).collect()
    }

    fn take(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Replace(file, old, new) => {
                let text = self.text(file);
                if !text.contains(old.as_str()) {
                    return Err(format!("{file} has no {old:?}"));
                }
                self.files.insert((*file).to_owned(), text.replacen(old.as_str(), new, 1).into());
            }
            Step::Write(file, content) => {
                self.files.insert(file.clone(), content.clone().into());
            }
            Step::Remove(file) => drop(self.files.remove(*file)),
            Step::Flag => {
                let profile = self.variables["AWS_PROFILE"].clone();
                self.flags = vec!["--profile".to_owned(), profile];
            }
            Step::MakeExecutable(path) => drop(self.programs.insert(path)),
            Step::Set(name, value) => {
                self.variables.insert((*name).to_owned(), value.clone());
            }
        }
        Ok(())
    }

    /// Does what a remedy says, if that is so exact that a program can do it.
    fn follow(&mut self, remedy: &str, place: &Value) -> bool {
        if let Some(names) = remedy.strip_prefix("unset ") {
            let names = names.split(',').next().unwrap();
            names.split(' ').for_each(|name| drop(self.variables.remove(name)));
        } else if let Some(names) = remedy.strip_prefix("export it as ")
            && let Some((new, old)) = names.split_once(", and unset ")
            && let Some(value) = self.variables.remove(old)
        {
            self.variables.insert(new.to_owned(), value);
        } else if let Some(pairs) = remedy.strip_prefix("export ") {
            for (name, value) in pairs.split(' ').filter_map(|pair| pair.split_once('=')) {
                self.variables.insert(name.to_owned(), value.to_owned());
            }
        } else if let Some(region) = remedy.strip_prefix("awsp -r ") {
            for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
                self.variables.insert(name.to_owned(), region.to_owned());
            }
        } else if let Some(profile) = remedy.strip_prefix("awsp ") {
            self.variables.insert("AWS_PROFILE".to_owned(), profile.to_owned());
        } else if remedy.starts_with("--") {
            self.flags = remedy.splitn(2, ' ').map(str::to_owned).collect();
        } else if let Some(file) = remedy.strip_prefix("rm ") {
            let path = file.trim_start_matches("~/").trim_start_matches("@HOME@/");
            return self.files.remove(path).is_some();
        } else if let Some(line) = remedy.strip_prefix("write ")
            && (line.starts_with('[') || line.contains(" = "))
        {
            // A note may follow a header.
            let line = line.find("], ").map_or(line, |end| &line[..=end]);
            return self.replace_line(place, Some(line));
        } else if remedy == "delete the line"
            || remedy == "delete the line, unless that is what you want"
        {
            return self.replace_line(place, None);
        } else {
            return false;
        }
        true
    }

    fn replace_line(&mut self, place: &Value, new: Option<&str>) -> bool {
        let Some((file, number)) = place["file"].as_str().zip(place["line"].as_u64()) else {
            return false;
        };
        let Some(path) = self.files.keys().find(|path| file.ends_with(path.as_str())).cloned()
        else {
            return false;
        };
        let (text, number) = (self.text(&path), usize::try_from(number).unwrap());
        let lines = text.lines().enumerate().filter_map(|(at, line)| match new {
            _ if at + 1 != number => Some(line),
            new => new,
        });
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        self.files.insert(path, text.into());
        true
    }

    fn text(&self, file: &str) -> String {
        String::from_utf8(self.files[file].clone()).unwrap()
    }
}

fn read(home: &Home, command: &[&str]) -> Value {
    let output = home.run(&[command, &["--json"]].concat());
    assert_eq!(output.stderr, "", "{command:?}");
    serde_json::from_str(&output.stdout).unwrap()
}

//! The rules against every operation that AWS has, and against what AWS itself calls reading.
//!
//! `tests/operations/operations.txt` is written by `ci/operations`. The AWS-managed policy
//! `ReadOnlyAccess` is a second opinion, not the truth: it lags behind, it has other names for some
//! services, and it leaves out what tells secrets, which changes nothing all the same.
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html>

use std::collections::{BTreeMap, BTreeSet};

use super::operation::{self, READING};
use super::table::Table;
use super::verdict::Effect;

const OPERATIONS: &str = include_str!("../../tests/operations/operations.txt");

/// Why the policy lacks operations that begin so, and they only read all the same.
const LACKED: [(&str, &str); 22] = [
    ("assume", "returns credentials; what is done with them is another command"),
    ("check", "answers a question about what it is given"),
    ("decode", "makes a message legible"),
    ("decrypt", "computes with a key; the policy lacks it since it tells secrets"),
    ("describe", "of services that the policy does not have yet, or by another name"),
    ("detect", "finds something in what it is given"),
    ("discover", "tells an address"),
    ("encrypt", "computes with a key"),
    ("evaluate", "computes with what it is given"),
    ("get", "of services that the policy does not have yet, or by another name, or of secrets"),
    ("head", "which IAM calls s3:ListBucket and s3:GetObject"),
    ("is", "answers a question about what it is given"),
    ("list", "of services that the policy does not have yet, or by another name"),
    ("lookup", "of services that the policy does not have yet"),
    ("query", "of services that the policy does not have yet, or by another name"),
    ("re", "as in re-encrypt, which computes with keys"),
    ("scan", "looks through a list that it is given"),
    ("search", "of services that the policy does not have yet, or by another name"),
    ("select", "which IAM calls s3:GetObject"),
    ("test", "transforms a value that it is given"),
    ("validate", "looks whether something is in order, and says so"),
    ("verify", "computes with a key"),
];

/// Verbs that no rule for a verb may ever let through.
const CHANGING: &str = "accept activate add allocate apply approve assign associate attach authorize \
    cancel change claim clear close complete configure confirm copy create deactivate define \
    delete deploy deregister detach disable disassociate enable execute export failover import \
    increase initiate invite invoke merge modify move notify open pause post promote provision \
    publish purchase purge put reboot receive register reject release remove rename replace request \
    reset resize restart restore resume retry revoke rollback rotate run send set share sign start \
    stop submit subscribe suspend swap tag terminate transfer unsubscribe untag update upgrade \
    upload write";

/// One operation of the file.
#[derive(Clone, Copy)]
struct Operation<'a> {
    service: &'a str,
    name: &'a str,
    /// `ReadOnlyAccess` grants it.
    is_granted: bool,
    /// It is sent as PUT, PATCH or DELETE.
    is_sent_as_change: bool,
}

impl Operation<'_> {
    fn reads(self) -> bool {
        operation::judge(self.service, self.name).effect == Effect::Reads
    }

    fn command(self) -> String {
        format!("{} {}", self.service, self.name)
    }

    fn verb(self) -> &'static str {
        let words = self.name.split('-').filter(|word| !["admin", "batch"].contains(word));
        let verb = words.take(1).collect::<String>();
        LACKED.iter().find(|(known, _)| *known == verb).map_or("", |(verb, _)| verb)
    }
}

fn operations() -> Vec<Operation<'static>> {
    let lines = OPERATIONS.lines().filter(|line| !line.starts_with('#'));
    let services = lines.map(|line| line.split_once(": ").unwrap());
    let operations = services.flat_map(|(service, names)| {
        names.split(' ').map(move |marked| Operation {
            service,
            name: marked.trim_start_matches(['+', '!']),
            is_granted: marked.starts_with('+'),
            is_sent_as_change: marked.trim_start_matches('+').starts_with('!'),
        })
    });
    operations.collect()
}

fn share(part: usize, whole: usize) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{part} of {whole}, {}.{:02} %", hundredths / 100, hundredths % 100)
}

#[test]
fn what_the_policy_grants_hardly_ever_counts_as_a_change() {
    let granted: Vec<_> = operations().into_iter().filter(|each| each.is_granted).collect();
    let asked: Vec<_> = granted.iter().filter(|each| !each.reads()).collect();
    assert!(asked.len() * 100 < granted.len(), "{}", share(asked.len(), granted.len()));
    let rules = asked.iter().map(|each| operation::judge(each.service, each.name).rule);
    let lines = rules.map(|rule| format!("{rule}\n"));
    let head = share(asked.len(), granted.len());
    insta::assert_snapshot!(format!("{head}\n\n{}", lines.collect::<String>()));
}

#[test]
fn what_reads_and_is_not_granted_has_a_reason() {
    let all = operations();
    let read: Vec<_> = all.iter().copied().filter(|each| each.reads()).collect();
    let lacked: Vec<_> = read.iter().copied().filter(|each| !each.is_granted).collect();
    let mut by_verb: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for each in &lacked {
        assert_ne!(each.verb(), "", "{} reads, and nobody has said why", each.command());
        by_verb.entry(each.verb()).or_default().entry(each.service).or_default().push(each.name);
    }
    let explained: Vec<_> = LACKED.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(by_verb.keys().copied().collect::<Vec<_>>(), explained, "sorted, none to spare");
    let groups = LACKED.iter().map(|(verb, reason)| {
        let services = &by_verb[verb];
        let count: usize = services.values().map(Vec::len).sum();
        let lines = services.iter().map(|(name, names)| format!("  {name}: {}\n", names.join(" ")));
        format!("\n{verb}, {count}: {reason}\n{}", lines.collect::<String>())
    });
    let known: BTreeSet<_> =
        all.iter().filter(|each| each.is_granted).map(|each| each.service).collect();
    let head = format!(
        "{} read\n{} are not granted, {} of them of services that the policy knows\n",
        share(read.len(), all.len()),
        lacked.len(),
        lacked.iter().filter(|each| known.contains(each.service)).count(),
    );
    insta::assert_snapshot!(format!("{head}{}", groups.collect::<String>()));
}

#[test]
fn no_verb_that_changes_is_among_those_that_read() {
    let changing: BTreeSet<_> = CHANGING.split_whitespace().collect();
    let reading = READING.iter().chain(LACKED.iter().map(|(verb, _)| verb));
    for verb in reading {
        assert!(!changing.contains(verb), "{verb}");
    }
    let verbs: BTreeSet<_> =
        operations().iter().filter_map(|each| each.name.split('-').next()).collect();
    for verb in changing.iter().chain(&READING) {
        assert!(verbs.contains(verb), "no operation begins with {verb}");
    }
}

#[test]
fn what_is_sent_as_a_change_is_one() {
    let sent: Vec<_> = operations().into_iter().filter(|each| each.is_sent_as_change).collect();
    assert!(sent.len() > 2000, "the marks are there");
    for each in sent {
        assert!(!each.reads(), "{}", each.command());
    }
}

#[test]
fn what_is_listed_exists_and_is_an_exception() {
    let all = operations();
    let table = Table::of("aws operations");
    let keys = [("reads", true), ("changes", false)];
    let listed = keys.map(|(key, reads)| table.commands(key).map(move |(name, _)| (name, reads)));
    let listed: Vec<_> = listed.into_iter().flatten().collect();
    assert!(listed.len() > 50);
    for (command, reads) in listed {
        let each = all.iter().find(|each| each.command() == command);
        let Some(each) = each else { panic!("there is no {command}") };
        let reads_by_verb = operation::reading_verb(each.name).is_some();
        // Or it explains why the policy is not followed.
        assert!(reads != reads_by_verb || reads != each.is_granted, "{command}");
    }
}

#[test]
fn the_file_is_that_of_the_versions_that_are_pinned() {
    let head = OPERATIONS.lines().next().unwrap();
    let pins = include_str!("../../tests/operations/requirements.txt").lines();
    for pin in pins.filter(|line| !line.starts_with('#')) {
        assert!(head.contains(&format!("{},", pin.replace("==", " "))), "run ci/operations");
    }
    let services = OPERATIONS.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!((services, operations().len()), (439, 19_796));
}

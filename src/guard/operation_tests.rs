//! The rules against every operation that AWS has, and against what AWS itself calls reading.
//!
//! `tests/operations/operations.txt` is written by `ci/operations`. The AWS-managed policy
//! `ReadOnlyAccess` is a second opinion, not the truth: it lags behind, it has other names for some
//! services, and it leaves out what tells secrets, which changes nothing all the same.
//! <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html>

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::operation;
use super::table::Table;
use super::verdict::{Effect, Verdict, VerdictRule};

const OPERATIONS: &str = include_str!("../../tests/operations/operations.txt");

/// Where that second opinion is wrong, by the documentation of each operation.
const REVIEWED: &str = include_str!("../../tests/operations/reviewed.txt");

/// Why the policy lacks operations that begin so, and they only read all the same.
const LACKED: [(&str, &str); 13] = [
    ("check", "answers a question about what it is given"),
    ("describe", "of services that the policy does not have yet, or by another name"),
    ("detect", "finds something in what it is given"),
    ("get", "of services that the policy does not have yet, or by another name, or of secrets"),
    ("head", "which IAM calls s3:ListBucket and s3:GetObject"),
    ("is", "answers a question about what it is given"),
    ("list", "of services that the policy does not have yet, or by another name"),
    ("lookup", "of services that the policy does not have yet"),
    ("query", "of services that the policy does not have yet, or by another name"),
    ("scan", "looks through a list that it is given"),
    ("search", "of services that the policy does not have yet, or by another name"),
    ("select", "which IAM calls s3:GetObject"),
    ("validate", "looks whether something is in order, and says so"),
];

/// One operation of the file.
struct Operation {
    service: &'static str,
    name: &'static str,
    /// What the file says of it in addition to its name.
    marks: &'static str,
    verdict: Verdict,
}

impl Operation {
    fn is_asked(&self) -> bool {
        self.verdict.effect >= Effect::Changes
    }

    /// `ReadOnlyAccess` grants it.
    fn is_granted(&self) -> bool {
        self.marks.contains('+')
    }

    fn command(&self) -> String {
        format!("{} {}", self.service, self.name)
    }

    fn verb(&self) -> &'static str {
        let (verb, _) = operation::verb(self.name);
        LACKED.iter().find(|(known, _)| *known == verb).map_or("", |(verb, _)| verb)
    }
}

/// All operations, judged once.
static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let lines = OPERATIONS.lines().filter(|line| !line.starts_with('#'));
    let services = lines.map(|line| line.split_once(": ").unwrap());
    let operations = services.flat_map(|(service, names)| {
        names.split(' ').map(move |marked| {
            let name = marked.trim_start_matches(['+', '!', '?', '*', '~']);
            let marks = &marked[..marked.len() - name.len()];
            Operation { service, name, marks, verdict: operation::judge(service, name) }
        })
    });
    operations.collect()
});

fn marked(mark: char) -> Vec<&'static Operation> {
    ALL.iter().filter(|each| each.marks.contains(mark)).collect()
}

/// The operations that were reviewed, by kind: those that read, and those that change something.
fn reviewed(kind: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (mut is_of_kind, mut service) = (false, "");
    for line in REVIEWED.lines().filter(|line| !line.starts_with('#')) {
        if !line.starts_with(' ') {
            is_of_kind = line.split(':').next() == Some(kind);
            continue;
        }
        for word in line.split_whitespace() {
            match word.strip_suffix(':') {
                Some(name) => service = name,
                None if is_of_kind => _ = found.insert(format!("{service} {word}")),
                None => {}
            }
        }
    }
    found
}

/// Tells whether AWS's own marks, corrected by the reviews, call an operation read-only.
fn only_reads(each: &Operation, reads: &BTreeSet<String>, changes: &BTreeSet<String>) -> bool {
    let command = each.command();
    let is_marked = each.marks.contains(['+', '?', '*']);
    !changes.contains(&command) && (is_marked || reads.contains(&command))
}

fn share(part: usize, whole: usize) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{part} of {whole}, {}.{:02} %", hundredths / 100, hundredths % 100)
}

/// Returns how many of these operations count as a change, and the rules that say so.
fn asked(operations: &[&Operation]) -> (usize, String) {
    let asked: Vec<_> = operations.iter().filter(|each| each.is_asked()).collect();
    let rules = asked.iter().map(|each| format!("{}\n", each.verdict.rule));
    let rules = rules.collect::<String>();
    (asked.len(), format!("{}\n\n{rules}", share(asked.len(), operations.len())))
}

#[test]
fn what_the_policy_grants_hardly_ever_counts_as_a_change() {
    let granted = marked('+');
    let (count, text) = asked(&granted);
    assert!(count * 100 < granted.len(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn what_its_model_marks_as_read_only_hardly_ever_counts_as_a_change() {
    let marked = marked('*');
    let (count, text) = asked(&marked);
    assert!(marked.len() > 2000 && count * 100 < marked.len(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn what_changes_something_by_the_words_of_aws_is_a_change_and_hardly_any_read_is() {
    let (reads, changes) = (reviewed("reads"), reviewed("changes"));
    let known: BTreeSet<_> = ALL.iter().map(Operation::command).collect();
    assert!(reads.is_subset(&known) && changes.is_subset(&known), "all of them exist");
    let is_signed = |each: &&Operation| !each.marks.contains('~');
    let (reading, changing): (Vec<_>, Vec<_>) =
        ALL.iter().filter(is_signed).partition(|each| only_reads(each, &reads, &changes));
    let passed: Vec<_> =
        changing.iter().filter(|each| !each.is_asked()).map(|each| each.command()).collect();
    assert_eq!(passed, Vec::<String>::new());
    let (count, text) = asked(&reading);
    assert!(reading.len() > 8000 && count * 100 < reading.len(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn what_reads_and_is_not_granted_has_a_reason() {
    let read: Vec<_> = ALL.iter().filter(|each| !each.is_asked()).collect();
    // The table has the reasons of the others.
    let is_by_verb = |each: &Operation| matches!(each.verdict.rule, VerdictRule::Verb(_));
    let lacked: Vec<_> =
        read.iter().filter(|each| !each.is_granted() && is_by_verb(each)).collect();
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
    let head = format!(
        "{} read\n{} are not granted, and not listed\n",
        share(read.len(), ALL.len()),
        lacked.len(),
    );
    insta::assert_snapshot!(format!("{head}{}", groups.collect::<String>()));
}

#[test]
fn every_operation_is_known_by_its_verb_or_its_name() {
    let verbs = Table::of("aws verbs");
    let of = |key| verbs.words(key).collect::<BTreeSet<_>>();
    let (believed, reads, changes) = (of("believed"), of("reads"), of("changes"));
    assert!(believed.is_disjoint(&reads) && changes.is_disjoint(&(&believed | &reads)));
    let mut used = BTreeSet::new();
    for each in &*ALL {
        assert_ne!(each.verdict.effect, Effect::Unknown, "{}", each.command());
        used.insert(operation::verb(each.name).0);
    }
    for verb in believed.iter().chain(&reads).chain(&changes) {
        assert!(used.contains(verb), "no operation begins with {verb}");
    }
}

#[test]
fn a_verb_that_is_not_believed_reads_only_where_it_was_reviewed() {
    let (known, reads) = (Table::of("aws known"), Table::of("aws verbs"));
    for each in &*ALL {
        let is_listed = Table::of("aws operations").listed(&each.command()).is_some();
        let has_verb = reads.has("reads", operation::verb(each.name).0);
        let is_known = known.has(each.service, each.name);
        assert_eq!(is_known, has_verb && !is_listed, "review {}", each.command());
    }
    let count = ALL.iter().filter(|each| known.has(each.service, each.name)).count();
    assert_eq!(count, words("aws known"), "all of them exist");
    assert_eq!(operation::judge("tomorrow", "search-things").effect, Effect::Unknown);
}

fn words(section: &str) -> usize {
    let table = Table::of(section);
    Table::of("aws services").words("names").map(|service| table.words(service).count()).sum()
}

#[test]
fn the_operations_that_are_not_signed_are_those_of_the_models() {
    for each in &*ALL {
        let is_unsigned = operation::is_unsigned(each.service, each.name);
        assert_eq!(is_unsigned, each.marks.contains('~'), "{}", each.command());
    }
    assert_eq!(marked('~').len(), words("aws unsigned"));
}

#[test]
fn the_services_are_those_of_the_models() {
    let services: BTreeSet<_> = ALL.iter().map(|each| each.service).collect();
    let names: Vec<_> = Table::of("aws services").words("names").collect();
    assert_eq!(services.into_iter().collect::<Vec<_>>(), names);
}

#[test]
fn what_is_sent_as_a_change_is_one() {
    let sent = marked('!');
    assert!(sent.len() > 2000, "the marks are there");
    let read: Vec<_> = sent.iter().filter(|each| !each.is_asked()).collect();
    let reasons = read.iter().map(|each| format!("{}\n", each.verdict.rule));
    insta::assert_snapshot!(reasons.collect::<String>());
}

#[test]
fn what_is_listed_exists_and_is_an_exception() {
    let table = Table::of("aws operations");
    let listed: Vec<_> = Effect::LISTED
        .into_iter()
        .flat_map(|effect| table.commands(effect.name()).map(move |(name, _)| (name, effect)))
        .collect();
    assert!(listed.len() > 300);
    for (command, effect) in listed {
        let each = ALL.iter().find(|each| each.command() == command);
        let Some(each) = each else { panic!("there is no {command}") };
        let believed = Table::of("aws verbs").has("believed", operation::verb(each.name).0);
        assert!(!(effect == Effect::Reads && believed), "{command}");
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
    assert_eq!((services, ALL.len()), (445, 20_027));
}

//! What kubeconfigs say. The rules were compared with kubectl 1.32: `ci/live/kube.py`.

use crate::aws::AccountId;
use crate::aws::sample::SampleMachine;
use crate::project::DecidedPart;
use crate::project::sample::{DEV_AND_PROD, answers};

/// As `aws eks update-kubeconfig` and eksctl write it, with and without a profile and a role.
const KUBE: &str = "\
apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTi==
    server: https://A1.gr7.eu-west-1.eks.amazonaws.com
  name: arn:aws:eks:eu-west-1:111122223333:cluster/dev
- cluster:
    server: https://B2.yl4.us-east-2.eks.amazonaws.com
  name: prod.us-east-2.eksctl.io
- cluster: {server: \"https://127.0.0.1:6443\"}
  name: kind
- cluster: {server: \"https://C3.yl4.us-east-2.eks.amazonaws.com\"}
  name: plain
contexts:
- context:
    cluster: arn:aws:eks:eu-west-1:111122223333:cluster/dev
    user: plain
  name: arn:aws:eks:eu-west-1:111122223333:cluster/dev
- context: {cluster: prod.us-east-2.eksctl.io, user: profile}
  name: prod
- context: {cluster: prod.us-east-2.eksctl.io, user: role}
  name: role
- context: {cluster: prod.us-east-2.eksctl.io, user: plain}
  name: environment
- context: {cluster: prod.us-east-2.eksctl.io, user: vault}
  name: vault
- context: {cluster: prod.us-east-2.eksctl.io, user: keys}
  name: keys
- context: {cluster: prod.us-east-2.eksctl.io, user: token}
  name: token
- context: {cluster: kind, user: profile}
  name: kind
- context: {cluster: nowhere, user: plain}
  name: broken
- context: {cluster: plain, user: profile}
  name: unnamed
current-context: prod
kind: Config
preferences: {}
users:
- name: plain
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      args: [--region, eu-west-1, eks, get-token, --cluster-name, dev, --output, json]
      command: aws
- name: profile
  user:
    exec:
      args:
      - eks
      - get-token
      command: /usr/local/bin/aws
      env:
      - name: AWS_STS_REGIONAL_ENDPOINTS
        value: regional
      - name: AWS_PROFILE
        value: prod
- name: role
  user:
    exec:
      args: [token, -i, prod, -r, \"arn:aws:iam::210987654321:role/Eks\"]
      command: aws-iam-authenticator
- name: vault
  user: {exec: {command: aws-vault, args: [exec, prod, --, aws, eks, get-token]}}
- name: keys
  user: {exec: {command: aws, env: [{name: AWS_CONFIG_FILE, value: other}]}}
- name: token
  user: {token: secret}
";

/// Returns the account and region with where they are said, or why not.
fn read(machine: &SampleMachine<'_>, line: &str) -> String {
    let targets = answers(machine, line);
    let [target] = &targets[..] else { panic!("{} targets", targets.len()) };
    let part = |value: Option<&str>, part: Option<DecidedPart<'_>>| {
        let place = part.map_or("environment".to_owned(), |part| match part.unknown {
            Some(why) => format!("{}: {why}", part.written_place()),
            None => part.written_place(),
        });
        format!("{} {}", value.unwrap_or("-"), place.replace(".kube/config:", ""))
    };
    let account = target.account.as_ref().map(AccountId::as_str);
    let account = part(account, target.decides_account());
    format!("{account} | {}", part(target.region.as_deref(), target.decides_region()))
}

fn machine<'a>(variables: Vec<(&'a str, &'a str)>, files: &[(&str, &'a str)]) -> SampleMachine<'a> {
    SampleMachine {
        variables: [vec![("AWS_PROFILE", "dev")], variables].concat(),
        config: DEV_AND_PROD.to_owned(),
        files: files.iter().map(|(path, text)| (path.into(), *text)).collect(),
        ..SampleMachine::default()
    }
}

#[test]
fn the_context_says_which_account_the_cluster_is_in() {
    let machine = machine(vec![], &[("/h/.kube/config", KUBE)]);
    let arn = "arn:aws:eks:eu-west-1:111122223333:cluster/dev";
    for (line, answer) in [
        ("get pods", "999988887777 /h/58 | us-east-2 /h/8"),
        (
            "--context role delete ns x",
            "- /h/21: is not said: the name of the cluster is not its ARN | us-east-2 /h/8",
        ),
        (
            "--context unnamed delete ns x",
            "- /h/35: is not said: the name of the cluster is not its ARN | us-east-2 /h/12",
        ),
        ("get pods --context=environment", "111122223333 environment | us-east-2 /h/8"),
        (&format!("--context {arn} apply"), "111122223333 /h/16 | eu-west-1 /h/16"),
        (&format!("apply --cluster={arn}"), "111122223333 --cluster | eu-west-1 --cluster"),
        ("--context vault apply", "- /h/65: is decided by aws-vault | us-east-2 /h/8"),
        (
            "--context keys apply",
            "- /h/67: depends on the AWS_CONFIG_FILE of exec | us-east-2 /h/8",
        ),
        (
            "--context token apply",
            "- /h/69: is not said: the user of the cluster has no exec | us-east-2 /h/8",
        ),
        (
            "--context kind apply",
            "- /h/10: is not said: the server is not one of EKS | us-east-1 /h/58",
        ),
        (
            "--context broken apply",
            "- --context: has no cluster nowhere | - --context: has no cluster nowhere",
        ),
        (
            "--context none apply",
            "- --context: has no context none | - --context: has no context none",
        ),
        (
            "apply -s https://x",
            "- -s: is said by the line itself | - -s: is said by the line itself",
        ),
        ("exec pod -- sh --context none", "999988887777 /h/58 | us-east-2 /h/8"),
    ] {
        assert_eq!(read(&machine, &format!("kubectl {line}")), answer, "{line}");
    }
    assert_eq!(
        read(&machine, "helm upgrade x --kube-context role -s t"),
        "- /h/21: is not said: the name of the cluster is not its ARN | us-east-2 /h/8"
    );
}

#[test]
fn exported_keys_take_precedence_over_the_profile_of_exec() {
    let keys = vec![("AWS_ACCESS_KEY_ID", "AKIARTX3GSDSQAAQEAYE"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let machine = machine(keys, &[("/h/.kube/config", KUBE)]);
    assert_eq!(read(&machine, "kubectl apply"), "111122223333 environment | us-east-2 /h/8");
}

#[test]
fn of_several_files_the_first_that_has_a_name_counts() {
    let first = "current-context: ''\nclusters:\n- {name: prod.us-east-2.eksctl.io, cluster: {server: 'https://x.eu-north-1.eks.amazonaws.com'}}\n";
    let files = [("/h/a", first), ("/h/b", KUBE), ("/h/c", "current-context: role\n")];
    let with = |list| machine(vec![("KUBECONFIG", list)], &files);
    let said = "999988887777 /h/b:58 | eu-north-1 /h/a:3";
    assert_eq!(read(&with("/h/a:/h/none::/h/b:c"), "kubectl apply"), said);
    let said = "- /h/b:21: is not said: the name of the cluster is not its ARN | us-east-2 /h/b:8";
    assert_eq!(read(&with("c:/h/b"), "kubectl apply"), said);
    let said = "999988887777 /h/b:58 | us-east-2 /h/b:8";
    assert_eq!(read(&with("c"), "kubectl --kubeconfig /h/b apply"), said);
    for (list, why) in [
        ("/h/none", "- default: is not chosen | - default: is not chosen"),
        ("c", "- c:1: has no context role | - c:1: has no context role"),
    ] {
        assert_eq!(read(&with(list), "kubectl apply"), why, "{list}");
    }
}

#[test]
fn what_cannot_be_read_is_not_known() {
    let twice = KUBE.replacen("name: kind", "name: prod.us-east-2.eksctl.io", 1);
    let alias = KUBE.replace("current-context: prod", "current-context: *x");
    let broken = KUBE.replace("kind: Config", "kind: [");
    for (text, why) in [
        (&twice, "- 10: is in clusters, which cannot be read"),
        (&alias, "- 37: is an alias, which is not followed"),
        (&broken, "- may be in /h/.kube/config, which cannot be read"),
    ] {
        let machine = machine(vec![], &[("/h/.kube/config", text)]);
        let said = read(&machine, "kubectl apply");
        assert!(said.contains(why.trim_start_matches("- ")), "{said}");
    }
}

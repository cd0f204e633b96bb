//! Names that are taken for the id of a service where its endpoint is set, and are none (rule
//! 7.39).
//!
//! The ids are those of botocore's models and of its `EVENT_ALIASES`. A name that is neither an id
//! nor in this table may belong to a newer service.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html>

/// Each line has the name of a command, of a client or of a host, and the id of the service; or an id
/// that has no other name.
const NAMES: &str = include_str!("service_names.txt");

/// Returns the id of the service that is meant, if no client knows the service by this name.
pub(crate) fn meant_service(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let plain = name.replace('-', "_");
    let mut pairs = NAMES.lines().filter_map(|line| line.split_once(' '));
    let meant = pairs.find(|(known, _)| *known == plain).map(|(_, id)| id.to_owned());
    meant.or_else(|| (plain != name).then_some(plain))
}

/// Returns the id that was probably meant by a name that is unknown, and nearly it.
pub(crate) fn near_service(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let words = || NAMES.lines().flat_map(|line| line.split(' '));
    if words().any(|known| known == name) {
        return None;
    }
    let letters = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    let is_near = |id: &&str| {
        // A typo in a short word makes another word, and a number another service.
        let most = if id.len() < 6 { 0 } else { 1 + usize::from(id.len() > 11) };
        letters(id) != letters(&name) && strsim::osa_distance(id, &name) <= most
    };
    NAMES.lines().map(|line| line.split_once(' ').map_or(line, |(_, id)| id)).find(is_near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_of_a_service_has_one() {
        let cases = [
            ("S3API", Some("s3")),
            ("LOGS", Some("cloudwatch_logs")),
            ("DYNAMO_DB", Some("dynamodb")),
            ("monitoring", Some("cloudwatch")),
            ("stepfunctions", Some("sfn")),
            ("elb", Some("elastic_load_balancing")),
            ("cognito-idp", Some("cognito_identity_provider")),
            ("cognito-identity", Some("cognito_identity")),
            ("S3", None),
            ("s3control", None),
            ("S3_CONTROL", None),
            ("CLOUDWATCH_LOGS", None),
            ("SOMETHING_NEW", None),
        ];
        for (name, meant) in cases {
            assert_eq!(meant_service(name).as_deref(), meant, "{name}");
        }
    }

    #[test]
    fn a_name_that_is_nearly_an_id_is_misspelt() {
        let cases = [
            ("dynamdb", Some("dynamodb")),
            ("DYNAMODBB", Some("dynamodb")),
            ("cloudwatch_log", Some("cloudwatch_logs")),
            ("lamda", Some("lambda")),
            ("s4", None),
            ("inspector3", None),
            ("dynamodb", None),
            ("logs", None),
            ("something_new", None),
        ];
        for (name, meant) in cases {
            assert_eq!(near_service(name), meant, "{name}");
        }
    }

    #[test]
    fn a_name_stands_once_and_leads_to_no_other() {
        let names: Vec<_> = NAMES.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(names.is_sorted_by(|a, b| a < b));
        for id in NAMES.lines().map(|line| line.split(' ').next_back().unwrap()) {
            assert_eq!(meant_service(id), None, "{id}");
        }
    }
}

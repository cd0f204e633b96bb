//! A region that `awsp -r` sets goes with its profile, and one that a person exports stays.

use crate::home::{DEFAULT, Home, PLAY, WORK};
use crate::in_every_shell;
use crate::let_go::until;
use crate::session::Setup;
use crate::shell::Shell;

const OSAKA: &str = "[AWS:work 111122223333 ap-northeast-3]";

/// Exported without the other variable, which boto3 reads.
const NORTH: &str = "[AWS:play 333344445555 eu-north-1 !split:boto3]";
const STAYS: &str = "AWS_REGION stays eu-north-1; awsp -r '' removes it";

/// All that a region leaves in the environment.
const LEFT: &str = "printenv AWS_REGION AWS_DEFAULT_REGION AWSPROMPT_REGION_OF";
const KEPT: &str = "printenv AWSPROMPT_REGION_BEFORE AWSPROMPT_DEFAULT_REGION_BEFORE";

in_every_shell! {
    a_region_goes_with_its_profile_and_comes_back_with_it,
    a_region_of_no_profile_comes_back_too,
    an_exported_region_stays_and_comes_back,
    a_region_exported_since_stays,
    a_region_goes_when_the_time_is_over,
    a_region_comes_back_when_the_time_is_over,
    a_region_that_nobody_knows_is_set_with_a_warning,
    a_profile_of_any_name_has_its_region,
}

fn a_region_goes_with_its_profile_and_comes_back_with_it(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    assert_eq!(session.run("awsp work -r ap-northeast-3"), [format!("{DEFAULT} → {OSAKA}")]);
    let marked = ["ap-northeast-3", "ap-northeast-3", "ap-northeast-3 work"];
    assert_eq!(session.run(LEFT), marked);
    assert_eq!(session.run("awsp play"), [format!("{OSAKA} → {PLAY}")]);
    assert_eq!(session.run(LEFT), [""; 0]);
    assert_eq!(session.run("awsp -"), [format!("{PLAY} → {OSAKA}")]);
    assert_eq!(session.run(LEFT), marked);
    assert_eq!(session.run("awsp -"), [format!("{OSAKA} → {PLAY}")]);
    assert_eq!(session.run("awsp -"), [format!("{PLAY} → {OSAKA}")]);
    // By its name a profile is chosen as it is.
    assert_eq!(session.run("awsp work"), [format!("{OSAKA} → {WORK}")]);
    assert_eq!(session.run(LEFT), [""; 0]);
}

fn a_region_of_no_profile_comes_back_too(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    let osaka = "[AWS:default 123456789012 ap-northeast-3]";
    assert_eq!(session.run("awsp -r ap-northeast-3"), [format!("{DEFAULT} → {osaka}")]);
    assert_eq!(session.run("awsp play"), [format!("{osaka} → {PLAY}")]);
    assert_eq!(session.run("awsp -"), [format!("{PLAY} → {osaka}")]);
    assert_eq!(session.run("awsp --clear"), [format!("{osaka} → {DEFAULT}")]);
}

fn an_exported_region_stays_and_comes_back(shell: Shell) {
    let home = Home::new();
    let setup = Setup::new(shell).before(&shell.export("AWS_REGION", "eu-north-1"));
    let mut session = setup.open(&home);
    assert_eq!(session.run("awsp play")[1..], [STAYS]);
    session.expect_segment(NORTH);
    session.run("awsp work -r ap-northeast-3");
    session.run("awsp -r ap-southeast-2");
    session.expect_segment("[AWS:work 111122223333 ap-southeast-2]");
    let told = session.run("awsp play");
    assert_eq!(told[1..], ["AWS_REGION is eu-north-1 again; awsp -r '' removes it"], "{session}");
    session.expect_segment(NORTH);
    assert_eq!(session.run(LEFT), ["eu-north-1"]);
    assert_eq!(session.run(KEPT), [""; 0]);
    // The one that was set goes again, and leads to the same.
    session.run("awsp -");
    session.expect_segment("[AWS:work 111122223333 ap-southeast-2]");
    session.run("awsp -");
    session.expect_segment(NORTH);
    session.run("awsp -r ''");
    session.expect_segment(PLAY);
}

fn a_region_exported_since_stays(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp work -r ap-northeast-3");
    session.run_silently(&shell.export("AWS_REGION", "eu-north-1"));
    assert_eq!(session.run("awsp play")[1..], [STAYS]);
    session.expect_segment(NORTH);
    assert_eq!(session.run(LEFT), ["eu-north-1"]);
}

fn a_region_goes_when_the_time_is_over(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp play");
    session.run("awsp work -r ap-northeast-3 --for 15m");
    let rows = session.run(&until(shell, -1));
    let told = format!("awsprompt: the time for work is over: {OSAKA} → {PLAY}");
    assert_eq!(rows, [told], "{session}");
    session.expect_segment(PLAY);
    assert_eq!(session.run(LEFT), [""; 0]);
}

fn a_region_comes_back_when_the_time_is_over(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).open(&home);
    session.run("awsp work -r ap-northeast-3");
    session.run("awsp play --for 15m");
    let rows = session.run(&until(shell, -1));
    let told = format!("awsprompt: the time for play is over: {PLAY} → {OSAKA}");
    assert_eq!(rows, [told], "{session}");
    session.expect_segment(OSAKA);
    assert_eq!(session.run("printenv AWSPROMPT_PREVIOUS AWSPROMPT_PREVIOUS_REGION"), [""; 0]);
    // It is that of its profile again.
    assert_eq!(session.run("awsp play"), [format!("{OSAKA} → {PLAY}")]);
}

fn a_region_that_nobody_knows_is_set_with_a_warning(shell: Shell) {
    let home = Home::new();
    let mut session = Setup::new(shell).before(&shell.export("AWS_PROFILE", "play")).open(&home);
    for (region, hint) in [
        ("eu-wst-1", "hint: did you mean \"eu-west-1\" or \"eu-west-2\" or \"eu-west-3\"?"),
        ("us-east1", "hint: did you mean \"us-east-1\"?"),
        ("nonsense", ""),
    ] {
        let told = session.run(&format!("awsp -r {region}"));
        let warning =
            format!("awsprompt: \"{region}\" is not a region that awsprompt knows; set anyway");
        assert_eq!(told[0], warning, "{session}");
        assert_eq!(told.iter().any(|row| row == hint), !hint.is_empty(), "{session}");
        session.expect_segment(&format!("[AWS:play 333344445555 {region}]"));
    }
}

fn a_profile_of_any_name_has_its_region(shell: Shell) {
    let home = Home::new();
    let name = "it's $(a b) ";
    home.write(".aws/credentials", format!("[{name}x]\nregion = us-east-1\n[b]\n"));
    let mut session = Setup::new(shell).open(&home);
    let typed = shell.typed(&format!("{name}x"));
    session.run(&format!("awsp {typed} -r eu-west-1"));
    assert_eq!(session.run("printenv AWSPROMPT_REGION_OF"), [format!("eu-west-1 {name}x")]);
    session.run("awsp b");
    assert_eq!(session.run(LEFT), [""; 0]);
    session.run("awsp -");
    assert_eq!(session.run("printenv AWS_REGION"), ["eu-west-1"]);
}

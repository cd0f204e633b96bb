#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| awsprompt::fuzzing::agent_files(bytes));

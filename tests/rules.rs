//! Every example inside every rule is a test of its own name: `cargo test --test rules member-count`.

use dateline::Linter;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let results = Linter::builtin().expect("the rules that ship are right").test_rules();
    assert!(!results.is_empty(), "there are no examples");
    let trials = results
        .into_iter()
        .map(|result| {
            let name = format!("{}: {}", result.rule, result.example);
            Trial::test(name, move || result.outcome.map_err(Failed::from))
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

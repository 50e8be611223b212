//! Whether a passage states that something is so, or says that it is planned, supposed, denied, past, or somebody's words.

/// How a passage stands to what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// The article's own statement about now.
    Asserted,
    /// Something happened, and made it so from that day on: "became the 32nd member".
    Event,
    /// It is to be so: "will", "is set to", "plans to".
    Plan,
    /// It might be so: "would", "could", "if".
    Hypothetical,
    /// It is not so: "not", "never", "denied".
    Denied,
    /// It was so: "then", "at the time", "when the alliance had 28 members".
    Past,
    /// Somebody says so, between quotation marks.
    Quoted,
}

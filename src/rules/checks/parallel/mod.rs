//! `parallel-sentence`: two sentences say the same of the same, with different values. [`parallel`] compares the versions
//! of one text, whose sentences agree word by word; [`retold`] compares sentences of one story in any wording;
//! [`headline_figure`] compares a headline with what stands under it.

mod copies;
mod headline;
mod meet;
mod moment;
mod near;
mod retold;
mod said;
mod slot;
mod words;

pub use copies::{pairs, parallel};
pub use headline::headline_figure;
pub use near::{Keys, Meeting, keys, meetings};
pub use retold::retold;
pub use words::ParallelWords;

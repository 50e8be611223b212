//! Findings in, text out: the terminal, JSON and the other formats, every one computed from one view.

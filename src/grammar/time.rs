//! Time expressions, as they are written: not yet resolved against a publication date.

//! Where Bindery means to differ from `CommonMark`.

/// Examples that come out otherwise, each with its reason.
pub(crate) const DIFFERENT: &[(usize, &str)] = &[];

/// No more may differ.
pub(crate) const MOST: usize = 30;

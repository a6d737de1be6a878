//! Behaviour of the whole Markdown layer.

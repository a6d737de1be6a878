//! The resolver on small books made by hand.

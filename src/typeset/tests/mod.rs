//! Whole books to pages.

mod bleed;
mod breaking;
mod fits;
mod fixture;
mod floats;
mod grid;
mod matter;
mod notes;
mod pages;
mod roles;
mod settle;
mod spreads;
mod tables;

// ANCHOR: all
use rope::Rope;

fn main() {
    let mut rope = Rope::new();
    // ANCHOR: tie
    # let turns = 2;
    rope.turn(turns);
    rope.tuck();
    // ANCHOR_END: tie
}
// ANCHOR_END: all

// What opening a store does for dead letters of an older form, or under a key that was rotated out.
#pragma once

namespace lt::store {

struct Writer;

// Gives every letter its cause, and seals under today's key what lies open or under another key that is here; what no
// key opens stays as it is. A transaction a thousand letters, so that one that is cut off goes on where it stood; costs
// next to nothing where there is nothing to do.
void bring_letters_up_to_date(Writer& writer);

}  // namespace lt::store

// A text in the person's own editor.
#pragma once

#include <string>

namespace lt::app {

// What the person made of it in $VISUAL, else $EDITOR, else vi. It lies in a file of its owner's alone, in memory where
// the machine has such a place, that is gone when this returns. Throws Error: failed where the editor does not start or
// ends with an error, denied where the file cannot be made.
std::string edited(const std::string& text);

}  // namespace lt::app

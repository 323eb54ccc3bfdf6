// A library that ends the process which loads it.
#include <lienthong/plugin.h>

#include <cstdlib>

namespace {
__attribute__((constructor)) void die() { std::abort(); }
}  // namespace

const lt_plugin* lienthong_plugin_v1(void) { return nullptr; }

// Promises of making foreign text fit for a log.
#include "plugin_host/readable_text.hpp"

#include <catch2/catch.hpp>

using lt::plugin_host::readable_text;

TEST_CASE("Vietnamese stays as it is, control characters and broken bytes do not") {
  CHECK(readable_text("Nguyễn\tVăn\r\nA") == "Nguyễn Văn  A");
  CHECK(readable_text("a\xC3(b\xED\xA0\x80") == "a\uFFFD(b\uFFFD\uFFFD\uFFFD");
  CHECK(readable_text("x\x1b[31m") == "x [31m");
}

TEST_CASE("a long text is cut between characters") { CHECK(readable_text("ếếếế", 5) == "ếế…"); }

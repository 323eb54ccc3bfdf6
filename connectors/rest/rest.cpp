// Any REST system from settings alone.
#include <lienthong/rest/system.hpp>
#include <lienthong/sdk.hpp>

LT_CONNECTOR(lt::rest::System, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Any system that speaks JSON over HTTP, from settings alone.");

// All that a connector written in C++20 needs: derive from lt::sdk::Connector and end the file with LT_CONNECTOR.
#pragma once

#include <lienthong/sdk/answers.hpp>
#include <lienthong/sdk/connector.hpp>
#include <lienthong/sdk/entry.hpp>
#include <lienthong/sdk/failure.hpp>
#include <lienthong/sdk/host.hpp>
#include <lienthong/sdk/http.hpp>
#include <lienthong/sdk/incoming.hpp>
#include <lienthong/sdk/settings.hpp>

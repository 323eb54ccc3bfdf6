// What is random, and what is compared with it.
#pragma once

#include <string>
#include <string_view>

namespace lt::access {

std::string random_bytes(std::size_t count);
// 256 bits in hexadecimal digits: a session, a token. Only its SHA-256 is kept.
std::string new_token();
// A password for one sign-in: 20 letters and digits that nobody takes for one another, 99 bits.
std::string one_time_password();
// Takes as long whatever differs.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace lt::access

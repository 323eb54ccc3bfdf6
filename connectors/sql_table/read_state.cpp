// The state as JSON, and moments as texts.
#include "read_state.hpp"

#include <boost/json.hpp>

#include <array>
#include <charconv>
#include <ctime>

namespace lt::sql_table {
namespace json = boost::json;

ReadState::ReadState(std::string_view text) {
  if (text.empty()) return;
  const auto document = json::parse(text).as_object();
  watermark = document.at("watermark").as_string();
  for (const auto& part : document.at("row").as_array()) row.emplace_back(part.as_string());
}

std::string ReadState::dump() const {
  return json::serialize(json::object{{"watermark", watermark}, {"row", json::value_from(row)}});
}

std::string earlier(const std::string& watermark, long long overlap) {
  long long number = 0;
  const auto* const end = watermark.data() + watermark.size();
  if (std::from_chars(watermark.data(), end, number).ptr == end) return std::to_string(number - overlap);
  std::tm parts{};
  const auto* const behind =
      strptime(watermark.c_str(), watermark.find('T') == 10 ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
  if (!behind) return watermark;
  const std::time_t moment = timegm(&parts) - overlap;
  gmtime_r(&moment, &parts);
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(),
                                    watermark.find('T') == 10 ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
  return std::string(text.data(), length) + behind;
}

}  // namespace lt::sql_table

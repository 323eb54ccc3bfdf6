// Records to lines, and names of files.
#include "out_files.hpp"

#include "csv.hpp"

#include <lienthong/files/whole_file.hpp>
#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <vector>

namespace lt::folder {
namespace {

using sdk::Record;
namespace json = boost::json;

std::string cell_text(const json::value* value) {
  if (!value || value->is_null()) return {};
  if (value->is_string()) return std::string(value->get_string());
  return json::serialize(*value);
}

bool tells_operation(const OutStream& stream) { return stream.whole.empty() && !stream.operation.empty(); }

std::string header_of(const OutStream& stream) {
  std::string line;
  for (const auto& column : stream.columns) {
    if (!line.empty()) line += stream.separator;
    append_csv(line, column.header, stream.separator);
  }
  if (tells_operation(stream)) {
    line += stream.separator;
    append_csv(line, stream.operation, stream.separator);
  }
  return line + "\r\n";
}

/// Throws Failure for what is no record that the file can hold.
std::string line_of(const Record& record, const OutStream& stream) {
  if (record.erase && !tells_operation(stream)) {
    throw sdk::failed("the file cannot say that a record is gone: set 'operation', or 'whole' for whole lists");
  }
  if (record.json.empty() && stream.hub_key.empty()) {
    throw sdk::failed("nothing is known of the record that is gone, so the file cannot name it");
  }
  auto document = record.json.empty() ? json::value(json::object()) : record.parse();
  if (!document.is_object()) throw sdk::failed("the record is no JSON object");
  auto& object = document.get_object();
  if (!stream.hub_key.empty()) object[stream.hub_key] = record.key;
  const char* operation = record.erase ? "delete" : "upsert";
  if (stream.format == Format::json_lines) {
    if (tells_operation(stream)) object[stream.operation] = operation;
    return json::serialize(object) + "\n";
  }
  std::string line;
  for (const auto& column : stream.columns) {
    if (&column != &stream.columns.front()) line += stream.separator;
    append_csv(line, cell_text(object.if_contains(column.field)), stream.separator);
  }
  if (tells_operation(stream)) line += stream.separator + std::string(operation);
  return line + "\r\n";
}

/// Sixteen hexadecimal digits, the same for the same writes in the same order.
std::string fingerprint(std::span<const Record* const> records) {
  std::string keys;
  for (const auto* record : records) keys.append(record->idempotency_key) += '\n';
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(keys.data(), keys.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  }
  return text;
}

/// "20261121T083015123Z": sorts by time.
std::string moment(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%S", &parts);
  const auto fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
  return std::string(text.data(), length) + fraction + "Z";
}

/// The name that this batch has or gets: a repeat finds its file, unless the partner has taken it already.
std::string batch_name(const OutStream& stream, const std::string& name, const std::string& print, std::int64_t now) {
  const auto begin = name + "-", end = "-" + print + stream.ending();
  for (const auto& entry : std::filesystem::directory_iterator(stream.folder)) {
    const auto there = entry.path().filename().string();
    if (there.starts_with(begin) && there.ends_with(end)) return there;
  }
  return begin + moment(now) + end;
}

void write_file(const sdk::Writer& writer, const OutStream& stream, const std::string& name,
                std::span<const Record* const> records, const std::string& lines) {
  const auto content = (stream.format == Format::csv ? header_of(stream) : std::string()) + lines;
  const auto print = fingerprint(records);
  const auto file = stream.whole.empty() ? batch_name(stream, name, print, writer.now()) : stream.whole;
  const auto part = (stream.whole.empty() ? name + "-" + print + stream.ending() : file) + ".part";
  files::put_file(stream.folder / part, stream.folder / file, content);
  for (const auto* record : records) writer.accept(*record, file);
}

}  // namespace

void write_files(const sdk::Writer& writer, const OutStream& stream, const std::string& name,
                 std::span<const Record> records) {
  std::vector<const Record*> taken;
  taken.reserve(records.size());
  std::string lines;
  for (const auto& record : records) {
    try {
      // What is gone from a whole list is simply no longer in it.
      if (!record.erase || stream.whole.empty()) lines += line_of(record, stream);
      taken.push_back(&record);
    } catch (const sdk::Failure& failure) {
      writer.reject(record, LT_REJECT_PERMANENT, failure.what());
    }
  }
  if (taken.empty() && stream.whole.empty()) return;
  try {
    write_file(writer, stream, name, taken, lines);
  } catch (const std::filesystem::filesystem_error& error) {
    throw sdk::unavailable(std::string("the file cannot be written: ") + error.what());
  }
}

}  // namespace lt::folder

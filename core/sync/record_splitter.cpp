// Splitting over simdjson's on-demand parser, with a repaired copy where a page has bytes that are not UTF-8.
#include "sync/record_splitter.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/joined.hpp"

#include <simdjson.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>

namespace lt::sync {
namespace {

namespace ondemand = simdjson::ondemand;

std::string_view trim_end(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

// The same length, each byte that is not UTF-8 replaced by '?'.
std::string repaired(std::string_view bytes) {
  std::string copy(bytes);
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto size = static_cast<std::int64_t>(bytes.size());
  for (std::int64_t i = 0; i < size;) {
    const std::int64_t start = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's macro
    if (c < 0) std::fill(copy.begin() + start, copy.begin() + i, '?');
  }
  return copy;
}

[[noreturn]] void refuse_page(const std::string& what) {
  throw Error(ErrorKind::unavailable, "the page that the system sent is unusable: " + what +
                                          "; nothing of it was taken, it will be read again");
}

// Appends the value's text as a part of a key; false where there is none.
bool append_key_part(ondemand::value value, std::string& key) {
  ondemand::json_type type{};
  if (value.type().get(type)) return false;
  if (type == ondemand::json_type::string) {
    std::string_view text;
    if (value.get_string().get(text) || text.empty()) return false;
    key += text;
    return true;
  }
  if (type != ondemand::json_type::number) return false;
  key += trim_end(value.raw_json_token());
  return true;
}

// All parts of the key or nothing: records that lack the same part are not one record.
void find_key(ondemand::object& object, std::span<const std::string_view> pointers, std::string& key) {
  key.clear();
  for (std::size_t i = 0; i < pointers.size(); ++i) {
    if (i) key += '|';
    ondemand::value value;
    if (object.reset().error() || object.at_pointer(pointers[i]).get(value) || !append_key_part(value, key)) {
      return key.clear();
    }
  }
}

}  // namespace

struct RecordSplitter::Parsers {
  ondemand::parser page;
  ondemand::parser record;
  std::string key;
};

RecordSplitter::RecordSplitter(std::uint64_t seed, std::size_t largest)
    : parsers_(std::make_unique<Parsers>()), seed_(seed), largest_(largest) {}

RecordSplitter::~RecordSplitter() = default;

// `raw` is well-formed UTF-8; `original` is what the system sent in its place.
void RecordSplitter::add(std::string_view raw, std::string_view original, std::string_view key,
                         std::span<const std::string_view> key_pointers, RawBatch& batch) {
  RawRecord record{.raw = original, .key = batch.keys().copy(key), .hash = content_hash(original, seed_), .broken = {}};
  const auto break_with = [&](const char* code, std::string message) {
    record.broken = std::make_unique<model::Reason>(model::Reason{code, "", "", std::move(message)});
  };
  if (raw.data() != original.data() && raw != original) {
    const auto place = std::mismatch(raw.begin(), raw.end(), original.begin()).first - raw.begin();
    break_with("bad_utf8", "byte " + std::to_string(place + 1) +
                               " of the record is not UTF-8; ask the source to send UTF-8, then replay");
  } else if (raw.empty() || raw.front() != '{') {
    break_with("not_an_object", "the record is no JSON object: " + std::string(raw.substr(0, 60)));
  } else if (original.size() > largest_) {
    break_with("too_large", "the record has " + std::to_string(original.size()) + " bytes, more than the " +
                                std::to_string(largest_) + " allowed; ask the source what it put there");
  } else if (key.empty()) {
    break_with("no_key", "the record has no value at its key (" + joined(key_pointers, ", ") + ")");
  }
  if (record.key.empty()) record.key = batch.keys().copy("#" + std::to_string(record.hash));
  batch.records().push_back(std::move(record));
}

void RecordSplitter::split(std::string_view page, std::string_view records_pointer,
                           std::span<const std::string_view> key_pointers, RawBatch& batch) {
  const std::string_view original = batch.keep(page);
  const bool clean = simdjson::validate_utf8(original.data(), original.size());
  const std::string_view text = clean ? original : batch.keep(repaired(original));
  const std::size_t records_before = batch.records().size();
  const auto check = [&](simdjson::error_code error, const char* where) {
    if (!error) return;
    batch.records().resize(records_before);
    refuse_page(std::string(where) + ": " + simdjson::error_message(error));
  };

  ondemand::document document;
  check(parsers_->page.iterate(text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING).get(document),
        "it is not JSON");
  const auto add_value = [&](ondemand::value value) {
    ondemand::json_type type{};
    check(value.type().get(type), "a record cannot be read");
    std::string_view raw;
    std::string& key = parsers_->key;
    key.clear();
    if (type == ondemand::json_type::object) {
      ondemand::object object;
      check(value.get_object().get(object), "a record cannot be read");
      find_key(object, key_pointers, key);
      check(object.reset().error(), "a record cannot be read");
      check(object.raw_json().get(raw), "a record cannot be read");
    } else if (type == ondemand::json_type::array) {
      ondemand::array nested;
      check(value.get_array().get(nested), "a record cannot be read");
      check(nested.raw_json().get(raw), "a record cannot be read");
    } else {
      raw = value.raw_json_token();
      ondemand::json_type scalar{};
      check(value.type().get(scalar), "a record cannot be read");
    }
    raw = trim_end(raw);
    add(raw, original.substr(static_cast<std::size_t>(raw.data() - text.data()), raw.size()), key, key_pointers, batch);
  };

  ondemand::array records;
  if (records_pointer.empty()) {
    ondemand::json_type type{};
    check(document.type().get(type), "it is not JSON");
    if (type == ondemand::json_type::object) {
      ondemand::value value;
      check(document.get_value().get(value), "it is not JSON");
      return add_value(value);
    }
    check(document.get_array().get(records), "it holds no list of records");
  } else {
    check(document.at_pointer(records_pointer).get_array().get(records),
          ("no list of records at " + std::string(records_pointer)).c_str());
  }
  for (auto element : records) {
    ondemand::value value;
    check(element.get(value), "the list of records breaks off");
    add_value(value);
  }
  check(document.is_alive() ? simdjson::SUCCESS : simdjson::TAPE_ERROR, "the list of records breaks off");
}

void RecordSplitter::append(std::string_view record, std::string_view key,
                            std::span<const std::string_view> key_pointers, RawBatch& batch) {
  const std::string_view original = trim_end(batch.keep(record));
  const bool clean = simdjson::validate_utf8(original.data(), original.size());
  const std::string_view text = clean ? original : batch.keep(repaired(original));
  std::string& found = parsers_->key;
  found = key;
  if (found.empty()) {
    ondemand::document document;
    ondemand::object object;
    if (!parsers_->record.iterate(text.data(), text.size(), text.size() + simdjson::SIMDJSON_PADDING).get(document) &&
        !document.get_object().get(object)) {
      find_key(object, key_pointers, found);
    }
  }
  add(text, original, found, key_pointers, batch);
}

}  // namespace lt::sync

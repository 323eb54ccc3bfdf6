// Reads resources of one type: by search page by page, or as the files of a bulk export.
#pragma once

#include "resource.hpp"

#include <lienthong/rest/endpoint.hpp>
#include <lienthong/rest/moment.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::fhir {

struct ReadSettings {
  explicit ReadSettings(const sdk::Settings& settings);

  std::int64_t page_size;
  rest::Milliseconds overlap;
  sdk::Settings search;     // stream → more parameters
  std::string export_path;  // of bulk data
  rest::Milliseconds export_poll;
  rest::Milliseconds export_patience;
  std::string files_url;  // where files may lie besides the server's own address; empty: nowhere
};

// What a checkpoint says; moments are the server's.
struct ReadState {
  std::optional<rest::Milliseconds> since;  // of this sweep
  std::optional<rest::Milliseconds> mark;   // of the next one
  std::string at;                           // next page, or the export's status address; empty: not begun
  std::int64_t files = 0;                   // of the export, stored

  // A text that is none of ours gives the beginning of everything.
  static ReadState parse(std::string_view text);
  std::string text() const;
};

// One read of one stream.
struct Reading {
  rest::Endpoint& endpoint;
  const ReadSettings& settings;
  const Naming& naming;
  const sdk::Reader& reader;
  std::string_view stream;
  std::string type;

  // Emits one resource, or rejects it where it is no resource; another type than ours is passed over.
  void emit(std::string_view text) const;
};

// Each throws Failure.
void search(const Reading& reading, ReadState state);
void bulk_export(const Reading& reading, ReadState state);

// "2021-07-26T09:30:00.000Z" and its kin.
std::optional<rest::Milliseconds> instant(std::string_view text);
std::string instant(rest::Milliseconds moment);

}  // namespace lt::fhir

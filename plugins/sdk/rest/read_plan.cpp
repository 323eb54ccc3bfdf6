// The settings of a stream that is read, and the text of its checkpoints.
#include <lienthong/rest/reading.hpp>

namespace lt::rest {
namespace {

struct SourceWord {
  std::string_view word;
  Incremental::Source source;
};
constexpr SourceWord source_words[] = {{"records", Incremental::Source::records},
                                       {"answer", Incremental::Source::answer},
                                       {"date_header", Incremental::Source::date_header},
                                       {"clock", Incremental::Source::clock}};

Incremental::Source source_named(std::string_view word) {
  for (const SourceWord& each : source_words)
    if (each.word == word) return each.source;
  throw sdk::misconfigured("'" + std::string(word) + "' is no source of `incremental`");
}

std::optional<Incremental> incremental_of(const sdk::Settings& settings) {
  if (!settings.has("incremental")) return std::nullopt;
  return Incremental(settings.object("incremental"));
}

std::optional<std::string> answer_pointer(const std::optional<Incremental>& incremental) {
  if (!incremental || incremental->source != Incremental::Source::answer) return std::nullopt;
  return incremental->pointer;
}

std::optional<std::int64_t> integer_at(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

}  // namespace

Incremental::Incremental(const sdk::Settings& settings)
    : parameter(settings.text("parameter")),
      source(source_named(settings.text_or("source", "records"))),
      pointer(settings.text_or("pointer", "")),
      format(settings.text_or("format", "iso"), static_cast<int>(settings.integer_or("utc_offset_minutes", 0))),
      overlap(settings.integer_or("overlap_s", 0) * 1000) {
  if (settings.has("start")) start = text_of(settings.values().at("start"));
  if (pointer.empty() && (source == Source::records || source == Source::answer))
    throw sdk::misconfigured("`incremental` from " + settings.text_or("source", "records") + " needs a 'pointer'");
}

ReadPlan::ReadPlan(const sdk::Settings& settings)
    : path(settings.text("path")),
      method(settings.text_or("method", "GET")),
      query(settings.object("query")),
      body(settings.object("body").values()),
      parameters_in_body(settings.text_or("parameters_in", "query") == "body"),
      records(settings.text_or("records", "")),
      single(settings.boolean_or("single", false)),
      fixed_key(settings.text_or("fixed_key", "")),
      anonymous(settings.boolean_or("anonymous", false)),
      incremental(incremental_of(settings)),
      paging(settings.object("paging"), records, answer_pointer(incremental)) {}

ReadState ReadState::parse(std::string_view text) {
  ReadState state;
  boost::json::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error || !value.is_object()) return state;
  const auto& object = value.get_object();
  state.since = integer_at(object, "since");
  state.mark = integer_at(object, "mark");
  state.saved = integer_at(object, "saved").value_or(0);
  const auto* at = object.if_contains("at");
  const auto* paging = object.if_contains("paging");
  if (at && at->is_string() && paging && paging->is_string()) {
    state.at = std::string(at->get_string());
    state.paging = std::string(paging->get_string());
  }
  return state;
}

std::string ReadState::text() const {
  boost::json::object object;
  if (since) object["since"] = *since;
  if (mark) object["mark"] = *mark;
  if (at) {
    object["at"] = *at;
    object["paging"] = paging;
    object["saved"] = saved;
  }
  return boost::json::serialize(object);
}

}  // namespace lt::rest

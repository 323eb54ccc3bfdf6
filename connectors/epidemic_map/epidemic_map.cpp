// Epidemic maps: layers as GeoJSON put to the map whole, and the same layers served by the hub.
#include "feature.hpp"
#include "layers.hpp"

#include <lienthong/rest/endpoint.hpp>
#include <lienthong/sdk.hpp>

#include <optional>

namespace {

using namespace lt::sdk;
using epidemic_map::BadPlace;
using epidemic_map::Bounds;
using epidemic_map::Layer;

constexpr std::string_view layers_stream = "layers";
constexpr std::string_view geo_json = "application/geo+json";
constexpr std::string_view suffix = ".geojson";

// Vietnam with its islands where the settings say nothing else.
Bounds bounds_of(const Settings& settings) {
  const Settings given = settings.object("bounds");
  const auto side = [&](const char* name, double usual) {
    const json::value* const value = given.values().if_contains(name);
    return value ? value->to_number<double>() : usual;
  };
  const Bounds bounds{side("west", 102), side("south", 6), side("east", 118), side("north", 23.5)};
  if (bounds.west >= bounds.east || bounds.south >= bounds.north) {
    throw misconfigured("'bounds' enclose nothing: west must be less than east, and south less than north");
  }
  return bounds;
}

class EpidemicMap : public Connector {
 public:
  explicit EpidemicMap(const Settings& settings)
      : layers_(settings), bounds_(bounds_of(settings)), check_path_(settings.text_or("check_path", "")) {
    if (settings.has("serve")) max_age_s_ = settings.object("serve").integer_or("max_age_s", 60);
    if (settings.has("url")) map_.emplace(settings);
    if (!map_ && !max_age_s_) throw misconfigured("the settings need 'url', 'serve' or both");
  }

  void check(Host& host) override {
    if (!map_) return;
    const Request request = map_->request("GET", check_path_);
    const Response response = map_->send_raw(host, request);
    const lt_status status = map_->errors().judge(response, lt::rest::RequestKind::read).call;
    // Without a path of its own the address may know no GET; it has been reached all the same.
    const bool reached = check_path_.empty() && status != LT_DENIED && status != LT_UNAVAILABLE;
    if (status != LT_OK && !reached) lt::rest::end_call(status, request, response);
  }

  std::vector<Stream> streams(Host&) override {
    std::vector<Stream> list;
    for (const auto& [name, layer] : layers_.all()) {
      list.push_back({name, Direction::out, {"/id"}, layer.title, nullptr});
    }
    if (max_age_s_) list.push_back({std::string(layers_stream), Direction::in, {"/id"}, "", nullptr});
    return list;
  }

  // What cannot stand on the map is refused alone; the layer of all others takes the place of the one before.
  void write(Writer& writer, std::string_view stream, std::span<const Record> records) override {
    if (!map_) throw misconfigured("the settings name no 'url' of a map; this system only serves its layers");
    const Layer& layer = layers_.at(stream);
    std::vector<json::object> features;
    std::vector<const Record*> placed;
    for (const Record& record : records) {
      if (record.erase) {
        throw misconfigured("a layer is put whole and nothing is deleted from it; give its flow whole: true");
      }
      try {
        features.push_back(epidemic_map::feature_of(record.parse().as_object(), bounds_));
        placed.push_back(&record);
      } catch (const BadPlace& bad) {
        writer.reject(record, LT_REJECT_PERMANENT, bad.what());
      }
    }
    put(writer, layer, epidemic_map::layer_of(std::move(features)));
    for (const Record* record : placed) writer.accept(*record);
  }

  void receive(Receiver& receiver, const Incoming& request) override {
    if (!max_age_s_ || request.stream != layers_stream) {
      throw unsupported("layers are served at 'layers', where the settings have 'serve'");
    }
    const auto refuse = [&](int status, const char* why) {
      receiver.reply(status, json::serialize(json::object{{"error", why}}));
    };
    if (request.method != "GET") return refuse(405, "this address takes GET");
    const std::string rest = request.rest();
    if (rest.empty() || rest == "/")
      return reply(receiver, json::serialize(layers_.index(base_of(request))), "application/json");
    const std::string_view name = std::string_view(rest).substr(1);
    if (!name.ends_with(suffix)) return refuse(404, "the addresses are …/layers and …/layers/NAME.geojson");
    const std::string_view layer = name.substr(0, name.size() - suffix.size());
    if (!layers_.find_public(layer)) return refuse(404, "there is no such layer; …/layers names all");
    reply(receiver, epidemic_map::layer_of(features_of(receiver, layer)), geo_json);
  }

 private:
  void put(const Writer& writer, const Layer& layer, std::string document) {
    Request request = map_->request("PUT", layer.path);
    request.header("Content-Type", geo_json);
    request.body = std::move(document);
    const Response response = map_->send(writer, request, lt::rest::RequestKind::write);
    if (map_->errors().judge(response, lt::rest::RequestKind::write).record) {
      lt::rest::end_call(LT_FAILED, request, response);
    }
  }

  // As the map holds them: without what cannot stand on it.
  std::vector<json::object> features_of(const Host& host, std::string_view layer) const {
    std::vector<json::object> features;
    host.answers().each(layer, {}, [&](std::string_view document) {
      try {
        features.push_back(epidemic_map::feature_of(parse_json(document, "an answer of the hub").as_object(), bounds_));
      } catch (const BadPlace& bad) {
        host.warn("layer " + std::string(layer) + " leaves out a feature: " + bad.what());
      }
    });
    return features;
  }

  // For pages of any origin, since everybody may see it.
  void reply(const Receiver& receiver, std::string_view body, std::string_view type) const {
    const std::string age = "public, max-age=" + std::to_string(*max_age_s_);
    receiver.reply(200, body, type, {{"Cache-Control", age}, {"Access-Control-Allow-Origin", "*"}});
  }

  static std::string_view base_of(const Incoming& request) {
    std::string_view path = request.target.substr(0, request.target.find('?'));
    if (path.ends_with('/')) path.remove_suffix(1);
    return path;
  }

  epidemic_map::Layers layers_;
  Bounds bounds_;
  std::string check_path_;
  std::optional<std::int64_t> max_age_s_;  // none: nothing is served
  std::optional<lt::rest::Endpoint> map_;
};

}  // namespace

LT_CONNECTOR(EpidemicMap, .version = "0.1.0", .vendor = "Liên Thông",
             .summary = "Puts layers as GeoJSON to an epidemic map, and serves the same layers from the hub.");

// Questions held to their form, asked, and their answers as JSON.
#include "questions.hpp"

#include "citizen_body.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace lt::population {
namespace {

namespace json = boost::json;

bool is_number(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The members of a question: none unknown, each a text.
class Question {
 public:
  Question(const json::value& value, const std::set<std::string_view>& known) {
    if (!value.is_object()) throw sdk::failed("the question must be one JSON object");
    for (const auto& member : value.get_object()) {
      const std::string name(member.key());
      if (!known.contains(name)) throw sdk::failed("the question has no member '" + name + "'");
      if (!member.value().is_string()) throw sdk::failed("'" + name + "' of the question must be a text");
    }
    members_ = value.get_object();
  }

  std::string text(std::string_view name) const {
    const auto* value = members_.if_contains(name);
    return value ? std::string(value->get_string()) : std::string();
  }
  std::string filled(std::string_view name) const {
    std::string value = text(name);
    if (value.find_first_not_of(' ') == std::string::npos)
      throw sdk::failed("the question needs '" + std::string(name) + "'");
    return value;
  }
  // A number of so many digits, or nothing.
  std::string number(std::string_view name, std::size_t digits) const {
    std::string value = text(name);
    if (!value.empty() && !is_number(value, digits))
      throw sdk::failed("'" + std::string(name) + "' of the question must have " + std::to_string(digits) + " digits");
    return value;
  }

 private:
  json::object members_;
};

// 1990 or 1990-05-04, as the service wants it.
Element birth_element(const std::string& date) {
  if (is_number(date, 4)) return {"NgayThangNamSinh", {Element{"Nam", date}}};
  const bool whole = date.size() == 10 && date[4] == '-' && date[7] == '-';
  const std::string digits = whole ? date.substr(0, 4) + date.substr(5, 2) + date.substr(8, 2) : "";
  if (!is_number(digits, 8)) throw sdk::failed("'birth_date' of the question must be like 1990-05-04, or 1990");
  return {"NgayThangNamSinh", {Element{"NgayThangNam", digits}}};
}

// Elements to members, repeated ones to an array. The depth of an answer is bounded when it is read.
json::value to_json(const pugi::xml_node& element) {
  if (!has_elements(element)) {
    const std::string text = text_of(element);
    return text.empty() ? json::value(nullptr) : json::value(text);
  }
  json::object object;
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    json::value value = to_json(child);
    const auto [at, fresh] = object.emplace(local_name(child), value);
    if (fresh) continue;
    if (!at->value().is_array()) at->value() = json::array{at->value()};
    at->value().get_array().push_back(std::move(value));
  }
  return object;
}

json::object citizen_of(const pugi::xml_node& element) {
  json::value value = to_json(element);
  json::object citizen = value.is_object() ? std::move(value.get_object()) : json::object();
  auto* body = citizen.if_contains("Body");
  if (body && body->is_string()) *body = persons_of(std::string(body->get_string()));
  return citizen;
}

}  // namespace

json::value look_up_citizen(Service& service, const sdk::Host& host, const json::value& value) {
  const Question question(value, {"citizen_id", "full_name", "birth_date", "officer"});
  std::vector<Element> fields = service.requester(host, question.text("officer"));
  question.filled("citizen_id");
  fields.emplace_back("SoDinhDanh", question.number("citizen_id", 12));
  fields.emplace_back("HoVaTen", question.filled("full_name"));
  fields.push_back(birth_element(question.filled("birth_date")));
  const Answer answer = service.ask(host, {"TraCuuThongTinCongDan", std::move(fields)}, service.agency_headers(host));
  json::array citizens;
  for (const pugi::xml_node& element : answer.elements("CongDan")) citizens.emplace_back(citizen_of(element));
  const bool found = !citizens.empty();
  return json::object{{"found", found}, {"citizens", std::move(citizens)}};
}

json::value verify_citizen(Service& service, const sdk::Host& host, const json::value& value) {
  const Question question(value, {"citizen_id", "old_citizen_id", "full_name", "officer"});
  const std::string number = question.number("citizen_id", 12);
  const std::string old_number = question.number("old_citizen_id", 9);
  if (number.empty() && old_number.empty()) throw sdk::failed("the question needs 'citizen_id' or 'old_citizen_id'");
  const std::string officer = question.text("officer");
  const Element request{"XacThucThongTinCongDanRequest",
                        {{"MaYeuCau", service.request_number(host)},
                         {"MaDichVu", "033"},
                         {"MaCanBo", officer.empty() ? service.officer() : officer},
                         {"SoDinhDanh", number},
                         {"SoCMND", old_number},
                         {"HoVaTen", question.filled("full_name")}}};
  const Answer answer = service.ask(host, request, service.agency_headers(host));
  const auto results = answer.elements("TonTai");
  const std::string word = results.size() == 1 ? text_of(results.front()) : "";
  constexpr std::array yes{"true", "1"};
  constexpr std::array no{"false", "0"};
  const bool exists = std::find(yes.begin(), yes.end(), word) != yes.end();
  if (!exists && std::find(no.begin(), no.end(), word) == no.end())
    throw sdk::failed("the answer does not say in one TonTai whether the citizen exists; it says '" + word + "'");
  return json::object{{"exists", exists}};
}

}  // namespace lt::population

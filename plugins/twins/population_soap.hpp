// Requests and answers of the population database as XML.
#pragma once

#include "twins/http_service.hpp"
#include "twins/population_citizens.hpp"

#include <pugixml.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

// The element inside a SOAP 1.1 body, of the population database's namespace.
class SoapRequest {
 public:
  // Nothing where the text is none, or has a document type.
  static std::optional<SoapRequest> parse(std::string_view text);

  std::string name() const;
  // The text of the first element of this name anywhere below.
  std::string text(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  std::shared_ptr<pugi::xml_document> document_;
  pugi::xml_node operation_;
};

// 500 with a fault; `code` is "Client", "Server" or finer.
Reply soap_fault(std::string_view code, std::string_view message);

Reply sync_answer(const Citizens& citizens, const std::vector<std::size_t>& page);
// `found`: nothing where nobody fits.
Reply citizen_answer(const Citizens& citizens, std::optional<std::size_t> found);
Reply existence_answer(bool exists);

}  // namespace lt::twins

// The connector on its bench, with answers in SOAP.
#pragma once

#include <catch2/catch.hpp>
#include <testing/bench.hpp>

#include <optional>
#include <string>

struct PopulationBench : lt::plugin_testing::Bench {
  static constexpr const char* usual =
      "url: 'https://dancu.vn', user: thanh_hoa, secret: s, api_key: k, client: VN/GOV/H56, "
      "requester: {service_code: DVC, officer: CB1, unit: 000.00.01.H56, account: tk, phone: '0237'}, "
      "vaccinations: {size: 2, source_type: LGSP, source_username: th}";

  PopulationBench() : Bench(LT_CONNECTOR_FILE) {
    give_secret("s", "twin-population-secret");
    give_secret("k", "twin-population-key");
    give_secret("t", "twin-rest-token");
  }

  void open_usual(const std::string& more = "") { open("{" + std::string(usual) + more + "}"); }

  void answer(const std::string& xml, int status = 200) {
    http.next(lt::plugin_testing::answer(status, xml, {{"Content-Type", "text/xml"}}));
  }

  lt::plugin_testing::RecordingReadSink read(const std::string& state = "",
                                             const std::string& stream = "vaccinations") {
    lt::plugin_testing::RecordingReadSink sink;
    session().read(stream, state, sink, {});
    return sink;
  }

  std::optional<lt::plugin_host::CallError> read_error(lt::plugin_testing::RecordingReadSink& sink,
                                                       const std::string& state = "") {
    try {
      session().read("vaccinations", state, sink, {});
    } catch (const lt::plugin_host::CallError& error) {
      return error;
    }
    return std::nullopt;
  }

  std::optional<lt::plugin_host::CallError> call_error(const std::string& operation, const std::string& question) {
    try {
      session().call(operation, question, {});
    } catch (const lt::plugin_host::CallError& error) {
      return error;
    }
    return std::nullopt;
  }
};

// An envelope around `content`, whose prefix ns1 is the population database's.
inline std::string soap(const std::string& content,
                        const std::string& head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>") {
  return head +
         "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:ns1=\"http://dancuquocgia.bca\">"
         "<S:Body>" +
         content + "</S:Body></S:Envelope>";
}

inline std::string citizen(const std::string& number, const std::string& body) {
  return "<ns1:CongDan><ns1:SoDinhDanh>" + number + "</ns1:SoDinhDanh><ns1:Body>" + body + "</ns1:Body></ns1:CongDan>";
}

inline std::string sync_page(const std::string& citizens) {
  return soap("<ns1:TraCuuThongTinCongDanResponse>" + citizens + "</ns1:TraCuuThongTinCongDanResponse>");
}

inline std::string fault(const std::string& code, const std::string& text) {
  return soap("<S:Fault><faultcode>S:" + code + "</faultcode><faultstring>" + text + "</faultstring></S:Fault>");
}

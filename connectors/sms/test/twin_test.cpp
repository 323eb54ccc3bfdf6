// Every provider against its twin, with every fault in turn: nothing is lost and nothing is sent twice.
#include "sms_bench.hpp"

#include <twins/twins.hpp>

using namespace sms_test;
namespace json = boost::json;

namespace {

struct Service {
  const char* name;
  const char* settings;
  bool notices_repeats;
};
const Service services[] = {
    {"esms", "esms: {api_key: user, secret_key: s}", true},
    {"viettel", "viettel: {path: /bulk, user: lienthong, password: s, cp_code: CP}", true},
    {"vnpt", "vnpt: {path: /api, template_id: '7', api_user: lienthong, api_password: s}", false},
    {"speedsms", "speedsms: {token: s, numbers: 5}", false},
    {"fpt", "fpt: {client_id: lienthong, client_secret: s}", false},
};

// Of the second request that sends; `doubtful`: the provider may have acted on it.
struct Fault {
  const char* words;
  bool doubtful;
};
const Fault faults[] = {{"slow;ms=50", false},        {"401", false}, {"403", false}, {"429;retry_after=2", false},
                        {"503;retry_after=2", false}, {"500", true},  {"cut", true},  {"truncate", true}};

struct TwinBench : SmsBench {
  lt::twins::Twins twins{{.records = 10, .people = 40}};

  std::int64_t counted(const std::string& service, std::string_view name) const {
    return json::parse(twins.state("sms_" + service)).as_object().at(name).to_number<std::int64_t>();
  }
};

constexpr int messages = 12;

Batch twelve(const std::string& mark) {
  Batch batch;
  for (int i = 0; i < messages; ++i) batch.add(phone_of(i + 1), "Lịch tiêm " + mark);
  return batch;
}

}  // namespace

TEST_CASE_METHOD(TwinBench, "whatever a provider does wrong, each message is sent once or told to be in doubt") {
  for (const Service& service : services) {
    const std::string name = service.name;
    open_for_real(common(name) + ", check_path: /ping, in_doubt_s: 60, url: '" + twins.url("sms_" + name) + "', " +
                  service.settings + "}");
    session().check({});
    std::int64_t taken = 0;
    for (const Fault& fault : faults) {
      INFO(name << " " << fault.words);
      const std::string path = name == "speedsms" ? "/index"
                               : name == "fpt"    ? "/api/push"
                               : name == "esms"   ? "/Main"
                               : name == "vnpt"   ? "/api"
                                                  : "/bulk";
      twins.fault("sms_" + name, "path=" + path + ";after=1;count=1;kind=" + fault.words);
      const auto outcome = deliver(twelve(name + " " + fault.words));
      twins.clear_faults("sms_" + name);
      const bool may_be_in_doubt = fault.doubtful && !service.notices_repeats;
      CHECK(outcome.accepted + outcome.dead.size() == messages);
      CHECK((outcome.dead.empty() != may_be_in_doubt));
      for (const auto& reason : outcome.dead) CHECK_THAT(reason, Catch::StartsWith("in doubt"));
      CHECK(counted(name, "sentTwice") == 0);
      // 500, cut and truncate strike a twin that has acted already, so what is in doubt was sent.
      taken += messages;
      CHECK(counted(name, "taken") == taken);
    }
  }
}

TEST_CASE_METHOD(TwinBench, "a provider that is down puts nothing in doubt") {
  open_for_real(common("vnpt") +
                ", url: 'http://127.0.0.1:1', vnpt: {template_id: '7', api_user: lienthong, api_password: s}}");
  auto batch = twelve("khi mất mạng");
  const auto sink = write(batch);
  CHECK((sink.accepted.empty() && sink.rejected.empty()));
  REQUIRE(failure);
  CHECK(failure->kind() == lt::ErrorKind::unavailable);
  open_for_real(common("vnpt") + ", check_path: /ping, url: '" + twins.url("sms_vnpt") +
                "', vnpt: {path: /api, template_id: '7', api_user: lienthong, api_password: s}}");
  CHECK(write(batch).accepted.size() == messages);
}

TEST_CASE_METHOD(TwinBench, "wrong credentials stop the call and leave the messages as they were") {
  const std::pair<const char*, const char*> wrong[] = {
      {"esms", "esms: {api_key: user, secret_key: wrong}"},
      {"viettel", "viettel: {path: /bulk, user: lienthong, password: wrong, cp_code: CP}"},
      {"speedsms", "speedsms: {token: wrong}"},
      {"fpt", "fpt: {client_id: lienthong, client_secret: wrong}"}};
  for (const auto& [name, settings] : wrong) {
    INFO(name);
    open_for_real(common(name) + ", check_path: /ping, url: '" + twins.url("sms_" + std::string(name)) + "', " +
                  settings + "}");
    auto batch = twelve("sai khóa");
    const auto sink = write(batch);
    CHECK((sink.accepted.empty() && sink.rejected.empty()));
    REQUIRE(failure);
    CHECK(failure->kind() == lt::ErrorKind::denied);
    CHECK(counted(name, "taken") == 0);
  }
}

TEST_CASE_METHOD(TwinBench, "what is in doubt waits, then a person hears of it, and a replay sends it once more") {
  open_for_real(common("vnpt") + ", check_path: /ping, in_doubt_s: 3600, url: '" + twins.url("sms_vnpt") +
                "', vnpt: {path: /api, template_id: '7', api_user: lienthong, api_password: s}}");
  twins.fault("sms_vnpt", "path=/api;count=1;kind=cut");
  Batch first;
  first.add(phone_of(1), "một");
  const auto met = write(first);
  REQUIRE(met.rejected.contains(0));
  CHECK(met.rejected.at(0).reject_class == RejectClass::transient);
  CHECK(met.rejected.at(0).retry_after == std::chrono::minutes(30));

  Batch later;
  later.add(phone_of(1), "một", "", 2);
  clock.advance(1'800'000);
  CHECK(write(later).rejected.at(0).reject_class == RejectClass::transient);
  clock.advance(1'800'000);
  CHECK(write(later).rejected.at(0).reject_class == RejectClass::permanent);
  CHECK(write(later).rejected.at(0).reject_class == RejectClass::permanent);
  CHECK(counted("vnpt", "taken") == 1);
  CHECK(write(first).accepted.contains(0));
  CHECK(counted("vnpt", "taken") == 2);
}

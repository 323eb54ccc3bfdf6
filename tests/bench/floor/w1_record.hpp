// W1's rules with nothing around them: a page parsed with simdjson, each record turned into canonical texts.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace floor_bench {

// Texts live until the next record.
struct Dose {
  std::int64_t dose_number = 0;
  std::string_view citizen_id, full_name, name_folded, dob, gender, phone, email, commune_code, address, ethnicity,
      occupation, vaccine_code, lot, manufacturer, injected_on, injected_at, facility_code, facility_name, injector,
      reaction, source_id, source_updated_at;
};

// name_folded costs a fold a record: asked for by the full shape only.
class W1Reader {
 public:
  W1Reader(const std::string& folder, bool fold_names);
  ~W1Reader();
  W1Reader(const W1Reader&) = delete;
  W1Reader& operator=(const W1Reader&) = delete;

  // Calls `take` for each record of a page; returns how many pages there are.
  int read(std::string& page, const std::function<void(const Dose&)>& take);

 private:
  struct Scratch;
  Scratch* scratch_;
};

}  // namespace floor_bench

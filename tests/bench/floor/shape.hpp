// The columns that the floor writes, and the two ways to write them.
#pragma once

#include "store/connection.hpp"
#include "w1_record.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace floor_bench {

struct Field {
  const char* column;
  std::string_view Dose::* text;
};

inline constexpr Field dose_fields[] = {{"citizen_id", &Dose::citizen_id},
                                        {"full_name", &Dose::full_name},
                                        {"dob", &Dose::dob},
                                        {"gender", &Dose::gender},
                                        {"phone", &Dose::phone},
                                        {"email", &Dose::email},
                                        {"commune_code", &Dose::commune_code},
                                        {"address", &Dose::address},
                                        {"ethnicity", &Dose::ethnicity},
                                        {"occupation", &Dose::occupation},
                                        {"vaccine_code", &Dose::vaccine_code},
                                        {"lot", &Dose::lot},
                                        {"manufacturer", &Dose::manufacturer},
                                        {"injected_at", &Dose::injected_at},
                                        {"facility_code", &Dose::facility_code},
                                        {"facility_name", &Dose::facility_name},
                                        {"injector", &Dose::injector},
                                        {"reaction", &Dose::reaction},
                                        {"source_id", &Dose::source_id},
                                        {"source_updated_at", &Dose::source_updated_at}};

inline constexpr Field person_fields[] = {{"citizen_id", &Dose::citizen_id},
                                          {"full_name", &Dose::full_name},
                                          {"name_folded", &Dose::name_folded},
                                          {"birth_date", &Dose::dob},
                                          {"sex", &Dose::gender},
                                          {"phone", &Dose::phone},
                                          {"email", &Dose::email},
                                          {"commune_code", &Dose::commune_code},
                                          {"address", &Dose::address},
                                          {"ethnicity", &Dose::ethnicity},
                                          {"occupation", &Dose::occupation}};

inline constexpr Field facility_fields[] = {{"code", &Dose::facility_code}, {"name", &Dose::facility_name}};

inline constexpr Field immunization_fields[] = {
    {"vaccine_code", &Dose::vaccine_code}, {"injected_on", &Dose::injected_on},
    {"injected_at", &Dose::injected_at},   {"lot", &Dose::lot},
    {"manufacturer", &Dose::manufacturer}, {"facility_name", &Dose::facility_name},
    {"injector", &Dose::injector},         {"reaction", &Dose::reaction}};

class Shape {
 public:
  virtual ~Shape() = default;
  virtual void write(const Dose& dose) = 0;
  virtual void flush() {}  // before each commit
};

inline std::string dose_key(const Dose& dose) {
  return std::string(dose.citizen_id) + "|" + std::to_string(dose.dose_number);
}

// Into PostgreSQL: COPY into a table of the session, and from there set by set.
std::unique_ptr<Shape> far_shape(lt::store::Connection& connection, bool full);

}  // namespace floor_bench

// Every check in turn; the rest is skipped when the library does not even load.
#include "conformance/conformance.hpp"

#include "patience.hpp"
#include "subject.hpp"

namespace lt::conformance {
namespace {

constexpr std::chrono::seconds limit{30 * patience};

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::failed:
      return "failed";
    case Verdict::skipped:
      return "skipped";
  }
  return "failed";
}

std::vector<Result> run(const std::filesystem::path& library, const std::filesystem::path& sample, Place place) {
  const Subject subject(library, sample, place);
  std::vector<Result> results;
  const Outcome loaded = run_isolated([&] { return subject.plugin(), passed(); }, limit);
  auto checks = description_checks();
  for (const auto& check : behaviour_checks()) checks.push_back(check);
  for (const auto& check : checks) {
    const Outcome outcome = loaded.verdict == Verdict::passed
                                ? run_isolated([&] { return check.run(subject); }, limit)
                                : (results.empty() ? loaded : skipped("it does not load"));
    results.push_back({std::string(check.promise), outcome.verdict, outcome.detail});
  }
  return results;
}

}  // namespace lt::conformance

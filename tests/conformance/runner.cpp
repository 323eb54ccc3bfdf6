// Prints the conformance of one plugin: exit status 0 when nothing failed but what --except names.
#include <conformance/conformance.hpp>

#include <cstdio>

int main(int count, char** arguments) {
  using lt::conformance::Place;
  const bool in_runner = count > 1 && arguments[1] == std::string_view("--in-runner");
  if (in_runner) --count, ++arguments;
  std::string_view except;
  if (count > 2 && arguments[1] == std::string_view("--except")) except = arguments[2], count -= 2, arguments += 2;
  if (count < 2) {
    std::fprintf(stderr, "usage: conformance_runner [--in-runner] [--except PROMISE] PLUGIN.so [SAMPLE.yaml]\n");
    return 2;
  }
  int failures = 0;
  for (const auto& result :
       lt::conformance::run(arguments[1], count > 2 ? arguments[2] : "", in_runner ? Place::runner : Place::here)) {
    failures += result.verdict == lt::conformance::Verdict::failed && result.name != except;
    std::printf("%-8s %s%s%s\n", std::string(to_string(result.verdict)).c_str(), result.name.c_str(),
                result.detail.empty() ? "" : ": ", result.detail.c_str());
  }
  return failures == 0 ? 0 : 1;
}

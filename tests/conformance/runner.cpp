// Prints the conformance of one plugin: exit status 0 when nothing failed.
#include <conformance/conformance.hpp>

#include <cstdio>

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: conformance_runner PLUGIN.so [SAMPLE.yaml]\n");
    return 2;
  }
  int failures = 0;
  for (const auto& result : lt::conformance::run(arguments[1], count > 2 ? arguments[2] : "")) {
    failures += result.verdict == lt::conformance::Verdict::failed;
    std::printf("%-8s %s%s%s\n", std::string(to_string(result.verdict)).c_str(), result.name.c_str(),
                result.detail.empty() ? "" : ": ", result.detail.c_str());
  }
  return failures == 0 ? 0 : 1;
}

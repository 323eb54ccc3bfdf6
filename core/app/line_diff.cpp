// The longest common lines by Myers' greedy search (Algorithmica 1, 1986), then hunks around what is not common.
#include "app/line_diff.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace lt::app {
namespace {

constexpr int around = 3;
constexpr int most_steps = 1'000;  // texts that differ more are shown as one replaced by the other

enum class Act : char { keep = ' ', remove = '-', add = '+' };
struct Line {
  Act act;
  std::string_view text;
};
using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// How far each diagonal was reached, step by step; the last reaches both ends. Empty: too many steps.
std::vector<std::vector<int>> reached(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  std::vector<std::vector<int>> trace;
  std::vector<int> far(static_cast<std::size_t>(2 * (n + m) + 3), 0);
  const auto at = [&](int k) -> int& { return far[static_cast<std::size_t>(k + n + m + 1)]; };
  for (int d = 0; d <= std::min(n + m, most_steps); ++d) {
    for (int k = -d; k <= d; k += 2) {
      int x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
      while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
      at(k) = x;
      if (x < n || x - k < m) continue;
      trace.emplace_back(far.begin() + (n + m + 1 - d), far.begin() + (n + m + 2 + d));
      return trace;
    }
    trace.emplace_back(far.begin() + (n + m + 1 - d), far.begin() + (n + m + 2 + d));
  }
  return {};
}

std::vector<Line> replaced(const Lines& a, const Lines& b) {
  std::vector<Line> script;
  for (const auto line : a) script.push_back({Act::remove, line});
  for (const auto line : b) script.push_back({Act::add, line});
  return script;
}

std::vector<Line> script_of(const Lines& a, const Lines& b) {
  const auto trace = reached(a, b);
  if (trace.empty()) return replaced(a, b);
  std::vector<Line> script;
  int x = static_cast<int>(a.size());
  int y = static_cast<int>(b.size());
  const auto keep_to = [&](int to) {
    for (; x > to; --x, --y) script.push_back({Act::keep, a[static_cast<std::size_t>(x - 1)]});
  };
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const auto& former = trace[static_cast<std::size_t>(d - 1)];
    const auto at = [&](int k) { return k < -(d - 1) || k > d - 1 ? -1 : former[static_cast<std::size_t>(k + d - 1)]; };
    const int k = x - y;
    const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    const int from = down ? at(k + 1) : at(k - 1);
    keep_to(down ? from : from + 1);
    if (down) {
      script.push_back({Act::add, b[static_cast<std::size_t>(--y)]});
    } else {
      script.push_back({Act::remove, a[static_cast<std::size_t>(--x)]});
    }
  }
  keep_to(0);
  std::ranges::reverse(script);
  return script;
}

std::string range(char sign, int first, int count) {
  return std::string(1, sign) + std::to_string(count == 0 ? first - 1 : first) + "," + std::to_string(count);
}

}  // namespace

std::string line_diff(std::string_view before, std::string_view after, const std::string& name) {
  if (before == after) return {};
  const Lines a = lines_of(before);
  const Lines b = lines_of(after);
  const std::vector<Line> script = script_of(a, b);
  std::string text = "--- " + name + "\n+++ " + name + "\n";
  int line_a = 1;
  int line_b = 1;
  const auto size = static_cast<int>(script.size());
  const auto changes = [&](int i) { return script[static_cast<std::size_t>(i)].act != Act::keep; };
  for (int i = 0; i < size;) {
    int next = i;
    while (next < size && !changes(next)) ++next;
    if (next == size) break;
    const int begin = std::max(i, next - around);
    line_a += begin - i;
    line_b += begin - i;
    int end = next;
    for (int quiet = 0; end < size && quiet <= 2 * around; ++end) quiet = changes(end) ? 0 : quiet + 1;
    while (end > next && !changes(end - 1)) --end;
    end = std::min(size, end + around);
    std::string hunk;
    int count_a = 0;
    int count_b = 0;
    for (int each = begin; each < end; ++each) {
      const Line& line = script[static_cast<std::size_t>(each)];
      count_a += line.act == Act::add ? 0 : 1;
      count_b += line.act == Act::remove ? 0 : 1;
      hunk.append(1, static_cast<char>(line.act)).append(line.text).append("\n");
    }
    text.append("@@ ").append(range('-', line_a, count_a)).append(" ").append(range('+', line_b, count_b));
    text.append(" @@\n").append(hunk);
    line_a += count_a;
    line_b += count_b;
    i = end;
  }
  return text;
}

}  // namespace lt::app

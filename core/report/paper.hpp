// Sheets of A4 that become a PDF: text by Pango, lines by cairo, a place that moves down and on to the next page.
#pragma once

#include "report/chart.hpp"

#include <memory>
#include <string>

namespace lt::report {

// All lengths are points; 1 mm is 72/25.4.
inline constexpr double mm = 72 / 25.4;

enum class Alignment { left, centre, right, justified };

struct TextStyle {
  double size = 13;
  bool bold = false;
  bool italic = false;
  Alignment alignment = Alignment::left;
  double indent = 0;          // of the first line
  double line_spacing = 1.0;  // of the font's own height
  std::string colour = "#000000";
  bool whole_words = false;  // a word wider than the line is not broken
  int most_lines = 0;        // 0: all; what is longer ends in an ellipsis
};

struct PaperInfo {
  std::string title;
  std::string author;
  std::string keywords;
  std::string created;  // ISO 8601
};

// One thread at a time. Margins, page numbers and font as Decree 30/2020/NĐ-CP, appendix I, part I, wants them.
class Paper {
 public:
  // Throws Error{misconfigured} where no Times-like font with all Vietnamese letters is installed.
  explicit Paper(const PaperInfo& info);
  ~Paper();
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;

  double width() const;  // between the margins
  double y() const;      // of what comes next
  void move(double down);
  double room() const;  // to the lower margin
  // On to the next page unless there is room for `height`.
  void need(double height);
  // The next page begins now; page numbers begin anew, and pages lie on their side where `wide`.
  void start_part(bool wide);

  // How high and wide the text would be within `width`.
  double height_of(const std::string& text, const TextStyle& style, double width) const;
  double width_of(const std::string& text, const TextStyle& style) const;
  // At (x from the left margin, y of the page); both leave y() where it is.
  void write(const std::string& text, const TextStyle& style, double x, double y, double width);
  void line(double x, double y, double to_x, double to_y, double thickness = 0.5,
            const std::string& colour = "#000000");
  void fill(double x, double y, double width, double height, const std::string& colour);
  void put(const Drawing& drawing, double x, double y);

  // The PDF's bytes; nothing may be written afterwards.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The first Times-like family with all Vietnamese letters that is installed; empty where there is none.
std::string times_like_font();

}  // namespace lt::report

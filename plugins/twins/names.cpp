// Lists of names, roughly as frequent as they are in Thanh Hóa.
#include "twins/names.hpp"

#include <array>

namespace lt::twins {
namespace {

using namespace std::string_view_literals;

struct Weighted {
  std::string_view name;
  unsigned percent;
};

constexpr std::array family_names{
    Weighted{"Nguyễn", 28}, Weighted{"Lê", 21}, Weighted{"Phạm", 8},  Weighted{"Trịnh", 6}, Weighted{"Hoàng", 5},
    Weighted{"Trần", 5},    Weighted{"Bùi", 3}, Weighted{"Đỗ", 3},    Weighted{"Vũ", 3},    Weighted{"Mai", 2},
    Weighted{"Trương", 2},  Weighted{"Hà", 2},  Weighted{"Cao", 1},   Weighted{"Lương", 1}, Weighted{"Quách", 1},
    Weighted{"Lưu", 1},     Weighted{"Đào", 1}, Weighted{"Đặng", 1},  Weighted{"Ngô", 1},   Weighted{"Dương", 1},
    Weighted{"Thiều", 1},   Weighted{"Hàn", 1}, Weighted{"Phùng", 1}, Weighted{"Tống", 1},
};

constexpr std::array middle_male{"Văn"sv,   "Văn"sv,   "Văn"sv,  "Hữu"sv,  "Đức"sv,  "Minh"sv,
                                 "Quang"sv, "Xuân"sv,  "Đình"sv, "Bá"sv,   "Công"sv, "Ngọc"sv,
                                 "Thế"sv,   "Trọng"sv, "Duy"sv,  "Tiến"sv, "Quốc"sv, "Anh"sv};
constexpr std::array middle_female{"Thị"sv,      "Thị"sv,      "Thị"sv,      "Thị Thu"sv,    "Thị Thanh"sv,
                                   "Thị Ngọc"sv, "Thị Hồng"sv, "Thị Minh"sv, "Thị Phương"sv, "Thị Kim"sv,
                                   "Thùy"sv,     "Khánh"sv,    "Bảo"sv,      "Quỳnh"sv};
constexpr std::array given_male{"Nam"sv,   "Hùng"sv,  "Dũng"sv, "Tuấn"sv,  "Hải"sv,  "Long"sv, "Sơn"sv,  "Thắng"sv,
                                "Cường"sv, "Hiếu"sv,  "Đạt"sv,  "Quân"sv,  "Phúc"sv, "Khoa"sv, "Bình"sv, "Tâm"sv,
                                "Toàn"sv,  "Trung"sv, "Việt"sv, "Thành"sv, "Huy"sv,  "Kiên"sv, "Lâm"sv,  "Nghĩa"sv,
                                "Hòa"sv,   "Thịnh"sv, "Vinh"sv, "Chiến"sv, "Tùng"sv, "Đông"sv};
constexpr std::array given_female{"Hà"sv,   "Lan"sv,  "Hương"sv, "Mai"sv,   "Nga"sv,  "Thảo"sv, "Trang"sv,  "Linh"sv,
                                  "Hoa"sv,  "Yến"sv,  "Thúy"sv,  "Dung"sv,  "Hằng"sv, "Oanh"sv, "Hạnh"sv,   "Nhung"sv,
                                  "Huệ"sv,  "Loan"sv, "Tuyết"sv, "Vân"sv,   "Hiền"sv, "Liên"sv, "Phượng"sv, "Quyên"sv,
                                  "Thủy"sv, "Hòa"sv,  "Ánh"sv,   "Giang"sv, "Chi"sv,  "Ngân"sv};

constexpr unsigned total_weight() {
  unsigned total = 0;
  for (const auto& family : family_names) total += family.percent;
  return total;
}

}  // namespace

std::string_view family_name(Random& random) {
  auto at = static_cast<unsigned>(random.below(total_weight()));
  for (const auto& family : family_names) {
    if (at < family.percent) return family.name;
    at -= family.percent;
  }
  return family_names.front().name;
}

std::string given_names(Random& random, bool male) {
  std::string made(male ? random.pick(middle_male) : random.pick(middle_female));
  made += ' ';
  made += male ? random.pick(given_male) : random.pick(given_female);
  return made;
}

}  // namespace lt::twins

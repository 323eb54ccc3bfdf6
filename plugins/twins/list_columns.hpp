// The columns of the Ministry's list, read off data/vaccination/*.xls.
#pragma once

#include <array>
#include <string_view>

namespace lt::twins {

enum class ListField {
  number,
  name,
  birth,
  gender,
  group,
  workplace,
  phone,
  identification,
  insurance,
  province,
  province_code,
  district,
  district_code,
  ward,
  ward_code,
  area,
  address,
  vaccine_1,
  date_1,
  lot_1,
  place_1,
  vaccine_2,
  date_2,
  lot_2,
  place_2,
  note,
  result,
};
inline constexpr std::size_t list_field_count = 27;

struct ListColumn {
  ListField field;
  std::string_view group;  // row 7 above several columns; empty = the header takes rows 7 and 8
  std::string_view header;
  double width;
};

inline constexpr std::string_view list_sheet = "PL1_Danh sach doi tuong tiem";

inline constexpr std::array<std::string_view, 5> list_notes{
    "Chú ý: ",
    "1.Các cột có hoa thị (*) màu đỏ là cột bắt buộc phải nhập thông tin. ",
    "2. Địa điểm tiêm nhập Mã cơ sở KCB của cơ sở tiêm, tham khảo tại PL4",
    "3. Với các cột không có thông tin hoặc thiếu thông tin thì KHÔNG NHẬP",
    "4. Thực hiện bỏ bộ lọc dữ liệu ( Filter) tại tất cả các sheet danh mục (sau khi thực hiện tra cứu) trước khi Tải "
    "file import lên hệ "
    "thống",
};

inline constexpr std::string_view home_group = "Nơi ở tạm trú (hiện tại) (*)\n(Tham khảo PL3)";

inline constexpr std::array<ListColumn, list_field_count> list_columns{{
    {ListField::number, "", "#", 5},
    {ListField::name, "", "Họ và tên (*)", 25},
    {ListField::birth, "", "Ngày sinh dạng dd/mm/yyyy (*)", 19},
    {ListField::gender, "", "Giới tính (*)\n(0:nam, 1:nữ)", 17},
    {ListField::group, "", "Mã nhóm \nđối tượng ưu tiên (*)\n(Tham khảo PL2)", 18},
    {ListField::workplace, "", "Đơn vị công tác", 15},
    {ListField::phone, "", "Số điện thoại(*)\n(Tối thiểu 10 số)", 16},
    {ListField::identification, "", "Số CMT/CCCD\n(Loại 8/9/12 số)", 16},
    {ListField::insurance, "", "Số thẻ bảo hiểm y tế\n(Mã thẻ 10/15 ký tự)", 22},
    {ListField::province, home_group, "Tỉnh/Thành phố", 14},
    {ListField::province_code, home_group, "Mã\n Tỉnh/Thành phố (*)", 15},
    {ListField::district, home_group, "Quận/Huyện", 20},
    {ListField::district_code, home_group, "Mã Quận/Huyện\n(*)", 13},
    {ListField::ward, home_group, "Xã/Phường", 18},
    {ListField::ward_code, home_group, "Mã Xã/Phường\n(*)", 13},
    {ListField::area, home_group, "Địa bàn cơ sở", 16},
    {ListField::address, home_group, "Địa chỉ chi tiết", 22},
    {ListField::vaccine_1, "", "Tên vắc xin (*)\n(Tham khảo PL5)", 25},
    {ListField::date_1, "Mũi 1", "Ngày tiêm dạng dd/mm/yyyy (*)", 19},
    {ListField::lot_1, "Mũi 1", "Lô vắc xin(*)", 12},
    {ListField::place_1, "Mũi 1", "Địa điểm tiêm (*)\n(Tham khảo PL4)", 18},
    {ListField::vaccine_2, "", "Tên vắc xin (*)\n(Tham khảo PL5)", 25},
    {ListField::date_2, "Mũi 2", "Ngày tiêm dạng dd/mm/yyyy (*)", 19},
    {ListField::lot_2, "Mũi 2", "Lô vắc xin(*)", 12},
    {ListField::place_2, "Mũi 2", "Địa điểm tiêm (*)\n(Tham khảo PL4)", 18},
    {ListField::note, "", "Ghi chú", 18},
    {ListField::result, "", "Kết quả import\n(không điền ô này)", 26},
}};

}  // namespace lt::twins

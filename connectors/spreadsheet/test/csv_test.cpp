#include "csv_reader.hpp"
#include "file_content.hpp"
#include "text_encoding.hpp"

#include <catch2/catch.hpp>

using namespace lt::spreadsheet;
using namespace lt::spreadsheet::test;

namespace {

const std::string vietnamese = "Họ và tên,Số\nNguyễn Thị Ế,\"1,5\"\n";
const std::string vietnamese_read =
    "t\tA1\ttext\tHọ và tên\nt\tB1\ttext\tSố\nt\tA2\ttext\tNguyễn Thị Ế\nt\tB2\ttext\t1,5\n";

std::string utf16(const std::string& utf8, bool little) {
  std::u16string units;
  Decoder decoder("UTF-8");
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    char32_t code = length == 1 ? lead : lead & (0x7F >> length);
    for (std::size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    const char high = static_cast<char>(code >> 8), low = static_cast<char>(code & 0xFF);
    out += little ? std::string{low, high} : std::string{high, low};
    i += length;
  }
  return out;
}

}  // namespace

TEST_CASE("UTF-8 with and without mark, UTF-16 of both orders and Windows-1258 give the same texts") {
  Folder folder;
  CHECK(read(folder.put("t.csv", vietnamese)) == vietnamese_read);
  CHECK(read(folder.put("t.csv", "\xEF\xBB\xBF" + vietnamese)) == vietnamese_read);
  CHECK(read(folder.put("t.csv", utf16(vietnamese, true))) == vietnamese_read);
  CHECK(read(folder.put("t.csv", utf16(vietnamese, false))) == vietnamese_read);
  // Windows-1258 writes tone marks after the letter: ọ = o + F2, ễ = ê + DE, ị = i + F2, Ế = Ê + EC.
  const std::string windows_1258 = "Ho\xF2 v\xE0 t\xEAn,S\xF4\xEC\nNguy\xEA\xDEn Thi\xF2 \xCA\xEC,\"1,5\"\n";
  CHECK(read(folder.put("t.csv", windows_1258)) == vietnamese_read);
}

TEST_CASE("text in decomposed form is given composed") {
  Folder folder;
  CHECK(read(folder.put("t.csv", "a,b\nNguye\xCC\x82\xCC\x83n,1\n")) ==
        "t\tA1\ttext\ta\nt\tB1\ttext\tb\nt\tA2\ttext\tNguyễn\nt\tB2\ttext\t1\n");
}

TEST_CASE("the separator is found from the records, also when another one stands in texts") {
  Folder folder;
  const auto separator = [&](std::string_view text) { return find_csv_shape(folder.put("t.csv", text)).separator; };
  CHECK(separator("a,b,c\n1,2,3\n") == ',');
  CHECK(separator("a;b;c\n1,5;2,5;3,5\n") == ';');
  CHECK(separator("tên\tđịa chỉ\nA\tthôn 1, xã B, huyện C\n") == '\t');
  CHECK(separator("\"a,b,c\";d\n\"1,2,3\";4\n") == ';');
  CHECK(separator("one column\nonly\n") == ',');
  CHECK(separator("sep=|\na|b\n") == '|');
}

TEST_CASE("a line that names the separator is no record") {
  Folder folder;
  CHECK(read(folder.put("t.csv", "sep=;\na;b\n")) == "t\tA2\ttext\ta\nt\tB2\ttext\tb\n");
}

TEST_CASE("blank lines count as rows and give none, the last record needs no line end") {
  Folder folder;
  CHECK(read(folder.put("t.csv", "a,b\r\n\r\n,\r\n1,2")) ==
        "t\tA1\ttext\ta\nt\tB1\ttext\tb\nt\tA4\ttext\t1\nt\tB4\ttext\t2\n");
}

TEST_CASE("quotes keep separators, line ends and doubled quotes, a quote within a word is a character") {
  Folder folder;
  CHECK(read(folder.put("t.csv", "\"a\"\"b\",\"c\nd\",5\" pipe\n")) ==
        "t\tA1\ttext\ta\"b\nt\tB1\ttext\tc\\nd\nt\tC1\ttext\t5\" pipe\n");
}

TEST_CASE("a quote that is never closed is an error that names its record") {
  Folder folder;
  const auto found = read(folder.put("t.csv", "a,b\n1,\"2\n3,4\n"));
  CHECK_THAT(found, Catch::Contains("opens in record 2, field 2 is never closed"));
}

TEST_CASE("a character cut between two pieces of the file is read whole") {
  Folder folder;
  std::string text = "a,b\n";
  for (int i = 0; i < 60000; ++i) text += i % 2 ? "ế,ữ\n" : "xế,ữ\n";
  CHECK(find_csv_shape(folder.put("t.csv", text)).encoding == "UTF-8");
  std::size_t rows = 0;
  bool right = true;
  open_workbook(folder.path / "t.csv")->rows(0, [&](const Row& row) {
    if (++rows > 1) right = right && row.cells[1].text == "ữ";
    return true;
  });
  CHECK(rows == 60001);
  CHECK(right);
}

TEST_CASE("header texts compare without marks, case, spaces, stars and notes") {
  CHECK(fold_header("Họ và tên (*)") == "hovaten");
  CHECK(fold_header("Mã nhóm \nđối tượng ưu tiên (*)\n(Tham khảo PL2)") == "manhomdoituonguutien");
  CHECK(fold_header("ĐỊA CHỈ") == fold_header("địa chỉ"));
  CHECK(fold_header("a) b (c") == "ab");
  CHECK(fold_header("#") == "");
}

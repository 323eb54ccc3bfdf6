// Turns the bytes of text files and old workbooks into UTF-8, and header texts into comparable form.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lt::spreadsheet {

bool is_utf8(std::string_view bytes);

/// Composed form (NFC); bytes that are not UTF-8 become U+FFFD.
std::string to_nfc(std::string_view utf8);

/// UTF-16 little endian, `bytes.size()` even; half surrogate pairs become U+FFFD.
std::string utf16le_to_utf8(std::string_view bytes);

/// Without marks, case, spaces, punctuation and notes in brackets: "Họ và tên (*)" is "hovaten".
std::string fold_header(std::string_view utf8);

/// Decodes a stream piece by piece; a character may be cut between two pieces.
class Decoder {
 public:
  /// `encoding` as ICU names it: "UTF-8", "UTF-16LE", "windows-1258". Throws FileError for one that ICU lacks.
  explicit Decoder(const std::string& encoding);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  /// Appends to `out`; `last` flushes. Undecodable bytes become U+FFFD.
  void decode(std::string_view bytes, bool last, std::string& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::spreadsheet

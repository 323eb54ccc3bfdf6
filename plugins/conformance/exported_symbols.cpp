// Reading .dynsym with the structs of <elf.h>; every offset of the file is checked before it is followed.
#include "exported_symbols.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lt::conformance {
namespace {

class Image {
 public:
  explicit Image(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }
  template <class Struct>
  Struct at(std::size_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(Struct))
      throw std::runtime_error("the ELF file is cut");
    Struct value;
    std::memcpy(&value, bytes_.data() + offset, sizeof(value));
    return value;
  }
  std::string text_at(std::size_t offset) const {
    if (offset >= bytes_.size()) throw std::runtime_error("the ELF file is cut");
    const std::size_t end = bytes_.find('\0', offset);
    return bytes_.substr(offset, end == std::string::npos ? end : end - offset);
  }

 private:
  std::string bytes_;
};

}  // namespace

std::vector<std::string> exported_symbols(const std::filesystem::path& library) {
  const Image image(library);
  const auto header = image.at<Elf64_Ehdr>(0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB) {
    throw std::runtime_error("it is no 64-bit ELF file");
  }
  const auto section = [&](std::size_t index) {
    return image.at<Elf64_Shdr>(header.e_shoff + index * sizeof(Elf64_Shdr));
  };
  std::vector<std::string> names;
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    const Elf64_Shdr symbols = section(i);
    if (symbols.sh_type != SHT_DYNSYM) continue;
    const Elf64_Shdr texts = section(symbols.sh_link);
    for (std::size_t at = 0; at + sizeof(Elf64_Sym) <= symbols.sh_size; at += sizeof(Elf64_Sym)) {
      const auto symbol = image.at<Elf64_Sym>(symbols.sh_offset + at);
      const bool is_local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
      if (symbol.st_shndx != SHN_UNDEF && !is_local) names.push_back(image.text_at(texts.sh_offset + symbol.st_name));
    }
  }
  return names;
}

}  // namespace lt::conformance
